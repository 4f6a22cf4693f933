/* SPDX-License-Identifier: GPL-3.0-or-later */
/* send: gives messages to the relay, and follows them if that is wanted. */
#include "palier-cli-json.h"

#include <glib/gi18n.h>

#include "palier-send-state.h"

#define TIMEOUT_S 600
#define TIMEOUT_MAX_S 86400
#define LOOK_MS 400

static char *at;
static gboolean wait_settled;
static int timeout_s = TIMEOUT_S;
static gboolean test;

static const GOptionEntry send_entries[] = {
  { "at", 0, 0, G_OPTION_ARG_STRING, &at, N_ ("Not before this time (ISO 8601)"), N_ ("TIME") },
  { "wait", 'w', 0, G_OPTION_ARG_NONE, &wait_settled, N_ ("Wait until each is accepted or refused"),
    NULL },
  { "timeout", 0, 0, G_OPTION_ARG_INT, &timeout_s,
    N_ ("Wait so many seconds at most (default: 600)"), N_ ("SECONDS") },
  { "test", 0, 0, G_OPTION_ARG_NONE, &test, N_ ("Send them to yourself only"), NULL },
  { NULL },
};

static gboolean
parse_time (const char *text, gint64 *out_ms, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  /* GLib wants the seconds too. */
  gboolean to_the_minute = text != NULL && strlen (text) == strlen ("2026-12-01T09:00");
  g_autofree char *whole = g_strconcat (text != NULL ? text : "", to_the_minute ? ":00" : "", NULL);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (whole, zone);

  *out_ms = time != NULL ? g_date_time_to_unix_usec (time) / 1000 : 0;
  if (text == NULL || time != NULL)
    return TRUE;
  g_set_error (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
               _ ("“%s” is no time such as 2026-12-01T09:00"), text);
  return FALSE;
}

/* The messages named, or every approved one: (element-type PalierId). */
static GArray *
collect_ids (PalierCli *cli, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (PalierId));

  for (guint i = 0; i < cli->n_arguments; i++)
  {
    PalierId id;
    if (!palier_cli_parse_id (cli->arguments[i], &id, error))
      return NULL;
    g_array_append_val (ids, id);
  }
  if (cli->n_arguments > 0)
    return g_steal_pointer (&ids);

  g_autoptr (GPtrArray) approved = dex_await_boxed (
      palier_message_service_find (palier_session_get_messages (cli->session), NULL, "approved"),
      error);
  if (approved == NULL)
    return NULL;
  for (guint i = 0; i < approved->len; i++)
  {
    const PalierMessage *message = g_ptr_array_index (approved, i);
    if (message->delivery == NULL)
      g_array_append_val (ids, message->id);
  }
  return g_steal_pointer (&ids);
}

static PalierExit
send_tests (PalierMessageService *messages, GArray *ids, GError **error)
{
  for (guint i = 0; i < ids->len; i++)
    if (!dex_await (palier_message_service_send_test (messages, &g_array_index (ids, PalierId, i)),
                    error))
      return PALIER_EXIT_FAILED;
  return PALIER_EXIT_DONE;
}

static guint
print_delivery (PalierMessageService *messages, GArray *ids)
{
  guint accepted = 0;

  for (guint i = 0; i < ids->len; i++)
  {
    g_autoptr (PalierMessage) message = dex_await_boxed (
        palier_message_service_get (messages, &g_array_index (ids, PalierId, i)), NULL);
    if (message == NULL)
      continue;
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    json_builder_begin_object (builder);
    palier_cli_add_id (builder, "id", &message->id);
    palier_cli_add_text (builder, "delivery", message->delivery);
    palier_cli_add_text (builder, "reason", message->delivery_reason);
    palier_cli_add_delivery_words (builder, message);
    json_builder_end_object (builder);
    palier_cli_print_json (builder);
    accepted += g_strcmp0 (message->delivery, "accepted") == 0;
  }
  return accepted;
}

/* ---- waiting */

/* Whether the relay will do more for it before @until_ms. */
static gboolean
is_on_its_way (const PalierMessage *message, gint64 until_ms)
{
  if (message->state != PALIER_MESSAGE_APPROVED || message->due_ms > until_ms)
    return FALSE;
  if (message->delivery == NULL)
    return TRUE;
  PalierSendState state = palier_send_state_from_name (message->delivery);
  return state != PALIER_SEND_SET_ASIDE && state != PALIER_SEND_UNCERTAIN
         && !palier_send_state_is_final (state);
}

/* Says where the message is, once for each place. */
static void
say_where (GHashTable *said, const PalierMessage *message)
{
  char id[PALIER_ID_TEXT_SIZE];
  g_autofree char *words = palier_words_state (message->delivery_data);

  if (g_strcmp0 (g_hash_table_lookup (said, &message->id), words) == 0)
    return;
  palier_cli_say ("%s: %s", palier_id_format (&message->id, id), words);
  g_hash_table_replace (said, g_memdup2 (&message->id, sizeof (PalierId)),
                        g_steal_pointer (&words));
}

static guint
count_on_their_way (PalierMessageService *messages, GArray *ids, GHashTable *said, gint64 until_ms)
{
  guint n = 0;

  for (guint i = 0; i < ids->len; i++)
  {
    g_autoptr (PalierMessage) message = dex_await_boxed (
        palier_message_service_get (messages, &g_array_index (ids, PalierId, i)), NULL);
    if (message == NULL || !is_on_its_way (message, until_ms))
      continue;
    say_where (said, message);
    n++;
  }
  return n;
}

/* Exchanges with the relay until nothing more is to be expected of it, or the time is over.
 * @left: (out): messages still on their way then */
static gboolean
wait_for_them (PalierCli *cli, GArray *ids, guint *left, GError **error)
{
  PalierMessageService *messages = palier_session_get_messages (cli->session);
  PalierSyncService *sync = palier_session_get_sync (cli->session);
  g_autoptr (GHashTable) said =
      g_hash_table_new_full (palier_id_hash, palier_id_equal, g_free, g_free);
  gint64 until_ms = g_get_real_time () / 1000 + timeout_s * G_GINT64_CONSTANT (1000);

  while ((*left = count_on_their_way (messages, ids, said, until_ms)) > 0
         && g_get_real_time () / 1000 < until_ms)
  {
    dex_await (dex_timeout_new_msec (LOOK_MS), NULL);
    g_autoptr (PalierSyncReport) report =
        dex_await_boxed (palier_sync_service_sync_now (sync), error);
    if (report == NULL)
      return FALSE;
  }
  return TRUE;
}

static PalierExit
wait_and_print (PalierCli *cli, GArray *ids, GError **error)
{
  guint left;

  if (!wait_for_them (cli, ids, &left, error))
    return PALIER_EXIT_FAILED;
  guint accepted = print_delivery (palier_session_get_messages (cli->session), ids);
  if (left == 0)
    return palier_cli_partly (accepted, ids->len - accepted);
  palier_cli_say (g_dngettext (GETTEXT_PACKAGE,
                               "%u message is still on its way; it stays queued, and the next sync "
                               "goes on with it.",
                               "%u messages are still on their way; they stay queued, and the next "
                               "sync goes on with them.",
                               left),
                  left);
  return PALIER_EXIT_PARTLY;
}

static gboolean
check_timeout (GError **error)
{
  if (timeout_s >= 1 && timeout_s <= TIMEOUT_MAX_S)
    return TRUE;
  g_set_error (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
               _ ("--timeout takes a number of seconds from 1 to %d."), TIMEOUT_MAX_S);
  return FALSE;
}

static PalierExit
run_send (PalierCli *cli, GError **error)
{
  PalierMessageService *messages = palier_session_get_messages (cli->session);
  PalierSyncService *sync = palier_session_get_sync (cli->session);
  g_autoptr (GError) failure = NULL;
  gint64 due_ms;

  if (!parse_time (at, &due_ms, error) || !check_timeout (error))
    return PALIER_EXIT_USAGE;
  g_autoptr (GArray) ids = collect_ids (cli, error);
  if (ids == NULL)
    return PALIER_EXIT_USAGE;
  if (test)
    return send_tests (messages, ids, error);

  int sent = dex_await_int (palier_message_service_send (
                                messages, (const PalierId *) (void *) ids->data, ids->len, due_ms),
                            &failure);
  g_autoptr (PalierSyncReport) report = NULL;
  if (failure == NULL)
    report = dex_await_boxed (palier_sync_service_sync_now (sync), &failure);
  if (failure != NULL)
    return g_propagate_error (error, g_steal_pointer (&failure)), PALIER_EXIT_FAILED;
  if (wait_settled)
    return wait_and_print (cli, ids, error);
  print_delivery (messages, ids);
  return palier_cli_partly ((guint) sent, ids->len - (guint) sent);
}

const PalierCommand palier_command_send = {
  .name = "send",
  .parameters = N_ ("[MESSAGE…]"),
  .summary = N_ ("Send approved messages, all of them if none is named"),
  .entries = send_entries,
  .run = run_send,
  .most = G_MAXUINT,
};
