/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-query.h"

G_DEFINE_BOXED_TYPE (PalierQuery, palier_query, palier_query_ref, palier_query_free)

/* Every prospect, the best score first. */
PalierQuery *
palier_query_new (void)
{
  PalierQuery *self = g_atomic_rc_box_new0 (PalierQuery);

  self->sort = PALIER_FIELD_NONE;
  self->descending = TRUE;
  return self;
}

static void
query_clear (gpointer data)
{
  PalierQuery *self = data;

  g_free (self->search);
  g_free (self->kind);
  g_free (self->stage);
  g_free (self->band);
  g_clear_pointer (&self->filter, palier_filter_free);
}

PalierQuery *
palier_query_ref (PalierQuery *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
palier_query_free (PalierQuery *self)
{
  g_atomic_rc_box_release_full (self, query_clear);
}
