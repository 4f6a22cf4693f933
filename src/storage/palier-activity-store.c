/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-activity-store.h"

#include "palier-changeset-log.h"
#include "palier-changeset-write.h"
#include "palier-event.h"
#include "palier-job.h"
#include "palier-record-table.h"
#include "palier-storage-error.h"
#include "palier-visible.h"

#define SQL_OF_PROSPECT                                                                            \
  "WHERE prospect IN " PALIER_SQL_WITH_MERGED ("?") " AND deleted_ms IS NULL AND erased IS NULL "  \
                                                    "ORDER BY at DESC, n DESC LIMIT ?"

static DexFuture *
add_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  PalierId id = palier_id_new (database->clock, database->random);
  g_autoptr (PalierRecord) record = palier_record_new (PALIER_KIND_ACTIVITY, &id);
  char prospect[PALIER_ID_TEXT_SIZE];
  gint64 n = 0;

  palier_record_set (record, PALIER_ACTIVITY_FIELD_PROSPECT,
                     palier_id_format (&arguments->id, prospect), database->mark);
  palier_record_set (record, PALIER_ACTIVITY_FIELD_TYPE, arguments->text, database->mark);
  palier_record_set (record, PALIER_ACTIVITY_FIELD_TEXT, arguments->other, database->mark);
  palier_record_set_integer (record, PALIER_ACTIVITY_FIELD_AT, arguments->from, database->mark);
  return palier_record_table_store_own (database, record, &n, error) ? dex_future_new_true ()
                                                                     : NULL;
}

/**
 * palier_activity_store_add:
 * @type: call, visit, meeting or note
 * @text: valid for the field
 *
 * Returns: (transfer full): resolves to %TRUE
 */
DexFuture *
palier_activity_store_add (PalierWorkspace *workspace, const PalierId *prospect, const char *type,
                           const char *text, gint64 at_ms)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->id = *prospect;
  arguments->text = g_strdup (type);
  arguments->other = g_strdup (text);
  arguments->from = at_ms;
  return palier_workspace_write (workspace, add_job, arguments);
}

/* Loads what was not deleted yet. */
static PalierRecord *
load (PalierDatabase *database, const PalierId *id, gint64 *n, GError **error)
{
  g_autoptr (PalierRecord) record = NULL;

  if (!palier_record_table_find (database, PALIER_KIND_ACTIVITY, id, n, error))
    return NULL;
  if (*n != 0 && !(record = palier_record_table_load (database, PALIER_KIND_ACTIVITY, *n, error)))
    return NULL;
  if (record != NULL && record->deleted_ms == 0 && !record->erased)
    return g_steal_pointer (&record);
  g_set_error_literal (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_NOT_FOUND,
                       "no such activity");
  return NULL;
}

static DexFuture *
edit_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 n, changeset;
  g_autoptr (PalierRecord) record = load (database, &arguments->id, &n, error);
  const char *field = palier_kind_field (PALIER_KIND_ACTIVITY, PALIER_ACTIVITY_FIELD_TEXT)->name;

  return record != NULL
                 && palier_changeset_insert (database, NULL, "edit", NULL, PALIER_STEP_OPEN,
                                             &changeset, error)
                 && palier_changeset_stage (database, changeset, PALIER_KIND_ACTIVITY, n, field,
                                            arguments->text, NULL, error)
             ? palier_changeset_complete (database, changeset, error)
             : NULL;
}

/**
 * palier_activity_store_edit:
 * @text: valid for the field
 *
 * Returns: (transfer full): resolves to the PalierChangeset ("edit") by which it is undone; rejects
 * with PALIER_STORAGE_ERROR NOT_FOUND
 */
DexFuture *
palier_activity_store_edit (PalierWorkspace *workspace, const PalierId *id, const char *text)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->id = *id;
  arguments->text = g_strdup (text);
  return palier_workspace_write (workspace, edit_job, arguments);
}

static DexFuture *
delete_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 n, changeset;
  g_autoptr (PalierRecord) record = load (database, &arguments->id, &n, error);

  if (record == NULL
      || !palier_changeset_insert (database, NULL, "delete", NULL, PALIER_STEP_OPEN, &changeset,
                                   error))
    return NULL;
  palier_record_delete (record, database->now_ms, database->mark);
  return palier_record_table_store_own (database, record, &n, error)
                 && palier_changeset_add_rows (database, changeset, PALIER_KIND_ACTIVITY, n, n,
                                               FALSE, error)
             ? palier_changeset_complete (database, changeset, error)
             : NULL;
}

/* As palier_activity_store_edit(); the changeset is a "delete". */
DexFuture *
palier_activity_store_delete (PalierWorkspace *workspace, const PalierId *id)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->id = *id;
  return palier_workspace_write (workspace, delete_job, arguments);
}

/* As the timeline shows it: named activity.note and so on, its data the text itself. */
static PalierEvent *
event_from_record (const PalierRecord *record)
{
  PalierEvent *event = palier_event_new ();
  const char *type = palier_record_get (record, PALIER_ACTIVITY_FIELD_TYPE);

  event->id = record->id;
  event->name = g_strconcat ("activity.", type != NULL ? type : "note", NULL);
  event->at_ms = palier_record_get_integer (record, PALIER_ACTIVITY_FIELD_AT, 0);
  palier_record_get_id (record, PALIER_ACTIVITY_FIELD_PROSPECT, &event->prospect);
  event->text = g_strdup (palier_record_get (record, PALIER_ACTIVITY_FIELD_TEXT));
  return event;
}

static DexFuture *
of_prospect_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autofree char *sql = palier_record_table_dup_select (PALIER_KIND_ACTIVITY, SQL_OF_PROSPECT);
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_event_free);
  sqlite3_stmt *row =
      palier_database_query (database, error, sql, "Di", &arguments->id, (gint64) arguments->limit);
  GError *local = NULL;

  if (row == NULL)
    return NULL;
  while (palier_database_next (database, row, &local))
  {
    g_autoptr (PalierRecord) record = palier_record_table_read (PALIER_KIND_ACTIVITY, row, &local);
    if (record == NULL)
    {
      sqlite3_reset (row);
      break;
    }
    g_ptr_array_add (events, event_from_record (record));
  }
  if (local == NULL)
    return palier_future_take_ptr_array (g_steal_pointer (&events));
  g_propagate_error (error, local);
  return NULL;
}

/* Resolves to a GPtrArray of PalierEvent, the latest first: see event_from_record(). */
DexFuture *
palier_activity_store_of_prospect (PalierWorkspace *workspace, const PalierId *prospect,
                                   guint limit)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->id = *prospect;
  arguments->limit = limit;
  return palier_workspace_read (workspace, of_prospect_job, arguments);
}
