/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns are taken for what an import would take them for; all others are compared as plain text,
 * and so is a row that an import would not take because it names nobody. */
#include "palier-file-match.h"

#include <string.h>

#include "palier-core.h"
#include "palier-import-preview.h"
#include "palier-linkage.h"
#include "palier-mapping.h"
#include "palier-worker.h"

#define SAMPLE_ROWS 200

typedef struct
{
  char *paths[2];
  char *out;
  double threshold;
  gboolean explain;
  gint64 now_ms;
  GCancellable *cancellable; /* (nullable) */
  PalierPreview *previews[2];
  PalierRecords *records;
  GArray *lines;  /* (element-type guint64): of each record */
  guint32 second; /* the first record of the second file; 0: both are one file */
} Match;

static void
match_clear (gpointer data)
{
  Match *self = data;

  for (int i = 0; i < 2; i++)
  {
    g_free (self->paths[i]);
    g_clear_pointer (&self->previews[i], palier_preview_free);
  }
  g_free (self->out);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->records, palier_records_free);
  g_array_unref (self->lines);
}

static void
match_unref (gpointer self)
{
  g_atomic_rc_box_release_full (self, match_clear);
}

static gboolean
is_one_file (const Match *self)
{
  g_autoptr (GFile) first = g_file_new_for_path (self->paths[0]);
  g_autoptr (GFile) second = g_file_new_for_path (self->paths[1]);

  return g_file_equal (first, second);
}

/* Adds the texts of the columns that have no field, by their names; of a row that is no contact of
 * ours, of all columns. */
static void
add_plain (Match *self, const PalierPreview *preview, const PalierRow *row, gboolean all)
{
  for (guint i = 0; i < preview->columns->len; i++)
  {
    const PalierColumn *column = g_ptr_array_index (preview->columns, i);
    const char *name = palier_column_get_name (column);
    if (name != NULL && *name != '\0' && (all || column->field == PALIER_FIELD_NONE))
      palier_records_add_custom (self->records, name, palier_row_cell (row, column->index));
  }
}

static void
add_row (Match *self, const PalierPreview *preview, const PalierRow *row, const PalierDraft *draft)
{
  g_autoptr (PalierProspect) nobody = palier_prospect_new ();

  palier_records_add (self->records, draft != NULL ? draft->prospect : nobody);
  add_plain (self, preview, row, draft == NULL);
  g_array_append_val (self->lines, row->line);
}

static gboolean
add_rows (Match *self, const PalierPreview *preview, PalierReader *reader, PalierMapper *mapper,
          GError **error)
{
  g_autoptr (GPtrArray) problems =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_problem_free);
  g_autoptr (GError) failure = NULL;
  const PalierRow *row;

  while ((row = palier_reader_next (reader, &failure)) != NULL)
  {
    g_autoptr (PalierDraft) draft = palier_mapper_apply (mapper, row, problems);
    g_ptr_array_set_size (problems, 0);
    add_row (self, preview, row, draft);
  }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
add_file (Match *self, const PalierPreview *preview, GError **error)
{
  PalierReaderOptions options = palier_preview_get_options (preview);
  g_autoptr (PalierReader) first =
      palier_reader_open (preview->path, &options, self->cancellable, error);
  g_autoptr (GPtrArray) sample =
      first != NULL ? palier_reader_take_sample (first, SAMPLE_ROWS, error) : NULL;
  g_autoptr (PalierReader) reader =
      sample != NULL ? palier_reader_open (preview->path, &options, self->cancellable, error)
                     : NULL;

  if (reader == NULL)
    return FALSE;
  g_autoptr (PalierMapper) mapper = palier_mapper_new (preview->columns, sample, self->now_ms);
  return add_rows (self, preview, reader, mapper, error);
}

/* ---- what is found */

/* A file that is written, and how much. It appears when all is in it. */
typedef struct
{
  PalierLinkage *linkage;
  GOutputStream *stream;
  GString *line;
  gboolean explain;
  gint64 written;
} Output;

static void
add_evidence (Output *out, const PalierLink *link)
{
  PalierEvidence rows[PALIER_MAX_FEATURES];
  guint n = palier_linkage_explain (out->linkage, link->a, link->b, rows);

  g_string_append (out->line, ",\"");
  for (guint i = 0; i < n; i++)
  {
    g_auto (GStrv) parts = g_strsplit (rows[i].field, "\"", -1);
    g_autofree char *field = g_strjoinv ("\"\"", parts);
    g_string_append_printf (out->line, "%s%s %s %.1f", i > 0 ? "; " : "", field,
                            palier_level_name (rows[i].agreement), rows[i].weight);
  }
  g_string_append_c (out->line, '"');
}

static gboolean
write_link (Match *self, Output *out, const PalierLink *link, GError **error)
{
  char score[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (score, sizeof score, "%.6f", palier_linkage_probability (link->bits));
  g_string_printf (out->line, "%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT ",%s",
                   g_array_index (self->lines, guint64, link->a),
                   g_array_index (self->lines, guint64, link->b), score);
  if (out->explain)
    add_evidence (out, link);
  g_string_append_c (out->line, '\n');
  out->written++;
  return g_output_stream_write_all (out->stream, out->line->str, out->line->len, NULL,
                                    self->cancellable, error);
}

/* Of two files each pair that links them. */
static gboolean
write_links (Match *self, Output *out, GError **error)
{
  guint n;
  const PalierLink *links = palier_linkage_get_links (out->linkage, &n);

  for (guint i = 0; i < n && palier_linkage_probability (links[i].bits) >= self->threshold; i++)
    if (!write_link (self, out, &links[i], error))
      return FALSE;
  return TRUE;
}

/* Of one file all pairs of each cluster, under the score of the cluster. */
static gboolean
write_clusters (Match *self, Output *out, GError **error)
{
  g_autoptr (GPtrArray) clusters = palier_linkage_cluster (out->linkage, self->threshold);

  for (guint i = 0; i < clusters->len; i++)
  {
    const PalierCluster *cluster = g_ptr_array_index (clusters, i);
    for (guint a = 0; a < cluster->members->len; a++)
      for (guint b = a + 1; b < cluster->members->len; b++)
      {
        PalierLink pair = { g_array_index (cluster->members, guint32, a),
                            g_array_index (cluster->members, guint32, b), cluster->link.bits };
        if (!write_link (self, out, &pair, error))
          return FALSE;
      }
  }
  return TRUE;
}

static gboolean
go_on (double fraction, gpointer data)
{
  return !g_cancellable_is_cancelled (((Match *) data)->cancellable);
}

static gboolean
write_found (Match *self, PalierLinkage *linkage, gint64 *written, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (self->out);
  g_autoptr (GFileOutputStream) plain =
      g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, self->cancellable, error);
  g_autoptr (GOutputStream) stream =
      plain != NULL ? g_buffered_output_stream_new (G_OUTPUT_STREAM (plain)) : NULL;
  g_autoptr (GString) line = g_string_new (NULL);
  Output out = { linkage, stream, line, self->explain, 0 };
  const char *header = self->explain ? "row_a,row_b,score,evidence\n" : "row_a,row_b,score\n";

  if (stream == NULL
      || !g_output_stream_write_all (stream, header, strlen (header), NULL, self->cancellable,
                                     error))
    return FALSE;
  gboolean good =
      self->second == 0 ? write_clusters (self, &out, error) : write_links (self, &out, error);
  *written = out.written;
  return good && g_output_stream_close (stream, self->cancellable, error);
}

static DexFuture *
match_job (gpointer data)
{
  Match *self = data;
  g_autoptr (GError) error = NULL;
  gint64 written = 0;

  if (!add_file (self, self->previews[0], &error))
    return palier_reject (&error);
  if (self->previews[1] != NULL)
  {
    self->second = palier_records_get_n (self->records);
    if (!add_file (self, self->previews[1], &error))
      return palier_reject (&error);
  }
  palier_records_seal (self->records);
  g_autoptr (PalierLinkage) linkage = palier_linkage_new (self->records, self->lines->len);
  palier_linkage_set_across (linkage, self->second);
  if (!palier_linkage_run (linkage, go_on, self))
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  if (!write_found (self, linkage, &written, &error))
    return palier_reject (&error);
  return dex_future_new_for_int64 (written);
}

static DexFuture *
match_fiber (gpointer data)
{
  Match *self = data;
  PalierReaderOptions guess = PALIER_READER_OPTIONS_GUESS;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < (is_one_file (self) ? 1 : 2); i++)
  {
    self->previews[i] = dex_await_boxed (
        palier_import_preview_read (self->paths[i], &guess, self->now_ms, self->cancellable),
        &error);
    if (self->previews[i] == NULL)
      return palier_reject (&error);
  }
  return palier_pool_run (match_job, g_atomic_rc_box_acquire (self), match_unref);
}

/**
 * palier_file_match:
 * @first: a file of contacts
 * @second: another one; or the same, whose own doubles are then found
 * @out: a CSV file to write: row_a, row_b (lines of the files, the header being line 1) and score,
 *   a probability; with @explain, evidence
 * @threshold: of the score
 *
 * Returns: (transfer full): → int64, the pairs. Errors: PALIER_IMPORT_ERROR, G_IO_ERROR
 */
DexFuture *
palier_file_match (const char *first, const char *second, const char *out, double threshold,
                   gboolean explain, gint64 now_ms, GCancellable *cancellable)
{
  Match *match = g_atomic_rc_box_new0 (Match);

  match->paths[0] = g_strdup (first);
  match->paths[1] = g_strdup (second);
  match->out = g_strdup (out);
  match->threshold = CLAMP (threshold, PALIER_LINKAGE_LEAST, 1.0);
  match->explain = explain;
  match->now_ms = now_ms;
  match->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  match->records = palier_records_new ();
  match->lines = g_array_new (FALSE, FALSE, sizeof (guint64));
  return dex_scheduler_spawn (NULL, 0, match_fiber, match, match_unref);
}
