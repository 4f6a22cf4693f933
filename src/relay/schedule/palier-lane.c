/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The life of a batch, and of the one behind it:
 *
 *     prepare ─→ exchange ─→ send ─────→ exchange (settles it)
 *                prepare  ─────────────→ exchange (begins this one) ─→ send …
 *
 * Preparing reads and composes, an exchange is one commit, sending writes nothing: one flush a
 * batch makes every state durable, and the next batch is composed while the disk works. */
#include "palier-lane.h"

#define BATCH_FAST_US (10 * 1000)
#define BATCH_SLOW_US (50 * 1000)

PalierLane *
palier_lane_new (PalierTenant *tenant, const PalierId *sender)
{
  PalierLane *self = g_new0 (PalierLane, 1);

  self->tenant = tenant;
  self->sender = *sender;
  return self;
}

void
palier_line_free (PalierLine *self)
{
  palier_smtp_session_free (self->session);
  palier_mailbox_free (self->mailbox);
  g_free (self);
}

void
palier_lane_free (PalierLane *self)
{
  g_queue_clear_full (&self->jobs, (GDestroyNotify) palier_send_job_free);
  g_queue_clear_full (&self->lines, (GDestroyNotify) palier_line_free);
  g_free (self);
}

void
palier_parcel_free (PalierParcel *self)
{
  palier_letter_free (self->letter);
  palier_smtp_result_clear (&self->result);
  g_free (self);
}

/* @jobs: (transfer full) */
PalierBatch *
palier_batch_new (const PalierLane *lane, GPtrArray *jobs)
{
  PalierBatch *self = g_new0 (PalierBatch, 1);

  self->tenant = lane->tenant;
  self->sender = lane->sender;
  self->jobs = jobs;
  self->parcels = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_parcel_free);
  return self;
}

void
palier_batch_free (PalierBatch *self)
{
  g_ptr_array_unref (self->jobs);
  g_ptr_array_unref (self->parcels);
  g_clear_pointer (&self->mailbox, palier_mailbox_free);
  g_free (self);
}

/* A PalierTxFunc that reads: the mailbox as it is now, and a letter a job. */
gboolean
palier_batch_prepare (PalierTx *tx, gpointer data, GError **error)
{
  PalierBatch *self = data;
  g_autofree char *url = palier_agency_dup_url (tx, self->tenant, self->sites, self->meter);

  self->mailbox = palier_mailbox_load (tx, self->tenant, &self->sender, self->plain_loopback);
  self->has_mailbox = self->mailbox != NULL;
  for (guint i = 0; self->has_mailbox && i < self->jobs->len; i++)
  {
    PalierParcel *parcel = g_new0 (PalierParcel, 1);
    parcel->letter = palier_letter_prepare (tx, self->tenant, g_ptr_array_index (self->jobs, i),
                                            self->mailbox, url);
    g_ptr_array_add (self->parcels, parcel);
  }
  return palier_db_check (tx->db, error);
}

static void
settle (PalierTx *tx, PalierBatch *batch)
{
  for (guint i = 0; i < batch->parcels->len; i++)
  {
    PalierParcel *parcel = g_ptr_array_index (batch->parcels, i);
    if (parcel->begun)
      palier_handover_settle (tx, batch->tenant, parcel->letter, batch->meter, &parcel->result);
  }
}

static void
begin (PalierTx *tx, PalierBatch *batch)
{
  PalierEntitlement entitlement;

  palier_entitlement_load (tx, batch->tenant, batch->meter, &entitlement);
  for (guint i = 0; !batch->has_mailbox && i < batch->jobs->len; i++)
    palier_handover_put_back (tx, batch->tenant, g_ptr_array_index (batch->jobs, i),
                              PALIER_SEND_SET_ASIDE, PALIER_REASON_NO_SENDER, 0);
  for (guint i = 0; i < batch->parcels->len; i++)
  {
    PalierParcel *parcel = g_ptr_array_index (batch->parcels, i);
    parcel->begun = palier_handover_begin (tx, batch->tenant, parcel->letter,
                                           batch->mailbox->daily_cap, &entitlement);
  }
}

/* A PalierTxFunc that writes: what became of the batch before, and that this one leaves. */
gboolean
palier_batch_exchange (PalierTx *tx, gpointer data, GError **error)
{
  PalierExchange *exchange = data;

  if (exchange->settle != NULL)
    settle (tx, exchange->settle);
  if (exchange->begin != NULL)
    begin (tx, exchange->begin);
  return palier_db_check (tx->db, error);
}

static PalierLine *
open_line (PalierBatch *self, guint reply_ms)
{
  PalierLine *line = g_new0 (PalierLine, 1);

  line->mailbox = g_steal_pointer (&self->mailbox);
  line->mailbox->smtp.reply_ms = reply_ms;
  line->session = palier_smtp_session_new (&line->mailbox->smtp);
  return line;
}

static void
copy_result (const PalierSmtpResult *from, PalierSmtpResult *to)
{
  *to = *from;
  to->text = g_strdup (from->text);
}

static gboolean
is_failure_of_all (const PalierSmtpResult *result)
{
  /* A message that may have left has a result of its own: the next one is tried, and says more. */
  return result->session_failed && result->outcome != PALIER_SMTP_UNCERTAIN
         && result->outcome != PALIER_SMTP_ACCEPTED;
}

/**
 * palier_batch_next_size:
 * @size: of the batch before
 * @n_sent: how many of it left
 * @taken_us: how long that took
 *
 * A flush of the disk serves a batch, so a line to a fast server takes larger ones: as many as
 * leave within a moment, since what is in handing_over is uncertain after a crash and cannot be
 * withdrawn.
 */
guint
palier_batch_next_size (guint size, guint n_sent, gint64 taken_us)
{
  if (taken_us > BATCH_SLOW_US)
    return MAX (size / 2, PALIER_BATCH_MIN);
  if (n_sent >= size && taken_us < BATCH_FAST_US)
    return MIN (size * 2, PALIER_BATCH_MAX);
  return size;
}

/* What may leave. Returns: how many */
static guint
list_begun (PalierBatch *self, PalierParcel **parcels, PalierSmtpMessage *messages)
{
  guint n = 0;

  for (guint i = 0; i < self->parcels->len; i++)
  {
    PalierParcel *parcel = g_ptr_array_index (self->parcels, i);
    if (!parcel->begun)
      continue;
    parcels[n] = parcel;
    messages[n++] =
        (PalierSmtpMessage) { parcel->letter->from, parcel->letter->to, parcel->letter->mail };
  }
  return n;
}

/**
 * palier_batch_send:
 * @line: (inout) (nullable): the line to use if it fits; on return the one that was used
 *
 * Hands over what was begun, one after the other. When the line falls, the rest goes over a new
 * one; when the server or the login fails, the rest is not tried: it has certainly not left, and
 * shares the result.
 *
 * Returns: (nullable): why no message of this sender would pass now
 */
const PalierSmtpResult *
palier_batch_send (PalierBatch *self, PalierLine **line, guint reply_ms, GCancellable *cancellable)
{
  PalierParcel *parcels[PALIER_BATCH_MAX];
  PalierSmtpMessage messages[PALIER_BATCH_MAX];
  guint n = list_begun (self, parcels, messages);
  const PalierSmtpResult *failure = NULL;
  guint done = 0;

  if (*line != NULL && self->mailbox != NULL
      && !g_str_equal ((*line)->mailbox->fingerprint, self->mailbox->fingerprint))
    g_clear_pointer (line, palier_line_free);
  while (done < n && failure == NULL)
  {
    PalierSmtpResult results[PALIER_BATCH_MAX];
    if (*line == NULL)
      *line = open_line (self, reply_ms);
    guint tried = palier_smtp_session_send ((*line)->session, &messages[done], n - done,
                                            cancellable, results);
    for (guint i = 0; i < tried; i++)
      parcels[done + i]->result = results[i];
    done += tried;
    if (is_failure_of_all (&parcels[done - 1]->result))
      failure = &parcels[done - 1]->result;
  }
  for (; done < n; done++)
    copy_result (failure, &parcels[done]->result);
  return failure;
}
