/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the number-like values (phone, SIRET, postal code) share: reading digits out of a text in
 * which people put spaces, and recognising a number that a spreadsheet has rounded. */
#include "palier-digits.h"

#include <string.h>

/* Length of the space at @p, typographic ones included; 0 where there is none. */
static gsize
space_length (const char *p)
{
  static const char *const wide[] = { "\u00a0", "\u202f", "\u2009", "\u2007", "\u200b",
                                      "\ufeff", "\u200e", "\u200f", "\u202a", "\u202c" };

  if (*p == ' ' || (*p >= '\t' && *p <= '\r'))
    return 1;
  if ((guchar) *p < 0x80)
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS (wide); i++)
    if (g_str_has_prefix (p, wide[i]))
      return strlen (wide[i]);
  return 0;
}

const char *
palier_text_skip_space (const char *text)
{
  gsize length;

  while ((length = space_length (text)) > 0)
    text += length;
  return text;
}

/* Whether it is longer than PALIER_NORMAL_MAX, without reading on to its end. */
gboolean
palier_text_is_oversized (const char *text)
{
  return strnlen (text, PALIER_NORMAL_MAX + 1) > PALIER_NORMAL_MAX;
}

/**
 * palier_text_squeeze:
 * @text: (nullable): UTF-8
 *
 * Makes every run of space, typographic ones and line ends included, one plain space, and leaves
 * none at the ends.
 *
 * Returns: (transfer full): never %NULL
 */
char *
palier_text_squeeze (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text != NULL ? text : ""; *p != '\0';)
  {
    gsize length = space_length (p);
    if (length == 0)
      g_string_append_c (out, *p++);
    else
    {
      p += length;
      if (out->len > 0 && out->str[out->len - 1] != ' ')
        g_string_append_c (out, ' ');
    }
  }
  if (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
  return g_string_free (out, FALSE);
}

/**
 * palier_digits_gather:
 * @out: receives the digits, NUL-terminated, at most @size - 1 of them
 * @stray: (out): the first character that is neither digit, space, dot, dash, slash, apostrophe nor
 *   underscore, or NUL
 *
 * Returns: how many digits @text holds, which may be more than fit
 */
gsize
palier_digits_gather (const char *text, char *out, gsize size, char *stray)
{
  gsize n = 0;

  *stray = '\0';
  for (const char *p = text; *p != '\0';)
  {
    gsize space = space_length (p);
    if (space > 0)
    {
      p += space;
      continue;
    }
    if (g_ascii_isdigit (*p))
    {
      if (n + 1 < size)
        out[n] = *p;
      n++;
    }
    else if (*stray == '\0' && strchr (".-/'_", *p) == NULL)
      *stray = *p;
    p++;
  }
  out[MIN (n, size - 1)] = '\0';
  return n;
}

/* Whether @text is a number in scientific notation, as a spreadsheet shows a long one in a narrow
 * column: "3,56E+13", "6.12345E8". The digits behind are lost. */
gboolean
palier_digits_are_destroyed (const char *text)
{
  const char *p = palier_text_skip_space (text);
  gsize mantissa = 0, exponent = 0;

  for (; g_ascii_isdigit (*p) || *p == '.' || *p == ','; p++)
    mantissa += g_ascii_isdigit (*p);
  if (mantissa == 0 || (*p != 'E' && *p != 'e'))
    return FALSE;
  p++;
  if (*p == '+')
    p++;
  for (; g_ascii_isdigit (*p); p++)
    exponent++;
  return exponent >= 1 && exponent <= 3 && *palier_text_skip_space (p) == '\0';
}
