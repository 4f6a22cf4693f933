/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a synced record means for sending. Runs in the transaction that stores the record, so that a
 * batch is taken whole or not at all; the same record again changes nothing. */
#include "palier-intake.h"

#include "palier-campaign-signal.h"
#include "palier-enrolment-store.h"
#include "palier-idempotency-store.h"
#include "palier-intake-campaign.h"
#include "palier-job-store.h"
#include "palier-letter.h"
#include "palier-mail-pool.h"
#include "palier-mailbox-store.h"
#include "palier-outbox-store.h"
#include "palier-publish.h"
#include "palier-record-store.h"

static gboolean
is_gone (const PalierRecord *record)
{
  return record->erased || record->deleted_ms != 0;
}

static void
cancel (PalierTx *tx, const PalierTenant *tenant, PalierSendJob *job, PalierSendReason reason)
{
  PalierJobChange change = { .reason = reason };

  if (palier_send_state_may_have_left (job->state)
      || !palier_send_state_can_move (job->state, PALIER_SEND_CANCELLED))
    return;
  palier_job_store_move (tx, tenant, job, PALIER_SEND_CANCELLED, &change);
}

static void
read_targets (const PalierRecord *record, PalierSendJob *job)
{
  palier_record_get_id (record, PALIER_MESSAGE_FIELD_PROSPECT, &job->prospect);
  palier_record_get_id (record, PALIER_MESSAGE_FIELD_SENDER, &job->sender);
  job->pool = palier_mail_pool_find (palier_record_get (record, PALIER_MESSAGE_FIELD_TO));
  /* What is a campaign's gets its time by its plan. */
  if (palier_id_is_nil (&job->campaign))
    job->due_ms = palier_record_get_integer (record, PALIER_MESSAGE_FIELD_DUE_AT, 0);
}

static void
add_job (PalierTx *tx, const PalierTenant *tenant, const PalierRecord *record,
         PalierChannel channel)
{
  g_autoptr (PalierSendJob) job = palier_send_job_new ();
  gboolean of_campaign =
      palier_record_get_id (record, PALIER_MESSAGE_FIELD_CAMPAIGN, &job->campaign);

  job->id = record->id;
  job->channel = channel;
  job->state = of_campaign ? PALIER_SEND_WAITING : PALIER_SEND_SCHEDULED;
  job->step = (guint) palier_record_get_integer (record, PALIER_MESSAGE_FIELD_STEP, 0);
  job->planned_ms = palier_record_get_integer (record, PALIER_MESSAGE_FIELD_DUE_AT, 0);
  read_targets (record, job);
  palier_job_store_add (tx, tenant, job);
}

/* A new version of a message that has not left: who had claimed the old one loses it. */
static void
update_job (PalierTx *tx, const PalierTenant *tenant, const PalierRecord *record,
            PalierSendJob *job)
{
  gboolean of_campaign = !palier_id_is_nil (&job->campaign);
  PalierJobChange change = { .reason = PALIER_REASON_NONE };

  if (palier_send_state_may_have_left (job->state) || palier_send_state_is_final (job->state))
    return;
  gint64 retry_ms = job->due_ms;
  read_targets (record, job);
  job->fence++;
  if (job->state == PALIER_SEND_DEFERRED)
    job->due_ms = retry_ms;
  change.due_ms = job->due_ms;
  palier_job_store_retarget (tx, tenant, job);
  if (job->state == PALIER_SEND_CLAIMED || job->state == PALIER_SEND_SET_ASIDE)
    palier_job_store_move (tx, tenant, job,
                           of_campaign ? PALIER_SEND_WAITING : PALIER_SEND_SCHEDULED, &change);
}

static PalierChannel
get_channel (const PalierRecord *record)
{
  const char *channel = palier_record_get (record, PALIER_MESSAGE_FIELD_CHANNEL);

  return channel != NULL ? palier_channel_from_name (channel) : PALIER_CHANNEL_EMAIL;
}

static void
apply_message (PalierTx *tx, const PalierTenant *tenant, const PalierRecord *record)
{
  const char *state = palier_record_get (record, PALIER_MESSAGE_FIELD_STATE);
  PalierChannel channel = get_channel (record);
  gboolean of_campaign = palier_record_get (record, PALIER_MESSAGE_FIELD_CAMPAIGN) != NULL;
  gint64 due_ms = palier_record_get_integer (record, PALIER_MESSAGE_FIELD_DUE_AT, 0);
  g_autoptr (PalierSendJob) job = palier_job_store_get (tx, tenant, &record->id);
  gboolean wanted = !is_gone (record) && g_strcmp0 (state, "approved") == 0
                    && channel != PALIER_CHANNEL_NONE
                    && (of_campaign || (due_ms > 0 && channel == PALIER_CHANNEL_EMAIL));

  if (wanted && job == NULL)
    add_job (tx, tenant, record, channel);
  else if (wanted)
    update_job (tx, tenant, record, job);
  else if (job != NULL)
    cancel (tx, tenant, job, record->erased ? PALIER_REASON_ERASED : PALIER_REASON_WITHDRAWN);
  if (record->erased)
    palier_link_store_forget (tx, tenant, &record->id);
  if (of_campaign || (job != NULL && !palier_id_is_nil (&job->campaign)))
    palier_campaign_touch (tx, tenant);
}

static void
apply_consent (PalierTx *tx, const PalierTenant *tenant, const PalierRecord *record)
{
  PalierConsentRow row = {
    .purpose = palier_purpose_from_name (palier_record_get (record, PALIER_CONSENT_FIELD_PURPOSE)),
    .channel = palier_channel_from_name (palier_record_get (record, PALIER_CONSENT_FIELD_CHANNEL)),
    .given = g_strcmp0 (palier_record_get (record, PALIER_CONSENT_FIELD_GIVEN), "yes") == 0,
    .origin = PALIER_CONSENT_BY_IMPORT,
    .at_ms = palier_record_get_integer (record, PALIER_CONSENT_FIELD_AT, 0),
    .expires_ms = palier_record_get_integer (record, PALIER_CONSENT_FIELD_EXPIRES_AT, 0),
  };
  const char *origin = palier_record_get (record, PALIER_CONSENT_FIELD_ORIGIN);
  PalierId subject;

  if (record->erased)
    palier_consent_store_forget (tx, tenant, &record->id);
  if (row.purpose == PALIER_PURPOSE_NONE
      || !palier_record_get_id (record, PALIER_CONSENT_FIELD_SUBJECT, &subject))
    return;
  if (origin != NULL)
    palier_consent_origin_parse (origin, &row.origin);
  palier_consent_store_add (tx, tenant, &record->id, &subject, &row);
}

static void
apply_suppression (PalierTx *tx, const PalierTenant *tenant, const PalierRecord *record)
{
  const char *hash = palier_record_get (record, PALIER_SUPPRESSION_FIELD_HASH);
  if (hash != NULL)
    palier_suppression_store_add (tx, tenant, hash);
}

/* The keys of the suppression list come as settings, since devices share them. */
static void
apply_setting (PalierTx *tx, const PalierTenant *tenant, const PalierRecord *record)
{
  guint8 key[PALIER_SUPPRESSION_KEY_SIZE];

  if (palier_suppression_read_setting (palier_record_get (record, PALIER_SETTING_FIELD_KEY),
                                       palier_record_get (record, PALIER_SETTING_FIELD_VALUE), key))
    palier_suppression_store_add_key (tx, tenant, key);
  explicit_bzero (key, sizeof key);
}

/* Where answers come is looked at from now on. */
static void
apply_sender (PalierTx *tx, const PalierTenant *tenant, const PalierRecord *record)
{
  const char *host = palier_record_get (record, PALIER_SENDER_FIELD_IMAP_HOST);

  if (!is_gone (record) && host != NULL && *host != '\0')
    palier_mailbox_store_add (tx, tenant, &record->id);
  else
    palier_mailbox_store_forget (tx, tenant, &record->id);
}

/* Gives the messages that waited for their sender another chance: its record or secret changed. */
void
palier_intake_wake_sender (PalierTx *tx, const PalierTenant *tenant, const PalierId *sender)
{
  g_autoptr (GPtrArray) jobs =
      palier_job_store_list (tx, tenant, PALIER_SEND_SET_ASIDE, G_MAXINT32);
  PalierJobChange change = { .reason = PALIER_REASON_NONE, .due_ms = tx->now_ms };

  for (guint i = 0; i < jobs->len; i++)
  {
    PalierSendJob *job = g_ptr_array_index (jobs, i);
    if (palier_id_equal (&job->sender, sender)
        && (job->reason == PALIER_REASON_NO_SENDER || job->reason == PALIER_REASON_SENDER_BROKEN))
      palier_job_store_move (
          tx, tenant, job,
          palier_id_is_nil (&job->campaign) ? PALIER_SEND_SCHEDULED : PALIER_SEND_WAITING, &change);
  }
  if (jobs->len > 0)
    palier_campaign_touch (tx, tenant);
}

/* Gives the messages that waited until there was room for their reader another chance. */
void
palier_intake_wake_prospect (PalierTx *tx, const PalierTenant *tenant, const PalierId *prospect)
{
  g_autoptr (GPtrArray) jobs = palier_job_store_of_prospect (tx, tenant, prospect);

  for (guint i = 0; i < jobs->len; i++)
  {
    PalierSendJob *job = g_ptr_array_index (jobs, i);
    if (job->state != PALIER_SEND_SCHEDULED || job->reason != PALIER_REASON_QUOTA)
      continue;
    job->due_ms = tx->now_ms;
    palier_job_store_retarget (tx, tenant, job);
  }
}

/* What was told of a person, and is kept to be told again. */
static void
forget_prospect (PalierTx *tx, const PalierTenant *tenant, const PalierId *prospect)
{
  palier_outbox_store_erase (tx, tenant, prospect);
  palier_idempotency_store_erase (tx, tenant, prospect);
  palier_enrolment_store_forget (tx, tenant, prospect);
}

/* Applies a record as it now stands. */
void
palier_intake_apply (PalierTx *tx, const PalierTenant *tenant, const PalierRecord *record)
{
  switch (record->kind)
  {
  case PALIER_KIND_MESSAGE:
    apply_message (tx, tenant, record);
    break;
  case PALIER_KIND_CONSENT:
    apply_consent (tx, tenant, record);
    break;
  case PALIER_KIND_SUPPRESSION:
    apply_suppression (tx, tenant, record);
    break;
  case PALIER_KIND_SENDER:
    palier_intake_wake_sender (tx, tenant, &record->id);
    apply_sender (tx, tenant, record);
    break;
  case PALIER_KIND_SETTING:
    apply_setting (tx, tenant, record);
    break;
  case PALIER_KIND_EVENT:
    palier_publish_record (tx, tenant, record, FALSE);
    palier_intake_heard (tx, tenant, record);
    break;
  case PALIER_KIND_IMPORT:
    palier_publish_record (tx, tenant, record, FALSE);
    break;
  case PALIER_KIND_CAMPAIGN:
    palier_intake_campaign (tx, tenant, record);
    break;
  case PALIER_KIND_ENROLMENT:
    palier_intake_enrolment (tx, tenant, record);
    break;
  case PALIER_KIND_ACTIVITY:
    palier_intake_activity (tx, tenant, record);
    break;
  case PALIER_KIND_PROSPECT:
    if (record->erased)
      forget_prospect (tx, tenant, &record->id);
    break;
  default:
    break;
  }
}

/* The reader's own word: a withdrawal that only he himself can take back. */
static void
add_withdrawal (PalierTx *tx, const PalierTenant *tenant, const PalierId *prospect,
                const char *method)
{
  PalierId id = palier_id_new (palier_store_get_clock (tx->store), tx->random);
  g_autoptr (PalierRecord) record = palier_record_new (PALIER_KIND_CONSENT, &id);
  PalierMark mark = palier_tx_mark (tx);
  char text[PALIER_ID_TEXT_SIZE];

  palier_record_set (record, PALIER_CONSENT_FIELD_SUBJECT, palier_id_format (prospect, text), mark);
  palier_record_set (record, PALIER_CONSENT_FIELD_PURPOSE, "prospecting", mark);
  palier_record_set (record, PALIER_CONSENT_FIELD_CHANNEL, "email", mark);
  palier_record_set (record, PALIER_CONSENT_FIELD_GIVEN, "no", mark);
  palier_record_set_integer (record, PALIER_CONSENT_FIELD_AT, tx->now_ms, mark);
  palier_record_set (record, PALIER_CONSENT_FIELD_ORIGIN, "person", mark);
  palier_record_set (record, PALIER_CONSENT_FIELD_PROOF, method, mark);
  palier_record_store_put (tx, tenant, record, NULL);
  palier_intake_apply (tx, tenant, record);
}

static void
add_suppression (PalierTx *tx, const PalierTenant *tenant, const PalierId *message,
                 const char *reason)
{
  g_autoptr (PalierRecord) letter =
      palier_record_store_get (tx, tenant, PALIER_KIND_MESSAGE, message);
  const char *to = letter != NULL ? palier_record_get (letter, PALIER_MESSAGE_FIELD_TO) : NULL;
  g_autoptr (GPtrArray) hashes =
      to != NULL ? palier_suppression_store_dup_hashes (tx, tenant, to) : NULL;

  if (hashes == NULL || hashes->len == 0)
    return;
  PalierId id = palier_id_new (palier_store_get_clock (tx->store), tx->random);
  g_autoptr (PalierRecord) record = palier_record_new (PALIER_KIND_SUPPRESSION, &id);
  PalierMark mark = palier_tx_mark (tx);
  char text[PALIER_ID_TEXT_SIZE];
  palier_record_set (record, PALIER_SUPPRESSION_FIELD_HASH, g_ptr_array_index (hashes, 0), mark);
  palier_record_set (record, PALIER_SUPPRESSION_FIELD_ADDRESS_KIND, "email", mark);
  palier_record_set_integer (record, PALIER_SUPPRESSION_FIELD_AT, tx->now_ms, mark);
  palier_record_set (record, PALIER_SUPPRESSION_FIELD_REASON, reason, mark);
  palier_record_set (record, PALIER_SUPPRESSION_FIELD_MESSAGE, palier_id_format (message, text),
                     mark);
  palier_record_store_put (tx, tenant, record, NULL);
  palier_intake_apply (tx, tenant, record);
}

static void
cancel_all (PalierTx *tx, const PalierTenant *tenant, const PalierId *prospect,
            PalierSendReason reason)
{
  g_autoptr (GPtrArray) jobs = palier_job_store_of_prospect (tx, tenant, prospect);

  for (guint i = 0; i < jobs->len; i++)
    cancel (tx, tenant, g_ptr_array_index (jobs, i), reason);
}

/**
 * palier_intake_unsubscribe:
 * @message: the one whose reader asks for it
 * @method: how it was asked, for the proof: a word of ours
 *
 * Withdraws the consent, puts the address into the suppression list when a key of the tenant's is
 * known, cancels what is queued for the prospect, and tells the devices.
 */
void
palier_intake_unsubscribe (PalierTx *tx, const PalierTenant *tenant, const PalierId *message,
                           const char *method)
{
  g_autoptr (PalierSendJob) job = palier_job_store_get (tx, tenant, message);

  if (job == NULL)
    return;
  add_suppression (tx, tenant, message, "unsubscribed");
  if (!palier_id_is_nil (&job->prospect))
  {
    add_withdrawal (tx, tenant, &job->prospect, method);
    cancel_all (tx, tenant, &job->prospect, PALIER_REASON_UNSUBSCRIBED);
  }
  g_autofree char *data = g_strdup_printf ("{\"method\":\"%s\"}", method);
  palier_event_store_add (tx, tenant, "message.unsubscribed", tx->now_ms, &job->prospect, message,
                          data);
}

/**
 * palier_intake_bounce:
 * @message: one whose address is dead
 *
 * Notes the address as one that is not to be written to, and cancels what is queued for it.
 */
void
palier_intake_bounce (PalierTx *tx, const PalierTenant *tenant, const PalierId *message)
{
  g_autoptr (PalierSendJob) job = palier_job_store_get (tx, tenant, message);

  if (job == NULL)
    return;
  add_suppression (tx, tenant, message, "bounced");
  if (!palier_id_is_nil (&job->prospect))
    cancel_all (tx, tenant, &job->prospect, PALIER_REASON_NO_ADDRESS);
}
