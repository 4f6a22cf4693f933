/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "palier-id.h"

G_BEGIN_DECLS

/* Who writes: the agent, as messages and their legal mentions name him. */
typedef struct
{
  char *agency_name;
  char *first_name;
  char *last_name;
  char *email;
  char *phone;
  char *street;
  char *postal_code;
  char *city;
  char *siret;
  char *card;  /* carte professionnelle or RSAC number */
  char *zones; /* (nullable): one a line */
  char *signature;
  char *legal_mentions;
  char *privacy_url; /* (nullable) */
} PalierProfile;

#define PALIER_TYPE_PROFILE (palier_profile_get_type ())
GType palier_profile_get_type (void);

PalierProfile *palier_profile_new (void);
PalierProfile *palier_profile_ref (PalierProfile *self);
void palier_profile_free (PalierProfile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierProfile, palier_profile_free)

/* A mailbox that messages leave from. Its password is in the keyring only. */
typedef struct
{
  PalierId id;
  char *host;
  int port;
  char *security; /* tls, starttls, none */
  char *user;     /* (nullable) */
  char *from_name;
  char *from_email;
  gboolean allow_plain_loopback;
} PalierSender;

#define PALIER_TYPE_SENDER (palier_sender_get_type ())
GType palier_sender_get_type (void);

PalierSender *palier_sender_new (void);
PalierSender *palier_sender_ref (PalierSender *self);
void palier_sender_free (PalierSender *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierSender, palier_sender_free)

G_END_DECLS
