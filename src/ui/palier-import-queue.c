/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-import-queue.h"

#include <glib/gi18n.h>

#include "palier-import-files.h"

struct _PalierImportQueue
{
  GFile *file;    /* (nullable): the one that is open */
  GQueue waiting; /* of GFile */
  guint n_files;  /* since the queue was last begun */
  guint n_file;   /* which of them `file` is, from 1 */
};

PalierImportQueue *
palier_import_queue_new (void)
{
  PalierImportQueue *self = g_new0 (PalierImportQueue, 1);

  g_queue_init (&self->waiting);
  return self;
}

static void
close_file (PalierImportQueue *self)
{
  if (self->file)
    palier_import_files_forget (self->file);
  g_clear_object (&self->file);
}

void
palier_import_queue_free (PalierImportQueue *self)
{
  close_file (self);
  g_queue_clear_full (&self->waiting, g_object_unref);
  g_free (self);
}

/**
 * palier_import_queue_add:
 * @behind: they follow what is open or waits; otherwise, if nothing waits, the count begins anew
 *
 * Returns: FALSE where some are not on this computer: those are left out
 */
gboolean
palier_import_queue_add (PalierImportQueue *self, GFile **files, guint n, gboolean behind)
{
  gboolean all = TRUE;

  if (!behind && g_queue_is_empty (&self->waiting))
    self->n_files = self->n_file = 0;
  for (guint i = 0; i < n; i++)
    if (g_file_peek_path (files[i]))
    {
      g_queue_push_tail (&self->waiting, g_object_ref (files[i]));
      self->n_files++;
    }
    else
      all = FALSE;
  return all;
}

/* Opens the next file. Returns: FALSE where none waits: the last one stays open */
gboolean
palier_import_queue_next (PalierImportQueue *self)
{
  GFile *next = g_queue_pop_head (&self->waiting);

  if (next == NULL)
    return FALSE;
  close_file (self);
  self->file = next;
  self->n_file++;
  return TRUE;
}

/* (transfer none) (nullable) */
GFile *
palier_import_queue_get_file (PalierImportQueue *self)
{
  return self->file;
}

guint
palier_import_queue_get_n_waiting (PalierImportQueue *self)
{
  return g_queue_get_length (&self->waiting);
}

/* Of the file that is open. */
char *
palier_import_queue_dup_name (PalierImportQueue *self)
{
  g_autofree char *name = g_file_get_basename (self->file);

  return g_filename_display_name (name);
}

/* The file's name, and which of several it is. */
char *
palier_import_queue_dup_title (PalierImportQueue *self)
{
  g_autofree char *name = palier_import_queue_dup_name (self);

  if (self->n_files < 2)
    return g_steal_pointer (&name);
  /* Translators: a file's name, its number among several, how many they are */
  return g_strdup_printf (_ ("%s · file %u of %u"), name, self->n_file, self->n_files);
}
