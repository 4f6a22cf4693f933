/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The life of a batch:
 *
 *     prepare (reads, composes) → exchange (one commit: settles the batch before, begins this one)
 *     → send (nothing is written) → exchange …
 *
 * so that one flush a batch is enough for every state to be durable. */
#include "palier-lane.h"

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

/* A PalierTxFunc that reads: the mailbox as it is now, and a letter a job. */
gboolean
palier_batch_prepare (PalierTx *tx, gpointer data, GError **error)
{
  PalierBatch *self = data;

  self->mailbox = palier_mailbox_load (tx, self->tenant, &self->sender, self->plain_loopback);
  for (guint i = 0; self->mailbox != NULL && i < self->jobs->len; i++)
  {
    PalierParcel *parcel = g_new0 (PalierParcel, 1);
    parcel->letter = palier_letter_prepare (tx, self->tenant, g_ptr_array_index (self->jobs, i),
                                            self->mailbox, self->public_url);
    g_ptr_array_add (self->parcels, parcel);
  }
  return palier_db_check (tx->db, error);
}

/* A PalierTxFunc that writes: what became of the batch before, and that this one leaves. */
gboolean
palier_batch_exchange (PalierTx *tx, gpointer data, GError **error)
{
  PalierBatch *self = data;

  for (guint i = 0; i < self->sent->len; i++)
  {
    PalierParcel *parcel = g_ptr_array_index (self->sent, i);
    palier_handover_settle (tx, self->tenant, parcel->letter, &parcel->result);
  }
  for (guint i = 0; self->mailbox == NULL && i < self->jobs->len; i++)
    palier_handover_put_back (tx, self->tenant, g_ptr_array_index (self->jobs, i),
                              PALIER_SEND_SET_ASIDE, PALIER_REASON_NO_SENDER, 0);
  for (guint i = 0; i < self->parcels->len; i++)
  {
    PalierParcel *parcel = g_ptr_array_index (self->parcels, i);
    parcel->begun =
        palier_handover_begin (tx, self->tenant, parcel->letter, self->mailbox->daily_cap);
  }
  return palier_db_check (tx->db, error);
}

static PalierLine *
open_line (PalierBatch *self)
{
  PalierLine *line = g_new0 (PalierLine, 1);

  line->mailbox = g_steal_pointer (&self->mailbox);
  line->mailbox->smtp.reply_ms = self->smtp_timeout_ms;
  line->session = palier_smtp_session_new (&line->mailbox->smtp);
  return line;
}

static void
copy_result (const PalierSmtpResult *from, PalierSmtpResult *to)
{
  *to = *from;
  to->text = g_strdup (from->text);
}

/**
 * palier_batch_send:
 * @line: (inout) (nullable): the line to use if it fits; on return the one that was used
 * @broken: (out): whether no message of this sender would pass now
 *
 * Hands over what was begun, one by one. When the server or the login fails, the rest is not tried:
 * it has certainly not left, and shares the result.
 *
 * Returns: the last fault
 */
PalierSmtpFault
palier_batch_send (PalierBatch *self, PalierLine **line, GCancellable *cancellable,
                   gboolean *broken)
{
  const PalierSmtpResult *failure = NULL;
  PalierSmtpFault fault = PALIER_SMTP_OK;

  if (*line != NULL && self->mailbox != NULL
      && !g_str_equal ((*line)->mailbox->fingerprint, self->mailbox->fingerprint))
    g_clear_pointer (line, palier_line_free);
  for (guint i = 0; i < self->parcels->len; i++)
  {
    PalierParcel *parcel = g_ptr_array_index (self->parcels, i);
    if (!parcel->begun)
      continue;
    if (*line == NULL)
      *line = open_line (self);
    if (failure != NULL)
      copy_result (failure, &parcel->result);
    else
      palier_smtp_session_send ((*line)->session, parcel->letter->from, parcel->letter->to,
                                parcel->letter->mail, cancellable, &parcel->result);
    fault = parcel->result.fault;
    /* A message that may have left has a result of its own: the next one is tried and says more. */
    if (parcel->result.session_failed && parcel->result.outcome != PALIER_SMTP_UNCERTAIN
        && parcel->result.outcome != PALIER_SMTP_ACCEPTED)
      failure = &parcel->result;
  }
  *broken = failure != NULL;
  return fault;
}
