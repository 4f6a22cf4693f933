/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stream says only "there is something new"; what it is, the device asks by /v1/sync. Between two
 * words its connection is suspended; a comment now and then keeps proxies from closing it. */
#include "palier-http-stream.h"

#include <string.h>

#include "palier-store.h"

#define ALIVE_US (15 * G_USEC_PER_SEC)

typedef struct
{
  PalierStreams *streams;
  struct MHD_Connection *connection;
  gint64 tenant;
  const char *next; /* (nullable): what to say */
  gsize said;       /* bytes of it */
  gboolean pending; /* another word after it */
  gboolean suspended;
  gboolean closed;
  gint64 spoke_us;
} Stream;

struct _PalierStreams
{
  GMutex lock;
  GPtrArray *list;
  gboolean closed;
};

PalierStreams *
palier_streams_new (void)
{
  PalierStreams *self = g_new0 (PalierStreams, 1);
  g_mutex_init (&self->lock);
  self->list = g_ptr_array_new ();
  return self;
}

void
palier_streams_free (PalierStreams *self)
{
  g_ptr_array_unref (self->list);
  g_mutex_clear (&self->lock);
  g_free (self);
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

static ssize_t
on_read_cb (void *data, uint64_t position, char *buffer, size_t size)
{
  static const char changed[] = "event: changed\ndata: {\"new\":true}\n\n";
  Stream *stream = data;
  ssize_t length = 0;

  g_mutex_lock (&stream->streams->lock);
  if (stream->next == NULL && stream->pending)
  {
    stream->pending = FALSE;
    stream->next = changed;
  }
  if (stream->closed)
    length = MHD_CONTENT_READER_END_OF_STREAM;
  else if (stream->next != NULL)
  {
    gsize left = strlen (stream->next) - stream->said;
    length = (ssize_t) MIN (left, size);
    memcpy (buffer, stream->next + stream->said, (gsize) length);
    stream->said += (gsize) length;
    if ((gsize) length == left)
    {
      stream->next = NULL;
      stream->said = 0;
    }
    stream->spoke_us = g_get_monotonic_time ();
  }
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

  g_mutex_lock (&stream->streams->lock);
  g_ptr_array_remove_fast (stream->streams->list, stream);
  g_mutex_unlock (&stream->streams->lock);
  g_free (stream);
}

struct MHD_Response *
palier_streams_open (PalierStreams *self, gint64 tenant, struct MHD_Connection *connection)
{
  Stream *stream = g_new0 (Stream, 1);

  stream->streams = self;
  stream->connection = connection;
  stream->tenant = tenant;
  stream->next = "retry: 5000\n\n";
  stream->spoke_us = g_get_monotonic_time ();
  /* Something may have come between the device's last sync and now. */
  stream->pending = TRUE;
  g_mutex_lock (&self->lock);
  stream->closed = self->closed;
  g_ptr_array_add (self->list, stream);
  g_mutex_unlock (&self->lock);
  struct MHD_Response *response =
      MHD_create_response_from_callback (MHD_SIZE_UNKNOWN, 1024, on_read_cb, stream, on_ended_cb);
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
    if (stream->next != NULL || now_us - stream->spoke_us < ALIVE_US)
      continue;
    stream->next = ":\n\n";
    wake (stream);
  }
  g_mutex_unlock (&self->lock);
}

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
  g_mutex_unlock (&self->lock);
}
