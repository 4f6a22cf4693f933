/* SPDX-License-Identifier: GPL-3.0-or-later */
/* approve: from a draft to a message that may leave. */
#include "palier-cli-filter.h"
#include "palier-cli-json.h"

#define PAGE 500

static gboolean all_valid;
static gboolean confirm;

static const GOptionEntry approve_entries[] = {
  PALIER_CLI_SEGMENT_ENTRIES,
  { "all-valid", 0, 0, G_OPTION_ARG_NONE, &all_valid,
    N_ ("One draft of each prospect, where text and law let it pass"), NULL },
  { "confirm", 0, 0, G_OPTION_ARG_NONE, &confirm, N_ ("Approve in spite of what the checks found"),
    NULL },
  { NULL },
};

/* Reports one message that was left, and goes on: the others are not its fault. */
static void
say_left (const PalierId *id, const GError *error)
{
  g_autofree char *words = palier_session_error_message (error);
  char text[PALIER_ID_TEXT_SIZE];

  palier_cli_say ("%s: %s", palier_id_format (id, text), words);
}

/* The ids of the prospects that --segment and --filter mean. */
static GArray *
find_meant (PalierCli *cli, GError **error)
{
  PalierProspectService *prospects = palier_session_get_prospects (cli->session);
  g_autoptr (PalierQuery) query = palier_cli_create_query (cli, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (PalierId));
  g_autoptr (GArray) numbers =
      query != NULL ? dex_await_boxed (palier_prospect_service_numbers (prospects, query, 0), error)
                    : NULL;

  for (guint first = 0; numbers != NULL && first < numbers->len; first += PAGE)
  {
    g_autoptr (GPtrArray) items =
        dex_await_boxed (palier_prospect_service_page (prospects, numbers, first, PAGE), error);
    if (items == NULL)
      return NULL;
    for (guint i = 0; i < items->len; i++)
      g_array_append_vals (
          ids,
          palier_prospect_get_id (palier_prospect_item_get_prospect (g_ptr_array_index (items, i))),
          1);
  }
  return numbers != NULL ? g_steal_pointer (&ids) : NULL;
}

static gboolean
approve_one (PalierMessageService *messages, const PalierId *id, GError **error)
{
  g_autoptr (PalierChangeset) changeset = dex_await_boxed (
      palier_message_service_approve (messages, id,
                                      confirm ? PALIER_APPROVE_CONFIRMED : PALIER_APPROVE_CHECKED),
      error);
  g_autoptr (PalierMessage) message =
      changeset != NULL ? dex_await_boxed (palier_message_service_get (messages, id), error) : NULL;

  if (message != NULL)
    palier_cli_print_message (message, NULL);
  return message != NULL;
}

/* Approves the first draft of each prospect that text and law let pass; the others stay drafts. */
static PalierExit
approve_all (PalierCli *cli, GError **error)
{
  PalierMessageService *messages = palier_session_get_messages (cli->session);
  g_autoptr (GHashTable) meant = NULL;
  g_autoptr (GArray) ids = palier_cli_has_filter () ? find_meant (cli, error) : NULL;
  if (palier_cli_has_filter ())
  {
    if (ids == NULL)
      return PALIER_EXIT_FAILED;
    meant = g_hash_table_new (palier_id_hash, palier_id_equal);
    for (guint i = 0; i < ids->len; i++)
      g_hash_table_add (meant, &g_array_index (ids, PalierId, i));
  }
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

    if (g_hash_table_contains (written_to, &draft->prospect)
        || (meant != NULL && !g_hash_table_contains (meant, &draft->prospect)))
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
  return palier_cli_partly (done, left);
}

static PalierExit
run_approve (PalierCli *cli, GError **error)
{
  PalierMessageService *messages = palier_session_get_messages (cli->session);
  guint done = 0;

  if (all_valid != (cli->n_arguments == 0) || (palier_cli_has_filter () && !all_valid))
  {
    g_set_error_literal (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                         _ ("Give either identifiers of messages or --all-valid."));
    return PALIER_EXIT_USAGE;
  }
  if (all_valid)
    return approve_all (cli, error);

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
  return palier_cli_partly (done, cli->n_arguments - done);
}

const PalierCommand palier_command_approve = {
  .name = "approve",
  .parameters = N_ ("[MESSAGE…]"),
  .summary = N_ ("Approve drafts, so that they can be sent"),
  .entries = approve_entries,
  .run = run_approve,
  .most = G_MAXUINT,
};
