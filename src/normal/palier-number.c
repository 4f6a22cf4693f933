/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers, sums of money and yes or no as French and English files write them. */
#include "palier-number.h"

#include <math.h>
#include <string.h>

#include "palier-digits.h"
#include "palier-fold.h"

/* 2^53: up to here a double holds every integer. */
#define MAX_NUMBER 9007199254740992.0

/* Which of the separators in "1.234,56" is the decimal one; NUL: none. The last one is, unless it
 * stands several times, or alone before exactly three digits ("1.234", "1,234": thousands). */
static char
decimal_mark (const char *text, gsize length)
{
  char mark = '\0';
  gsize n_marks = 0, behind = 0, before = 0;
  gboolean other = FALSE;

  for (gsize i = 0; i < length; i++)
  {
    if (text[i] != ',' && text[i] != '.')
    {
      behind += g_ascii_isdigit (text[i]) != 0;
      continue;
    }
    other = other || (mark != '\0' && mark != text[i]);
    n_marks = mark == text[i] ? n_marks + 1 : 1;
    before += behind;
    behind = 0;
    mark = text[i];
  }
  if (mark == '\0' || n_marks > 1)
    return '\0';
  if (!other && behind == 3 && before >= 1 && before <= 3 && !(before == 1 && text[0] == '0'))
    return '\0';
  return mark;
}

/* Digits with separators at @text. Returns: what follows. */
static const char *
read_digits (const char *text, double *out)
{
  static const char allowed[] = "0123456789., '";
  gsize length = strspn (text, allowed);
  char mark = decimal_mark (text, length);
  GString *plain = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    if (g_ascii_isdigit (text[i]))
      g_string_append_c (plain, text[i]);
    else if (text[i] == mark)
      g_string_append_c (plain, '.');
  *out = g_ascii_strtod (plain->str, NULL);
  g_string_free (plain, TRUE);
  return text + length;
}

/* "k€", "M€", "millions d'euros": what a number is multiplied by. */
static double
scale (const char *unit)
{
  if (unit[0] == 'k' && (unit[1] == '\0' || strchr ("e€ $", unit[1]) || (guchar) unit[1] >= 0x80))
    return 1e3;
  if (g_str_has_prefix (unit, "million") || g_str_has_prefix (unit, "m€")
      || g_str_has_prefix (unit, "meur"))
    return 1e6;
  return 1;
}

/* Whether a number stands in @text; the 2 of "m²" is none. */
static gboolean
holds_number (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_isdigit (*p) && (p == text || !g_ascii_isalpha (p[-1])))
      return TRUE;
  return FALSE;
}

/* What people write before a sum: "entre 200 et 250 k€", "environ 10", "budget max. 300 000". */
static const char *
skip_words (const char *plain)
{
  static const char *const words[] = {
    "entre ",   "de ",       "environ ",     "env. ",     "env ",    "jusqu'a ", "max ",
    "max. ",    "maxi ",     "min ",         "min. ",     "mini ",   "budget ",  "prix ",
    "budget: ", "budget : ", "a partir de ", "au moins ", "plus de "
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_has_prefix (plain, words[i]))
      return skip_words (plain + strlen (words[i]));
  return plain;
}

/* "200-250 k€", "200 à 250 k€": the unit stands behind the second number and means both. */
static double
scale_of_range (const char *rest, double first)
{
  static const char *const between[] = { "- ", "-", "a ", "et ", "/ ", "/" };
  const char *p = rest + strspn (rest, " ");
  double second;

  for (gsize i = 0; i < G_N_ELEMENTS (between); i++)
  {
    if (!g_str_has_prefix (p, between[i]) || !g_ascii_isdigit (p[strlen (between[i])]))
      continue;
    const char *unit = read_digits (p + strlen (between[i]), &second);
    return first <= second ? scale (unit) : 1;
  }
  return 1;
}

static PalierReading
read_plain (const char *text, double *out)
{
  g_autofree char *folded = palier_fold (text);
  const char *plain = skip_words (folded);
  const char *start = plain + strcspn (plain, "0123456789");
  const char *rest = "";
  gsize before = (gsize) (start - plain);

  /* Words may stand behind a number ("3 agents"), but before it only a sign or a currency. */
  if (*start == '\0'
      || (strspn (plain, " -+~<>=($.") < before && !g_str_has_prefix (plain, "€")
          && !g_str_has_prefix (plain, "eur")))
    return PALIER_READING_INVALID;
  if (palier_digits_are_destroyed (plain))
    *out = g_ascii_strtod (g_strdelimit (folded, ",", '.') + (plain - folded), NULL);
  else
  {
    rest = read_digits (start, out);
    *out *= holds_number (rest) ? MAX (scale (rest), scale_of_range (rest, *out)) : scale (rest);
  }
  if (memchr (plain, '-', before) != NULL)
    *out = -*out;
  if (fabs (*out) > MAX_NUMBER)
    return PALIER_READING_INVALID;
  return holds_number (rest) ? PALIER_READING_MORE : PALIER_READING_OK;
}

/**
 * palier_number_read:
 * @text: (nullable): "1 234,56", "1.234,56", "12 k€", "350 000 €", "10 à 19 salariés"
 * @verdict: (out) (optional): MORE where another number follows (of a range the first is taken)
 *
 * Returns: whether there is a number, below 2^53
 */
gboolean
palier_number_read (const char *text, double *out, PalierReading *verdict)
{
  PalierReading found = PALIER_READING_INVALID;

  if (text == NULL || *palier_text_skip_space (text) == '\0')
    found = PALIER_READING_BLANK;
  else if (!palier_text_is_oversized (text))
    found = read_plain (text, out);
  if (verdict != NULL)
    *verdict = found;
  return palier_reading_has_value (found);
}

/* A sum in euros, as integer cents, rounded half away from zero. */
gboolean
palier_money_read_cents (const char *text, gint64 *out_cents, PalierReading *verdict)
{
  double euros;

  if (!palier_number_read (text, &euros, verdict))
    return FALSE;
  if (fabs (euros) > MAX_NUMBER / 100)
  {
    if (verdict != NULL)
      *verdict = PALIER_READING_INVALID;
    return FALSE;
  }
  *out_cents = (gint64) llround (euros * 100);
  return TRUE;
}

/**
 * palier_yes_no_read:
 * @text: (nullable): "Oui", "N", "VRAI", "x", "✓", "1", "opt-in", "refusé" …
 */
gboolean
palier_yes_no_read (const char *text, gboolean *out, PalierReading *verdict)
{
  static const char *const yes[] = { "oui",    "o",       "yes",     "y",       "vrai",
                                     "true",   "1",       "x",       "ok",      "optin",
                                     "opt in", "accord",  "accorde", "accepte", "j accepte",
                                     "on",     "consent", "inscrit", "abonne",  "subscribed",
                                     "si",     "ja" };
  static const char *const no[] = { "non", "n",          "no",        "faux",         "false",
                                    "0",   "optout",     "opt out",   "refus",        "refuse",
                                    "off", "desinscrit", "desabonne", "unsubscribed", "nein" };
  PalierReading found = PALIER_READING_INVALID;

  if (text == NULL || palier_is_blank (text))
    found = PALIER_READING_BLANK;
  else if (strnlen (text, 64) < 64)
  {
    g_autofree char *words = palier_fold_words (text);
    gboolean ticked =
        strstr (text, "✓") != NULL || strstr (text, "✔") != NULL || strstr (text, "☑") != NULL;
    for (gsize i = 0; i < G_N_ELEMENTS (yes); i++)
      ticked = ticked || strcmp (words, yes[i]) == 0;
    gboolean refused = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS (no); i++)
      refused = refused || strcmp (words, no[i]) == 0;
    if (ticked || refused)
    {
      *out = ticked;
      found = PALIER_READING_OK;
    }
  }
  if (verdict != NULL)
    *verdict = found;
  return found == PALIER_READING_OK;
}
