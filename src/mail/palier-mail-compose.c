/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-mail-body.h"

#include <gmime/gmime.h>
#include <string.h>

G_DEFINE_QUARK (palier-mail-error-quark, palier_mail_error)

/* All but line feed and tab. */
#define CONTROLS                                                                                   \
  "\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19"   \
  "\x1a\x1b\x1c\x1d\x1e\x1f"
#define LINE_WISHED 76
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
  GString *out = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != '\0';)
  {
    gsize plain = strcspn (p, CONTROLS);
    g_string_append_len (out, p, (gssize) plain);
    p += plain;
    if (*p == '\0')
      break;
    if (*p == '\r' && p[1] != '\n')
      g_string_append_c (out, '\n');
    p++;
  }
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

/* ---- The body's bytes. GMime encodes; its objects and streams would cost more than all else that
 * a message goes through. */

static void
append_lines (GString *out, const char *text, gsize length)
{
  const char *end = text + length;

  for (const char *line = text; line < end;)
  {
    const char *next = memchr (line, '\n', (gsize) (end - line));
    gsize size = (gsize) ((next != NULL ? next : end) - line);
    g_string_append_len (out, line, (gssize) size);
    g_string_append_len (out, "\r\n", 2);
    line += size + 1;
  }
}

static void
append_part (GString *out, const char *boundary, const char *subtype, const char *content)
{
  GMimeEncoding encoding;
  gsize length = strlen (content);

  g_string_append_printf (out,
                          "--%s\r\nContent-Type: text/%s; charset=utf-8\r\n"
                          "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
                          boundary, subtype);
  g_mime_encoding_init_encode (&encoding, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  g_autofree char *encoded = g_malloc (g_mime_encoding_outlen (&encoding, length));
  gsize size = g_mime_encoding_flush (&encoding, content, length, encoded);
  append_lines (out, encoded, size);
  g_string_append_len (out, "\r\n", 2);
}

static void
append_body (GString *out, const PalierMailDraft *draft)
{
  g_autofree char *body = clean_text (draft->text);
  g_autoptr (GHashTable) links = ask_links (draft, body);
  g_autofree char *text = make_text (draft, body, links);
  g_autofree char *html = make_html (draft, body, links);
  /* "=_" never stands in quoted-printable text. */
  g_autofree char *boundary = g_strconcat ("=_", draft->boundary, NULL);

  g_string_append_printf (out,
                          "MIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n"
                          "\tboundary=\"%s\"\r\n\r\n",
                          boundary);
  append_part (out, boundary, "plain", text);
  append_part (out, boundary, "html", html);
  g_string_append_printf (out, "--%s--\r\n", boundary);
}

/* ---- The headers */

/* GMime encodes and folds. Its header objects are left out: they look each address up as an
 * international one, and addresses are ASCII here. */

typedef char *(*Fold) (GMimeParserOptions *parser, GMimeFormatOptions *options, const char *header);

static void
append_folded (GString *out, GMimeFormatOptions *options, Fold fold, const char *name,
               const char *value)
{
  g_autofree char *header = g_strconcat (name, ": ", value, NULL);
  g_autofree char *folded = fold (NULL, options, header);
  append_lines (out, folded, strlen (folded));
}

static void
append_header (GString *out, GMimeFormatOptions *options, const char *name, const char *value)
{
  g_autofree char *encoded = g_mime_utils_header_encode_text (options, value, "utf-8");
  append_folded (out, options, g_mime_utils_unstructured_header_fold, name, encoded);
}

/* The address stands whole on one line: not every reader takes a fold within its brackets. */
static void
append_mailbox (GString *out, GMimeFormatOptions *options, const char *name, const char *words,
                const char *address)
{
  if (words == NULL || *words == '\0')
  {
    g_string_append_printf (out, "%s: %s\r\n", name, address);
    return;
  }
  g_autofree char *phrase = g_mime_utils_header_encode_phrase (options, words, "utf-8");
  append_folded (out, options, g_mime_utils_structured_header_fold, name, phrase);
  g_string_truncate (out, out->len - 2);
  const char *line = strrchr (out->str, '\n');
  gsize used = line != NULL ? strlen (line + 1) : out->len;
  g_string_append_printf (out, "%s <%s>\r\n",
                          used + strlen (address) + 3 > LINE_WISHED ? "\r\n" : "", address);
}

static void
append_list_headers (GString *out, GMimeFormatOptions *options, const PalierMailDraft *draft)
{
  g_autoptr (GString) value = g_string_new (NULL);

  if (draft->unsubscribe_url != NULL)
    g_string_append_printf (value, "<%s>", draft->unsubscribe_url);
  if (draft->unsubscribe_mailto != NULL)
    g_string_append_printf (value, "%s<%s>", value->len > 0 ? ", " : "", draft->unsubscribe_mailto);
  if (value->len > 0)
    append_header (out, options, "List-Unsubscribe", value->str);
  if (draft->unsubscribe_url != NULL && g_str_has_prefix (draft->unsubscribe_url, "https://"))
    append_header (out, options, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
}

static void
append_headers (GString *out, const PalierMailDraft *draft)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (draft->date_ms / 1000);
  g_autofree char *date_text = g_mime_utils_header_format_date (date);
  GMimeFormatOptions *options = g_mime_format_options_new ();

  append_mailbox (out, options, "From", draft->from_name, draft->from_email);
  append_mailbox (out, options, "To", draft->to_name, draft->to_email);
  if (draft->reply_to != NULL)
    append_mailbox (out, options, "Reply-To", NULL, draft->reply_to);
  append_header (out, options, "Subject", draft->subject);
  append_header (out, options, "Date", date_text);
  g_string_append_printf (out, "Message-Id: <%s>\r\n", draft->message_id);
  append_list_headers (out, options, draft);
  if (draft->feedback_id != NULL)
    append_header (out, options, "Feedback-ID", draft->feedback_id);
  g_mime_format_options_free (options);
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

  GString *out = g_string_sized_new (4 * strlen (draft->text) + 2048);
  append_headers (out, draft);
  append_body (out, draft);
  return g_string_free_to_bytes (out);
}
