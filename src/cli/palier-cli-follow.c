/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stats, undo: what came of it, and how to take it back. */
#include "palier-cli.h"

#include <glib/gi18n.h>

#define DAY_MS (24 * 60 * 60 * G_GINT64_CONSTANT (1000))

static int days;
static gboolean list;

static const GOptionEntry stats_entries[] = {
  { "days", 0, 0, G_OPTION_ARG_INT, &days, N_ ("Of the last days only (default: of always)"),
    N_ ("NUMBER") },
  { NULL },
};

static const GOptionEntry undo_entries[] = {
  { "list", 'l', 0, G_OPTION_ARG_NONE, &list, N_ ("List what can be undone, and undo nothing"),
    NULL },
  { NULL },
};

static PalierExit
run_stats (PalierCli *cli, GError **error)
{
  gint64 now_ms = g_get_real_time () / 1000;
  g_autoptr (PalierDashboard) dashboard = dex_await_boxed (
      palier_stats_service_dashboard (palier_session_get_stats (cli->session),
                                      days > 0 ? now_ms - days * DAY_MS : 0, now_ms),
      error);

  if (dashboard == NULL)
    return PALIER_EXIT_FAILED;
  g_autofree char *json = palier_dashboard_to_json (dashboard);
  palier_cli_print_line (json);
  return PALIER_EXIT_DONE;
}

static void
print_changeset (const PalierChangeset *changeset)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *words = palier_words_changeset (changeset);

  json_builder_begin_object (builder);
  palier_cli_add_id (builder, "id", &changeset->id);
  palier_cli_add_text (builder, "words", words);
  palier_cli_add_text (builder, "action", changeset->action);
  palier_cli_add_text (builder, "label", changeset->label);
  palier_cli_add_time (builder, "at", changeset->at_ms);
  palier_cli_add_int (builder, "records", changeset->n_records);
  palier_cli_add_bool (builder, "undone", changeset->undone);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
}

static PalierExit
list_changesets (PalierUndoService *undo, GError **error)
{
  g_autoptr (GPtrArray) changesets = dex_await_boxed (palier_undo_service_list (undo, 50), error);

  for (guint i = 0; changesets != NULL && i < changesets->len; i++)
    print_changeset (g_ptr_array_index (changesets, i));
  return changesets != NULL ? PALIER_EXIT_DONE : PALIER_EXIT_FAILED;
}

/* The changeset named, or the last one that is not undone. */
static gboolean
choose_changeset (PalierCli *cli, PalierId *out, GError **error)
{
  if (cli->n_arguments > 0)
    return palier_cli_parse_id (cli->arguments[0], out, error);

  g_autoptr (GError) failure = NULL;
  g_autoptr (PalierChangeset) last =
      dex_await_boxed (palier_undo_service_last (palier_session_get_undo (cli->session)), &failure);
  if (last != NULL)
  {
    *out = last->id;
    return TRUE;
  }
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_NOT_FOUND, "changeset");
  return FALSE;
}

static PalierExit
run_undo (PalierCli *cli, GError **error)
{
  PalierUndoService *undo = palier_session_get_undo (cli->session);
  PalierId id;

  if (list)
    return list_changesets (undo, error);
  if (!choose_changeset (cli, &id, error))
    return PALIER_EXIT_FAILED;
  g_autoptr (PalierUndo) done = dex_await_boxed (palier_undo_service_undo (undo, &id), error);
  if (done == NULL)
    return PALIER_EXIT_FAILED;

  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_id (builder, "changeset", &done->changeset);
  palier_cli_add_int (builder, "records", done->n_records);
  json_builder_set_member_name (builder, "conflicts");
  json_builder_begin_array (builder);
  for (guint i = 0; i < done->conflicts->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (done->conflicts, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  for (guint i = 0; i < done->words->len; i++)
    palier_cli_say ("%s", (const char *) g_ptr_array_index (done->words, i));
  return done->conflicts->len == 0 ? PALIER_EXIT_DONE : PALIER_EXIT_PARTLY;
}

const PalierCommand palier_command_stats = {
  .name = "stats",
  .parameters = "",
  .summary = N_ ("Show the figures of the dashboard"),
  .entries = stats_entries,
  .run = run_stats,
};

const PalierCommand palier_command_undo = {
  .name = "undo",
  .parameters = N_ ("[CHANGESET]"),
  .summary = N_ ("Undo the last action, or the one named"),
  .entries = undo_entries,
  .run = run_undo,
  .most = 1,
};
