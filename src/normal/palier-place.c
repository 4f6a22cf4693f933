/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Postal codes and countries. */
#include "palier-place.h"

#include <string.h>

#include "palier-digits.h"
#include "palier-fold.h"

/* Departments 01 to 95 (20 for Corsica), overseas 971 to 989, and the 99 of foreign posts not. */
static gboolean
is_french_code (const char *digits)
{
  int department = (digits[0] - '0') * 10 + (digits[1] - '0');

  return (department >= 1 && department <= 95)
         || ((department == 97 || department == 98) && digits[2] != '0');
}

/* Five digits, perhaps with a space within ("75 011"), perhaps a town behind ("75011 Paris"). */
static char *
read_french (const char *text, PalierReading *verdict)
{
  char digits[6] = { 0 };
  gsize n = 0;
  const char *p = text;

  for (; *p != '\0' && n < 5; p++)
    if (g_ascii_isdigit (*p))
      digits[n++] = *p;
    else if (*p != ' ' && *p != '.')
      break;
  if (g_ascii_isdigit (*p))
    return NULL;
  if (strcmp (p, ".0") == 0)
    p += 2;
  p = palier_text_skip_space (p);
  *verdict = *p != '\0' ? PALIER_READING_MORE : PALIER_READING_OK;
  if (n == 4 && *verdict == PALIER_READING_OK)
  {
    memmove (digits + 1, digits, 4);
    digits[0] = '0';
    n = 5;
    *verdict = PALIER_READING_REPAIRED;
  }
  return n == 5 && is_french_code (digits) ? g_strdup (digits) : NULL;
}

static gboolean
has_four_digits (const char *country)
{
  static const char *const countries[] = { "BE", "CH", "LU", "AT", "DK", "NO", "HU" };

  for (gsize i = 0; i < G_N_ELEMENTS (countries); i++)
    if (strcmp (countries[i], country) == 0)
      return TRUE;
  return FALSE;
}

/* A code of another country is kept as it stands, within reason. */
static char *
read_foreign (const char *text, const char *country)
{
  gsize length = strlen (text);

  if (has_four_digits (country))
    return length == 4 && strspn (text, "0123456789") == 4 ? g_strdup (text) : NULL;
  if (length < 2 || length > 12 || !g_str_is_ascii (text))
    return NULL;
  return g_ascii_strup (text, -1);
}

/**
 * palier_postal_code_normalize:
 * @text: (nullable): "75 011", "F-75011", "1000" (01000: a spreadsheet ate the zero)
 * @country: (nullable): ISO 3166 code; FR where %NULL
 *
 * Returns: (transfer full) (nullable): five digits in France
 */
char *
palier_postal_code_normalize (const char *text, const char *country, PalierReading *verdict)
{
  PalierReading found = PALIER_READING_BLANK;
  char *code = NULL;

  if (text != NULL && *palier_text_skip_space (text) != '\0')
  {
    g_autofree char *plain =
        palier_text_is_oversized (text) ? g_strdup ("") : palier_text_squeeze (text);
    const char *p = plain;
    found = PALIER_READING_OK;
    if (country != NULL && strcmp (country, "FR") != 0 && strcmp (country, "MC") != 0)
      code = read_foreign (p, country);
    else
    {
      while (g_ascii_isalpha (*p) && p - plain < 3)
        p++;
      while (*p == '-' || *p == ' ' || *p == '\'')
        p++;
      code = read_french (p, &found);
    }
    if (code == NULL)
      found = PALIER_READING_INVALID;
  }
  if (verdict != NULL)
    *verdict = found;
  return code;
}

/* Folded names and codes that are met in French files, in English and in French. */
static const struct
{
  const char *folded;
  const char *code;
} countries[] = {
  { "france", "FR" },
  { "fra", "FR" },
  { "france metropolitaine", "FR" },
  { "republique francaise", "FR" },
  { "belgique", "BE" },
  { "belgium", "BE" },
  { "bel", "BE" },
  { "belgie", "BE" },
  { "suisse", "CH" },
  { "switzerland", "CH" },
  { "che", "CH" },
  { "schweiz", "CH" },
  { "luxembourg", "LU" },
  { "lux", "LU" },
  { "monaco", "MC" },
  { "mco", "MC" },
  { "andorre", "AD" },
  { "andorra", "AD" },
  { "allemagne", "DE" },
  { "germany", "DE" },
  { "deu", "DE" },
  { "deutschland", "DE" },
  { "espagne", "ES" },
  { "spain", "ES" },
  { "esp", "ES" },
  { "espana", "ES" },
  { "italie", "IT" },
  { "italy", "IT" },
  { "ita", "IT" },
  { "italia", "IT" },
  { "portugal", "PT" },
  { "prt", "PT" },
  { "royaume uni", "GB" },
  { "united kingdom", "GB" },
  { "uk", "GB" },
  { "gbr", "GB" },
  { "grande bretagne", "GB" },
  { "angleterre", "GB" },
  { "england", "GB" },
  { "irlande", "IE" },
  { "ireland", "IE" },
  { "pays bas", "NL" },
  { "netherlands", "NL" },
  { "nld", "NL" },
  { "hollande", "NL" },
  { "etats unis", "US" },
  { "united states", "US" },
  { "usa", "US" },
  { "canada", "CA" },
  { "can", "CA" },
  { "maroc", "MA" },
  { "morocco", "MA" },
  { "algerie", "DZ" },
  { "algeria", "DZ" },
  { "tunisie", "TN" },
  { "tunisia", "TN" },
  { "senegal", "SN" },
  { "cote d ivoire", "CI" },
  { "autriche", "AT" },
  { "austria", "AT" },
  { "pologne", "PL" },
  { "poland", "PL" },
  { "suede", "SE" },
  { "sweden", "SE" },
  { "danemark", "DK" },
  { "denmark", "DK" },
  { "norvege", "NO" },
  { "norway", "NO" },
  { "finlande", "FI" },
  { "finland", "FI" },
  { "grece", "GR" },
  { "greece", "GR" },
  { "turquie", "TR" },
  { "turkey", "TR" },
  { "israel", "IL" },
  { "chine", "CN" },
  { "china", "CN" },
  { "japon", "JP" },
  { "japan", "JP" },
  { "bresil", "BR" },
  { "brazil", "BR" },
  { "emirats arabes unis", "AE" },
  { "united arab emirates", "AE" },
  { "liban", "LB" },
  { "russie", "RU" },
  { "roumanie", "RO" },
  { "hongrie", "HU" },
  { "la reunion", "FR" },
  { "reunion", "FR" },
  { "guadeloupe", "FR" },
  { "martinique", "FR" },
  { "guyane", "FR" },
  { "mayotte", "FR" },
};

/**
 * palier_country_normalize:
 * @text: (nullable): a name in French or English, or a code of two or three letters
 *
 * Returns: (transfer full) (nullable): ISO 3166-1 alpha-2. The overseas departments are France.
 */
char *
palier_country_normalize (const char *text, PalierReading *verdict)
{
  const char *code = NULL;
  gboolean oversized = text != NULL && palier_text_is_oversized (text);
  g_autofree char *words = palier_fold_words (oversized ? NULL : text);

  for (gsize i = 0; i < G_N_ELEMENTS (countries) && code == NULL; i++)
    if (strcmp (countries[i].folded, words) == 0)
      code = countries[i].code;
  /* The table knows all the two-letter codes that are worth knowing. */
  for (gsize i = 0; i < G_N_ELEMENTS (countries) && code == NULL && strlen (words) == 2; i++)
    if (g_ascii_strcasecmp (countries[i].code, words) == 0)
      code = countries[i].code;
  if (verdict != NULL)
    *verdict = code != NULL                   ? PALIER_READING_OK
               : *words == '\0' && !oversized ? PALIER_READING_BLANK
                                              : PALIER_READING_INVALID;
  return g_strdup (code);
}
