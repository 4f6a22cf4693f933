/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-draft-place.h"

#include <stdlib.h>
#include <string.h>

#include "palier-fold.h"
#include "palier-french.h"
#include "palier-name.h"

/* The three cities that are divided, and where their postal codes begin. */
static const struct
{
  const char *folded, *name;
  int first, n;
} divided[] = { { "paris", "Paris", 75000, 20 },
                { "lyon", "Lyon", 69000, 9 },
                { "marseille", "Marseille", 13000, 16 } };

static gboolean
names_city (const char *folded, const char *name)
{
  gsize length = strlen (name);

  return strncmp (folded, name, length) == 0 && !g_ascii_isalpha (folded[length])
         && folded[length] != '-';
}

/* "ORLEANS CEDEX 2" → "Orleans". */
static char *
bare_city (const char *city)
{
  g_autofree char *value = palier_french_value (city);
  g_autofree char *folded = palier_fold (value);
  char *cedex = strstr (folded, " cedex");

  if (cedex != NULL && g_utf8_strlen (folded, -1) == g_utf8_strlen (value, -1))
    *g_utf8_offset_to_pointer (value, g_utf8_strlen (folded, cedex - folded)) = '\0';
  g_autofree char *cased = palier_city_case (value);
  return palier_french_value (cased);
}

/**
 * palier_draft_city:
 * @district: (out) (nullable) (transfer full): "8ᵉ arrondissement", or %NULL
 *
 * Returns: (transfer full): the city as it is written, "Paris 8ᵉ" where the postal code says so
 */
char *
palier_draft_city (const char *city, const char *postal_code, char **district)
{
  g_autofree char *bare = bare_city (city);
  g_autofree char *folded = palier_fold (bare);
  int code = postal_code != NULL ? atoi (postal_code) : 0;

  *district = NULL;
  if (code == 75116)
    code = 75016;
  for (gsize i = 0; i < G_N_ELEMENTS (divided); i++)
  {
    int n = code - divided[i].first;
    if (!names_city (folded, divided[i].folded))
      continue;
    if (n < 1 || n > divided[i].n)
      return g_strdup (divided[i].name);
    g_autofree char *ordinal = palier_french_ordinal ((guint) n);
    *district = g_strconcat (ordinal, PALIER_HARD_SPACE "arrondissement", NULL);
    return g_strconcat (divided[i].name, PALIER_HARD_SPACE, ordinal, NULL);
  }
  return g_steal_pointer (&bare);
}

/* Returns: (transfer full): "Paris 8ᵉ" for "Paris 8"; every other zone as it stands */
char *
palier_draft_zone (const char *zone)
{
  g_autofree char *folded = palier_fold_words (zone);

  for (gsize i = 0; i < G_N_ELEMENTS (divided); i++)
  {
    gsize length = strlen (divided[i].folded);
    if (!g_str_has_prefix (folded, divided[i].folded) || folded[length] != ' ')
      continue;
    char *end;
    gint64 n = g_ascii_strtoll (folded + length + 1, &end, 10);
    if (n < 1 || n > divided[i].n || (*end != '\0' && !g_ascii_isalpha (*end)))
      continue;
    g_autofree char *ordinal = palier_french_ordinal ((guint) n);
    return g_strconcat (divided[i].name, PALIER_HARD_SPACE, ordinal, NULL);
  }
  return palier_french_value (zone);
}

static gboolean
is_same_place (const char *a, const char *b)
{
  g_autofree char *one = palier_fold_words (a);
  g_autofree char *other = palier_fold_words (b);

  return strcmp (one, other) == 0;
}

/* Returns: (transfer full) (nullable): the sender's own spelling of a place among his zones: a file
 * in capitals has lost its accents, he has not */
char *
palier_draft_spelling_in_zones (const char *zones, const char *raw, const char *city)
{
  g_auto (GStrv) all = g_strsplit (zones != NULL ? zones : "", "\n", -1);

  for (gsize i = 0; all[i] != NULL; i++)
    if (is_same_place (all[i], city))
      return palier_french_value (all[i]);
    else if (is_same_place (all[i], raw))
      return g_strdup (city);
  return NULL;
}

/* The same of the sender's own city; %NULL where it is another. */
char *
palier_draft_spelling_of_sender (const PalierProfile *profile, const char *city)
{
  g_autofree char *district = NULL;
  g_autofree char *own = NULL;

  if (profile->city == NULL || *profile->city == '\0')
    return NULL;
  own = palier_draft_city (profile->city, profile->postal_code, &district);
  return is_same_place (own, city) ? g_steal_pointer (&own) : NULL;
}
