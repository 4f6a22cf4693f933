/* SPDX-License-Identifier: GPL-3.0-or-later */
/* campaign, of one that is kept: from a draft to what came of it. */
#include "palier-cli-campaign.h"
#include "palier-cli-filter.h"
#include "palier-cli-json.h"

static PalierCampaignService *
get_service (PalierCli *cli)
{
  return palier_session_get_campaigns (cli->session);
}

static void
print_campaign (const PalierCampaign *campaign)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  palier_cli_add_id (builder, "id", &campaign->id);
  palier_cli_add_text (builder, "name", campaign->name);
  palier_cli_add_text (builder, "state", palier_campaign_state_name (campaign->state));
  if (campaign->sequence != NULL)
    palier_cli_add_int (builder, "steps", campaign->sequence->steps->len);
  palier_cli_add_time (builder, "created_at", campaign->created_ms);
  if (campaign->started_ms != 0)
    palier_cli_add_time (builder, "started_at", campaign->started_ms);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
}

PalierExit
palier_cli_campaign_kept (PalierCli *cli, GError **error)
{
  g_autoptr (GPtrArray) all =
      dex_await_boxed (palier_campaign_service_list (get_service (cli)), error);

  for (guint i = 0; all != NULL && i < all->len; i++)
    print_campaign (all->pdata[i]);
  return all != NULL ? PALIER_EXIT_DONE : PALIER_EXIT_FAILED;
}

/* Whom the options mean, as a campaign keeps it. Words to find are no part of it: a campaign may
 * look for its people again later. */
static gboolean
read_audience (PalierCli *cli, PalierFilter **out, GError **error)
{
  const struct
  {
    PalierFilterKey key;
    const char *value;
  } terms[] = { { PALIER_FILTER_KIND, palier_cli_filter.kind },
                { PALIER_FILTER_BAND, palier_cli_filter.band },
                { PALIER_FILTER_STAGE, palier_cli_filter.stage } };
  g_autoptr (PalierQuery) query = palier_cli_create_query (cli, error);
  g_autoptr (PalierFilter) filter = NULL;

  if (query == NULL)
    return FALSE;
  if (query->search != NULL)
    return palier_cli_check_choice ("search", "", _ ("nothing, for a campaign"), error);
  filter = query->filter != NULL ? palier_filter_ref (query->filter) : palier_filter_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (terms); i++)
    if (terms[i].value != NULL
        && !palier_filter_add (filter, terms[i].key, FALSE, terms[i].value, error))
      return FALSE;
  if (!palier_filter_is_empty (filter))
    *out = g_steal_pointer (&filter);
  return TRUE;
}

/* @sequence: the key of one that ships, or a file */
PalierExit
palier_cli_campaign_create (PalierCli *cli, const char *name, const char *sequence, GError **error)
{
  g_autoptr (PalierCampaign) campaign = palier_campaign_new ();

  campaign->name = g_strdup (name);
  campaign->sequence = palier_campaign_load (sequence, error);
  if (campaign->sequence == NULL)
    return PALIER_EXIT_FAILED;
  if (!read_audience (cli, &campaign->audience, error))
    return PALIER_EXIT_USAGE;
  if (!dex_await (palier_campaign_service_save (get_service (cli), campaign), error))
    return PALIER_EXIT_FAILED;
  print_campaign (campaign);
  return PALIER_EXIT_DONE;
}

static void
print_launch (const PalierLaunch *launch)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  palier_cli_add_int (builder, "prospects", launch->n_prospects);
  palier_cli_add_int (builder, "elsewhere", launch->n_elsewhere);
  palier_cli_add_int (builder, "written", launch->n_written);
  palier_cli_add_int (builder, "not_written", launch->n_left);
  palier_cli_add_int (builder, "messages", launch->n_messages);
  palier_cli_add_int (builder, "withdrawn", launch->n_withdrawn);
  palier_cli_add_int (builder, "to_review", launch->n_to_review);
  if (launch->first_ms != 0)
  {
    palier_cli_add_time (builder, "first_at", launch->first_ms);
    palier_cli_add_time (builder, "last_at", launch->last_ms);
  }
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
}

/* @future: (transfer full): → PALIER_TYPE_LAUNCH */
static PalierExit
await_launch (DexFuture *future, GError **error)
{
  g_autoptr (PalierLaunch) launch = dex_await_boxed (future, error);

  if (launch != NULL)
    print_launch (launch);
  return launch != NULL ? PALIER_EXIT_DONE : PALIER_EXIT_FAILED;
}

static PalierExit
run_prepare (PalierCli *cli, const PalierCampaign *campaign, GError **error)
{
  return await_launch (palier_campaign_service_prepare (get_service (cli), &campaign->id), error);
}

static PalierExit
run_launch (PalierCli *cli, const PalierCampaign *campaign, GError **error)
{
  return await_launch (palier_campaign_service_launch (get_service (cli), &campaign->id), error);
}

/* @path: of a sequence; @apply: else it is only said what would change */
PalierExit
palier_cli_campaign_change (PalierCli *cli, const char *which, const char *path, gboolean apply,
                            GError **error)
{
  g_autoptr (PalierSequence) sequence = palier_campaign_load (path, error);
  g_autoptr (PalierCampaign) campaign =
      sequence != NULL
          ? dex_await_boxed (palier_campaign_service_find (get_service (cli), which), error)
          : NULL;

  if (campaign == NULL)
    return PALIER_EXIT_FAILED;
  return await_launch (
      palier_campaign_service_change (get_service (cli), &campaign->id, sequence, apply), error);
}

static PalierExit
set_state (PalierCli *cli, const PalierCampaign *campaign, PalierCampaignState state,
           GError **error)
{
  return dex_await (palier_campaign_service_set_state (get_service (cli), &campaign->id, state),
                    error)
             ? PALIER_EXIT_DONE
             : PALIER_EXIT_FAILED;
}

static PalierExit
run_pause (PalierCli *cli, const PalierCampaign *campaign, GError **error)
{
  return set_state (cli, campaign, PALIER_CAMPAIGN_PAUSED, error);
}

static PalierExit
run_resume (PalierCli *cli, const PalierCampaign *campaign, GError **error)
{
  return set_state (cli, campaign, PALIER_CAMPAIGN_RUNNING, error);
}

static PalierExit
run_stop (PalierCli *cli, const PalierCampaign *campaign, GError **error)
{
  return set_state (cli, campaign, PALIER_CAMPAIGN_STOPPED, error);
}

static PalierExit
run_remove (PalierCli *cli, const PalierCampaign *campaign, GError **error)
{
  return dex_await (palier_campaign_service_remove (get_service (cli), &campaign->id), error)
             ? PALIER_EXIT_DONE
             : PALIER_EXIT_FAILED;
}

/* Until the relay has said something of a message, what the user did with it. */
static const char *
get_state_name (const PalierCampaignFigure *figure)
{
  return figure->delivery != PALIER_SEND_STATE_NONE ? palier_send_state_name (figure->delivery)
                                                    : palier_message_state_name (figure->state);
}

static void
print_figure (const PalierCampaign *campaign, const PalierCampaignFigure *figure)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  int index = campaign->sequence != NULL
                  ? palier_sequence_find_step (campaign->sequence, figure->step)
                  : -1;

  json_builder_begin_object (builder);
  if (index >= 0)
  {
    palier_cli_add_int (builder, "step", index + 1);
    palier_cli_add_text (
        builder, "channel",
        palier_channel_name (
            palier_sequence_get_step (campaign->sequence, (guint) index)->channel));
  }
  palier_cli_add_text (builder, "state", get_state_name (figure));
  palier_cli_add_int (builder, "messages", figure->n);
  palier_cli_add_int (builder, "opened", figure->n_opened);
  palier_cli_add_int (builder, "clicked", figure->n_clicked);
  palier_cli_add_int (builder, "replied", figure->n_replied);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
}

static void
print_trial (const PalierCampaign *campaign, const PalierCampaignTrial *trial)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  int index =
      campaign->sequence != NULL ? palier_sequence_find_step (campaign->sequence, trial->step) : -1;

  json_builder_begin_object (builder);
  if (index >= 0)
    palier_cli_add_int (builder, "step", index + 1);
  palier_cli_add_text (builder, "template", trial->template);
  palier_cli_add_int (builder, "sent", trial->n_sent);
  palier_cli_add_int (builder, "replied", trial->n_replied);
  palier_cli_add_double (builder, "rate", trial->rate, 4);
  palier_cli_add_double (builder, "to_be_best", trial->to_be_best, 4);
  palier_cli_add_double (builder, "expected_loss", trial->loss, 4);
  palier_cli_add_bool (builder, "best", trial->best);
  palier_cli_add_text (builder, "verdict", trial->verdict);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
}

static PalierExit
run_results (PalierCli *cli, const PalierCampaign *campaign, GError **error)
{
  g_autoptr (GPtrArray) trials =
      dex_await_boxed (palier_campaign_service_trials (get_service (cli), &campaign->id), error);

  for (guint i = 0; trials != NULL && i < trials->len; i++)
    print_trial (campaign, trials->pdata[i]);
  return trials != NULL ? PALIER_EXIT_DONE : PALIER_EXIT_FAILED;
}

static PalierExit
run_status (PalierCli *cli, const PalierCampaign *campaign, GError **error)
{
  g_autoptr (GArray) figures =
      dex_await_boxed (palier_campaign_service_figures (get_service (cli), &campaign->id), error);

  if (figures == NULL)
    return PALIER_EXIT_FAILED;
  for (guint i = 0; i < figures->len; i++)
    print_figure (campaign, &g_array_index (figures, PalierCampaignFigure, i));
  print_campaign (campaign);
  return PALIER_EXIT_DONE;
}

static const struct
{
  const char *verb;
  PalierExit (*run) (PalierCli *cli, const PalierCampaign *campaign, GError **error);
} verbs[] = {
  { "prepare", run_prepare }, { "launch", run_launch },   { "status", run_status },
  { "pause", run_pause },     { "resume", run_resume },   { "stop", run_stop },
  { "remove", run_remove },   { "results", run_results },
};

/* @which: an id or a name; @known: (out): whether there is such a verb */
PalierExit
palier_cli_campaign_run (PalierCli *cli, const char *verb, const char *which, gboolean *known,
                         GError **error)
{
  g_autoptr (PalierCampaign) campaign = NULL;
  gsize i = 0;

  while (i < G_N_ELEMENTS (verbs) && !g_str_equal (verbs[i].verb, verb))
    i++;
  *known = i < G_N_ELEMENTS (verbs);
  if (!*known)
    return PALIER_EXIT_USAGE;
  campaign = dex_await_boxed (palier_campaign_service_find (get_service (cli), which), error);
  return campaign != NULL ? verbs[i].run (cli, campaign, error) : PALIER_EXIT_FAILED;
}
