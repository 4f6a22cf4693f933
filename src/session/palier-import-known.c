/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a batch has to be compared with: who is in the base by exact keys, who must not come back,
 * and the rows that earlier batches became. */
#include "palier-apart-set.h"
#include "palier-gatekeeper.h"
#include "palier-import-work.h"
#include "palier-prospect-store.h"
#include "palier-suppression-store.h"

/* Of one shared key (a switchboard) only so many rows are compared. */
#define MAX_CANDIDATES 32

void
palier_import_work_init (PalierImportWork *self, PalierImportTarget *target,
                         PalierImportBatch *batch, gint64 now_ms)
{
  guint n = MAX (batch->drafts->len, 1);

  *self = (PalierImportWork) { .target = target, .batch = batch, .now_ms = now_ms };
  self->owners = g_array_new (FALSE, FALSE, sizeof (guint));
  self->keys = g_array_new (FALSE, FALSE, sizeof (PalierProspectKey));
  self->others = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  self->candidates = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  self->known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                       (GDestroyNotify) palier_prospect_unref);
  self->filled = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->inserts = g_ptr_array_new ();
  self->insert_drafts = g_array_new (FALSE, FALSE, sizeof (guint));
  self->near = g_new0 (PalierNear, n);
  self->suppressed = g_new0 (gboolean, n);
  self->places = g_new0 (gint32, n);
}

void
palier_import_work_clear (PalierImportWork *self)
{
  g_clear_pointer (&self->owners, g_array_unref);
  g_clear_pointer (&self->keys, g_array_unref);
  g_clear_pointer (&self->others, g_ptr_array_unref);
  g_clear_pointer (&self->candidates, g_hash_table_unref);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->filled, g_hash_table_unref);
  g_clear_pointer (&self->inserts, g_ptr_array_unref);
  g_clear_pointer (&self->insert_drafts, g_array_unref);
  g_free (self->near);
  g_free (self->suppressed);
  g_free (self->places);
}

/* ---- who is in the base */

static void
add_key (PalierImportWork *work, guint draft, PalierField field, const char *value)
{
  PalierProspectKey key = { field, value };

  g_array_append_val (work->keys, key);
  g_array_append_val (work->owners, draft);
}

static void
add_others (PalierImportWork *work, guint draft, PalierField field)
{
  char **values = palier_identity_dup_others (palier_import_work_prospect (work, draft), field);

  if (values == NULL)
    return;
  g_ptr_array_add (work->others, values);
  for (guint i = 0; values[i] != NULL; i++)
    add_key (work, draft, field, values[i]);
}

static void
add_keys (PalierImportWork *work, guint draft)
{
  PalierIdentityKey found[PALIER_IDENTITY_KEYS];
  guint n = palier_identity_keys (palier_import_work_prospect (work, draft), found);

  for (guint i = 0; i < n; i++)
    if (found[i].field != PALIER_FIELD_LINKEDIN)
      add_key (work, draft, found[i].field, found[i].value);
  add_others (work, draft, PALIER_FIELD_EMAIL);
  add_others (work, draft, PALIER_FIELD_PHONE);
}

static void
collect_keys (PalierImportWork *work)
{
  for (guint i = 0; i < work->batch->drafts->len; i++)
    if (palier_import_work_match (work, i)->identity != PALIER_IDENTITY_SAME)
      add_keys (work, i);
}

static gboolean
has_n (GArray *ns, gint64 n)
{
  for (guint i = 0; i < ns->len; i++)
    if (g_array_index (ns, gint64, i) == n)
      return TRUE;
  return FALSE;
}

static void
note_candidate (PalierImportWork *work, guint draft, gint64 n)
{
  GArray *ns = g_hash_table_lookup (work->candidates, GUINT_TO_POINTER (draft));

  if (ns == NULL)
  {
    ns = g_array_new (FALSE, FALSE, sizeof n);
    g_hash_table_insert (work->candidates, GUINT_TO_POINTER (draft), ns);
  }
  if (ns->len < MAX_CANDIDATES && !has_n (ns, n))
    g_array_append_val (ns, n);
}

gboolean
palier_import_work_learn (PalierImportWork *work, GArray *ns, GError **error)
{
  g_autoptr (GArray) missing = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < ns->len; i++)
    if (!g_hash_table_contains (work->known, &g_array_index (ns, gint64, i)))
      g_array_append_val (missing, g_array_index (ns, gint64, i));
  if (missing->len == 0)
    return TRUE;
  g_autoptr (GPtrArray) rows =
      dex_await_boxed (palier_prospect_store_rows_in (work->target->core->workspace,
                                                      &work->target->changeset, missing),
                       error);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (g_ptr_array_index (rows, i) != NULL)
      g_hash_table_insert (work->known,
                           g_memdup2 (&g_array_index (missing, gint64, i), sizeof (gint64)),
                           palier_prospect_ref (g_ptr_array_index (rows, i)));
  return TRUE;
}

static gboolean
look_up (PalierImportWork *work, GError **error)
{
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));

  collect_keys (work);
  if (work->keys->len == 0)
    return TRUE;
  g_autoptr (GArray) matches = dex_await_boxed (
      palier_prospect_store_find (work->target->core->workspace,
                                  (const PalierProspectKey *) work->keys->data, work->keys->len),
      error);
  if (matches == NULL)
    return FALSE;
  for (guint i = 0; i < matches->len; i++)
  {
    const PalierProspectMatch *match = &g_array_index (matches, PalierProspectMatch, i);
    note_candidate (work, g_array_index (work->owners, guint, match->key), match->n);
    g_array_append_val (ns, match->n);
  }
  return palier_import_work_learn (work, ns, error);
}

/* Whether the draft is the same as another one, too, whom the user told apart from the chosen one.
 */
static gboolean
is_contested (PalierImportWork *work, guint index, GPtrArray *rows, guint chosen)
{
  const PalierId *id = palier_prospect_get_id (g_ptr_array_index (rows, chosen));
  const char *reason;

  for (guint i = 0; i < rows->len; i++)
    if (palier_apart_set_has (work->target->apart, id,
                              palier_prospect_get_id (g_ptr_array_index (rows, i)))
        && palier_identity_compare (palier_import_work_prospect (work, index),
                                    g_ptr_array_index (rows, i), &reason)
               == PALIER_IDENTITY_SAME)
      return TRUE;
  return FALSE;
}

/* The prospect of the base that the draft is the same as, or may be. */
PalierIdentity
palier_import_work_find_other (PalierImportWork *work, guint index, gint64 *n, const char **reason)
{
  GArray *ns = g_hash_table_lookup (work->candidates, GUINT_TO_POINTER (index));
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  guint chosen;

  for (guint i = 0; ns != NULL && i < ns->len; i++)
  {
    PalierProspect *row = g_hash_table_lookup (work->known, &g_array_index (ns, gint64, i));
    if (row != NULL)
      g_ptr_array_add (rows, row);
  }
  if (rows->len == 0)
    return PALIER_IDENTITY_NEW;
  PalierIdentity found =
      palier_identity_choose (palier_import_work_prospect (work, index), rows, &chosen, reason);
  if (found != PALIER_IDENTITY_NEW)
    *n = palier_prospect_get_n (g_ptr_array_index (rows, chosen));
  return found == PALIER_IDENTITY_SAME && is_contested (work, index, rows, chosen)
             ? PALIER_IDENTITY_UNSURE
             : found;
}

/* Whether exact keys tell surely who the draft is. */
gboolean
palier_import_work_is_same (PalierImportWork *self, guint index)
{
  const char *reason;
  gint64 n;

  return palier_import_work_find_other (self, index, &n, &reason) == PALIER_IDENTITY_SAME;
}

/* ---- who must not come back */

static gboolean
look_for_suppressed (PalierImportWork *work, GError **error)
{
  g_autoptr (GArray) all = palier_address_list_new ();
  g_autoptr (GArray) owners = g_array_new (FALSE, FALSE, sizeof (guint));

  if (!work->target->has_suppressions)
    return TRUE;
  for (guint i = 0; i < work->batch->drafts->len; i++)
  {
    g_autoptr (GArray) own = palier_prospect_dup_addresses (palier_import_work_prospect (work, i));
    for (guint k = 0; k < own->len; k++)
    {
      const PalierAddress *address = &g_array_index (own, PalierAddress, k);
      palier_address_list_add (all, address->kind, address->text);
      g_array_append_val (owners, i);
    }
  }
  g_autoptr (GArray) found =
      dex_await_boxed (palier_suppression_store_find (work->target->core->workspace, all), error);
  if (found == NULL)
    return FALSE;
  for (guint i = 0; i < found->len; i++)
    work->suppressed[g_array_index (owners, guint, i)] |= g_array_index (found, gboolean, i);
  return TRUE;
}

/* Rows of earlier batches that drafts of this one may go into. */
static gboolean
learn_earlier_rows (PalierImportWork *work, GError **error)
{
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; !work->target->dry && i < work->batch->drafts->len; i++)
  {
    const PalierMatch *match = palier_import_work_match (work, i);
    if (match->identity == PALIER_IDENTITY_NEW || match->row >= work->batch->first)
      continue;
    gint64 n = palier_import_work_get_n (work, match->row);
    if (n > 0)
      g_array_append_val (ns, n);
  }
  return palier_import_work_learn (work, ns, error);
}

/* Reads of the base what the batch has to be compared with. */
gboolean
palier_import_work_look (PalierImportWork *self, GError **error)
{
  return look_for_suppressed (self, error) && look_up (self, error)
         && palier_import_work_look_near (self, error) && learn_earlier_rows (self, error);
}
