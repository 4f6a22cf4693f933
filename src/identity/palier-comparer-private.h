/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-comparison.h"
#include "palier-firm-words.h"

G_BEGIN_DECLS

/* How two texts are compared. */
typedef enum
{
  PALIER_WAY_NAME,
  PALIER_WAY_TEXT,
  PALIER_WAY_DIGITS,
  PALIER_WAY_EMAIL,
  PALIER_WAY_COMPANY,
  PALIER_WAY_SIRET,
} PalierWay;

/* Of a pair of texts that was compared before. */
typedef struct
{
  PalierText a, b;
  guint8 way;
  gint8 level;
} PalierComparedTexts;

struct _PalierComparer
{
  PalierRecords *records;
  PalierTextPool *pool;
  PalierComparedTexts *cache;
  guint n_features;
  double n_records;
  double prior; /* how many records what is commonly known of a value weighs */
  PalierFirmWords *firm_words;
};

PalierLevel
palier_comparer_compare_texts (PalierComparer *self, PalierWay way, PalierText a, PalierText b);
float palier_comparer_chance_of (PalierComparer *self, PalierText text, float common);
void palier_comparer_set_level (PalierComparer *self, PalierComparison *out, guint feature,
                                PalierLevel level, PalierText agreed);
void palier_comparer_compare_one (PalierComparer *self, PalierComparison *out, guint feature,
                                  PalierWay way, PalierText a, PalierText b);

/* Of rows of texts, as palier_records_get() has them. */
void palier_comparer_compare_names (PalierComparer *self, const PalierText *a, const PalierText *b,
                                    PalierComparison *out);
void palier_comparer_compare_contacts (PalierComparer *self, const PalierText *a,
                                       const PalierText *b, PalierComparison *out);

void palier_comparer_learn_given_names (PalierComparer *self);
void palier_comparer_learn_shared (PalierComparer *self);

static inline gboolean
palier_comparer_is_shared (const PalierComparer *self, PalierText text)
{
  return (palier_text_pool_get_marks (self->pool, text) & PALIER_TEXT_SHARED) != 0;
}

G_END_DECLS
