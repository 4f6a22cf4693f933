/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-job.h"

PalierArguments *
palier_arguments_new (void)
{
  return g_new0 (PalierArguments, 1);
}

void
palier_arguments_free (PalierArguments *self)
{
  g_free (self->text);
  g_free (self->other);
  g_clear_pointer (&self->objects, g_ptr_array_unref);
  g_clear_pointer (&self->array, g_array_unref);
  g_clear_pointer (&self->extra, g_array_unref);
  g_clear_pointer (&self->query, palier_query_free);
  if (self->boxed != NULL)
    self->boxed_free (self->boxed);
  g_free (self);
}

DexFuture *
palier_future_take_ptr_array (GPtrArray *array)
{
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, array);
}

DexFuture *
palier_future_take_array (GArray *array)
{
  return dex_future_new_take_boxed (G_TYPE_ARRAY, array);
}
