/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether what a text claims is what a fact claims: one rule a kind. */
#include <math.h>
#include <string.h>

#include "palier-draft-claim-words.h"
#include "palier-draft-ground-private.h"
#include "palier-gazetteer.h"

#define SAME_UNIT 0.02  /* "8 secondes" for 8,1 */
#define OTHER_UNIT 0.07 /* "deux mois" for 63 days */
#define FIGURE_MIN 1000 /* a bare number that may be a sum of money */
#define VAT 1.2
#define WEEK_S 604800.0
#define MONTHS 12   /* of a year */
#define NOUN_STEM 5 /* letters by which what is counted is known again */

gboolean
palier_claim_is_within (const PalierClaim *said, double value)
{
  double slack = 1e-9 * MAX (1, fabs (value));

  return value >= said->from - slack && value <= said->to + slack;
}

/* "un mois et demi" for 45 days. */
static gboolean
is_duration (const PalierClaim *said, const PalierClaim *fact)
{
  double value = fabs (fact->value);
  double slack = (said->unit == fact->unit ? SAME_UNIT : OTHER_UNIT) * value;

  if (fact->working && said->unit >= WEEK_S)
    value *= 7.0 / 5;
  if (said->unit == fact->unit && said->value == said->unit * round (value / said->unit))
    return TRUE; /* "sept secondes" of 7,2 */
  return value >= said->from - slack && value <= said->to + slack;
}

/* Of a monthly price, or of a yearly one. */
static gboolean
is_by_the_day (const PalierClaim *said, double price)
{
  for (int days = 30; days <= 31; days++)
    if (palier_claim_is_within (said, price / days))
      return TRUE;
  return palier_claim_is_within (said, price / 365);
}

/* A price with the tax where the fact is without, or by the year where the fact is by the month. */
static gboolean
is_price_anew (const PalierClaim *said, const PalierClaim *fact)
{
  double tax = said->tax == 2 && fact->tax == 1   ? VAT
               : said->tax == 1 && fact->tax == 2 ? 1 / VAT
                                                  : 1;

  return said->kind == PALIER_CLAIM_EURO
         && ((tax != 1 && palier_claim_is_within (said, fact->value * tax))
             || (said->monthly && palier_claim_is_within (said, fact->value * tax / MONTHS))
             || (said->daily && is_by_the_day (said, fact->value * tax))
             || palier_claim_is_within (said, fact->value * tax * MONTHS));
}

static gboolean
is_measure (const PalierClaim *said, const PalierClaim *fact)
{
  if (said->sign * fact->sign < 0)
    return FALSE;
  if (is_price_anew (said, fact))
    return TRUE;
  if (said->tax != 0 && fact->tax != 0 && said->tax != fact->tax)
    return FALSE;
  /* A share of a fact is as wide as it was said. */
  return palier_claim_is_within (said, fabs (fact->value))
         || (fact->of > 0 && palier_claim_is_within (said, 100 * fact->value / fact->of));
}

/* A number with nothing that it counts may stand for any figure: "94 000 à …", "passé à 2 140". */
static gboolean
is_number (const PalierClaim *said, const PalierClaim *fact)
{
  if (fact->kind == PALIER_CLAIM_DATE)
    return fact->year > 0 && said->from == said->to && palier_claim_is_within (said, fact->year);
  if (fact->kind != PALIER_CLAIM_NUMBER && said->noun != NULL)
    return FALSE;
  if (fact->kind == PALIER_CLAIM_EURO && fact->value >= 100 * FIGURE_MIN
      && palier_claim_is_within (said, fact->value / FIGURE_MIN))
    return TRUE; /* "un budget de 680" */
  return fact->kind <= PALIER_CLAIM_ROOMS && palier_claim_is_within (said, fabs (fact->value));
}

/* Of a day, a year, a sum: the fact's bare figure; of "120 mètres" those that are square. */
static gboolean
is_same_figure (const PalierClaim *said, const PalierClaim *fact)
{
  if (said->kind == PALIER_CLAIM_DISTANCE && fact->kind == PALIER_CLAIM_AREA)
    return said->unit == 1 && palier_claim_is_within (said, fact->value);
  if (fact->kind != PALIER_CLAIM_NUMBER)
    return FALSE;
  if (said->kind == PALIER_CLAIM_EURO)
    return fact->noun == NULL && fact->value >= FIGURE_MIN
           && palier_claim_is_within (said, fact->value);
  return said->kind == PALIER_CLAIM_DATE && said->month == 0 && fact->noun == NULL
         && fact->value == (said->day > 0 ? said->day : said->year);
}

/* "au 2e trimestre": a part of a year that a fact names, or has a date in. */
static gboolean
is_part (const PalierClaim *said, const PalierClaim *fact)
{
  int months = *said->noun == 't' ? 3 : 6;

  if (fact->kind == PALIER_CLAIM_DATE)
    return fact->month > 0 && (fact->month - 1) / months + 1 == (int) said->value;
  return fact->kind == PALIER_CLAIM_ORDINAL && g_strcmp0 (said->noun, fact->noun) == 0
         && said->value == fact->value;
}

static gboolean
bears (const PalierDraftGround *self, const PalierClaim *said, const PalierClaim *fact)
{
  if (said->kind == PALIER_CLAIM_NUMBER)
    return is_number (said, fact);
  if (said->kind == PALIER_CLAIM_ORDINAL && said->noun != NULL)
    return is_part (said, fact);
  if (said->kind != fact->kind)
    return is_same_figure (said, fact);
  switch (said->kind)
  {
  case PALIER_CLAIM_DATE:
    return palier_draft_ground_is_date (self, said, fact);
  case PALIER_CLAIM_DURATION:
    return is_duration (said, fact);
  case PALIER_CLAIM_SITE:
  case PALIER_CLAIM_LAW:
  case PALIER_CLAIM_CLASS:
    return strcmp (said->text, fact->text) == 0;
  case PALIER_CLAIM_IDENTITY:
    return g_str_has_prefix (fact->text, said->text);
  case PALIER_CLAIM_NUMBER:
  case PALIER_CLAIM_PERCENT:
  case PALIER_CLAIM_EURO:
  case PALIER_CLAIM_AREA:
  case PALIER_CLAIM_DISTANCE:
  case PALIER_CLAIM_ROOMS:
  case PALIER_CLAIM_ORDINAL:
  case PALIER_CLAIM_POINTS:
  case PALIER_CLAIM_RELATION:
  case PALIER_CLAIM_ADDRESS:
  case PALIER_CLAIM_CLOCK:
  case PALIER_CLAIM_NAME:
  case PALIER_CLAIM_LOCAL:
    return is_measure (said, fact);
  }
  return FALSE;
}

static gboolean
has_stem (const PalierClaim *said, const PalierClaim *fact)
{
  return said->noun != NULL && fact->noun != NULL && fact->kind == PALIER_CLAIM_NUMBER
         && strncmp (said->noun, fact->noun, NOUN_STEM) == 0;
}

/* Of another noun, it is another count; a bare figure may be of this one. */
static gboolean
is_same_count (const PalierClaim *said, const PalierClaim *fact)
{
  return fact->noun == NULL || has_stem (said, fact)
         || (palier_claim_counted_alike (said->noun) > 0
             && palier_claim_counted_alike (said->noun) == palier_claim_counted_alike (fact->noun));
}

/* Whether facts count the very thing: then their figures for others do not bear it out. */
static gboolean
is_counted (const PalierDraftGround *self, const PalierClaim *said)
{
  if (g_strcmp0 (said->noun, "biens") == 0)
    return FALSE; /* of any kind: flats, farms */
  for (guint i = 0; said->noun != NULL && i < self->claims->len; i++)
    if (has_stem (said, &g_array_index (self->claims, PalierClaim, i)))
      return TRUE;
  return FALSE;
}

static gboolean
any_bears (const PalierDraftGround *self, const PalierClaim *said)
{
  gboolean counted = said->kind == PALIER_CLAIM_NUMBER && is_counted (self, said);

  for (guint i = 0; i < self->claims->len; i++)
    if ((!counted || is_same_count (said, &g_array_index (self->claims, PalierClaim, i)))
        && bears (self, said, &g_array_index (self->claims, PalierClaim, i)))
      return TRUE;
  return FALSE;
}

/* Whether two nouns count the same: alike by the list, or of one stem. */
gboolean
palier_claim_counts_same (const PalierClaim *said, const PalierClaim *fact)
{
  if (said->noun == NULL || fact->noun == NULL
      || (fact->kind != PALIER_CLAIM_NUMBER && fact->kind != PALIER_CLAIM_PERCENT))
    return FALSE;
  if (has_stem (said, fact))
    return TRUE;
  int group = palier_claim_counted_alike (said->noun);
  return group > 0 && group == palier_claim_counted_alike (fact->noun);
}

/* The rooms of a flat, or minutes and hours, are false where a fact has others that are near. */
static gboolean
is_measured (const PalierClaim *said, const PalierClaim *fact)
{
  if (said->kind != fact->kind || said->unit != fact->unit)
    return FALSE;
  return said->kind == PALIER_CLAIM_ROOMS
         || (said->kind == PALIER_CLAIM_DURATION && fact->value <= said->value * 2
             && fact->value >= said->value / 2);
}

/* A small numeral is false only where a fact counts the same about as often: "cinq négociateurs"
 * where there are nine, but not "deux candidats" of thirty-seven. */
static gboolean
is_denied (const PalierDraftGround *self, const PalierClaim *said)
{
  for (guint i = 0; i < self->claims->len; i++)
  {
    const PalierClaim *fact = &g_array_index (self->claims, PalierClaim, i);
    if (is_measured (said, fact)
        || (palier_claim_counts_same (said, fact) && fact->value > said->value / 3
            && fact->value < said->value * 3))
      return TRUE;
  }
  return FALSE;
}

/* "9 annonces sur 45": both are known. */
static gboolean
is_of_known (const PalierDraftGround *self, const PalierClaim *share)
{
  PalierClaim part = { .kind = PALIER_CLAIM_NUMBER, .from = share->value, .to = share->value };
  PalierClaim whole = { .kind = PALIER_CLAIM_NUMBER, .from = share->of, .to = share->of };

  return share->of > 10 && any_bears (self, &part) && any_bears (self, &whole);
}

/* Known letter by letter; "St" is Saint. */
static gboolean
is_name (const PalierDraftGround *self, const char *word)
{
  static const struct
  {
    const char *brief, *whole;
  } briefs[] = { { "st", "saint" }, { "ste", "sainte" }, { "saint", "st" }, { "sainte", "ste" } };

  if (g_hash_table_contains (self->names, word))
    return TRUE;
  if (strlen (word) >= PALIER_GROUND_STEM)
  {
    char stem[PALIER_GROUND_STEM + 1];
    g_strlcpy (stem, word, sizeof stem);
    if (g_hash_table_contains (self->stems, stem))
      return TRUE; /* "Espagne" of "acheteurs espagnols" */
  }
  for (gsize i = 0; i < G_N_ELEMENTS (briefs); i++)
    if (strcmp (briefs[i].brief, word) == 0)
      return g_hash_table_contains (self->names, briefs[i].whole);
  return FALSE;
}

/* Whether a town is in a department that the facts are of: Talence is of the "marché bordelais". */
static gboolean
is_in_area (const PalierDraftGround *self, const char *town)
{
  PalierCommune communes[PALIER_COMMUNES_MAX];
  guint n = palier_gazetteer_by_name (town, NULL, communes, PALIER_COMMUNES_MAX);

  for (guint i = 0; i < n; i++)
    if (g_hash_table_contains (self->departments, communes[i].department))
      return TRUE;
  return FALSE;
}

/* "orléanais" of Orléans: so where the facts name the town. */
static gboolean
is_local (const PalierDraftGround *self, const char *word)
{
  const char *town = palier_claim_town_of (word);

  return town == NULL || is_name (self, town) || is_in_area (self, town);
}

/* A page of a site that a fact names, a box of its host that every host has, or a site that anybody
 * may name. */
static gboolean
is_site (const PalierDraftGround *self, const char *site)
{
  const char *at = strchr (site, '@');
  g_autofree char *box = g_strndup (site, at != NULL ? (gsize) (at - site) : 0);
  const char *rest = at != NULL && palier_claim_is_word (PALIER_WORDS_BOXES, box) ? at + 1 : site;
  g_autofree char *host = g_strndup (rest, strcspn (rest, "/?#"));

  if (palier_claim_is_word (PALIER_WORDS_SITES, host))
    return TRUE;
  for (guint i = 0; i < self->claims->len; i++)
  {
    const PalierClaim *fact = &g_array_index (self->claims, PalierClaim, i);
    if (fact->kind != PALIER_CLAIM_SITE)
      continue;
    const char *named = strchr (fact->text, '@') != NULL && rest != site
                            ? strchr (fact->text, '@') + 1
                            : fact->text;
    gsize length = strcspn (named, "/?#");
    if (strlen (host) == length && strncmp (named, host, length) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
has_kind (const PalierDraftGround *self, PalierClaimKind kind)
{
  for (guint i = 0; i < self->claims->len; i++)
    if (g_array_index (self->claims, PalierClaim, i).kind == kind)
      return TRUE;
  return FALSE;
}

/* "1001 Toits", "les mandataires du 49": a figure of a name, or of a département. */
static gboolean
is_called (const PalierDraftGround *self, const PalierClaim *claim)
{
  char pair[64], code[8];

  if (claim->text != NULL && g_hash_table_contains (self->named, claim->text))
    return TRUE;
  g_snprintf (code, sizeof code, "%02.0f", CLAMP (claim->value, 0, 999));
  if (claim->text != NULL
      && (g_str_has_prefix (claim->text, "du ") || g_str_has_prefix (claim->text, "le "))
      && g_hash_table_contains (self->departments, code))
    return TRUE;
  g_snprintf (pair, sizeof pair, "%.0f %s", claim->value, claim->noun != NULL ? claim->noun : "");
  return claim->noun != NULL && g_hash_table_contains (self->named, pair);
}

/* Whether a fact says it, or it needs none. */
static gboolean
is_so (const PalierDraftGround *self, const PalierClaim *claim)
{
  if (claim->kind == PALIER_CLAIM_NAME)
    return is_name (self, claim->text);
  if (claim->kind == PALIER_CLAIM_LOCAL)
    return is_local (self, claim->text);
  if (claim->kind == PALIER_CLAIM_LAW && palier_claim_is_word (PALIER_WORDS_LAWS, claim->text))
    return TRUE;
  if (claim->kind == PALIER_CLAIM_SITE && is_site (self, claim->text))
    return TRUE;
  if (claim->kind == PALIER_CLAIM_DATE && palier_draft_ground_is_today (self, claim))
    return TRUE;
  if (claim->kind == PALIER_CLAIM_NUMBER && is_called (self, claim))
    return TRUE;
  if (any_bears (self, claim))
    return TRUE;
  if (claim->kind == PALIER_CLAIM_DATE)
    return claim->everyday && palier_draft_ground_is_proposed (self, claim);
  if (claim->kind == PALIER_CLAIM_CLOCK)
    return !claim->dated || !has_kind (self, PALIER_CLAIM_CLOCK);
  if (claim->kind == PALIER_CLAIM_DURATION && !claim->everyday)
    return claim->dated && palier_draft_ground_is_age (self, claim);
  if (claim->of > 0)
    return claim->of == claim->value || is_of_known (self, claim);
  return claim->everyday && !is_denied (self, claim);
}

/**
 * palier_draft_ground_bears_out:
 * @claims: (element-type PalierClaim): read from a text
 *
 * Returns: whether the claim at @i is so by the facts, follows from them, or needs none
 */
gboolean
palier_draft_ground_bears_out (const PalierDraftGround *self, const GArray *claims, guint i)
{
  const PalierClaim *claim = &g_array_index (claims, PalierClaim, i);

  return is_so (self, claim) || palier_draft_ground_derives (self, claims, claim);
}
