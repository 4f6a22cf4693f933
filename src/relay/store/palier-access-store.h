/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-access-entry.h"
#include "palier-store.h"

G_BEGIN_DECLS

typedef enum
{
  PALIER_ACCESS_WHOLE,
  PALIER_ACCESS_BROKEN, /* the entry at @seq is not the one that was written */
  PALIER_ACCESS_GAP,    /* the entry at @seq is missing */
  PALIER_ACCESS_SHORT,  /* the entries from @seq on are missing at the end */
} PalierAccessState;

typedef struct
{
  PalierAccessState state;
  guint64 seq;     /* of the first fault, else of the last entry */
  guint64 entries; /* that are there */
} PalierAccessVerdict;

/* One that is read again. */
typedef struct
{
  guint64 seq;
  gint64 at_ms;
  PalierAccessEntry access;
} PalierAccessRow;

void
palier_access_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierAccessEntry *access);
GArray *palier_access_store_page (PalierTx *tx, const PalierTenant *tenant, const PalierId *person,
                                  guint64 *before, guint limit);
gboolean palier_access_store_verify (PalierTx *tx, const PalierTenant *tenant,
                                     PalierAccessVerdict *out, GError **error);

G_END_DECLS
