/* SPDX-License-Identifier: GPL-3.0-or-later */
/* account keys, account webhooks: programs that work with the agency. */
#include "palier-cli.h"

#include <glib/gi18n.h>

#include "palier-account-programs.h"

static PalierAccountService *
service (PalierCli *cli)
{
  return palier_session_get_account (cli->session);
}

static PalierExit
done (gboolean good)
{
  return good ? PALIER_EXIT_DONE : PALIER_EXIT_FAILED;
}

typedef void (*Describe) (JsonBuilder *builder, gconstpointer thing);

/* Prints what @future (transfer full) brings, a line each. */
static PalierExit
print_all (DexFuture *future, Describe describe, GError **error)
{
  g_autoptr (GPtrArray) things = dex_await_boxed (future, error);

  for (guint i = 0; things != NULL && i < things->len; i++)
  {
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    json_builder_begin_object (builder);
    describe (builder, g_ptr_array_index (things, i));
    json_builder_end_object (builder);
    palier_cli_print_json (builder);
  }
  return done (things != NULL);
}

static void
add_time_if_any (JsonBuilder *builder, const char *name, gint64 time_ms)
{
  if (time_ms != 0)
    palier_cli_add_time (builder, name, time_ms);
}

/* ---- keys ---- */

static void
describe_key (JsonBuilder *builder, gconstpointer thing)
{
  const PalierProgramKey *key = thing;

  palier_cli_add_text (builder, "id", key->id);
  palier_cli_add_text (builder, "prefix", key->prefix);
  palier_cli_add_text (builder, "name", key->name);
  palier_cli_add_text (builder, "scopes", key->scopes);
  palier_cli_add_time (builder, "created_at", key->created_ms);
  add_time_if_any (builder, "used_at", key->used_ms);
  add_time_if_any (builder, "expires_at", key->expires_ms);
  if (key->key != NULL)
    palier_cli_add_text (builder, "key", key->key);
}

static PalierExit
run_list_keys (PalierCli *cli, GError **error)
{
  return print_all (palier_account_programs_list_keys (service (cli)), describe_key, error);
}

static PalierExit
run_add_key (PalierCli *cli, GError **error)
{
  PalierExit status = print_all (
      palier_account_programs_add_key (service (cli), cli->arguments[2], cli->arguments[3]),
      describe_key, error);

  if (status == PALIER_EXIT_DONE)
    palier_cli_say (_ ("Give this key to its program now: it is not shown again."));
  return status;
}

static PalierExit
run_revoke_key (PalierCli *cli, GError **error)
{
  return done (
      dex_await (palier_account_programs_revoke_key (service (cli), cli->arguments[2]), error));
}

/* ---- webhooks ---- */

static void
describe_webhook (JsonBuilder *builder, gconstpointer thing)
{
  const PalierWebhook *webhook = thing;

  palier_cli_add_text (builder, "id", webhook->id);
  palier_cli_add_text (builder, "target_url", webhook->url);
  palier_cli_add_text (builder, "events", webhook->events);
  palier_cli_add_text (builder, "state", webhook->state);
  palier_cli_add_time (builder, "created_at", webhook->created_ms);
  add_time_if_any (builder, "failing_since", webhook->failing_ms);
  if (webhook->secret != NULL)
    palier_cli_add_text (builder, "secret", webhook->secret);
}

static void
describe_delivery (JsonBuilder *builder, gconstpointer thing)
{
  const PalierWebhookDelivery *delivery = thing;

  palier_cli_add_text (builder, "id", delivery->id);
  palier_cli_add_text (builder, "event", delivery->event);
  palier_cli_add_text (builder, "event_id", delivery->event_id);
  palier_cli_add_text (builder, "state", delivery->state);
  palier_cli_add_int (builder, "attempts", delivery->attempts);
  if (delivery->status != 0)
    palier_cli_add_int (builder, "status", delivery->status);
  if (*delivery->fault != '\0')
    palier_cli_add_text (builder, "fault", delivery->fault);
  palier_cli_add_time (builder, "created_at", delivery->created_ms);
  palier_cli_add_time (builder, "changed_at", delivery->changed_ms);
}

static PalierExit
print_with_secret (DexFuture *future, GError **error)
{
  PalierExit status = print_all (future, describe_webhook, error);

  if (status == PALIER_EXIT_DONE)
    palier_cli_say (_ ("Whoever receives checks with this secret that a call is the relay's. It is "
                       "not shown again."));
  return status;
}

static PalierExit
run_list_webhooks (PalierCli *cli, GError **error)
{
  return print_all (palier_account_programs_list_webhooks (service (cli)), describe_webhook, error);
}

static PalierExit
run_add_webhook (PalierCli *cli, GError **error)
{
  return print_with_secret (
      palier_account_programs_add_webhook (service (cli), cli->arguments[2], cli->arguments[3]),
      error);
}

static PalierExit
run_rotate (PalierCli *cli, GError **error)
{
  return print_with_secret (
      palier_account_programs_rotate_webhook (service (cli), cli->arguments[2]), error);
}

static PalierExit
run_pause (PalierCli *cli, GError **error)
{
  gboolean pause = g_str_equal (cli->arguments[1], "pause");

  return done (dex_await (
      palier_account_programs_pause_webhook (service (cli), cli->arguments[2], pause), error));
}

static PalierExit
run_remove (PalierCli *cli, GError **error)
{
  return done (
      dex_await (palier_account_programs_remove_webhook (service (cli), cli->arguments[2]), error));
}

static PalierExit
run_ping (PalierCli *cli, GError **error)
{
  return print_all (palier_account_programs_ping_webhook (service (cli), cli->arguments[2]),
                    describe_delivery, error);
}

static PalierExit
run_deliveries (PalierCli *cli, GError **error)
{
  return print_all (palier_account_programs_list_deliveries (service (cli), cli->arguments[2]),
                    describe_delivery, error);
}

static PalierExit
run_replay (PalierCli *cli, GError **error)
{
  return print_all (palier_account_programs_replay (service (cli), cli->arguments[2]),
                    describe_delivery, error);
}

static const struct
{
  const char *what;
  const char *name; /* (nullable): NULL lists */
  guint arguments;  /* in all */
  PalierCommandRun run;
} actions[] = {
  { "keys", NULL, 1, run_list_keys },
  { "keys", "add", 4, run_add_key },
  { "keys", "revoke", 3, run_revoke_key },
  { "webhooks", NULL, 1, run_list_webhooks },
  { "webhooks", "add", 4, run_add_webhook },
  { "webhooks", "rotate", 3, run_rotate },
  { "webhooks", "pause", 3, run_pause },
  { "webhooks", "resume", 3, run_pause },
  { "webhooks", "remove", 3, run_remove },
  { "webhooks", "ping", 3, run_ping },
  { "webhooks", "deliveries", 3, run_deliveries },
  { "webhooks", "replay", 3, run_replay },
};

/* account keys …, account webhooks … */
PalierExit
palier_cli_run_programs (PalierCli *cli, GError **error)
{
  const char *name = cli->n_arguments > 1 ? cli->arguments[1] : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (actions[i].what, cli->arguments[0]) && actions[i].arguments == cli->n_arguments
        && g_strcmp0 (actions[i].name, name) == 0)
      return actions[i].run (cli, error);
  g_set_error_literal (
      error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
      _ ("Usage: palierctl account keys [add NAME SCOPES | revoke KEY] | webhooks [add URL EVENTS | "
         "pause WEBHOOK | resume WEBHOOK | remove WEBHOOK | ping WEBHOOK | rotate WEBHOOK | "
         "deliveries WEBHOOK | replay DELIVERY]; SCOPES and EVENTS with commas between"));
  return PALIER_EXIT_USAGE;
}
