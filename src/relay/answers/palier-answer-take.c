/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an answer means: events of the tenant, a withdrawal, a dead address. All of it and the place
 * in the mailbox are one transaction, so that nothing is lost or told twice. Of a mail that belongs
 * to no message of ours nothing is kept. */
#include "palier-answer-take.h"

#include <string.h>
#include <yyjson.h>

#include "palier-intake.h"
#include "palier-job-store.h"
#include "palier-record-store.h"

#define TEXT_MAX 4000 /* bytes of a reply that are told */
#define WORDS_MAX 8

/* ---- Whose answer it is */

/* A Message-ID of ours is the message's id, and the sender's domain. */
static PalierSendJob *
find_by_id (PalierTx *tx, const PalierTenant *tenant, const char *mail_id)
{
  const char *at = strchr (mail_id, '@');
  g_autofree char *text = at != NULL ? g_strndup (mail_id, (gsize) (at - mail_id)) : NULL;
  PalierId id;

  if (text == NULL || !palier_id_parse (text, &id))
    return NULL;
  g_autoptr (PalierSendJob) job = palier_job_store_get (tx, tenant, &id);
  if (job == NULL || job->mail_id == NULL || g_ascii_strcasecmp (job->mail_id, mail_id) != 0)
    return NULL;
  return g_steal_pointer (&job);
}

static PalierSendJob *
find_job (PalierTx *tx, const PalierTenant *tenant, const PalierIncoming *incoming)
{
  for (char **id = incoming->ids; *id != NULL; id++)
  {
    PalierSendJob *job = find_by_id (tx, tenant, *id);
    if (job != NULL)
      return job;
  }
  return NULL;
}

/* ---- What is told */

typedef struct
{
  PalierTx *tx;
  const PalierTenant *tenant;
  const PalierSendJob *job;
  const PalierIncoming *incoming;
} Telling;

static void
tell (const Telling *self, const char *name, yyjson_mut_doc *doc)
{
  gint64 at_ms = self->incoming->date_ms;

  /* The Date is the writer's word: it is neither before the message nor to come. */
  if (at_ms < self->job->changed_ms || at_ms > self->tx->now_ms)
    at_ms = self->tx->now_ms;
  char *data = yyjson_mut_write (doc, 0, NULL);
  palier_event_store_add (self->tx, self->tenant, name, at_ms, &self->job->prospect, &self->job->id,
                          data);
  free (data);
  yyjson_mut_doc_free (doc);
}

static yyjson_mut_doc *
new_data (void)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_doc_set_root (doc, yyjson_mut_obj (doc));
  return doc;
}

static void
add_text (yyjson_mut_doc *doc, const char *name, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) MIN (strlen (text), TEXT_MAX));
  yyjson_mut_obj_add_strcpy (doc, yyjson_mut_doc_get_root (doc), name, valid);
}

static void
tell_reply (const Telling *self)
{
  yyjson_mut_doc *doc = new_data ();
  yyjson_mut_val *words = yyjson_mut_obj_add_arr (doc, yyjson_mut_doc_get_root (doc), "words");

  add_text (doc, "class", palier_reply_class_name (self->incoming->reply));
  add_text (doc, "text", self->incoming->text);
  for (guint i = 0; i < WORDS_MAX && self->incoming->decided[i] != NULL; i++)
    yyjson_mut_arr_add_strcpy (doc, words, self->incoming->decided[i]);
  tell (self, "message.replied", doc);
}

static void
tell_automatic (const Telling *self)
{
  yyjson_mut_doc *doc = new_data ();

  add_text (doc, "kind", palier_incoming_kind_name (self->incoming->kind));
  add_text (doc, "until", self->incoming->back_on);
  tell (self, "message.auto_replied", doc);
}

/* As subscribers are told. */
static const char *
get_bounce_kind (const PalierIncoming *incoming)
{
  if (incoming->kind == PALIER_INCOMING_COMPLAINT)
    return "complaint";
  return incoming->bounce == PALIER_BOUNCE_HARD   ? "permanent"
         : incoming->bounce == PALIER_BOUNCE_SOFT ? "temporary"
                                                  : "blocked";
}

static void
tell_bounce (const Telling *self)
{
  yyjson_mut_doc *doc = new_data ();

  add_text (doc, "kind", get_bounce_kind (self->incoming));
  add_text (doc, "status", self->incoming->status);
  add_text (doc, "text", self->incoming->diagnostic);
  tell (self, "message.bounced", doc);
}

/* Of a message that may have left an answer says that it has, and a bounce that it will not arrive.
 */
static void
settle (const Telling *self)
{
  g_autoptr (PalierSendJob) job = palier_send_job_copy (self->job);
  gboolean bounced = self->incoming->kind == PALIER_INCOMING_BOUNCE;
  PalierJobChange change = { .reason = bounced ? PALIER_REASON_SERVER_NEVER : PALIER_REASON_NONE,
                             .text = self->incoming->diagnostic };

  if (job->state == PALIER_SEND_UNCERTAIN)
    palier_job_store_move (self->tx, self->tenant, job,
                           bounced ? PALIER_SEND_REFUSED : PALIER_SEND_ACCEPTED, &change);
}

static void
apply (const Telling *self)
{
  settle (self);
  switch (self->incoming->kind)
  {
  case PALIER_INCOMING_REPLY:
    tell_reply (self);
    break;
  case PALIER_INCOMING_UNSUBSCRIBE:
    palier_intake_unsubscribe (self->tx, self->tenant, &self->job->id, "reply");
    break;
  case PALIER_INCOMING_COMPLAINT:
    tell_bounce (self);
    palier_intake_unsubscribe (self->tx, self->tenant, &self->job->id, "complaint");
    break;
  case PALIER_INCOMING_BOUNCE:
    tell_bounce (self);
    if (self->incoming->bounce == PALIER_BOUNCE_HARD)
      palier_intake_bounce (self->tx, self->tenant, &self->job->id);
    break;
  case PALIER_INCOMING_OUT_OF_OFFICE:
  case PALIER_INCOMING_AUTO_REPLY:
    tell_automatic (self);
    break;
  default: /* a delay, a receipt: nothing follows from it */
    break;
  }
}

static gboolean
is_own (const PalierAnswer *self)
{
  return self->incoming->from != NULL && g_ascii_strcasecmp (self->incoming->from, self->own) == 0;
}

/* A PalierTxFunc. @answer: a PalierAnswer */
gboolean
palier_answer_take (PalierTx *tx, gpointer answer, GError **error)
{
  const PalierAnswer *self = answer;
  PalierTenant *tenant = palier_store_get_tenant (tx, self->task.tenant, NULL);

  if (tenant == NULL)
    return palier_db_check (tx->db, error);
  g_autoptr (PalierSendJob) job =
      self->incoming != NULL && !is_own (self) ? find_job (tx, tenant, self->incoming) : NULL;
  Telling telling = { tx, tenant, job, self->incoming };
  if (job != NULL && palier_answer_store_add (tx, tenant, &job->id, self->digest))
    apply (&telling);
  palier_mailbox_store_set_place (tx, tenant, &self->task.sender, &self->place, "");
  return palier_db_check (tx->db, error);
}
