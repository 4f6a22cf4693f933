/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-comparer-private.h"

/* Levels of pairs of texts that were compared before: names and streets come again and again. */
#define CACHE_BITS 18
#define CACHE_SIZE (1u << CACHE_BITS)
/* What is commonly known of a value weighs as so many records, against the base's own counts. */
#define PRIOR_RECORDS 50.0
/* What strangers have in common more seldom than this identifies. */
#define IDENTIFYING 1e-5f

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

static PalierLevel
compare_spans (PalierComparer *self, PalierWay way, PalierSpan a, PalierSpan b)
{
  switch (way)
  {
  case PALIER_WAY_NAME:
    return palier_compare_names (a, b);
  case PALIER_WAY_DIGITS:
    return palier_compare_digits (a, b);
  case PALIER_WAY_EMAIL:
    return palier_compare_emails (a, b);
  case PALIER_WAY_COMPANY:
    return palier_firm_words_compare (self->firm_words, a, b);
  case PALIER_WAY_SIRET:
    return palier_compare_sirets (a, b);
  case PALIER_WAY_TEXT:
  default:
    return palier_compare_texts (a, b);
  }
}

/* 0 is no text. */
PalierLevel
palier_comparer_compare_texts (PalierComparer *self, PalierWay way, PalierText a, PalierText b)
{
  if (a == 0 || b == 0)
    return PALIER_LEVEL_UNKNOWN;
  if (a == b)
    return PALIER_LEVEL_EXACT;
  PalierText low = MIN (a, b), high = MAX (a, b);
  guint32 slot = (low * 2654435761u ^ high * 2246822519u) >> (32 - CACHE_BITS);
  PalierComparedTexts *cached = &self->cache[slot];
  if (cached->a != low || cached->b != high || cached->way != way)
  {
    PalierLevel level = compare_spans (self, way, palier_text_pool_get (self->pool, low),
                                       palier_text_pool_get (self->pool, high));
    *cached = (PalierComparedTexts) { low, high, (guint8) way, (gint8) level };
  }
  return (PalierLevel) cached->level;
}

/* That a stranger has the text: how many others have it among all, held up by what is common. Of a
 * name the other one of a pair is one of them; what identifies would be met twice by nobody else.
 */
float
palier_comparer_chance_of (PalierComparer *self, PalierText text, float common)
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

/* @agreed: the text, where @level is EXACT */
void
palier_comparer_set_level (PalierComparer *self, PalierComparison *out, guint feature,
                           PalierLevel level, PalierText agreed)
{
  out->levels[feature] = (gint8) level;
  if (level == PALIER_LEVEL_EXACT)
    out->chance[feature] = palier_comparer_chance_of (self, agreed, common_of (feature));
}

void
palier_comparer_compare_one (PalierComparer *self, PalierComparison *out, guint feature,
                             PalierWay way, PalierText a, PalierText b)
{
  palier_comparer_set_level (self, out, feature, palier_comparer_compare_texts (self, way, a, b),
                             a);
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
      palier_comparer_compare_one (
          self, out, feature, kind == PALIER_COLUMN_DIGITS ? PALIER_WAY_DIGITS : PALIER_WAY_TEXT,
          a[PALIER_N_TRAITS + i], b[PALIER_N_TRAITS + i]);
  }
}

static gboolean
is_one_persons (PalierComparer *self, PalierText a, PalierText b)
{
  return a != 0 && a == b && !palier_comparer_is_shared (self, a);
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
  palier_comparer_compare_contacts (self, x, y, out);
  palier_comparer_compare_one (self, out, PALIER_FEATURE_BIRTHDATE, PALIER_WAY_DIGITS,
                               x[PALIER_TRAIT_BIRTHDATE], y[PALIER_TRAIT_BIRTHDATE]);
  palier_comparer_compare_one (self, out, PALIER_FEATURE_LINKEDIN, PALIER_WAY_TEXT,
                               x[PALIER_TRAIT_LINKEDIN], y[PALIER_TRAIT_LINKEDIN]);
  palier_comparer_compare_one (self, out, PALIER_FEATURE_COMPANY, PALIER_WAY_COMPANY,
                               x[PALIER_TRAIT_COMPANY], y[PALIER_TRAIT_COMPANY]);
  palier_comparer_compare_one (self, out, PALIER_FEATURE_SIRET, PALIER_WAY_SIRET,
                               x[PALIER_TRAIT_SIRET], y[PALIER_TRAIT_SIRET]);
  compare_customs (self, x, y, out);
}

void
palier_comparer_compare (PalierComparer *self, guint32 a, guint32 b, PalierComparison *out)
{
  const PalierText *x = palier_records_get (self->records, a);
  const PalierText *y = palier_records_get (self->records, b);

  palier_comparer_compare_names (self, x, y, out);
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

  palier_comparer_compare_names (self, x, y, out);
  if ((out->levels[PALIER_FEATURE_FIRST_NAME] == PALIER_LEVEL_DIFFERENT
       || out->levels[PALIER_FEATURE_LAST_NAME] == PALIER_LEVEL_DIFFERENT)
      && !share_personal (self, x, y))
    return FALSE;
  compare_rest (self, x, y, out);
  return TRUE;
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
  self->cache = g_new0 (PalierComparedTexts, CACHE_SIZE);
  self->n_records = palier_records_get_n (records);
  self->prior = PRIOR_RECORDS;
  self->n_features = PALIER_N_FEATURES + palier_records_get_n_traits (records) - PALIER_N_TRAITS;
  self->firm_words = palier_firm_words_new (self->pool);
  palier_comparer_learn_given_names (self);
  palier_comparer_learn_shared (self);
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
