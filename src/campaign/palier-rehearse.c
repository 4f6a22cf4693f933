/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A campaign's question to the planner: who is in it, and by which lanes. */
#include "palier-rehearse.h"

#include "palier-mail-pool.h"
#include "palier-plan-cast.h"

#define SIREN_DIGITS 9

typedef struct
{
  GArray *members;
  PalierPlanCast *plan;
} Cast;

static gboolean
has (const PalierProspect *prospect, PalierField field)
{
  return palier_prospect_get (prospect, field) != NULL;
}

/* Whether something is known by which @prospect can be reached that way. */
gboolean
palier_campaign_reaches (const PalierProspect *prospect, PalierChannel channel)
{
  switch (channel)
  {
  case PALIER_CHANNEL_EMAIL:
    return has (prospect, PALIER_FIELD_EMAIL);
  case PALIER_CHANNEL_SMS:
    return has (prospect, PALIER_FIELD_MOBILE);
  case PALIER_CHANNEL_LINKEDIN:
    return has (prospect, PALIER_FIELD_LINKEDIN);
  case PALIER_CHANNEL_CALL:
    return has (prospect, PALIER_FIELD_PHONE) || has (prospect, PALIER_FIELD_MOBILE);
  case PALIER_CHANNEL_LETTER:
    return has (prospect, PALIER_FIELD_STREET) && has (prospect, PALIER_FIELD_CITY);
  default:
    return FALSE;
  }
}

/* Returns: (transfer full) (nullable): the SIREN of the prospect's firm, where it is known */
char *
palier_campaign_dup_firm (const PalierProspect *prospect)
{
  const char *siren = palier_prospect_get (prospect, PALIER_FIELD_SIREN);
  const char *siret = palier_prospect_get (prospect, PALIER_FIELD_SIRET);

  if (siren != NULL)
    return g_strdup (siren);
  return siret != NULL ? g_strndup (siret, SIREN_DIGITS) : NULL;
}

/* Returns: the number of the prospect's firm, 0 where it is not known */
static guint
find_firm (Cast *self, const PalierProspect *prospect)
{
  g_autofree char *key = palier_campaign_dup_firm (prospect);

  return key != NULL ? palier_plan_cast_firm (self->plan, key) : 0;
}

static void
enrol (Cast *self, const PalierCampaignMember *member, gint64 now_ms)
{
  const PalierProspect *prospect = member->prospect;
  PalierEnrolment enrolment = {
    .since_ms = now_ms,
    .responses = member->responses,
    .region = member->questions[PALIER_CHANNEL_EMAIL].region,
    .firm = find_firm (self, prospect),
    .pool = (guint8) palier_mail_pool_find (palier_prospect_get (prospect, PALIER_FIELD_EMAIL)),
  };

  for (guint i = 0; i < PALIER_N_CHANNELS; i++)
    enrolment.lanes[i] =
        palier_campaign_reaches (prospect, (PalierChannel) i) ? (guint8) i : PALIER_LANE_NONE;
  g_array_append_val (self->plan->enrolments, enrolment);
}

static PalierVerdict
ask_gate (guint enrolment, const PalierStep *step, gint64 at_ms, gpointer data)
{
  const Cast *self = data;
  const PalierCampaignMember *member =
      &g_array_index (self->members, PalierCampaignMember, enrolment);
  PalierGateQuestion question = member->questions[step->channel];

  question.now_ms = at_ms;
  return palier_gate_ask (&question);
}

static GArray *
plan (const PalierSequence *sequence, Cast *cast, const PalierCampaignMeans *means, gint64 now_ms)
{
  PalierPlanQuestion question = {
    .sequences = &sequence,
    .n_sequences = 1,
    .quota = means->mail_quota,
    .used = means->mail_used,
    .gate = ask_gate,
    .gate_data = cast,
    .now_ms = now_ms,
  };

  palier_plan_cast_lane (cast->plan, PALIER_CHANNEL_EMAIL)->pace = means->mail;
  palier_plan_cast_fill (cast->plan, &question);
  return palier_plan (&question);
}

/**
 * palier_rehearse:
 * @sequence: one that palier_sequence_check() finds nothing in
 * @members: (element-type PalierCampaignMember): the first one goes first
 * @now_ms: when it would begin
 *
 * Returns: (transfer full)
 */
PalierRehearsal *
palier_rehearse (const PalierSequence *sequence, GArray *members, const PalierCampaignMeans *means,
                 gint64 now_ms)
{
  PalierRehearsal *self = palier_rehearsal_new ();
  g_autoptr (PalierPlanCast) plan_cast = palier_plan_cast_new ();
  Cast cast = { members, plan_cast };

  for (guint i = 0; i < members->len; i++)
  {
    const PalierCampaignMember *member = &g_array_index (members, PalierCampaignMember, i);
    enrol (&cast, member, now_ms);
    g_ptr_array_add (self->prospects, palier_prospect_ref (member->prospect));
  }
  self->rows = plan (sequence, &cast, means, now_ms);
  palier_rehearsal_sum (self, sequence);
  return self;
}
