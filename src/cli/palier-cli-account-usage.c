/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account: what of the plan is used, and what the relay has of the agency. */
#include "palier-cli-account.h"

#include "palier-words.h"

static void
add_limit (JsonBuilder *builder, const PalierUsageLimit *limit)
{
  json_builder_begin_object (builder);
  palier_cli_add_text (builder, "kind", limit->kind);
  palier_cli_add_int (builder, "used", limit->used);
  if (limit->limit >= 0)
    palier_cli_add_int (builder, "limit", limit->limit);
  if (limit->resets_ms != 0)
    palier_cli_add_time (builder, "resets_at", limit->resets_ms);
  if (limit->reached_ms != 0)
    palier_cli_add_time (builder, "reached_at", limit->reached_ms);
  json_builder_end_object (builder);
}

static void
say_limit (const PalierUsageLimit *limit)
{
  g_autofree char *use = palier_words_limit_use (limit);
  g_autofree char *forecast = palier_words_limit_forecast (limit);

  palier_cli_say ("%s%s%s", use, forecast != NULL ? " · " : "", forecast != NULL ? forecast : "");
}

static void
say_plan (const PalierUsageInfo *usage)
{
  g_autofree char *state = palier_words_plan_state (usage);

  palier_cli_say ("%s%s%s", palier_words_plan (usage->plan), state != NULL ? " · " : "",
                  state != NULL ? state : "");
}

PalierExit
palier_cli_account_usage (PalierCli *cli, GError **error)
{
  g_autoptr (PalierUsageInfo) usage =
      dex_await_boxed (palier_account_service_usage (palier_cli_get_account (cli)), error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (usage == NULL)
    return PALIER_EXIT_FAILED;
  json_builder_begin_object (builder);
  if (usage->plan != NULL)
  {
    palier_cli_add_text (builder, "plan", usage->plan);
    palier_cli_add_text (builder, "status", usage->status);
  }
  if (usage->until_ms != 0)
    palier_cli_add_time (builder, "until", usage->until_ms);
  palier_cli_add_bool (builder, "may_write", usage->may_write);
  json_builder_set_member_name (builder, "limits");
  json_builder_begin_array (builder);
  for (guint i = 0; i < usage->limits->len; i++)
    add_limit (builder, &g_array_index (usage->limits, PalierUsageLimit, i));
  json_builder_end_array (builder);
  palier_cli_add_int (builder, "waiting", usage->waiting);
  palier_cli_add_int (builder, "spent_micros", usage->spent_micros);
  palier_cli_add_bool (builder, "budget_alert", usage->budget_alert);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  if (usage->plan != NULL)
    say_plan (usage);
  for (guint i = 0; i < usage->limits->len; i++)
    say_limit (&g_array_index (usage->limits, PalierUsageLimit, i));
  return PALIER_EXIT_DONE;
}

/* @future: (transfer full): how many lines went into a file; @name: what they are */
static PalierExit
print_count (DexFuture *future, const char *name, GError **error)
{
  g_autoptr (GError) failure = NULL;
  guint count = dex_await_uint (future, &failure);

  if (failure != NULL)
  {
    g_propagate_error (error, g_steal_pointer (&failure));
    return PALIER_EXIT_FAILED;
  }
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_int (builder, name, count);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return PALIER_EXIT_DONE;
}

/* Into a file, a line a record. */
PalierExit
palier_cli_account_export (PalierCli *cli, GError **error)
{
  const char *person = cli->n_arguments > 2 ? cli->arguments[2] : NULL;

  return print_count (
      palier_account_service_export (palier_cli_get_account (cli), cli->arguments[1], person),
      "records", error);
}

PalierExit
palier_cli_account_access_log (PalierCli *cli, GError **error)
{
  const char *person = cli->n_arguments > 2 ? cli->arguments[2] : NULL;

  return print_count (
      palier_account_service_access_log (palier_cli_get_account (cli), cli->arguments[1], person),
      "entries", error);
}

PalierExit
palier_cli_account_erase (PalierCli *cli, GError **error)
{
  g_autofree char *password = palier_cli_read_password ();

  return palier_cli_exit (
      dex_await (palier_account_service_erase (palier_cli_get_account (cli), password), error));
}
