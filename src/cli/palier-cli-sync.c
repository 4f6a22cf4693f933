/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sync: the exchange with the relay, and how it stands. */
#include "palier-cli-json.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>

#include "palier-words.h"

static gboolean status;
static gboolean retry;
static gboolean watch;
static gboolean verify;

static const GOptionEntry sync_entries[] = {
  { "status", 0, 0, G_OPTION_ARG_NONE, &status, N_ ("Say how it stands, and ask no relay"), NULL },
  { "retry", 0, 0, G_OPTION_ARG_NONE, &retry, N_ ("Try again what was put aside"), NULL },
  { "watch", 0, 0, G_OPTION_ARG_NONE, &watch,
    N_ ("Stay, and keep this base in step until interrupted"), NULL },
  { "verify", 0, 0, G_OPTION_ARG_NONE, &verify,
    N_ ("Then compare each record with the relay’s, and list those that differ"), NULL },
  { NULL },
};

static void
add_aside (JsonBuilder *builder, const PalierAside *aside)
{
  g_autofree char *words = palier_words_aside (aside);

  json_builder_begin_object (builder);
  palier_cli_add_text (builder, "kind", aside->kind);
  palier_cli_add_id (builder, "id", &aside->id);
  palier_cli_add_text (builder, "code", aside->code);
  palier_cli_add_text (builder, "words", words);
  palier_cli_add_time (builder, "at", aside->at_ms);
  json_builder_end_object (builder);
}

static PalierExit
print_status (PalierSyncService *sync, GError **error)
{
  g_autoptr (PalierSyncStatus) now = dex_await_boxed (palier_sync_service_status (sync), error);

  if (now == NULL)
    return PALIER_EXIT_FAILED;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_text (builder, "relay", now->relay_url);
  palier_cli_add_int (builder, "unsent", now->n_unsent);
  palier_cli_add_int (builder, "pending", now->n_pending);
  json_builder_set_member_name (builder, "put_aside");
  json_builder_begin_array (builder);
  for (guint i = 0; i < now->aside->len; i++)
    add_aside (builder, g_ptr_array_index (now->aside, i));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "replaced");
  json_builder_begin_array (builder);
  for (guint i = 0; i < now->replaced->len; i++)
    palier_cli_add_replaced (builder, g_ptr_array_index (now->replaced, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return now->aside->len == 0 ? PALIER_EXIT_DONE : PALIER_EXIT_PARTLY;
}

static void
print_report (const PalierSyncReport *report)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  palier_cli_add_int (builder, "pushed", report->pushed);
  palier_cli_add_int (builder, "pulled", report->pulled);
  palier_cli_add_int (builder, "put_aside", report->put_aside);
  palier_cli_add_int (builder, "held", report->held);
  palier_cli_add_int (builder, "replaced", report->replaced);
  palier_cli_add_int (builder, "restamped", report->restamped);
  palier_cli_add_int (builder, "pending", report->n_pending);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
}

static void
say_what_to_do (PalierSyncService *sync, const PalierSyncReport *report)
{
  g_autofree char *clock =
      report->restamped > 0 ? palier_words_clock_off (report->clock_off_ms) : NULL;
  g_autofree char *aside =
      report->put_aside > 0 ? palier_words_put_aside (report->put_aside) : NULL;

  if (clock != NULL)
    palier_cli_say ("%s", clock);
  if (aside != NULL)
    palier_cli_say ("%s", aside);
  else if (report->held > 0)
    palier_cli_say ("%s", palier_sync_service_get_detail (sync));
}

static void
print_state (PalierSyncService *sync)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  palier_cli_add_text (builder, "state", palier_sync_service_get_words (sync));
  palier_cli_add_text (builder, "detail", palier_sync_service_get_detail (sync));
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
}

static gboolean
on_signal_cb (gpointer interrupted)
{
  dex_promise_resolve_boolean (interrupted, TRUE);
  return G_SOURCE_REMOVE;
}

/* In the background, as the application does, with a line for each state. */
static PalierExit
watch_until_interrupted (PalierSyncService *sync)
{
  g_autoptr (DexPromise) interrupted = dex_promise_new ();
  gulong on_state = g_signal_connect (sync, "notify::words", G_CALLBACK (print_state), NULL);

  g_unix_signal_add (SIGTERM, on_signal_cb, interrupted);
  g_unix_signal_add (SIGINT, on_signal_cb, interrupted);
  palier_sync_service_start (sync);
  dex_await (DEX_FUTURE (dex_ref (interrupted)), NULL);
  g_signal_handler_disconnect (sync, on_state);
  dex_await (palier_sync_service_stop (sync), NULL);
  return PALIER_EXIT_DONE;
}

static void
print_difference (const PalierDifference *one)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  palier_cli_add_text (builder, "kind", palier_kind_name (one->kind));
  palier_cli_add_id (builder, "id", &one->id);
  palier_cli_add_text (builder, "difference",
                       !one->there  ? "only_here"
                       : !one->here ? "only_at_the_relay"
                                    : "other_state");
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
}

/* A line for each record that differs, and one for all. */
static PalierExit
print_comparison (PalierSyncService *sync, GError **error)
{
  g_autoptr (PalierSyncComparison) found =
      dex_await_boxed (palier_sync_service_verify (sync), error);

  if (found == NULL)
    return PALIER_EXIT_FAILED;
  for (guint i = 0; i < found->different->len; i++)
    print_difference (&g_array_index (found->different, PalierDifference, i));
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_int (builder, "same", (gint64) found->n_same);
  palier_cli_add_int (builder, "different", found->different->len);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return found->different->len == 0 ? PALIER_EXIT_DONE : PALIER_EXIT_PARTLY;
}

static PalierExit
run_sync (PalierCli *cli, GError **error)
{
  PalierSyncService *sync = palier_session_get_sync (cli->session);

  if (status)
    return print_status (sync, error);
  if (retry && !dex_await (palier_sync_service_retry (sync), error))
    return PALIER_EXIT_FAILED;
  if (verify)
    return print_comparison (sync, error);
  if (watch)
    return watch_until_interrupted (sync);
  g_autoptr (PalierSyncReport) report =
      dex_await_boxed (palier_sync_service_sync_now (sync), error);
  if (report == NULL)
    return PALIER_EXIT_FAILED;
  print_report (report);
  say_what_to_do (sync, report);
  if (!dex_await (palier_sync_service_catch_up (sync), error))
    return PALIER_EXIT_FAILED;
  return report->put_aside + report->held == 0 ? PALIER_EXIT_DONE : PALIER_EXIT_PARTLY;
}

const PalierCommand palier_command_sync = {
  .name = "sync",
  .parameters = "",
  .summary = N_ ("Give the relay what is to be sent, and take back what happened"),
  .entries = sync_entries,
  .run = run_sync,
};
