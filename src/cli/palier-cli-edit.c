/* SPDX-License-Identifier: GPL-3.0-or-later */
/* add, edit, delete, erase: prospects by hand. */
#include "palier-cli-json.h"

#include <glib/gi18n.h>

static char **settings;
static gboolean anyway;
static gboolean for_ever;

#define SET_ENTRY                                                                                  \
  { "set",                                                                                         \
    's',                                                                                           \
    0,                                                                                             \
    G_OPTION_ARG_STRING_ARRAY,                                                                     \
    &settings,                                                                                     \
    N_ ("A field and its value; empty: unknown (may be repeated)"),                                \
    N_ ("FIELD=VALUE") }

static const GOptionEntry add_entries[] = {
  SET_ENTRY,
  { "anyway", 0, 0, G_OPTION_ARG_NONE, &anyway, N_ ("Although the same prospect is there already"),
    NULL },
  { NULL },
};

static const GOptionEntry edit_entries[] = { SET_ENTRY, { NULL } };

static const GOptionEntry erase_entries[] = {
  { "for-ever", 0, 0, G_OPTION_ARG_NONE, &for_ever, N_ ("Do it: nothing brings them back"), NULL },
  { NULL },
};

static gboolean
parse_setting (const char *setting, GPtrArray *texts, GError **error)
{
  const char *equals = strchr (setting, '=');
  g_autofree char *name = equals != NULL ? g_strndup (setting, (gsize) (equals - setting)) : NULL;
  PalierField field = name != NULL ? palier_field_from_name (name) : PALIER_FIELD_NONE;

  if (field == PALIER_FIELD_NONE
      || (!palier_field_info (field)->stored && field != PALIER_FIELD_FULL_NAME))
  {
    g_set_error (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                 _ ("“%s” is no field and its value, such as city=Rennes"), setting);
    return FALSE;
  }
  g_ptr_array_add (texts, palier_field_text_new (field, equals + 1));
  return TRUE;
}

/* What --set says: (transfer full) (element-type PalierFieldText). */
static GPtrArray *
parse_settings (GError **error)
{
  g_autoptr (GPtrArray) texts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_field_text_free);

  for (guint i = 0; settings != NULL && settings[i] != NULL; i++)
    if (!parse_setting (settings[i], texts, error))
      return NULL;
  if (texts->len > 0)
    return g_steal_pointer (&texts);
  g_set_error_literal (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                       _ ("Give at least one --set FIELD=VALUE."));
  return NULL;
}

static void
print_prospect (PalierProspect *prospect, const PalierScore *score, const PalierAddition *addition)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  palier_cli_add_prospect (builder, prospect);
  if (score != NULL)
    palier_cli_add_score (builder, score);
  if (addition != NULL)
  {
    palier_cli_add_bool (builder, "added", addition->added);
    palier_cli_add_id (builder, "changeset", &addition->changeset);
  }
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
}

static PalierExit
run_add (PalierCli *cli, GError **error)
{
  PalierProspectService *prospects = palier_session_get_prospects (cli->session);
  g_autoptr (GPtrArray) texts = parse_settings (error);
  g_autoptr (PalierAddition) addition =
      texts != NULL
          ? dex_await_boxed (palier_prospect_service_add (prospects, texts, anyway), error)
          : NULL;
  g_autoptr (PalierScore) score = NULL;

  if (addition == NULL
      || !(score = dex_await_boxed (palier_prospect_service_score (
                                        prospects, palier_prospect_get_id (addition->prospect)),
                                    error)))
    return PALIER_EXIT_FAILED;
  print_prospect (addition->prospect, score, addition);
  if (addition->added)
    return PALIER_EXIT_DONE;
  palier_cli_say ("%s",
                  _ ("This prospect is there already; nothing was added (--anyway adds it)."));
  return PALIER_EXIT_FAILED;
}

static PalierExit
run_edit (PalierCli *cli, GError **error)
{
  PalierProspectService *prospects = palier_session_get_prospects (cli->session);
  g_autoptr (PalierProspect) prospect = NULL;
  g_autoptr (PalierScore) score = NULL;
  g_autoptr (GPtrArray) texts = NULL;
  PalierId id;

  if (!palier_cli_parse_id (cli->arguments[0], &id, error) || !(texts = parse_settings (error)))
    return PALIER_EXIT_USAGE;
  if (!(prospect = dex_await_boxed (palier_prospect_service_edit (prospects, &id, texts), error))
      || !(score = dex_await_boxed (palier_prospect_service_score (prospects, &id), error)))
    return PALIER_EXIT_FAILED;
  print_prospect (prospect, score, NULL);
  return PALIER_EXIT_DONE;
}

static PalierExit
run_delete (PalierCli *cli, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (PalierId));

  for (guint i = 0; i < cli->n_arguments; i++)
  {
    PalierId id;
    if (!palier_cli_parse_id (cli->arguments[i], &id, error))
      return PALIER_EXIT_USAGE;
    g_array_append_val (ids, id);
  }
  g_autoptr (PalierChangeset) changeset = dex_await_boxed (
      palier_prospect_service_remove (palier_session_get_prospects (cli->session),
                                      (const PalierId *) (void *) ids->data, ids->len),
      error);
  if (changeset == NULL)
    return PALIER_EXIT_FAILED;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_int (builder, "deleted", changeset->n_records);
  palier_cli_add_id (builder, "changeset", &changeset->id);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return PALIER_EXIT_DONE;
}

static PalierExit
run_erase (PalierCli *cli, GError **error)
{
  PalierProspectService *prospects = palier_session_get_prospects (cli->session);
  g_autoptr (GError) failure = NULL;
  PalierId id;

  if (!palier_cli_parse_id (cli->arguments[0], &id, error))
    return PALIER_EXIT_USAGE;
  if (!for_ever)
  {
    g_set_error_literal (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                         _ ("Everything about this person would be erased for ever, here, on the "
                            "relay and on the other devices: add --for-ever to do it."));
    return PALIER_EXIT_USAGE;
  }
  guint n = dex_await_uint (palier_prospect_service_erase (prospects, &id), &failure);
  if (failure != NULL)
    return g_propagate_error (error, g_steal_pointer (&failure)), PALIER_EXIT_FAILED;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_int (builder, "erased", n);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return PALIER_EXIT_DONE;
}

const PalierCommand palier_command_add = {
  .name = "add",
  .parameters = "",
  .summary = N_ ("Add one prospect"),
  .entries = add_entries,
  .run = run_add,
};

const PalierCommand palier_command_edit = {
  .name = "edit",
  .parameters = N_ ("ID"),
  .summary = N_ ("Change fields of one prospect"),
  .entries = edit_entries,
  .run = run_edit,
  .least = 1,
  .most = 1,
};

const PalierCommand palier_command_delete = {
  .name = "delete",
  .parameters = N_ ("ID…"),
  .summary = N_ ("Delete prospects; undo brings them back"),
  .run = run_delete,
  .least = 1,
  .most = G_MAXUINT,
};

const PalierCommand palier_command_erase = {
  .name = "erase",
  .parameters = N_ ("ID"),
  .summary = N_ ("Erase everything about one person, for ever"),
  .entries = erase_entries,
  .run = run_erase,
  .least = 1,
  .most = 1,
};
