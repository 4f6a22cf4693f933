/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A device's stream says only "there is something new"; what it is, the device asks by /v1/sync. A
 * feed tells the business events themselves, which one thread reads for all feeds. Between two
 * words a connection is suspended; a comment now and then keeps proxies from closing it. */
#include "palier-http-stream.h"

#include <string.h>

#include "palier-store.h"

#define ALIVE_US (15 * G_USEC_PER_SEC)
#define BLOCK 4096

typedef struct
{
  PalierStreams *streams;
  struct MHD_Connection *connection;
  gint64 tenant;
  PalierFeed *feed; /* (nullable): NULL for a device's */
  GString *text;    /* what to say */
  gsize said;       /* bytes of it */
  gboolean pending; /* another word after it */
  gboolean feeding; /* the thread reads for it */
  gboolean gone;    /* … and is to free it */
  gboolean suspended;
  gboolean closed;
  gint64 spoke_us;
} Stream;

struct _PalierStreams
{
  GMutex lock;
  GCond work; /* a feed has something to be read, or the end */
  GPtrArray *list;
  PalierFeedFunc func;
  gpointer data;
  GThread *thread;
  gboolean closed;
};

static void
stream_free (Stream *stream)
{
  g_string_free (stream->text, TRUE);
  g_free (stream->feed);
  g_free (stream);
}

/* With the lock. */
static void
wake (Stream *stream)
{
  if (!stream->suspended)
    return;
  stream->suspended = FALSE;
  MHD_resume_connection (stream->connection);
}

/* ---- feeds ---- */

/* With the lock. Returns: (nullable): one that has said all, and has more to say */
static Stream *
find_hungry (PalierStreams *self)
{
  for (guint i = 0; i < self->list->len; i++)
  {
    Stream *stream = g_ptr_array_index (self->list, i);
    if (stream->feed != NULL && stream->pending && !stream->feeding && !stream->closed
        && stream->text->len == 0)
      return stream;
  }
  return NULL;
}

/* With the lock, which is let go meanwhile. */
static void
feed_stream (PalierStreams *self, Stream *stream)
{
  g_autoptr (GString) text = g_string_new (NULL);

  stream->pending = FALSE;
  stream->feeding = TRUE;
  g_mutex_unlock (&self->lock);
  PalierFeedState state = self->func (stream->feed, text, self->data);
  g_mutex_lock (&self->lock);
  stream->feeding = FALSE;
  if (stream->gone)
  {
    stream_free (stream);
    return;
  }
  stream->pending |= state == PALIER_FEED_MORE;
  stream->closed |= state == PALIER_FEED_END;
  g_string_append_len (stream->text, text->str, (gssize) text->len);
  if (text->len > 0 || stream->closed)
    wake (stream);
}

static gpointer
feed_main (gpointer data)
{
  PalierStreams *self = data;

  g_mutex_lock (&self->lock);
  while (!self->closed)
  {
    Stream *stream = find_hungry (self);
    if (stream != NULL)
      feed_stream (self, stream);
    else
      g_cond_wait (&self->work, &self->lock);
  }
  g_mutex_unlock (&self->lock);
  return NULL;
}

/* ---- the streams ---- */

PalierStreams *
palier_streams_new (PalierFeedFunc func, gpointer data)
{
  PalierStreams *self = g_new0 (PalierStreams, 1);
  g_mutex_init (&self->lock);
  g_cond_init (&self->work);
  self->list = g_ptr_array_new ();
  self->func = func;
  self->data = data;
  self->thread = g_thread_new ("feed", feed_main, self);
  return self;
}

void
palier_streams_free (PalierStreams *self)
{
  palier_streams_close (self);
  g_ptr_array_unref (self->list);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->work);
  g_free (self);
}

/* With the lock: what a stream says next. */
static void
continue_stream (Stream *stream)
{
  if (!stream->pending)
    return;
  if (stream->feed != NULL)
  {
    g_cond_signal (&stream->streams->work);
    return;
  }
  stream->pending = FALSE;
  g_string_append (stream->text, "event: changed\ndata: {\"new\":true}\n\n");
}

/* With the lock. Returns: how many bytes it says now */
static gsize
say (Stream *stream, char *buffer, gsize size)
{
  gsize length = MIN (stream->text->len - stream->said, size);

  memcpy (buffer, stream->text->str + stream->said, length);
  stream->said += length;
  if (stream->said == stream->text->len)
  {
    g_string_truncate (stream->text, 0);
    stream->said = 0;
  }
  stream->spoke_us = g_get_monotonic_time ();
  return length;
}

static ssize_t
on_read_cb (void *data, uint64_t position, char *buffer, size_t size)
{
  Stream *stream = data;
  ssize_t length = 0;

  g_mutex_lock (&stream->streams->lock);
  if (stream->text->len == 0)
    continue_stream (stream);
  if (stream->closed)
    length = MHD_CONTENT_READER_END_OF_STREAM;
  else if (stream->text->len > 0)
    length = (ssize_t) say (stream, buffer, size);
  else
  {
    stream->suspended = TRUE;
    MHD_suspend_connection (stream->connection);
  }
  g_mutex_unlock (&stream->streams->lock);
  return length;
}

/* The answer, and with it the connection, has ended. */
static void
on_ended_cb (void *data)
{
  Stream *stream = data;
  PalierStreams *self = stream->streams;

  g_mutex_lock (&self->lock);
  g_ptr_array_remove_fast (self->list, stream);
  stream->gone = TRUE;
  gboolean feeding = stream->feeding;
  g_mutex_unlock (&self->lock);
  if (!feeding)
    stream_free (stream);
}

/* @feed: (nullable): NULL for a stream that says only that there is something new */
struct MHD_Response *
palier_streams_open (PalierStreams *self, gint64 tenant, const PalierFeed *feed,
                     struct MHD_Connection *connection)
{
  Stream *stream = g_new0 (Stream, 1);

  stream->streams = self;
  stream->connection = connection;
  stream->tenant = tenant;
  stream->feed = feed != NULL ? g_memdup2 (feed, sizeof *feed) : NULL;
  stream->text = g_string_new ("retry: 5000\n\n");
  stream->spoke_us = g_get_monotonic_time ();
  /* Something may have come between the device's last sync and now. */
  stream->pending = TRUE;
  g_mutex_lock (&self->lock);
  stream->closed = self->closed;
  g_ptr_array_add (self->list, stream);
  g_mutex_unlock (&self->lock);
  struct MHD_Response *response =
      MHD_create_response_from_callback (MHD_SIZE_UNKNOWN, BLOCK, on_read_cb, stream, on_ended_cb);
  MHD_add_response_header (response, "Content-Type", "text/event-stream");
  return response;
}

void
palier_streams_notify (PalierStreams *self, gint64 tenant)
{
  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->list->len; i++)
  {
    Stream *stream = g_ptr_array_index (self->list, i);
    if (tenant != PALIER_STORE_ANYONE && stream->tenant != tenant)
      continue;
    stream->pending = TRUE;
    if (stream->feed != NULL)
      g_cond_signal (&self->work);
    else
      wake (stream);
  }
  g_mutex_unlock (&self->lock);
}

/* To be called about once a second. */
void
palier_streams_tick (PalierStreams *self)
{
  gint64 now_us = g_get_monotonic_time ();

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->list->len; i++)
  {
    Stream *stream = g_ptr_array_index (self->list, i);
    if (stream->text->len > 0 || now_us - stream->spoke_us < ALIVE_US)
      continue;
    g_string_append (stream->text, ":\n\n");
    /* Whether its reader may still read is asked again, too. */
    stream->pending |= stream->feed != NULL;
    wake (stream);
  }
  g_mutex_unlock (&self->lock);
}

/* Ends them all, and what reads for them. */
void
palier_streams_close (PalierStreams *self)
{
  g_mutex_lock (&self->lock);
  self->closed = TRUE;
  for (guint i = 0; i < self->list->len; i++)
  {
    Stream *stream = g_ptr_array_index (self->list, i);
    stream->closed = TRUE;
    wake (stream);
  }
  g_cond_signal (&self->work);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&self->thread, g_thread_join);
}
