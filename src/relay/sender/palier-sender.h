/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-imap.h"
#include "palier-smtp.h"
#include "palier-store.h"

G_BEGIN_DECLS

/* A sending identity as its record and its secret have it now. */
typedef struct
{
  PalierSmtpConfig smtp; /* points into what follows */
  char *host;
  char *user;     /* (nullable) */
  char *password; /* (nullable) */
  char *from_name;
  char *from_email;
  char *reply_to;        /* (nullable) */
  guint daily_cap;       /* 0: none */
  PalierImapConfig imap; /* without a host where answers are not read; points into this */
  char *imap_host;       /* (nullable) */
  char *imap_user;       /* (nullable) */
  char *fingerprint;     /* two with the same can share a connection */
} PalierMailbox;

PalierMailbox *palier_mailbox_load (PalierTx *tx, const PalierTenant *tenant,
                                    const PalierId *sender, gboolean plain_loopback);
void palier_mailbox_free (PalierMailbox *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierMailbox, palier_mailbox_free)

G_END_DECLS
