/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-mail-body.h"

#include <gmime/gmime.h>
#include <string.h>

G_DEFINE_QUARK (palier-mail-error-quark, palier_mail_error)

#define MAX_ADDRESS 254 /* RFC 5321 § 4.5.3.1.3, without the brackets */

static gboolean
fail (GError **error, PalierMailError code, const char *what)
{
  g_set_error (error, PALIER_MAIL_ERROR, code, "%s", what);
  return FALSE;
}

/**
 * palier_mail_address_is_valid:
 * @address: (nullable)
 *
 * Whether @address may stand in a header and in an SMTP command: ASCII, one @, none of the
 * characters that would end either. Whether someone reads it is another matter.
 */
gboolean
palier_mail_address_is_valid (const char *address)
{
  const char *at = address != NULL ? strchr (address, '@') : NULL;

  if (at == NULL || at == address || at[1] == '\0' || strlen (address) > MAX_ADDRESS)
    return FALSE;
  for (const char *p = address; *p != '\0'; p++)
    if (*p <= ' ' || *p >= 0x7f || strchr ("<>(),;:\\\"[]", *p) != NULL || (*p == '@' && p != at))
      return FALSE;
  return TRUE;
}

/* Refuses what would begin another header: any control character. */
static gboolean
check_header (const char *value, const char *name, GError **error)
{
  if (value == NULL)
    return TRUE;
  if (strlen (value) > PALIER_MAIL_MAX_HEADER || !g_utf8_validate (value, -1, NULL))
    return fail (error, PALIER_MAIL_ERROR_HEADER, name);
  for (const char *p = value; *p != '\0'; p++)
    if ((guchar) *p < ' ' || *p == 0x7f)
      return fail (error, PALIER_MAIL_ERROR_HEADER, name);
  return TRUE;
}

/* A value of one word in ASCII: an identifier, a URL. */
static gboolean
check_token (const char *value, const char *name, GError **error)
{
  for (const char *p = value; p != NULL && *p != '\0'; p++)
    if (*p <= ' ' || *p >= 0x7f || strchr ("<>\"", *p) != NULL)
      return fail (error, PALIER_MAIL_ERROR_HEADER, name);
  return check_header (value, name, error);
}

static gboolean
check_addresses (const PalierMailDraft *draft, GError **error)
{
  if (!palier_mail_address_is_valid (draft->from_email))
    return fail (error, PALIER_MAIL_ERROR_ADDRESS, "from");
  if (!palier_mail_address_is_valid (draft->to_email))
    return fail (error, PALIER_MAIL_ERROR_ADDRESS, "to");
  if (draft->reply_to != NULL && !palier_mail_address_is_valid (draft->reply_to))
    return fail (error, PALIER_MAIL_ERROR_ADDRESS, "reply-to");
  return TRUE;
}

static gboolean
check_boundary (const char *boundary, GError **error)
{
  for (const char *p = boundary; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '-')
      return fail (error, PALIER_MAIL_ERROR_HEADER, "boundary");
  return strlen (boundary) <= 50 || fail (error, PALIER_MAIL_ERROR_HEADER, "boundary");
}

static gboolean
check (const PalierMailDraft *draft, GError **error)
{
  if (!check_addresses (draft, error) || !check_boundary (draft->boundary, error)
      || !check_header (draft->from_name, "from", error)
      || !check_header (draft->to_name, "to", error)
      || !check_header (draft->subject, "subject", error)
      || !check_header (draft->feedback_id, "feedback-id", error)
      || !check_token (draft->message_id, "message-id", error)
      || !check_token (draft->unsubscribe_url, "list-unsubscribe", error)
      || !check_token (draft->unsubscribe_mailto, "list-unsubscribe", error)
      || !check_token (draft->pixel_url, "pixel", error))
    return FALSE;
  if (strlen (draft->text) > PALIER_MAIL_MAX_BODY || draft->text[0] == '\0'
      || !g_utf8_validate (draft->text, -1, NULL))
    return fail (error, PALIER_MAIL_ERROR_BODY, "text");
  return TRUE;
}

/* GMime counts its users without a lock. */
void
palier_mail_init (void)
{
  static gsize ready;

  if (g_once_init_enter (&ready))
  {
    g_mime_init ();
    g_once_init_leave (&ready, 1);
  }
}

/* ---- The body */

static GHashTable *
ask_links (const PalierMailDraft *draft, const char *text)
{
  g_autoptr (GHashTable) links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) found = palier_mail_body_links (text);

  for (guint i = 0; draft->rewrite != NULL && i < found->len; i++)
  {
    const char *url = g_ptr_array_index (found, i);
    char *other = draft->rewrite (url, draft->rewrite_data);
    if (other != NULL)
      g_hash_table_insert (links, g_strdup (url), other);
  }
  return g_steal_pointer (&links);
}

/* Control characters have no place in a text; lines end with \n, tabs stay. */
static char *
clean_text (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if ((guchar) *p >= ' ' || *p == '\n' || *p == '\t')
      g_string_append_c (out, *p);
    else if (*p == '\r' && p[1] != '\n')
      g_string_append_c (out, '\n');
  return g_string_free_and_steal (out);
}

static void
append_footer_text (GString *text, const PalierMailDraft *draft)
{
  if (draft->unsubscribe_label != NULL && draft->unsubscribe_url != NULL)
    g_string_append_printf (text, "\n%s : %s\n", draft->unsubscribe_label, draft->unsubscribe_url);
}

static void
append_footer_html (GString *html, const PalierMailDraft *draft)
{
  if (draft->unsubscribe_label != NULL && draft->unsubscribe_url != NULL)
  {
    g_autofree char *link =
        g_markup_printf_escaped ("<p style=\"font-size:small\"><a href=\"%s\">%s</a></p>\n",
                                 draft->unsubscribe_url, draft->unsubscribe_label);
    g_string_append (html, link);
  }
  if (draft->pixel_url != NULL)
  {
    g_autofree char *image = g_markup_printf_escaped (
        "<img src=\"%s\" width=\"1\" height=\"1\" alt=\"\" style=\"display:none\">\n",
        draft->pixel_url);
    g_string_append (html, image);
  }
}

static char *
make_text (const PalierMailDraft *draft, const char *body, GHashTable *links)
{
  g_autofree char *text = palier_mail_body_text (body, links);
  GString *out = g_string_new (text);

  append_footer_text (out, draft);
  return g_string_free_and_steal (out);
}

static char *
make_html (const PalierMailDraft *draft, const char *body, GHashTable *links)
{
  g_autofree char *html = palier_mail_body_html (body, links);
  GString *out = g_string_new ("<!DOCTYPE html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\">"
                               "</head><body>\n");

  g_string_append (out, html);
  append_footer_html (out, draft);
  g_string_append (out, "</body></html>\n");
  return g_string_free_and_steal (out);
}

static void
add_part (GMimeMultipart *multipart, const char *subtype, const char *content)
{
  GMimePart *part = g_mime_part_new_with_type ("text", subtype);
  GMimeStream *stream = g_mime_stream_mem_new_with_buffer (content, strlen (content));
  GMimeDataWrapper *wrapper =
      g_mime_data_wrapper_new_with_stream (stream, GMIME_CONTENT_ENCODING_DEFAULT);

  g_mime_object_set_content_type_parameter (GMIME_OBJECT (part), "charset", "utf-8");
  g_mime_part_set_content (part, wrapper);
  g_mime_part_set_content_encoding (part, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  g_mime_multipart_add (multipart, GMIME_OBJECT (part));
  g_object_unref (wrapper);
  g_object_unref (stream);
  g_object_unref (part);
}

static GMimeObject *
make_body (const PalierMailDraft *draft)
{
  GMimeMultipart *multipart = g_mime_multipart_new_with_subtype ("alternative");
  g_autofree char *body = clean_text (draft->text);
  g_autoptr (GHashTable) links = ask_links (draft, body);
  g_autofree char *text = make_text (draft, body, links);
  g_autofree char *html = make_html (draft, body, links);
  /* "=_" never stands in quoted-printable text. */
  g_autofree char *boundary = g_strconcat ("=_", draft->boundary, NULL);

  g_mime_multipart_set_boundary (multipart, boundary);
  add_part (multipart, "plain", text);
  add_part (multipart, "html", html);
  return GMIME_OBJECT (multipart);
}

/* ---- The headers */

static void
add_list_headers (GMimeObject *message, const PalierMailDraft *draft)
{
  GString *value = g_string_new (NULL);

  if (draft->unsubscribe_url != NULL)
    g_string_append_printf (value, "<%s>", draft->unsubscribe_url);
  if (draft->unsubscribe_mailto != NULL)
    g_string_append_printf (value, "%s<%s>", value->len > 0 ? ", " : "", draft->unsubscribe_mailto);
  if (value->len > 0)
    g_mime_object_append_header (message, "List-Unsubscribe", value->str, "utf-8");
  if (draft->unsubscribe_url != NULL && g_str_has_prefix (draft->unsubscribe_url, "https://"))
    g_mime_object_append_header (message, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click",
                                 "utf-8");
  g_string_free (value, TRUE);
}

static void
add_mailbox (GMimeMessage *message, GMimeAddressType type, const char *name, const char *address)
{
  InternetAddress *mailbox = internet_address_mailbox_new (name, address);

  internet_address_set_charset (mailbox, "utf-8");
  internet_address_list_add (g_mime_message_get_addresses (message, type), mailbox);
  g_object_unref (mailbox);
}

static void
add_headers (GMimeMessage *message, const PalierMailDraft *draft)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (draft->date_ms / 1000);

  add_mailbox (message, GMIME_ADDRESS_TYPE_FROM, draft->from_name, draft->from_email);
  add_mailbox (message, GMIME_ADDRESS_TYPE_TO, draft->to_name, draft->to_email);
  if (draft->reply_to != NULL)
    add_mailbox (message, GMIME_ADDRESS_TYPE_REPLY_TO, NULL, draft->reply_to);
  g_mime_message_set_subject (message, draft->subject, "utf-8");
  g_mime_message_set_date (message, date);
  g_mime_message_set_message_id (message, draft->message_id);
  add_list_headers (GMIME_OBJECT (message), draft);
  if (draft->feedback_id != NULL)
    g_mime_object_append_header (GMIME_OBJECT (message), "Feedback-ID", draft->feedback_id,
                                 "utf-8");
}

static GBytes *
write_message (GMimeMessage *message)
{
  GMimeFormatOptions *options = g_mime_format_options_new ();
  GByteArray *bytes = g_byte_array_new ();
  GMimeStream *stream = g_mime_stream_mem_new_with_byte_array (bytes);

  g_mime_stream_mem_set_owner (GMIME_STREAM_MEM (stream), FALSE);
  g_mime_format_options_set_newline_format (options, GMIME_NEWLINE_FORMAT_DOS);
  g_mime_object_write_to_stream (GMIME_OBJECT (message), options, stream);
  g_object_unref (stream);
  g_mime_format_options_free (options);
  return g_byte_array_free_to_bytes (bytes);
}

/**
 * palier_mail_compose:
 *
 * Makes the bytes of a message: multipart/alternative of plain text and simple HTML, UTF-8 as
 * quoted-printable, headers by RFC 2047, lines ended by CRLF and never above 998 octets. Nothing of
 * the draft can begin a header of its own.
 *
 * Returns: (transfer full) (nullable): the message; on error PALIER_MAIL_ERROR
 */
GBytes *
palier_mail_compose (const PalierMailDraft *draft, GError **error)
{
  if (!check (draft, error))
    return NULL;
  palier_mail_init ();

  GMimeMessage *message = g_mime_message_new (FALSE);
  GMimeObject *body = make_body (draft);
  add_headers (message, draft);
  g_mime_message_set_mime_part (message, body);
  GBytes *bytes = write_message (message);
  g_object_unref (body);
  g_object_unref (message);
  return bytes;
}
