/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Communes by postal code and by name. */
#include "palier-gazetteer.h"

#include <string.h>

#include "palier-fold.h"
#include "palier-gazetteer-private.h"
#include "palier-town-key.h"

/* The number of a postal code among all; -1: not one in use. */
int
palier_gazetteer_find_postal (const char *code)
{
  const PalierGazetteer *data = palier_gazetteer_data ();
  guint low = 0, high = data->n_postal;

  if (code == NULL || strnlen (code, 6) != 5 || strspn (code, "0123456789") != 5)
    return -1;
  guint32 wanted = (guint32) g_ascii_strtoull (code, NULL, 10);
  while (low < high)
  {
    guint middle = low + (high - low) / 2;
    if (palier_gazetteer_u32 (data->postal, middle * 2) < wanted)
      low = middle + 1;
    else
      high = middle;
  }
  return low < data->n_postal && palier_gazetteer_u32 (data->postal, low * 2) == wanted ? (int) low
                                                                                        : -1;
}

/* Whether it is a code to which La Poste delivers; those of CEDEX and of single firms are not. */
gboolean
palier_gazetteer_is_postal_code (const char *code)
{
  return palier_gazetteer_find_postal (code) >= 0;
}

/**
 * palier_gazetteer_by_postal_code:
 * @code: five digits
 * @out: (array length=max): the most populous first; of 75012 Paris, then its arrondissement
 *
 * Returns: how many there are, which may be more than @max
 */
guint
palier_gazetteer_by_postal_code (const char *code, PalierCommune *out, guint max)
{
  const PalierGazetteer *data = palier_gazetteer_data ();
  int at = palier_gazetteer_find_postal (code);

  if (at < 0)
    return 0;
  guint first = palier_gazetteer_u32 (data->postal, (guint) at * 2 + 1);
  guint n = palier_gazetteer_u32 (data->postal, (guint) at * 2 + 3) - first;
  for (guint i = 0; i < MIN (n, max); i++)
    palier_gazetteer_get (palier_gazetteer_u16 (data->communes_of, first + i), &out[i]);
  return n;
}

/* Where the postal codes of a commune stand. Returns: how many they are */
static guint
codes_of (const PalierCommune *self, guint *first)
{
  const PalierGazetteer *data = palier_gazetteer_data ();
  PalierCommune today = *self;

  if (self->kind == PALIER_COMMUNE_FORMER)
    palier_commune_current (self, &today);
  *first = palier_gazetteer_u16 (data->starts, today.number);
  return palier_gazetteer_u16 (data->starts, today.number + 1) - *first;
}

/**
 * palier_commune_postal_codes:
 * @out: (array length=max): ascending
 *
 * Returns: how many there are (of a former commune, those of today's), perhaps more than @max
 */
guint
palier_commune_postal_codes (const PalierCommune *self, char (*out)[6], guint max)
{
  const PalierGazetteer *data = palier_gazetteer_data ();
  guint first, n = codes_of (self, &first);

  for (guint i = 0; i < MIN (n, max); i++)
  {
    guint at = palier_gazetteer_u16 (data->codes_of, first + i);
    g_snprintf (out[i], 6, "%05u", palier_gazetteer_u32 (data->postal, at * 2) % 100000);
  }
  return n;
}

gboolean
palier_commune_has_postal_code (const PalierCommune *self, const char *code)
{
  int wanted = palier_gazetteer_find_postal (code);
  guint first, n = codes_of (self, &first);

  for (guint i = 0; i < n; i++)
    if ((int) palier_gazetteer_u16 (palier_gazetteer_data ()->codes_of, first + i) == wanted)
      return TRUE;
  return FALSE;
}

/* FNV-1a of 32 bits. */
static guint32
hash_key (const char *key)
{
  guint32 hash = 2166136261u;

  for (; *key != '\0'; key++)
    hash = (hash ^ (guchar) *key) * 16777619u;
  return hash;
}

static gboolean
is_within (const PalierCommune *commune, const char *within)
{
  if (within == NULL)
    return TRUE;
  return strlen (within) == 5 ? palier_commune_has_postal_code (commune, within)
                              : strcmp (commune->department, within) == 0;
}

static guint
find_key (const char *key, const char *within, PalierCommune *out, guint max)
{
  const PalierGazetteer *data = palier_gazetteer_data ();
  guint32 hash = hash_key (key);
  guint n = 0;

  for (guint slot = (hash >> 16) ^ (hash & 0xFFFF);; slot = (slot + 1) % PALIER_GAZETTEER_SLOTS)
  {
    PalierCommune commune;
    char other[PALIER_TOWN_KEY_SIZE];
    guint i = palier_gazetteer_u16 (data->slots, slot);
    if (i == PALIER_GAZETTEER_EMPTY || n == max)
      return n;
    if (palier_gazetteer_tag (i) != (hash >> 5 & 7))
      continue;
    palier_gazetteer_get (i, &commune);
    palier_town_key (commune.name, other);
    if (strcmp (key, other) == 0 && is_within (&commune, within))
      out[n++] = commune;
  }
}

/* Which of two communes of one key is meant rather: with the article as typed, of today, large. */
static int
compare_communes (gconstpointer a, gconstpointer b, gpointer folded)
{
  const PalierCommune *one = a, *two = b;
  g_autofree char *name_one = palier_fold_words (one->name);
  g_autofree char *name_two = palier_fold_words (two->name);
  int exact = (strcmp (name_two, folded) == 0) - (strcmp (name_one, folded) == 0);

  if (exact != 0)
    return exact;
  if (one->kind != two->kind)
    return (int) one->kind - (int) two->kind;
  return (two->population > one->population) - (two->population < one->population);
}

/**
 * palier_gazetteer_by_name:
 * @name: in any spelling: case, accents, hyphens, "St", "s/", "(Le)" do not matter
 * @within: (nullable): a postal code ("78100") or a département ("78", "2A", "974")
 * @out: (array length=max): the likeliest first
 *
 * Returns: how many were written
 */
guint
palier_gazetteer_by_name (const char *name, const char *within, PalierCommune *out, guint max)
{
  char key[PALIER_TOWN_KEY_SIZE];

  if (palier_town_key (name, key) == 0)
    return 0;
  guint n = find_key (key, within, out, max);
  if (n == 0 && palier_town_key_glued (key) > 0)
    n = find_key (key + palier_town_key_glued (key), within, out, max);
  if (n > 1)
  {
    g_autofree char *folded = palier_fold_words (name);
    g_sort_array (out, n, sizeof *out, compare_communes, folded);
  }
  return n;
}

/* Whether some commune, today's or a former one, is called so. */
gboolean
palier_gazetteer_is_commune_name (const char *text)
{
  PalierCommune found;

  return palier_gazetteer_by_name (text, NULL, &found, 1) > 0;
}

/* Whether two texts are spellings of one name; what is no name is equal to nothing. */
gboolean
palier_gazetteer_same_town (const char *a, const char *b)
{
  char one[PALIER_TOWN_KEY_SIZE], two[PALIER_TOWN_KEY_SIZE];

  return palier_town_key (a, one) > 0 && palier_town_key (b, two) > 0 && strcmp (one, two) == 0;
}

PalierPopulation
palier_population_bracket (guint population)
{
  static const guint bounds[] = { 1, 2000, 5000, 20000, 50000, 200000 };
  guint bracket = 0;

  while (bracket < G_N_ELEMENTS (bounds) && population >= bounds[bracket])
    bracket++;
  return (PalierPopulation) bracket;
}
