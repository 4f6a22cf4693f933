/* SPDX-License-Identifier: GPL-3.0-or-later */
/* draft: from a prospect to a text. */
#include <string.h>

#include "palier-cli-filter.h"
#include "palier-cli-json.h"
#include "palier-words.h"

#define VARIANTS_MAX 3

static int variants = VARIANTS_MAX;
static char *template_name;
static char *channel;
static char *provider;
static char *tone;
static char *length;
static int paragraph;
static gboolean explain;
static gboolean yes;

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
  { "tone", 0, 0, G_OPTION_ARG_STRING, &tone, N_ ("sober (default), warm or direct"), N_ ("TONE") },
  { "length", 0, 0, G_OPTION_ARG_STRING, &length, N_ ("normal (default), short or long"),
    N_ ("LENGTH") },
  { "paragraph", 0, 0, G_OPTION_ARG_INT, &paragraph,
    N_ ("Write only this paragraph of a draft anew, the first being 1; the identifier is the draft’s"),
    N_ ("NUMBER") },
  { "explain", 0, 0, G_OPTION_ARG_NONE, &explain,
    N_ ("Say of each draft which facts it uses and where they are from, what the checks found, and "
        "what it cost"),
    NULL },
  { "yes", 'y', 0, G_OPTION_ARG_NONE, &yes,
    N_ ("Of a segment or filter: have a service write at the cost that is printed"), NULL },
  { NULL },
};

/* Returns: (transfer full) (element-type utf8 utf8): names of all templates, by what messages call
 * them */
static GHashTable *
load_names (PalierCli *cli, GError **error)
{
  g_autoptr (GPtrArray) templates = dex_await_boxed (
      palier_template_service_list (palier_session_get_templates (cli->session)), error);
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; templates != NULL && i < templates->len; i++)
  {
    const PalierTemplate *template = templates->pdata[i];
    g_hash_table_insert (names, palier_template_dup_id (template), g_strdup (template->name));
  }
  if (templates == NULL)
    g_clear_pointer (&names, g_hash_table_unref);
  return names;
}

static void
print_draft (const PalierMessage *message, GHashTable *names)
{
  const char *name =
      message->template_key != NULL ? g_hash_table_lookup (names, message->template_key) : NULL;

  palier_cli_print_message (message, name);
  if (explain)
    palier_cli_explain_message (message, name);
}

static PalierExit
draft_one (PalierCli *cli, const PalierId *id, GHashTable *names, GError **error)
{
  PalierWriteOrder order = { .template = template_name,
                             .channel = channel,
                             .n_variants = (guint) variants,
                             .tone = tone,
                             .length = length,
                             .writer = provider };
  PalierMessageService *service = palier_session_get_messages (cli->session);
  g_autoptr (PalierWritten) written = dex_await_boxed (
      paragraph > 0
          ? palier_message_service_rewrite_paragraph (service, id, (guint) paragraph - 1, &order)
          : palier_message_service_write (service, id, &order),
      error);

  if (written == NULL)
    return PALIER_EXIT_FAILED;
  for (guint i = 0; i < written->messages->len; i++)
    print_draft (written->messages->pdata[i], names);
  if (written->words != NULL)
    palier_cli_say ("%s", written->words);
  return PALIER_EXIT_DONE;
}

/* What became of many. */
typedef struct
{
  GHashTable *names; /* of templates */
  guint n_left;
  guint n_composed; /* drafts that the composer wrote in a service's place */
  char *fallback;   /* (nullable): why, of the first one */
} Taken;

static void
take_drafts (GPtrArray *messages, GPtrArray *left, guint done, guint total, gpointer data)
{
  Taken *self = data;

  for (guint i = 0; i < messages->len; i++)
  {
    const PalierMessage *message = g_ptr_array_index (messages, i);
    print_draft (message, self->names);
    if (message->writer == NULL || message->writer->fallback == NULL)
      continue;
    self->n_composed++;
    if (self->fallback == NULL)
      self->fallback = g_strdup (message->writer->fallback);
  }
  for (guint i = 0; i < left->len; i++)
  {
    const PalierDraftLeft *one = g_ptr_array_index (left, i);
    char text[PALIER_ID_TEXT_SIZE];
    palier_cli_say ("%s: %s", palier_id_format (&one->prospect, text), one->words);
  }
  self->n_left += left->len;
}

/* Prints what a service would cost, and says what that means for the budget. */
static gboolean
print_estimate (PalierMessageService *service, GArray *numbers, const PalierDraftOrder *order,
                GError **error)
{
  g_autoptr (PalierWriteEstimate) estimate =
      dex_await_boxed (palier_message_service_estimate (service, numbers, order), error);

  if (estimate == NULL)
    return FALSE;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_text (builder, "service", estimate->service);
  palier_cli_add_text (builder, "model", estimate->model);
  palier_cli_add_int (builder, "prospects", estimate->n);
  palier_cli_add_int (builder, "tokens_in", estimate->tokens_in);
  palier_cli_add_int (builder, "tokens_out_at_most", estimate->tokens_out);
  palier_cli_add_bool (builder, "priced", estimate->priced);
  palier_cli_add_int (builder, "cost_micro_eur_at_most", estimate->cost_micro_eur);
  palier_cli_add_int (builder, "month_cost_micro_eur", estimate->month->cost_micro_eur);
  palier_cli_add_int (builder, "budget_micro_eur", estimate->month->budget_micro_eur);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  g_autofree char *words = palier_words_ai_foresight (estimate->month, estimate->cost_micro_eur);
  if (words != NULL)
    palier_cli_say ("%s", words);
  return TRUE;
}

static gboolean
asks_service (void)
{
  return provider != NULL && strcmp (provider, PALIER_WRITER_COMPOSER) != 0;
}

static PalierExit
draft_numbers (PalierMessageService *service, GArray *numbers, GHashTable *names, GError **error)
{
  Taken taken = { .names = names };
  PalierDraftOrder order = { .template = template_name,
                             .n_variants = (guint) variants,
                             .writer = asks_service () ? provider : NULL,
                             .channel = channel,
                             .tone = tone,
                             .length = length,
                             .taken = take_drafts,
                             .data = &taken };
  g_autoptr (GError) failure = NULL;

  if (asks_service () && !print_estimate (service, numbers, &order, error))
    return PALIER_EXIT_FAILED;
  if (asks_service () && !yes)
  {
    palier_cli_say ("%s",
                    _ ("Nothing was written yet: add --yes to have it written at this cost."));
    return PALIER_EXIT_USAGE;
  }
  g_autoptr (PalierChangeset) changeset =
      dex_await_boxed (palier_message_service_draft_many (service, numbers, &order), &failure);
  if (taken.n_composed > 0)
  {
    g_autofree char *why = palier_words_fallback (taken.fallback);
    palier_cli_say (ngettext ("%u draft: %s", "%u drafts: %s", taken.n_composed), taken.n_composed,
                    why);
  }
  g_free (taken.fallback);
  if (failure == NULL)
    return palier_cli_partly (numbers->len - taken.n_left, taken.n_left);
  g_propagate_error (error, g_steal_pointer (&failure));
  return PALIER_EXIT_FAILED;
}

/* Those that --segment and --filter mean. */
static PalierExit
draft_all (PalierCli *cli, GHashTable *names, GError **error)
{
  g_autoptr (PalierQuery) query = palier_cli_create_query (cli, error);
  g_autoptr (GArray) numbers =
      query != NULL ? dex_await_boxed (palier_prospect_service_numbers (
                                           palier_session_get_prospects (cli->session), query, 0),
                                       error)
                    : NULL;

  return numbers != NULL
             ? draft_numbers (palier_session_get_messages (cli->session), numbers, names, error)
             : PALIER_EXIT_FAILED;
}

static gboolean
check_options (PalierCli *cli, GError **error)
{
  const char *wrong = NULL;

  if (palier_cli_has_filter () != (cli->n_arguments == 0))
    wrong = _ ("Give either one identifier, or --segment or --filter.");
  else if (variants < 1 || variants > VARIANTS_MAX)
    wrong = _ ("--variants takes a number from 1 to 3.");
  else if (paragraph < 0 || (paragraph > 0 && cli->n_arguments == 0))
    wrong = _ ("--paragraph takes a number from 1, and the identifier of a draft.");
  if (wrong != NULL)
    g_set_error_literal (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE, wrong);
  return wrong == NULL
         && palier_cli_check_choice ("channel", channel, "email sms linkedin letter", error)
         && palier_cli_check_choice ("tone", tone, "sober warm direct", error)
         && palier_cli_check_choice ("length", length, "normal short long", error);
}

static PalierExit
run_draft (PalierCli *cli, GError **error)
{
  PalierId id;

  if (!check_options (cli, error)
      || (cli->n_arguments > 0 && !palier_cli_parse_id (cli->arguments[0], &id, error)))
    return PALIER_EXIT_USAGE;
  g_autoptr (GHashTable) names = load_names (cli, error);
  if (names == NULL)
    return PALIER_EXIT_FAILED;
  return cli->n_arguments > 0 ? draft_one (cli, &id, names, error) : draft_all (cli, names, error);
}

const PalierCommand palier_command_draft = {
  .name = "draft",
  .parameters = N_ ("[ID]"),
  .summary = N_ ("Write up to three variants of a message to a prospect, or to all of a segment"),
  .entries = draft_entries,
  .run = run_draft,
  .most = 1,
};
