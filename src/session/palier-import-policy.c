/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A column's policy goes with every field onto which it is split. What the file does not bring by a
 * column (its source, the day of the import) only ever fills. */
#include "palier-import-policy.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-custom.h"
#include "palier-fold.h"
#include "palier-identity.h"
#include "palier-import-service.h"

#define MAX_PARTS 5

static const PalierField parts[PALIER_N_SPLITS][MAX_PARTS] = {
  [PALIER_SPLIT_NAME] = { PALIER_FIELD_TITLE, PALIER_FIELD_FIRST_NAME, PALIER_FIELD_LAST_NAME },
  [PALIER_SPLIT_TOWN] = { PALIER_FIELD_POSTAL_CODE, PALIER_FIELD_CITY, PALIER_FIELD_INSEE_CODE },
  [PALIER_SPLIT_ADDRESS] = { PALIER_FIELD_STREET, PALIER_FIELD_POSTAL_CODE, PALIER_FIELD_CITY,
                             PALIER_FIELD_INSEE_CODE, PALIER_FIELD_COUNTRY },
  [PALIER_SPLIT_PHONES] = { PALIER_FIELD_PHONE, PALIER_FIELD_MOBILE, PALIER_FIELD_OTHER_PHONES },
  [PALIER_SPLIT_EMAILS] = { PALIER_FIELD_EMAIL, PALIER_FIELD_OTHER_EMAILS },
  [PALIER_SPLIT_CONTACT] = { PALIER_FIELD_EMAIL, PALIER_FIELD_OTHER_EMAILS, PALIER_FIELD_PHONE,
                             PALIER_FIELD_MOBILE, PALIER_FIELD_OTHER_PHONES },
};

static void
put_parts (PalierSplit split, PalierColumnPolicy policy, PalierColumnPolicy *out)
{
  for (gsize i = 0; i < MAX_PARTS && parts[split][i] != PALIER_FIELD_KIND; i++)
    out[parts[split][i]] = policy;
}

static void
put_column (const PalierColumn *column, PalierColumnPolicy *out)
{
  if (column->use == PALIER_COLUMN_CUSTOM)
    out[PALIER_FIELD_CUSTOM] = column->policy;
  else if (column->use == PALIER_COLUMN_NOTE)
    out[PALIER_FIELD_NOTES] = column->policy;
  else if (column->field == PALIER_FIELD_FULL_NAME)
    put_parts (PALIER_SPLIT_NAME, column->policy, out);
  else if (column->field != PALIER_FIELD_NONE)
  {
    put_parts (column->split, column->policy, out);
    out[column->field] = column->policy;
  }
}

void
palier_import_policies (GPtrArray *columns, PalierColumnPolicy out[PALIER_N_FIELDS])
{
  for (int i = 0; i < PALIER_N_FIELDS; i++)
    out[i] = PALIER_POLICY_FILL;
  for (guint i = 0; i < columns->len; i++)
    put_column (g_ptr_array_index (columns, i), out);
}

/* Returns: (transfer full): @draft without the fields of that policy */
static PalierProspect *
without (const PalierProspect *draft, const PalierColumnPolicy *policies, PalierColumnPolicy policy)
{
  PalierProspect *rest = palier_prospect_copy (draft);

  for (int i = 0; i < PALIER_N_FIELDS; i++)
    if (policies[i] == policy)
      palier_prospect_set (rest, (PalierField) i, NULL);
  return rest;
}

static gboolean
overwrite_field (PalierProspect *result, const PalierProspect *draft, PalierField field)
{
  const char *have = palier_prospect_get (result, field);
  const char *get = palier_prospect_get (draft, field);

  if (get == NULL || g_strcmp0 (have, get) == 0)
    return FALSE;
  if (field == PALIER_FIELD_CUSTOM && have != NULL)
    palier_prospect_take (result, field, palier_custom_unite (get, have));
  else
    palier_prospect_set (result, field, get);
  palier_prospect_set_original (result, field, palier_prospect_get_original (draft, field));
  return TRUE;
}

static gboolean
has_policy (const PalierColumnPolicy *policies, PalierColumnPolicy policy)
{
  for (int i = 0; i < PALIER_N_FIELDS; i++)
    if (policies[i] == policy)
      return TRUE;
  return FALSE;
}

/**
 * palier_import_merge:
 * @kept: whom the base has
 * @draft: what came in, judged to be the same
 *
 * Returns: (transfer full) (nullable): @kept as it would then be, or %NULL where nothing changes
 */
PalierProspect *
palier_import_merge (const PalierProspect *kept, const PalierProspect *draft,
                     const PalierColumnPolicy policies[PALIER_N_FIELDS])
{
  g_autoptr (PalierProspect) allowed = has_policy (policies, PALIER_POLICY_NEVER)
                                           ? without (draft, policies, PALIER_POLICY_NEVER)
                                           : NULL;
  const PalierProspect *source = allowed != NULL ? allowed : draft;

  if (!has_policy (policies, PALIER_POLICY_OVERWRITE))
    return palier_identity_fill (kept, source);
  g_autoptr (PalierProspect) rest = without (source, policies, PALIER_POLICY_OVERWRITE);
  g_autoptr (PalierProspect) result = palier_identity_fill (kept, rest);
  gboolean changed = result != NULL;
  if (result == NULL)
    result = palier_prospect_copy (kept);
  for (int i = 0; i < PALIER_N_FIELDS; i++)
    if (policies[i] == PALIER_POLICY_OVERWRITE && palier_field_info ((PalierField) i)->stored)
      changed |= overwrite_field (result, source, (PalierField) i);
  return changed ? g_steal_pointer (&result) : NULL;
}

static gboolean
has_samples (const PalierColumn *column)
{
  return column->samples != NULL && column->samples[0] != NULL;
}

/* A column is nobody's where it was not placed by the guess, and neither the user nor an earlier
 * file said that it stays out; nor does it hold what must not be kept. */
static gboolean
is_unmapped (const PalierColumn *column)
{
  static const char *const decided[] = { "user", "memory", "sensitive", NULL };

  return column->field == PALIER_FIELD_NONE && has_samples (column)
         && !(column->reason != NULL && g_strv_contains (decided, column->reason));
}

/**
 * palier_preview_keep_unmapped:
 *
 * Says what becomes of the columns that were not placed. Those that the user left out stay out, and
 * so do those with what must not be kept (reason "sensitive").
 */
void
palier_preview_keep_unmapped (PalierPreview *preview, PalierUnmapped how)
{
  static const PalierColumnUse uses[] = { [PALIER_UNMAPPED_FIELDS] = PALIER_COLUMN_CUSTOM,
                                          [PALIER_UNMAPPED_NOTES] = PALIER_COLUMN_NOTE,
                                          [PALIER_UNMAPPED_DROP] = PALIER_COLUMN_FIELD };

  for (guint i = 0; i < preview->columns->len; i++)
  {
    PalierColumn *column = g_ptr_array_index (preview->columns, i);
    if (!is_unmapped (column))
      continue;
    column->use = uses[how];
    if (column->name == NULL && (column->header == NULL || *column->header == '\0'))
      column->name = g_strdup_printf (_ ("Column %u"), column->index + 1);
  }
}

static gboolean
is_called (const PalierColumn *column, const char *name)
{
  g_autofree char *title = palier_fold (column->header != NULL ? column->header : "");
  g_autofree char *wanted = palier_fold (name);

  return strcmp (title, wanted) == 0
         || (column->field != PALIER_FIELD_NONE
             && strcmp (palier_field_name (column->field), name) == 0);
}

/**
 * palier_preview_set_policy:
 * @column: (nullable): its title in the file or the name of its field; %NULL: all
 *
 * Returns: whether there is such a column
 */
gboolean
palier_preview_set_policy (PalierPreview *preview, const char *column, PalierColumnPolicy policy)
{
  gboolean found = column == NULL;

  for (guint i = 0; i < preview->columns->len; i++)
  {
    PalierColumn *each = g_ptr_array_index (preview->columns, i);
    if (column != NULL && !is_called (each, column))
      continue;
    each->policy = policy;
    found = TRUE;
  }
  return found;
}
