/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an exchange brought goes into the base in one transaction: the records, the cursor that says
 * up to where they are there, and what the other side took of ours. So a cursor is never ahead of
 * its records, and nothing is forgotten before the other side has it.
 *
 * Many records at once are stored first, and their words and keys are put in afterwards
 * (palier-index-store.c), as for an import. */
#include "palier-aside-held.h"
#include "palier-change-restamp.h"
#include "palier-change-store.h"
#include "palier-changeset-log.h"
#include "palier-erasure.h"
#include "palier-job.h"
#include "palier-local.h"
#include "palier-prospect-keys.h"
#include "palier-record-table.h"
#include "palier-replaced-keep.h"
#include "palier-search.h"

/* From how many records on a delivery is one of many. */
#define BULK_RECORDS 500

#define SQL_ANY_PROSPECT "SELECT EXISTS (SELECT 1 FROM prospect)"
#define SQL_SHRINK "UPDATE OR REPLACE change SET first_n = ?2 + 1 WHERE seq = ?1 AND last_n > ?2"
#define SQL_FORGET "DELETE FROM change WHERE seq = ?1 AND last_n <= ?2"
#define SQL_HAS_ASIDE "SELECT EXISTS (SELECT 1 FROM put_aside)"
#define SQL_PUT_ASIDE "REPLACE INTO put_aside (id, pulled, kind, code, at) VALUES (?, ?, ?, ?, ?)"
#define SQL_TAKE_BACK "DELETE FROM put_aside WHERE id = ?"
#define SQL_SET_UNDONE "UPDATE changeset SET step = 3 WHERE n = ? AND step = 1 AND undone = 'yes'"
#define SQL_SET_CLOCK "UPDATE clock SET last = max (last, ?1), received = max (received, ?1)"

G_DEFINE_BOXED_TYPE (PalierApplied, palier_applied, palier_applied_copy, g_free)

PalierApplied *
palier_applied_copy (const PalierApplied *self)
{
  return g_memdup2 (self, sizeof *self);
}

typedef struct
{
  PalierDatabase *database;
  PalierApplied *applied;
  PalierStamp latest;    /* of all that came */
  gint64 first_unsought; /* prospects that are new, and not in the search index yet; 0: none */
  gint64 last_unsought;
  gboolean keys_wait; /* those of new prospects are put in later */
  gboolean has_aside;
  gboolean has_erased; /* any prospect: what refers to it goes too */
} Applying;

/* ---- one record */

/* What follows from a record where it stands beside others. */
static gboolean
follow (Applying *self, const PalierRecord *record, gint64 n, GError **error)
{
  if (record->kind == PALIER_KIND_CHANGESET)
    return palier_database_run (self->database, error, SQL_SET_UNDONE, "i", n);
  self->has_erased |= record->erased;
  return !self->has_erased
         || palier_erasure_follow (self->database, record, n, &self->applied->n_erased, error);
}

/* As in an import, but for those that have further addresses. */
static gboolean
put_keys (Applying *self, const PalierRecord *record, gint64 n, GError **error)
{
  return (self->keys_wait && record->fields[PALIER_FIELD_OTHER_EMAILS].elements == NULL
          && record->fields[PALIER_FIELD_OTHER_PHONES].elements == NULL)
         || palier_prospect_keys_put (self->database, n, error);
}

/* A new row's words go into the search index with those of the rows around it. */
static gboolean
insert_record (Applying *self, const PalierRecord *record, GError **error)
{
  gint64 n = 0;

  self->applied->n_new++;
  self->database->changed |= PALIER_CHANGED (record->kind);
  if (!palier_record_table_write (self->database, record, &n, error)
      || !follow (self, record, n, error))
    return FALSE;
  if (record->kind != PALIER_KIND_PROSPECT)
    return TRUE;
  if (self->first_unsought == 0)
    self->first_unsought = n;
  self->last_unsought = n;
  return put_keys (self, record, n, error);
}

static gboolean
put_into_search (Applying *self, GError **error)
{
  gint64 first_n = self->first_unsought;

  self->first_unsought = 0;
  if (first_n == 0)
    return TRUE;
  return self->database->bulk
             ? palier_search_postpone (self->database, first_n, self->last_unsought, error)
             : palier_search_put (self->database, first_n, self->last_unsought, error);
}

static gboolean
merge_record (Applying *self, const PalierRecord *record, gint64 n, GError **error)
{
  /* A record may come twice in a batch: what changes is in the search index by then. */
  if (!put_into_search (self, error))
    return FALSE;
  g_autoptr (PalierRecord) held = palier_record_table_load (self->database, record->kind, n, error);
  if (held == NULL
      || !palier_replaced_keep (self->database, held, record, n, &self->applied->n_replaced, error))
    return FALSE;
  if (!palier_record_merge (held, record))
  {
    self->applied->n_same++;
    return TRUE;
  }
  self->applied->n_changed++;
  return palier_record_table_store (self->database, held, &n, error)
         && follow (self, held, n, error);
}

static gboolean
apply_one (Applying *self, const PalierRecord *record, GError **error)
{
  gint64 n;

  self->latest = MAX (self->latest, palier_record_latest_mark (record).time);
  if (self->has_aside
      && !palier_database_run (self->database, error, SQL_TAKE_BACK, "D", &record->id))
    return FALSE;
  if (!palier_record_table_find (self->database, record->kind, &record->id, &n, error))
    return FALSE;
  return n == 0 ? insert_record (self, record, error) : merge_record (self, record, n, error);
}

/* ---- a delivery */

static gboolean
apply_records (Applying *self, const GPtrArray *records, GError **error)
{
  for (guint i = 0; i < records->len; i++)
    if (!apply_one (self, g_ptr_array_index (records, i), error))
      return FALSE;
  /* The clock of this base passes every mark it has seen, so that what is written here next is
   * newer. */
  return put_into_search (self, error)
         && (self->applied->n_erased == 0 || palier_erasure_forget_beside (self->database, error))
         && palier_replaced_sweep (self->database, self->database->now_ms, error)
         && palier_database_run (self->database, error, SQL_SET_CLOCK, "i", (gint64) self->latest);
}

/* What was taken is forgotten, a record that changed meanwhile but for that change. */
static gboolean
forget_taken (Applying *self, const PalierChanges *taken, GError **error)
{
  for (guint i = 0; i < taken->places->len; i++)
  {
    const PalierChangePlace *place = &g_array_index (taken->places, PalierChangePlace, i);
    if (!palier_database_run (self->database, error, SQL_FORGET, "ii", place->seq, place->n)
        || !palier_database_run (self->database, error, SQL_SHRINK, "ii", place->seq, place->n))
      return FALSE;
  }
  for (guint i = 0; self->has_aside && i < taken->records->len; i++)
  {
    const PalierRecord *record = g_ptr_array_index (taken->records, i);
    if (!palier_database_run (self->database, error, SQL_TAKE_BACK, "D", &record->id))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_ahead (const PalierSyncRefused *one)
{
  return one->kind != PALIER_KIND_NONE && g_str_equal (one->code, PALIER_SYNC_CLOCK_AHEAD);
}

static void
count_aside (Applying *self, const PalierSyncRefused *one)
{
  if (palier_hold_from_code (one->code) != PALIER_HOLD_NONE)
    self->applied->n_held++;
  else
    self->applied->n_put_aside++;
}

/* What was refused as being ahead waits on: it was stamped anew, or the relay's clock has come up
 * to it meanwhile. */
static gboolean
put_aside (Applying *self, const GArray *list, gboolean pulled, GError **error)
{
  for (guint i = 0; list != NULL && i < list->len; i++)
  {
    const PalierSyncRefused *one = &g_array_index (list, PalierSyncRefused, i);
    const char *kind = one->kind != PALIER_KIND_NONE ? palier_kind_name (one->kind) : NULL;
    if (is_ahead (one) && !palier_aside_enter_again (self->database, one->kind, &one->id, error))
      return FALSE;
    if (palier_id_is_nil (&one->id) || is_ahead (one))
      continue;
    count_aside (self, one);
    self->database->changed |= one->kind == PALIER_KIND_PROSPECT ? PALIER_CHANGED (one->kind) : 0;
    if (!palier_database_run (self->database, error, SQL_PUT_ASIDE, "Ditti", &one->id,
                              (gint64) pulled, kind, one->code, self->database->now_ms))
      return FALSE;
  }
  return TRUE;
}

static gboolean
any_ahead (const PalierDelivery *delivery)
{
  for (guint i = 0; delivery->refused != NULL && i < delivery->refused->len; i++)
    if (is_ahead (&g_array_index (delivery->refused, PalierSyncRefused, i)))
      return TRUE;
  return FALSE;
}

/* What the relay has taken of ours is as good as what came from it: stamps given anew lie above. */
static gboolean
note_given (Applying *self, const PalierDelivery *delivery, GError **error)
{
  PalierStamp latest = 0;

  for (guint i = 0; i < delivery->taken->records->len; i++)
  {
    PalierMark mark = palier_record_latest_mark (g_ptr_array_index (delivery->taken->records, i));
    if (PALIER_STAMP_MS (mark.time) <= delivery->relay_now_ms + PALIER_SYNC_MAX_AHEAD_MS)
      latest = MAX (latest, mark.time);
  }
  return palier_database_run (self->database, error, SQL_SET_CLOCK, "i", (gint64) latest);
}

/* Those that are ahead are stamped anew before they are forgotten as taken: that enters them
 * again. */
static gboolean
take_verdicts (Applying *self, const PalierDelivery *delivery, GError **error)
{
  if (delivery->relay_now_ms != 0
      && !palier_change_follow_clock (self->database, delivery->relay_now_ms,
                                      &self->applied->clock_off_ms, error))
    return FALSE;
  if (delivery->taken != NULL && delivery->taken->records->len > 0
      && !note_given (self, delivery, error))
    return FALSE;
  if (any_ahead (delivery)
      && !palier_change_restamp (self->database, delivery->relay_now_ms,
                                 &self->applied->n_restamped, error))
    return FALSE;
  return (delivery->taken == NULL || forget_taken (self, delivery->taken, error))
         && put_aside (self, delivery->refused, FALSE, error)
         && put_aside (self, delivery->unread, TRUE, error);
}

/* A bounded part at a time: the next exchange says again what is taken. */
static gboolean
release_held (Applying *self, const PalierSyncTerms *terms, GError **error)
{
  const guint most = PALIER_SYNC_MAX_RECORDS;
  const guint limits[PALIER_N_HOLDS] = {
    [PALIER_HOLD_ROLE] = most,
    [PALIER_HOLD_CONTACTS] =
        terms->room == PALIER_SYNC_NO_LIMIT ? most : (guint) MIN (terms->room, (gint64) most),
    [PALIER_HOLD_SUBSCRIPTION] = most,
  };

  for (guint i = 0; self->has_aside && terms->may_write && i < PALIER_N_HOLDS; i++)
    if (limits[i] > 0
        && !palier_aside_release (self->database, i, limits[i], &self->applied->n_released, error))
      return FALSE;
  return TRUE;
}

static guint
count_prospects (const GPtrArray *records)
{
  guint n = 0;

  for (guint i = 0; i < records->len; i++)
    n += ((const PalierRecord *) g_ptr_array_index (records, i))->kind == PALIER_KIND_PROSPECT;
  return n;
}

static gboolean
prepare_bulk (Applying *self, const GPtrArray *records, GError **error)
{
  gboolean complete = TRUE;
  gint64 any = 1;

  if (records->len >= BULK_RECORDS && !self->database->frugal)
    palier_database_set_frugal (self->database, TRUE);
  if (count_prospects (records) < BULK_RECORDS)
    return TRUE;
  self->database->bulk = TRUE;
  if (!palier_database_number (self->database, &any, error, SQL_ANY_PROSPECT, "")
      || (!any && !palier_prospect_keys_postpone (self->database, error))
      || !palier_prospect_keys_are_complete (self->database, &complete, error))
    return FALSE;
  self->keys_wait = !complete;
  return TRUE;
}

static DexFuture *
apply_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  const PalierDelivery *delivery = arguments->boxed;
  g_autofree PalierApplied *applied = g_new0 (PalierApplied, 1);
  Applying self = { .database = database, .applied = applied };
  gint64 has_aside = 0;

  if (!palier_database_number (database, &has_aside, error, SQL_HAS_ASIDE, ""))
    return NULL;
  self.has_aside = has_aside != 0;
  if (!palier_erasure_any (database, &self.has_erased, error))
    return NULL;
  if (!prepare_bulk (&self, delivery->records, error)
      || !apply_records (&self, delivery->records, error) || !take_verdicts (&self, delivery, error)
      || !release_held (&self, &delivery->terms, error)
      || (delivery->cursor_key != NULL
          && !palier_local_put (database, delivery->cursor_key, delivery->cursor, error)))
    return NULL;
  return dex_future_new_take_boxed (PALIER_TYPE_APPLIED, g_steal_pointer (&applied));
}

static void
delivery_free (gpointer data)
{
  PalierDelivery *self = data;

  g_ptr_array_unref (self->records);
  g_clear_pointer (&self->taken, palier_changes_free);
  g_clear_pointer (&self->refused, g_array_unref);
  g_clear_pointer (&self->unread, g_array_unref);
  g_free (self->cursor_key);
  g_free (self->cursor);
  g_free (self);
}

/**
 * palier_change_store_apply:
 * @delivery: copied; its arrays are kept, and not changed
 *
 * Merges what came into what is here, moves the cursor, forgets what the other side took, and keeps
 * which records one of the two could not take: all with one commit. Again: no change. What came in
 * bulk is searched once palier_index_store_step() has nothing more to do.
 *
 * Returns: (transfer full): resolves to a PalierApplied
 */
DexFuture *
palier_change_store_apply (PalierWorkspace *workspace, const PalierDelivery *delivery)
{
  PalierArguments *arguments = palier_arguments_new ();
  PalierDelivery *copy = g_memdup2 (delivery, sizeof *delivery);

  g_ptr_array_ref (copy->records);
  if (copy->taken != NULL)
    palier_changes_ref (copy->taken);
  if (copy->refused != NULL)
    g_array_ref (copy->refused);
  if (copy->unread != NULL)
    g_array_ref (copy->unread);
  copy->cursor_key = g_strdup (delivery->cursor_key);
  copy->cursor = g_strdup (delivery->cursor);
  arguments->boxed = copy;
  arguments->boxed_free = delivery_free;
  arguments->may_be_lost = delivery->more_follows;
  return palier_workspace_write (workspace, apply_job, arguments);
}
