/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One look into a mailbox. The first one, and one whose numbers start anew, goes back a month; what
 * was told already is not told again. Then the sent mails are asked for messages of which nobody
 * knows whether they have left. */
#include "palier-answer-poll.h"

#include "palier-answer-take.h"
#include "palier-job-store.h"
#include "palier-sender.h"

#define BACK_MS (30 * 86400 * G_GINT64_CONSTANT (1000))
#define MAILS_MAX 500 /* in one look; the next one goes on */
#define MAIL_MAX (256 * 1024)
#define UNCERTAIN_MAX 50

typedef struct
{
  PalierStore *store;
  const PalierMailboxTask *task;
  gboolean plain_loopback;
  gint64 now_ms;
  PalierMailbox *mailbox; /* (nullable) */
  PalierMailboxPlace place;
  GPtrArray *uncertain; /* of PalierSendJob */
  PalierSendJob *found;
  const char *fault;
} Look;

/* ---- In the store */

static void
keep_own (const Look *self, GPtrArray *jobs)
{
  for (guint i = jobs->len; i > 0; i--)
  {
    const PalierSendJob *job = g_ptr_array_index (jobs, i - 1);
    if (!palier_id_equal (&job->sender, &self->task->sender) || job->mail_id == NULL)
      g_ptr_array_remove_index (jobs, i - 1);
  }
}

static gboolean
load (PalierTx *tx, gpointer data, GError **error)
{
  Look *self = data;
  PalierTenant *tenant = palier_store_get_tenant (tx, self->task->tenant, NULL);

  self->now_ms = tx->now_ms;
  if (tenant == NULL)
    return palier_db_check (tx->db, error);
  self->mailbox = palier_mailbox_load (tx, tenant, &self->task->sender, self->plain_loopback);
  self->place = palier_mailbox_store_get_place (tx, tenant, &self->task->sender);
  self->uncertain = palier_job_store_list (tx, tenant, PALIER_SEND_UNCERTAIN, UNCERTAIN_MAX);
  keep_own (self, self->uncertain);
  return palier_db_check (tx->db, error);
}

static gboolean
write_place (PalierTx *tx, gpointer data, GError **error)
{
  Look *self = data;
  PalierTenant *tenant = palier_store_get_tenant (tx, self->task->tenant, NULL);

  if (tenant != NULL)
    palier_mailbox_store_set_place (tx, tenant, &self->task->sender, &self->place, self->fault);
  return palier_db_check (tx->db, error);
}

/* It stands among what was sent. Who has settled it meanwhile is right. */
static gboolean
settle_sent (PalierTx *tx, gpointer data, GError **error)
{
  Look *self = data;
  PalierTenant *tenant = palier_store_get_tenant (tx, self->task->tenant, NULL);
  g_autoptr (PalierSendJob) job =
      tenant != NULL ? palier_job_store_get (tx, tenant, &self->found->id) : NULL;
  PalierJobChange change = { .reason = PALIER_REASON_NONE };

  if (job != NULL && job->state == PALIER_SEND_UNCERTAIN)
    palier_job_store_move (tx, tenant, job, PALIER_SEND_ACCEPTED, &change);
  return palier_db_check (tx->db, error);
}

/* ---- In the mailbox */

static void
digest_mail (GBytes *mail, guint8 digest[32])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = 0, size = 32;
  const guchar *bytes = g_bytes_get_data (mail, &length);

  g_checksum_update (checksum, bytes, (gssize) length);
  g_checksum_get_digest (checksum, digest, &size);
}

static gboolean
take (Look *self, guint32 uid, GBytes *mail, GError **error)
{
  g_autoptr (PalierIncoming) incoming = mail != NULL ? palier_incoming_read (mail, NULL) : NULL;
  PalierAnswer answer = { .task = *self->task,
                          .place = { self->place.uid_validity, uid + 1 },
                          .incoming = incoming,
                          .own = self->mailbox->from_email };

  if (mail != NULL)
    digest_mail (mail, answer.digest);
  if (!palier_store_write (self->store, palier_answer_take, &answer, error))
    return FALSE;
  self->place = answer.place;
  return TRUE;
}

static gboolean
read_inbox (Look *self, PalierImap *line, GError **error)
{
  guint32 validity;

  if (!palier_imap_examine (line, "INBOX", &validity, error))
    return FALSE;
  gboolean known = validity == self->place.uid_validity;
  g_autoptr (GArray) uids = known ? palier_imap_list_from (line, self->place.next_uid, error)
                                  : palier_imap_list_since (line, self->now_ms - BACK_MS, error);
  if (uids == NULL)
    return FALSE;
  self->place.uid_validity = validity;
  self->place.next_uid = known ? self->place.next_uid : 1;
  for (guint i = 0; i < MIN (uids->len, MAILS_MAX); i++)
  {
    guint32 uid = g_array_index (uids, guint32, i);
    g_autoptr (GError) fault = NULL;
    g_autoptr (GBytes) mail = palier_imap_fetch (line, uid, MAIL_MAX, &fault);
    if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
    if (!take (self, uid, mail, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_sent (Look *self, PalierImap *line, GError **error)
{
  g_autoptr (GError) fault = NULL;
  guint32 validity;

  if (self->uncertain->len == 0)
    return TRUE;
  g_autofree char *folder = palier_imap_find_sent (line, &fault);
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  else if (folder == NULL)
    return TRUE;
  if (folder == NULL || !palier_imap_examine (line, folder, &validity, error))
    return FALSE;
  for (guint i = 0; i < self->uncertain->len; i++)
  {
    gboolean found;
    self->found = g_ptr_array_index (self->uncertain, i);
    if (!palier_imap_has_message (line, self->found->mail_id, &found, error)
        || (found && !palier_store_write (self->store, settle_sent, self, error)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
look (Look *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (PalierImap) line = palier_imap_open (&self->mailbox->imap, cancellable, error);

  return line != NULL && read_inbox (self, line, error) && read_sent (self, line, error);
}

static gboolean
look_and_note (Look *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) fault = NULL;
  gboolean done = look (self, cancellable, &fault);

  self->fault = done ? "" : fault->message;
  gboolean noted = palier_store_write (self->store, write_place, self, done ? error : NULL);
  if (!done)
    g_propagate_error (error, g_steal_pointer (&fault));
  return done && noted;
}

/**
 * palier_answer_poll:
 * @plain_loopback: as palier_mailbox_load()
 *
 * Returns: TRUE also for a sender that has no mailbox any more
 */
gboolean
palier_answer_poll (PalierStore *store, const PalierMailboxTask *task, gboolean plain_loopback,
                    GCancellable *cancellable, GError **error)
{
  Look self = { .store = store, .task = task, .plain_loopback = plain_loopback };
  gboolean done = palier_store_read (store, load, &self, error);

  if (done && self.mailbox != NULL && self.mailbox->imap.host != NULL)
    done = look_and_note (&self, cancellable, error);
  g_clear_pointer (&self.mailbox, palier_mailbox_free);
  g_clear_pointer (&self.uncertain, g_ptr_array_unref);
  return done;
}
