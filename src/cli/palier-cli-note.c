/* SPDX-License-Identifier: GPL-3.0-or-later */
/* note: what the user did or noted about a prospect. */
#include "palier-cli-json.h"

#include <glib/gi18n.h>

static gboolean call;
static gboolean edit;
static gboolean delete;

static const GOptionEntry note_entries[] = {
  { "call", 0, 0, G_OPTION_ARG_NONE, &call, N_ ("It was a call"), NULL },
  { "edit", 0, 0, G_OPTION_ARG_NONE, &edit, N_ ("Write the note of that ID anew"), NULL },
  { "delete", 0, 0, G_OPTION_ARG_NONE, &delete, N_ ("Delete the note of that ID"), NULL },
  { NULL },
};

static PalierExit
add (PalierProspectService *prospects, const PalierId *id, const char *text, GError **error)
{
  g_autoptr (GPtrArray) timeline = NULL;

  if (!dex_await (palier_prospect_service_note (prospects, id, call ? "call" : "note", text), error)
      || !(timeline = dex_await_boxed (palier_prospect_service_timeline (prospects, id), error)))
    return PALIER_EXIT_FAILED;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_id (builder, "id", id);
  palier_cli_add_timeline (builder, timeline);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return PALIER_EXIT_DONE;
}

static PalierExit
change (PalierProspectService *prospects, const PalierId *id, const char *text, GError **error)
{
  g_autoptr (PalierChangeset) changeset =
      dex_await_boxed (delete ? palier_prospect_service_delete_note (prospects, id)
                              : palier_prospect_service_edit_note (prospects, id, text),
                       error);

  if (changeset == NULL)
    return PALIER_EXIT_FAILED;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_int (builder, delete ? "deleted" : "edited", changeset->n_records);
  palier_cli_add_id (builder, "changeset", &changeset->id);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return PALIER_EXIT_DONE;
}

static PalierExit
run_note (PalierCli *cli, GError **error)
{
  PalierProspectService *prospects = palier_session_get_prospects (cli->session);
  const char *text = cli->n_arguments > 1 ? cli->arguments[1] : NULL;
  PalierId id;

  if (call + edit + delete > 1 || (text == NULL) != delete)
  {
    g_set_error (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE, "%s",
                 _ ("Give a text, or --delete alone."));
    return PALIER_EXIT_USAGE;
  }
  if (!palier_cli_parse_id (cli->arguments[0], &id, error))
    return PALIER_EXIT_USAGE;
  return edit || delete ? change (prospects, &id, text, error) : add (prospects, &id, text, error);
}

const PalierCommand palier_command_note = {
  .name = "note",
  .parameters = N_ ("ID [TEXT]"),
  .summary =
      N_ ("Note something, or a call, in the history of a prospect; or change what was noted"),
  .entries = note_entries,
  .run = run_note,
  .least = 1,
  .most = 2,
};
