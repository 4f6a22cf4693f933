/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. A plain message, read back; an address is never cut in two. 2. The same draft gives the same
 * bytes. 3. One-click only with https; pixel and rewritten links only when given. 4. No field
 * begins a header. 5. Lines: CRLF, at most 998 octets, ASCII, whatever the text. 6. Bad drafts, as
 * a table. 7. Addresses. */
#include <string.h>

#include "palier-mail.h"

static PalierMailDraft
draft (void)
{
  return (PalierMailDraft) {
    .from_name = "Élise Müller, Agence du Port",
    .from_email = "elise@example.com",
    .to_name = "Jean Dupont",
    .to_email = "jean@example.org",
    .subject = "Une idée pour votre secteur à Saint-Étienne, près de la gare et du marché couvert",
    .text = "Bonjour Jean,\n\nVoir https://example.com/étude ou https://example.com/a.\n\nÉlise",
    .message_id = "018f@example.com",
    .date_ms = 1795000000000,
    .boundary = "018f0000-0000-7000-8000-00000000000a",
  };
}

static GBytes *
compose (const PalierMailDraft *one)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = palier_mail_compose (one, &error);
  g_assert_no_error (error);
  return bytes;
}

/* Whether @text stands on one line. */
static void
check_whole (GBytes *bytes, const char *text)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_assert_nonnull (g_strstr_len (data, (gssize) length, text));
}

static void
check_header (GBytes *bytes, const char *name, const char *expected)
{
  g_autoptr (PalierMail) mail = palier_mail_parse (bytes, NULL);
  g_autofree char *value = palier_mail_dup_header (mail, name);
  g_assert_cmpstr (value, ==, expected);
}

/* Every line ends with CRLF, none is longer than 998 octets, all is ASCII. */
static void
check_lines (GBytes *bytes)
{
  gsize length, start = 0;
  const char *data = g_bytes_get_data (bytes, &length);

  g_assert_cmpuint (length, >, 2);
  g_assert_cmpmem (data + length - 2, 2, "\r\n", 2);
  for (gsize i = 0; i < length; i++)
  {
    g_assert_cmpint ((guchar) data[i], <, 0x80);
    g_assert_cmpint (data[i], !=, '\0');
    if (data[i] == '\r')
      g_assert_cmpint (data[i + 1], ==, '\n');
    if (data[i] != '\n')
      continue;
    g_assert_cmpint (data[i - 1], ==, '\r');
    g_assert_cmpuint (i - 1 - start, <=, 998);
    start = i + 1;
  }
}

static void
test_read_back (void)
{
  PalierMailDraft one = draft ();
  g_autoptr (GBytes) bytes = compose (&one);
  g_autoptr (PalierMail) mail = palier_mail_parse (bytes, NULL);
  g_autofree char *text = palier_mail_dup_part (mail, "plain");
  g_autofree char *html = palier_mail_dup_part (mail, "html");

  check_lines (bytes);
  check_whole (bytes, " <elise@example.com>\r\n");
  check_whole (bytes, "To: Jean Dupont <jean@example.org>\r\n");
  check_header (bytes, "From", "Élise Müller, Agence du Port <elise@example.com>");
  check_header (bytes, "To", "Jean Dupont <jean@example.org>");
  check_header (bytes, "Subject", one.subject);
  check_header (bytes, "Message-Id", "<018f@example.com>");
  check_header (bytes, "Date", "Wed, 18 Nov 2026 11:06:40 +0000");
  check_header (bytes, "MIME-Version", "1.0");
  check_header (bytes, "Reply-To", NULL);
  check_header (bytes, "List-Unsubscribe", NULL);
  check_header (bytes, "List-Unsubscribe-Post", NULL);
  g_assert_cmpstr (text, ==,
                   "Bonjour Jean,\r\n\r\nVoir https://example.com/étude ou "
                   "https://example.com/a.\r\n\r\nÉlise\r\n");
  g_assert_nonnull (strstr (html, "<p>Bonjour Jean,</p>"));
  g_assert_null (strstr (html, "<img"));
}

static void
test_same_bytes (void)
{
  PalierMailDraft one = draft ();
  g_autoptr (GBytes) a = compose (&one);
  g_autoptr (GBytes) b = compose (&one);

  g_assert_true (g_bytes_equal (a, b));
}

static char *
rewrite (const char *url, gpointer data)
{
  int *count = data;
  return strchr (url, 'a') != NULL ? g_strdup_printf ("https://r.example/%d", ++*count) : NULL;
}

static void
test_options (void)
{
  PalierMailDraft one = draft ();
  int count = 0;
  one.text = "https://a.fr https://b.fr https://a.fr https://aa.fr";
  one.reply_to = "reponse@example.com";
  one.unsubscribe_url = "https://r.example/u/x";
  one.unsubscribe_mailto = "mailto:stop@example.com?subject=STOP";
  one.unsubscribe_label = "Ne plus recevoir";
  one.feedback_id = "c1:t1:palier:x";
  one.pixel_url = "https://r.example/t/o/x.gif?a=1&b=2";
  one.rewrite = rewrite;
  one.rewrite_data = &count;
  g_autoptr (GBytes) bytes = compose (&one);
  g_autoptr (PalierMail) mail = palier_mail_parse (bytes, NULL);
  g_autofree char *text = palier_mail_dup_part (mail, "plain");
  g_autofree char *html = palier_mail_dup_part (mail, "html");

  g_assert_cmpint (count, ==, 2);
  check_lines (bytes);
  check_header (bytes, "Reply-To", "reponse@example.com");
  check_header (bytes, "List-Unsubscribe",
                "<https://r.example/u/x>, <mailto:stop@example.com?subject=STOP>");
  check_header (bytes, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
  check_header (bytes, "Feedback-ID", "c1:t1:palier:x");
  g_assert_cmpstr (text, ==,
                   "https://r.example/1 https://b.fr https://r.example/1 "
                   "https://r.example/2\r\n\r\nNe plus recevoir : "
                   "https://r.example/u/x\r\n");
  g_assert_nonnull (strstr (html, "src=\"https://r.example/t/o/x.gif?a=1&amp;b=2\""));
  g_assert_nonnull (strstr (html, "<a href=\"https://r.example/u/x\">Ne plus recevoir</a>"));
}

static void
test_no_one_click_without_tls (void)
{
  PalierMailDraft one = draft ();
  one.unsubscribe_url = "http://127.0.0.1:8080/u/x";
  g_autoptr (GBytes) bytes = compose (&one);

  check_header (bytes, "List-Unsubscribe", "<http://127.0.0.1:8080/u/x>");
  check_header (bytes, "List-Unsubscribe-Post", NULL);
}

static void
test_injection (void)
{
  static const char *const bad[] = { "x\r\nBcc: all@example.com", "x\nBcc: y", "x\rBcc: y", "x\x7f",
                                     "x\x01" };
  static const gsize places[] = { G_STRUCT_OFFSET (PalierMailDraft, from_name),
                                  G_STRUCT_OFFSET (PalierMailDraft, from_email),
                                  G_STRUCT_OFFSET (PalierMailDraft, to_name),
                                  G_STRUCT_OFFSET (PalierMailDraft, to_email),
                                  G_STRUCT_OFFSET (PalierMailDraft, reply_to),
                                  G_STRUCT_OFFSET (PalierMailDraft, subject),
                                  G_STRUCT_OFFSET (PalierMailDraft, message_id),
                                  G_STRUCT_OFFSET (PalierMailDraft, boundary),
                                  G_STRUCT_OFFSET (PalierMailDraft, unsubscribe_url),
                                  G_STRUCT_OFFSET (PalierMailDraft, unsubscribe_mailto),
                                  G_STRUCT_OFFSET (PalierMailDraft, feedback_id),
                                  G_STRUCT_OFFSET (PalierMailDraft, pixel_url) };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (bad); j++)
    {
      PalierMailDraft one = draft ();
      g_autoptr (GError) error = NULL;
      G_STRUCT_MEMBER (const char *, &one, places[i]) = bad[j];
      g_assert_null (palier_mail_compose (&one, &error));
      g_assert_true (error->domain == PALIER_MAIL_ERROR);
    }
}

static void
test_long (void)
{
  PalierMailDraft one = draft ();
  g_autofree char *word = g_strnfill (5000, 'x');
  g_autofree char *url = g_strnfill (PALIER_MAIL_MAX_HEADER - 8, 'u');
  g_autofree char *https = g_strconcat ("https://", url, NULL);
  GString *accents = g_string_new (NULL);

  for (int i = 0; i < PALIER_MAIL_MAX_HEADER / 2; i++)
    g_string_append (accents, "é");
  one.subject = accents->str;
  one.from_name = accents->str;
  one.text = word;
  one.unsubscribe_url = https;
  one.feedback_id = url;
  g_autoptr (GBytes) bytes = compose (&one);
  check_lines (bytes);
  check_whole (bytes, " <elise@example.com>\r\n");
  check_header (bytes, "Subject", accents->str);
  g_autofree char *list = g_strdup_printf ("<%s>", https);
  check_header (bytes, "List-Unsubscribe", list);
  g_string_free (accents, TRUE);
}

static void
test_controls_in_text (void)
{
  PalierMailDraft one = draft ();
  one.text = "a\r\nb\rc\x01\x07\td\n.\n..\nFrom x";
  g_autoptr (GBytes) bytes = compose (&one);
  g_autoptr (PalierMail) mail = palier_mail_parse (bytes, NULL);
  g_autofree char *text = palier_mail_dup_part (mail, "plain");

  check_lines (bytes);
  g_assert_cmpstr (text, ==, "a\r\nb\r\nc\td\r\n.\r\n..\r\nFrom x\r\n");
}

static void
test_bad (void)
{
  g_autofree char *huge = g_strnfill (PALIER_MAIL_MAX_BODY + 1, 'x');
  g_autofree char *wide = g_strnfill (PALIER_MAIL_MAX_HEADER + 1, 'x');
  const struct
  {
    gsize place;
    const char *value;
    int code;
  } cases[] = {
    { G_STRUCT_OFFSET (PalierMailDraft, from_email), NULL, PALIER_MAIL_ERROR_ADDRESS },
    { G_STRUCT_OFFSET (PalierMailDraft, to_email), "nobody", PALIER_MAIL_ERROR_ADDRESS },
    { G_STRUCT_OFFSET (PalierMailDraft, reply_to), "a@b@c", PALIER_MAIL_ERROR_ADDRESS },
    { G_STRUCT_OFFSET (PalierMailDraft, subject), "\xff\xfe", PALIER_MAIL_ERROR_HEADER },
    { G_STRUCT_OFFSET (PalierMailDraft, subject), wide, PALIER_MAIL_ERROR_HEADER },
    { G_STRUCT_OFFSET (PalierMailDraft, unsubscribe_url), "https://a b", PALIER_MAIL_ERROR_HEADER },
    { G_STRUCT_OFFSET (PalierMailDraft, boundary), "a b", PALIER_MAIL_ERROR_HEADER },
    { G_STRUCT_OFFSET (PalierMailDraft, boundary), wide, PALIER_MAIL_ERROR_HEADER },
    { G_STRUCT_OFFSET (PalierMailDraft, text), "", PALIER_MAIL_ERROR_BODY },
    { G_STRUCT_OFFSET (PalierMailDraft, text), "\xff", PALIER_MAIL_ERROR_BODY },
    { G_STRUCT_OFFSET (PalierMailDraft, text), huge, PALIER_MAIL_ERROR_BODY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    PalierMailDraft one = draft ();
    g_autoptr (GError) error = NULL;
    G_STRUCT_MEMBER (const char *, &one, cases[i].place) = cases[i].value;
    g_assert_null (palier_mail_compose (&one, &error));
    g_assert_error (error, PALIER_MAIL_ERROR, cases[i].code);
  }
}

static void
test_addresses (void)
{
  static const char *const good[] = { "a@b", "jean.dupont+x@sub.example.fr", "o'neil@example.com" };
  static const char *const bad[] = {
    "", "@", "a@", "@b", "a b@c", "a@b@c", "a<@b", "é@b", "a@b,c"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (palier_mail_address_is_valid (good[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (palier_mail_address_is_valid (bad[i]));
  g_assert_false (palier_mail_address_is_valid (NULL));
}

static void
test_not_a_mail (void)
{
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (GError) error = NULL;

  g_assert_null (palier_mail_parse (empty, &error));
  g_assert_error (error, PALIER_MAIL_ERROR, PALIER_MAIL_ERROR_SYNTAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/compose/read-back", test_read_back);
  g_test_add_func ("/compose/same-bytes", test_same_bytes);
  g_test_add_func ("/compose/options", test_options);
  g_test_add_func ("/compose/one-click", test_no_one_click_without_tls);
  g_test_add_func ("/compose/injection", test_injection);
  g_test_add_func ("/compose/long", test_long);
  g_test_add_func ("/compose/controls", test_controls_in_text);
  g_test_add_func ("/compose/bad", test_bad);
  g_test_add_func ("/compose/addresses", test_addresses);
  g_test_add_func ("/compose/not-a-mail", test_not_a_mail);
  return g_test_run ();
}
