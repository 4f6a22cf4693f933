/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-id.h"

G_BEGIN_DECLS

/* Their order is stored. */
typedef enum
{
  PALIER_ACCESS_READ,     /* by the public API */
  PALIER_ACCESS_EXPORT,   /* of all, or of one person */
  PALIER_ACCESS_SYNC,     /* a device was given what changed */
  PALIER_ACCESS_PASSWORD, /* the operator set a member's password, … */
  PALIER_ACCESS_INVITE,
  PALIER_ACCESS_PLAN,
  PALIER_ACCESS_BUDGET,
  PALIER_ACCESS_ADDRESS,
  PALIER_ACCESS_HOST,
  PALIER_ACCESS_BACKUP, /* … or did something to the store as a whole */
  PALIER_ACCESS_RESTORE,
  PALIER_ACCESS_REVIVE,
  PALIER_ACCESS_SIGNING_KEY,
  PALIER_ACCESS_MASTER_KEY,
  PALIER_N_ACCESS_ACTIONS
} PalierAccessAction;

const char *palier_access_action_name (PalierAccessAction action);

/* Who saw whom. */
typedef struct
{
  PalierAccessAction action;
  PalierId account; /* nil: a program, or the operator */
  PalierId session; /* nil: none */
  PalierId key;     /* nil, but of a program */
  guint64 first;    /* of a sync: the numbers of the records, from this one … */
  guint64 last;     /* … to this one */
  GArray *persons;  /* (element-type PalierId) (nullable): NULL or empty for all of the tenant */
} PalierAccessEntry;

GBytes *palier_access_entry_pack (const PalierAccessEntry *self);
gboolean palier_access_entry_unpack (PalierAccessEntry *self, const guint8 *packed, gsize length);
void palier_access_entry_clear (PalierAccessEntry *self);
gboolean palier_access_entry_names (const PalierAccessEntry *self, const PalierId *person);

G_END_DECLS
