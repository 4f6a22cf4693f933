/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prospects that are one. A merge deletes nothing: the others get `merged_into`, which hides them,
 * and what refers to them is read through it. What the user told apart is kept among the settings,
 * so that it follows him to his other devices. */
#include "palier-changeset-log.h"
#include "palier-changeset-merge.h"
#include "palier-changeset-write.h"
#include "palier-job.h"
#include "palier-prospect-store.h"
#include "palier-record-table.h"
#include "palier-setting-store.h"
#include "palier-visible.h"

#define SQL_SCAN                                                                                   \
  "SELECT p.n, p.id, kind, company, first_name, last_name, email, phone, mobile, website, "        \
  "linkedin, siret, siren, street, postal_code, city, birthdate, other_emails, other_phones, "     \
  "custom FROM prospect p WHERE p.n > ?1 AND "
#define SQL_APART                                                                                  \
  "SELECT key FROM setting WHERE key >= 'apart.' AND key < 'apart/' AND value = 'yes' "            \
  "AND deleted_ms IS NULL AND erased IS NULL"

static const PalierField scanned[] = {
  PALIER_FIELD_KIND,         PALIER_FIELD_COMPANY,      PALIER_FIELD_FIRST_NAME,
  PALIER_FIELD_LAST_NAME,    PALIER_FIELD_EMAIL,        PALIER_FIELD_PHONE,
  PALIER_FIELD_MOBILE,       PALIER_FIELD_WEBSITE,      PALIER_FIELD_LINKEDIN,
  PALIER_FIELD_SIRET,        PALIER_FIELD_SIREN,        PALIER_FIELD_STREET,
  PALIER_FIELD_POSTAL_CODE,  PALIER_FIELD_CITY,         PALIER_FIELD_BIRTHDATE,
  PALIER_FIELD_OTHER_EMAILS, PALIER_FIELD_OTHER_PHONES, PALIER_FIELD_CUSTOM,
};

/* ---- reading all of them */

static PalierProspect *
read_scanned (sqlite3_stmt *row)
{
  PalierProspect *prospect = palier_prospect_new ();
  PalierId id;

  palier_prospect_set_n (prospect, sqlite3_column_int64 (row, 0));
  palier_statement_get_id (row, 1, &id);
  palier_prospect_set_id (prospect, &id);
  for (gsize i = 0; i < G_N_ELEMENTS (scanned); i++)
    if (sqlite3_column_type (row, (int) i + 2) != SQLITE_NULL)
      palier_prospect_set (prospect, scanned[i], palier_statement_get_text (row, (int) i + 2));
  return prospect;
}

static DexFuture *
scan_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_unref);
  const char *visible = palier_visible_clause (database, error);
  GError *local = NULL;

  if (visible == NULL)
    return NULL;
  g_autofree char *sql = g_strconcat (SQL_SCAN, visible, " ORDER BY p.n LIMIT ?2", NULL);
  sqlite3_stmt *row = palier_database_query (database, error, sql, "ii", arguments->from,
                                             (gint64) arguments->limit);
  if (row == NULL)
    return NULL;
  while (palier_database_next (database, row, &local))
    g_ptr_array_add (found, read_scanned (row));
  if (local == NULL)
    return palier_future_take_ptr_array (g_steal_pointer (&found));
  g_propagate_error (error, local);
  return NULL;
}

/**
 * palier_prospect_store_scan:
 * @after: a row number; 0 for the beginning
 *
 * The next @limit prospects that are there for the user, with nothing but what they are told apart
 * by: names, addresses, numbers, places, and what has no field.
 *
 * Returns: (transfer full): resolves to a GPtrArray of PalierProspect, by number; empty at the end
 */
DexFuture *
palier_prospect_store_scan (PalierWorkspace *workspace, gint64 after, guint limit)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->from = after;
  arguments->limit = limit;
  return palier_workspace_read (workspace, scan_job, arguments);
}

/* ---- merging */

static gboolean
stage_edit (PalierDatabase *database, gint64 changeset, const PalierProspectEdit *edit,
            GError **error)
{
  gint64 n;

  return palier_changeset_find_prospect (database, &edit->id, &n, error)
         && palier_changeset_stage (database, changeset, PALIER_KIND_PROSPECT, n,
                                    palier_field_name (edit->field), edit->value, edit->original,
                                    error);
}

static gboolean
stage (PalierDatabase *database, gint64 changeset, PalierArguments *arguments, GError **error)
{
  for (guint i = 0; i < arguments->objects->len; i++)
    if (!stage_edit (database, changeset, g_ptr_array_index (arguments->objects, i), error))
      return FALSE;
  for (guint i = 0; i < arguments->array->len; i++)
  {
    const PalierProspectMerge *merge = &g_array_index (arguments->array, PalierProspectMerge, i);
    if (!palier_changeset_stage_merge (database, changeset, &merge->other, &merge->kept, error))
      return FALSE;
  }
  return TRUE;
}

static DexFuture *
merge_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 changeset;

  return palier_changeset_insert (database, NULL, "merge", arguments->text, PALIER_STEP_OPEN,
                                  &changeset, error)
                 && stage (database, changeset, arguments, error)
             ? palier_changeset_complete (database, changeset, error)
             : NULL;
}

static DexFuture *
stage_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 changeset;

  return palier_changeset_require_open (database, &arguments->id, &changeset, error)
                 && stage (database, changeset, arguments, error)
             ? dex_future_new_true ()
             : NULL;
}

/**
 * palier_prospect_store_merge:
 * @label: (nullable): of the changeset ("merge")
 * @merges: (element-type PalierProspectMerge)
 * @edits: (element-type PalierProspectEdit): values that those which stay get; kept by reference
 *
 * Returns: (transfer full): resolves to the PalierChangeset by which it is undone; rejects with
 * PALIER_STORAGE_ERROR NOT_FOUND, STATE (one was deleted or merged meanwhile), VALUE, FULL…, and
 * then nothing is changed
 */
DexFuture *
palier_prospect_store_merge (PalierWorkspace *workspace, const char *label, GArray *merges,
                             GPtrArray *edits)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->text = g_strdup (label);
  arguments->array = g_array_ref (merges);
  arguments->objects = g_ptr_array_ref (edits);
  return palier_workspace_write (workspace, merge_job, arguments);
}

/**
 * palier_prospect_store_stage_merges:
 * @changeset: open
 *
 * As palier_prospect_store_merge(), to be done when the changeset is closed; that somebody was
 * deleted or merged meanwhile is told then.
 *
 * Returns: (transfer full): resolves to %TRUE
 */
DexFuture *
palier_prospect_store_stage_merges (PalierWorkspace *workspace, const PalierId *changeset,
                                    GArray *merges, GPtrArray *edits)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->id = *changeset;
  arguments->array = g_array_ref (merges);
  arguments->objects = g_ptr_array_ref (edits);
  return palier_workspace_write (workspace, stage_job, arguments);
}

/* ---- told apart */

/**
 * palier_prospect_store_keep_apart:
 *
 * Notes for good that two prospects are two.
 *
 * Returns: (transfer full): resolves to %TRUE
 */
DexFuture *
palier_prospect_store_keep_apart (PalierWorkspace *workspace, const PalierId *a, const PalierId *b)
{
  gboolean in_order = palier_id_compare (a, b) < 0;
  char low[PALIER_ID_TEXT_SIZE], high[PALIER_ID_TEXT_SIZE];
  g_autofree char *key = g_strconcat ("apart.", palier_id_format (in_order ? a : b, low), ".",
                                      palier_id_format (in_order ? b : a, high), NULL);

  return palier_setting_store_set (workspace, key, "yes");
}

/* "apart.<id>.<id>" */
static void
read_pair (const char *key, GArray *pairs)
{
  g_auto (GStrv) parts = g_strsplit (key != NULL ? key : "", ".", 3);
  PalierApart pair;

  if (g_strv_length (parts) == 3 && palier_id_parse (parts[1], &pair.a)
      && palier_id_parse (parts[2], &pair.b))
    g_array_append_val (pairs, pair);
}

static DexFuture *
apart_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (PalierApart));
  sqlite3_stmt *row = palier_database_query (database, error, SQL_APART, "");
  GError *local = NULL;

  if (row == NULL)
    return NULL;
  while (palier_database_next (database, row, &local))
    read_pair (palier_statement_get_text (row, 0), pairs);
  if (local == NULL)
    return palier_future_take_array (g_steal_pointer (&pairs));
  g_propagate_error (error, local);
  return NULL;
}

/* Resolves to a GArray of PalierApart: all pairs that were told apart. */
DexFuture *
palier_prospect_store_apart (PalierWorkspace *workspace)
{
  return palier_workspace_read (workspace, apart_job, palier_arguments_new ());
}
