/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-consent-store.h"

#include "palier-changeset-log.h"
#include "palier-job.h"

#define SQL_INSERT                                                                                 \
  "INSERT INTO consent (id, stamp, device, subject, purpose, channel, given, at, expires_at, "     \
  "origin, proof) VALUES (?, ?, ?, ?, ?, ?, ?, ?, nullif (?, 0), ?, ?) ON CONFLICT (id) DO "       \
  "NOTHING"
#define SQL_OF_SUBJECT                                                                             \
  "SELECT id, subject, purpose, channel, given, at, expires_at, origin, proof FROM consent "       \
  "WHERE subject = ? AND deleted_ms IS NULL AND erased IS NULL ORDER BY at DESC, n DESC"

static gboolean
insert (PalierDatabase *database, const PalierConsent *consent, gint64 changeset, GError **error)
{
  if (!palier_database_run (database, error, SQL_INSERT, "DiiDtttiitt", &consent->id,
                            (gint64) database->mark.time, (gint64) database->mark.device,
                            &consent->subject, consent->purpose, consent->channel,
                            consent->given ? "yes" : "no", consent->at_ms, consent->expires_ms,
                            consent->origin, consent->proof))
    return FALSE;
  if (sqlite3_changes (database->handle) == 0)
    return TRUE;

  gint64 n = sqlite3_last_insert_rowid (database->handle);
  database->changed |= PALIER_CHANGED (PALIER_KIND_CONSENT);
  return changeset != 0 ? palier_changeset_add_rows (database, changeset, PALIER_KIND_CONSENT, n, n,
                                                     TRUE, error)
                        : palier_change_log (database, PALIER_KIND_CONSENT, n, n, error);
}

static DexFuture *
append_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 changeset = 0;

  if (arguments->has_id
      && !palier_changeset_require_open (database, &arguments->id, &changeset, error))
    return NULL;
  for (guint i = 0; i < arguments->objects->len; i++)
    if (!insert (database, g_ptr_array_index (arguments->objects, i), changeset, error))
      return NULL;
  return dex_future_new_true ();
}

static PalierConsent *
read_consent (sqlite3_stmt *row)
{
  PalierConsent *consent = palier_consent_new ();

  palier_statement_get_id (row, 0, &consent->id);
  palier_statement_get_id (row, 1, &consent->subject);
  consent->purpose = g_strdup (palier_statement_get_text (row, 2));
  consent->channel = g_strdup (palier_statement_get_text (row, 3));
  consent->given = g_strcmp0 (palier_statement_get_text (row, 4), "yes") == 0;
  consent->at_ms = sqlite3_column_int64 (row, 5);
  consent->expires_ms = sqlite3_column_int64 (row, 6);
  consent->origin = g_strdup (palier_statement_get_text (row, 7));
  consent->proof = g_strdup (palier_statement_get_text (row, 8));
  return consent;
}

static DexFuture *
of_subject_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_consent_free);
  sqlite3_stmt *row = palier_database_query (database, error, SQL_OF_SUBJECT, "D", &arguments->id);
  GError *local = NULL;

  if (row == NULL)
    return NULL;
  while (palier_database_next (database, row, &local))
    g_ptr_array_add (found, read_consent (row));
  if (local == NULL)
    return palier_future_take_ptr_array (g_steal_pointer (&found));
  g_propagate_error (error, local);
  return NULL;
}

/**
 * palier_consent_store_append:
 * @changeset: (nullable): open; its rows go with it should it be undone
 * @consents: (element-type PalierConsent): one whose id is there already changes nothing
 *
 * Returns: (transfer full): resolves to %TRUE
 */
DexFuture *
palier_consent_store_append (PalierWorkspace *workspace, const PalierId *changeset,
                             GPtrArray *consents)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->objects = g_ptr_array_ref (consents);
  arguments->has_id = changeset != NULL;
  if (changeset != NULL)
    arguments->id = *changeset;
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
