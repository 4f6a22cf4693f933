/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers, dates, places and firms as French prose writes them (Lexique des règles typographiques
 * en usage à l'Imprimerie nationale). */
#include "palier-french.h"

#include <stdio.h>
#include <string.h>

#include "palier-fold.h"

#define FIRST "\u1d49\u02b3" /* of 1ᵉʳ */
#define VALUE_MAX 400        /* bytes of a value in a text */

/* 12345 → "12 345", with narrow no-break spaces. */
char *
palier_french_number (gint64 value)
{
  g_autofree char *digits = g_strdup_printf (
      "%" G_GUINT64_FORMAT, value < 0 ? (guint64) 0 - (guint64) value : (guint64) value);
  gsize length = strlen (digits);
  GString *out = g_string_new (value < 0 ? "\u2212" : "");

  for (gsize i = 0; i < length; i++)
  {
    if (i > 0 && (length - i) % 3 == 0)
      g_string_append (out, PALIER_NARROW_SPACE);
    g_string_append_c (out, digits[i]);
  }
  return g_string_free (out, FALSE);
}

/* Small numbers in words, as prose has them: 3 → "trois", 13 → "13". Masculine. */
char *
palier_french_count (gint64 value)
{
  static const char *const words[] = { "un",   "deux", "trois", "quatre", "cinq", "six",
                                       "sept", "huit", "neuf",  "dix",    "onze", "douze" };

  if (value >= 1 && value <= (gint64) G_N_ELEMENTS (words))
    return g_strdup (words[value - 1]);
  return palier_french_number (value);
}

/* 12345600 → "123 456 €"; cents only where there are any. */
char *
palier_french_euros (gint64 cents)
{
  g_autofree char *whole = palier_french_number (cents / 100);
  int rest = (int) ABS (cents % 100);

  if (rest == 0)
    return g_strconcat (whole, PALIER_HARD_SPACE "€", NULL);
  return g_strdup_printf ("%s,%02d" PALIER_HARD_SPACE "€", whole, rest);
}

static char *
date_text (int year, int month, int day)
{
  static const char *const months[] = { "janvier",   "février", "mars",     "avril",
                                        "mai",       "juin",    "juillet",  "août",
                                        "septembre", "octobre", "novembre", "décembre" };

  return g_strdup_printf ("%d%s" PALIER_HARD_SPACE "%s %d", day, day == 1 ? FIRST : "",
                          months[month - 1], year);
}

static gpointer
find_paris (gpointer unused)
{
  return g_time_zone_new_identifier ("Europe/Paris");
}

/* "3 mars 2026", of the day in Paris. */
char *
palier_french_date (gint64 at_ms)
{
  static GOnce once = G_ONCE_INIT;
  GTimeZone *paris = g_once (&once, find_paris, NULL);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_ms / 1000);
  g_autoptr (GDateTime) local =
      utc == NULL ? NULL
                  : (paris != NULL ? g_date_time_to_timezone (utc, paris) : g_date_time_ref (utc));

  if (local == NULL)
    return g_strdup ("");
  return date_text (g_date_time_get_year (local), g_date_time_get_month (local),
                    g_date_time_get_day_of_month (local));
}

/* The same of "2026-03-03"; (nullable) where it is no date. */
char *
palier_french_iso_date (const char *iso)
{
  guint year, month, day;

  if (iso == NULL || strlen (iso) != 10 || sscanf (iso, "%4u-%2u-%2u", &year, &month, &day) != 3
      || !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return NULL;
  return date_text ((int) year, (int) month, (int) day);
}

/* "+33199001234" → "01 99 00 12 34"; other countries' numbers stay as they are. */
char *
palier_french_phone (const char *e164)
{
  GString *out;

  if (!g_str_has_prefix (e164, "+33") || strlen (e164) != 12)
    return g_strdup (e164);
  out = g_string_new ("0");
  for (int i = 3; i < 12; i++)
  {
    if (i % 2 == 0)
      g_string_append (out, PALIER_HARD_SPACE);
    g_string_append_c (out, e164[i]);
  }
  return g_string_free (out, FALSE);
}

/* "1ᵉʳ", "8ᵉ". */
char *
palier_french_ordinal (guint n)
{
  return g_strdup_printf ("%u%s", n, n == 1 ? FIRST : "\u1d49");
}

/* "a", "a et b", "a, b et c". */
char *
palier_french_list (const char *const *items)
{
  gsize n = g_strv_length ((char **) items);
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    g_string_append_printf (out, "%s%s", i == 0 ? "" : i == n - 1 ? " et " : ", ", items[i]);
  return g_string_free (out, FALSE);
}

/* The first letter large, with its accent: "à Orléans" → "À Orléans". */
char *
palier_french_sentence_case (const char *text)
{
  char first[8] = { 0 };

  if (*text == '\0')
    return g_strdup ("");
  g_unichar_to_utf8 (g_unichar_toupper (g_utf8_get_char (text)), first);
  return g_strconcat (first, g_utf8_next_char (text), NULL);
}

static gboolean
is_vowel (char c)
{
  return c != '\0' && strchr ("aeiou", c) != NULL;
}

static gboolean
starts_with_any (const char *folded, const char *const *words)
{
  for (gsize i = 0; words[i] != NULL; i++)
  {
    gsize length = strlen (words[i]);
    if (strncmp (folded, words[i], length) == 0 && !g_ascii_isalpha (folded[length]))
      return TRUE;
  }
  return FALSE;
}

/* Whether « de » loses its e before the word: vowels, the mute h, y before a consonant. Places with
 * a breathed h are an exception each. */
gboolean
palier_french_elides (const char *word)
{
  static const char *const breathed[] = {
    "ham",      "hambourg", "harfleur", "haguenau", "hem",      "hettange",  "hochfelden",
    "hoenheim", "honfleur", "houdan",   "houilles", "huningue", "holtzheim", "halles",
    "hauts",    "haut",     "haute",    "hautes",   "hameau",   "havre",     "haye",
    "huit",     "huitieme", "oui",      "onze",     "onzieme",  NULL
  };
  static const char *const elided[] = { "yerres", "yenne", NULL };
  g_autofree char *folded = palier_fold (word);

  if (is_vowel (folded[0]))
    return !starts_with_any (folded, breathed);
  if (folded[0] == 'h')
    return !starts_with_any (folded, breathed);
  if (folded[0] == 'y')
    return !is_vowel (folded[1]) || starts_with_any (folded, elided);
  return FALSE;
}

/* The article that a place name begins with melts into the preposition: Le and Les do, La and L' do
 * not. */
static const char *
after_article (const char *place, const char *article)
{
  gsize length = strlen (article);

  return g_ascii_strncasecmp (place, article, length) == 0 && place[length] == ' '
             ? place + length + 1
             : NULL;
}

/* "de Paris", "d’Orléans", "du Havre", "des Lilas", "de La Rochelle". */
char *
palier_french_of_place (const char *place)
{
  const char *rest;

  if ((rest = after_article (place, "le")) != NULL)
    return g_strconcat ("du ", rest, NULL);
  if ((rest = after_article (place, "les")) != NULL)
    return g_strconcat ("des ", rest, NULL);
  return g_strconcat (palier_french_elides (place) ? "d\u2019" : "de ", place, NULL);
}

/* "à Paris", "au Havre", "aux Lilas", "à La Rochelle". */
char *
palier_french_in_place (const char *place)
{
  const char *rest;

  if ((rest = after_article (place, "le")) != NULL)
    return g_strconcat ("au ", rest, NULL);
  if ((rest = after_article (place, "les")) != NULL)
    return g_strconcat ("aux ", rest, NULL);
  return g_strconcat ("à ", place, NULL);
}

/* A value as data in a text: one line, single spaces, no control characters, typographic
 * apostrophes between letters, not too long. */
char *
palier_french_value (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *out = g_string_new (NULL);
  gboolean space = FALSE;

  for (const char *p = valid; *p != '\0' && out->len < VALUE_MAX; p = g_utf8_next_char (p))
  {
    gunichar c = g_utf8_get_char (p);
    if (c == ' ' || c == '\n' || c == '\t' || g_unichar_iscntrl (c))
    {
      space = out->len > 0;
      continue;
    }
    if (space)
      g_string_append_c (out, ' ');
    space = FALSE;
    if (c == '\'' && out->len > 0 && g_unichar_isalpha (g_utf8_get_char (g_utf8_next_char (p))))
      c = 0x2019;
    g_string_append_unichar (out, c);
  }
  return g_string_free (out, FALSE);
}

/* What a no-break space replaces the plain one before. */
static const char *
space_before (const char *p)
{
  if (*p == ';' || *p == '?' || *p == '!')
    return PALIER_NARROW_SPACE;
  if (*p == ':' || *p == '%' || g_str_has_prefix (p, "€") || g_str_has_prefix (p, "»"))
    return PALIER_HARD_SPACE;
  return NULL;
}

/* The words of a template, typed on a plain keyboard, as they are printed: apostrophes, no-break
 * spaces. Not for values: an address holds colons and apostrophes of its own. */
char *
palier_french_typography (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0';)
  {
    const char *space = *p == ' ' ? space_before (p + 1) : NULL;
    gsize length = (gsize) (g_utf8_next_char (p) - p);
    if (space != NULL)
      g_string_append (out, space);
    else if (*p == '\'')
      g_string_append (out, "\u2019");
    else
      g_string_append_len (out, p, (gssize) length);
    if (g_str_has_prefix (p, "« "))
    {
      g_string_append (out, PALIER_HARD_SPACE);
      length++;
    }
    p += length;
  }
  return g_string_free (out, FALSE);
}
