/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-firm-words.h"

#include <math.h>
#include <string.h>

#include "palier-records.h"

#define MAX_COMPANY_WORDS 12

struct _PalierFirmWords
{
  GHashTable *words; /* word → how many firms have it, then its weight */
  guint n_companies;
};

static void
count_words (PalierFirmWords *self, PalierSpan name)
{
  g_autofree char *text = g_strndup (name.text, name.length);
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
  {
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->words, words[i]));
    g_hash_table_insert (self->words, g_strdup (words[i]), GUINT_TO_POINTER (n + 1));
  }
}

static void
count_all_words (PalierFirmWords *self, PalierTextPool *pool)
{
  for (guint32 text = 1; text < palier_text_pool_get_n (pool); text++)
    if (palier_text_pool_get_column (pool, text) == PALIER_POOL_COMPANY)
    {
      count_words (self, palier_text_pool_get (pool, text));
      self->n_companies++;
    }
}

/* Of how much account a word is: some bits; words of the trade have one at most. */
static double
weigh_word (PalierFirmWords *self, const char *word, guint n)
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
weigh_words (PalierFirmWords *self)
{
  GHashTableIter iter;
  gpointer word, count;

  g_hash_table_iter_init (&iter, self->words);
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
take_apart (PalierFirmWords *self, PalierSpan name, Company *out)
{
  out->n = 0;
  out->total = 0;
  memcpy (out->text, name.text, name.length);
  out->text[name.length] = '\0';
  for (char *word = strtok (out->text, " "); word != NULL && out->n < MAX_COMPANY_WORDS;
       word = strtok (NULL, " "))
  {
    out->words[out->n] = word;
    out->weights[out->n] = GPOINTER_TO_UINT (g_hash_table_lookup (self->words, word)) / 100.0;
    out->total += out->weights[out->n++];
  }
}

static gboolean
are_alike (const char *a, const char *b)
{
  guint length_a = (guint) strlen (a), length_b = (guint) strlen (b);

  return strcmp (a, b) == 0
         || (MIN (length_a, length_b) >= 4
             && palier_span_distance ((PalierSpan) { a, length_a }, (PalierSpan) { b, length_b }, 1)
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

/* Of two names of firms, folded and without their legal forms. */
PalierLevel
palier_firm_words_compare (PalierFirmWords *self, PalierSpan a, PalierSpan b)
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

/* Learns from the names of firms in @pool which words are common. */
PalierFirmWords *
palier_firm_words_new (PalierTextPool *pool)
{
  PalierFirmWords *self = g_new0 (PalierFirmWords, 1);

  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  count_all_words (self, pool);
  weigh_words (self);
  return self;
}

void
palier_firm_words_free (PalierFirmWords *self)
{
  g_hash_table_unref (self->words);
  g_free (self);
}
