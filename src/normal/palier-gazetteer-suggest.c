/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Towns that a misspelt or shortened name may have meant. */
#include "palier-gazetteer.h"

#include <string.h>

#include "palier-edit-distance.h"
#include "palier-gazetteer-private.h"
#include "palier-town-key.h"

#define TOO_FAR 100

typedef struct
{
  const char *key;
  gsize length;
  guint limit;
  gsize shortest; /* a beginning shorter than this says nothing */
} Wanted;

/* The smaller the likelier; TOO_FAR: not meant. A beginning ("Neuilly") ranks behind a slip. */
static guint
distance_to (const Wanted *wanted, const char *name)
{
  char key[PALIER_TOWN_KEY_SIZE];
  gsize length = palier_town_key (name, key);
  guint slips = palier_edit_distance (wanted->key, wanted->length, key, length, wanted->limit);

  if (slips <= wanted->limit)
    return slips;
  gsize common = MIN (length, wanted->length);
  if (common >= wanted->shortest && strncmp (key, wanted->key, common) == 0)
    return wanted->limit + 1;
  return TOO_FAR;
}

typedef struct
{
  PalierCommune *out;
  guint n, max;
  guint distances[PALIER_COMMUNES_MAX];
} Found;

/* Keeps @found sorted: near ones first, of these the larger. */
static void
offer (Found *found, const PalierCommune *commune, guint distance)
{
  guint at = found->n;

  while (at > 0
         && (distance < found->distances[at - 1]
             || (distance == found->distances[at - 1]
                 && commune->population > found->out[at - 1].population)))
    at--;
  if (at >= found->max)
    return;
  guint moved = MIN (found->n, found->max - 1) - at;
  memmove (&found->out[at + 1], &found->out[at], moved * sizeof *commune);
  memmove (&found->distances[at + 1], &found->distances[at], moved * sizeof distance);
  found->out[at] = *commune;
  found->distances[at] = distance;
  found->n = MIN (found->n + 1, found->max);
}

static void
try_commune (Found *found, const Wanted *wanted, guint number)
{
  PalierCommune commune;

  palier_gazetteer_get (number, &commune);
  if (commune.kind == PALIER_COMMUNE_ARRONDISSEMENT)
    return;
  guint distance = distance_to (wanted, commune.name);
  if (distance != TOO_FAR)
    offer (found, &commune, distance);
}

/* A commune and the former ones in it, which stand behind it. */
static void
try_family (Found *found, const Wanted *wanted, guint number)
{
  PalierCommune next, today;

  try_commune (found, wanted, number);
  while (++number < palier_gazetteer_n_communes ())
  {
    palier_gazetteer_get (number, &next);
    if (!palier_commune_current (&next, &today))
      return;
    try_commune (found, wanted, number);
  }
}

/**
 * palier_gazetteer_suggest:
 * @name: a town as typed
 * @within: (nullable): a postal code, where also a beginning is understood ("Neuilly"), or a
 *   département, or %NULL: all of France, which takes some milliseconds
 * @out: (array length=max): the likeliest first
 *
 * Returns: how many were written, of at most %PALIER_COMMUNES_MAX
 */
guint
palier_gazetteer_suggest (const char *name, const char *within, PalierCommune *out, guint max)
{
  char key[PALIER_TOWN_KEY_SIZE];
  Wanted wanted = { key, palier_town_key (name, key), 0, PALIER_TOWN_KEY_SIZE };
  Found found = { .out = out, .max = MIN (max, PALIER_COMMUNES_MAX) };
  guint from = 0, to = palier_gazetteer_n_communes ();

  if (wanted.length < 3)
    return 0;
  wanted.limit = wanted.length < 5 ? 1 : wanted.length < 9 ? 2 : 3;
  if (within != NULL && strlen (within) == 5)
  {
    PalierCommune here[PALIER_COMMUNES_MAX];
    guint n = palier_gazetteer_by_postal_code (within, here, PALIER_COMMUNES_MAX);
    /* "Saint" alone begins too many. */
    wanted.shortest = g_str_has_prefix (key, "saint") ? 7 : 4;
    for (guint i = 0; i < MIN (n, PALIER_COMMUNES_MAX); i++)
      try_family (&found, &wanted, here[i].number);
    return found.n;
  }
  /* Among many, only what is close. */
  wanted.limit = wanted.length < 5 ? 0 : wanted.length < 9 ? 1 : 2;
  if (within != NULL)
    palier_gazetteer_department_range (within, &from, &to);
  for (guint i = from; i < to; i++)
    try_commune (&found, &wanted, i);
  return found.n;
}
