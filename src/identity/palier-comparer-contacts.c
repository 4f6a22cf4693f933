/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a person or a firm is reached, and where it is: features of several texts each. */
#include <string.h>

#include "palier-comparer-private.h"

static gboolean
is_personal (PalierComparer *self, PalierText text)
{
  return palier_text_pool_get_marks (self->pool, text) == PALIER_TEXT_PERSONAL;
}

/* The best agreement between two sets of numbers, those of one person or those of the firm. */
static void
compare_phones (PalierComparer *self, const PalierText *a, const PalierText *b, gboolean personal,
                guint feature, PalierComparison *out)
{
  PalierLevel best = PALIER_LEVEL_UNKNOWN;
  PalierText agreed = 0;

  for (guint i = PALIER_TRAIT_PHONE; i <= PALIER_TRAIT_PHONE_3 && a[i] != 0; i++)
    for (guint k = PALIER_TRAIT_PHONE; k <= PALIER_TRAIT_PHONE_3 && b[k] != 0; k++)
      if (is_personal (self, a[i]) == personal && is_personal (self, b[k]) == personal)
      {
        PalierLevel level = palier_comparer_compare_texts (self, PALIER_WAY_DIGITS, a[i], b[k]);
        if (level > best)
          agreed = a[i];
        best = MAX (best, level);
      }
  palier_comparer_set_level (self, out, feature, best, agreed);
}

/* Whether an address is made of a name. */
static gboolean
is_made_of (PalierComparer *self, PalierText email, PalierText name)
{
  PalierSpan address = palier_text_pool_get (self->pool, email);
  PalierSpan word = palier_text_pool_get (self->pool, name);

  return word.length >= 3 && memmem (address.text, address.length, word.text, word.length) != NULL;
}

/* Two names of a letter's difference, each spelled so in its own address: "roussel@" and
 * "rousseau@" are no slip of the pen but two people. */
static gboolean
spell_their_names (PalierComparer *self, const PalierText *a, const PalierText *b, gboolean swapped)
{
  static const PalierTrait traits[] = { PALIER_TRAIT_FIRST, PALIER_TRAIT_LAST };

  for (gsize i = 0; i < G_N_ELEMENTS (traits); i++)
  {
    PalierText x = a[traits[i]], y = b[traits[swapped ? 1 - i : i]];
    if (x != y && is_made_of (self, a[PALIER_TRAIT_EMAIL], x)
        && is_made_of (self, b[PALIER_TRAIT_EMAIL], y))
      return TRUE;
  }
  return FALSE;
}

/* The chance that a stranger of the same name has the same address at a webmail, where it is made
 * of the name: what is left is the provider and the digits. */
static float
chance_of_namesake (PalierComparer *self, const PalierText *row)
{
  PalierSpan address = palier_text_pool_get (self->pool, row[PALIER_TRAIT_EMAIL]);
  float chance = 0.1f;

  if (row[PALIER_TRAIT_DOMAIN] != 0
      || !is_made_of (self, row[PALIER_TRAIT_EMAIL], row[PALIER_TRAIT_FIRST])
      || !is_made_of (self, row[PALIER_TRAIT_EMAIL], row[PALIER_TRAIT_LAST]))
    return 0;
  for (guint i = 0; i < address.length; i++)
    if (g_ascii_isdigit (address.text[i]))
      chance /= 10;
  return chance;
}

static void
compare_emails (PalierComparer *self, const PalierText *a, const PalierText *b,
                PalierComparison *out)
{
  PalierText x = a[PALIER_TRAIT_EMAIL], y = b[PALIER_TRAIT_EMAIL];
  gboolean firm = (x != 0 && palier_comparer_is_shared (self, x))
                  || (y != 0 && palier_comparer_is_shared (self, y));

  if (firm)
    palier_comparer_set_level (self, out, PALIER_FEATURE_EMAIL, PALIER_LEVEL_UNKNOWN, 0);
  else
    palier_comparer_compare_one (self, out, PALIER_FEATURE_EMAIL, PALIER_WAY_EMAIL, x, y);
  if (out->levels[PALIER_FEATURE_EMAIL] == PALIER_LEVEL_NEAR
      && spell_their_names (self, a, b, out->swapped))
    out->levels[PALIER_FEATURE_EMAIL] = PALIER_LEVEL_DIFFERENT;
  if (out->levels[PALIER_FEATURE_EMAIL] == PALIER_LEVEL_EXACT)
    out->chance[PALIER_FEATURE_EMAIL] =
        MAX (out->chance[PALIER_FEATURE_EMAIL],
             MAX (chance_of_namesake (self, a), chance_of_namesake (self, b)));
}

static void
compare_web (PalierComparer *self, const PalierText *a, const PalierText *b, PalierComparison *out)
{
  static const PalierTrait traits[] = { PALIER_TRAIT_HOST, PALIER_TRAIT_DOMAIN };
  PalierLevel best = PALIER_LEVEL_UNKNOWN;
  PalierText agreed = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (traits); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (traits); k++)
    {
      PalierLevel level =
          palier_comparer_compare_texts (self, PALIER_WAY_EMAIL, a[traits[i]], b[traits[k]]);
      if (level > best)
        agreed = a[traits[i]];
      best = MAX (best, level);
    }
  PalierText x = a[PALIER_TRAIT_EMAIL];
  if (x != 0 && x == b[PALIER_TRAIT_EMAIL] && best < PALIER_LEVEL_EXACT
      && palier_comparer_is_shared (self, x))
  {
    best = PALIER_LEVEL_EXACT;
    agreed = x;
  }
  palier_comparer_set_level (self, out, PALIER_FEATURE_WEB, best, agreed);
}

static PalierLevel
lower_by_house (PalierComparer *self, PalierLevel street, PalierText a, PalierText b)
{
  PalierLevel house = palier_comparer_compare_texts (self, PALIER_WAY_DIGITS, a, b);

  if (house == PALIER_LEVEL_UNKNOWN || house == PALIER_LEVEL_EXACT || street < PALIER_LEVEL_NEAR)
    return street;
  return PALIER_LEVEL_PART;
}

static void
compare_places (PalierComparer *self, const PalierText *a, const PalierText *b,
                PalierComparison *out)
{
  PalierLevel street =
      lower_by_house (self,
                      palier_comparer_compare_texts (self, PALIER_WAY_TEXT, a[PALIER_TRAIT_STREET],
                                                     b[PALIER_TRAIT_STREET]),
                      a[PALIER_TRAIT_HOUSE], b[PALIER_TRAIT_HOUSE]);

  palier_comparer_set_level (self, out, PALIER_FEATURE_STREET, street, a[PALIER_TRAIT_STREET]);
  if (street == PALIER_LEVEL_EXACT && a[PALIER_TRAIT_HOUSE] != 0
      && a[PALIER_TRAIT_HOUSE] == b[PALIER_TRAIT_HOUSE])
    out->chance[PALIER_FEATURE_STREET] *=
        3 * MIN (palier_comparer_chance_of (self, a[PALIER_TRAIT_HOUSE], 0.02f), 0.3f);
  palier_comparer_compare_one (self, out, PALIER_FEATURE_POSTAL_CODE, PALIER_WAY_DIGITS,
                               a[PALIER_TRAIT_POSTAL_CODE], b[PALIER_TRAIT_POSTAL_CODE]);
  palier_comparer_compare_one (self, out, PALIER_FEATURE_CITY, PALIER_WAY_TEXT,
                               a[PALIER_TRAIT_CITY], b[PALIER_TRAIT_CITY]);
  /* Of one postal code, of one town: that says nothing more. */
  if (out->levels[PALIER_FEATURE_POSTAL_CODE] == PALIER_LEVEL_EXACT)
    out->chance[PALIER_FEATURE_CITY] = 1;
}
/* Numbers, addresses and sites. */
void
palier_comparer_compare_contacts (PalierComparer *self, const PalierText *a, const PalierText *b,
                                  PalierComparison *out)
{
  compare_emails (self, a, b, out);
  compare_phones (self, a, b, TRUE, PALIER_FEATURE_MOBILE, out);
  compare_phones (self, a, b, FALSE, PALIER_FEATURE_PHONE, out);
  compare_web (self, a, b, out);
  compare_places (self, a, b, out);
}
