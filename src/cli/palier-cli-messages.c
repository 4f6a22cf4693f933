/* SPDX-License-Identifier: GPL-3.0-or-later */
/* draft, approve, send: from a prospect to a message on its way. */
#include "palier-cli-json.h"

#include <glib/gi18n.h>

#define VARIANTS_MAX 3
#define WAIT_MS (10 * 60 * 1000)

static int variants = VARIANTS_MAX;
static gboolean all_valid;
static gboolean confirm;
static char *at;
static gboolean wait_settled;
static gboolean test;

static const GOptionEntry draft_entries[] = {
  { "variants", 0, 0, G_OPTION_ARG_INT, &variants, N_ ("How many, 1 to 3 (default: 3)"),
    N_ ("NUMBER") },
  { NULL },
};

static const GOptionEntry approve_entries[] = {
  { "all-valid", 0, 0, G_OPTION_ARG_NONE, &all_valid,
    N_ ("One draft of each prospect, where text and law let it pass"), NULL },
  { "confirm", 0, 0, G_OPTION_ARG_NONE, &confirm, N_ ("Approve in spite of what the checks found"),
    NULL },
  { NULL },
};

static const GOptionEntry send_entries[] = {
  { "at", 0, 0, G_OPTION_ARG_STRING, &at, N_ ("Not before this time (ISO 8601)"), N_ ("TIME") },
  { "wait", 'w', 0, G_OPTION_ARG_NONE, &wait_settled, N_ ("Wait until each is accepted or refused"),
    NULL },
  { "test", 0, 0, G_OPTION_ARG_NONE, &test, N_ ("Send them to yourself only"), NULL },
  { NULL },
};

static void
print_message (const PalierMessage *message)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  palier_cli_add_message (builder, message);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
}

static PalierExit
run_draft (PalierCli *cli, GError **error)
{
  PalierId id;

  if (!palier_cli_parse_id (cli->arguments[0], &id, error))
    return PALIER_EXIT_USAGE;
  if (variants < 1 || variants > VARIANTS_MAX)
  {
    g_set_error_literal (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                         _ ("--variants takes a number from 1 to 3."));
    return PALIER_EXIT_USAGE;
  }

  g_autoptr (GPtrArray) messages =
      dex_await_boxed (palier_message_service_draft (palier_session_get_messages (cli->session),
                                                     &id, (guint) variants),
                       error);
  for (guint i = 0; messages != NULL && i < messages->len; i++)
    print_message (g_ptr_array_index (messages, i));
  return messages != NULL ? PALIER_EXIT_DONE : PALIER_EXIT_FAILED;
}

/* Reports one message that was left, and goes on: the others are not its fault. */
static void
say_left (const PalierId *id, const GError *error)
{
  g_autofree char *words = palier_session_error_message (error);
  char text[PALIER_ID_TEXT_SIZE];

  palier_cli_say ("%s: %s", palier_id_format (id, text), words);
}

static PalierExit
partly (guint done, guint left)
{
  return left == 0 ? PALIER_EXIT_DONE : done > 0 ? PALIER_EXIT_PARTLY : PALIER_EXIT_FAILED;
}

static gboolean
approve_one (PalierMessageService *messages, const PalierId *id, GError **error)
{
  g_autoptr (PalierMessage) message = dex_await_boxed (
      palier_message_service_approve (messages, id,
                                      confirm ? PALIER_APPROVE_CONFIRMED : PALIER_APPROVE_CHECKED),
      error);

  if (message != NULL)
    print_message (message);
  return message != NULL;
}

/* Approves the first draft of each prospect that text and law let pass; the others stay drafts. */
static PalierExit
approve_all (PalierMessageService *messages, GError **error)
{
  g_autoptr (GPtrArray) drafts =
      dex_await_boxed (palier_message_service_find (messages, NULL, "draft"), error);
  g_autoptr (GHashTable) written_to = g_hash_table_new (palier_id_hash, palier_id_equal);
  guint done = 0, left = 0;

  if (drafts == NULL)
    return PALIER_EXIT_FAILED;
  for (guint i = 0; i < drafts->len; i++)
  {
    PalierMessage *draft = g_ptr_array_index (drafts, i);
    g_autoptr (GError) failure = NULL;

    if (g_hash_table_contains (written_to, &draft->prospect))
      continue;
    if (approve_one (messages, &draft->id, &failure))
    {
      g_hash_table_add (written_to, &draft->prospect);
      done++;
      continue;
    }
    say_left (&draft->id, failure);
    left++;
  }
  return partly (done, left);
}

static PalierExit
run_approve (PalierCli *cli, GError **error)
{
  PalierMessageService *messages = palier_session_get_messages (cli->session);
  guint done = 0;

  if (all_valid != (cli->n_arguments == 0))
  {
    g_set_error_literal (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                         _ ("Give either identifiers of messages or --all-valid."));
    return PALIER_EXIT_USAGE;
  }
  if (all_valid)
    return approve_all (messages, error);

  for (guint i = 0; i < cli->n_arguments; i++)
  {
    g_autoptr (GError) failure = NULL;
    PalierId id;

    if (!palier_cli_parse_id (cli->arguments[i], &id, error))
      return PALIER_EXIT_USAGE;
    if (approve_one (messages, &id, &failure))
      done++;
    else if (cli->n_arguments == 1)
      return g_propagate_error (error, g_steal_pointer (&failure)), PALIER_EXIT_FAILED;
    else
      say_left (&id, failure);
  }
  return partly (done, cli->n_arguments - done);
}

static gboolean
parse_time (const char *text, gint64 *out_ms, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, zone) : NULL;

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
  guint settled = 0;

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
    settled += g_strcmp0 (message->delivery, "accepted") == 0;
  }
  return settled;
}

static PalierExit
run_send (PalierCli *cli, GError **error)
{
  PalierMessageService *messages = palier_session_get_messages (cli->session);
  PalierSyncService *sync = palier_session_get_sync (cli->session);
  g_autoptr (GError) failure = NULL;
  gint64 due_ms;

  if (!parse_time (at, &due_ms, error))
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
  if (failure == NULL && wait_settled)
  {
    g_clear_pointer (&report, palier_sync_report_free);
    report = dex_await_boxed (
        palier_sync_service_wait_settled (sync, g_get_real_time () / 1000 + WAIT_MS), &failure);
  }
  if (failure != NULL)
    return g_propagate_error (error, g_steal_pointer (&failure)), PALIER_EXIT_FAILED;

  guint accepted = print_delivery (messages, ids);
  if (wait_settled)
    return partly (accepted, ids->len - accepted);
  return partly ((guint) sent, ids->len - (guint) sent);
}

const PalierCommand palier_command_draft = {
  .name = "draft",
  .parameters = N_ ("ID"),
  .summary = N_ ("Write up to three variants of a message to a prospect"),
  .entries = draft_entries,
  .run = run_draft,
  .least = 1,
  .most = 1,
};

const PalierCommand palier_command_approve = {
  .name = "approve",
  .parameters = N_ ("[MESSAGE…]"),
  .summary = N_ ("Approve drafts, so that they can be sent"),
  .entries = approve_entries,
  .run = run_approve,
  .most = G_MAXUINT,
};

const PalierCommand palier_command_send = {
  .name = "send",
  .parameters = N_ ("[MESSAGE…]"),
  .summary = N_ ("Send approved messages, all of them if none is named"),
  .entries = send_entries,
  .run = run_send,
  .most = G_MAXUINT,
};
