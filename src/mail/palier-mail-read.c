/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-mail-body.h"

#include <gmime/gmime.h>

struct _PalierMail
{
  GMimeMessage *message;
};

/**
 * palier_mail_parse:
 * @bytes: a whole mail, from anyone
 *
 * Returns: (transfer full) (nullable): the mail; on error PALIER_MAIL_ERROR
 */
PalierMail *
palier_mail_parse (GBytes *bytes, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  GMimeMessage *message = NULL;

  if (length > 0 && length <= PALIER_MAIL_MAX_BYTES)
  {
    palier_mail_init ();
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer (data, length);
    GMimeParser *parser = g_mime_parser_new_with_stream (stream);
    message = g_mime_parser_construct_message (parser, NULL);
    g_object_unref (parser);
    g_object_unref (stream);
  }
  if (message == NULL)
  {
    g_set_error (error, PALIER_MAIL_ERROR, PALIER_MAIL_ERROR_SYNTAX, "no mail");
    return NULL;
  }
  PalierMail *self = g_new0 (PalierMail, 1);
  self->message = message;
  return self;
}

void
palier_mail_free (PalierMail *self)
{
  g_object_unref (self->message);
  g_free (self);
}

/* Returns: (transfer full) (nullable): the header's value, unfolded and decoded */
char *
palier_mail_dup_header (PalierMail *self, const char *name)
{
  const char *value = g_mime_object_get_header (GMIME_OBJECT (self->message), name);
  g_autofree char *unfolded = value != NULL ? g_mime_utils_header_unfold (value) : NULL;

  return unfolded != NULL ? g_mime_utils_header_decode_text (NULL, unfolded) : NULL;
}

typedef struct
{
  const char *subtype;
  char *found;
} Search;

static void
visit_part (GMimeObject *parent, GMimeObject *part, gpointer data)
{
  Search *search = data;

  if (search->found == NULL && GMIME_IS_TEXT_PART (part)
      && g_mime_content_type_is_type (g_mime_object_get_content_type (part), "text",
                                      search->subtype))
    search->found = g_mime_text_part_get_text (GMIME_TEXT_PART (part));
}

/**
 * palier_mail_dup_part:
 * @subtype: "plain" or "html"
 *
 * Returns: (transfer full) (nullable): the first such text, decoded to UTF-8
 */
char *
palier_mail_dup_part (PalierMail *self, const char *subtype)
{
  Search search = { subtype, NULL };

  g_mime_message_foreach (self->message, visit_part, &search);
  return search.found;
}
