/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first look at a file: what it is, which column is which, and its first rows as they would be
 * stored. On a pool thread; it reads some hundred rows, some thousand where columns are filled only
 * further down, whatever the size. */
#include "palier-import-preview.h"

#include <string.h>

#include "palier-file-mark.h"
#include "palier-choice.h"
#include "palier-fold.h"
#include "palier-mapping.h"
#include "palier-worker.h"

#define SAMPLE_ROWS 200

typedef struct
{
  PalierPreview *preview; /* (nullable): else it is made */
  char *path;
  char *encoding;
  char *delimiter;
  char *sheet;
  int header_row;
  gint64 now_ms;
  PalierFileMark mark;
  GCancellable *cancellable; /* (nullable) */
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_clear_pointer (&look->preview, palier_preview_free);
  g_clear_object (&look->cancellable);
  g_free (look->path);
  g_free (look->encoding);
  g_free (look->delimiter);
  g_free (look->sheet);
  g_free (look);
}

static Look *
look_new (const char *path, const PalierReaderOptions *options, gint64 now_ms,
          GCancellable *cancellable)
{
  Look *look = g_new0 (Look, 1);

  look->path = g_strdup (path);
  look->encoding = g_strdup (options->encoding);
  look->delimiter = g_strdup (options->delimiter);
  look->sheet = g_strdup (options->sheet);
  look->header_row = options->header_row;
  look->now_ms = now_ms;
  look->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  return look;
}

static PalierReader *
open_reader (Look *look, GError **error)
{
  PalierReaderOptions options = { look->encoding, look->delimiter, look->sheet, look->header_row };
  return palier_reader_open (look->path, &options, look->cancellable, error);
}

static PalierPreview *
describe (Look *look, PalierReader *reader)
{
  PalierPreview *preview = palier_preview_new ();

  preview->path = g_strdup (look->path);
  preview->mark = look->mark;
  preview->format = g_strdup (palier_reader_get_format (reader));
  preview->encoding = g_strdup (palier_reader_get_encoding (reader));
  preview->delimiter = g_strdup (palier_reader_get_delimiter (reader));
  preview->sheet = g_strdup (palier_reader_get_sheet (reader));
  preview->sheets = g_strdupv (palier_reader_get_sheets (reader));
  preview->hidden_sheets = g_strdupv (palier_reader_get_hidden_sheets (reader));
  preview->header_row = palier_reader_get_header_row (reader);
  return preview;
}

/* What the file's format says goes before what was guessed; a field it names has no other column.
 */
static void
place_known_fields (PalierPreview *preview, PalierReader *reader)
{
  PalierField field;

  for (guint i = 0; i < preview->columns->len; i++)
  {
    PalierColumn *column = preview->columns->pdata[i];
    if (!palier_reader_get_known_field (reader, column->index, &field))
      continue;
    if (column->field != field)
      g_clear_pointer (&column->values, g_ptr_array_unref);
    column->field = column->guess = field;
    column->use = PALIER_COLUMN_FIELD;
    column->split = PALIER_SPLIT_NONE;
    column->confidence = 1;
    g_set_str (&column->reason, "format");
  }
}

static DexFuture *
read_job (gpointer data)
{
  Look *look = data;
  g_autoptr (GError) error = NULL;
  look->mark = palier_file_mark (look->path);
  g_autoptr (PalierReader) reader = open_reader (look, &error);
  g_autoptr (GPtrArray) sample =
      reader != NULL ? palier_reader_take_sample (reader, SAMPLE_ROWS, &error) : NULL;

  if (sample == NULL)
    return palier_reject (&error);
  PalierPreview *preview = describe (look, reader);
  preview->columns = palier_mapping_guess (palier_reader_get_headers (reader), sample);
  place_known_fields (preview, reader);
  preview->rows = MIN (sample->len, SAMPLE_ROWS);
  return dex_future_new_take_boxed (PALIER_TYPE_PREVIEW, preview);
}

/* Puts the first rows into @look's preview, by its columns as they are placed now. */
static gboolean
show_rows (Look *look, GError **error)
{
  PalierPreview *preview = look->preview;
  g_autoptr (GError) failure = NULL;
  g_autoptr (PalierReader) first = open_reader (look, error);
  g_autoptr (GPtrArray) sample =
      first != NULL ? palier_reader_take_sample (first, SAMPLE_ROWS, error) : NULL;
  g_autoptr (PalierReader) reader = sample != NULL ? open_reader (look, error) : NULL;
  const PalierRow *row;

  if (reader == NULL)
    return FALSE;
  g_autoptr (PalierMapper) mapper = palier_mapper_new (preview->columns, sample, look->now_ms);
  for (guint i = 0; i < SAMPLE_ROWS && (row = palier_reader_next (reader, &failure)) != NULL; i++)
  {
    g_autoptr (PalierDraft) draft = palier_mapper_apply (mapper, row, preview->problems);
    if (draft != NULL)
      g_ptr_array_add (preview->prospects, g_steal_pointer (&draft->prospect));
  }
  preview->n_problems = preview->problems->len;
  if (failure != NULL)
    return g_propagate_error (error, g_steal_pointer (&failure)), FALSE;
  return TRUE;
}

static DexFuture *
show_job (gpointer data)
{
  Look *look = data;
  PalierPreview *preview = look->preview;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&preview->prospects, g_ptr_array_unref);
  g_clear_pointer (&preview->problems, g_ptr_array_unref);
  preview->prospects = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_unref);
  preview->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_problem_free);
  if (!show_rows (look, &error))
    return palier_reject (&error);
  return dex_future_new_take_boxed (PALIER_TYPE_PREVIEW, palier_preview_ref (preview));
}

/* → PALIER_TYPE_PREVIEW, without rows. Errors: PALIER_IMPORT_ERROR, G_IO_ERROR_CANCELLED. */
DexFuture *
palier_import_preview_read (const char *path, const PalierReaderOptions *options, gint64 now_ms,
                            GCancellable *cancellable)
{
  return palier_pool_run (read_job, look_new (path, options, now_ms, cancellable), look_free);
}

/* → the same @preview, with its rows and their problems by the mapping it has now. */
DexFuture *
palier_import_preview_show (PalierPreview *preview, gint64 now_ms, GCancellable *cancellable)
{
  PalierReaderOptions options = palier_preview_get_options (preview);
  Look *look = look_new (preview->path, &options, now_ms, cancellable);

  look->preview = palier_preview_ref (preview);
  return palier_pool_run (show_job, look, look_free);
}

/* As the file was read; borrows from @preview. */
PalierReaderOptions
palier_preview_get_options (const PalierPreview *preview)
{
  return (PalierReaderOptions) { preview->encoding, preview->delimiter, preview->sheet,
                                 preview->header_row };
}

static gboolean
is_same_title (const char *a, const char *b)
{
  g_autofree char *folded_a = palier_fold (a);
  g_autofree char *folded_b = palier_fold (b != NULL ? b : "");
  return strcmp (folded_a, folded_b) == 0;
}

/* The entry of @mapping for @column: by its title where it has one, else by its place; of several
 * of one title the one in the same place. */
static const PalierColumn *
find_entry (GPtrArray *mapping, const PalierColumn *column)
{
  const PalierColumn *found = NULL;

  for (guint i = 0; i < mapping->len; i++)
  {
    const PalierColumn *entry = g_ptr_array_index (mapping, i);
    gboolean titled = entry->header != NULL && *entry->header != '\0';
    gboolean in_place = entry->index == column->index;
    if (titled ? !is_same_title (entry->header, column->header) : !in_place)
      continue;
    if (in_place)
      return entry;
    if (found == NULL)
      found = entry;
  }
  return found;
}

/* Places every column as @mapping says; one that it does not name is not imported. */
void
palier_preview_apply_mapping (PalierPreview *preview, GPtrArray *mapping, const char *reason)
{
  for (guint i = 0; i < preview->columns->len; i++)
  {
    PalierColumn *column = g_ptr_array_index (preview->columns, i);
    const PalierColumn *entry = find_entry (mapping, column);
    palier_choice_fill_values (column, entry != NULL ? entry->field : PALIER_FIELD_NONE);
    palier_column_place (column, entry);
    column->confidence = 1;
    g_set_str (&column->reason, reason);
  }
}

/* Files with the same titles have the same mapping: a hash of them all. */
char *
palier_preview_dup_signature (const PalierPreview *preview)
{
  g_autoptr (GString) titles = g_string_new (NULL);

  for (guint i = 0; i < preview->columns->len; i++)
  {
    const PalierColumn *column = g_ptr_array_index (preview->columns, i);
    g_autofree char *folded = palier_fold (column->header != NULL ? column->header : "");
    g_string_append_printf (titles, "%s\x1f", folded);
  }
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, titles->str, -1);
  return g_strconcat ("mapping:", hash, NULL);
}

/* Whether any column says whom a row is about. */
gboolean
palier_preview_has_contact (const PalierPreview *preview)
{
  static const PalierField contact[] = { PALIER_FIELD_COMPANY,   PALIER_FIELD_FIRST_NAME,
                                         PALIER_FIELD_LAST_NAME, PALIER_FIELD_FULL_NAME,
                                         PALIER_FIELD_EMAIL,     PALIER_FIELD_PHONE,
                                         PALIER_FIELD_MOBILE,    PALIER_FIELD_SIRET };

  for (guint i = 0; i < preview->columns->len; i++)
    for (gsize k = 0; k < G_N_ELEMENTS (contact); k++)
      if (((PalierColumn *) g_ptr_array_index (preview->columns, i))->field == contact[k])
        return TRUE;
  return FALSE;
}
