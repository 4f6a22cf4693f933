/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-records.h"

#include <string.h>

#include "palier-custom.h"
#include "palier-email.h"
#include "palier-normal-form.h"
#include "palier-phone.h"

/* Columns of the pool. First and last names are one, since they are often swapped; the slots of
 * phones, and host and domain, are one each. */
static const guint8 pool_columns[PALIER_N_TRAITS] = {
  [PALIER_TRAIT_FIRST] = PALIER_POOL_NAME,
  [PALIER_TRAIT_LAST] = PALIER_POOL_NAME,
  [PALIER_TRAIT_COMPANY] = PALIER_POOL_COMPANY,
  [PALIER_TRAIT_EMAIL] = 2,
  [PALIER_TRAIT_PHONE] = 3,
  [PALIER_TRAIT_PHONE_2] = 3,
  [PALIER_TRAIT_PHONE_3] = 3,
  [PALIER_TRAIT_HOST] = 4,
  [PALIER_TRAIT_DOMAIN] = 4,
  [PALIER_TRAIT_SIRET] = 5,
  [PALIER_TRAIT_STREET] = 6,
  [PALIER_TRAIT_HOUSE] = 7,
  [PALIER_TRAIT_CITY] = 8,
  [PALIER_TRAIT_POSTAL_CODE] = 9,
  [PALIER_TRAIT_BIRTHDATE] = 10,
  [PALIER_TRAIT_LINKEDIN] = 11,
};
#define FIRST_CUSTOM_COLUMN 16

typedef struct
{
  char *name;
  PalierColumnKind kind;
} Custom;

struct _PalierRecords
{
  PalierTextPool *pool;
  PalierText *rows;
  gsize allocated; /* rows */
  guint32 n;
  guint width; /* numbers a row */
  GArray *customs;
  GString *form;
  GString *house;
};

static void
custom_clear (gpointer data)
{
  g_free (((Custom *) data)->name);
}

PalierRecords *
palier_records_new (void)
{
  PalierRecords *self = g_new0 (PalierRecords, 1);

  self->pool = palier_text_pool_new ();
  self->width = PALIER_N_TRAITS;
  self->customs = g_array_new (FALSE, TRUE, sizeof (Custom));
  g_array_set_clear_func (self->customs, custom_clear);
  self->form = g_string_new (NULL);
  self->house = g_string_new (NULL);
  return self;
}

void
palier_records_free (PalierRecords *self)
{
  palier_text_pool_free (self->pool);
  g_free (self->rows);
  g_array_unref (self->customs);
  g_string_free (self->form, TRUE);
  g_string_free (self->house, TRUE);
  g_free (self);
}

static PalierText *
get_row (const PalierRecords *self, guint32 record)
{
  return self->rows + (gsize) record * self->width;
}

static PalierText
intern (PalierRecords *self, guint column, const GString *text)
{
  return palier_text_pool_add (self->pool, column, text->str, text->len);
}

static void
put (PalierRecords *self, PalierText *row, PalierTrait trait)
{
  row[trait] = intern (self, pool_columns[trait], self->form);
}

static void
put_names (PalierRecords *self, PalierText *row, const PalierProspect *prospect)
{
  palier_form_name (palier_prospect_get (prospect, PALIER_FIELD_FIRST_NAME), self->form);
  put (self, row, PALIER_TRAIT_FIRST);
  palier_form_name (palier_prospect_get (prospect, PALIER_FIELD_LAST_NAME), self->form);
  put (self, row, PALIER_TRAIT_LAST);
  palier_form_company (palier_prospect_get (prospect, PALIER_FIELD_COMPANY), self->form);
  put (self, row, PALIER_TRAIT_COMPANY);
}

static void
put_place (PalierRecords *self, PalierText *row, const PalierProspect *prospect)
{
  palier_form_street (palier_prospect_get (prospect, PALIER_FIELD_STREET), self->form, self->house);
  put (self, row, PALIER_TRAIT_STREET);
  row[PALIER_TRAIT_HOUSE] = intern (self, pool_columns[PALIER_TRAIT_HOUSE], self->house);
  palier_form_words (palier_prospect_get (prospect, PALIER_FIELD_POSTAL_CODE), self->form);
  put (self, row, PALIER_TRAIT_POSTAL_CODE);
  palier_form_city (palier_prospect_get (prospect, PALIER_FIELD_CITY), self->form);
  put (self, row, PALIER_TRAIT_CITY);
}

static void
put_address (PalierRecords *self, PalierText *row, const char *email)
{
  const char *at = email != NULL ? strrchr (email, '@') : NULL;

  if (email == NULL)
    return;
  g_string_assign (self->form, email);
  g_string_ascii_down (self->form);
  put (self, row, PALIER_TRAIT_EMAIL);
  if (palier_email_is_generic (email))
    palier_text_pool_mark (self->pool, row[PALIER_TRAIT_EMAIL], PALIER_TEXT_SHARED);
  if (at == NULL || palier_email_is_webmail (email))
    return;
  palier_form_host (at + 1, self->form);
  put (self, row, PALIER_TRAIT_DOMAIN);
}

/* Numbers that stand in several fields are taken once. */
static void
put_phone (PalierRecords *self, PalierText *row, const char *number)
{
  guint slot = PALIER_TRAIT_PHONE;

  palier_form_digits (number, self->form);
  while (slot <= PALIER_TRAIT_PHONE_3 && row[slot] != 0)
    slot++;
  if (slot > PALIER_TRAIT_PHONE_3 || self->form->len == 0)
    return;
  PalierText text = intern (self, pool_columns[PALIER_TRAIT_PHONE], self->form);
  for (guint i = PALIER_TRAIT_PHONE; i < slot; i++)
    if (row[i] == text)
      return;
  row[slot] = text;
  if (palier_phone_kind (number) == PALIER_PHONE_MOBILE)
    palier_text_pool_mark (self->pool, text, PALIER_TEXT_PERSONAL);
}

static void
put_phones (PalierRecords *self, PalierText *row, const PalierProspect *prospect)
{
  put_phone (self, row, palier_prospect_get (prospect, PALIER_FIELD_MOBILE));
  put_phone (self, row, palier_prospect_get (prospect, PALIER_FIELD_PHONE));
  if (palier_prospect_get (prospect, PALIER_FIELD_OTHER_PHONES) == NULL)
    return;
  g_auto (GStrv) others = palier_prospect_dup_set (prospect, PALIER_FIELD_OTHER_PHONES);
  for (guint i = 0; others[i] != NULL; i++)
    put_phone (self, row, others[i]);
}

static void
put_numbers (PalierRecords *self, PalierText *row, const PalierProspect *prospect)
{
  const char *siret = palier_prospect_get (prospect, PALIER_FIELD_SIRET);

  if (siret == NULL)
    siret = palier_prospect_get (prospect, PALIER_FIELD_SIREN);
  palier_form_digits (siret, self->form);
  put (self, row, PALIER_TRAIT_SIRET);
  palier_form_digits (palier_prospect_get (prospect, PALIER_FIELD_BIRTHDATE), self->form);
  put (self, row, PALIER_TRAIT_BIRTHDATE);
  palier_form_host (palier_prospect_get (prospect, PALIER_FIELD_WEBSITE), self->form);
  put (self, row, PALIER_TRAIT_HOST);
  palier_form_words (palier_prospect_get (prospect, PALIER_FIELD_LINKEDIN), self->form);
  put (self, row, PALIER_TRAIT_LINKEDIN);
}

static void
reserve (PalierRecords *self, gsize rows)
{
  if (rows <= self->allocated)
    return;
  self->allocated = MAX (rows, self->allocated + self->allocated / 4 + 1024);
  self->rows = g_renew (PalierText, self->rows, self->allocated * self->width);
}

static void
add_custom (const char *name, const char *value, gpointer self)
{
  palier_records_add_custom (self, name, value);
}

/**
 * palier_records_add:
 * @prospect: of canonical values
 *
 * Returns: its number, from 0
 */
guint32
palier_records_add (PalierRecords *self, const PalierProspect *prospect)
{
  reserve (self, (gsize) self->n + 1);
  PalierText *row = get_row (self, self->n);

  memset (row, 0, self->width * sizeof *row);
  put_names (self, row, prospect);
  put_place (self, row, prospect);
  put_address (self, row, palier_prospect_get (prospect, PALIER_FIELD_EMAIL));
  put_phones (self, row, prospect);
  put_numbers (self, row, prospect);
  self->n++;
  palier_custom_foreach (palier_prospect_get (prospect, PALIER_FIELD_CUSTOM), add_custom, self);
  return self->n - 1;
}

/* One more number in every row. */
static void
widen (PalierRecords *self)
{
  PalierText *rows = g_new (PalierText, self->allocated * (self->width + 1));

  for (gsize i = 0; i < self->n; i++)
  {
    memcpy (rows + i * (self->width + 1), self->rows + i * self->width, self->width * sizeof *rows);
    rows[i * (self->width + 1) + self->width] = 0;
  }
  g_free (self->rows);
  self->rows = rows;
  self->width++;
}

static guint
find_custom (PalierRecords *self, const char *name)
{
  for (guint i = 0; i < self->customs->len; i++)
    if (g_str_equal (g_array_index (self->customs, Custom, i).name, name))
      return i;
  return self->customs->len;
}

/**
 * palier_records_add_custom:
 * @name: of a column that Palier knows nothing of; beyond the sixteenth they are left out
 * @value: (nullable): of the record that was added last
 */
void
palier_records_add_custom (PalierRecords *self, const char *name, const char *value)
{
  guint custom = find_custom (self, name);

  if (self->n == 0 || custom >= PALIER_RECORDS_MAX_CUSTOM)
    return;
  palier_form_words (value, self->form);
  if (self->form->len == 0)
    return;
  if (custom == self->customs->len)
  {
    Custom added = { g_strdup (name), PALIER_COLUMN_TEXT };
    g_array_append_val (self->customs, added);
    widen (self);
  }
  get_row (self, self->n - 1)[PALIER_N_TRAITS + custom] =
      intern (self, FIRST_CUSTOM_COLUMN + custom, self->form);
}

/* ---- what kind of column it is */

typedef struct
{
  guint32 filled;
  guint32 different;
  guint32 digits;
} Tally;

static gboolean
is_digits (PalierSpan text)
{
  for (guint i = 0; i < text.length; i++)
    if (!g_ascii_isdigit (text.text[i]))
      return FALSE;
  return text.length > 0;
}

static void
tally_texts (PalierRecords *self, Tally tallies[PALIER_RECORDS_MAX_CUSTOM])
{
  for (guint32 i = 1; i < palier_text_pool_get_n (self->pool); i++)
  {
    guint column = palier_text_pool_get_column (self->pool, i);
    if (column < FIRST_CUSTOM_COLUMN)
      continue;
    Tally *tally = &tallies[column - FIRST_CUSTOM_COLUMN];
    tally->filled += palier_text_pool_get_count (self->pool, i);
    tally->different++;
    tally->digits += is_digits (palier_text_pool_get (self->pool, i));
  }
}

/* Once all records are there. Tells how each unknown column is to be compared. A column in which no
 * two records agree numbers the rows of a file; it says nothing of who is whom. */
void
palier_records_seal (PalierRecords *self)
{
  Tally tallies[PALIER_RECORDS_MAX_CUSTOM] = { 0 };

  tally_texts (self, tallies);
  for (guint i = 0; i < self->customs->len; i++)
  {
    Custom *custom = &g_array_index (self->customs, Custom, i);
    const Tally *tally = &tallies[i];
    custom->kind = tally->different == tally->filled            ? PALIER_COLUMN_KEY
                   : tally->digits * 10 >= tally->different * 9 ? PALIER_COLUMN_DIGITS
                                                                : PALIER_COLUMN_TEXT;
  }
}

guint32
palier_records_get_n (const PalierRecords *self)
{
  return self->n;
}

guint
palier_records_get_n_traits (const PalierRecords *self)
{
  return self->width;
}

/* The row of a record: palier_records_get_n_traits() texts. */
const PalierText *
palier_records_get (const PalierRecords *self, guint32 record)
{
  return get_row (self, record);
}

PalierTextPool *
palier_records_get_pool (const PalierRecords *self)
{
  return self->pool;
}

const char *
palier_records_get_custom_name (const PalierRecords *self, guint custom)
{
  return g_array_index (self->customs, Custom, custom).name;
}

PalierColumnKind
palier_records_get_custom_kind (const PalierRecords *self, guint custom)
{
  return g_array_index (self->customs, Custom, custom).kind;
}

/* Nothing but a firm is known: no first and no last name. */
gboolean
palier_records_is_nameless (const PalierRecords *self, guint32 record)
{
  const PalierText *row = get_row (self, record);

  return row[PALIER_TRAIT_FIRST] == 0 && row[PALIER_TRAIT_LAST] == 0;
}
