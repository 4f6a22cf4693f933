/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-http-pipe.h"

#include <string.h>

#define BLOCK 4096
#define BEHIND_MAX (1024 * 1024) /* bytes that a reader may be behind */

struct _PalierHttpPipe
{
  GMutex lock;
  GCancellable *gone;
  struct MHD_Connection *connection; /* (nullable): NULL until it is sent, and after */
  GByteArray *behind;                /* written, and not yet sent */
  gboolean suspended;
  gboolean closed; /* nothing more is written */
};

PalierHttpPipe *
palier_http_pipe_new (GCancellable *gone)
{
  PalierHttpPipe *self = g_atomic_rc_box_new0 (PalierHttpPipe);

  g_mutex_init (&self->lock);
  self->gone = g_object_ref (gone);
  self->behind = g_byte_array_new ();
  return self;
}

PalierHttpPipe *
palier_http_pipe_ref (PalierHttpPipe *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
pipe_clear (gpointer data)
{
  PalierHttpPipe *self = data;

  g_object_unref (self->gone);
  g_byte_array_unref (self->behind);
  g_mutex_clear (&self->lock);
}

void
palier_http_pipe_unref (PalierHttpPipe *self)
{
  g_atomic_rc_box_release_full (self, pipe_clear);
}

/* With the lock. */
static void
wake (PalierHttpPipe *self)
{
  if (!self->suspended)
    return;
  self->suspended = FALSE;
  MHD_resume_connection (self->connection);
}

void
palier_http_pipe_write (PalierHttpPipe *self, const char *text)
{
  gsize length = strlen (text);

  g_mutex_lock (&self->lock);
  gboolean fits = self->behind->len + length <= BEHIND_MAX;
  if (fits)
    g_byte_array_append (self->behind, (const guint8 *) text, (guint) length);
  wake (self);
  g_mutex_unlock (&self->lock);
  if (!fits)
    g_cancellable_cancel (self->gone);
}

/* The body ends with what was written. */
void
palier_http_pipe_close (PalierHttpPipe *self)
{
  g_mutex_lock (&self->lock);
  self->closed = TRUE;
  wake (self);
  g_mutex_unlock (&self->lock);
}

static ssize_t
on_read_cb (void *data, uint64_t position, char *buffer, size_t size)
{
  PalierHttpPipe *self = data;
  ssize_t length = 0;

  g_mutex_lock (&self->lock);
  if (self->behind->len > 0)
  {
    length = (ssize_t) MIN (self->behind->len, size);
    memcpy (buffer, self->behind->data, (gsize) length);
    g_byte_array_remove_range (self->behind, 0, (guint) length);
  }
  else if (self->closed)
    length = MHD_CONTENT_READER_END_OF_STREAM;
  else
  {
    self->suspended = TRUE;
    MHD_suspend_connection (self->connection);
  }
  g_mutex_unlock (&self->lock);
  return length;
}

/* The answer was sent, or the connection has ended before. */
static void
on_ended_cb (void *data)
{
  PalierHttpPipe *self = data;

  g_mutex_lock (&self->lock);
  self->connection = NULL;
  gboolean early = !self->closed;
  g_mutex_unlock (&self->lock);
  if (early)
    g_cancellable_cancel (self->gone);
  palier_http_pipe_unref (self);
}

/* To be called once, on the connection's thread. */
struct MHD_Response *
palier_http_pipe_open (PalierHttpPipe *self, struct MHD_Connection *connection)
{
  self->connection = connection;
  struct MHD_Response *response = MHD_create_response_from_callback (
      MHD_SIZE_UNKNOWN, BLOCK, on_read_cb, palier_http_pipe_ref (self), on_ended_cb);
  MHD_add_response_header (response, "Content-Type", "text/event-stream");
  return response;
}
