/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-prospect.h"
#include "palier-text-pool.h"

G_BEGIN_DECLS

/* The compact faces of a whole base: of each record what it is compared by, as rows of numbers into
 * one pool of folded texts. Some 150 bytes a contact, whatever else is known of it. */
typedef struct _PalierRecords PalierRecords;

/* What a record may hold. PHONE has three slots, since it matters little which number stood where.
 */
typedef enum
{
  PALIER_TRAIT_FIRST,
  PALIER_TRAIT_LAST,
  PALIER_TRAIT_COMPANY,
  PALIER_TRAIT_EMAIL,
  PALIER_TRAIT_PHONE,
  PALIER_TRAIT_PHONE_2,
  PALIER_TRAIT_PHONE_3,
  PALIER_TRAIT_HOST,   /* of the website */
  PALIER_TRAIT_DOMAIN, /* of the e-mail, where it is no webmail */
  PALIER_TRAIT_SIRET,
  PALIER_TRAIT_STREET,
  PALIER_TRAIT_HOUSE, /* the number in the street */
  PALIER_TRAIT_POSTAL_CODE,
  PALIER_TRAIT_CITY,
  PALIER_TRAIT_BIRTHDATE, /* YYYYMMDD */
  PALIER_TRAIT_LINKEDIN,
  PALIER_N_TRAITS
} PalierTrait;

/* The columns of the pool that hold the names of people and of firms. */
#define PALIER_POOL_NAME 0
#define PALIER_POOL_COMPANY 1
/* Columns that Palier knows nothing of, compared as plain text. */
#define PALIER_RECORDS_MAX_CUSTOM 16
#define PALIER_RECORDS_MAX_TRAITS (PALIER_N_TRAITS + PALIER_RECORDS_MAX_CUSTOM)

/* How the values of a column are compared. */
typedef enum
{
  PALIER_COLUMN_TEXT,
  PALIER_COLUMN_DIGITS, /* numbers and dates: an edit or a transposition */
  PALIER_COLUMN_KEY,    /* no two records agree: the file's own numbering, no evidence */
} PalierColumnKind;

PalierRecords *palier_records_new (void);
void palier_records_free (PalierRecords *self);
guint32 palier_records_add (PalierRecords *self, const PalierProspect *prospect);
void palier_records_add_custom (PalierRecords *self, const char *name, const char *value);
void palier_records_seal (PalierRecords *self);

guint32 palier_records_get_n (const PalierRecords *self);
guint palier_records_get_n_traits (const PalierRecords *self);
const PalierText *palier_records_get (const PalierRecords *self, guint32 record);
PalierTextPool *palier_records_get_pool (const PalierRecords *self);
const char *palier_records_get_custom_name (const PalierRecords *self, guint custom);
PalierColumnKind palier_records_get_custom_kind (const PalierRecords *self, guint custom);
gboolean palier_records_is_nameless (const PalierRecords *self, guint32 record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierRecords, palier_records_free)

G_END_DECLS
