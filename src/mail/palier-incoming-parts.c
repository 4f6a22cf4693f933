/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mail of anyone, taken apart: how deep, how many parts and how long they are is bounded. */
#include "palier-incoming-parts.h"

#include <gmime/gmime.h>
#include <string.h>

#include "palier-incoming.h"
#include "palier-mail-body.h"

#define DEPTH_MAX 8
#define PARTS_MAX 64
#define PART_MAX (64 * 1024)
#define HEAD_MAX (32 * 1024)

typedef struct
{
  PalierIncomingParts *parts;
  char *html;
  guint n_parts;
} Walk;

static void walk (Walk *self, GMimeObject *object, guint depth, gboolean within);

static char *
bound (char *text)
{
  g_autofree char *owned = text;
  gsize length = text != NULL ? strlen (text) : 0;

  if (length <= PART_MAX)
    return g_steal_pointer (&owned);
  /* Not within a letter. */
  const char *end = g_utf8_find_prev_char (text, text + PART_MAX);
  return g_strndup (text, end != NULL ? (gsize) (end - text) : 0);
}

/* Returns: what the part holds, with its transfer encoding undone */
static char *
dup_content (GMimeObject *object)
{
  GMimeDataWrapper *content =
      GMIME_IS_PART (object) ? g_mime_part_get_content (GMIME_PART (object)) : NULL;
  if (content == NULL)
    return g_strdup ("");
  GMimeStream *stream = g_mime_stream_mem_new ();
  g_mime_data_wrapper_write_to_stream (content, stream);
  GByteArray *bytes = g_mime_stream_mem_get_byte_array (GMIME_STREAM_MEM (stream));
  char *text = bytes->len > 0
                   ? g_utf8_make_valid ((const char *) bytes->data, MIN (bytes->len, PART_MAX))
                   : g_strdup ("");
  g_object_unref (stream);
  return text;
}

static char *
dup_text (GMimeObject *object)
{
  char *text =
      GMIME_IS_TEXT_PART (object) ? g_mime_text_part_get_text (GMIME_TEXT_PART (object)) : NULL;
  if (text == NULL)
    return dup_content (object);
  g_autofree char *decoded = text;
  return bound (g_utf8_make_valid (decoded, -1));
}

static gboolean
is_type (GMimeObject *object, const char *type, const char *subtype)
{
  GMimeContentType *content = g_mime_object_get_content_type (object);
  return content != NULL && g_mime_content_type_is_type (content, type, subtype);
}

static void
keep (char **place, char *text)
{
  if (*place == NULL)
    *place = text;
  else
    g_free (text);
}

static void
walk_report (Walk *self, GMimeObject *object, gboolean within)
{
  PalierIncomingParts *parts = self->parts;

  if (is_type (object, "message", "delivery-status")
      || is_type (object, "message", "global-delivery-status"))
  {
    parts->forwarded_report = parts->report == NULL && within;
    keep (&parts->report, dup_content (object));
  }
  else if (within)
    return;
  else if (is_type (object, "message", "feedback-report"))
    keep (&parts->feedback, dup_content (object));
  else if (is_type (object, "message", "disposition-notification")
           || is_type (object, "message", "global-disposition-notification"))
    keep (&parts->receipt, dup_content (object));
  else if (is_type (object, "text", "rfc822-headers"))
    keep (&parts->returned, dup_content (object));
  else if (is_type (object, "text", "plain"))
    keep (&parts->text, dup_text (object));
  else if (is_type (object, "text", "html"))
    keep (&self->html, dup_text (object));
}

static void
walk_message (Walk *self, GMimeMessage *message, guint depth)
{
  g_autofree char *head = g_mime_object_get_headers (GMIME_OBJECT (message), NULL);
  GMimeObject *part = g_mime_message_get_mime_part (message);

  keep (&self->parts->returned, bound (g_utf8_make_valid (head != NULL ? head : "", -1)));
  if (part != NULL)
    walk (self, part, depth + 1, TRUE);
}

static void
walk (Walk *self, GMimeObject *object, guint depth, gboolean within)
{
  if (depth > DEPTH_MAX || self->n_parts++ >= PARTS_MAX)
    return;
  if (GMIME_IS_MULTIPART (object))
  {
    GMimeMultipart *multipart = GMIME_MULTIPART (object);
    int n = g_mime_multipart_get_count (multipart);
    for (int i = 0; i < n && self->n_parts < PARTS_MAX; i++)
      walk (self, g_mime_multipart_get_part (multipart, i), depth + 1, within);
  }
  else if (GMIME_IS_MESSAGE_PART (object))
  {
    GMimeMessage *message = g_mime_message_part_get_message (GMIME_MESSAGE_PART (object));
    if (message != NULL)
      walk_message (self, message, depth);
  }
  else
    walk_report (self, object, within);
}

/* ---- The head */

static void
read_from (PalierIncomingParts *self, GMimeMessage *message)
{
  InternetAddressList *list = g_mime_message_get_from (message);
  InternetAddress *first = list != NULL && internet_address_list_length (list) > 0
                               ? internet_address_list_get_address (list, 0)
                               : NULL;

  if (first == NULL)
  {
    self->from_name = palier_incoming_field (self->head, "From");
    return;
  }
  self->from_name = g_strdup (internet_address_get_name (first));
  if (INTERNET_ADDRESS_IS_MAILBOX (first))
  {
    const char *address = internet_address_mailbox_get_addr (INTERNET_ADDRESS_MAILBOX (first));
    self->from = address != NULL ? g_utf8_make_valid (address, -1) : NULL;
  }
}

static gint64
get_date_ms (GMimeMessage *message)
{
  GDateTime *date = g_mime_message_get_date (message);
  return date != NULL ? g_date_time_to_unix (date) * 1000 : 0;
}

static char *
dup_head (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  gsize size = MIN (length, HEAD_MAX);

  for (gsize i = 0; i + 1 < size; i++)
    if (data[i] == '\n'
        && (data[i + 1] == '\n' || (data[i + 1] == '\r' && i + 2 < size && data[i + 2] == '\n')))
      size = i + 1;
  return g_utf8_make_valid (data, (gssize) size);
}

static GMimeMessage *
parse (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  palier_mail_init ();
  if (length == 0)
    return NULL;
  GMimeStream *stream =
      g_mime_stream_mem_new_with_buffer (data, MIN (length, PALIER_INCOMING_MAX_BYTES));
  GMimeParser *parser = g_mime_parser_new_with_stream (stream);
  GMimeMessage *message = g_mime_parser_construct_message (parser, NULL);
  g_object_unref (parser);
  g_object_unref (stream);
  return message;
}

/**
 * palier_incoming_parts_new:
 *
 * Returns: (transfer full) (nullable): on error PALIER_MAIL_ERROR_SYNTAX
 */
PalierIncomingParts *
palier_incoming_parts_new (GBytes *bytes, GError **error)
{
  GMimeMessage *message = parse (bytes);
  if (message == NULL)
  {
    g_set_error (error, PALIER_MAIL_ERROR, PALIER_MAIL_ERROR_SYNTAX, "no mail");
    return NULL;
  }
  PalierIncomingParts *self = g_new0 (PalierIncomingParts, 1);
  Walk walking = { .parts = self };
  const char *subject = g_mime_message_get_subject (message);

  self->head = dup_head (bytes);
  self->subject = bound (g_utf8_make_valid (subject != NULL ? subject : "", -1));
  self->date_ms = get_date_ms (message);
  read_from (self, message);
  if (g_mime_message_get_mime_part (message) != NULL)
    walk (&walking, g_mime_message_get_mime_part (message), 0, FALSE);
  if ((self->text == NULL || g_strstrip (self->text)[0] == '\0') && walking.html != NULL)
  {
    g_free (self->text);
    self->text = palier_incoming_html_text (walking.html);
  }
  if (self->text == NULL)
    self->text = g_strdup ("");
  g_free (walking.html);
  g_object_unref (message);
  return self;
}

void
palier_incoming_parts_free (PalierIncomingParts *self)
{
  g_free (self->head);
  g_free (self->from);
  g_free (self->from_name);
  g_free (self->subject);
  g_free (self->text);
  g_free (self->report);
  g_free (self->feedback);
  g_free (self->receipt);
  g_free (self->returned);
  g_free (self);
}

/**
 * palier_incoming_field:
 * @block: lines "Name: value"; one that begins with a blank belongs to the one before
 *
 * Returns: (transfer full) (nullable): the first such field's value, unfolded
 */
char *
palier_incoming_field (const char *block, const char *name)
{
  gsize length = strlen (name);
  const char *line = block;

  while (line != NULL && !(g_ascii_strncasecmp (line, name, length) == 0 && line[length] == ':'))
  {
    line = strchr (line, '\n');
    line = line != NULL ? line + 1 : NULL;
  }
  if (line == NULL)
    return NULL;
  GString *value = g_string_new (NULL);
  for (const char *p = line + length + 1; *p != '\0' && (*p != '\n' || p[1] == ' ' || p[1] == '\t');
       p++)
    g_string_append_c (value, *p == '\n' || *p == '\r' || *p == '\t' ? ' ' : *p);
  return g_strstrip (g_string_free_and_steal (value));
}
