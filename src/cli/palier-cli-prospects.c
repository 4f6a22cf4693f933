/* SPDX-License-Identifier: GPL-3.0-or-later */
/* prospects, show, score, consent: the people of the base. */
#include "palier-cli-filter.h"
#include "palier-cli-json.h"

#define LIMIT_DEFAULT 100
#define LIMIT_MAX 10000000
#define PAGE 500

static int limit = LIMIT_DEFAULT;
static gboolean all;
static gboolean explain;
static char *purpose;
static char *channel;
static char *proof;
static gboolean withdraw;
static gboolean suppress;

static const GOptionEntry prospects_entries[] = {
  PALIER_CLI_FILTER_ENTRIES,
  { "limit", 'l', 0, G_OPTION_ARG_INT, &limit, N_ ("At most so many (default: 100)"),
    N_ ("NUMBER") },
  { NULL },
};

static const GOptionEntry score_entries[] = {
  PALIER_CLI_SEGMENT_ENTRIES,
  { "all", 'a', 0, G_OPTION_ARG_NONE, &all, N_ ("Score the whole base anew"), NULL },
  { "explain", 'e', 0, G_OPTION_ARG_NONE, &explain, N_ ("Say where each point is from"), NULL },
  { NULL },
};

static const GOptionEntry consent_entries[] = {
  { "purpose", 0, 0, G_OPTION_ARG_STRING, &purpose,
    N_ ("prospecting (default), open, click, enrichment, profiling or ai"), N_ ("PURPOSE") },
  { "channel", 0, 0, G_OPTION_ARG_STRING, &channel,
    N_ ("email (default), sms, call, letter, linkedin or all"), N_ ("CHANNEL") },
  { "proof", 0, 0, G_OPTION_ARG_STRING, &proof, N_ ("How and when it was given"), N_ ("WORDS") },
  { "withdraw", 0, 0, G_OPTION_ARG_NONE, &withdraw, N_ ("It is withdrawn"), NULL },
  { "suppress", 0, 0, G_OPTION_ARG_NONE, &suppress, N_ ("Never write to this person again"), NULL },
  { NULL },
};

static void
print_items (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
  {
    PalierProspectItem *item = g_ptr_array_index (items, i);
    PalierScore *score = palier_prospect_item_get_score (item);
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    json_builder_begin_object (builder);
    palier_cli_add_prospect (builder, palier_prospect_item_get_prospect (item));
    if (score != NULL)
      palier_cli_add_score (builder, score);
    json_builder_end_object (builder);
    palier_cli_print_json (builder);
  }
}

/* Page after page: memory stays flat however many there are. */
static PalierExit
run_prospects (PalierCli *cli, GError **error)
{
  PalierProspectService *prospects = palier_session_get_prospects (cli->session);
  g_autoptr (PalierQuery) query = palier_cli_create_query (cli, error);

  if (query == NULL)
    return PALIER_EXIT_USAGE;
  if (limit < 1 || limit > LIMIT_MAX)
    return palier_cli_check_choice ("limit", "", "1…10000000", error), PALIER_EXIT_USAGE;
  g_autoptr (GArray) numbers =
      dex_await_boxed (palier_prospect_service_numbers (prospects, query, (guint) limit), error);
  for (guint first = 0; numbers != NULL && first < numbers->len; first += PAGE)
  {
    g_autoptr (GPtrArray) items =
        dex_await_boxed (palier_prospect_service_page (prospects, numbers, first, PAGE), error);
    if (items == NULL)
      return PALIER_EXIT_FAILED;
    print_items (items);
  }
  return numbers != NULL ? PALIER_EXIT_DONE : PALIER_EXIT_FAILED;
}

static void
add_explanation (JsonBuilder *builder, const PalierExplanation *explanation)
{
  palier_cli_add_text (builder, "next", explanation->action);
  json_builder_set_member_name (builder, "explanation");
  json_builder_begin_array (builder);
  for (guint i = 0; i < explanation->reasons->len; i++)
  {
    const PalierReason *reason = g_ptr_array_index (explanation->reasons, i);
    json_builder_begin_object (builder);
    palier_cli_add_text (builder, "part", palier_subscore_name (reason->part));
    palier_cli_add_text (builder, "criterion", reason->criterion);
    palier_cli_add_text (builder, "value", reason->value);
    palier_cli_add_text (builder, "source", reason->source);
    palier_cli_add_bool (builder, "known", reason->known);
    palier_cli_add_double (builder, "points", reason->points, 1);
    palier_cli_add_double (builder, "possible", reason->possible, 1);
    palier_cli_add_text (builder, "sentence", g_ptr_array_index (explanation->sentences, i));
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_messages (JsonBuilder *builder, GPtrArray *messages)
{
  json_builder_set_member_name (builder, "messages");
  json_builder_begin_array (builder);
  for (guint i = 0; i < messages->len; i++)
  {
    json_builder_begin_object (builder);
    palier_cli_add_message (builder, g_ptr_array_index (messages, i));
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static PalierExit
run_show (PalierCli *cli, GError **error)
{
  PalierProspectService *prospects = palier_session_get_prospects (cli->session);
  PalierMessageService *messages = palier_session_get_messages (cli->session);
  PalierId id;
  g_autoptr (PalierProspect) prospect = NULL;
  g_autoptr (PalierExplanation) explanation = NULL;
  g_autoptr (GPtrArray) timeline = NULL;
  g_autoptr (GPtrArray) written = NULL;

  if (!palier_cli_parse_id (cli->arguments[0], &id, error))
    return PALIER_EXIT_USAGE;
  if (!(prospect = dex_await_boxed (palier_prospect_service_get (prospects, &id), error))
      || !(explanation = dex_await_boxed (palier_prospect_service_explain (prospects, &id), error))
      || !(timeline = dex_await_boxed (palier_prospect_service_timeline (prospects, &id), error))
      || !(written = dex_await_boxed (palier_message_service_find (messages, &id, NULL), error)))
    return PALIER_EXIT_FAILED;

  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_prospect (builder, prospect);
  palier_cli_add_score (builder, explanation->score);
  add_explanation (builder, explanation);
  palier_cli_add_timeline (builder, timeline);
  add_messages (builder, written);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return PALIER_EXIT_DONE;
}

static PalierExit
score_all (PalierCli *cli, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (PalierQuery) query = palier_cli_create_query (cli, error);

  if (query == NULL)
    return PALIER_EXIT_USAGE;
  gint64 scored = dex_await_int64 (
      palier_prospect_service_score_all (palier_session_get_prospects (cli->session), query),
      &failure);
  if (failure != NULL)
    return g_propagate_error (error, g_steal_pointer (&failure)), PALIER_EXIT_FAILED;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_int (builder, "scored", scored);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return PALIER_EXIT_DONE;
}

static PalierExit
run_score (PalierCli *cli, GError **error)
{
  PalierProspectService *prospects = palier_session_get_prospects (cli->session);
  gboolean many = all || palier_cli_has_filter ();
  PalierId id;

  if (many != (cli->n_arguments == 0))
  {
    g_set_error_literal (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                         _ ("Give either one identifier, or --segment, --filter or --all."));
    return PALIER_EXIT_USAGE;
  }
  if (many)
    return score_all (cli, error);
  if (!palier_cli_parse_id (cli->arguments[0], &id, error))
    return PALIER_EXIT_USAGE;

  g_autoptr (PalierScore) score =
      dex_await_boxed (palier_prospect_service_score (prospects, &id), error);
  if (score == NULL)
    return PALIER_EXIT_FAILED;
  g_autoptr (PalierExplanation) explanation =
      explain ? dex_await_boxed (palier_prospect_service_explain (prospects, &id), error) : NULL;
  if (explain && explanation == NULL)
    return PALIER_EXIT_FAILED;

  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_id (builder, "id", &id);
  palier_cli_add_score (builder, score);
  if (explanation != NULL)
    add_explanation (builder, explanation);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return PALIER_EXIT_DONE;
}

static void
add_consents (JsonBuilder *builder, GPtrArray *consents)
{
  json_builder_set_member_name (builder, "consents");
  json_builder_begin_array (builder);
  for (guint i = 0; i < consents->len; i++)
  {
    const PalierConsent *consent = g_ptr_array_index (consents, i);
    json_builder_begin_object (builder);
    palier_cli_add_text (builder, "purpose", consent->purpose);
    palier_cli_add_text (builder, "channel", consent->channel);
    palier_cli_add_bool (builder, "given", consent->given);
    palier_cli_add_time (builder, "at", consent->at_ms);
    palier_cli_add_time (builder, "expires", consent->expires_ms);
    palier_cli_add_text (builder, "proof", consent->proof);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

/* Records what the options say, if anything: a consent needs its proof, a withdrawal none. */
static gboolean
record_consent (PalierConsentService *consents, const PalierId *id, GError **error)
{
  const char *on = channel == NULL ? "email" : channel;

  if (suppress)
    return dex_await (palier_consent_service_suppress (consents, id, "asked"), error);
  if (proof == NULL && !withdraw)
    return TRUE;
  return dex_await (palier_consent_service_record (
                        consents, id, purpose != NULL ? purpose : "prospecting",
                        g_str_equal (on, "all") ? NULL : on, !withdraw, proof != NULL ? proof : ""),
                    error);
}

static PalierExit
run_consent (PalierCli *cli, GError **error)
{
  PalierConsentService *consents = palier_session_get_consents (cli->session);
  PalierId id;

  if (!palier_cli_parse_id (cli->arguments[0], &id, error)
      || !palier_cli_check_choice ("purpose", purpose,
                                   "prospecting open click enrichment profiling ai", error)
      || !palier_cli_check_choice ("channel", channel, "email sms call letter linkedin all", error))
    return PALIER_EXIT_USAGE;
  if (!record_consent (consents, &id, error))
    return PALIER_EXIT_FAILED;

  g_autoptr (GPtrArray) list = dex_await_boxed (palier_consent_service_list (consents, &id), error);
  if (list == NULL)
    return PALIER_EXIT_FAILED;
  gboolean suppressed =
      dex_await_boolean (palier_consent_service_is_suppressed (consents, &id), NULL);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_id (builder, "id", &id);
  palier_cli_add_bool (builder, "suppressed", suppressed);
  add_consents (builder, list);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return PALIER_EXIT_DONE;
}

const PalierCommand palier_command_prospects = {
  .name = "prospects",
  .parameters = "",
  .summary = N_ ("List prospects, the best score first, one JSON object a line"),
  .entries = prospects_entries,
  .run = run_prospects,
};

const PalierCommand palier_command_show = {
  .name = "show",
  .parameters = N_ ("ID"),
  .summary = N_ ("Show one prospect with its score, history and messages"),
  .run = run_show,
  .least = 1,
  .most = 1,
};

const PalierCommand palier_command_score = {
  .name = "score",
  .parameters = N_ ("[ID]"),
  .summary = N_ ("Score one prospect, or the whole base"),
  .entries = score_entries,
  .run = run_score,
  .most = 1,
};

const PalierCommand palier_command_consent = {
  .name = "consent",
  .parameters = N_ ("ID"),
  .summary = N_ ("Show, record or withdraw the consents of a prospect"),
  .entries = consent_entries,
  .run = run_consent,
  .least = 1,
  .most = 1,
};
