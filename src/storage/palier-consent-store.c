/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-consent-store.h"

#include "palier-changeset-log.h"
#include "palier-job.h"
#include "palier-record-table.h"
#include "palier-visible.h"

#define SQL_OF_SUBJECT                                                                             \
  "WHERE subject IN " PALIER_SQL_WITH_MERGED ("?") " AND erased IS NULL ORDER BY at DESC, n DESC"
#define SQL_OF_ROW                                                                                 \
  "WHERE subject IN " PALIER_SQL_WITH_MERGED (                                                     \
      "id FROM prospect WHERE n = ?") " AND erased IS NULL ORDER BY at DESC, n DESC"

static void
fill_record (PalierRecord *record, const PalierConsent *consent, PalierMark mark)
{
  char subject[PALIER_ID_TEXT_SIZE];

  palier_record_set (record, PALIER_CONSENT_FIELD_SUBJECT,
                     palier_id_format (&consent->subject, subject), mark);
  palier_record_set (record, PALIER_CONSENT_FIELD_PURPOSE, consent->purpose, mark);
  if (consent->channel != NULL)
    palier_record_set (record, PALIER_CONSENT_FIELD_CHANNEL, consent->channel, mark);
  palier_record_set (record, PALIER_CONSENT_FIELD_GIVEN, consent->given ? "yes" : "no", mark);
  palier_record_set_integer (record, PALIER_CONSENT_FIELD_AT, consent->at_ms, mark);
  if (consent->expires_ms != 0)
    palier_record_set_integer (record, PALIER_CONSENT_FIELD_EXPIRES_AT, consent->expires_ms, mark);
  if (consent->origin != NULL)
    palier_record_set (record, PALIER_CONSENT_FIELD_ORIGIN, consent->origin, mark);
  if (consent->proof != NULL)
    palier_record_set (record, PALIER_CONSENT_FIELD_PROOF, consent->proof, mark);
}

/* @changeset: 0: none, the row is there at once */
static gboolean
append_one (PalierDatabase *database, gint64 changeset, const PalierConsent *consent,
            GError **error)
{
  PalierId id = consent->id;
  gint64 n = 0;

  if (palier_id_is_nil (&id))
    id = palier_id_new (database->clock, database->random);
  if (!palier_record_table_find (database, PALIER_KIND_CONSENT, &id, &n, error))
    return FALSE;
  if (n != 0)
    return TRUE;
  g_autoptr (PalierRecord) record = palier_record_new (PALIER_KIND_CONSENT, &id);
  fill_record (record, consent, database->mark);
  if (changeset == 0)
    return palier_record_table_store_own (database, record, &n, error);
  return palier_record_table_store (database, record, &n, error)
         && palier_changeset_add_rows (database, changeset, PALIER_KIND_CONSENT, n, n, TRUE, error);
}

static DexFuture *
append_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 changeset = 0;

  if (arguments->has_id
      && !palier_changeset_require_open (database, &arguments->id, &changeset, error))
    return NULL;
  for (guint i = 0; i < arguments->objects->len; i++)
    if (!append_one (database, changeset, g_ptr_array_index (arguments->objects, i), error))
      return NULL;
  return dex_future_new_true ();
}

static PalierConsent *
consent_from_record (const PalierRecord *record)
{
  PalierConsent *consent = palier_consent_new ();

  consent->id = record->id;
  palier_record_get_id (record, PALIER_CONSENT_FIELD_SUBJECT, &consent->subject);
  consent->purpose = g_strdup (palier_record_get (record, PALIER_CONSENT_FIELD_PURPOSE));
  consent->channel = g_strdup (palier_record_get (record, PALIER_CONSENT_FIELD_CHANNEL));
  consent->given = g_strcmp0 (palier_record_get (record, PALIER_CONSENT_FIELD_GIVEN), "yes") == 0;
  consent->at_ms = palier_record_get_integer (record, PALIER_CONSENT_FIELD_AT, 0);
  consent->expires_ms = palier_record_get_integer (record, PALIER_CONSENT_FIELD_EXPIRES_AT, 0);
  consent->origin = g_strdup (palier_record_get (record, PALIER_CONSENT_FIELD_ORIGIN));
  consent->proof = g_strdup (palier_record_get (record, PALIER_CONSENT_FIELD_PROOF));
  return consent;
}

/* Returns: (transfer full) (nullable) (element-type PalierConsent) */
static GPtrArray *
read_consents (PalierDatabase *database, sqlite3_stmt *row, GError **error)
{
  g_autoptr (GPtrArray) consents =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_consent_free);
  GError *local = NULL;

  if (row == NULL)
    return NULL;
  while (palier_database_next (database, row, &local))
  {
    g_autoptr (PalierRecord) record = palier_record_table_read (PALIER_KIND_CONSENT, row, &local);
    if (record == NULL)
    {
      sqlite3_reset (row);
      break;
    }
    g_ptr_array_add (consents, consent_from_record (record));
  }
  if (local == NULL)
    return g_steal_pointer (&consents);
  g_propagate_error (error, local);
  return NULL;
}

static DexFuture *
of_subject_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autofree char *sql = palier_record_table_dup_select (PALIER_KIND_CONSENT, SQL_OF_SUBJECT);
  GPtrArray *consents = read_consents (
      database, palier_database_query (database, error, sql, "D", &arguments->id), error);

  return consents != NULL ? palier_future_take_ptr_array (consents) : NULL;
}

static DexFuture *
of_rows_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autofree char *sql = palier_record_table_dup_select (PALIER_KIND_CONSENT, SQL_OF_ROW);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < arguments->array->len; i++)
  {
    gint64 n = g_array_index (arguments->array, gint64, i);
    GPtrArray *consents =
        read_consents (database, palier_database_query (database, error, sql, "i", n), error);
    if (consents == NULL)
      return NULL;
    g_ptr_array_add (all, consents);
  }
  return palier_future_take_ptr_array (g_steal_pointer (&all));
}

/**
 * palier_consent_store_append:
 * @changeset: (nullable): an open one: should it be abandoned, the rows go with it. An undo leaves
 *   them: what was stated stays stated
 * @consents: (element-type PalierConsent): a nil id is given a new one; one that is there is left
 *
 * Returns: (transfer full): resolves to %TRUE: all of them or none
 */
DexFuture *
palier_consent_store_append (PalierWorkspace *workspace, const PalierId *changeset,
                             GPtrArray *consents)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->has_id = changeset != NULL;
  arguments->may_be_lost = changeset != NULL;
  if (changeset != NULL)
    arguments->id = *changeset;
  arguments->objects = g_ptr_array_ref (consents);
  return palier_workspace_write (workspace, append_job, arguments);
}

/* Resolves to a GPtrArray of PalierConsent, the latest first. */
DexFuture *
palier_consent_store_of_subject (PalierWorkspace *workspace, const PalierId *subject)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->id = *subject;
  return palier_workspace_read (workspace, of_subject_job, arguments);
}

/**
 * palier_consent_store_of_rows:
 * @ns: (element-type gint64): row numbers of prospects, some thousands at most
 *
 * Resolves to a GPtrArray of the same length and order, of GPtrArrays of PalierConsent, the latest
 * first.
 */
DexFuture *
palier_consent_store_of_rows (PalierWorkspace *workspace, GArray *ns)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->array = g_array_ref (ns);
  return palier_workspace_read (workspace, of_rows_job, arguments);
}
