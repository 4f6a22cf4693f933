/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-fold.h"

#include <string.h>

/* Letters that Unicode decomposition leaves whole, though a reader takes them for two or for one.
 */
static const struct
{
  gunichar letter;
  const char *folded;
} specials[] = {
  { 0x00e6, "ae" }, { 0x0153, "oe" }, { 0x00df, "ss" }, { 0x00f8, "o" }, { 0x0142, "l" },
  { 0x0131, "i" },  { 0x2019, "'" },  { 0x2018, "'" },  { 0x02bc, "'" }, { 0x2010, "-" },
  { 0x2011, "-" },  { 0x2012, "-" },  { 0x2013, "-" },  { 0x2014, "-" },
};

static void
append_folded (GString *out, gunichar letter)
{
  if (g_unichar_ismark (letter) || g_unichar_type (letter) == G_UNICODE_FORMAT)
    return;
  if (g_unichar_isspace (letter))
  {
    if (out->len > 0 && out->str[out->len - 1] != ' ')
      g_string_append_c (out, ' ');
    return;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (specials); i++)
    if (specials[i].letter == letter)
    {
      g_string_append (out, specials[i].folded);
      return;
    }
  /* A decomposed letter may be a capital again: U+2119 is one of mathematics. */
  g_string_append_unichar (out, g_unichar_tolower (letter));
}

static char *
fold_ascii (const char *text, gsize length)
{
  char *out = g_malloc (length + 1);
  gsize used = 0;

  for (gsize i = 0; i < length; i++)
  {
    char c = text[i];
    if (g_ascii_isspace (c) || c == '\v')
    {
      if (used > 0 && out[used - 1] != ' ')
        out[used++] = ' ';
    }
    else
      out[used++] = g_ascii_tolower (c);
  }
  while (used > 0 && out[used - 1] == ' ')
    used--;
  out[used] = '\0';
  return out;
}

/**
 * palier_fold:
 * @text: (nullable): UTF-8; bytes that are not are replaced
 *
 * The form in which two spellings of one word are equal: lower case, no accents, ligatures opened,
 * typographic quotes and dashes made plain, runs of space made one, none at the ends.
 *
 * Returns: (transfer full): never %NULL
 */
char *
palier_fold (const char *text)
{
  if (text == NULL)
    return g_strdup ("");

  gsize length = strlen (text);
  if (g_str_is_ascii (text))
    return fold_ascii (text, length);

  g_autofree char *valid = g_utf8_make_valid (text, (gssize) length);
  g_autofree char *lower = g_utf8_strdown (valid, -1);
  g_autofree char *parts = g_utf8_normalize (lower, -1, G_NORMALIZE_NFKD);
  GString *out = g_string_sized_new (length);

  for (const char *p = parts; *p != '\0'; p = g_utf8_next_char (p))
    append_folded (out, g_utf8_get_char (p));
  while (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
  return g_string_free (out, FALSE);
}

/**
 * palier_fold_words:
 *
 * palier_fold() with everything that is neither letter nor digit made a space: what is left are
 * words, to be compared or searched.
 */
char *
palier_fold_words (const char *text)
{
  g_autofree char *folded = palier_fold (text);
  GString *out = g_string_sized_new (strlen (folded));

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
  {
    gunichar letter = g_utf8_get_char (p);
    if (g_unichar_isalnum (letter))
      g_string_append_unichar (out, letter);
    else if (out->len > 0 && out->str[out->len - 1] != ' ')
      g_string_append_c (out, ' ');
  }
  while (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
  return g_string_free (out, FALSE);
}

/* Whether nothing would be seen of it: NULL, empty, or space only (no-break spaces included). */
gboolean
palier_is_blank (const char *text)
{
  if (text == NULL)
    return TRUE;
  for (const char *p = text; *p != '\0';)
  {
    gunichar letter = g_utf8_get_char_validated (p, -1);
    if (letter == (gunichar) -1 || letter == (gunichar) -2)
      return FALSE;
    if (!g_unichar_isspace (letter) && !g_unichar_iszerowidth (letter))
      return FALSE;
    p = g_utf8_next_char (p);
  }
  return TRUE;
}
