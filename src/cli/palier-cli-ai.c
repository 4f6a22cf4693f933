/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ai: the service that writes beside the built-in composer. */
#include "palier-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-words.h"

static gboolean key_on_stdin;
static gboolean forget_key;
static gboolean test;
static gboolean models;

static const GOptionEntry ai_entries[] = {
  { "key-stdin", 0, 0, G_OPTION_ARG_NONE, &key_on_stdin, N_ ("Read the key from standard input"),
    NULL },
  { "forget-key", 0, 0, G_OPTION_ARG_NONE, &forget_key,
    N_ ("Remove the key of the service from this computer"), NULL },
  { "test", 't', 0, G_OPTION_ARG_NONE, &test, N_ ("Ask for one word, and say what is wrong"),
    NULL },
  { "models", 0, 0, G_OPTION_ARG_NONE, &models, N_ ("List the models whose prices are known"),
    NULL },
  { NULL },
};

static gboolean
set_pairs (PalierAiPreferences *preferences, PalierCli *cli, GError **error)
{
  for (guint i = 0; i < cli->n_arguments; i++)
  {
    g_auto (GStrv) pair = g_strsplit (cli->arguments[i], "=", 2);
    if (g_strv_length (pair) == 2 && palier_ai_preferences_set_key (preferences, pair[0], pair[1]))
      continue;
    g_set_error (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                 _ ("“%s” is no setting of a writing service"), cli->arguments[i]);
    return FALSE;
  }
  return TRUE;
}

static PalierExit
print_models (void)
{
  g_autoptr (GArray) prices = palier_ai_service_list_prices ();

  for (guint i = 0; i < prices->len; i++)
  {
    const PalierAiPrice *price = &g_array_index (prices, PalierAiPrice, i);
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    json_builder_begin_object (builder);
    palier_cli_add_text (builder, "model", price->id);
    palier_cli_add_text (builder, "service", price->service);
    palier_cli_add_text (builder, "currency", price->currency);
    palier_cli_add_double (builder, "input_per_million", (double) price->input / 1e6, 3);
    palier_cli_add_double (builder, "output_per_million", (double) price->output / 1e6, 3);
    palier_cli_add_text (builder, "as_of", price->as_of);
    palier_cli_add_double (builder, "euros_for_three", (double) price->set_of_three_micro / 1e6, 5);
    json_builder_end_object (builder);
    palier_cli_print_json (builder);
  }
  return PALIER_EXIT_DONE;
}

static PalierExit
run_test (PalierAiService *service, GError **error)
{
  g_autoptr (PalierAiTest) result = dex_await_boxed (palier_ai_service_test (service), error);

  if (result == NULL)
    return PALIER_EXIT_FAILED;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_bool (builder, "ok", result->ok);
  palier_cli_add_text (builder, "detail", result->detail);
  palier_cli_add_text (builder, "model", result->model);
  palier_cli_add_int (builder, "first_ms", result->first_ms);
  palier_cli_add_int (builder, "latency_ms", result->latency_ms);
  palier_cli_add_int (builder, "tokens", result->tokens);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  palier_cli_say ("%s", result->words);
  return result->ok ? PALIER_EXIT_DONE : PALIER_EXIT_FAILED;
}

static void
add_use (JsonBuilder *builder, const PalierAiUse *use)
{
  json_builder_begin_object (builder);
  palier_cli_add_text (builder, "service", use->service);
  palier_cli_add_text (builder, "model", use->model);
  palier_cli_add_int (builder, "questions", use->questions);
  palier_cli_add_int (builder, "tokens_in", use->tokens_in);
  palier_cli_add_int (builder, "tokens_out", use->tokens_out);
  palier_cli_add_int (builder, "cost_micro_eur", use->cost_micro_eur);
  palier_cli_add_bool (builder, "priced", use->priced);
  json_builder_end_object (builder);
}

static PalierExit
print_usage (PalierAiService *service, GError **error)
{
  g_autoptr (PalierAiMonth) month = dex_await_boxed (palier_ai_service_get_month (service), error);

  if (month == NULL)
    return PALIER_EXIT_FAILED;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_text (builder, "month", month->month);
  palier_cli_add_int (builder, "cost_micro_eur", month->cost_micro_eur);
  palier_cli_add_int (builder, "budget_micro_eur", month->budget_micro_eur);
  palier_cli_add_text (builder, "budget", palier_ai_budget_name (month->state));
  json_builder_set_member_name (builder, "uses");
  json_builder_begin_array (builder);
  for (guint i = 0; i < month->uses->len; i++)
    add_use (builder, month->uses->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  g_autofree char *words = palier_words_ai_budget (month);
  if (words != NULL)
    palier_cli_say ("%s", words);
  return PALIER_EXIT_DONE;
}

/* Of the service that is set. */
static gboolean
remove_key (PalierAiService *service, const PalierAiPreferences *preferences, GError **error)
{
  if (preferences->service != NULL)
    return dex_await (palier_ai_service_remove_key (service, preferences->service), error);
  g_set_error_literal (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                       _ ("No service is set whose key could be removed."));
  return FALSE;
}

/* What the command says, into what is kept. */
static PalierExit
keep (PalierCli *cli, PalierAiPreferences *preferences, GError **error)
{
  PalierAiService *service = palier_session_get_ai (cli->session);

  if (!set_pairs (preferences, cli, error))
    return PALIER_EXIT_USAGE;
  g_autofree char *key = key_on_stdin ? palier_cli_read_password () : NULL;
  if ((cli->n_arguments > 0 || key != NULL)
      && !dex_await (palier_ai_service_set_preferences (service, preferences, key), error))
    return PALIER_EXIT_FAILED;
  if (forget_key && !remove_key (service, preferences, error))
    return PALIER_EXIT_USAGE;
  return PALIER_EXIT_DONE;
}

static PalierExit
run_ai (PalierCli *cli, GError **error)
{
  PalierAiService *service = palier_session_get_ai (cli->session);
  g_autoptr (PalierAiPreferences) preferences = NULL;
  PalierExit exit;

  if (models)
    return print_models ();
  if (cli->n_arguments == 1 && strcmp (cli->arguments[0], "usage") == 0)
    return print_usage (service, error);
  preferences = dex_await_boxed (palier_ai_service_get_preferences (service), error);
  if (preferences == NULL)
    return PALIER_EXIT_FAILED;
  if ((exit = keep (cli, preferences, error)) != PALIER_EXIT_DONE)
    return exit;
  if (test)
    return run_test (service, error);
  g_autofree char *json = palier_ai_preferences_to_json (preferences);
  palier_cli_print_line (json);
  return PALIER_EXIT_DONE;
}

const PalierCommand palier_command_ai = {
  .name = "ai",
  .parameters = N_ ("[usage|KEY=VALUE…]"),
  .summary = N_ ("Show, set or test the service that writes, or what it cost this month"),
  .entries = ai_entries,
  .run = run_ai,
  .most = 100,
};
