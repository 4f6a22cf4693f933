/* SPDX-License-Identifier: GPL-3.0-or-later */
/* replaced: what was written here and gave way to another device's word. */
#include "palier-cli-json.h"

#include <glib/gi18n.h>

#include "palier-words.h"

static char *take_back;
static char *keep_theirs;

static const GOptionEntry replaced_entries[] = {
  { "take-back", 0, 0, G_OPTION_ARG_STRING, &take_back,
    N_ ("Write what stood in this field here into it again; undo brings the other value back"),
    N_ ("FIELD") },
  { "keep-theirs", 0, 0, G_OPTION_ARG_STRING, &keep_theirs,
    N_ ("Keep what stands in this field now, and list it no more"), N_ ("FIELD") },
  { NULL },
};

static PalierExit
list (PalierProspectService *prospects, const PalierId *id, GError **error)
{
  g_autoptr (GPtrArray) all =
      dex_await_boxed (palier_prospect_service_replaced (prospects, id), error);

  for (guint i = 0; all != NULL && i < all->len; i++)
  {
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    palier_cli_add_replaced (builder, g_ptr_array_index (all, i));
    palier_cli_print_json (builder);
  }
  return all != NULL ? PALIER_EXIT_DONE : PALIER_EXIT_FAILED;
}

static PalierExit
run_take_back (PalierProspectService *prospects, const PalierId *id, PalierField field,
               GError **error)
{
  g_autoptr (PalierChangeset) changeset =
      dex_await_boxed (palier_prospect_service_take_back (prospects, id, field), error);

  if (changeset == NULL)
    return PALIER_EXIT_FAILED;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_text (builder, "taken_back", palier_field_name (field));
  palier_cli_add_id (builder, "changeset", &changeset->id);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return PALIER_EXIT_DONE;
}

static PalierExit
run_keep_theirs (PalierProspectService *prospects, const PalierId *id, PalierField field,
                 GError **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean any =
      dex_await_boolean (palier_prospect_service_keep_theirs (prospects, id, field), &failure);

  if (failure != NULL)
    return g_propagate_error (error, g_steal_pointer (&failure)), PALIER_EXIT_FAILED;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_bool (builder, "kept", any);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return PALIER_EXIT_DONE;
}

static PalierExit
run_replaced (PalierCli *cli, GError **error)
{
  PalierProspectService *prospects = palier_session_get_prospects (cli->session);
  const char *name = take_back != NULL ? take_back : keep_theirs;
  PalierField field = name != NULL ? palier_field_from_name (name) : PALIER_FIELD_NONE;
  PalierId id;

  if ((take_back != NULL && keep_theirs != NULL)
      || (name != NULL && (field == PALIER_FIELD_NONE || cli->n_arguments == 0)))
  {
    g_set_error_literal (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                         _ ("Give the prospect’s ID and one field, such as --take-back city."));
    return PALIER_EXIT_USAGE;
  }
  if (cli->n_arguments == 0)
    return list (prospects, NULL, error);
  if (!palier_cli_parse_id (cli->arguments[0], &id, error))
    return PALIER_EXIT_USAGE;
  if (name == NULL)
    return list (prospects, &id, error);
  return take_back != NULL ? run_take_back (prospects, &id, field, error)
                           : run_keep_theirs (prospects, &id, field, error);
}

const PalierCommand palier_command_replaced = {
  .name = "replaced",
  .parameters = N_ ("[ID]"),
  .summary = N_ ("List what gave way to another device’s changes, or take it back"),
  .entries = replaced_entries,
  .run = run_replaced,
  .most = 1,
};
