/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts that no address or number makes surely one of the base are compared with its few rows that
 * share something with them, or whose names sound alike at the same firm or place, as a whole base
 * is when duplicates are looked for. */
#include "palier-import-near.h"

#include "palier-apart-set.h"
#include "palier-import-work.h"
#include "palier-linkage.h"
#include "palier-near-keys.h"
#include "palier-near-store.h"
#include "palier-worker.h"

/* Rows read and keyed in one transaction. */
#define CHUNK 10000
/* With so many rows a draft is compared, those first that share most keys. */
#define MOST_ROWS 8

/* ---- keys of the base */

static int
by_key (gconstpointer a, gconstpointer b)
{
  const PalierNearKey *x = a, *y = b;

  return x->key < y->key ? -1 : x->key > y->key;
}

/* In the order in which they are stored, so that each page is touched once. */
static GArray *
keys_of (GArray *ns, GPtrArray *rows)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (PalierNearKey));

  for (guint i = 0; i < ns->len; i++)
  {
    gint64 found[PALIER_NEAR_KEYS];
    guint n = rows->pdata[i] != NULL ? palier_near_keys (rows->pdata[i], found) : 0;
    for (guint k = 0; k < n; k++)
    {
      PalierNearKey key = { g_array_index (ns, gint64, i), found[k] };
      g_array_append_val (keys, key);
    }
  }
  g_array_sort (keys, by_key);
  return keys;
}

/**
 * palier_import_near_prepare:
 * @n_base: how many rows the base has
 *
 * Fills in the keys that rows of the base still lack. What was filled in stays where it is stopped
 * (G_IO_ERROR_CANCELLED).
 */
gboolean
palier_import_near_prepare (PalierCore *core, guint n_base, PalierNearProgress progress,
                            gpointer data, GError **error)
{
  for (guint64 done = 0;; done += CHUNK)
  {
    if (!progress (MIN ((double) done / MAX (n_base, 1), 1), data))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
      return FALSE;
    }
    g_autoptr (GArray) ns =
        dex_await_boxed (palier_near_store_missing (core->workspace, CHUNK), error);
    if (ns == NULL || ns->len == 0)
      return ns != NULL;
    g_autoptr (GPtrArray) rows =
        dex_await_boxed (palier_prospect_store_rows (core->workspace, ns), error);
    if (rows == NULL)
      return FALSE;
    g_autoptr (GArray) keys = keys_of (ns, rows);
    if (!dex_await (palier_near_store_put (core->workspace, ns, keys), error))
      return FALSE;
  }
}

/* ---- pairs to compare */

typedef struct
{
  guint draft;
  gint64 n;
  guint hits;   /* keys that both have */
  guint32 a, b; /* records */
  double probability;
  const char *reason;
} Pair;

/* Shared by the fiber and the thread that compares. */
typedef struct
{
  GPtrArray *prospects; /* (element-type PalierProspect): the records */
  GArray *pairs;        /* (element-type Pair) */
  double n_base;
  char *learned; /* (nullable) */
} Comparison;

static void
comparison_clear (gpointer data)
{
  Comparison *self = data;

  g_ptr_array_unref (self->prospects);
  g_array_unref (self->pairs);
  g_free (self->learned);
}

static void
comparison_unref (gpointer self)
{
  g_atomic_rc_box_release_full (self, comparison_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Comparison, comparison_unref)

/* Whether no exact key tells surely who it is. */
static gboolean
is_open (PalierImportWork *work, guint index)
{
  return !work->suppressed[index]
         && palier_import_work_match (work, index)->identity != PALIER_IDENTITY_SAME
         && !palier_import_work_is_same (work, index);
}

/* Keys of the open drafts. @owners: the draft of each */
static GArray *
collect_keys (PalierImportWork *work, GArray *owners)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < work->batch->drafts->len; i++)
  {
    gint64 found[PALIER_NEAR_KEYS];
    if (!is_open (work, i))
      continue;
    guint n = palier_near_keys (palier_import_work_prospect (work, i), found);
    g_array_append_vals (keys, found, n);
    for (guint k = 0; k < n; k++)
      g_array_append_val (owners, i);
  }
  return keys;
}

static int
by_hits (gconstpointer a, gconstpointer b)
{
  const Pair *x = a, *y = b;

  if (x->hits != y->hits)
    return x->hits > y->hits ? -1 : 1;
  return x->n < y->n ? -1 : x->n > y->n;
}

static void
note_hit (GArray *pairs, guint draft, gint64 n)
{
  for (guint i = 0; i < pairs->len; i++)
    if (g_array_index (pairs, Pair, i).n == n)
    {
      g_array_index (pairs, Pair, i).hits++;
      return;
    }
  Pair pair = { .draft = draft, .n = n, .hits = 1 };
  g_array_append_val (pairs, pair);
}

static void
take_most (GArray *of_draft, GArray *pairs)
{
  g_array_sort (of_draft, by_hits);
  if (of_draft->len > 0)
    g_array_append_vals (pairs, of_draft->data, MIN (of_draft->len, MOST_ROWS));
  g_array_set_size (of_draft, 0);
}

/* Those of the base who share an address or a number with a draft. */
static void
note_candidates (PalierImportWork *work, guint draft, GArray *pairs)
{
  GArray *ns = g_hash_table_lookup (work->candidates, GUINT_TO_POINTER (draft));

  for (guint i = 0; ns != NULL && i < ns->len && is_open (work, draft); i++)
    note_hit (pairs, draft, g_array_index (ns, gint64, i));
}

/* Matches are in the order of the drafts. */
static void
choose_pairs (PalierImportWork *work, GArray *matches, GArray *owners, GArray *pairs)
{
  g_autoptr (GArray) of_draft = g_array_new (FALSE, FALSE, sizeof (Pair));
  guint next = 0;

  for (guint draft = 0; draft < work->batch->drafts->len; draft++)
  {
    note_candidates (work, draft, of_draft);
    for (; next < matches->len; next++)
    {
      const PalierProspectMatch *match = &g_array_index (matches, PalierProspectMatch, next);
      if (g_array_index (owners, guint, match->key) != draft)
        break;
      note_hit (of_draft, draft, match->n);
    }
    take_most (of_draft, pairs);
  }
}

static guint32
record_of (Comparison *self, GHashTable *records, PalierProspect *prospect)
{
  guint32 next = GPOINTER_TO_UINT (g_hash_table_lookup (records, prospect));

  if (next == 0)
  {
    g_ptr_array_add (self->prospects, palier_prospect_ref (prospect));
    next = self->prospects->len;
    g_hash_table_insert (records, prospect, GUINT_TO_POINTER (next));
  }
  return next - 1;
}

/* Gives each pair its two records; a row that is gone meanwhile is beside itself. */
static void
set_records (PalierImportWork *work, Comparison *comparison)
{
  g_autoptr (GHashTable) records = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < comparison->pairs->len; i++)
  {
    Pair *pair = &g_array_index (comparison->pairs, Pair, i);
    PalierProspect *row = g_hash_table_lookup (work->known, &pair->n);
    pair->a = record_of (comparison, records, palier_import_work_prospect (work, pair->draft));
    pair->b = row != NULL ? record_of (comparison, records, row) : pair->a;
  }
}

/* ---- comparing, on another thread */

/* What speaks for one beside the name: the firm before details, and these before the place. */
static const char *
reason_of (PalierLinkage *linkage, const Pair *pair)
{
  static const struct
  {
    const char *field;
    const char *reason;
  } reasons[] = {
    { "company", "near_firm" },      { "siret", "near_firm" },    { "website", "near_firm" },
    { "birthdate", "near_contact" }, { "email", "near_contact" }, { "mobile", "near_contact" },
    { "phone", "near_contact" },     { "street", "near_place" },  { "postal_code", "near_place" },
    { "city", "near_place" },
  };
  PalierEvidence rows[PALIER_MAX_FEATURES];
  guint n = palier_linkage_explain (linkage, pair->a, pair->b, rows);

  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    for (guint k = 0; k < n; k++)
      if (rows[k].weight > 0 && g_str_equal (rows[k].field, reasons[i].field))
        return reasons[i].reason;
  return "near_name";
}

static DexFuture *
compare_job (gpointer data)
{
  Comparison *self = data;
  g_autoptr (PalierRecords) records = palier_records_new ();

  for (guint i = 0; i < self->prospects->len; i++)
    palier_records_add (records, g_ptr_array_index (self->prospects, i));
  palier_records_seal (records);
  g_autoptr (PalierLinkage) linkage = palier_linkage_new (records, 0);
  palier_linkage_assume (linkage, self->n_base, self->learned);
  for (guint i = 0; i < self->pairs->len; i++)
  {
    Pair *pair = &g_array_index (self->pairs, Pair, i);
    if (pair->a == pair->b)
      continue;
    pair->probability = palier_linkage_judge (linkage, pair->a, pair->b);
    if (pair->probability >= PALIER_LINKAGE_PROPOSED)
      pair->reason = reason_of (linkage, pair);
  }
  return dex_future_new_true ();
}

static double
odds_of (double probability)
{
  return probability / MAX (1 - probability, 1e-12);
}

/* The probability of @best among all of its draft: where the user told two of the base apart, the
 * draft is one of them at most. @end: after the draft's last pair */
static double
weigh_best (PalierImportWork *work, const Comparison *comparison, const Pair *best,
            const Pair *first, const Pair *end)
{
  GPtrArray *prospects = comparison->prospects;
  double sum = 1 + odds_of (best->probability);

  for (const Pair *pair = first; pair < end; pair++)
    if (pair->reason != NULL
        && palier_apart_set_has (work->target->apart,
                                 palier_prospect_get_id (g_ptr_array_index (prospects, pair->b)),
                                 palier_prospect_get_id (g_ptr_array_index (prospects, best->b))))
      sum += odds_of (pair->probability);
  return odds_of (best->probability) / sum;
}

static void
keep_best (PalierImportWork *work, const Comparison *comparison)
{
  const Pair *pairs = (const Pair *) comparison->pairs->data;
  const Pair *end = pairs + comparison->pairs->len;

  while (pairs < end)
  {
    const Pair *first = pairs, *best = NULL;
    for (; pairs < end && pairs->draft == first->draft; pairs++)
      if (pairs->reason != NULL && (best == NULL || pairs->probability > best->probability))
        best = pairs;
    if (best != NULL)
      work->near[best->draft] =
          (PalierNear) { best->n, weigh_best (work, comparison, best, first, pairs), best->reason };
  }
}

static gboolean
learn_rows (PalierImportWork *work, const GArray *pairs, GError **error)
{
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < pairs->len; i++)
    g_array_append_val (ns, g_array_index (pairs, Pair, i).n);
  return palier_import_work_learn (work, ns, error);
}

/* Finds for each open draft whom it is likely to be. */
gboolean
palier_import_work_look_near (PalierImportWork *self, GError **error)
{
  g_autoptr (GArray) owners = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (Comparison) comparison = g_atomic_rc_box_new0 (Comparison);

  comparison->prospects = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_unref);
  comparison->pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  comparison->n_base = self->target->n_base;
  comparison->learned = g_strdup (self->target->learned);
  if (self->target->n_base == 0)
    return TRUE;
  g_autoptr (GArray) keys = collect_keys (self, owners);
  g_autoptr (GArray) matches =
      dex_await_boxed (palier_near_store_find (self->target->core->workspace, keys), error);
  if (matches == NULL)
    return FALSE;
  choose_pairs (self, matches, owners, comparison->pairs);
  if (comparison->pairs->len == 0)
    return TRUE;
  if (!learn_rows (self, comparison->pairs, error))
    return FALSE;
  set_records (self, comparison);
  if (!dex_await (
          palier_pool_run (compare_job, g_atomic_rc_box_acquire (comparison), comparison_unref),
          error))
    return FALSE;
  keep_best (self, comparison);
  return TRUE;
}
