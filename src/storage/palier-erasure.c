/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A privacy erasure takes the content of a prospect and of all that refers to it, and what stands
 * of it beside the rows. What stays is a tombstone without content, which each device and the relay
 * get: it wins over whatever else comes of the record, and whatever comes that refers to it is
 * erased too, so that all devices end with the same.
 *
 * Pages that hold nothing any more are overwritten (secure_delete); what the search index and the
 * write-ahead log still hold goes with palier_erasure_wipe(). Until that was done it stands in the
 * base that it is to be done. */
#include "palier-erasure.h"

#include "palier-changeset-log.h"
#include "palier-record-table.h"

#define SQL_ID "SELECT id FROM prospect WHERE n = ?"
#define SQL_ANY "SELECT EXISTS (SELECT 1 FROM prospect WHERE erased IS NOT NULL)"
#define SQL_IS_ERASED                                                                              \
  "SELECT EXISTS (SELECT 1 FROM prospect WHERE id = ?1 AND erased IS NOT NULL) "                   \
  "OR EXISTS (SELECT 1 FROM message WHERE id = ?1 AND erased IS NOT NULL)"
#define SQL_LABELS                                                                                 \
  "SELECT n FROM changeset WHERE action <> 'import' AND label IS NOT NULL AND n IN ("              \
  "SELECT changeset FROM changeset_rows WHERE kind = 0 AND ?1 BETWEEN first_n AND last_n "         \
  "UNION SELECT changeset FROM changeset_value WHERE kind = 0 AND n = ?1)"
#define OF_ERASED                                                                                  \
  "(kind = 0 AND n IN (SELECT n FROM prospect WHERE erased IS NOT NULL)) "                         \
  "OR (kind = 1 AND n IN (SELECT n FROM message WHERE erased IS NOT NULL)) "                       \
  "OR (kind = 7 AND n IN (SELECT n FROM activity WHERE erased IS NOT NULL)) "                      \
  "OR (kind = 12 AND n IN (SELECT n FROM reference WHERE erased IS NOT NULL)) "                    \
  "OR (kind = 14 AND n IN (SELECT n FROM enrolment WHERE erased IS NOT NULL))"
#define SQL_TO_WIPE "INSERT OR IGNORE INTO local VALUES ('to_wipe', 1)"
#define SQL_MUST_WIPE "SELECT count(*) FROM local WHERE key = 'to_wipe'"
#define SQL_WIPED "DELETE FROM local WHERE key = 'to_wipe'"
#define SQL_MERGE "INSERT INTO prospect_fts (prospect_fts, rank) VALUES ('merge', ?)"

/* Pages of the search index that one step rewrites: others write between two steps. */
#define MERGE_PAGES 500

G_STATIC_ASSERT (PALIER_KIND_PROSPECT == 0 && PALIER_KIND_MESSAGE == 1 && PALIER_KIND_ACTIVITY == 7
                 && PALIER_KIND_REFERENCE == 12 && PALIER_KIND_ENROLMENT == 14);

/* What refers to a prospect, in an order in which each is still found by the next. */
static const struct
{
  PalierKind kind;
  const char *sql;
} references[] = {
  { PALIER_KIND_EVENT, "SELECT n FROM event WHERE prospect = ?1 UNION SELECT n FROM event "
                       "WHERE message IN (SELECT id FROM message WHERE prospect = ?1)" },
  { PALIER_KIND_CONSENT, "SELECT n FROM consent WHERE subject = ?1" },
  { PALIER_KIND_ACTIVITY, "SELECT n FROM activity WHERE prospect = ?1" },
  { PALIER_KIND_REFERENCE, "SELECT n FROM reference WHERE prospect = ?1" },
  { PALIER_KIND_ENROLMENT, "SELECT n FROM enrolment WHERE prospect = ?1" },
  { PALIER_KIND_MESSAGE, "SELECT n FROM message WHERE prospect = ?1" },
  { PALIER_KIND_PROSPECT, "SELECT n FROM prospect WHERE merged_into = ?1" },
};

static const char *const beside[] = {
  "DELETE FROM changeset_value WHERE " OF_ERASED,
  "DELETE FROM replaced WHERE " OF_ERASED,
  "DELETE FROM near_key WHERE n IN (SELECT n FROM prospect WHERE erased IS NOT NULL)",
  "DELETE FROM score WHERE n IN (SELECT n FROM prospect WHERE erased IS NOT NULL)",
  "UPDATE prospect SET originals = NULL WHERE erased IS NOT NULL AND originals IS NOT NULL",
  SQL_TO_WIPE,
};

static GArray *
list_rows (PalierDatabase *database, const char *sql, const PalierId *id, GError **error)
{
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *row = palier_database_query (database, error, sql, "D", id);
  GError *local = NULL;

  while (row != NULL && palier_database_next (database, row, &local))
  {
    gint64 n = sqlite3_column_int64 (row, 0);
    g_array_append_val (ns, n);
  }
  if (row != NULL && local == NULL)
    return g_steal_pointer (&ns);
  if (local != NULL)
    g_propagate_error (error, local);
  return NULL;
}

static gboolean
erase_row (PalierDatabase *database, PalierKind kind, gint64 n, guint *count, GError **error)
{
  g_autoptr (PalierRecord) record = palier_record_table_load (database, kind, n, error);

  if (record == NULL)
    return FALSE;
  if (record->erased)
    return TRUE;
  (*count)++;
  palier_record_erase (record);
  return palier_record_table_store_own (database, record, &n, error);
}

/* A changeset that added or changed this prospect alone is named after it. */
static gboolean
forget_label (PalierDatabase *database, gint64 n, GError **error)
{
  g_autoptr (PalierRecord) record =
      palier_record_table_load (database, PALIER_KIND_CHANGESET, n, error);

  if (record == NULL)
    return FALSE;
  palier_record_set (record, PALIER_CHANGESET_FIELD_LABEL, NULL, database->mark);
  return palier_record_table_store_own (database, record, &n, error);
}

static gboolean
forget_labels (PalierDatabase *database, gint64 prospect, GError **error)
{
  gint64 n = 0;

  do
  {
    n = 0;
    if (!palier_database_number (database, &n, error, SQL_LABELS " LIMIT 1", "i", prospect)
        || (n != 0 && !forget_label (database, n, error)))
      return FALSE;
  } while (n != 0);
  return TRUE;
}

static gboolean
erase_references (PalierDatabase *database, const PalierId *id, guint *count, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (references); i++)
  {
    g_autoptr (GArray) ns = list_rows (database, references[i].sql, id, error);
    for (guint j = 0; ns != NULL && j < ns->len; j++)
    {
      gint64 n = g_array_index (ns, gint64, j);
      if (!(references[i].kind == PALIER_KIND_PROSPECT
                ? palier_erasure_prospect (database, n, count, error)
                : erase_row (database, references[i].kind, n, count, error)))
        return FALSE;
    }
    if (ns == NULL)
      return FALSE;
  }
  return TRUE;
}

/**
 * palier_erasure_prospect:
 * @count: (inout): goes up by the records that lost their content
 *
 * Erases a prospect, what refers to it, and those that were merged into it.
 * palier_erasure_forget_beside() is to follow, once for all.
 */
gboolean
palier_erasure_prospect (PalierDatabase *database, gint64 n, guint *count, GError **error)
{
  g_autoptr (PalierRecord) record =
      palier_record_table_load (database, PALIER_KIND_PROSPECT, n, error);

  return record != NULL && forget_labels (database, n, error)
         && erase_row (database, PALIER_KIND_PROSPECT, n, count, error)
         && erase_references (database, &record->id, count, error);
}

/* Whether any prospect has been erased: else nothing that comes has to be looked at. */
gboolean
palier_erasure_any (PalierDatabase *database, gboolean *any, GError **error)
{
  gint64 found = 0;

  if (!palier_database_number (database, &found, error, SQL_ANY, ""))
    return FALSE;
  *any = found != 0;
  return TRUE;
}

/* What may have been erased of what a record refers to. */
static guint
list_targets (const PalierRecord *record, PalierId targets[2])
{
  guint n = 0;

  switch (record->kind)
  {
  case PALIER_KIND_PROSPECT:
    targets[n] = record->merged_into;
    n += !palier_id_is_nil (&targets[n]);
    break;
  case PALIER_KIND_MESSAGE:
    n += palier_record_get_id (record, PALIER_MESSAGE_FIELD_PROSPECT, &targets[n]);
    break;
  case PALIER_KIND_ACTIVITY:
    n += palier_record_get_id (record, PALIER_ACTIVITY_FIELD_PROSPECT, &targets[n]);
    break;
  case PALIER_KIND_REFERENCE:
    n += palier_record_get_id (record, PALIER_REFERENCE_FIELD_PROSPECT, &targets[n]);
    break;
  case PALIER_KIND_ENROLMENT:
    n += palier_record_get_id (record, PALIER_ENROLMENT_FIELD_PROSPECT, &targets[n]);
    break;
  case PALIER_KIND_CONSENT:
    n += palier_record_get_id (record, PALIER_CONSENT_FIELD_SUBJECT, &targets[n]);
    break;
  case PALIER_KIND_EVENT:
    n += palier_record_get_id (record, PALIER_EVENT_FIELD_PROSPECT, &targets[n]);
    n += palier_record_get_id (record, PALIER_EVENT_FIELD_MESSAGE, &targets[n]);
    break;
  default:
    break;
  }
  return n;
}

/**
 * palier_erasure_follow:
 * @record: as it stands in row @n, after an exchange brought it
 * @count: (inout): goes up by the records without content, this one or others
 *
 * A tombstone takes along what refers to it; what refers to one is erased.
 */
gboolean
palier_erasure_follow (PalierDatabase *database, const PalierRecord *record, gint64 n, guint *count,
                       GError **error)
{
  PalierId targets[2];
  gint64 erased = 0;

  *count += record->erased;
  if (record->erased)
    return record->kind != PALIER_KIND_PROSPECT
           || (forget_labels (database, n, error)
               && erase_references (database, &record->id, count, error));
  for (guint i = list_targets (record, targets); erased == 0 && i-- > 0;)
    if (!palier_database_number (database, &erased, error, SQL_IS_ERASED, "D", &targets[i]))
      return FALSE;
  if (erased == 0)
    return TRUE;
  return record->kind == PALIER_KIND_PROSPECT ? palier_erasure_prospect (database, n, count, error)
                                              : erase_row (database, record->kind, n, count, error);
}

/* Removes what stands beside the rows that were erased, and notes that the rest is to be wiped. */
gboolean
palier_erasure_forget_beside (PalierDatabase *database, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (beside); i++)
    if (!palier_database_run (database, error, beside[i], ""))
      return FALSE;
  return TRUE;
}

/* One step of merging the index into one piece, in which words of rows that are gone do not stand
 * any more. @pages: negative for the first step */
static gboolean
merge_step (PalierDatabase *database, int pages, gboolean *done, GError **error)
{
  if (!palier_database_begin_write (database, error))
    return FALSE;
  int before = sqlite3_total_changes (database->handle);
  if (!palier_database_run (database, error, SQL_MERGE, "i", (gint64) pages))
  {
    palier_database_rollback (database);
    return FALSE;
  }
  *done = sqlite3_total_changes (database->handle) - before < 2;
  return palier_database_commit (database, error);
}

static gboolean
merge_index (PalierDatabase *database, GError **error)
{
  gboolean done = FALSE;

  if (!merge_step (database, -MERGE_PAGES, &done, error))
    return FALSE;
  while (!done)
    if (!merge_step (database, MERGE_PAGES, &done, error))
      return FALSE;
  return TRUE;
}

/* Writes the log into the base and cuts it off. A reader of another process may be in the way for a
 * moment; what it holds up is done when the base is opened next. */
static gboolean
cut_log (PalierDatabase *database, gboolean *cut, GError **error)
{
  gint64 busy = 1;

  if (!palier_database_number (database, &busy, error, "PRAGMA wal_checkpoint (TRUNCATE)", ""))
    return FALSE;
  *cut = busy == 0;
  return TRUE;
}

static gboolean
note_wiped (PalierDatabase *database, GError **error)
{
  if (!palier_database_begin_write (database, error))
    return FALSE;
  if (palier_database_run (database, error, SQL_WIPED, ""))
    return palier_database_commit (database, error);
  palier_database_rollback (database);
  return FALSE;
}

/* Does what is to be done after erasures, if anything: in transactions of its own. */
gboolean
palier_erasure_wipe (PalierDatabase *database, GError **error)
{
  gint64 must = 0;
  gboolean cut = FALSE;

  if (!palier_database_number (database, &must, error, SQL_MUST_WIPE, "") || must == 0)
    return must == 0;
  return merge_index (database, error) && cut_log (database, &cut, error)
         && (!cut || note_wiped (database, error));
}
