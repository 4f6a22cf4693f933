/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-comparison.h"

#include <math.h>
#include <string.h>

#include "palier-firm-words.h"
#include "palier-name.h"

/* Levels of pairs of texts that were compared before: names and streets come again and again. */
#define CACHE_BITS 18
#define CACHE_SIZE (1u << CACHE_BITS)
/* What is commonly known of a value weighs as so many records, against the base's own counts. */
#define PRIOR_RECORDS 50.0
/* What strangers have in common more seldom than this identifies. */
#define IDENTIFYING 1e-5f

typedef enum
{
  WAY_NAME,
  WAY_TEXT,
  WAY_DIGITS,
  WAY_EMAIL,
  WAY_COMPANY,
  WAY_SIRET,
} Way;

typedef struct
{
  PalierText a, b;
  guint8 way;
  gint8 level;
} Cached;

struct _PalierComparer
{
  PalierRecords *records;
  PalierTextPool *pool;
  Cached *cache;
  guint n_features;
  double n_records;
  double prior; /* how many records what is commonly known of a value weighs */
  PalierFirmWords *firm_words;
};

/* The chance that a stranger has the same value, where a base is too small to tell. */
static const float common_chance[PALIER_N_FEATURES] = {
  [PALIER_FEATURE_FIRST_NAME] = 0.01f, [PALIER_FEATURE_LAST_NAME] = 0.002f,
  [PALIER_FEATURE_EMAIL] = 1e-5f,      [PALIER_FEATURE_MOBILE] = 1e-5f,
  [PALIER_FEATURE_BIRTHDATE] = 1e-4f,  [PALIER_FEATURE_LINKEDIN] = 1e-5f,
  [PALIER_FEATURE_COMPANY] = 0.002f,   [PALIER_FEATURE_SIRET] = 1e-4f,
  [PALIER_FEATURE_PHONE] = 1e-4f,      [PALIER_FEATURE_WEB] = 1e-3f,
  [PALIER_FEATURE_STREET] = 1e-3f,     [PALIER_FEATURE_POSTAL_CODE] = 0.005f,
  [PALIER_FEATURE_CITY] = 0.01f,
};

/* ---- texts by number */

static PalierLevel
compare_spans (PalierComparer *self, Way way, PalierSpan a, PalierSpan b)
{
  switch (way)
  {
  case WAY_NAME:
    return palier_compare_names (a, b);
  case WAY_DIGITS:
    return palier_compare_digits (a, b);
  case WAY_EMAIL:
    return palier_compare_emails (a, b);
  case WAY_COMPANY:
    return palier_firm_words_compare (self->firm_words, a, b);
  case WAY_SIRET:
    return palier_compare_sirets (a, b);
  case WAY_TEXT:
  default:
    return palier_compare_texts (a, b);
  }
}

static PalierLevel
compare_texts (PalierComparer *self, Way way, PalierText a, PalierText b)
{
  if (a == 0 || b == 0)
    return PALIER_LEVEL_UNKNOWN;
  if (a == b)
    return PALIER_LEVEL_EXACT;
  PalierText low = MIN (a, b), high = MAX (a, b);
  guint32 slot = (low * 2654435761u ^ high * 2246822519u) >> (32 - CACHE_BITS);
  Cached *cached = &self->cache[slot];
  if (cached->a != low || cached->b != high || cached->way != way)
  {
    PalierLevel level = compare_spans (self, way, palier_text_pool_get (self->pool, low),
                                       palier_text_pool_get (self->pool, high));
    *cached = (Cached) { low, high, (guint8) way, (gint8) level };
  }
  return (PalierLevel) cached->level;
}

/* That a stranger has the text: how many others have it among all, held up by what is common. Of a
 * name the other one of a pair is one of them; what identifies would be met twice by nobody else.
 */
static float
chance_of (PalierComparer *self, PalierText text, float common)
{
  double n = palier_text_pool_get_count (self->pool, text);
  double others = common <= IDENTIFYING ? MAX (n - 2, 0.05) : MAX (n - 1, 0.5);

  return (float) ((others + self->prior * common) / (self->n_records + self->prior));
}

static float
common_of (guint feature)
{
  return feature < PALIER_N_FEATURES ? common_chance[feature] : 0.02f;
}

static void
set_level (PalierComparer *self, PalierComparison *out, guint feature, PalierLevel level,
           PalierText agreed)
{
  out->levels[feature] = (gint8) level;
  if (level == PALIER_LEVEL_EXACT)
    out->chance[feature] = chance_of (self, agreed, common_of (feature));
}

static void
compare_one (PalierComparer *self, PalierComparison *out, guint feature, Way way, PalierText a,
             PalierText b)
{
  set_level (self, out, feature, compare_texts (self, way, a, b), a);
}

/* ---- features of several traits */

static int
is_given (PalierComparer *self, PalierText text)
{
  return (palier_text_pool_get_marks (self->pool, text) & PALIER_TEXT_GIVEN) != 0;
}

typedef struct
{
  PalierLevel first, last;
  PalierText first_text, last_text; /* of what agrees, where it does so exactly */
} Names;

/* By how much more often the second two are first names than the first two. */
static int
tell_given (PalierComparer *self, PalierText a, PalierText b, PalierText c, PalierText d)
{
  return is_given (self, c) + is_given (self, d) - is_given (self, a) - is_given (self, b);
}

/* Both may have their names in each other's place. */
static Names
compare_straight (PalierComparer *self, const PalierText *a, const PalierText *b)
{
  PalierText first = a[PALIER_TRAIT_FIRST], last = a[PALIER_TRAIT_LAST];
  PalierText other_first = b[PALIER_TRAIT_FIRST], other_last = b[PALIER_TRAIT_LAST];
  PalierLevel of_first = compare_texts (self, WAY_NAME, first, other_first);
  PalierLevel of_last = compare_texts (self, WAY_NAME, last, other_last);

  if (of_last != PALIER_LEVEL_UNKNOWN && of_last < MIN (of_first, PALIER_LEVEL_NEAR)
      && tell_given (self, first, other_first, last, other_last) > 0)
    return (Names) { of_last, of_first, last, first };
  return (Names) { of_first, of_last, first, last };
}

/* The last name of one beside the first name of the other. Where nothing tells which is which, and
 * they agree in one alone, this is taken for the family's: that relatives are two is surer than
 * that anybody changed his name. */
static Names
compare_crossed (PalierComparer *self, const PalierText *a, const PalierText *b)
{
  PalierText first = a[PALIER_TRAIT_FIRST], last = a[PALIER_TRAIT_LAST];
  PalierText other_first = b[PALIER_TRAIT_FIRST], other_last = b[PALIER_TRAIT_LAST];
  PalierLevel of_first = compare_texts (self, WAY_NAME, first, other_last);
  PalierLevel of_last = compare_texts (self, WAY_NAME, last, other_first);
  int told = tell_given (self, first, other_last, last, other_first);

  if (told > 0 || (told == 0 && of_first > of_last))
    return (Names) { of_last, of_first, last, first };
  return (Names) { of_first, of_last, first, last };
}

/* Straight or crossed, whichever agrees more; crossed only where both names then agree, or where
 * straight neither does. */
static void
compare_both_names (PalierComparer *self, const PalierText *a, const PalierText *b,
                    PalierComparison *out)
{
  Names names = compare_straight (self, a, b);

  out->swapped = FALSE;
  if (names.first < PALIER_LEVEL_NEAR || names.last < PALIER_LEVEL_NEAR)
  {
    Names crossed = compare_crossed (self, a, b);
    int sum = crossed.first + crossed.last;
    gboolean complete = MIN (crossed.first, crossed.last) > PALIER_LEVEL_DIFFERENT
                        && sum > names.first + names.last + (sum < 5);
    gboolean nothing = MAX (names.first, names.last) < PALIER_LEVEL_WEAK;
    out->swapped = complete || (nothing && MAX (crossed.first, crossed.last) >= PALIER_LEVEL_NEAR);
    if (out->swapped)
      names = crossed;
  }
  set_level (self, out, PALIER_FEATURE_FIRST_NAME, names.first, names.first_text);
  set_level (self, out, PALIER_FEATURE_LAST_NAME, names.last, names.last_text);
}

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
        PalierLevel level = compare_texts (self, WAY_DIGITS, a[i], b[k]);
        if (level > best)
          agreed = a[i];
        best = MAX (best, level);
      }
  set_level (self, out, feature, best, agreed);
}

static gboolean
is_shared (PalierComparer *self, PalierText text)
{
  return (palier_text_pool_get_marks (self->pool, text) & PALIER_TEXT_SHARED) != 0;
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
  gboolean firm = (x != 0 && is_shared (self, x)) || (y != 0 && is_shared (self, y));

  if (firm)
    set_level (self, out, PALIER_FEATURE_EMAIL, PALIER_LEVEL_UNKNOWN, 0);
  else
    compare_one (self, out, PALIER_FEATURE_EMAIL, WAY_EMAIL, x, y);
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
      PalierLevel level = compare_texts (self, WAY_EMAIL, a[traits[i]], b[traits[k]]);
      if (level > best)
        agreed = a[traits[i]];
      best = MAX (best, level);
    }
  PalierText x = a[PALIER_TRAIT_EMAIL];
  if (x != 0 && x == b[PALIER_TRAIT_EMAIL] && best < PALIER_LEVEL_EXACT && is_shared (self, x))
  {
    best = PALIER_LEVEL_EXACT;
    agreed = x;
  }
  set_level (self, out, PALIER_FEATURE_WEB, best, agreed);
}

static PalierLevel
lower_by_house (PalierComparer *self, PalierLevel street, PalierText a, PalierText b)
{
  PalierLevel house = compare_texts (self, WAY_DIGITS, a, b);

  if (house == PALIER_LEVEL_UNKNOWN || house == PALIER_LEVEL_EXACT || street < PALIER_LEVEL_NEAR)
    return street;
  return PALIER_LEVEL_PART;
}

static void
compare_places (PalierComparer *self, const PalierText *a, const PalierText *b,
                PalierComparison *out)
{
  PalierLevel street = lower_by_house (
      self, compare_texts (self, WAY_TEXT, a[PALIER_TRAIT_STREET], b[PALIER_TRAIT_STREET]),
      a[PALIER_TRAIT_HOUSE], b[PALIER_TRAIT_HOUSE]);

  set_level (self, out, PALIER_FEATURE_STREET, street, a[PALIER_TRAIT_STREET]);
  if (street == PALIER_LEVEL_EXACT && a[PALIER_TRAIT_HOUSE] != 0
      && a[PALIER_TRAIT_HOUSE] == b[PALIER_TRAIT_HOUSE])
    out->chance[PALIER_FEATURE_STREET] *=
        3 * MIN (chance_of (self, a[PALIER_TRAIT_HOUSE], 0.02f), 0.3f);
  compare_one (self, out, PALIER_FEATURE_POSTAL_CODE, WAY_DIGITS, a[PALIER_TRAIT_POSTAL_CODE],
               b[PALIER_TRAIT_POSTAL_CODE]);
  compare_one (self, out, PALIER_FEATURE_CITY, WAY_TEXT, a[PALIER_TRAIT_CITY],
               b[PALIER_TRAIT_CITY]);
  /* Of one postal code, of one town: that says nothing more. */
  if (out->levels[PALIER_FEATURE_POSTAL_CODE] == PALIER_LEVEL_EXACT)
    out->chance[PALIER_FEATURE_CITY] = 1;
}

static void
compare_customs (PalierComparer *self, const PalierText *a, const PalierText *b,
                 PalierComparison *out)
{
  for (guint i = 0; i < self->n_features - PALIER_N_FEATURES; i++)
  {
    PalierColumnKind kind = palier_records_get_custom_kind (self->records, i);
    guint feature = PALIER_N_FEATURES + i;
    if (kind == PALIER_COLUMN_KEY)
      out->levels[feature] = PALIER_LEVEL_UNKNOWN;
    else
      compare_one (self, out, feature, kind == PALIER_COLUMN_DIGITS ? WAY_DIGITS : WAY_TEXT,
                   a[PALIER_N_TRAITS + i], b[PALIER_N_TRAITS + i]);
  }
}

static gboolean
is_one_persons (PalierComparer *self, PalierText a, PalierText b)
{
  return a != 0 && a == b && !is_shared (self, a);
}

/* Whether any text of the two is the same, of those that are one person's alone. */
static gboolean
share_personal (PalierComparer *self, const PalierText *a, const PalierText *b)
{
  static const PalierTrait traits[] = { PALIER_TRAIT_EMAIL, PALIER_TRAIT_BIRTHDATE,
                                        PALIER_TRAIT_LINKEDIN };
  guint n_traits = palier_records_get_n_traits (self->records);

  for (gsize i = 0; i < G_N_ELEMENTS (traits); i++)
    if (is_one_persons (self, a[traits[i]], b[traits[i]]))
      return TRUE;
  for (guint i = PALIER_TRAIT_PHONE; i <= PALIER_TRAIT_PHONE_3; i++)
    for (guint k = PALIER_TRAIT_PHONE; k <= PALIER_TRAIT_PHONE_3; k++)
      if (is_one_persons (self, a[i], b[k]))
        return TRUE;
  for (guint i = PALIER_N_TRAITS; i < n_traits; i++)
    if (a[i] != 0 && a[i] == b[i])
      return TRUE;
  return FALSE;
}

static void
compare_rest (PalierComparer *self, const PalierText *x, const PalierText *y, PalierComparison *out)
{
  compare_emails (self, x, y, out);
  compare_phones (self, x, y, TRUE, PALIER_FEATURE_MOBILE, out);
  compare_phones (self, x, y, FALSE, PALIER_FEATURE_PHONE, out);
  compare_one (self, out, PALIER_FEATURE_BIRTHDATE, WAY_DIGITS, x[PALIER_TRAIT_BIRTHDATE],
               y[PALIER_TRAIT_BIRTHDATE]);
  compare_one (self, out, PALIER_FEATURE_LINKEDIN, WAY_TEXT, x[PALIER_TRAIT_LINKEDIN],
               y[PALIER_TRAIT_LINKEDIN]);
  compare_one (self, out, PALIER_FEATURE_COMPANY, WAY_COMPANY, x[PALIER_TRAIT_COMPANY],
               y[PALIER_TRAIT_COMPANY]);
  compare_one (self, out, PALIER_FEATURE_SIRET, WAY_SIRET, x[PALIER_TRAIT_SIRET],
               y[PALIER_TRAIT_SIRET]);
  compare_web (self, x, y, out);
  compare_places (self, x, y, out);
  compare_customs (self, x, y, out);
}

void
palier_comparer_compare (PalierComparer *self, guint32 a, guint32 b, PalierComparison *out)
{
  const PalierText *x = palier_records_get (self->records, a);
  const PalierText *y = palier_records_get (self->records, b);

  compare_both_names (self, x, y, out);
  compare_rest (self, x, y, out);
}

/**
 * palier_comparer_compare_candidate:
 * @out: (out): filled only where TRUE is returned
 *
 * As palier_comparer_compare(), but two of whom a name differs and who share nothing personal are
 * two people without looking any closer. Most candidates are colleagues, relatives and namesakes,
 * and end here.
 *
 * Returns: whether they may be one
 */
gboolean
palier_comparer_compare_candidate (PalierComparer *self, guint32 a, guint32 b,
                                   PalierComparison *out)
{
  const PalierText *x = palier_records_get (self->records, a);
  const PalierText *y = palier_records_get (self->records, b);

  compare_both_names (self, x, y, out);
  if ((out->levels[PALIER_FEATURE_FIRST_NAME] == PALIER_LEVEL_DIFFERENT
       || out->levels[PALIER_FEATURE_LAST_NAME] == PALIER_LEVEL_DIFFERENT)
      && !share_personal (self, x, y))
    return FALSE;
  compare_rest (self, x, y, out);
  return TRUE;
}

/* ---- which values people of different names share */

/* An address may be made of a first name alone, so that two Rogers of a firm share it; a number is
 * not. */
static gboolean
have_different_names (PalierComparer *self, PalierTrait trait, guint32 a, guint32 b)
{
  const PalierText *x = palier_records_get (self->records, a);
  const PalierText *y = palier_records_get (self->records, b);
  PalierComparison found;

  compare_both_names (self, x, y, &found);
  gint8 first = found.levels[PALIER_FEATURE_FIRST_NAME];
  gint8 last = found.levels[PALIER_FEATURE_LAST_NAME];
  return first == PALIER_LEVEL_DIFFERENT
         || (last == PALIER_LEVEL_DIFFERENT
             && (trait == PALIER_TRAIT_EMAIL || first < PALIER_LEVEL_NEAR));
}

/* Marks what the records hold in a trait and others of a different name hold too. @owners: of each
 * text the first record that has it, and one more than that, so that 0 is none. */
static void
mark_shared (PalierComparer *self, PalierTrait trait, guint32 *owners)
{
  for (guint32 record = 0; record < palier_records_get_n (self->records); record++)
  {
    PalierText text = palier_records_get (self->records, record)[trait];
    if (text == 0 || is_shared (self, text))
      continue;
    if (owners[text] == 0)
      owners[text] = record + 1;
    else if (have_different_names (self, trait, owners[text] - 1, record))
      palier_text_pool_mark (self->pool, text, PALIER_TEXT_SHARED);
  }
}

static void
learn_shared (PalierComparer *self)
{
  static const PalierTrait traits[] = { PALIER_TRAIT_EMAIL, PALIER_TRAIT_PHONE,
                                        PALIER_TRAIT_PHONE_2, PALIER_TRAIT_PHONE_3 };
  g_autofree guint32 *owners = g_new0 (guint32, palier_text_pool_get_n (self->pool));

  for (gsize i = 0; i < G_N_ELEMENTS (traits); i++)
    mark_shared (self, traits[i], owners);
}

static void
learn_given_names (PalierComparer *self)
{
  for (guint32 text = 1; text < palier_text_pool_get_n (self->pool); text++)
    if (palier_text_pool_get_column (self->pool, text) == PALIER_POOL_NAME)
    {
      PalierSpan name = palier_text_pool_get (self->pool, text);
      g_autofree char *word = g_strndup (name.text, name.length);
      if (palier_name_is_first_name (word))
        palier_text_pool_mark (self->pool, text, PALIER_TEXT_GIVEN);
    }
}

/**
 * palier_comparer_new:
 * @records: sealed; kept by the caller for as long
 *
 * Learns from the records which words of firms' names are common, and which numbers and addresses
 * people of different names share.
 */
PalierComparer *
palier_comparer_new (PalierRecords *records)
{
  PalierComparer *self = g_new0 (PalierComparer, 1);

  self->records = records;
  self->pool = palier_records_get_pool (records);
  self->cache = g_new0 (Cached, CACHE_SIZE);
  self->n_records = palier_records_get_n (records);
  self->prior = PRIOR_RECORDS;
  self->n_features = PALIER_N_FEATURES + palier_records_get_n_traits (records) - PALIER_N_TRAITS;
  self->firm_words = palier_firm_words_new (self->pool);
  learn_given_names (self);
  learn_shared (self);
  return self;
}

/* The records are a few out of a base of @n_base, and were not drawn by chance: how common a value
 * is is taken from what is commonly known. */
void
palier_comparer_set_base (PalierComparer *self, double n_base)
{
  self->prior = MAX (n_base, PRIOR_RECORDS);
}

void
palier_comparer_free (PalierComparer *self)
{
  palier_firm_words_free (self->firm_words);
  g_free (self->cache);
  g_free (self);
}

guint
palier_comparer_get_n_features (const PalierComparer *self)
{
  return self->n_features;
}

/* The name of a feature, as in evidence: a field's, or that of an unknown column. */
const char *
palier_comparer_get_name (const PalierComparer *self, guint feature)
{
  static const char *const names[PALIER_N_FEATURES] = {
    "first_name", "last_name", "email",   "mobile", "birthdate",   "linkedin", "company",
    "siret",      "phone",     "website", "street", "postal_code", "city",
  };

  if (feature < PALIER_N_FEATURES)
    return names[feature];
  return palier_records_get_custom_name (self->records, feature - PALIER_N_FEATURES);
}
