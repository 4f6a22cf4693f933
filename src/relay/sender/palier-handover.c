/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Never twice: handing_over is on the disk before the first byte of a message leaves, and whoever
 * finds it after a crash makes it uncertain. What lets a message pass (its claim, the gate with
 * today's consents and suppressions, the sender's cap) is asked in the very transaction that writes
 * handing_over, so nothing can change in between. */
#include "palier-handover.h"

#include "palier-campaign-signal.h"
#include "palier-contact-store.h"
#include "palier-reader-question.h"
#include "palier-relay-figures.h"
#include "palier-retry.h"
#include "palier-sender-day-store.h"
#include "palier-wall-time.h"

/* Asks the gate with what is true now. Returns: whether the letter may leave; else its job moved.
 */
static gboolean
pass_gate (PalierTx *tx, const PalierTenant *tenant, PalierLetter *letter, PalierSendJob *job)
{
  g_autoptr (GArray) consents = palier_consent_store_list (tx, tenant, &job->prospect);
  const PalierConsentRow *rows = (const PalierConsentRow *) consents->data;
  PalierGateQuestion q = letter->question;
  PalierTracking tracking =
      palier_tracking_permission (rows, consents->len, PALIER_CHANNEL_EMAIL, tx->now_ms);

  palier_reader_question_renew (tx, tenant, &job->prospect, letter->to, consents, &q);
  PalierVerdict verdict = palier_gate_ask (&q);
  PalierJobChange change = { .reason = PALIER_REASON_NONE, .due_ms = tx->now_ms };
  if (verdict.kind == PALIER_VERDICT_LATER)
  {
    change = (PalierJobChange) { .reason = PALIER_REASON_WINDOW, .due_ms = verdict.not_before_ms };
    palier_job_store_move (tx, tenant, job, PALIER_SEND_SCHEDULED, &change);
  }
  else if (!palier_verdict_lets_pass (&verdict, letter->has_notice))
  {
    change = (PalierJobChange) { .reason = PALIER_REASON_GATE,
                                 .detail = verdict.kind == PALIER_VERDICT_NEEDS_NOTICE
                                               ? "needs_notice"
                                               : palier_gate_reason_name (verdict.reason) };
    palier_figure_add (PALIER_FIGURE_SET_ASIDE, 1);
    palier_job_store_move (tx, tenant, job, PALIER_SEND_SET_ASIDE, &change);
  }
  else if ((letter->open && tracking.open != PALIER_SIGNAL_YES)
           || (letter->click && tracking.click != PALIER_SIGNAL_YES))
    /* A consent was withdrawn since it was composed: it is composed again. */
    palier_job_store_move (tx, tenant, job, PALIER_SEND_SCHEDULED, &change);
  else
    return TRUE;
  return FALSE;
}

static gboolean
pass_cap (PalierTx *tx, const PalierTenant *tenant, PalierSendJob *job, guint daily_cap)
{
  g_autofree char *day = palier_wall_day (tx->now_ms);

  if (daily_cap > 0 && palier_sender_day_get (tx, tenant, &job->sender, day) >= daily_cap)
  {
    PalierJobChange change = { .reason = PALIER_REASON_PACING,
                               .due_ms = palier_wall_next_day_ms (tx->now_ms) };
    palier_job_store_move (tx, tenant, job, PALIER_SEND_SCHEDULED, &change);
    return FALSE;
  }
  return TRUE;
}

/* The contacts that there is room for are those that devices could give. */
static gboolean
is_surplus (PalierTx *tx, const PalierTenant *tenant, const PalierSendJob *job,
            const PalierEntitlement *entitlement)
{
  return palier_entitlement_limit (entitlement, PALIER_LIMIT_CONTACTS) != PALIER_NO_LIMIT
         && !palier_id_is_nil (&job->prospect)
         && !palier_contact_store_has (tx, tenant, &job->prospect);
}

/* What the plan has no room for waits, and leaves by itself: with the next month, or once there is
 * room again. */
static gboolean
pass_quota (PalierTx *tx, const PalierTenant *tenant, PalierSendJob *job,
            const PalierEntitlement *entitlement)
{
  PalierUseVerdict verdict =
      is_surplus (tx, tenant, job, entitlement)
          ? PALIER_USE_SURPLUS
          : palier_entitlement_hold (entitlement, tx, tenant, PALIER_USE_EMAIL, &job->id, 1);
  PalierJobChange change = { .reason = PALIER_REASON_QUOTA,
                             .detail = palier_use_verdict_name (verdict),
                             .due_ms = verdict == PALIER_USE_QUOTA
                                           ? palier_wall_next_month_ms (tx->now_ms)
                                           : palier_wall_next_day_ms (tx->now_ms) };

  if (verdict != PALIER_USE_GRANTED)
    palier_job_store_move (tx, tenant, job, PALIER_SEND_SCHEDULED, &change);
  return verdict == PALIER_USE_GRANTED;
}

/* Whether it carries links of the reader's own, beside those of the foot. */
static gboolean
has_clicks (const PalierLetter *letter)
{
  for (guint i = 0; i < letter->links->len; i++)
    if (((const PalierLink *) letter->links->pdata[i])->kind == PALIER_LINK_CLICK)
      return TRUE;
  return FALSE;
}

static void
count_for_sender (PalierTx *tx, const PalierTenant *tenant, const PalierSendJob *job)
{
  g_autofree char *day = palier_wall_day (tx->now_ms);
  palier_sender_day_add (tx, tenant, &job->sender, day);
}

static PalierSendJob *
get_held (PalierTx *tx, const PalierTenant *tenant, const PalierSendJob *held,
          PalierSendState state)
{
  PalierSendJob *job = palier_job_store_get (tx, tenant, &held->id);

  if (job != NULL && (job->state != state || job->fence != held->fence))
    g_clear_pointer (&job, palier_send_job_free);
  return job;
}

/**
 * palier_handover_begin:
 * @daily_cap: 0 for none
 *
 * Writes handing_over, with the tokens that the letter carries, if it may leave now. Only after the
 * commit of this may its first byte leave. May be called again as long as it is not known whether
 * the first time was committed: nothing has left by then.
 *
 * Returns: whether it may; else its job has gone where it belongs, or was not ours any more
 */
gboolean
palier_handover_begin (PalierTx *tx, const PalierTenant *tenant, PalierLetter *letter,
                       guint daily_cap, const PalierEntitlement *entitlement)
{
  g_autoptr (PalierSendJob) begun = get_held (tx, tenant, letter->job, PALIER_SEND_HANDING_OVER);
  g_autoptr (PalierSendJob) job = NULL;
  PalierJobChange change = { .reason = PALIER_REASON_NONE };

  if (begun != NULL)
    return TRUE;
  job = get_held (tx, tenant, letter->job, PALIER_SEND_CLAIMED);
  if (job == NULL)
    return FALSE;
  gboolean of_campaign = !palier_id_is_nil (&job->campaign);
  if (letter->mail == NULL)
  {
    change.reason = letter->fault;
    palier_figure_add (PALIER_FIGURE_SET_ASIDE, 1);
    palier_job_store_move (tx, tenant, job, PALIER_SEND_SET_ASIDE, &change);
    if (of_campaign)
      palier_campaign_touch (tx, tenant);
    return FALSE;
  }
  if ((of_campaign && !palier_campaign_call_pass (tx, tenant, &letter->call, job))
      || !pass_gate (tx, tenant, letter, job) || !pass_cap (tx, tenant, job, daily_cap)
      || !pass_quota (tx, tenant, job, entitlement))
  {
    if (of_campaign)
      palier_campaign_touch (tx, tenant);
    return FALSE;
  }
  count_for_sender (tx, tenant, job);
  for (guint i = 0; i < letter->links->len; i++)
    palier_link_store_add (tx, tenant, g_ptr_array_index (letter->links, i));
  job->attempts++;
  job->first_ms = job->first_ms != 0 ? job->first_ms : tx->now_ms;
  job->linked = has_clicks (letter);
  g_set_str (&job->mail_id, letter->job->mail_id);
  palier_job_store_move (tx, tenant, job, PALIER_SEND_HANDING_OVER, &change);
  return TRUE;
}

/* Whether it is the sending identity that its server does not take: no message of it would pass. */
gboolean
palier_handover_is_sender_broken (const PalierSmtpResult *result)
{
  switch (result->fault)
  {
  case PALIER_SMTP_TLS_NAME:
  case PALIER_SMTP_TLS_EXPIRED:
  case PALIER_SMTP_TLS_SELF_SIGNED:
  case PALIER_SMTP_TLS_UNTRUSTED:
  case PALIER_SMTP_TLS_FAILED:
  case PALIER_SMTP_NO_STARTTLS:
  case PALIER_SMTP_PLAIN_FORBIDDEN:
  case PALIER_SMTP_NOT_SMTP:
  case PALIER_SMTP_NO_AUTH:
    return TRUE;
  case PALIER_SMTP_AUTH_REFUSED:
    return result->code < 400 || result->code >= 500;
  case PALIER_SMTP_SENDER_REFUSED:
  case PALIER_SMTP_GREETING_REFUSED:
    return result->code >= 500;
  default:
    return FALSE;
  }
}

static PalierSendState
postpone (const PalierSendJob *job, const PalierSmtpResult *result, gint64 now_ms,
          PalierJobChange *change)
{
  gint64 next_ms = palier_retry_next_ms (job->attempts, job->first_ms, now_ms);

  if (next_ms == PALIER_RETRY_NEVER)
  {
    change->reason = PALIER_REASON_GAVE_UP;
    return PALIER_SEND_REFUSED;
  }
  change->reason = result->code == 0 ? PALIER_REASON_CONNECTION : PALIER_REASON_SERVER_LATER;
  change->due_ms = next_ms;
  return PALIER_SEND_DEFERRED;
}

static PalierSendState
decide (const PalierSendJob *job, const PalierSmtpResult *result, gint64 now_ms,
        PalierJobChange *change)
{
  if (result->outcome == PALIER_SMTP_ACCEPTED)
    return PALIER_SEND_ACCEPTED;
  if (result->outcome == PALIER_SMTP_UNCERTAIN)
  {
    change->reason = PALIER_REASON_LINE_DROPPED;
    return PALIER_SEND_UNCERTAIN;
  }
  if (palier_handover_is_sender_broken (result))
  {
    change->reason = PALIER_REASON_SENDER_BROKEN;
    change->detail = palier_smtp_fault_name (result->fault);
    return PALIER_SEND_SET_ASIDE;
  }
  if (result->outcome == PALIER_SMTP_DEFERRED)
    return postpone (job, result, now_ms, change);
  change->reason = PALIER_REASON_SERVER_NEVER;
  return PALIER_SEND_REFUSED;
}

static void
count (PalierSendState state)
{
  static const struct
  {
    PalierSendState state;
    PalierFigure figure;
  } figures[] = { { PALIER_SEND_ACCEPTED, PALIER_FIGURE_ACCEPTED },
                  { PALIER_SEND_DEFERRED, PALIER_FIGURE_DEFERRED },
                  { PALIER_SEND_REFUSED, PALIER_FIGURE_REFUSED },
                  { PALIER_SEND_UNCERTAIN, PALIER_FIGURE_UNCERTAIN },
                  { PALIER_SEND_SET_ASIDE, PALIER_FIGURE_SET_ASIDE } };

  for (gsize i = 0; i < G_N_ELEMENTS (figures); i++)
    if (figures[i].state == state)
      palier_figure_add (figures[i].figure, 1);
}

/* Writes what became of a letter whose hand-over was begun. What may have left counts. */
void
palier_handover_settle (PalierTx *tx, const PalierTenant *tenant, PalierLetter *letter,
                        PalierMeter meter, const PalierSmtpResult *result)
{
  g_autoptr (PalierSendJob) job = get_held (tx, tenant, letter->job, PALIER_SEND_HANDING_OVER);
  PalierJobChange change = { .code = result->code, .text = result->text };

  if (job == NULL)
    return;
  if (result->outcome != PALIER_SMTP_ACCEPTED)
    change.stage = palier_smtp_stage_name (result->stage);
  PalierSendState to = decide (job, result, tx->now_ms, &change);
  palier_job_store_move (tx, tenant, job, to, &change);
  palier_meter_settle (meter, tx, tenant, PALIER_USE_EMAIL, &job->id,
                       palier_send_state_may_have_left (to));
  /* What leaves as planned changes no plan. */
  if (!palier_id_is_nil (&job->campaign) && to != PALIER_SEND_ACCEPTED)
    palier_campaign_touch (tx, tenant);
  count (to);
}

/* Gives a claimed job up, if it is still @held's. */
void
palier_handover_put_back (PalierTx *tx, const PalierTenant *tenant, const PalierSendJob *held,
                          PalierSendState to, PalierSendReason reason, gint64 due_ms)
{
  g_autoptr (PalierSendJob) job = get_held (tx, tenant, held, PALIER_SEND_CLAIMED);
  PalierJobChange change = { .reason = reason, .due_ms = due_ms };

  if (job == NULL)
    return;
  palier_job_store_move (tx, tenant, job, to, &change);
  if (!palier_id_is_nil (&job->campaign) && reason != PALIER_REASON_NONE)
    palier_campaign_touch (tx, tenant);
}
