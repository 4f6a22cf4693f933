/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-prospect-bulk.h"

#include <string.h>

#include "palier-prospect-store.h"
#include "palier-score-pass.h"
#include "palier-session-error.h"

#define PAGE 1000
#define TAG_MAX 100

/* Page after page: the rows that are still there. In a fiber. */
static GPtrArray *
read_page (PalierCore *core, GArray *numbers, guint first, GError **error)
{
  g_autoptr (GArray) page = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_vals (page, &g_array_index (numbers, gint64, first),
                       MIN (numbers->len - first, PAGE));
  GPtrArray *rows = dex_await_boxed (palier_prospect_store_rows (core->workspace, page), error);
  for (guint i = rows != NULL ? rows->len : 0; i > 0; i--)
    if (g_ptr_array_index (rows, i - 1) == NULL)
      g_ptr_array_remove_index (rows, i - 1);
  return rows;
}

/* A set without @tag, or with it; NULL: it is so already. */
static char *
change_tags (const PalierProspect *prospect, const char *tag, gboolean add)
{
  g_auto (GStrv) tags = palier_prospect_dup_set (prospect, PALIER_FIELD_TAGS);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();
  gboolean has = palier_prospect_in_set (prospect, PALIER_FIELD_TAGS, tag);
  gboolean placed = !add;

  if (has == add)
    return NULL;
  for (char **one = tags; one != NULL && *one != NULL; one++)
  {
    if (!placed && strcmp (*one, tag) > 0)
    {
      g_ptr_array_add (kept, (gpointer) tag);
      placed = TRUE;
    }
    if (strcmp (*one, tag) != 0)
      g_ptr_array_add (kept, *one);
  }
  if (!placed)
    g_ptr_array_add (kept, (gpointer) tag);
  g_ptr_array_add (kept, NULL);
  return g_strjoinv ("\n", (char **) kept->pdata);
}

static void
add_edit (GPtrArray *edits, PalierBulk bulk, const PalierProspect *row, const char *value)
{
  const PalierId *id = palier_prospect_get_id (row);

  if (bulk == PALIER_BULK_STAGE)
  {
    if (g_strcmp0 (palier_prospect_get (row, PALIER_FIELD_STAGE), value) != 0)
      g_ptr_array_add (edits, palier_prospect_edit_new (id, PALIER_FIELD_STAGE, value, NULL));
    return;
  }
  g_autofree char *tags = change_tags (row, value, bulk == PALIER_BULK_ADD_TAG);
  if (tags != NULL)
    g_ptr_array_add (edits, palier_prospect_edit_new (id, PALIER_FIELD_TAGS, tags, NULL));
}

/* Returns: whether all went well; @n_edits: how many values change */
static gboolean
write_pages (PalierCall *call, const PalierId *changeset, guint *n_edits, GError **error)
{
  GArray *numbers = call->value;

  for (guint first = 0; first < numbers->len; first += PAGE)
  {
    g_autoptr (GPtrArray) rows = read_page (call->core, numbers, first, error);
    g_autoptr (GPtrArray) edits =
        g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_edit_free);
    for (guint i = 0; rows != NULL && i < rows->len; i++)
      add_edit (edits, (PalierBulk) call->number, g_ptr_array_index (rows, i), call->first);
    if (rows == NULL
        || (edits->len > 0
            && !dex_await (palier_prospect_store_update (call->core->workspace, changeset, edits),
                           error)))
      return FALSE;
    *n_edits += edits->len;
  }
  return TRUE;
}

static DexFuture *
change_fiber (gpointer data)
{
  PalierCall *call = data;
  PalierWorkspace *workspace = call->core->workspace;
  PalierId id = palier_workspace_new_id (workspace);
  g_autoptr (GError) error = NULL;
  guint n_edits = 0;

  if (!dex_await (palier_changeset_store_begin (workspace, &id, "edit", call->first), &error))
    return palier_reject (&error);
  gboolean good = write_pages (call, &id, &n_edits, &error);
  if (!good || n_edits == 0)
  {
    dex_await (palier_changeset_store_abandon (workspace, &id), NULL);
    return good ? dex_future_new_take_boxed (PALIER_TYPE_CHANGESET, NULL) : palier_reject (&error);
  }
  if (!dex_await (palier_changeset_store_close (workspace, &id), &error)
      || (call->number == PALIER_BULK_STAGE
          && !palier_score_pass_run (call->core, call->value, &error)))
    return palier_reject (&error);
  return palier_changeset_store_get (workspace, &id);
}

static DexFuture *
delete_fiber (gpointer data)
{
  PalierCall *call = data;
  GArray *numbers = call->value;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (PalierId));
  g_autoptr (GError) error = NULL;

  for (guint first = 0; first < numbers->len; first += PAGE)
  {
    g_autoptr (GPtrArray) rows = read_page (call->core, numbers, first, &error);
    if (rows == NULL)
      return palier_reject (&error);
    for (guint i = 0; i < rows->len; i++)
      g_array_append_vals (ids, palier_prospect_get_id (g_ptr_array_index (rows, i)), 1);
  }
  if (ids->len == 0)
    return dex_future_new_take_boxed (PALIER_TYPE_CHANGESET, NULL);
  return palier_prospect_store_delete (call->core->workspace, (const PalierId *) ids->data,
                                       ids->len);
}

/* The tag as it is kept: one line, no comma, which parts tags where they are typed. */
static char *
tidy_tag (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_autofree char *tag = g_strdup (g_strstrip (g_strdelimit (valid, "\n\r\t", ' ')));

  return *tag != '\0' && strlen (tag) <= TAG_MAX && strpbrk (tag, ",;") == NULL
             ? g_steal_pointer (&tag)
             : NULL;
}

/**
 * palier_prospect_bulk_run:
 * @numbers: (element-type gint64): row numbers; kept by reference, not to be changed
 * @value: (nullable): the tag or the key of the stage
 *
 * Returns: (transfer full): → PALIER_TYPE_CHANGESET by which it is undone as one; NULL where there
 *   was nothing to change. Errors: PALIER_SESSION_ERROR_VALUE
 */
DexFuture *
palier_prospect_bulk_run (PalierCore *core, PalierBulk bulk, GArray *numbers, const char *value)
{
  g_autofree char *tidy = bulk == PALIER_BULK_STAGE ? g_strdup (value) : tidy_tag (value);
  gboolean good =
      bulk == PALIER_BULK_DELETE
      || (tidy != NULL
          && (bulk != PALIER_BULK_STAGE || palier_field_has_choice (PALIER_FIELD_STAGE, tidy)));

  if (!good)
    return dex_future_new_reject (PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_VALUE, "%s",
                                  bulk == PALIER_BULK_STAGE ? "stage_unknown" : "tags_invalid");
  return palier_call_run (&(PalierCall) { .core = core,
                                          .number = bulk,
                                          .first = tidy,
                                          .value = g_array_ref (numbers),
                                          .free_value = (GDestroyNotify) g_array_unref },
                          bulk == PALIER_BULK_DELETE ? delete_fiber : change_fiber);
}
