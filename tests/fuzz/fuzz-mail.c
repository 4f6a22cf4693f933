/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mail from anyone is read; and the same bytes as a body, a subject and a name are composed:
 * whatever they are, the result keeps the form that servers demand. */
#include "fuzz.h"
#include "palier-mail.h"

#include <string.h>

static void
read_mail (const guint8 *data, gsize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, length);
  g_autoptr (PalierMail) mail = palier_mail_parse (bytes, NULL);

  if (mail == NULL)
    return;
  g_autofree char *subject = palier_mail_dup_header (mail, "Subject");
  g_autofree char *from = palier_mail_dup_header (mail, "From");
  g_autofree char *text = palier_mail_dup_part (mail, "plain");
  g_autofree char *html = palier_mail_dup_part (mail, "html");
}

static void
check_lines (GBytes *bytes)
{
  gsize length, start = 0;
  const char *data = g_bytes_get_data (bytes, &length);

  g_assert_true (length > 2 && memcmp (data + length - 2, "\r\n", 2) == 0);
  for (gsize i = 0; i < length; i++)
  {
    g_assert_true (data[i] > 0 && (data[i] != '\r' || data[i + 1] == '\n'));
    if (data[i] != '\n')
      continue;
    g_assert_true (data[i - 1] == '\r' && i - 1 - start <= 998);
    start = i + 1;
  }
}

static guint
count_headers (GBytes *bytes, const char *name)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  const char *end = memmem (data, length, "\r\n\r\n", 4);
  g_autofree char *head = g_strdup_printf ("\r\n%.*s", (int) (end - data), data);
  guint count = 0;

  for (const char *p = head; (p = strstr (p, name)) != NULL; p++)
    count++;
  return count;
}

static void
compose (const char *text)
{
  PalierMailDraft draft = { .from_name = text,
                            .from_email = "a@example.com",
                            .to_name = text,
                            .to_email = "b@example.org",
                            .subject = text,
                            .text = text,
                            .message_id = "x@example.com",
                            .boundary = "x" };
  g_autoptr (GBytes) bytes = palier_mail_compose (&draft, NULL);

  if (bytes == NULL)
    return;
  check_lines (bytes);
  g_assert_cmpuint (count_headers (bytes, "\r\nFrom:"), ==, 1);
  g_assert_cmpuint (count_headers (bytes, "\r\nBcc:"), ==, 0);
}

/* As a body alone, lines and all. */
static void
compose_body (const char *text)
{
  PalierMailDraft draft = { .from_email = "a@example.com",
                            .to_email = "b@example.org",
                            .subject = "x",
                            .text = text,
                            .message_id = "x@example.com",
                            .boundary = "x" };
  g_autoptr (GBytes) bytes = palier_mail_compose (&draft, NULL);

  if (bytes != NULL)
    check_lines (bytes);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  g_autofree char *text = g_strndup ((const char *) data, length);

  read_mail (data, length);
  compose (text);
  compose_body (text);
  return 0;
}
