/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is in a campaign. The id of a row says of which pair it is, so that the same prospect enters
 * a campaign once, whichever devices enrol it. */
#include "palier-enrolment-store.h"

#include "palier-job.h"
#include "palier-record-edit.h"
#include "palier-record-table.h"

#define SQL_OF_CAMPAIGN                                                                            \
  "SELECT campaign, prospect, entered_at, state FROM enrolment WHERE campaign = ? "                \
  "AND deleted_ms IS NULL AND erased IS NULL ORDER BY entered_at, n"

#define FIELD(name) PALIER_ENROLMENT_FIELD_##name

static void
fill_new (PalierRecord *record, const PalierEnrolled *enrolled, PalierMark mark)
{
  palier_record_fill_id (record, FIELD (CAMPAIGN), &enrolled->campaign, mark);
  palier_record_fill_id (record, FIELD (PROSPECT), &enrolled->prospect, mark);
  palier_record_fill_number (record, FIELD (ENTERED_AT), enrolled->entered_ms, mark);
}

static gboolean
put_one (PalierDatabase *database, const PalierEnrolled *enrolled, GError **error)
{
  PalierId id = palier_enrolled_id (&enrolled->campaign, &enrolled->prospect);
  const char *state = palier_enrolment_state_name (enrolled->state);
  g_autoptr (PalierRecord) record = NULL;
  gint64 n;

  if (!palier_record_table_find (database, PALIER_KIND_ENROLMENT, &id, &n, error))
    return FALSE;
  record = n != 0 ? palier_record_table_load (database, PALIER_KIND_ENROLMENT, n, error)
                  : palier_record_new (PALIER_KIND_ENROLMENT, &id);
  if (record == NULL)
    return FALSE;
  if (record->erased || g_strcmp0 (palier_record_get (record, FIELD (STATE)), state) == 0)
    return TRUE;
  if (n == 0)
    fill_new (record, enrolled, database->mark);
  palier_record_set (record, FIELD (STATE), state, database->mark);
  return palier_record_table_store_own (database, record, &n, error);
}

static DexFuture *
put_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  for (guint i = 0; i < arguments->array->len; i++)
    if (!put_one (database, &g_array_index (arguments->array, PalierEnrolled, i), error))
      return NULL;
  return dex_future_new_true ();
}

/**
 * palier_enrolment_store_put:
 * @enrolments: (element-type PalierEnrolled)
 *
 * Enters those that are not in their campaign yet, and sets the state of the others, which keep the
 * time of their entry. Returns: (transfer full): resolves to %TRUE
 */
DexFuture *
palier_enrolment_store_put (PalierWorkspace *workspace, GArray *enrolments)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->array = g_array_ref (enrolments);
  return palier_workspace_write (workspace, put_job, arguments);
}

static DexFuture *
list_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, TRUE, sizeof (PalierEnrolled));
  GError *local = NULL;
  sqlite3_stmt *row = palier_database_query (database, error, SQL_OF_CAMPAIGN, "D", &arguments->id);

  if (row == NULL)
    return NULL;
  while (palier_database_next (database, row, &local))
  {
    PalierEnrolled one = { .entered_ms = sqlite3_column_int64 (row, 2) };
    palier_statement_get_id (row, 0, &one.campaign);
    palier_statement_get_id (row, 1, &one.prospect);
    palier_enrolment_state_parse (palier_statement_get_text (row, 3), &one.state);
    g_array_append_val (all, one);
  }
  if (local == NULL)
    return palier_future_take_array (g_steal_pointer (&all));
  g_propagate_error (error, local);
  return NULL;
}

/* Resolves to a GArray of PalierEnrolled, in the order in which they entered. */
DexFuture *
palier_enrolment_store_list (PalierWorkspace *workspace, const PalierId *campaign)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->id = *campaign;
  return palier_workspace_read (workspace, list_job, arguments);
}
