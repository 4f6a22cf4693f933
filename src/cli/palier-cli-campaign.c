/* SPDX-License-Identifier: GPL-3.0-or-later */
/* campaign, plan: what a sequence does to an audience, before anything leaves; and what runs. */
#include "palier-cli-campaign.h"
#include "palier-cli-filter.h"
#include "palier-cli-json.h"

static char *start;
static char *audience;
static char *sequence_name;
static gboolean summary;
static gboolean apply;

static const GOptionEntry campaign_entries[] = {
  PALIER_CLI_FILTER_ENTRIES,
  { "sequence", 0, 0, G_OPTION_ARG_FILENAME, &sequence_name,
    N_ ("With create and change: the key of one that ships, or a file"), N_ ("SEQUENCE") },
  { "apply", 0, 0, G_OPTION_ARG_NONE, &apply,
    N_ ("With change: do it, after it was said what would change"), NULL },
  { "start", 0, 0, G_OPTION_ARG_STRING, &start, N_ ("When it begins (default: now)"), N_ ("DATE") },
  { "summary", 0, 0, G_OPTION_ARG_NONE, &summary, N_ ("The figures alone, without each step"),
    NULL },
  { NULL },
};

static const GOptionEntry plan_entries[] = {
  { "audience", 0, 0, G_OPTION_ARG_FILENAME, &audience,
    N_ ("JSON lines as the command prospects prints them"), N_ ("FILE") },
  { "now", 0, 0, G_OPTION_ARG_STRING, &start, N_ ("When it begins (default: now)"), N_ ("DATE") },
  { "summary", 0, 0, G_OPTION_ARG_NONE, &summary, N_ ("The figures alone, without each step"),
    NULL },
  { NULL },
};

static void
print_row (const PalierRehearsal *rehearsal, const PalierSequence *sequence,
           const PalierPlanRow *row)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const PalierStep *step = palier_sequence_get_step (sequence, row->step);
  PalierProspect *prospect = rehearsal->prospects->pdata[row->enrolment];

  json_builder_begin_object (builder);
  palier_cli_add_id (builder, "prospect", palier_prospect_get_id (prospect));
  palier_cli_add_int (builder, "step", row->step + 1);
  palier_cli_add_text (builder, "channel", palier_channel_name (step->channel));
  palier_cli_add_text (builder, "state", palier_send_state_name ((PalierSendState) row->state));
  palier_cli_add_time (builder, "due_at", row->due_ms);
  palier_cli_add_time (builder, "at", row->at_ms);
  if (row->reason != PALIER_REASON_NONE)
    palier_cli_add_text (builder, "reason",
                         palier_send_reason_name ((PalierSendReason) row->reason));
  if (row->reason == PALIER_REASON_GATE)
    palier_cli_add_text (builder, "gate", palier_gate_reason_name ((PalierGateReason) row->gate));
  if (row->guessed)
    palier_cli_add_bool (builder, "guessed", TRUE);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
}

static void
add_channels (JsonBuilder *builder, const guint goes[PALIER_N_CHANNELS])
{
  for (guint i = 0; i < PALIER_N_CHANNELS; i++)
    if (goes[i] > 0)
      palier_cli_add_int (builder, palier_channel_name ((PalierChannel) i), goes[i]);
}

static void
add_days (JsonBuilder *builder, const PalierRehearsal *rehearsal)
{
  json_builder_set_member_name (builder, "days");
  json_builder_begin_array (builder);
  for (guint i = 0; i < rehearsal->days->len; i++)
  {
    const PalierRehearsalDay *day = &g_array_index (rehearsal->days, PalierRehearsalDay, i);
    json_builder_begin_object (builder);
    palier_cli_add_time (builder, "day", day->day_ms);
    add_channels (builder, day->goes);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_asides (JsonBuilder *builder, const PalierRehearsal *rehearsal)
{
  json_builder_set_member_name (builder, "kept_back");
  json_builder_begin_array (builder);
  for (guint i = 0; i < rehearsal->asides->len; i++)
  {
    const PalierRehearsalAside *aside = &g_array_index (rehearsal->asides, PalierRehearsalAside, i);
    g_autofree char *words = palier_words_kept_back (aside);
    json_builder_begin_object (builder);
    palier_cli_add_text (builder, "state", palier_send_state_name (aside->state));
    palier_cli_add_text (builder, "reason", palier_send_reason_name (aside->reason));
    if (aside->reason == PALIER_REASON_GATE)
      palier_cli_add_text (builder, "gate", palier_gate_reason_name (aside->gate));
    palier_cli_add_text (builder, "words", words);
    palier_cli_add_int (builder, "steps", aside->n_steps);
    palier_cli_add_int (builder, "prospects", aside->n_prospects);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
print_summary (const PalierRehearsal *rehearsal, const PalierSequence *sequence)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  palier_cli_add_text (builder, "sequence", sequence->name);
  palier_cli_add_int (builder, "prospects", rehearsal->prospects->len);
  palier_cli_add_int (builder, "reached", rehearsal->n_reached);
  palier_cli_add_int (builder, "elsewhere", rehearsal->n_elsewhere);
  json_builder_set_member_name (builder, "goes");
  json_builder_begin_object (builder);
  add_channels (builder, rehearsal->n_goes);
  json_builder_end_object (builder);
  palier_cli_add_int (builder, "guessed", rehearsal->n_guessed);
  palier_cli_add_double (builder, "cost_eur", rehearsal->cost, 2);
  if (rehearsal->first_ms != 0)
  {
    palier_cli_add_time (builder, "first_at", rehearsal->first_ms);
    palier_cli_add_time (builder, "last_at", rehearsal->last_ms);
  }
  add_days (builder, rehearsal);
  add_asides (builder, rehearsal);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
}

static void
print_rehearsal (const PalierRehearsal *rehearsal, const PalierSequence *sequence)
{
  for (guint i = 0; !summary && i < rehearsal->rows->len; i++)
    print_row (rehearsal, sequence, &g_array_index (rehearsal->rows, PalierPlanRow, i));
  print_summary (rehearsal, sequence);
}

static PalierExit
run_list (PalierCli *cli, GError **error)
{
  g_auto (GStrv) keys = palier_campaign_list_shipped ();

  for (char **key = keys; *key != NULL; key++)
  {
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    g_autoptr (PalierSequence) sequence = palier_campaign_load (*key, NULL);
    json_builder_begin_object (builder);
    palier_cli_add_text (builder, "sequence", *key);
    palier_cli_add_text (builder, "name", sequence->name);
    palier_cli_add_int (builder, "steps", sequence->steps->len);
    json_builder_end_object (builder);
    palier_cli_print_json (builder);
  }
  return palier_cli_campaign_kept (cli, error);
}

static PalierExit
run_rehearse (PalierCli *cli, const char *name, GError **error)
{
  g_autoptr (PalierSequence) sequence = palier_campaign_load (name, error);
  g_autoptr (PalierQuery) query = NULL;
  gint64 start_ms;

  if (sequence == NULL)
    return PALIER_EXIT_FAILED;
  query = palier_cli_create_query (cli, error);
  if (query == NULL || !palier_cli_parse_time ("start", start, &start_ms, error))
    return PALIER_EXIT_USAGE;
  g_autoptr (PalierRehearsal) rehearsal = dex_await_boxed (
      palier_campaign_service_rehearse (palier_session_get_campaigns (cli->session), sequence,
                                        query, NULL, start_ms),
      error);
  if (rehearsal == NULL)
    return PALIER_EXIT_FAILED;
  print_rehearsal (rehearsal, sequence);
  return PALIER_EXIT_DONE;
}

static PalierExit
run_campaign (PalierCli *cli, GError **error)
{
  const char *verb = cli->arguments[0];
  gboolean known = FALSE;
  PalierExit end = PALIER_EXIT_USAGE;

  if (g_strcmp0 (verb, "list") == 0 && cli->n_arguments == 1)
    return run_list (cli, error);
  if (g_strcmp0 (verb, "rehearse") == 0 && cli->n_arguments == 2)
    return run_rehearse (cli, cli->arguments[1], error);
  if (g_strcmp0 (verb, "create") == 0 && cli->n_arguments == 2 && sequence_name != NULL)
    return palier_cli_campaign_create (cli, cli->arguments[1], sequence_name, error);
  if (g_strcmp0 (verb, "change") == 0 && cli->n_arguments == 2 && sequence_name != NULL)
    return palier_cli_campaign_change (cli, cli->arguments[1], sequence_name, apply, error);
  if (cli->n_arguments == 2)
    end = palier_cli_campaign_run (cli, verb, cli->arguments[1], &known, error);
  if (!known)
    g_set_error_literal (
        error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
        _ ("Usage: palierctl campaign list | rehearse SEQUENCE | create NAME "
           "--sequence SEQUENCE | change CAMPAIGN --sequence SEQUENCE | prepare, launch, "
           "status, results, pause, resume, stop or remove CAMPAIGN"));
  return end;
}

static PalierExit
run_plan (PalierCli *cli, GError **error)
{
  g_autoptr (PalierSequence) sequence = palier_campaign_load (cli->arguments[0], error);
  gint64 now_ms;

  if (sequence == NULL)
    return PALIER_EXIT_FAILED;
  if (!palier_cli_parse_time ("now", start, &now_ms, error))
    return PALIER_EXIT_USAGE;
  if (audience == NULL)
    return palier_cli_check_choice ("audience", "", _ ("a file"), error), PALIER_EXIT_USAGE;
  g_autoptr (PalierRehearsal) rehearsal =
      palier_campaign_plan_file (sequence, audience, now_ms, error);
  if (rehearsal == NULL)
    return PALIER_EXIT_FAILED;
  print_rehearsal (rehearsal, sequence);
  return PALIER_EXIT_DONE;
}

const PalierCommand palier_command_campaign = {
  .name = "campaign",
  .parameters =
      "list | rehearse SEQUENCE | create NAME | change CAMPAIGN | prepare, launch, status, "
      "results, pause, resume, stop or remove CAMPAIGN",
  .summary = N_ ("Rehearse a sequence on its real audience, and run it as a campaign"),
  .entries = campaign_entries,
  .run = run_campaign,
  .least = 1,
  .most = 2,
};

const PalierCommand palier_command_plan = {
  .name = "plan",
  .parameters = "SEQUENCE --audience FILE",
  .summary = N_ ("Plan a sequence for the prospects of a file, without a base"),
  .entries = plan_entries,
  .run = run_plan,
  .least = 1,
  .most = 1,
  .new_base = TRUE,
};
