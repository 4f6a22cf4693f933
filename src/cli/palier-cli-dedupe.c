/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dedupe, match: who is whom. */
#include "palier-cli.h"

#include <glib/gi18n.h>

#include "palier-file-match.h"

#define BATCH 2000
/* Of the evidence, without --explain, what counts. */
#define LEAST_WEIGHT 1.0
#define LEAST_THRESHOLD 0.2

static double threshold = -1;
static gboolean explain;
static gboolean merge;
static char *out_file;

#define THRESHOLD_ENTRY                                                                            \
  { "threshold", 't', 0, G_OPTION_ARG_DOUBLE, &threshold, N_ ("Least probability, from 0.2 to 1"), \
    N_ ("P") }

static const GOptionEntry dedupe_entries[] = {
  THRESHOLD_ENTRY,
  { "explain", 'e', 0, G_OPTION_ARG_NONE, &explain,
    N_ ("Print all that was compared, also what says nothing"), NULL },
  { "merge", 0, 0, G_OPTION_ARG_NONE, &merge,
    N_ ("Merge what is found, from 0.95 on unless --threshold says otherwise; “undo” takes it "
        "back"),
    NULL },
  { NULL },
};

static const GOptionEntry match_entries[] = {
  THRESHOLD_ENTRY,
  { "out", 'o', 0, G_OPTION_ARG_FILENAME, &out_file, N_ ("File to write the pairs to"),
    N_ ("FILE") },
  { "explain", 'e', 0, G_OPTION_ARG_NONE, &explain, N_ ("Add a column that says why"), NULL },
  { NULL },
};

static gboolean
read_threshold (double usual, double *out, GError **error)
{
  *out = threshold < 0 ? usual : threshold;
  if (*out >= LEAST_THRESHOLD && *out <= 1)
    return TRUE;
  g_set_error_literal (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                       _ ("--threshold takes a probability from 0.2 to 1."));
  return FALSE;
}

static void
on_progress_cb (double fraction, gpointer unused)
{
  if (g_log_writer_supports_color (2))
    g_printerr ("\r%3.0f %%  ", fraction * 100);
}

static void
end_progress (void)
{
  if (g_log_writer_supports_color (2))
    g_printerr ("\n");
}

/* ---- clusters as lines of JSON */

static void
add_member (JsonBuilder *builder, const PalierDuplicateMember *member, const PalierOrigins *origins,
            const PalierOrigin *origin)
{
  json_builder_begin_object (builder);
  palier_cli_add_id (builder, "id", &member->id);
  if (origin != NULL)
  {
    const PalierImportFile *file = g_ptr_array_index (origins->files, origin->file);
    palier_cli_add_text (builder, "file", file->file_name);
    palier_cli_add_int (builder, "row", (gint64) origin->line);
  }
  else
  {
    palier_cli_add_text (builder, "file", NULL);
    json_builder_set_member_name (builder, "row");
    json_builder_add_null_value (builder);
  }
  json_builder_end_object (builder);
}

/* The first origin of row @n, among those sorted by n. */
static guint
first_origin (const PalierOrigins *origins, gint64 n)
{
  guint low = 0, high = origins->rows->len;

  while (low < high)
  {
    guint middle = low + (high - low) / 2;
    if (g_array_index (origins->rows, PalierOrigin, middle).n < n)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* Each row of a file that it is from counts as a member; who was added by hand is one. */
static void
add_rows_of (JsonBuilder *builder, const PalierDuplicateMember *member,
             const PalierOrigins *origins)
{
  guint i = first_origin (origins, member->n);
  guint n = 0;

  for (; i < origins->rows->len; i++, n++)
  {
    const PalierOrigin *origin = &g_array_index (origins->rows, PalierOrigin, i);
    if (origin->n != member->n)
      break;
    add_member (builder, member, origins, origin);
  }
  if (n == 0)
    add_member (builder, member, origins, NULL);
}

static void
add_evidence (JsonBuilder *builder, const GArray *evidence)
{
  json_builder_set_member_name (builder, "evidence");
  json_builder_begin_array (builder);
  for (guint i = 0; i < evidence->len; i++)
  {
    const PalierDuplicateEvidence *row = &g_array_index (evidence, PalierDuplicateEvidence, i);
    if (!explain && ABS (row->weight) < LEAST_WEIGHT)
      continue;
    json_builder_begin_object (builder);
    palier_cli_add_text (builder, "field", row->field);
    palier_cli_add_text (builder, "agreement", row->agreement);
    palier_cli_add_double (builder, "weight", row->weight, 2);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
print_cluster (const PalierDuplicateCluster *cluster, const PalierOrigins *origins)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  palier_cli_add_double (builder, "score", cluster->score, 6);
  json_builder_set_member_name (builder, "members");
  json_builder_begin_array (builder);
  for (guint i = 0; i < cluster->members->len; i++)
    add_rows_of (builder, &g_array_index (cluster->members, PalierDuplicateMember, i), origins);
  json_builder_end_array (builder);
  add_evidence (builder, cluster->evidence);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
}

static PalierOrigins *
load_origins (PalierCli *cli, GArray *ns, GError **error)
{
  PalierDuplicateService *duplicates = palier_session_get_duplicates (cli->session);

  return dex_await_boxed (palier_duplicate_service_origins (duplicates, ns), error);
}

static gboolean
print_batch (PalierCli *cli, GPtrArray *clusters, guint from, guint to, GError **error)
{
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = from; i < to; i++)
  {
    const PalierDuplicateCluster *cluster = g_ptr_array_index (clusters, i);
    for (guint k = 0; k < cluster->members->len; k++)
      g_array_append_val (ns, g_array_index (cluster->members, PalierDuplicateMember, k).n);
  }
  g_autoptr (PalierOrigins) origins = load_origins (cli, ns, error);
  for (guint i = from; origins != NULL && i < to; i++)
    print_cluster (g_ptr_array_index (clusters, i), origins);
  return origins != NULL;
}

/* Rows of files that an import took for one prospect are doubles too, found before. */
static void
print_single (const PalierDuplicateMember *member, const PalierOrigins *origins)
{
  guint first = first_origin (origins, member->n);

  if (first + 1 >= origins->rows->len
      || g_array_index (origins->rows, PalierOrigin, first + 1).n != member->n)
    return;
  g_autoptr (PalierDuplicateCluster) cluster = palier_duplicate_cluster_new ();
  cluster->score = 1;
  g_array_append_vals (cluster->members, member, 1);
  print_cluster (cluster, origins);
}

static gboolean
print_singles (PalierCli *cli, const GArray *single, guint from, guint to, GError **error)
{
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = from; i < to; i++)
    g_array_append_val (ns, g_array_index (single, PalierDuplicateMember, i).n);
  g_autoptr (PalierOrigins) origins = load_origins (cli, ns, error);
  for (guint i = from; origins != NULL && i < to; i++)
    print_single (&g_array_index (single, PalierDuplicateMember, i), origins);
  return origins != NULL;
}

static PalierExit
print_found (PalierCli *cli, const PalierDuplicatesFound *found, GError **error)
{
  for (guint i = 0; i < found->clusters->len; i += BATCH)
    if (!print_batch (cli, found->clusters, i, MIN (i + BATCH, found->clusters->len), error))
      return PALIER_EXIT_FAILED;
  for (guint i = 0; i < found->single->len; i += BATCH)
    if (!print_singles (cli, found->single, i, MIN (i + BATCH, found->single->len), error))
      return PALIER_EXIT_FAILED;
  return PALIER_EXIT_DONE;
}

/* ---- the commands */

static PalierExit
merge_found (PalierCli *cli, const PalierDuplicatesFound *found, GError **error)
{
  PalierDuplicateService *duplicates = palier_session_get_duplicates (cli->session);
  g_autoptr (GError) failure = NULL;
  g_autoptr (PalierChangeset) changeset =
      dex_await_boxed (palier_duplicate_service_merge_all (duplicates, found->clusters,
                                                           on_progress_cb, NULL, NULL, NULL),
                       &failure);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  end_progress ();
  if (failure != NULL)
    return g_propagate_error (error, g_steal_pointer (&failure)), PALIER_EXIT_FAILED;
  json_builder_begin_object (builder);
  palier_cli_add_int (builder, "merged", found->clusters->len);
  palier_cli_add_id (builder, "changeset", changeset != NULL ? &changeset->id : &PALIER_ID_NIL);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return PALIER_EXIT_DONE;
}

static PalierExit
run_dedupe (PalierCli *cli, GError **error)
{
  PalierDuplicateService *duplicates = palier_session_get_duplicates (cli->session);
  double least;

  if (!read_threshold (merge ? PALIER_DUPLICATES_SURE : PALIER_DUPLICATES_PROPOSED, &least, error))
    return PALIER_EXIT_USAGE;
  g_autoptr (PalierDuplicatesFound) found = dex_await_boxed (
      palier_duplicate_service_find (duplicates, least, NULL, on_progress_cb, NULL, NULL, NULL),
      error);
  end_progress ();
  if (found == NULL)
    return PALIER_EXIT_FAILED;
  return merge ? merge_found (cli, found, error) : print_found (cli, found, error);
}

static PalierExit
run_match (PalierCli *cli, GError **error)
{
  GError *failure = NULL;
  double least;

  if (!read_threshold (PALIER_DUPLICATES_PROPOSED, &least, error))
    return PALIER_EXIT_USAGE;
  if (out_file == NULL)
  {
    g_set_error_literal (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                         _ ("--out is missing: the file to write the pairs to."));
    return PALIER_EXIT_USAGE;
  }
  gint64 n = dex_await_int64 (palier_file_match (cli->arguments[0], cli->arguments[1], out_file,
                                                 least, explain, g_get_real_time () / 1000, NULL),
                              &failure);
  if (failure != NULL)
    return g_propagate_error (error, failure), PALIER_EXIT_FAILED;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_int (builder, "pairs", n);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return PALIER_EXIT_DONE;
}

const PalierCommand palier_command_dedupe = {
  .name = "dedupe",
  .parameters = "",
  .summary = N_ ("Find prospects that are the same, or merge them"),
  .entries = dedupe_entries,
  .run = run_dedupe,
};

const PalierCommand palier_command_match = {
  .name = "match",
  .parameters = N_ ("FILE FILE"),
  .summary = N_ ("Find who is in both of two files, without a base"),
  .entries = match_entries,
  .run = run_match,
  .least = 2,
  .most = 2,
  .new_base = TRUE,
};
