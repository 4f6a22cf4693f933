/* SPDX-License-Identifier: GPL-3.0-or-later */
/* draft: from a prospect to a text. */
#include "palier-cli-filter.h"
#include "palier-cli-json.h"

#define VARIANTS_MAX 3

static int variants = VARIANTS_MAX;
static char *template_name;
static char *channel;
static char *provider;
static char *tone;
static char *length;

static const GOptionEntry draft_entries[] = {
  PALIER_CLI_SEGMENT_ENTRIES,
  { "variants", 0, 0, G_OPTION_ARG_INT, &variants, N_ ("How many, 1 to 3 (default: 3)"),
    N_ ("NUMBER") },
  { "template", 0, 0, G_OPTION_ARG_STRING, &template_name,
    N_ ("Write one by this template: its identifier, key or name"), N_ ("TEMPLATE") },
  { "channel", 0, 0, G_OPTION_ARG_STRING, &channel,
    N_ ("email (default), sms, linkedin or letter, where no template says it"), N_ ("CHANNEL") },
  { "provider", 0, 0, G_OPTION_ARG_STRING, &provider,
    N_ ("Who writes: composer, or a service (default: the one of “palierctl ai”)"), N_ ("NAME") },
  { "tone", 0, 0, G_OPTION_ARG_STRING, &tone, N_ ("sober (default), warm or direct; of a service"),
    N_ ("TONE") },
  { "length", 0, 0, G_OPTION_ARG_STRING, &length,
    N_ ("normal (default), short or long; of a service"), N_ ("LENGTH") },
  { NULL },
};

static PalierExit
draft_one (PalierCli *cli, const PalierId *id, GError **error)
{
  PalierWriteOrder order = { .template = template_name,
                             .channel = channel,
                             .n_variants = (guint) variants,
                             .tone = tone,
                             .length = length,
                             .writer = provider };
  g_autoptr (PalierWritten) written = dex_await_boxed (
      palier_message_service_write (palier_session_get_messages (cli->session), id, &order), error);

  if (written == NULL)
    return PALIER_EXIT_FAILED;
  for (guint i = 0; i < written->messages->len; i++)
    palier_cli_print_message (written->messages->pdata[i]);
  if (written->words != NULL)
    palier_cli_say ("%s", written->words);
  return PALIER_EXIT_DONE;
}

static void
take_drafts (GPtrArray *messages, GPtrArray *left, guint done, guint total, gpointer data)
{
  guint *n_left = data;

  for (guint i = 0; i < messages->len; i++)
    palier_cli_print_message (g_ptr_array_index (messages, i));
  for (guint i = 0; i < left->len; i++)
  {
    const PalierDraftLeft *one = g_ptr_array_index (left, i);
    char text[PALIER_ID_TEXT_SIZE];
    palier_cli_say ("%s: %s", palier_id_format (&one->prospect, text), one->words);
  }
  *n_left += left->len;
}

/* Those that --segment and --filter mean. */
static PalierExit
draft_all (PalierCli *cli, GError **error)
{
  g_autoptr (PalierQuery) query = palier_cli_create_query (cli, error);
  g_autoptr (GArray) numbers =
      query != NULL ? dex_await_boxed (palier_prospect_service_numbers (
                                           palier_session_get_prospects (cli->session), query, 0),
                                       error)
                    : NULL;
  PalierDraftOrder order = { .template = template_name,
                             .n_variants = (guint) variants,
                             .taken = take_drafts };
  guint n_left = 0;
  g_autoptr (GError) failure = NULL;

  if (numbers == NULL)
    return PALIER_EXIT_FAILED;
  order.data = &n_left;
  dex_await_int64 (palier_message_service_draft_many (palier_session_get_messages (cli->session),
                                                      numbers, &order),
                   &failure);
  if (failure == NULL)
    return palier_cli_partly (numbers->len - n_left, n_left);
  g_propagate_error (error, g_steal_pointer (&failure));
  return PALIER_EXIT_FAILED;
}

static PalierExit
run_draft (PalierCli *cli, GError **error)
{
  PalierId id;

  if (!palier_cli_check_choice ("channel", channel, "email sms linkedin letter", error)
      || !palier_cli_check_choice ("tone", tone, "sober warm direct", error)
      || !palier_cli_check_choice ("length", length, "normal short long", error))
    return PALIER_EXIT_USAGE;

  if (palier_cli_has_filter () != (cli->n_arguments == 0))
  {
    g_set_error_literal (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                         _ ("Give either one identifier, or --segment or --filter."));
    return PALIER_EXIT_USAGE;
  }
  if (cli->n_arguments == 0
      && (channel != NULL || provider != NULL || tone != NULL || length != NULL))
  {
    g_set_error_literal (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                         _ ("--channel, --provider, --tone and --length are for one identifier."));
    return PALIER_EXIT_USAGE;
  }
  if (cli->n_arguments == 1 && !palier_cli_parse_id (cli->arguments[0], &id, error))
    return PALIER_EXIT_USAGE;
  if (variants < 1 || variants > VARIANTS_MAX)
  {
    g_set_error_literal (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                         _ ("--variants takes a number from 1 to 3."));
    return PALIER_EXIT_USAGE;
  }
  if (cli->n_arguments == 0)
    return draft_all (cli, error);
  return draft_one (cli, &id, error);
}

const PalierCommand palier_command_draft = {
  .name = "draft",
  .parameters = N_ ("[ID]"),
  .summary = N_ ("Write up to three variants of a message to a prospect, or to all of a segment"),
  .entries = draft_entries,
  .run = run_draft,
  .most = 1,
};
