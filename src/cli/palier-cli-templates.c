/* SPDX-License-Identifier: GPL-3.0-or-later */
/* templates: what messages are written from. */
#include <glib/gi18n.h>

#include "palier-cli-json.h"

static char *out_path;
static char *copy_name;
static gboolean replace;
static gboolean metrics;

static const GOptionEntry templates_entries[] = {
  { "out", 0, 0, G_OPTION_ARG_FILENAME, &out_path, N_ ("With export: the file to write"),
    N_ ("FILE") },
  { "name", 0, 0, G_OPTION_ARG_STRING, &copy_name, N_ ("With duplicate: the name of the copy"),
    N_ ("NAME") },
  { "replace", 0, 0, G_OPTION_ARG_NONE, &replace,
    N_ ("With import: change your template of the same name"), NULL },
  { "metrics", 0, 0, G_OPTION_ARG_NONE, &metrics,
    N_ ("Of a list: what came of the messages of each, as show tells"), NULL },
  { NULL },
};

static PalierTemplateService *
get_service (PalierCli *cli)
{
  return palier_session_get_templates (cli->session);
}

static void
add_list (JsonBuilder *builder, const char *name, char *const *list)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (; list != NULL && *list != NULL; list++)
    json_builder_add_string_value (builder, *list);
  json_builder_end_array (builder);
}

static void
add_variables (JsonBuilder *builder, const GPtrArray *variables)
{
  json_builder_set_member_name (builder, "variables");
  json_builder_begin_array (builder);
  for (guint i = 0; i < variables->len; i++)
  {
    const PalierTemplateVariable *variable = variables->pdata[i];
    json_builder_begin_object (builder);
    palier_cli_add_text (builder, "key", variable->key);
    palier_cli_add_text (builder, "description", variable->description);
    palier_cli_add_text (builder, "example", variable->example);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_head (JsonBuilder *builder, const PalierTemplate *template)
{
  g_autofree char *id = palier_template_dup_id (template);

  palier_cli_add_text (builder, "id", id);
  palier_cli_add_bool (builder, "own", template->key == NULL);
  palier_cli_add_text (builder, "name", template->name);
  palier_cli_add_text (builder, "category", template->category);
  palier_cli_add_text (builder, "category_name",
                       palier_words_template_category (template->category));
  palier_cli_add_text (builder, "channel", template->channel);
  palier_cli_add_text (builder, "channel_name", palier_words_template_channel (template->channel));
  palier_cli_add_text (builder, "kind", template->kind);
  palier_cli_add_text (builder, "step", template->step);
  palier_cli_add_text (builder, "relation", template->relation);
  palier_cli_add_text (builder, "angle", template->angle);
}

static void
add_text (JsonBuilder *builder, const PalierTemplate *template)
{
  add_list (builder, "agency_types", template->agency_types);
  add_list (builder, "specializations", template->specializations);
  add_list (builder, "digital_maturity", template->maturities);
  add_list (builder, "team_size", template->team_sizes);
  add_variables (builder, template->variables);
  add_list (builder, "subjects", template->subjects);
  palier_cli_add_text (builder, "body", template->body);
  palier_cli_add_time (builder, "created_at", template->created_ms);
  palier_cli_add_time (builder, "updated_at", template->updated_ms);
}

static gboolean
add_metrics (JsonBuilder *builder, PalierCli *cli, const PalierTemplate *template, GError **error)
{
  g_autofree char *id = palier_template_dup_id (template);
  g_autoptr (PalierDashboard) dashboard = dex_await_boxed (
      palier_stats_service_template (palier_session_get_stats (cli->session), id), error);

  if (dashboard == NULL)
    return FALSE;
  g_autofree char *json = palier_dashboard_template_to_json (dashboard);
  json_builder_set_member_name (builder, "metrics");
  json_builder_add_value (builder, json_from_string (json, NULL));
  return TRUE;
}

static gboolean
print_template (PalierCli *cli, const PalierTemplate *template, gboolean whole, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_head (builder, template);
  if (whole)
    add_text (builder, template);
  if ((whole || metrics) && !add_metrics (builder, cli, template, error))
    return FALSE;
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return TRUE;
}

static PalierExit
print_one (PalierCli *cli, DexFuture *future, GError **error)
{
  g_autoptr (PalierTemplate) template = dex_await_boxed (future, error);

  return template != NULL && print_template (cli, template, TRUE, error) ? PALIER_EXIT_DONE
                                                                         : PALIER_EXIT_FAILED;
}

static PalierExit
run_list (PalierCli *cli, GError **error)
{
  g_autoptr (GPtrArray) all =
      dex_await_boxed (palier_template_service_list (get_service (cli)), error);

  for (guint i = 0; all != NULL && i < all->len; i++)
    if (!print_template (cli, all->pdata[i], FALSE, error))
      return PALIER_EXIT_FAILED;
  return all != NULL ? PALIER_EXIT_DONE : PALIER_EXIT_FAILED;
}

static PalierExit
run_show (PalierCli *cli, GError **error)
{
  return print_one (cli, palier_template_service_find (get_service (cli), cli->arguments[1]),
                    error);
}

static PalierExit
run_duplicate (PalierCli *cli, GError **error)
{
  return print_one (
      cli, palier_template_service_duplicate (get_service (cli), cli->arguments[1], copy_name),
      error);
}

static PalierExit
run_remove (PalierCli *cli, GError **error)
{
  g_autoptr (PalierChangeset) changeset = dex_await_boxed (
      palier_template_service_remove (get_service (cli), cli->arguments[1]), error);

  if (changeset == NULL)
    return PALIER_EXIT_FAILED;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_id (builder, "changeset", &changeset->id);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return PALIER_EXIT_DONE;
}

/* What one file has wrong is said, and the others go on. */
static PalierExit
run_import (PalierCli *cli, GError **error)
{
  guint done = 0, n_files = cli->n_arguments - 1;

  for (guint i = 1; i < cli->n_arguments; i++)
  {
    g_autoptr (GError) failure = NULL;
    g_autofree char *words = NULL;
    if (print_one (cli,
                   palier_template_service_import (get_service (cli), cli->arguments[i], replace),
                   &failure)
        == PALIER_EXIT_DONE)
    {
      done++;
      continue;
    }
    words = palier_session_error_message (failure);
    palier_cli_say ("%s: %s", cli->arguments[i], words);
  }
  return palier_cli_partly (done, n_files - done);
}

static PalierExit
run_export (PalierCli *cli, GError **error)
{
  if (out_path == NULL)
  {
    g_set_error_literal (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                         _ ("Give the file to write with --out."));
    return PALIER_EXIT_USAGE;
  }
  if (!dex_await (palier_template_service_export (get_service (cli), cli->arguments[1], out_path),
                  error))
    return PALIER_EXIT_FAILED;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_text (builder, "file", out_path);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return PALIER_EXIT_DONE;
}

/* Returns: whether any of them is an error */
static gboolean
print_findings (const char *where, const GPtrArray *findings)
{
  static const char *const severities[] = { "note", "warning", "error" };
  gboolean bad = FALSE;

  for (guint i = 0; i < findings->len; i++)
  {
    const PalierTemplateFinding *finding = findings->pdata[i];
    g_autofree char *words = palier_words_finding (finding);
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    json_builder_begin_object (builder);
    palier_cli_add_text (builder, "template", where);
    palier_cli_add_int (builder, "line", finding->line);
    palier_cli_add_text (builder, "code", finding->code);
    palier_cli_add_text (builder, "severity", severities[finding->severity]);
    palier_cli_add_text (builder, "detail", finding->detail);
    palier_cli_add_text (builder, "words", words);
    json_builder_end_object (builder);
    palier_cli_print_json (builder);
    bad |= finding->severity == PALIER_SEVERITY_ERROR;
  }
  return bad;
}

static PalierExit
lint_all (PalierCli *cli, GError **error)
{
  g_autoptr (GPtrArray) all =
      dex_await_boxed (palier_template_service_list (get_service (cli)), error);
  gboolean bad = all == NULL;

  for (guint i = 0; all != NULL && i < all->len; i++)
  {
    g_autofree char *id = palier_template_dup_id (all->pdata[i]);
    g_autoptr (GPtrArray) findings = palier_template_service_lint (all->pdata[i]);
    bad |= print_findings (id, findings);
  }
  return bad ? PALIER_EXIT_FAILED : PALIER_EXIT_DONE;
}

static PalierExit
run_lint (PalierCli *cli, GError **error)
{
  gboolean bad = FALSE;

  if (cli->n_arguments == 1)
    return lint_all (cli, error);
  for (guint i = 1; i < cli->n_arguments; i++)
  {
    g_autoptr (GError) failure = NULL;
    g_autoptr (GPtrArray) findings =
        palier_template_service_lint_file (cli->arguments[i], &failure);
    if (findings != NULL)
    {
      bad |= print_findings (cli->arguments[i], findings);
      continue;
    }
    g_autofree char *words = palier_session_error_message (failure);
    palier_cli_say ("%s: %s", cli->arguments[i], words);
    bad = TRUE;
  }
  return bad ? PALIER_EXIT_FAILED : PALIER_EXIT_DONE;
}

static const struct
{
  const char *name;
  guint least, most; /* arguments after the name */
  PalierCommandRun run;
} actions[] = {
  { "list", 0, 0, run_list },
  { "show", 1, 1, run_show },
  { "lint", 0, G_MAXUINT - 1, run_lint },
  { "import", 1, G_MAXUINT - 1, run_import },
  { "export", 1, 1, run_export },
  { "duplicate", 1, 1, run_duplicate },
  { "remove", 1, 1, run_remove },
};

static PalierExit
run_templates (PalierCli *cli, GError **error)
{
  if (cli->n_arguments == 0)
    return run_list (cli, error);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (actions[i].name, cli->arguments[0]) && cli->n_arguments - 1 >= actions[i].least
        && cli->n_arguments - 1 <= actions[i].most)
      return actions[i].run (cli, error);
  g_set_error_literal (
      error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
      _ ("Usage: palierctl templates [list [--metrics] | show TEMPLATE | lint [FILE…] | "
         "import FILE… [--replace] | export TEMPLATE --out FILE | duplicate TEMPLATE "
         "[--name NAME] | remove TEMPLATE]; a template is meant by its "
         "identifier, key or name"));
  return PALIER_EXIT_USAGE;
}

const PalierCommand palier_command_templates = {
  .name = "templates",
  .parameters = N_ ("[ACTION …]"),
  .summary = N_ ("List, check, copy, import or export what messages are written from"),
  .entries = templates_entries,
  .run = run_templates,
  .most = G_MAXUINT,
};
