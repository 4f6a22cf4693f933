/* SPDX-License-Identifier: GPL-3.0-or-later */
/* note: what the user did or noted about a prospect. */
#include "palier-cli-json.h"

#include <glib/gi18n.h>

static gboolean call;

static const GOptionEntry note_entries[] = {
  { "call", 0, 0, G_OPTION_ARG_NONE, &call, N_ ("It was a call"), NULL },
  { NULL },
};

static PalierExit
run_note (PalierCli *cli, GError **error)
{
  PalierProspectService *prospects = palier_session_get_prospects (cli->session);
  g_autoptr (GPtrArray) timeline = NULL;
  PalierId id;

  if (!palier_cli_parse_id (cli->arguments[0], &id, error))
    return PALIER_EXIT_USAGE;
  if (!dex_await (
          palier_prospect_service_note (prospects, &id, call ? "call" : "note", cli->arguments[1]),
          error)
      || !(timeline = dex_await_boxed (palier_prospect_service_timeline (prospects, &id), error)))
    return PALIER_EXIT_FAILED;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_id (builder, "id", &id);
  palier_cli_add_timeline (builder, timeline);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return PALIER_EXIT_DONE;
}

const PalierCommand palier_command_note = {
  .name = "note",
  .parameters = N_ ("ID TEXT"),
  .summary = N_ ("Note something, or a call, in the history of a prospect"),
  .entries = note_entries,
  .run = run_note,
  .least = 2,
  .most = 2,
};
