/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes become text only when an event is whole, so that a letter that was cut in two by the line
 * is whole again. An event that the end of the stream cuts off is none. */
#include "palier-sse.h"

#include <string.h>

#include "palier-net.h"

typedef struct
{
  char *name;
  char *data;
} Event;

struct _PalierSse
{
  gsize max_bytes;
  GString *line; /* as far as it has come */
  GString *name; /* of the event that is being read */
  GString *data; /* … each line with its LF */
  GQueue events; /* (element-type Event): whole, not taken yet */
  gboolean begun;
  gboolean failed;
};

static void
event_free (gpointer data)
{
  Event *event = data;

  g_free (event->name);
  g_free (event->data);
  g_free (event);
}

/* @max_bytes: of one event */
PalierSse *
palier_sse_new (gsize max_bytes)
{
  PalierSse *self = g_new0 (PalierSse, 1);

  self->max_bytes = max_bytes;
  self->line = g_string_new (NULL);
  self->name = g_string_new (NULL);
  self->data = g_string_new (NULL);
  g_queue_init (&self->events);
  return self;
}

void
palier_sse_free (PalierSse *self)
{
  g_string_free (self->line, TRUE);
  g_string_free (self->name, TRUE);
  g_string_free (self->data, TRUE);
  g_queue_clear_full (&self->events, event_free);
  g_free (self);
}

static void
end_event (PalierSse *self)
{
  if (self->data->len > 0)
  {
    Event *event = g_new0 (Event, 1);
    event->name =
        self->name->len > 0 ? g_utf8_make_valid (self->name->str, -1) : g_strdup ("message");
    event->data = g_utf8_make_valid (self->data->str, (gssize) self->data->len - 1);
    g_queue_push_tail (&self->events, event);
  }
  g_string_truncate (self->name, 0);
  g_string_truncate (self->data, 0);
}

static void
take_field (PalierSse *self, const char *line, gsize length)
{
  const char *colon = memchr (line, ':', length);
  gsize name = colon != NULL ? (gsize) (colon - line) : length;
  const char *value = colon != NULL ? colon + 1 : line + length;

  if (value < line + length && *value == ' ')
    value++;
  gssize rest = (gssize) (line + length - value);
  if (name == strlen ("data") && memcmp (line, "data", name) == 0)
  {
    g_string_append_len (self->data, value, rest);
    g_string_append_c (self->data, '\n');
  }
  else if (name == strlen ("event") && memcmp (line, "event", name) == 0)
  {
    g_string_truncate (self->name, 0);
    g_string_append_len (self->name, value, rest);
  }
}

static void
end_line (PalierSse *self)
{
  static const char mark[] = "\xef\xbb\xbf";
  GString *line = self->line;

  if (!self->begun && line->len >= 3 && memcmp (line->str, mark, 3) == 0)
    g_string_erase (line, 0, 3);
  self->begun = TRUE;
  if (line->len > 0 && line->str[line->len - 1] == '\r')
    g_string_truncate (line, line->len - 1);
  if (line->len == 0)
    end_event (self);
  else if (line->str[0] != ':')
    take_field (self, line->str, line->len);
  g_string_truncate (line, 0);
}

/**
 * palier_sse_feed:
 * @bytes: (array length=length): the next ones of the stream, cut anywhere
 *
 * Returns: %FALSE with PALIER_NET_ERROR_TOO_LARGE once an event passes its bound; what was whole
 *   before it can still be taken, what is fed after it is lost
 */
gboolean
palier_sse_feed (PalierSse *self, const char *bytes, gsize length, GError **error)
{
  for (const char *p = bytes, *end = bytes + length; p < end && !self->failed;)
  {
    const char *stop = memchr (p, '\n', (gsize) (end - p));
    gsize part = (gsize) ((stop != NULL ? stop : end) - p);
    self->failed = self->line->len + self->data->len + part > self->max_bytes;
    if (self->failed)
      break;
    g_string_append_len (self->line, p, (gssize) part);
    if (stop != NULL)
      end_line (self);
    p += part + (stop != NULL);
  }
  if (self->failed)
    g_set_error (error, PALIER_NET_ERROR, PALIER_NET_ERROR_TOO_LARGE, "an event of a stream");
  return !self->failed;
}

/**
 * palier_sse_next:
 * @name: (out) (optional) (transfer full): "message" where the stream gives none
 * @data: (out) (transfer full): valid UTF-8, lines joined by LF
 *
 * Returns: whether there was a whole event, which is taken
 */
gboolean
palier_sse_next (PalierSse *self, char **name, char **data)
{
  Event *event = g_queue_pop_head (&self->events);

  if (event == NULL)
    return FALSE;
  if (name != NULL)
    *name = g_steal_pointer (&event->name);
  *data = g_steal_pointer (&event->data);
  event_free (event);
  return TRUE;
}
