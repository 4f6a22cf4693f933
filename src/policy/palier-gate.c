/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of the questions is part of the rule: what forbids for ever comes first, then the
 * basis, then the hours, and at last what the message must carry. */
#include "palier-gate.h"
#include "palier-send-window.h"

#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)
#define RETENTION_YEARS 3
#define CALLS_ARTICLE "Code de la consommation art. L223-1" /* of consumers, and of them alone */

/* Narrower than the operators' charter of 2026 (8:00 to 21:30), as the gateways ask. */
static const PalierSendWindow sms_hours = { PALIER_DAYS_WITH_SATURDAY, 8 * 60, 20 * 60, FALSE };
static const PalierSendWindow call_morning = { PALIER_DAYS_WEEK, 10 * 60, 13 * 60, FALSE };
static const PalierSendWindow call_afternoon = { PALIER_DAYS_WEEK, 14 * 60, 20 * 60, FALSE };

static const char *const reasons[] = {
  "consent",  "customer",        "interest",    "firm_address", "suppressed",
  "opposed",  "closed",          "unpublished", "too_old",      "no_consent",
  "no_basis", "private_address", "hours",       "call_consent",
};
static const char *const natures[] = { "unknown", "generic", "professional", "private" };
static const char *const bases[] = { "none", "legitimate_interest", "consent", "contract" };

G_STATIC_ASSERT (G_N_ELEMENTS (reasons) == PALIER_N_GATE_REASONS);
G_STATIC_ASSERT (G_N_ELEMENTS (natures) == PALIER_N_NATURES);
G_STATIC_ASSERT (G_N_ELEMENTS (bases) == PALIER_N_BASES);

static PalierVerdict
block (PalierGateReason reason, const char *article, PalierChannel alternative)
{
  return (PalierVerdict) { PALIER_VERDICT_BLOCKED, reason, article, alternative, 0 };
}

static PalierVerdict
allow (PalierGateReason reason, const char *article)
{
  return (PalierVerdict) { PALIER_VERDICT_ALLOWED, reason, article, PALIER_CHANNEL_NONE, 0 };
}

/* Years are those of the calendar: with a 29 February or without. */
static gboolean
is_too_old (const PalierGateQuestion *q)
{
  if (q->last_sign_ms == 0)
    return FALSE;
  g_autoptr (GDateTime) sign = g_date_time_new_from_unix_utc (q->last_sign_ms / 1000);
  g_autoptr (GDateTime) end = sign != NULL ? g_date_time_add_years (sign, RETENTION_YEARS) : NULL;
  return end != NULL && q->now_ms > g_date_time_to_unix (end) * 1000;
}

/* What forbids whatever the basis. */
static gboolean
is_barred (const PalierGateQuestion *q, PalierVerdict *out)
{
  if (q->suppressed)
    *out = block (PALIER_GATE_SUPPRESSED, "RGPD art. 21(2)", PALIER_CHANNEL_NONE);
  else if (q->consent == PALIER_SIGNAL_NO)
    *out = block (PALIER_GATE_OPPOSED, "RGPD art. 7(3), art. 21(2)", PALIER_CHANNEL_NONE);
  else if (q->firm_closed)
    *out = block (PALIER_GATE_FIRM_CLOSED, "RGPD art. 5(1)(d)", PALIER_CHANNEL_NONE);
  else if (q->unpublished && q->consent != PALIER_SIGNAL_YES)
    *out = block (PALIER_GATE_UNPUBLISHED, "Code de commerce art. A123-96", PALIER_CHANNEL_NONE);
  else if (is_too_old (q))
    *out = block (PALIER_GATE_TOO_OLD, "RGPD art. 5(1)(e)", PALIER_CHANNEL_NONE);
  else
    return FALSE;
  return TRUE;
}

/* Whether the channel is electronic mail in the sense of L34-5 (a private message is). */
static gboolean
is_electronic (PalierChannel channel)
{
  return channel == PALIER_CHANNEL_EMAIL || channel == PALIER_CHANNEL_SMS
         || channel == PALIER_CHANNEL_LINKEDIN;
}

/* Whether @q's address must be taken as a private one. A profile on a professional network is the
 * professional's; a letter goes to the firm's seat; whoever calls a firm calls it about its trade,
 * unless the number is known to be somebody's own. */
static gboolean
is_private (const PalierGateQuestion *q)
{
  if (q->channel == PALIER_CHANNEL_LETTER || q->channel == PALIER_CHANNEL_LINKEDIN)
    return FALSE;
  return q->nature == PALIER_NATURE_PRIVATE
         || (q->nature == PALIER_NATURE_UNKNOWN && q->channel != PALIER_CHANNEL_CALL);
}

/* Whether the law on calls to consumers is heard. */
static gboolean
calls_consumer (const PalierGateQuestion *q)
{
  return q->channel == PALIER_CHANNEL_CALL && (!q->is_agency || is_private (q));
}

/* @otherwise: where neither law on the channel applies */
static const char *
get_article (const PalierGateQuestion *q, const char *otherwise)
{
  if (calls_consumer (q))
    return CALLS_ARTICLE;
  return is_electronic (q->channel) ? "CPCE art. L34-5" : otherwise;
}

static PalierVerdict
allow_customer (const PalierGateQuestion *q)
{
  return allow (PALIER_GATE_CUSTOMER, get_article (q, "RGPD art. 6(1)(f)"));
}

/* A person acting privately: consent first, but for a letter, and for one's own customers. These
 * may be called without it about the contract that runs alone, which is no prospecting. */
static PalierVerdict
judge_person (const PalierGateQuestion *q)
{
  if (q->channel == PALIER_CHANNEL_CALL)
    return block (PALIER_GATE_CALL_CONSENT, CALLS_ARTICLE, PALIER_CHANNEL_LETTER);
  if (q->basis == PALIER_BASIS_CONTRACT)
    return allow_customer (q);
  if (q->channel != PALIER_CHANNEL_LETTER)
    return block (PALIER_GATE_NO_CONSENT, "CPCE art. L34-5", PALIER_CHANNEL_LETTER);
  if (q->basis != PALIER_BASIS_LEGITIMATE_INTEREST)
    return block (PALIER_GATE_NO_BASIS, "RGPD art. 6", PALIER_CHANNEL_NONE);
  return allow (PALIER_GATE_INTEREST, "RGPD art. 6(1)(f)");
}

static PalierVerdict
allow_firm_address (PalierChannel channel)
{
  if (channel == PALIER_CHANNEL_CALL)
    return allow (PALIER_GATE_FIRM_ADDRESS, CALLS_ARTICLE);
  return allow (PALIER_GATE_FIRM_ADDRESS,
                is_electronic (channel) ? "CPCE art. L34-5" : "RGPD cons. 14");
}

static PalierVerdict
judge_agency (const PalierGateQuestion *q)
{
  if (q->basis == PALIER_BASIS_CONTRACT && !calls_consumer (q))
    return allow_customer (q);
  if (q->nature == PALIER_NATURE_GENERIC)
    return allow_firm_address (q->channel);
  if (q->basis == PALIER_BASIS_CONSENT)
    return block (PALIER_GATE_NO_CONSENT, get_article (q, "RGPD art. 6(1)(a)"),
                  PALIER_CHANNEL_LETTER);
  if (q->basis == PALIER_BASIS_NONE)
    return block (PALIER_GATE_NO_BASIS, "RGPD art. 6", PALIER_CHANNEL_NONE);
  if (is_private (q))
    return block (PALIER_GATE_PRIVATE_ADDRESS, get_article (q, "RGPD art. 6"),
                  PALIER_CHANNEL_LETTER);
  return allow (PALIER_GATE_INTEREST, "RGPD art. 6(1)(f)");
}

/* When the channel's hours allow it next; now_ms where it has none. */
static gint64
get_next_hour (const PalierGateQuestion *q)
{
  if (q->channel == PALIER_CHANNEL_SMS)
    return palier_send_window_next_ms (&sms_hours, q->region, q->now_ms);
  if (calls_consumer (q))
    return MIN (palier_send_window_next_ms (&call_morning, q->region, q->now_ms),
                palier_send_window_next_ms (&call_afternoon, q->region, q->now_ms));
  return q->now_ms;
}

static PalierVerdict
postpone (gint64 not_before_ms, PalierChannel channel)
{
  const char *article =
      channel == PALIER_CHANNEL_SMS ? "Charte af2m 2026" : "Code de la consommation art. D223-9";
  return (PalierVerdict) { PALIER_VERDICT_LATER, PALIER_GATE_HOURS, article, PALIER_CHANNEL_NONE,
                           not_before_ms };
}

/**
 * palier_gate_sign_ms:
 * @noted_ms: the last sign of a prospect, as it is noted; 0: none
 *
 * A sign that is yet to come is a plan: it says nothing of interest and keeps nobody for longer.
 * A day is granted to dates without an hour and to clocks.
 *
 * Returns: @noted_ms, or 0
 */
gint64
palier_gate_sign_ms (gint64 noted_ms, gint64 now_ms)
{
  return noted_ms <= now_ms + DAY_MS ? noted_ms : 0;
}

/**
 * palier_gate_ask:
 *
 * Whether this message may go to this prospect, at the time the question names. To be asked when a
 * message is planned and again when it is handed over: opposition and age change in between.
 *
 * A verdict of PALIER_VERDICT_LATER says nothing of a notice: it is asked again at that time.
 *
 * Sources: CPCE art. L34-5; RGPD art. 6, 7, 14, 21; Code de la consommation art. L223-1 as of
 * 11 August 2026; operators' charter (af2m) of 2026 for the hours of SMS.
 */
PalierVerdict
palier_gate_ask (const PalierGateQuestion *q)
{
  PalierVerdict verdict;

  if (is_barred (q, &verdict))
    return verdict;
  if (q->consent == PALIER_SIGNAL_YES)
    verdict = allow (PALIER_GATE_CONSENT, get_article (q, "RGPD art. 6(1)(a)"));
  else
    verdict = q->is_agency ? judge_agency (q) : judge_person (q);
  if (verdict.kind == PALIER_VERDICT_BLOCKED)
    return verdict;

  gint64 hour = get_next_hour (q);
  if (hour != q->now_ms)
    return postpone (hour, q->channel);
  if (verdict.reason == PALIER_GATE_INTEREST && !q->informed)
  {
    verdict.kind = PALIER_VERDICT_NEEDS_NOTICE;
    verdict.article = "RGPD art. 14";
  }
  return verdict;
}

/* Whether a message may leave now; @has_notice: it carries the information of art. 14. */
gboolean
palier_verdict_lets_pass (const PalierVerdict *verdict, gboolean has_notice)
{
  return verdict->kind == PALIER_VERDICT_ALLOWED
         || (verdict->kind == PALIER_VERDICT_NEEDS_NOTICE && has_notice);
}

static int
find (const char *const *names, int count, const char *name, int otherwise)
{
  for (int i = 0; name != NULL && i < count; i++)
    if (g_str_equal (names[i], name))
      return i;
  return otherwise;
}

const char *
palier_gate_reason_name (PalierGateReason reason)
{
  g_assert ((guint) reason < PALIER_N_GATE_REASONS);
  return reasons[reason];
}

/* Returns: the reason; PALIER_N_GATE_REASONS for an unknown name and for NULL. */
PalierGateReason
palier_gate_reason_from_name (const char *name)
{
  return (PalierGateReason) find (reasons, PALIER_N_GATE_REASONS, name, PALIER_N_GATE_REASONS);
}

const char *
palier_nature_name (PalierAddressNature nature)
{
  g_assert ((guint) nature < PALIER_N_NATURES);
  return natures[nature];
}

/* An unknown name is an unknown nature. */
PalierAddressNature
palier_nature_from_name (const char *name)
{
  return (PalierAddressNature) find (natures, PALIER_N_NATURES, name, PALIER_NATURE_UNKNOWN);
}

const char *
palier_basis_name (PalierLegalBasis basis)
{
  g_assert ((guint) basis < PALIER_N_BASES);
  return bases[basis];
}

/* An unknown name is no basis. */
PalierLegalBasis
palier_basis_from_name (const char *name)
{
  return (PalierLegalBasis) find (bases, PALIER_N_BASES, name, PALIER_BASIS_NONE);
}
