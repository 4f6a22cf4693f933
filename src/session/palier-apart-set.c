/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-apart-set.h"

#include "palier-prospect-store.h"

static guint
hash_pair (gconstpointer pair)
{
  const PalierApart *self = pair;

  return palier_id_hash (&self->a) ^ palier_id_hash (&self->b);
}

/* In whichever order they stand. */
static gboolean
are_equal (gconstpointer one, gconstpointer other)
{
  const PalierApart *x = one, *y = other;

  return (palier_id_equal (&x->a, &y->a) && palier_id_equal (&x->b, &y->b))
         || (palier_id_equal (&x->a, &y->b) && palier_id_equal (&x->b, &y->a));
}

/* @pairs: (element-type PalierApart): copied */
GHashTable *
palier_apart_set_new (const GArray *pairs)
{
  GHashTable *self = g_hash_table_new_full (hash_pair, are_equal, g_free, NULL);

  for (guint i = 0; i < pairs->len; i++)
    g_hash_table_add (self,
                      g_memdup2 (&g_array_index (pairs, PalierApart, i), sizeof (PalierApart)));
  return self;
}

gboolean
palier_apart_set_has (GHashTable *self, const PalierId *a, const PalierId *b)
{
  PalierApart pair = { *a, *b };

  return g_hash_table_size (self) > 0 && g_hash_table_contains (self, &pair);
}
