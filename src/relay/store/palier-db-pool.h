/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-db.h"

G_BEGIN_DECLS

/* The connections that read. There are at most so many; who finds all of them taken waits. */
typedef struct _PalierDbPool PalierDbPool;

typedef struct
{
  guint most;
  guint open;
  guint taken;
  guint waiting;
  guint64 waits;   /* how often one had to wait … */
  guint64 wait_us; /* … and for how long in all */
} PalierDbPoolFigures;

PalierDbPool *palier_db_pool_new (const PalierDbEngine *engine, const char *place, guint most);
void palier_db_pool_free (PalierDbPool *self);
void palier_db_pool_set_most (PalierDbPool *self, guint most);
PalierDb *palier_db_pool_take (PalierDbPool *self, GError **error);
void palier_db_pool_give_back (PalierDbPool *self, PalierDb *db);
PalierDbPoolFigures palier_db_pool_get_figures (PalierDbPool *self);

G_END_DECLS
