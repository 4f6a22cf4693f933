/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A campaign's question to the planner: who is in it, and by which lanes. */
#include "palier-rehearse.h"

#include "palier-mail-pool.h"

#define MINUTE_MS (G_GINT64_CONSTANT (60) * 1000)
#define DAY_MS (24 * 60 * MINUTE_MS)
#define SIREN_DIGITS 9

/* A firm that hears from the same sender every day has heard enough. */
#define FIRM_GAP_MS (2 * DAY_MS)
/* What a person can do beside his work; LinkedIn holds back accounts that invite more than that. */
#define CALLS_A_DAY 40
#define INVITATIONS_A_DAY 20
#define SMS_GAP_MS 1000

typedef struct
{
  GArray *members;
  GArray *enrolments; /* (element-type PalierEnrolment) */
  GHashTable *firms;  /* SIREN → number */
  guint n_firms;
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

/* Returns: the number of the prospect's firm, 0 where it is not known */
static guint
find_firm (Cast *self, const PalierProspect *prospect)
{
  const char *siren = palier_prospect_get (prospect, PALIER_FIELD_SIREN);
  const char *siret = palier_prospect_get (prospect, PALIER_FIELD_SIRET);
  g_autofree char *key =
      siren != NULL ? g_strdup (siren) : g_strndup (siret != NULL ? siret : "", SIREN_DIGITS);
  gpointer number;

  if (*key == '\0')
    return 0;
  number = g_hash_table_lookup (self->firms, key);
  if (number == NULL)
  {
    number = GUINT_TO_POINTER (++self->n_firms);
    g_hash_table_insert (self->firms, g_steal_pointer (&key), number);
  }
  return GPOINTER_TO_UINT (number);
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
  g_array_append_val (self->enrolments, enrolment);
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

/* Each channel is a lane. */
static void
fill_lanes (PalierLane lanes[PALIER_N_CHANNELS], const PalierCampaignMeans *means)
{
  lanes[PALIER_CHANNEL_EMAIL] = (PalierLane) { .pace = means->mail, .metered = TRUE };
  lanes[PALIER_CHANNEL_SMS] = (PalierLane) { .pace.gap_ms = SMS_GAP_MS };
  lanes[PALIER_CHANNEL_LINKEDIN] = (PalierLane) { .pace.most_a_day = INVITATIONS_A_DAY };
  lanes[PALIER_CHANNEL_CALL] = (PalierLane) { .pace.most_a_day = CALLS_A_DAY };
  lanes[PALIER_CHANNEL_LETTER] = (PalierLane) { .metered = FALSE };
}

static GArray *
plan (const PalierSequence *sequence, Cast *cast, const PalierCampaignMeans *means, gint64 now_ms)
{
  PalierLane lanes[PALIER_N_CHANNELS];
  PalierPool pools[PALIER_POOLS_MAX];
  gsize n_pools = palier_mail_pools (pools);

  fill_lanes (lanes, means);
  return palier_plan (&(PalierPlanQuestion) {
      .sequences = &sequence,
      .n_sequences = 1,
      .enrolments = (const PalierEnrolment *) cast->enrolments->data,
      .n_enrolments = cast->enrolments->len,
      .lanes = lanes,
      .n_lanes = PALIER_N_CHANNELS,
      .pools = pools,
      .n_pools = n_pools,
      .n_firms = cast->n_firms,
      .firm_gap_ms = FIRM_GAP_MS,
      .quota = means->mail_quota,
      .used = means->mail_used,
      .gate = ask_gate,
      .gate_data = cast,
      .now_ms = now_ms,
  });
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
  g_autoptr (GArray) enrolments =
      g_array_sized_new (FALSE, FALSE, sizeof (PalierEnrolment), members->len);
  g_autoptr (GHashTable) firms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Cast cast = { members, enrolments, firms, 0 };

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
