/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-import-file.h"

G_DEFINE_BOXED_TYPE (PalierImportFile, palier_import_file, palier_import_file_ref,
                     palier_import_file_free)

PalierImportFile *
palier_import_file_new (void)
{
  return g_atomic_rc_box_new0 (PalierImportFile);
}

static void
import_file_clear (gpointer data)
{
  PalierImportFile *self = data;

  g_free (self->file_name);
  g_free (self->file_hash);
  g_free (self->format);
  g_free (self->legal_basis);
  g_free (self->source);
  g_free (self->source_date);
  g_free (self->mapping);
}

PalierImportFile *
palier_import_file_ref (PalierImportFile *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
palier_import_file_free (PalierImportFile *self)
{
  g_atomic_rc_box_release_full (self, import_file_clear);
}

G_DEFINE_BOXED_TYPE (PalierOrigins, palier_origins, palier_origins_ref, palier_origins_free)

PalierOrigins *
palier_origins_new (void)
{
  PalierOrigins *self = g_atomic_rc_box_new0 (PalierOrigins);

  self->rows = g_array_new (FALSE, FALSE, sizeof (PalierOrigin));
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_import_file_free);
  return self;
}

static void
origins_clear (gpointer data)
{
  PalierOrigins *self = data;

  g_array_unref (self->rows);
  g_ptr_array_unref (self->files);
}

PalierOrigins *
palier_origins_ref (PalierOrigins *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
palier_origins_free (PalierOrigins *self)
{
  g_atomic_rc_box_release_full (self, origins_clear);
}
