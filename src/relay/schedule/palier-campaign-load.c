/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-campaign-load.h"

#include <string.h>

#include "palier-campaign-call.h"
#include "palier-record-store.h"
#include "palier-sender-day-store.h"
#include "palier-wall-time.h"

/* What went before weighs on no firm, pool or mailbox any more. */
#define RECENT_MS (G_GINT64_CONSTANT (3) * 24 * 60 * 60 * 1000)

static void
campaign_free (gpointer data)
{
  PalierPassCampaign *self = data;

  g_clear_pointer (&self->sequence, palier_sequence_free);
  g_ptr_array_unref (self->jobs);
  g_free (self);
}

void
palier_pass_load_free (PalierPassLoad *self)
{
  g_ptr_array_unref (self->campaigns);
  g_ptr_array_unref (self->members);
  g_array_unref (self->placed);
  g_hash_table_unref (self->senders);
  palier_plan_cast_free (self->cast);
  g_free (self);
}

/* ---- lanes, firms and pools ---- */

static guint
hash_id (gconstpointer id)
{
  guint hash;

  memcpy (&hash, ((const PalierId *) id)->bytes + sizeof (PalierId) - sizeof hash, sizeof hash);
  return hash;
}

static gboolean
equal_ids (gconstpointer a, gconstpointer b)
{
  return palier_id_equal (a, b);
}

static guint
read_cap (PalierTx *tx, const PalierTenant *tenant, const PalierId *sender)
{
  g_autoptr (PalierRecord) record =
      palier_record_store_get (tx, tenant, PALIER_KIND_SENDER, sender);
  gint64 cap =
      record != NULL ? palier_record_get_integer (record, PALIER_SENDER_FIELD_DAILY_CAP, 0) : 0;

  return (guint) CLAMP (cap, 0, G_MAXINT32);
}

/* Returns: the number of the sender's lane */
static guint8
get_lane (PalierPassLoad *self, const PalierId *sender)
{
  gpointer number = g_hash_table_lookup (self->senders, sender);
  g_autofree char *day = palier_wall_day (self->now_ms);

  if (number != NULL)
    return (guint8) GPOINTER_TO_UINT (number);
  PalierLane lane = {
    .pace = palier_plan_mail_pace (read_cap (self->tx, self->tenant, sender)),
    .metered = TRUE,
    .last_ms = palier_sender_last_ms (self->tx, self->tenant, sender),
    .today = palier_sender_day_get (self->tx, self->tenant, sender, day),
  };
  guint8 added = palier_plan_cast_add_lane (self->cast, &lane);
  g_hash_table_insert (self->senders, g_memdup2 (sender, sizeof *sender),
                       GUINT_TO_POINTER ((guint) added));
  return added;
}

static void
note_pool (PalierPassLoad *self, guint pool, gint64 went_ms)
{
  if (pool > 0 && pool <= self->cast->n_pools)
    self->cast->pools[pool - 1].last_ms = MAX (self->cast->pools[pool - 1].last_ms, went_ms);
}

static guint
find_firm (PalierPassLoad *self, const char *firm)
{
  return *firm != '\0' ? palier_plan_cast_firm (self->cast, firm) : 0;
}

/* What has gone: its firm, its pool and its lane wait from then. A mailbox's last time is that of
 * the plan, unless something else left since. */
static void
note_recent (PalierPassLoad *self, const PalierRecentMessage *one, gint64 today_ms)
{
  gint64 went_ms = palier_went_ms (one->due_ms, one->first_ms);
  gboolean mail = one->channel == PALIER_CHANNEL_EMAIL;
  PalierLane *lane = palier_plan_cast_lane (self->cast, mail ? get_lane (self, &one->sender)
                                                             : (guint) one->channel);

  palier_plan_cast_wrote (self->cast, find_firm (self, one->firm), went_ms);
  note_pool (self, one->pool, went_ms);
  if (mail && lane->last_ms == one->first_ms)
    lane->last_ms = went_ms;
  else if (!mail)
  {
    lane->last_ms = MAX (lane->last_ms, went_ms);
    lane->today += went_ms >= today_ms;
  }
}

/* What is about to leave, or stands on somebody's desk since today. */
static void
note_pending (PalierPassLoad *self, const PalierPassMember *member, const PalierSendJob *job,
              gint64 today_ms)
{
  PalierStepFate fate = palier_step_fate (job, self->now_ms);
  gboolean mail = job->channel == PALIER_CHANNEL_EMAIL;
  gboolean leaves = mail && fate == PALIER_FATE_GONE
                    && (job->state == PALIER_SEND_SCHEDULED || job->state == PALIER_SEND_CLAIMED);
  gboolean stands = !mail && job->state == PALIER_SEND_SCHEDULED && fate == PALIER_FATE_HELD;

  if (!leaves && !stands)
    return;
  PalierLane *lane = palier_plan_cast_lane (self->cast, mail ? get_lane (self, &job->sender)
                                                             : (guint) job->channel);
  lane->last_ms = MAX (lane->last_ms, job->due_ms);
  lane->today += job->due_ms >= today_ms;
  palier_plan_cast_wrote (self->cast, find_firm (self, member->him.row.firm), job->due_ms);
  note_pool (self, mail ? job->pool : 0, job->due_ms);
}

/* Puts somebody into the question; those that are put in first go first. */
void
palier_pass_load_enrol (PalierPassLoad *self, const PalierPassMember *member)
{
  const PalierParticipant *him = &member->him;
  PalierEnrolment enrolment = {
    .sequence = member->sequence,
    .step = him->next,
    .attempts = him->attempts,
    .since_ms = him->since_ms,
    .responses = him->responses,
    .region = him->row.region != PALIER_REGION_UNKNOWN ? him->row.region : PALIER_REGION_FRANCE,
    .firm = find_firm (self, him->row.firm),
  };

  memset (enrolment.lanes, PALIER_LANE_NONE, sizeof enrolment.lanes);
  for (guint i = 0; i < him->sequence->steps->len; i++)
  {
    const PalierSendJob *job = him->jobs[i];
    if (job == NULL)
      continue;
    gboolean mail = job->channel == PALIER_CHANNEL_EMAIL;
    enrolment.lanes[job->channel] = mail ? get_lane (self, &job->sender) : (guint8) job->channel;
    if (mail)
      enrolment.pool = (guint8) job->pool;
  }
  g_array_append_val (self->cast->enrolments, enrolment);
}

/* ---- who is in it ---- */

/* His record had not come when he was enrolled, and may be here now. */
static void
look_for_place (PalierPassLoad *self, PalierEnrolmentRow *row)
{
  g_autoptr (PalierRecord) prospect =
      palier_record_store_get (self->tx, self->tenant, PALIER_KIND_PROSPECT, &row->prospect);

  palier_enrolment_read_place (self->tenant, prospect, row);
  if (row->region != PALIER_REGION_UNKNOWN)
    g_array_append_val (self->placed, *row);
}

static void
add_job (PalierPassMember *member, PalierSendJob *job)
{
  int at = palier_sequence_find_step (member->him.sequence, job->step);

  if (at < 0 || job->channel == PALIER_CHANNEL_NONE)
    return;
  member->him.jobs[at] = job;
  member->planned_ms =
      member->planned_ms == 0 ? job->planned_ms : MIN (member->planned_ms, job->planned_ms);
}

/* Both lists are by prospect. Returns: the place of the first message of somebody behind him */
static guint
add_member (PalierPassLoad *self, const PalierPassCampaign *campaign, guint sequence,
            const PalierEnrolmentRow *row, guint from)
{
  PalierPassMember *member = g_new0 (PalierPassMember, 1);
  guint i = from;

  member->campaign = campaign;
  member->sequence = sequence;
  member->him.row = *row;
  member->him.sequence = campaign->sequence;
  for (; i < campaign->jobs->len; i++)
  {
    PalierSendJob *job = campaign->jobs->pdata[i];
    int order = memcmp (job->prospect.bytes, row->prospect.bytes, sizeof job->prospect.bytes);
    if (order > 0)
      break;
    if (order == 0)
      add_job (member, job);
  }
  if (row->region == PALIER_REGION_UNKNOWN)
    look_for_place (self, &member->him.row);
  palier_participant_judge (&member->him, self->now_ms);
  g_ptr_array_add (self->members, member);
  return i;
}

static void
add_members (PalierPassLoad *self, const PalierPassCampaign *campaign, guint sequence)
{
  g_autoptr (GArray) rows = palier_enrolment_store_list (self->tx, self->tenant, &campaign->row.id);
  guint from = 0;

  for (guint i = 0; i < rows->len; i++)
    from =
        add_member (self, campaign, sequence, &g_array_index (rows, PalierEnrolmentRow, i), from);
}

/* In the order of the rehearsal: a device enrols one a moment after the other. Of those that it did
 * not, by when their first message was meant to leave. */
static int
compare_members (gconstpointer a, gconstpointer b)
{
  const PalierPassMember *one = *(PalierPassMember *const *) a;
  const PalierPassMember *other = *(PalierPassMember *const *) b;
  gint64 first = one->him.row.entered_ms, second = other->him.row.entered_ms;

  if (first == second)
  {
    first = one->planned_ms;
    second = other->planned_ms;
  }
  if (first != second)
    return first < second ? -1 : 1;
  return memcmp (one->him.row.prospect.bytes, other->him.row.prospect.bytes, sizeof (PalierId));
}

static void
load_campaigns (PalierPassLoad *self)
{
  g_autoptr (GArray) rows = palier_campaign_store_list_open (self->tx, self->tenant);
  guint sequence = 0;

  for (guint i = 0; i < rows->len; i++)
  {
    PalierPassCampaign *campaign = g_new0 (PalierPassCampaign, 1);
    campaign->row = g_array_index (rows, PalierCampaignRow, i);
    campaign->jobs = palier_job_store_of_campaign (self->tx, self->tenant, &campaign->row.id);
    campaign->sequence = palier_campaign_load_sequence (self->tx, self->tenant, &campaign->row.id);
    g_ptr_array_add (self->campaigns, campaign);
    if (campaign->row.state == PALIER_CAMPAIGN_RUNNING && campaign->sequence != NULL)
      add_members (self, campaign, sequence++);
  }
  g_ptr_array_sort (self->members, compare_members);
}

static void
note_all (PalierPassLoad *self)
{
  g_autoptr (GArray) recent =
      palier_enrolment_store_recent (self->tx, self->tenant, self->now_ms - RECENT_MS);
  gint64 today_ms = palier_wall_day_ms (self->now_ms);

  for (guint i = 0; i < recent->len; i++)
    note_recent (self, &g_array_index (recent, PalierRecentMessage, i), today_ms);
  for (guint i = 0; i < self->members->len; i++)
  {
    const PalierPassMember *member = self->members->pdata[i];
    for (guint k = 0; k < member->him.sequence->steps->len; k++)
      if (member->him.jobs[k] != NULL)
        note_pending (self, member, member->him.jobs[k], today_ms);
  }
}

/* Returns: (transfer full): with nobody in the question yet; good as long as the transaction is */
PalierPassLoad *
palier_pass_load (PalierTx *tx, const PalierTenant *tenant)
{
  PalierPassLoad *self = g_new0 (PalierPassLoad, 1);

  self->tx = tx;
  self->tenant = tenant;
  self->now_ms = tx->now_ms;
  self->version = palier_pass_store_version (tx, tenant);
  self->campaigns = g_ptr_array_new_with_free_func (campaign_free);
  self->members = g_ptr_array_new_with_free_func (g_free);
  self->placed = g_array_new (FALSE, FALSE, sizeof (PalierEnrolmentRow));
  self->senders = g_hash_table_new_full (hash_id, equal_ids, g_free, NULL);
  self->cast = palier_plan_cast_new ();
  load_campaigns (self);
  note_all (self);
  return self;
}
