/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys by which records are brought together, a pass each. */
#include "palier-blocking-private.h"

/* Values of unknown columns that more records have on average are keys only with another one. */
#define RARE 20

/* ---- keys; 0 is none */

static guint32
join (guint32 a, guint32 b)
{
  return a != 0 && b != 0 ? palier_blocking_mix (a, b) : 0;
}

static guint32
key_of_trait (PalierBlocking *self, const PalierText *row, guint trait)
{
  (void) self;
  return row[trait];
}

/* As they sound, in whichever order they stand. */
static guint32
key_of_names (PalierBlocking *self, const PalierText *row, guint argument)
{
  guint32 first = self->sounds[row[PALIER_TRAIT_FIRST]];
  guint32 last = self->sounds[row[PALIER_TRAIT_LAST]];

  (void) argument;
  return join (MIN (first, last), MAX (first, last));
}

static guint32
key_of_last_and (PalierBlocking *self, const PalierText *row, guint trait)
{
  return join (self->sounds[row[PALIER_TRAIT_LAST]], row[trait]);
}

static guint32
key_of_first_and (PalierBlocking *self, const PalierText *row, guint trait)
{
  return join (self->sounds[row[PALIER_TRAIT_FIRST]], row[trait]);
}

static guint32
letter_of (PalierBlocking *self, PalierText text)
{
  return text != 0 ? (guint8) palier_text_pool_get (self->pool, text).text[0] : 0;
}

static guint32
key_of_last_and_initial (PalierBlocking *self, const PalierText *row, guint argument)
{
  (void) argument;
  return join (row[PALIER_TRAIT_LAST], letter_of (self, row[PALIER_TRAIT_FIRST]));
}

static guint32
key_of_first_and_initial (PalierBlocking *self, const PalierText *row, guint argument)
{
  (void) argument;
  return join (row[PALIER_TRAIT_FIRST], letter_of (self, row[PALIER_TRAIT_LAST]));
}

static guint32
key_of_street_and (PalierBlocking *self, const PalierText *row, guint trait)
{
  (void) self;
  return join (row[PALIER_TRAIT_STREET], row[trait]);
}

static guint32
key_of_place (PalierBlocking *self, const PalierText *row, guint argument)
{
  (void) self;
  (void) argument;
  return join (row[PALIER_TRAIT_POSTAL_CODE], row[PALIER_TRAIT_CITY]);
}

/* A value of an unknown column, together with the next one's. */
static guint32
key_of_two (PalierBlocking *self, const PalierText *row, guint index)
{
  guint next = self->customs[(index + 1) % self->n_customs];

  return join (row[self->customs[index]], row[next]);
}

/* ---- which passes there are */

static void
add_pass (PalierBlocking *self, PalierKeyFunc key, guint argument)
{
  if (self->n_passes < G_N_ELEMENTS (self->passes))
    self->passes[self->n_passes++] = (PalierBlockingPass) { key, argument };
}

/* Of a key by which two of different names may be one. */
static void
add_personal_pass (PalierBlocking *self, PalierKeyFunc key, guint argument)
{
  guint pass = self->n_passes;

  add_pass (self, key, argument);
  if (self->n_passes > pass)
    self->personal |= 1u << pass;
}

static double
count_of_a_value (PalierBlocking *self, guint trait)
{
  guint32 filled = 0;
  guint64 sum = 0;

  for (guint32 record = 0; record < self->n; record++)
  {
    PalierText text = palier_records_get (self->records, record)[trait];
    filled += text != 0;
    sum += text != 0 ? palier_text_pool_get_count (self->pool, text) : 0;
  }
  return filled > 0 ? (double) sum / filled : 0;
}

static void
add_custom_passes (PalierBlocking *self)
{
  guint n = palier_records_get_n_traits (self->records) - PALIER_N_TRAITS;

  for (guint i = 0; i < n && self->n_customs < PALIER_BLOCKING_MAX_CUSTOM_KEYS; i++)
    if (palier_records_get_custom_kind (self->records, i) != PALIER_COLUMN_KEY)
      self->customs[self->n_customs++] = PALIER_N_TRAITS + i;
  for (guint i = 0; i < self->n_customs; i++)
  {
    if (count_of_a_value (self, self->customs[i]) <= RARE)
      add_personal_pass (self, key_of_trait, self->customs[i]);
    else
      add_personal_pass (self, key_of_last_and, self->customs[i]);
    if (i + 1 < self->n_customs || self->n_customs > 2)
      add_personal_pass (self, key_of_two, i);
  }
}

/* Which passes there are for these records. */
void
palier_blocking_add_passes (PalierBlocking *self)
{
  add_pass (self, key_of_names, 0);
  add_personal_pass (self, key_of_trait, PALIER_TRAIT_EMAIL);
  add_personal_pass (self, key_of_trait, PALIER_TRAIT_BIRTHDATE);
  add_pass (self, key_of_trait, PALIER_TRAIT_SIRET);
  add_pass (self, key_of_last_and, PALIER_TRAIT_POSTAL_CODE);
  add_pass (self, key_of_first_and, PALIER_TRAIT_POSTAL_CODE);
  add_pass (self, key_of_last_and, PALIER_TRAIT_COMPANY);
  add_pass (self, key_of_first_and, PALIER_TRAIT_COMPANY);
  add_pass (self, key_of_street_and, PALIER_TRAIT_HOUSE);
  add_pass (self, key_of_street_and, PALIER_TRAIT_POSTAL_CODE);
  add_pass (self, key_of_street_and, PALIER_TRAIT_CITY);
  add_pass (self, key_of_place, 0);
  add_pass (self, key_of_trait, PALIER_TRAIT_DOMAIN);
  add_pass (self, key_of_trait, PALIER_TRAIT_HOST);
  add_personal_pass (self, key_of_trait, PALIER_TRAIT_LINKEDIN);
  add_pass (self, key_of_last_and_initial, 0);
  add_pass (self, key_of_first_and_initial, 0);
  add_custom_passes (self);
}
