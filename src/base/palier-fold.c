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
  if (g_unichar_isspace (letter) || letter == 0x0b)
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

static void
trim_end (GString *out)
{
  while (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
}

static void
fold_by_unicode (GString *out, const char *valid)
{
  g_autofree char *lower = g_utf8_strdown (valid, -1);
  g_autofree char *parts = g_utf8_normalize (lower, -1, G_NORMALIZE_NFKD);

  for (const char *p = parts; *p != '\0'; p = g_utf8_next_char (p))
    append_folded (out, g_utf8_get_char (p));
}

/* The letters and marks of texts in Latin alphabets, each folded once: they fold alike wherever
 * they stand, since what Unicode moves about are marks, and those go. */
#define LATIN_END 0x0300
#define PHONETIC 0x1d00
#define PHONETIC_END 0x1d80
#define PUNCTUATION 0x2000
#define PUNCTUATION_END 0x20d0
#define N_COMMON ((LATIN_END) + (PHONETIC_END - PHONETIC) + (PUNCTUATION_END - PUNCTUATION))

typedef struct
{
  guint8 length;
  char bytes[7];
} Folded;

#define TOO_LONG G_MAXUINT8

/* Its place in the table; -1: none */
static int
find_common (gunichar letter)
{
  if (letter < LATIN_END)
    return (int) letter;
  if (letter >= PHONETIC && letter < PHONETIC_END)
    return (int) (LATIN_END + letter - PHONETIC);
  if (letter >= PUNCTUATION && letter < PUNCTUATION_END)
    return (int) (LATIN_END + (PHONETIC_END - PHONETIC) + letter - PUNCTUATION);
  return -1;
}

static void
fold_common (Folded *table, gunichar letter)
{
  Folded *folded = &table[find_common (letter)];
  /* A space at the begin would be lost. */
  g_autoptr (GString) out = g_string_new ("x");
  char text[8] = { 0 };

  g_unichar_to_utf8 (letter, text);
  fold_by_unicode (out, text);
  folded->length = out->len - 1 <= sizeof folded->bytes ? (guint8) (out->len - 1) : TOO_LONG;
  if (folded->length != TOO_LONG)
    memcpy (folded->bytes, out->str + 1, folded->length);
}

static gpointer
make_table (gpointer unused)
{
  Folded *table = g_new0 (Folded, N_COMMON);

  for (gunichar letter = 1; letter < LATIN_END; letter++)
    fold_common (table, letter);
  for (gunichar letter = PHONETIC; letter < PHONETIC_END; letter++)
    fold_common (table, letter);
  for (gunichar letter = PUNCTUATION; letter < PUNCTUATION_END; letter++)
    fold_common (table, letter);
  return table;
}

static void
append_common (GString *out, const Folded *folded)
{
  gboolean space = folded->length > 0 && folded->bytes[0] == ' ';

  if (space && (out->len == 0 || out->str[out->len - 1] == ' '))
    g_string_append_len (out, folded->bytes + 1, folded->length - 1);
  else
    g_string_append_len (out, folded->bytes, folded->length);
}

/* FALSE, with @out as far as it went, where a letter is not in the table. */
static gboolean
fold_by_table (GString *out, const char *valid)
{
  static GOnce once = G_ONCE_INIT;
  const Folded *table = g_once (&once, make_table, NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
  {
    int place = find_common (g_utf8_get_char (p));
    if (place < 0 || table[place].length == TOO_LONG)
      return FALSE;
    append_common (out, &table[place]);
  }
  return TRUE;
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
  GString *out = g_string_sized_new (length);
  if (!fold_by_table (out, valid))
  {
    g_string_truncate (out, 0);
    fold_by_unicode (out, valid);
  }
  trim_end (out);
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
  trim_end (out);
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
