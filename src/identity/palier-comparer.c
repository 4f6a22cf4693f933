/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-comparison.h"

#include <math.h>
#include <string.h>

/* Levels of pairs of texts that were compared before: names and streets come again and again. */
#define CACHE_BITS 18
#define CACHE_SIZE (1u << CACHE_BITS)
/* How many records what is commonly known of a value weighs, against the base's own counts. */
#define PRIOR_RECORDS 50.0
#define MAX_COMPANY_WORDS 12

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
  GHashTable *word_counts; /* of firms' names: word → how many have it, then its weight */
  guint n_companies;
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

/* ---- firms: rare words of a name count, "agence" and "immobilier" hardly */

static void
count_words (PalierComparer *self, PalierSpan name)
{
  g_autofree char *text = g_strndup (name.text, name.length);
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
  {
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->word_counts, words[i]));
    g_hash_table_insert (self->word_counts, g_strdup (words[i]), GUINT_TO_POINTER (n + 1));
  }
}

static void
count_company_words (PalierComparer *self)
{
  PalierTextPool *pool = self->pool;

  for (guint32 text = 1; text < palier_text_pool_get_n (pool); text++)
    if (palier_text_pool_get_column (pool, text) == PALIER_POOL_COMPANY)
    {
      count_words (self, palier_text_pool_get (pool, text));
      self->n_companies++;
    }
}

/* Of how much account a word is: some bits; words of the trade have one at most. */
static double
weigh_word (PalierComparer *self, const char *word, guint n)
{
  static const char *const trade[] = { "agence",  "immobilier", "immobiliere", "immo", "cabinet",
                                       "groupe",  "et",         "la",          "le",   "les",
                                       "l",       "de",         "du",          "des",  "d",
                                       "conseil", "transaction" };
  double weight = log2 ((self->n_companies + 50.0) / (n + 0.5));

  for (gsize i = 0; i < G_N_ELEMENTS (trade); i++)
    if (g_str_equal (trade[i], word))
      return MIN (weight, 1.0);
  return MAX (weight, 0.5);
}

/* From counts to weights, in hundredths of a bit. */
static void
weigh_words (PalierComparer *self)
{
  GHashTableIter iter;
  gpointer word, count;

  g_hash_table_iter_init (&iter, self->word_counts);
  while (g_hash_table_iter_next (&iter, &word, &count))
  {
    double weight = weigh_word (self, word, GPOINTER_TO_UINT (count));
    g_hash_table_iter_replace (&iter, GUINT_TO_POINTER ((guint) (weight * 100)));
  }
}

typedef struct
{
  char text[256];
  const char *words[MAX_COMPANY_WORDS];
  double weights[MAX_COMPANY_WORDS];
  guint n;
  double total;
} Company;

static void
take_apart (PalierComparer *self, PalierSpan name, Company *out)
{
  out->n = 0;
  out->total = 0;
  memcpy (out->text, name.text, name.length);
  out->text[name.length] = '\0';
  for (char *word = strtok (out->text, " "); word != NULL && out->n < MAX_COMPANY_WORDS;
       word = strtok (NULL, " "))
  {
    out->words[out->n] = word;
    out->weights[out->n] = GPOINTER_TO_UINT (g_hash_table_lookup (self->word_counts, word)) / 100.0;
    out->total += out->weights[out->n++];
  }
}

static gboolean
are_alike (const char *a, const char *b)
{
  guint length_a = (guint) strlen (a), length_b = (guint) strlen (b);

  return strcmp (a, b) == 0
         || (MIN (length_a, length_b) >= 4
             && palier_edit_distance ((PalierSpan) { a, length_a }, (PalierSpan) { b, length_b }, 1)
                    <= 1);
}

/* The weight of what both names have; each word is met once. */
static double
weigh_common (const Company *a, const Company *b)
{
  guint met = 0;
  double common = 0;

  for (guint i = 0; i < a->n; i++)
    for (guint k = 0; k < b->n; k++)
      if ((met >> k & 1) == 0 && are_alike (a->words[i], b->words[k]))
      {
        met |= 1u << k;
        common += (a->weights[i] + b->weights[k]) / 2;
        break;
      }
  return common;
}

static PalierLevel
compare_companies (PalierComparer *self, PalierSpan a, PalierSpan b)
{
  Company x, y;
  PalierLevel level = palier_compare_texts (a, b);

  if (level == PALIER_LEVEL_EXACT)
    return level;
  take_apart (self, a, &x);
  take_apart (self, b, &y);
  double common = weigh_common (&x, &y);
  if (common >= 0.9 * MAX (x.total, y.total))
    return PALIER_LEVEL_NEAR;
  if (common >= 0.9 * MIN (x.total, y.total) && common >= 0.4 * MAX (x.total, y.total))
    return PALIER_LEVEL_PART;
  /* "Orpi Paris" and "Orpi Lyon": alike in letters, but not in what tells them apart. */
  return common >= 0.5 * MAX (x.total, y.total) ? PALIER_LEVEL_WEAK : PALIER_LEVEL_DIFFERENT;
}

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
    return compare_companies (self, a, b);
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

/* That a stranger has the text: how many others have it among all, held up by what is common. */
static float
chance_of (PalierComparer *self, PalierText text, float common)
{
  double others = palier_text_pool_get_count (self->pool, text) - 1.0;

  return (float) ((MAX (others, 0.5) + PRIOR_RECORDS * common) / (self->n_records + PRIOR_RECORDS));
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

/* Straight or crossed, whichever agrees more; crossed only where both names then agree, or where
 * straight neither does. */
static void
compare_both_names (PalierComparer *self, const PalierText *a, const PalierText *b,
                    PalierComparison *out)
{
  PalierText first = a[PALIER_TRAIT_FIRST], last = a[PALIER_TRAIT_LAST];
  PalierLevel straight_first = compare_texts (self, WAY_NAME, first, b[PALIER_TRAIT_FIRST]);
  PalierLevel straight_last = compare_texts (self, WAY_NAME, last, b[PALIER_TRAIT_LAST]);

  out->swapped = FALSE;
  if (straight_first < PALIER_LEVEL_NEAR || straight_last < PALIER_LEVEL_NEAR)
  {
    PalierLevel crossed_first = compare_texts (self, WAY_NAME, first, b[PALIER_TRAIT_LAST]);
    PalierLevel crossed_last = compare_texts (self, WAY_NAME, last, b[PALIER_TRAIT_FIRST]);
    gboolean complete = crossed_first > PALIER_LEVEL_DIFFERENT
                        && crossed_last > PALIER_LEVEL_DIFFERENT
                        && crossed_first + crossed_last > straight_first + straight_last
                                                              + (crossed_first + crossed_last < 5);
    gboolean nothing = straight_first < PALIER_LEVEL_WEAK && straight_last < PALIER_LEVEL_WEAK;
    if (complete || (nothing && MAX (crossed_first, crossed_last) >= PALIER_LEVEL_NEAR))
    {
      out->swapped = TRUE;
      straight_first = crossed_first;
      straight_last = crossed_last;
    }
  }
  set_level (self, out, PALIER_FEATURE_FIRST_NAME, straight_first, first);
  set_level (self, out, PALIER_FEATURE_LAST_NAME, straight_last, last);
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

/* Whether any text of the two is the same, of those that are one person's alone. */
static gboolean
share_personal (const PalierText *a, const PalierText *b, guint n_traits)
{
  static const PalierTrait traits[] = { PALIER_TRAIT_EMAIL, PALIER_TRAIT_BIRTHDATE,
                                        PALIER_TRAIT_LINKEDIN };

  for (gsize i = 0; i < G_N_ELEMENTS (traits); i++)
    if (a[traits[i]] != 0 && a[traits[i]] == b[traits[i]])
      return TRUE;
  for (guint i = PALIER_TRAIT_PHONE; i <= PALIER_TRAIT_PHONE_3; i++)
    for (guint k = PALIER_TRAIT_PHONE; k <= PALIER_TRAIT_PHONE_3; k++)
      if (a[i] != 0 && a[i] == b[k])
        return TRUE;
  for (guint i = PALIER_N_TRAITS; i < n_traits; i++)
    if (a[i] != 0 && a[i] == b[i])
      return TRUE;
  return FALSE;
}

/* Two of different names who share nothing personal: two people, without looking any closer. Most
 * candidates are colleagues and end here. */
gboolean
palier_comparer_are_strangers (PalierComparer *self, guint32 a, guint32 b)
{
  const PalierText *x = palier_records_get (self->records, a);
  const PalierText *y = palier_records_get (self->records, b);
  PalierComparison found;

  compare_both_names (self, x, y, &found);
  return found.levels[PALIER_FEATURE_FIRST_NAME] == PALIER_LEVEL_DIFFERENT
         && found.levels[PALIER_FEATURE_LAST_NAME] == PALIER_LEVEL_DIFFERENT
         && !share_personal (x, y, palier_records_get_n_traits (self->records));
}

void
palier_comparer_compare (PalierComparer *self, guint32 a, guint32 b, PalierComparison *out)
{
  const PalierText *x = palier_records_get (self->records, a);
  const PalierText *y = palier_records_get (self->records, b);

  compare_both_names (self, x, y, out);
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
  self->n_features = PALIER_N_FEATURES + palier_records_get_n_traits (records) - PALIER_N_TRAITS;
  self->word_counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  count_company_words (self);
  weigh_words (self);
  learn_shared (self);
  return self;
}

void
palier_comparer_free (PalierComparer *self)
{
  g_hash_table_unref (self->word_counts);
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
