/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gate: what the law says of a message to a prospect, by channel and date. */
#include "palier-cli-filter.h"
#include "palier-cli-json.h"

static char *channel_name;
static char *date;
static gboolean explain;

static const GOptionEntry gate_entries[] = {
  { "channel", 0, 0, G_OPTION_ARG_STRING, &channel_name,
    N_ ("email (default), sms, linkedin, call or letter"), N_ ("CHANNEL") },
  { "date", 0, 0, G_OPTION_ARG_STRING, &date, N_ ("When it would leave (default: now)"),
    N_ ("DATE") },
  { "explain", 'e', 0, G_OPTION_ARG_NONE, &explain, N_ ("Say what the answer goes by"), NULL },
  { NULL },
};

static const char *const verdicts[] = {
  [PALIER_VERDICT_ALLOWED] = "allowed",
  [PALIER_VERDICT_NEEDS_NOTICE] = "needs_notice",
  [PALIER_VERDICT_LATER] = "later",
  [PALIER_VERDICT_BLOCKED] = "blocked",
};

static void
add_question (JsonBuilder *builder, const PalierGateQuestion *question)
{
  json_builder_set_member_name (builder, "goes_by");
  json_builder_begin_object (builder);
  palier_cli_add_text (builder, "kind", question->is_agency ? "agency" : "person");
  palier_cli_add_text (builder, "address", palier_nature_name (question->nature));
  palier_cli_add_text (builder, "legal_basis", palier_basis_name (question->basis));
  palier_cli_add_text (builder, "consent", palier_signal_name (question->consent));
  palier_cli_add_bool (builder, "suppressed", question->suppressed);
  palier_cli_add_bool (builder, "firm_closed", question->firm_closed);
  palier_cli_add_bool (builder, "unpublished", question->unpublished);
  palier_cli_add_bool (builder, "informed", question->informed);
  palier_cli_add_time (builder, "last_sign_at", question->last_sign_ms);
  json_builder_end_object (builder);
}

static void
print_answer (const PalierMessageVerdict *answer, const PalierId *prospect)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const PalierVerdict *verdict = &answer->verdict;

  json_builder_begin_object (builder);
  palier_cli_add_id (builder, "prospect", prospect);
  palier_cli_add_text (builder, "channel", palier_channel_name (answer->question.channel));
  palier_cli_add_time (builder, "at", answer->question.now_ms);
  palier_cli_add_text (builder, "verdict", verdicts[verdict->kind]);
  palier_cli_add_text (builder, "reason", palier_gate_reason_name (verdict->reason));
  palier_cli_add_text (builder, "article", verdict->article);
  if (verdict->alternative != PALIER_CHANNEL_NONE)
    palier_cli_add_text (builder, "alternative", palier_channel_name (verdict->alternative));
  if (verdict->not_before_ms != 0)
    palier_cli_add_time (builder, "not_before", verdict->not_before_ms);
  palier_cli_add_text (builder, "words", answer->words);
  if (explain)
    add_question (builder, &answer->question);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
}

static PalierExit
run_gate (PalierCli *cli, GError **error)
{
  PalierChannel channel =
      channel_name != NULL ? palier_channel_from_name (channel_name) : PALIER_CHANNEL_EMAIL;
  PalierId prospect;
  gint64 at_ms;

  if (channel == PALIER_CHANNEL_NONE)
    return palier_cli_check_choice ("channel", channel_name, "email sms linkedin call letter",
                                    error),
           PALIER_EXIT_USAGE;
  if (!palier_cli_parse_id (cli->arguments[0], &prospect, error)
      || !palier_cli_parse_time ("date", date, &at_ms, error))
    return PALIER_EXIT_USAGE;
  g_autoptr (PalierMessageVerdict) answer =
      dex_await_boxed (palier_message_service_ask_gate (palier_session_get_messages (cli->session),
                                                        &prospect, channel, at_ms),
                       error);
  if (answer == NULL)
    return PALIER_EXIT_FAILED;
  print_answer (answer, &prospect);
  return PALIER_EXIT_DONE;
}

const PalierCommand palier_command_gate = {
  .name = "gate",
  .parameters = "ID",
  .summary = N_ ("Say whether the law lets a message go to a prospect, and why"),
  .entries = gate_entries,
  .run = run_gate,
  .least = 1,
  .most = 1,
};
