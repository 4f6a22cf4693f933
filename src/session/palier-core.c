/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-core.h"

PalierCore *
palier_core_ref (PalierCore *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
core_clear (gpointer data)
{
  PalierCore *self = data;

  g_clear_pointer (&self->clock, palier_clock_unref);
  g_clear_pointer (&self->random, palier_random_unref);
  g_clear_pointer (&self->composer, palier_composer_free);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->key, g_bytes_unref);
  g_free (self->directory);
  g_free (self->key_file);
  g_free (self->relay_url);
}

void
palier_core_unref (PalierCore *self)
{
  g_atomic_rc_box_release_full (self, core_clear);
}

gint64
palier_core_now_ms (PalierCore *self)
{
  return palier_clock_now_ms (self->clock);
}

static void
call_free (gpointer data)
{
  PalierCall *self = data;

  g_clear_pointer (&self->core, palier_core_unref);
  g_clear_object (&self->service);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->query, palier_query_free);
  g_clear_object (&self->cancellable);
  g_free (self->first);
  g_free (self->second);
  g_free (self->third);
  if (self->free_value != NULL && self->value != NULL)
    self->free_value (self->value);
  g_free (self);
}

/**
 * palier_call_run:
 * @call: copied; core, service, query and cancellable get a reference, texts a copy; ids and value
 *   are taken over
 * @fiber: gets the call; runs on the main thread
 *
 * Returns: (transfer full): settles as the fiber ends
 */
DexFuture *
palier_call_run (const PalierCall *call, DexFiberFunc fiber)
{
  PalierCall *copy = g_memdup2 (call, sizeof *call);

  copy->core = palier_core_ref (call->core);
  copy->first = g_strdup (call->first);
  copy->second = g_strdup (call->second);
  copy->third = g_strdup (call->third);
  if (call->service != NULL)
    g_object_ref (call->service);
  if (call->cancellable != NULL)
    g_object_ref (call->cancellable);
  if (call->query != NULL)
    palier_query_ref (call->query);
  return dex_scheduler_spawn (NULL, 0, fiber, copy, call_free);
}

GArray *
palier_ids_new (const PalierId *ids, gsize n_ids)
{
  GArray *array = g_array_sized_new (FALSE, FALSE, sizeof (PalierId), (guint) n_ids);
  g_array_append_vals (array, ids, (guint) n_ids);
  return array;
}

/* A future that fails with *@error, which is taken. */
DexFuture *
palier_reject (GError **error)
{
  return dex_future_new_for_error (g_steal_pointer (error));
}

/* Made when it is first asked for. (transfer none) */
PalierComposer *
palier_core_get_composer (PalierCore *self, GError **error)
{
  if (self->composer == NULL)
    self->composer = palier_composer_new (error);
  return self->composer;
}
