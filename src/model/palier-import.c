/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-import.h"

#include <string.h>

static const char *const splits[] = { "none",   "name",   "town",   "address",
                                      "phones", "emails", "contact" };
static const char *const policies[] = { "fill", "overwrite", "never" };
static const char *const date_styles[] = { "by_column", "day_first", "month_first" };
static const char *const number_styles[] = { "by_column", "comma", "point" };

G_STATIC_ASSERT (G_N_ELEMENTS (splits) == PALIER_N_SPLITS);
G_STATIC_ASSERT (G_N_ELEMENTS (policies) == PALIER_N_POLICIES);
G_STATIC_ASSERT (G_N_ELEMENTS (date_styles) == PALIER_N_DATE_STYLES);
G_STATIC_ASSERT (G_N_ELEMENTS (number_styles) == PALIER_N_NUMBER_STYLES);

const char *
palier_split_name (PalierSplit split)
{
  return (guint) split < PALIER_N_SPLITS ? splits[split] : NULL;
}

const char *
palier_policy_name (PalierColumnPolicy policy)
{
  return (guint) policy < PALIER_N_POLICIES ? policies[policy] : NULL;
}

const char *
palier_date_style_name (PalierDateStyle style)
{
  return (guint) style < PALIER_N_DATE_STYLES ? date_styles[style] : NULL;
}

const char *
palier_number_style_name (PalierNumberStyle style)
{
  return (guint) style < PALIER_N_NUMBER_STYLES ? number_styles[style] : NULL;
}

/* Returns: the place of @name, or -1 */
static int
find_name (const char *const *names, int n, const char *name)
{
  for (int i = 0; name != NULL && i < n; i++)
    if (strcmp (names[i], name) == 0)
      return i;
  return -1;
}

gboolean
palier_split_from_name (const char *name, PalierSplit *out)
{
  int i = find_name (splits, PALIER_N_SPLITS, name);

  *out = i >= 0 ? (PalierSplit) i : PALIER_SPLIT_NONE;
  return i >= 0;
}

gboolean
palier_policy_from_name (const char *name, PalierColumnPolicy *out)
{
  int i = find_name (policies, PALIER_N_POLICIES, name);

  *out = i >= 0 ? (PalierColumnPolicy) i : PALIER_POLICY_FILL;
  return i >= 0;
}

gboolean
palier_date_style_from_name (const char *name, PalierDateStyle *out)
{
  int i = find_name (date_styles, PALIER_N_DATE_STYLES, name);

  *out = i >= 0 ? (PalierDateStyle) i : PALIER_DATES_BY_COLUMN;
  return i >= 0;
}

gboolean
palier_number_style_from_name (const char *name, PalierNumberStyle *out)
{
  int i = find_name (number_styles, PALIER_N_NUMBER_STYLES, name);

  *out = i >= 0 ? (PalierNumberStyle) i : PALIER_NUMBERS_BY_COLUMN;
  return i >= 0;
}

/**
 * palier_split_fields:
 * @n: (out)
 *
 * Returns: (array length=n) (transfer none): the fields that the split fills, the one that the
 * column stands on first; none for PALIER_SPLIT_NONE
 */
const PalierField *
palier_split_fields (PalierSplit split, guint *n)
{
  static const struct
  {
    guint n;
    PalierField fields[5];
  } table[PALIER_N_SPLITS] = {
    [PALIER_SPLIT_NAME] = { 4,
                            { PALIER_FIELD_FULL_NAME, PALIER_FIELD_TITLE, PALIER_FIELD_FIRST_NAME,
                              PALIER_FIELD_LAST_NAME } },
    [PALIER_SPLIT_TOWN] = { 2, { PALIER_FIELD_POSTAL_CODE, PALIER_FIELD_CITY } },
    [PALIER_SPLIT_ADDRESS] = { 4,
                               { PALIER_FIELD_STREET, PALIER_FIELD_POSTAL_CODE, PALIER_FIELD_CITY,
                                 PALIER_FIELD_COUNTRY } },
    [PALIER_SPLIT_PHONES] = { 3,
                              { PALIER_FIELD_PHONE, PALIER_FIELD_MOBILE,
                                PALIER_FIELD_OTHER_PHONES } },
    [PALIER_SPLIT_EMAILS] = { 2, { PALIER_FIELD_EMAIL, PALIER_FIELD_OTHER_EMAILS } },
    [PALIER_SPLIT_CONTACT] = { 5,
                               { PALIER_FIELD_EMAIL, PALIER_FIELD_PHONE, PALIER_FIELD_MOBILE,
                                 PALIER_FIELD_OTHER_EMAILS, PALIER_FIELD_OTHER_PHONES } },
  };

  *n = (guint) split < PALIER_N_SPLITS ? table[split].n : 0;
  return *n > 0 ? table[split].fields : NULL;
}

/* @key: (nullable) */
PalierColumnValue *
palier_column_value_new (const char *text, const char *key, guint n)
{
  PalierColumnValue *self = g_new (PalierColumnValue, 1);

  *self = (PalierColumnValue) { g_strdup (text), g_strdup (key), n };
  return self;
}

void
palier_column_value_free (PalierColumnValue *self)
{
  g_free (self->text);
  g_free (self->key);
  g_free (self);
}

PalierColumn *
palier_column_new (void)
{
  return g_new0 (PalierColumn, 1);
}

void
palier_column_free (PalierColumn *self)
{
  g_free (self->header);
  g_free (self->reason);
  g_strfreev (self->samples);
  g_free (self->name);
  g_free (self->joint);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  g_free (self);
}

/* The name of what it is kept as, where it is kept under one. */
const char *
palier_column_get_name (const PalierColumn *self)
{
  return self->name != NULL ? self->name : self->header != NULL ? self->header : "";
}

/* Whether anything of it is imported. */
gboolean
palier_column_is_used (const PalierColumn *self)
{
  return self->use != PALIER_COLUMN_FIELD || self->field != PALIER_FIELD_NONE;
}

static PalierColumnValue *
find_value (GPtrArray *values, const char *text)
{
  for (guint i = 0; i < values->len; i++)
    if (strcmp (((PalierColumnValue *) values->pdata[i])->text, text) == 0)
      return values->pdata[i];
  return NULL;
}

/* The values seen in a column with the keys that @table gives them, then what it alone has. A new
 * array: others may still read the old one. */
static GPtrArray *
merge_values (GPtrArray *seen, GPtrArray *table)
{
  GPtrArray *merged = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_column_value_free);

  for (guint i = 0; i < seen->len; i++)
  {
    const PalierColumnValue *value = seen->pdata[i];
    const PalierColumnValue *said = find_value (table, value->text);
    g_ptr_array_add (merged, palier_column_value_new (
                                 value->text, said != NULL ? said->key : value->key, value->n));
  }
  for (guint i = 0; i < table->len; i++)
  {
    const PalierColumnValue *said = table->pdata[i];
    if (find_value (seen, said->text) == NULL)
      g_ptr_array_add (merged, palier_column_value_new (said->text, said->key, said->n));
  }
  return merged;
}

/**
 * palier_column_place:
 * @as: (nullable): %NULL: not imported
 *
 * Does with the column what @as does with its own: everything but the place, the header, the
 * samples and the guess. Values that were seen here stay, with the keys of @as.
 */
void
palier_column_place (PalierColumn *self, const PalierColumn *as)
{
  static const PalierColumn unused = { .field = PALIER_FIELD_NONE };

  as = as != NULL ? as : &unused;
  self->field = as->field;
  self->use = as->use;
  self->split = as->split;
  self->dates = as->dates;
  self->numbers = as->numbers;
  self->policy = as->policy;
  g_set_str (&self->name, as->name);
  g_set_str (&self->joint, as->joint);
  if (as->values == NULL || as->values == self->values)
    return;
  GPtrArray *values =
      self->values != NULL ? merge_values (self->values, as->values) : g_ptr_array_ref (as->values);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  self->values = values;
}

PalierProblem *
palier_problem_new (void)
{
  return g_new0 (PalierProblem, 1);
}

void
palier_problem_free (PalierProblem *self)
{
  g_free (self->code);
  g_free (self->value);
  g_free (self->proposal);
  g_free (self);
}

/* What was put right, or kept in another place, is told, and asks for nothing. */
gboolean
palier_problem_code_wants_mending (const char *code)
{
  return !g_str_has_suffix (code, "_repaired") && !g_str_has_suffix (code, "_future");
}

/* @problems: (nullable) (element-type PalierProblem) */
gboolean
palier_problems_want_mending (GPtrArray *problems)
{
  for (guint i = 0; problems != NULL && i < problems->len; i++)
    if (palier_problem_code_wants_mending (((PalierProblem *) problems->pdata[i])->code))
      return TRUE;
  return FALSE;
}

G_DEFINE_BOXED_TYPE (PalierPreview, palier_preview, palier_preview_ref, palier_preview_free)

PalierPreview *
palier_preview_new (void)
{
  return g_atomic_rc_box_new0 (PalierPreview);
}

static void
preview_clear (gpointer data)
{
  PalierPreview *self = data;

  g_free (self->path);
  g_free (self->format);
  g_free (self->encoding);
  g_free (self->delimiter);
  g_free (self->sheet);
  g_strfreev (self->sheets);
  g_strfreev (self->hidden_sheets);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_clear_pointer (&self->prospects, g_ptr_array_unref);
  g_clear_pointer (&self->known, g_array_unref);
  g_clear_pointer (&self->counts, palier_import_summary_free);
}

PalierPreview *
palier_preview_ref (PalierPreview *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
palier_preview_free (PalierPreview *self)
{
  g_atomic_rc_box_release_full (self, preview_clear);
}

G_DEFINE_BOXED_TYPE (PalierImportSummary, palier_import_summary, palier_import_summary_ref,
                     palier_import_summary_free)

PalierImportSummary *
palier_import_summary_new (void)
{
  return g_atomic_rc_box_new0 (PalierImportSummary);
}

static void
import_summary_clear (gpointer data)
{
  PalierImportSummary *self = data;

  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_clear_pointer (&self->unsure, g_array_unref);
}

PalierImportSummary *
palier_import_summary_ref (PalierImportSummary *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
palier_import_summary_free (PalierImportSummary *self)
{
  g_atomic_rc_box_release_full (self, import_summary_clear);
}
