/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON-GLib writes each double with 17 digits: 0.1 as 0.10000000000000001. */
#include "palier-json-text.h"

#include <string.h>

#define NUMBER_CHARACTERS "+-.0123456789eE"

/* The fewest digits that read back as the same number. */
static void
append_shortest (GString *out, const char *token)
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };
  char text[G_ASCII_DTOSTR_BUF_SIZE] = "";
  double value = g_ascii_strtod (token, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
  {
    g_ascii_formatd (text, sizeof text, formats[i], value);
    if (g_ascii_strtod (text, NULL) == value)
      break;
  }
  g_string_append (out, text);
  if (strpbrk (text, ".e") == NULL)
    g_string_append (out, ".0");
}

/* @text: at the character after the opening quotation mark. Returns: after the closing one */
static const char *
skip_string (const char *text)
{
  while (*text != '\0' && *text != '"')
    text += text[0] == '\\' && text[1] != '\0' ? 2 : 1;
  return *text == '"' ? text + 1 : text;
}

/* One token: a string, a number, or one other character. */
static const char *
append_token (GString *out, const char *text)
{
  if (*text == '"')
  {
    const char *end = skip_string (text + 1);
    g_string_append_len (out, text, end - text);
    return end;
  }
  gsize length = *text == '-' || g_ascii_isdigit (*text) ? strspn (text, NUMBER_CHARACTERS) : 1;
  g_autofree char *token = g_strndup (text, length);
  if (length > 1 && strpbrk (token, ".eE") != NULL)
    append_shortest (out, token);
  else
    g_string_append (out, token);
  return text + length;
}

/* One line, every number as short as it can be. (transfer full) */
char *
palier_json_to_string (JsonNode *root)
{
  g_autofree char *text = json_to_string (root, FALSE);
  GString *out = g_string_sized_new (strlen (text));

  for (const char *at = text; *at != '\0';)
    at = append_token (out, at);
  return g_string_free_and_steal (out);
}
