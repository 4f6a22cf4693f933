/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-duplicate.h"

G_DEFINE_BOXED_TYPE (PalierDuplicateCluster, palier_duplicate_cluster, palier_duplicate_cluster_ref,
                     palier_duplicate_cluster_free)
G_DEFINE_BOXED_TYPE (PalierDuplicatesFound, palier_duplicates_found, palier_duplicates_found_ref,
                     palier_duplicates_found_free)
G_DEFINE_BOXED_TYPE (PalierMergePlan, palier_merge_plan, palier_merge_plan_ref,
                     palier_merge_plan_free)

PalierDuplicateCluster *
palier_duplicate_cluster_new (void)
{
  PalierDuplicateCluster *self = g_atomic_rc_box_new0 (PalierDuplicateCluster);

  self->members = g_array_new (FALSE, FALSE, sizeof (PalierDuplicateMember));
  self->evidence = g_array_new (FALSE, FALSE, sizeof (PalierDuplicateEvidence));
  return self;
}

PalierDuplicateCluster *
palier_duplicate_cluster_ref (PalierDuplicateCluster *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
cluster_clear (gpointer data)
{
  PalierDuplicateCluster *self = data;

  g_array_unref (self->members);
  g_array_unref (self->evidence);
}

void
palier_duplicate_cluster_free (PalierDuplicateCluster *self)
{
  g_atomic_rc_box_release_full (self, cluster_clear);
}

PalierDuplicatesFound *
palier_duplicates_found_new (void)
{
  PalierDuplicatesFound *self = g_atomic_rc_box_new0 (PalierDuplicatesFound);

  self->clusters = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_duplicate_cluster_free);
  self->single = g_array_new (FALSE, FALSE, sizeof (PalierDuplicateMember));
  return self;
}

PalierDuplicatesFound *
palier_duplicates_found_ref (PalierDuplicatesFound *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
found_clear (gpointer data)
{
  PalierDuplicatesFound *self = data;

  g_ptr_array_unref (self->clusters);
  g_array_unref (self->single);
}

void
palier_duplicates_found_free (PalierDuplicatesFound *self)
{
  g_atomic_rc_box_release_full (self, found_clear);
}

PalierMergePlan *
palier_merge_plan_new (void)
{
  PalierMergePlan *self = g_atomic_rc_box_new0 (PalierMergePlan);

  self->prospects = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_unref);
  for (int i = 0; i < PALIER_N_FIELDS; i++)
    self->choices[i] = -1;
  return self;
}

PalierMergePlan *
palier_merge_plan_ref (PalierMergePlan *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
plan_clear (gpointer data)
{
  g_ptr_array_unref (((PalierMergePlan *) data)->prospects);
}

void
palier_merge_plan_free (PalierMergePlan *self)
{
  g_atomic_rc_box_release_full (self, plan_clear);
}

/* Whether two of them say different things: a choice is to be made. */
gboolean
palier_merge_plan_differs (const PalierMergePlan *self, PalierField field)
{
  const char *seen = NULL;

  for (guint i = 0; i < self->prospects->len; i++)
  {
    const char *value = palier_prospect_get (g_ptr_array_index (self->prospects, i), field);
    if (value != NULL && seen != NULL && g_strcmp0 (value, seen) != 0)
      return TRUE;
    seen = value != NULL ? value : seen;
  }
  return FALSE;
}
