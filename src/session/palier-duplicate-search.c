/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The base is read in chunks into compact faces, which a pool thread compares; the caller's thread
 * only awaits, and tells how far it is. */
#include "palier-duplicate-search.h"

#include "palier-apart-set.h"
#include "palier-linkage.h"
#include "palier-prospect-store.h"
#include "palier-setting-store.h"
#include "palier-worker.h"

#define CHUNK 5000
#define TICK_MS 100
/* Of the whole, what reading takes. */
#define SHARE_OF_READING 0.3
#define MAX_EVIDENCE 12

/* A search on its way: shared by the fiber and the thread that compares. */
typedef struct
{
  PalierCore *core;
  double threshold;
  GArray *unsure;                   /* (nullable) (element-type PalierUnsurePair) */
  PalierDuplicateProgress progress; /* (nullable) */
  gpointer data;
  GDestroyNotify destroy; /* (nullable) */
  GCancellable *cancellable;

  PalierRecords *records;
  GArray *members;  /* (element-type PalierDuplicateMember): of each record */
  GArray *apart;    /* (element-type PalierApart) */
  GPtrArray *chunk; /* (nullable): being added */
  int permille;     /* atomic: how far the comparison is */
  char *learned;    /* (nullable): by the comparison */
} Search;

static void
search_clear (gpointer data)
{
  Search *self = data;

  g_clear_pointer (&self->records, palier_records_free);
  g_clear_pointer (&self->members, g_array_unref);
  g_clear_pointer (&self->apart, g_array_unref);
  g_clear_pointer (&self->chunk, g_ptr_array_unref);
  g_clear_pointer (&self->unsure, g_array_unref);
  g_clear_object (&self->cancellable);
  g_free (self->learned);
  palier_core_unref (self->core);
}

static void
search_unref (gpointer self)
{
  g_atomic_rc_box_release_full (self, search_clear);
}

/* Lets go of the caller's data on the caller's thread. */
static void
search_end (gpointer data)
{
  Search *self = data;

  if (self->destroy != NULL)
    self->destroy (self->data);
  search_unref (self);
}

static DexFuture *
add_job (gpointer data)
{
  Search *self = data;

  for (guint i = 0; i < self->chunk->len; i++)
  {
    PalierProspect *prospect = g_ptr_array_index (self->chunk, i);
    PalierDuplicateMember member = { *palier_prospect_get_id (prospect),
                                     palier_prospect_get_n (prospect) };
    palier_records_add (self->records, prospect);
    g_array_append_val (self->members, member);
  }
  return dex_future_new_true ();
}

static void
tell (Search *self, double fraction)
{
  if (self->progress != NULL)
    self->progress (fraction, self->data);
}

/* Reads the whole base. */
static gboolean
read_base (Search *self, GError **error)
{
  GError *failure = NULL;
  guint total =
      dex_await_uint (palier_prospect_store_count (self->core->workspace, NULL), &failure);
  gint64 after = 0;

  if (failure != NULL)
    return g_propagate_error (error, failure), FALSE;
  for (;;)
  {
    if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
      return FALSE;
    g_clear_pointer (&self->chunk, g_ptr_array_unref);
    self->chunk =
        dex_await_boxed (palier_prospect_store_scan (self->core->workspace, after, CHUNK), error);
    if (self->chunk == NULL)
      return FALSE;
    if (self->chunk->len == 0)
      return TRUE;
    after = palier_prospect_get_n (g_ptr_array_index (self->chunk, self->chunk->len - 1));
    if (!dex_await (palier_pool_run (add_job, g_atomic_rc_box_acquire (self), search_unref), error))
      return FALSE;
    tell (self, SHARE_OF_READING * self->members->len / (double) MAX (total, 1));
  }
}

static gboolean
note_progress (double fraction, gpointer data)
{
  Search *self = data;

  g_atomic_int_set (&self->permille, (int) (fraction * 1000));
  return !g_cancellable_is_cancelled (self->cancellable);
}

static void
forbid_apart (Search *self, PalierLinkage *linkage)
{
  g_autoptr (GHashTable) records =
      g_hash_table_new ((GHashFunc) palier_id_hash, (GEqualFunc) palier_id_equal);

  for (guint i = 0; self->apart->len > 0 && i < self->members->len; i++)
    g_hash_table_insert (records, &g_array_index (self->members, PalierDuplicateMember, i).id,
                         GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < self->apart->len; i++)
  {
    const PalierApart *pair = &g_array_index (self->apart, PalierApart, i);
    guint a = GPOINTER_TO_UINT (g_hash_table_lookup (records, &pair->a));
    guint b = GPOINTER_TO_UINT (g_hash_table_lookup (records, &pair->b));
    if (a != 0 && b != 0)
      palier_linkage_forbid (linkage, a - 1, b - 1);
  }
}

/* Why @a and @b are held to be one. */
static PalierDuplicateCluster *
explain (PalierLinkage *linkage, guint32 a, guint32 b, double score)
{
  PalierDuplicateCluster *found = palier_duplicate_cluster_new ();
  PalierEvidence rows[PALIER_MAX_FEATURES];
  guint n = palier_linkage_explain (linkage, a, b, rows);

  found->score = score;
  for (guint i = 0; i < MIN (n, MAX_EVIDENCE); i++)
  {
    PalierDuplicateEvidence row = { g_intern_string (rows[i].field),
                                    palier_level_name (rows[i].agreement), rows[i].weight };
    g_array_append_val (found->evidence, row);
  }
  return found;
}

static PalierDuplicateCluster *
describe (Search *self, PalierLinkage *linkage, const PalierCluster *cluster)
{
  PalierDuplicateCluster *found =
      explain (linkage, cluster->link.a, cluster->link.b, cluster->score);

  for (guint i = 0; i < cluster->members->len; i++)
    g_array_append_val (found->members,
                        g_array_index (self->members, PalierDuplicateMember,
                                       g_array_index (cluster->members, guint32, i)));
  return found;
}

static int
by_score (gconstpointer a, gconstpointer b)
{
  const PalierDuplicateCluster *x = *(PalierDuplicateCluster *const *) a;
  const PalierDuplicateCluster *y = *(PalierDuplicateCluster *const *) b;

  if (x->score != y->score)
    return x->score > y->score ? -1 : 1;
  gint64 n = g_array_index (x->members, PalierDuplicateMember, 0).n;
  gint64 m = g_array_index (y->members, PalierDuplicateMember, 0).n;
  return n < m ? -1 : n > m;
}

static const PalierDuplicateMember *
get_member (Search *self, guint index)
{
  return &g_array_index (self->members, PalierDuplicateMember, index);
}

/* Index of the record of prospect @n plus 1; 0: it is none. Members are in the order of n. */
static guint
record_of (Search *self, gint64 n)
{
  guint low = 0, high = self->members->len;

  while (low < high)
  {
    guint middle = low + (high - low) / 2;
    if (g_array_index (self->members, PalierDuplicateMember, middle).n < n)
      low = middle + 1;
    else
      high = middle;
  }
  return low < self->members->len
                 && g_array_index (self->members, PalierDuplicateMember, low).n == n
             ? low + 1
             : 0;
}

/* What an import was unsure of is shown although the comparison finds it unlikely: without a score.
 * @taken: of each record, whether a cluster has it */
static void
add_unsure (Search *self, PalierLinkage *linkage, guint8 *taken, GPtrArray *clusters)
{
  g_autoptr (GHashTable) apart = palier_apart_set_new (self->apart);

  for (guint i = 0; self->unsure != NULL && i < self->unsure->len; i++)
  {
    const PalierUnsurePair *pair = &g_array_index (self->unsure, PalierUnsurePair, i);
    guint a = record_of (self, MIN (pair->n, pair->other));
    guint b = record_of (self, MAX (pair->n, pair->other));
    if (a == 0 || b == 0 || a == b || taken[a - 1] || taken[b - 1]
        || palier_apart_set_has (apart, &get_member (self, a - 1)->id,
                                 &get_member (self, b - 1)->id))
      continue;
    PalierDuplicateCluster *found = explain (linkage, a - 1, b - 1, 0);
    g_array_append_vals (found->members, get_member (self, a - 1), 1);
    g_array_append_vals (found->members, get_member (self, b - 1), 1);
    taken[a - 1] = taken[b - 1] = 1;
    g_ptr_array_add (clusters, found);
  }
}

static PalierDuplicatesFound *
take_found (Search *self, PalierLinkage *linkage)
{
  PalierDuplicatesFound *found = palier_duplicates_found_new ();
  g_autoptr (GPtrArray) clusters = palier_linkage_cluster (linkage, self->threshold);
  g_autofree guint8 *taken = g_new0 (guint8, self->members->len + 1);

  for (guint i = 0; i < clusters->len; i++)
  {
    const PalierCluster *cluster = g_ptr_array_index (clusters, i);
    for (guint k = 0; k < cluster->members->len; k++)
      taken[g_array_index (cluster->members, guint32, k)] = 1;
    g_ptr_array_add (found->clusters, describe (self, linkage, cluster));
  }
  add_unsure (self, linkage, taken, found->clusters);
  for (guint i = 0; i < self->members->len; i++)
    if (taken[i] == 0)
      g_array_append_val (found->single, g_array_index (self->members, PalierDuplicateMember, i));
  g_ptr_array_sort (found->clusters, by_score);
  return found;
}

static DexFuture *
link_job (gpointer data)
{
  Search *self = data;

  palier_records_seal (self->records);
  g_autoptr (PalierLinkage) linkage = palier_linkage_new (self->records, self->members->len);
  forbid_apart (self, linkage);
  if (!palier_linkage_run (linkage, note_progress, self))
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  self->learned = palier_linkage_dup_learned (linkage);
  return dex_future_new_take_boxed (PALIER_TYPE_DUPLICATES_FOUND, take_found (self, linkage));
}

/* Awaits the comparison, and tells ten times a second how far it is. */
static PalierDuplicatesFound *
await_linking (Search *self, GError **error)
{
  DexFuture *linking = palier_pool_run (link_job, g_atomic_rc_box_acquire (self), search_unref);

  while (dex_future_is_pending (linking))
  {
    dex_await (dex_future_first (dex_ref (linking), dex_timeout_new_msec (TICK_MS), NULL), NULL);
    tell (self,
          SHARE_OF_READING + (1 - SHARE_OF_READING) * g_atomic_int_get (&self->permille) / 1000.0);
  }
  return dex_await_boxed (linking, error);
}

/* Keeps what was learned for the imports to come. */
static gboolean
keep_learned (Search *self, GError **error)
{
  return self->learned == NULL
         || dex_await (palier_local_store_set (self->core->workspace, PALIER_DUPLICATE_LEARNED,
                                               self->learned),
                       error);
}

static DexFuture *
find_fiber (gpointer data)
{
  Search *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierDuplicatesFound) found = NULL;

  self->apart = dex_await_boxed (palier_prospect_store_apart (self->core->workspace), &error);
  if (self->apart == NULL || !read_base (self, &error)
      || (found = await_linking (self, &error)) == NULL || !keep_learned (self, &error))
    return palier_reject (&error);
  return dex_future_new_take_boxed (PALIER_TYPE_DUPLICATES_FOUND, g_steal_pointer (&found));
}

/* As palier_duplicate_service_find(). */
DexFuture *
palier_duplicate_search (PalierCore *core, double threshold, GArray *unsure,
                         PalierDuplicateProgress progress, gpointer data, GDestroyNotify destroy,
                         GCancellable *cancellable)
{
  Search *search = g_atomic_rc_box_new0 (Search);

  search->core = palier_core_ref (core);
  search->threshold = CLAMP (threshold, PALIER_LINKAGE_LEAST, 1.0);
  search->unsure = unsure != NULL ? g_array_ref (unsure) : NULL;
  search->progress = progress;
  search->data = data;
  search->destroy = destroy;
  search->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  search->records = palier_records_new ();
  search->members = g_array_new (FALSE, FALSE, sizeof (PalierDuplicateMember));
  return dex_scheduler_spawn (NULL, 0, find_fiber, search, search_end);
}
