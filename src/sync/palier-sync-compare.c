/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What differs between this base and the relay. The records here are taken in ranges of some
 * hundred by their ids, each of which has a hash; where the relay's is another one, it lists what
 * it holds there. So it costs about one byte a record where nothing differs. */
#include "palier-sync-compare.h"

#include <string.h>

#include "palier-change-store.h"
#include "palier-digest-store.h"
#include "palier-sync-range.h"

#define PAGE 5000
#define REQUEUED 5000 /* records that one commit enters in the log */

typedef struct
{
  PalierWorkspace *workspace;
  PalierAccount *account;
  guint kinds;
  PalierId epoch;  /* that the relay is to have; nil: any */
  PalierKind kind; /* the one that is compared now */
  GArray *own;     /* (element-type PalierRecordDigest): all of it that is here, by id */
  PalierSyncComparison *result;
} Compare;

/* Some records here, by their places in `own`, and the ids that they stand for. */
typedef struct
{
  guint first;
  guint n;
  PalierIdRange ids;
} Span;

static void
compare_free (gpointer data)
{
  Compare *self = data;

  g_object_unref (self->workspace);
  g_clear_pointer (&self->own, g_array_unref);
  palier_sync_comparison_free (self->result);
  g_free (self);
}

static const PalierRecordDigest *
get_own (const Compare *self, guint i)
{
  return &g_array_index (self->own, PalierRecordDigest, i);
}

static gboolean
load_own (Compare *self, GError **error)
{
  PalierId after = PALIER_ID_NIL;

  g_clear_pointer (&self->own, g_array_unref);
  self->own = g_array_new (FALSE, FALSE, sizeof (PalierRecordDigest));
  for (;;)
  {
    g_autoptr (GArray) page = dex_await_boxed (
        palier_digest_store_page (self->workspace, self->kind, &after, PAGE), error);
    if (page == NULL)
      return FALSE;
    g_array_append_vals (self->own, page->data, page->len);
    if (page->len < PAGE)
      return TRUE;
    after = get_own (self, self->own->len - 1)->id;
  }
}

/* ---- what the relay says */

/* All answers are to be of one relay: one that was put back meanwhile has other records. */
static gboolean
check_answer (Compare *self, const PalierRangesAnswer *answer, guint n_ranges, GError **error)
{
  PalierId *epoch = &self->result->epoch;
  gboolean known = palier_id_is_nil (epoch) || palier_id_equal (epoch, &answer->epoch);

  *epoch = answer->epoch;
  if (known && answer->sums->len == n_ranges)
    return TRUE;
  g_set_error_literal (error, PALIER_SYNC_ERROR,
                       known ? PALIER_SYNC_ERROR_NONSENSE : PALIER_SYNC_ERROR_RELAY,
                       known ? "other ranges" : "another epoch");
  return FALSE;
}

static PalierRangesAnswer *
ask (Compare *self, const PalierIdRange *ranges, guint n_ranges, gboolean list, GError **error)
{
  g_autoptr (GBytes) body = palier_ranges_request_write (self->kind, ranges, n_ranges, list);
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) bytes =
      dex_await_boxed (palier_account_call (self->account, "POST", "/v1/sync/ranges", body), error);
  gsize length = 0;

  if (bytes == NULL)
    return NULL;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autoptr (PalierRangesAnswer) answer = palier_ranges_answer_parse (text, length, &failure);
  if (answer == NULL)
    g_set_error_literal (error, PALIER_SYNC_ERROR, PALIER_SYNC_ERROR_NONSENSE, failure->message);
  else if (check_answer (self, answer, n_ranges, error))
    return g_steal_pointer (&answer);
  return NULL;
}

/* Returns: (transfer full) (element-type PalierRecordDigest): all that the relay has there, by id;
 * NULL with @error */
static GArray *
list_theirs (Compare *self, PalierIdRange ids, GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (PalierRecordDigest));
  gboolean more = TRUE;

  while (more)
  {
    g_autoptr (PalierRangesAnswer) answer = ask (self, &ids, 1, TRUE, error);
    if (answer == NULL)
      return NULL;
    const PalierRangeSum *sum = &g_array_index (answer->sums, PalierRangeSum, 0);
    more = sum->more && sum->records != NULL && sum->records->len > 0;
    if (sum->records == NULL)
      continue;
    g_array_append_vals (all, sum->records->data, sum->records->len);
    if (more)
      ids.after = g_array_index (all, PalierRecordDigest, all->len - 1).id;
  }
  return g_steal_pointer (&all);
}

/* ---- the comparison */

static void
note (Compare *self, const PalierId *id, gboolean here, gboolean there)
{
  PalierDifference one = { self->kind, *id, here, there };

  g_array_append_val (self->result->different, one);
}

/* Goes through both lists side by side. */
static void
compare_records (Compare *self, const Span *span, const GArray *theirs)
{
  guint i = span->first, end = span->first + span->n, j = 0;

  while (i < end || j < theirs->len)
  {
    const PalierRecordDigest *own = i < end ? get_own (self, i) : NULL;
    const PalierRecordDigest *their =
        j < theirs->len ? &g_array_index (theirs, PalierRecordDigest, j) : NULL;
    int order = own == NULL ? 1 : their == NULL ? -1 : palier_id_compare (&own->id, &their->id);
    if (order != 0)
      note (self, order < 0 ? &own->id : &their->id, order < 0, order > 0);
    else if (memcmp (own->bytes, their->bytes, sizeof own->bytes) != 0)
      note (self, &own->id, TRUE, TRUE);
    else
      self->result->n_same++;
    i += order <= 0;
    j += order >= 0;
  }
}

static gboolean
compare_span (Compare *self, const Span *span, const PalierRangeSum *theirs, GError **error)
{
  PalierRangeSum own;

  palier_range_sum (&own, span->n > 0 ? get_own (self, span->first) : NULL, span->n);
  if (!theirs->more && theirs->count == own.count
      && memcmp (theirs->hash, own.hash, sizeof own.hash) == 0)
  {
    self->result->n_same += own.count;
    return TRUE;
  }
  g_autoptr (GArray) list = theirs->count > 0
                                ? list_theirs (self, span->ids, error)
                                : g_array_new (FALSE, FALSE, sizeof (PalierRecordDigest));
  if (list == NULL)
    return FALSE;
  compare_records (self, span, list);
  return TRUE;
}

/* The first begins before all ids, the last has no end. */
static Span
get_span (const Compare *self, guint first)
{
  Span span = { .first = first, .n = MIN (PALIER_RANGE_RECORDS, self->own->len - first) };
  guint next = first + span.n;

  span.ids.after = first > 0 ? get_own (self, first - 1)->id : PALIER_ID_NIL;
  span.ids.to = next < self->own->len ? get_own (self, next - 1)->id : PALIER_ID_NIL;
  return span;
}

/* @first: the place of the first of as many ranges as one request takes */
static gboolean
compare_some (Compare *self, guint first, GError **error)
{
  PalierIdRange ranges[PALIER_RANGES_MOST];
  guint n = 0;

  for (guint at = first; n < PALIER_RANGES_MOST && (at == first || at < self->own->len);
       at += PALIER_RANGE_RECORDS)
    ranges[n++] = get_span (self, at).ids;
  g_autoptr (PalierRangesAnswer) answer = ask (self, ranges, n, FALSE, error);
  if (answer == NULL)
    return FALSE;
  for (guint i = 0; i < n; i++)
  {
    Span span = get_span (self, first + i * PALIER_RANGE_RECORDS);
    if (!compare_span (self, &span, &g_array_index (answer->sums, PalierRangeSum, i), error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
compare_kind (Compare *self, GError **error)
{
  guint first = 0;

  if (!load_own (self, error))
    return FALSE;
  do
    if (!compare_some (self, first, error))
      return FALSE;
  while ((first += PALIER_RANGES_MOST * PALIER_RANGE_RECORDS) < self->own->len);
  return TRUE;
}

static gboolean
compare_all (Compare *self, GError **error)
{
  for (int kind = 0; kind < PALIER_N_KINDS; kind++)
  {
    self->kind = (PalierKind) kind;
    if (self->kinds & PALIER_CHANGED (kind) && !compare_kind (self, error))
      return FALSE;
  }
  return TRUE;
}

static DexFuture *
compare_fiber (gpointer data)
{
  Compare *self = data;
  g_autoptr (GError) error = NULL;

  if (!compare_all (self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_boxed (PALIER_TYPE_SYNC_COMPARISON,
                                    palier_sync_comparison_ref (self->result));
}

static Compare *
compare_new (PalierWorkspace *workspace, PalierAccount *account, guint kinds)
{
  Compare *self = g_new0 (Compare, 1);

  self->workspace = g_object_ref (workspace);
  self->account = account;
  self->kinds = kinds;
  self->result = palier_sync_comparison_new ();
  return self;
}

/**
 * palier_sync_compare:
 * @account: kept by the caller until the future has settled
 * @kinds: bits PALIER_CHANGED (kind)
 *
 * Compares what is here with what the relay holds. What changes meanwhile on either side may be
 * told as a difference.
 *
 * Returns: → PALIER_TYPE_SYNC_COMPARISON. Errors: PALIER_SYNC_ERROR (RELAY where it was put back
 *   meanwhile), PALIER_NET_ERROR, PALIER_STORAGE_ERROR
 */
DexFuture *
palier_sync_compare (PalierWorkspace *workspace, PalierAccount *account, guint kinds)
{
  return dex_scheduler_spawn (NULL, 0, compare_fiber, compare_new (workspace, account, kinds),
                              compare_free);
}

/* ---- what the relay lacks */

/* Of one kind, from @first on. Returns: how many of the differences were looked at; 0 with @error
 */
static guint
requeue_some (Compare *self, guint first, GError **error)
{
  const GArray *different = self->result->different;
  PalierKind kind = g_array_index (different, PalierDifference, first).kind;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (PalierId));
  guint i = first;

  for (; i < different->len && ids->len < REQUEUED; i++)
  {
    const PalierDifference *one = &g_array_index (different, PalierDifference, i);
    if (one->kind != kind)
      break;
    if (one->here)
      g_array_append_val (ids, one->id);
  }
  return dex_await (palier_change_store_requeue_some (self->workspace, kind, ids), error)
             ? i - first
             : 0;
}

static gboolean
requeue_different (Compare *self, GError **error)
{
  guint n;

  for (guint i = 0; i < self->result->different->len; i += n)
    if ((n = requeue_some (self, i, error)) == 0)
      return FALSE;
  return dex_await (palier_change_store_requeue (self->workspace, 0), error);
}

/* A relay from before there were ranges is given everything, and so is one that will not be asked
 * for as many lists as there are differences. */
static gboolean
cannot_be_compared (const GError *error)
{
  return error->domain == PALIER_SYNC_ERROR
         && (g_str_equal (error->message, "not_found")
             || g_str_equal (error->message, "rate_limit"));
}

static gboolean
requeue (Compare *self, GError **error)
{
  g_autoptr (GError) failure = NULL;

  self->result->epoch = self->epoch;
  if (compare_all (self, &failure))
    return requeue_different (self, error);
  if (cannot_be_compared (failure))
    return dex_await (palier_change_store_requeue (self->workspace, self->kinds), error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static DexFuture *
requeue_fiber (gpointer data)
{
  g_autoptr (GError) error = NULL;

  return requeue (data, &error) ? dex_future_new_true ()
                                : dex_future_new_for_error (g_steal_pointer (&error));
}

/**
 * palier_sync_requeue:
 * @kinds: bits PALIER_CHANGED (kind)
 * @epoch: (nullable): the relay is to be of this one; a relay of another is an error
 *
 * What the relay lacks, or has in another state, waits again; of messages, where they are not among
 * the kinds, those that were erased. For a relay that lost its history, and for another one.
 *
 * Returns: → TRUE. Errors: as palier_sync_compare()
 */
DexFuture *
palier_sync_requeue (PalierWorkspace *workspace, PalierAccount *account, guint kinds,
                     const PalierId *epoch)
{
  Compare *self = compare_new (workspace, account, kinds);

  if (epoch != NULL)
    self->epoch = *epoch;
  return dex_scheduler_spawn (NULL, 0, requeue_fiber, self, compare_free);
}
