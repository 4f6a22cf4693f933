/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events are added in one go (XADD), and are told once the server says that they are on its disk
 * (WAITAOF), where it keeps a log; a line that fell in between tells them again, under their ids.
 */
#include "palier-event-stream.h"

#include <hiredis/hiredis.h>
#include <string.h>

#define TIMEOUT_S 5
#define DURABLE_MS 4000
#define REST_US (2 * G_USEC_PER_SEC)
#define EVENTS_MAX "1000000"

struct _PalierEventStream
{
  char *place;
  char *key;
  redisContext *line; /* (nullable) */
  gboolean warned;    /* that the server keeps no log */
  gint64 rest_until_us;
};

/* @place: as the setting event_stream has it. It is asked when there is something to tell. */
PalierEventStream *
palier_event_stream_new (const char *place, const char *key)
{
  PalierEventStream *self = g_new0 (PalierEventStream, 1);

  self->place = g_strdup (place);
  self->key = g_strdup (key);
  return self;
}

void
palier_event_stream_free (PalierEventStream *self)
{
  g_clear_pointer (&self->line, redisFree);
  explicit_bzero (self->place, strlen (self->place));
  g_free (self->place);
  g_free (self->key);
  g_free (self);
}

static gboolean
fail (PalierEventStream *self, GError **error, const char *words)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the stream of events: %s", words);
  g_clear_pointer (&self->line, redisFree);
  return FALSE;
}

static const char *
get_words (PalierEventStream *self, const redisReply *reply)
{
  return reply != NULL && reply->type == REDIS_REPLY_ERROR ? reply->str : self->line->errstr;
}

/* Takes one answer. */
static gboolean
take (PalierEventStream *self, redisReply *reply, GError **error)
{
  gboolean good = (reply != NULL && reply->type != REDIS_REPLY_ERROR)
                  || fail (self, error, get_words (self, reply));

  if (reply != NULL)
    freeReplyObject (reply);
  return good;
}

static gboolean
log_in (PalierEventStream *self, GUri *uri, GError **error)
{
  const char *user = g_uri_get_user (uri);
  const char *password = g_uri_get_password (uri);
  const char *number = g_uri_get_path (uri);

  if (password != NULL
      && !take (self,
                user != NULL && *user != '\0'
                    ? redisCommand (self->line, "AUTH %s %s", user, password)
                    : redisCommand (self->line, "AUTH %s", password),
                error))
    return FALSE;
  return number[0] == '\0' || number[1] == '\0'
         || take (self, redisCommand (self->line, "SELECT %s", number + 1), error);
}

static gboolean
open_line (PalierEventStream *self, GError **error)
{
  struct timeval timeout = { .tv_sec = TIMEOUT_S };
  g_autoptr (GUri) uri = g_uri_parse (self->place, G_URI_FLAGS_HAS_PASSWORD, error);
  int port = uri != NULL && g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : 6379;

  if (uri == NULL || self->line != NULL)
    return uri != NULL;
  self->line = redisConnectWithTimeout (g_uri_get_host (uri), port, timeout);
  if (self->line == NULL || self->line->err != 0
      || redisSetTimeout (self->line, timeout) != REDIS_OK)
    return fail (self, error, self->line != NULL ? self->line->errstr : "no memory");
  return log_in (self, uri, error);
}

/* Returns: whether there is an answer to be taken; what cannot be read any more is passed over */
static gboolean
append (PalierEventStream *self, const PalierTenant *tenant, const PalierOutboxEvent *event)
{
  char id[PALIER_ID_TEXT_SIZE];
  g_autofree char *at = g_strdup_printf ("%" G_GINT64_FORMAT, event->at_ms);
  g_autofree char *seq = g_strdup_printf ("%" G_GUINT64_FORMAT, event->seq);
  g_autofree char *handle = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", tenant->id);

  return event->data != NULL
         && redisAppendCommand (self->line,
                                "XADD %s MAXLEN ~ " EVENTS_MAX
                                " * id %s type %s created_at %s tenant %s seq %s data %s",
                                self->key, palier_id_format (&event->id, id), event->name, at,
                                handle, seq, event->data)
                == REDIS_OK;
}

static guint
append_batch (PalierEventStream *self, const PalierHookBatch *batch)
{
  guint answers = 0;

  for (guint i = 0; i < batch->events->len; i++)
    answers += append (self, batch->tenant, g_ptr_array_index (batch->events, i));
  return answers;
}

/* A server without a log has said all that it can. */
static gboolean
wait_for_disk (PalierEventStream *self, GError **error)
{
  redisReply *reply = redisCommand (self->line, "WAITAOF 1 0 %d", DURABLE_MS);
  gboolean no_log =
      reply != NULL && reply->type == REDIS_REPLY_ERROR && g_str_has_prefix (reply->str, "ERR ");
  gboolean late = reply != NULL && reply->type == REDIS_REPLY_ARRAY && reply->elements > 0
                  && reply->element[0]->integer < 1;

  if (no_log && !self->warned)
    g_warning ("the stream's server keeps no log: what it was told may end with it");
  self->warned |= no_log;
  if (no_log || late)
  {
    freeReplyObject (reply);
    return no_log || fail (self, error, "not on the server's disk yet");
  }
  return take (self, reply, error);
}

/**
 * palier_event_stream_tell:
 * @batches: (element-type PalierHookBatch): each with the events of a tenant, in their order
 *
 * Adds events, and waits until they are on the server's disk. After a failure nothing is tried for
 * a moment, so that a server which hangs does not hold up the next ones as long again.
 *
 * Returns: FALSE when some of them, or all, may not be there
 */
gboolean
palier_event_stream_tell (PalierEventStream *self, const GPtrArray *batches, GError **error)
{
  guint answers = 0;

  if (g_get_monotonic_time () < self->rest_until_us)
    return fail (self, error, "the server did not answer a moment ago");
  gboolean good = open_line (self, error);
  for (guint i = 0; good && i < batches->len; i++)
    answers += append_batch (self, g_ptr_array_index (batches, i));
  for (guint i = 0; good && i < answers; i++)
  {
    redisReply *reply = NULL;
    redisGetReply (self->line, (void **) &reply);
    good = take (self, reply, error);
  }
  good = good && wait_for_disk (self, error);
  self->rest_until_us = good ? 0 : g_get_monotonic_time () + REST_US;
  return good;
}
