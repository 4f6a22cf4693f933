/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-campaign-audience.h"

#include "palier-campaign-message-store.h"
#include "palier-consent-store.h"
#include "palier-gatekeeper.h"
#include "palier-prospect-store.h"
#include "palier-scorer.h"

#define CHUNK 500
/* What a person's own mailbox can send without being taken for a machine. */
#define MAIL_GAP_MS (60 * 1000)
#define MAILS_A_DAY 200

/* Whether a message is opened is unknown before it is sent. */
static const PalierResponses nobody_answers = { .replied = PALIER_SIGNAL_NO,
                                                .met = PALIER_SIGNAL_NO };

static void
member_clear (gpointer data)
{
  PalierCampaignMember *self = data;

  palier_prospect_unref (self->prospect);
}

/* Returns: (transfer full) (element-type PalierCampaignMember) */
GArray *
palier_campaign_members_new (void)
{
  GArray *members = g_array_new (FALSE, TRUE, sizeof (PalierCampaignMember));

  g_array_set_clear_func (members, member_clear);
  return members;
}

/**
 * palier_campaign_members_add:
 * @consents: (element-type PalierConsent): all of the prospect
 * @exchanged: (nullable): what was exchanged with it
 * @suppressed: whether one of its addresses must not be written to
 * @at_ms: when the campaign would begin
 */
void
palier_campaign_members_add (GArray *members, PalierProspect *prospect,
                             const PalierResponses *responses, GPtrArray *consents,
                             const PalierProspectHistory *exchanged, gboolean suppressed,
                             gint64 at_ms)
{
  PalierCampaignMember member = { .prospect = palier_prospect_ref (prospect),
                                  .responses = *responses };

  for (guint i = 0; i < PALIER_N_CHANNELS; i++)
  {
    PalierGatekeeping keeping;
    palier_gatekeeper_judge (prospect, (PalierChannel) i, consents, exchanged, suppressed, at_ms,
                             &keeping);
    member.questions[i] = keeping.question;
  }
  g_array_append_val (members, member);
}

/* In a fiber. */
static gboolean
read_chunk (PalierCore *core, GArray *ns, gint64 at_ms, GArray *members, GError **error)
{
  g_autoptr (GPtrArray) prospects =
      dex_await_boxed (palier_prospect_store_rows (core->workspace, ns), error);
  if (prospects == NULL)
    return FALSE;
  g_autoptr (GArray) exchanged = dex_await_boxed (
      palier_event_store_history (core->workspace, ns, palier_scorer_recent_ms (core)), error);
  if (exchanged == NULL)
    return FALSE;
  g_autoptr (GPtrArray) consents =
      dex_await_boxed (palier_consent_store_of_rows (core->workspace, ns), error);
  if (consents == NULL)
    return FALSE;
  g_autoptr (GArray) suppressed = palier_gatekeeper_find_suppressed (core, prospects, error);
  if (suppressed == NULL)
    return FALSE;
  for (guint i = 0; i < prospects->len; i++)
    if (prospects->pdata[i] != NULL)
      palier_campaign_members_add (members, prospects->pdata[i], &nobody_answers,
                                   consents->pdata[i],
                                   &g_array_index (exchanged, PalierProspectHistory, i),
                                   g_array_index (suppressed, gboolean, i), at_ms);
  return TRUE;
}

/* In a fiber: (transfer full) (element-type PalierCampaignMember). */
static GArray *
read_members (PalierCore *core, GArray *numbers, gint64 at_ms, GError **error)
{
  g_autoptr (GArray) members = palier_campaign_members_new ();

  for (guint start = 0; start < numbers->len; start += CHUNK)
  {
    g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));
    g_array_append_vals (ns, &g_array_index (numbers, gint64, start),
                         MIN (numbers->len - start, CHUNK));
    if (!read_chunk (core, ns, at_ms, members, error))
      return NULL;
  }
  return g_steal_pointer (&members);
}

static gboolean
is_busy (const PalierProspect *prospect, GHashTable *busy)
{
  g_autofree char *firm = palier_campaign_dup_firm (prospect);
  char id[PALIER_ID_TEXT_SIZE];

  return g_hash_table_contains (busy, palier_id_format (palier_prospect_get_id (prospect), id))
         || (firm != NULL && g_hash_table_contains (busy, firm));
}

/* Nobody hears from two campaigns at once, and no firm does. Returns: how many were taken out */
static guint
leave_busy (GArray *members, GHashTable *busy)
{
  guint kept = 0, n = members->len;

  for (guint i = 0; i < n; i++)
  {
    PalierCampaignMember *member = &g_array_index (members, PalierCampaignMember, i);
    PalierCampaignMember *place = &g_array_index (members, PalierCampaignMember, kept);
    PalierCampaignMember other = *place;
    if (is_busy (member->prospect, busy))
      continue;
    *place = *member;
    *member = other;
    kept++;
  }
  g_array_set_size (members, kept);
  return n - kept;
}

/**
 * palier_campaign_audience_read:
 * @campaign: the one that they are asked for; nil: one that is not kept
 * @at_ms: when it would begin
 * @n_elsewhere: (out): how many are left out, since another campaign writes to them or their firm
 *
 * In a fiber. Returns: (transfer full) (element-type PalierCampaignMember) (nullable): in the order
 * of @query; errors: of the storage
 */
GArray *
palier_campaign_audience_read (PalierCore *core, PalierQuery *query, const PalierId *campaign,
                               gint64 at_ms, guint *n_elsewhere, GError **error)
{
  g_autoptr (GArray) numbers =
      dex_await_boxed (palier_prospect_store_ids (core->workspace, query, 0), error);
  g_autoptr (GArray) members = numbers != NULL ? read_members (core, numbers, at_ms, error) : NULL;
  g_autoptr (GHashTable) busy =
      members != NULL
          ? dex_await_boxed (palier_campaign_message_store_busy (core->workspace, campaign), error)
          : NULL;

  if (busy == NULL)
    return NULL;
  *n_elsewhere = leave_busy (members, busy);
  return g_steal_pointer (&members);
}

/* Returns: what may be sent by a mailbox of which nothing else is known */
PalierCampaignMeans
palier_campaign_means_usual (void)
{
  return (PalierCampaignMeans) { .mail = { .most_a_day = MAILS_A_DAY, .gap_ms = MAIL_GAP_MS } };
}
