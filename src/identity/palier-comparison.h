/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-records.h"

G_BEGIN_DECLS

/* Two records side by side: for each feature how far they agree. */

typedef enum
{
  PALIER_FEATURE_FIRST_NAME,
  PALIER_FEATURE_LAST_NAME,
  PALIER_FEATURE_EMAIL,  /* of one person alone */
  PALIER_FEATURE_MOBILE, /* likewise */
  PALIER_FEATURE_BIRTHDATE,
  PALIER_FEATURE_LINKEDIN,
  PALIER_FEATURE_COMPANY,
  PALIER_FEATURE_SIRET,
  PALIER_FEATURE_PHONE, /* landlines, and mobiles that colleagues share */
  PALIER_FEATURE_WEB,   /* the site's host, the e-mail's domain, contact@ */
  PALIER_FEATURE_STREET,
  PALIER_FEATURE_POSTAL_CODE,
  PALIER_FEATURE_CITY,
  PALIER_N_FEATURES
} PalierFeature;

#define PALIER_MAX_FEATURES (PALIER_N_FEATURES + PALIER_RECORDS_MAX_CUSTOM)

typedef enum
{
  PALIER_LEVEL_UNKNOWN = -1, /* one of them does not have it */
  PALIER_LEVEL_DIFFERENT,
  PALIER_LEVEL_WEAK, /* a likeness of sound or letters */
  PALIER_LEVEL_PART, /* an initial, one of two names, the street without its number */
  PALIER_LEVEL_NEAR, /* a typo, a diminutive, a transposition */
  PALIER_LEVEL_EXACT,
  PALIER_N_LEVELS
} PalierLevel;

typedef struct
{
  gint8 levels[PALIER_MAX_FEATURES];
  float chance[PALIER_MAX_FEATURES]; /* of EXACT: that a stranger has this very value */
  gboolean swapped;                  /* first and last name stood in each other's place */
  gboolean initial; /* of the names that are the same one is no more than an initial */
} PalierComparison;

typedef struct _PalierComparer PalierComparer;

PalierComparer *palier_comparer_new (PalierRecords *records);
void palier_comparer_set_base (PalierComparer *self, double n_base);
void palier_comparer_free (PalierComparer *self);
void palier_comparer_compare (PalierComparer *self, guint32 a, guint32 b, PalierComparison *out);
gboolean palier_comparer_compare_candidate (PalierComparer *self, guint32 a, guint32 b,
                                            PalierComparison *out);
guint palier_comparer_get_n_features (const PalierComparer *self);
const char *palier_comparer_get_name (const PalierComparer *self, guint feature);
const char *palier_level_name (PalierLevel level);

/* Of two folded texts; the comparer's building stones. */
PalierLevel palier_compare_names (PalierSpan a, PalierSpan b);
PalierLevel palier_compare_texts (PalierSpan a, PalierSpan b);
PalierLevel palier_compare_digits (PalierSpan a, PalierSpan b);
PalierLevel palier_compare_sirets (PalierSpan a, PalierSpan b);
PalierLevel palier_compare_emails (PalierSpan a, PalierSpan b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierComparer, palier_comparer_free)

G_END_DECLS
