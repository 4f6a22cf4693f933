/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The newest messages as a list model. Items are kept by the row, so that a page that shows one
 * goes on showing the same object when its state changes; only those that changed are read again.
 */
#include "palier-message-list.h"

#include "palier-message-item.h"

/* What a page can show at all; older ones are found by prospect. */
#define LIST_MAX 20000
#define REFRESH_DELAY_MS 80
/* Names of prospects change seldom, but by thousands in an import. */
#define NAMES_DELAY_MS 1000
/* So many are read at once, so that who asks for one message meanwhile does not wait for all. */
#define CHUNK 500
/* So many places that changed one by one are no better than a list that changed. */
#define MOVES_MAX 32

#define PALIER_TYPE_MESSAGE_LIST (palier_message_list_get_type ())
G_DECLARE_FINAL_TYPE (PalierMessageList, palier_message_list, PALIER, MESSAGE_LIST, GObject)

struct _PalierMessageList
{
  GObject parent;
  PalierCore *core;
  GPtrArray *items; /* (element-type PalierMessageItem) */
  gint64 told;      /* as of PalierMessageRows */
  gboolean busy;    /* it is being read, … */
  gboolean again;   /* … and once more then, … */
  gboolean names;   /* … with the names of prospects */
  guint source;
  guint names_source;
  gulong handler;
};

static GType
palier_message_list_get_item_type (GListModel *model)
{
  return PALIER_TYPE_MESSAGE_ITEM;
}

static guint
palier_message_list_get_n_items (GListModel *model)
{
  return PALIER_MESSAGE_LIST (model)->items->len;
}

static gpointer
palier_message_list_get_item (GListModel *model, guint position)
{
  PalierMessageList *self = PALIER_MESSAGE_LIST (model);
  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position))
                                     : NULL;
}

static void
palier_message_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = palier_message_list_get_item_type;
  iface->get_n_items = palier_message_list_get_n_items;
  iface->get_item = palier_message_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PalierMessageList, palier_message_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      palier_message_list_model_init))

/* ---- what is to be read */

/* The rows as they are found, and what becomes of them. */
typedef struct
{
  PalierMessageRows *rows;
  GPtrArray *items;    /* (element-type PalierMessageItem): of each row: the former one, or new */
  GArray *wanted;      /* (element-type guint): which of them are to be read */
  GPtrArray *messages; /* (nullable elements): of those that are wanted */
} Refresh;

static void
refresh_clear (Refresh *self)
{
  g_clear_pointer (&self->rows, palier_message_rows_free);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->wanted, g_array_unref);
  g_clear_pointer (&self->messages, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Refresh, refresh_clear)

static void
clear_message (gpointer message)
{
  if (message != NULL)
    palier_message_free (message);
}

/* (transfer full): the items by the number of their row */
static GHashTable *
make_index (PalierMessageList *self)
{
  GHashTable *items = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < self->items->len; i++)
  {
    PalierMessageItem *item = g_ptr_array_index (self->items, i);
    g_hash_table_insert (items, &item->row.n, item);
  }
  return items;
}

/* (transfer full): the former item, or a new one */
static PalierMessageItem *
take_item (GHashTable *index, const gint64 *n)
{
  PalierMessageItem *item = g_hash_table_lookup (index, n);

  return item != NULL ? g_object_ref (item) : palier_message_item_new (*n);
}

static void
match_rows (PalierMessageList *self, gboolean names, Refresh *refresh)
{
  g_autoptr (GHashTable) index = make_index (self);
  g_autoptr (GHashTable) stirred = g_hash_table_new (g_int64_hash, g_int64_equal);
  const GArray *told = refresh->rows->stirred;

  for (guint i = 0; i < told->len; i++)
    g_hash_table_add (stirred, &g_array_index (told, gint64, i));
  refresh->items = g_ptr_array_new_with_free_func (g_object_unref);
  refresh->wanted = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < refresh->rows->rows->len; i++)
  {
    const PalierMessageRow *row = &g_array_index (refresh->rows->rows, PalierMessageRow, i);
    PalierMessageItem *item = take_item (index, &row->n);
    if (item->message == NULL || item->row.version != row->version
        || (names && item->row.name_version != row->name_version)
        || g_hash_table_contains (stirred, &row->n))
      g_array_append_val (refresh->wanted, i);
    g_ptr_array_add (refresh->items, item);
  }
}

/* In a fiber. */
static gboolean
read_wanted (PalierMessageList *self, Refresh *refresh, GError **error)
{
  refresh->messages = g_ptr_array_new_with_free_func (clear_message);
  for (guint start = 0; start < refresh->wanted->len; start += CHUNK)
  {
    g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));
    for (guint i = start; i < MIN (start + CHUNK, refresh->wanted->len); i++)
    {
      guint at = g_array_index (refresh->wanted, guint, i);
      g_array_append_val (ns, g_array_index (refresh->rows->rows, PalierMessageRow, at).n);
    }
    g_autoptr (GPtrArray) read =
        dex_await_boxed (palier_message_rows_load (self->core->workspace, ns), error);
    if (read == NULL)
      return FALSE;
    for (guint i = 0; i < read->len; i++)
      g_ptr_array_add (refresh->messages, g_steal_pointer (&read->pdata[i]));
  }
  return TRUE;
}

/* ---- what is shown */

static gboolean
has_moved (const PalierMessage *before, const PalierMessage *after)
{
  return before != NULL
         && (before->state != after->state || (before->due_ms > 0) != (after->due_ms > 0)
             || g_strcmp0 (before->delivery, after->delivery) != 0);
}

/* Gives the items their messages; those that are gone go. Returns: (transfer full) (element-type
 * PalierMessageItem): those that belong to another section now: a model that sorts looks at them
 * anew only when they change places in this one. */
static GPtrArray *
fill_items (Refresh *refresh)
{
  GPtrArray *moved = g_ptr_array_new ();

  for (guint i = 0; i < refresh->wanted->len; i++)
  {
    guint at = g_array_index (refresh->wanted, guint, i);
    PalierMessageItem *item = refresh->items->pdata[at];
    PalierMessage *message = refresh->messages->pdata[i];
    if (message == NULL)
      continue;
    if (has_moved (item->message, message))
      g_ptr_array_add (moved, item);
    palier_message_item_fill (item, &g_array_index (refresh->rows->rows, PalierMessageRow, at),
                              message);
  }
  for (guint i = refresh->items->len; i > 0; i--)
    if (((PalierMessageItem *) refresh->items->pdata[i - 1])->message == NULL)
      g_ptr_array_remove_index (refresh->items, i - 1);
  return moved;
}

static void
replace_items (PalierMessageList *self, GPtrArray *items)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->items);
  guint start = 0, end = 0;

  while (start < before->len && start < items->len && before->pdata[start] == items->pdata[start])
    start++;
  while (start + end < before->len && start + end < items->len
         && before->pdata[before->len - 1 - end] == items->pdata[items->len - 1 - end])
    end++;
  self->items = g_ptr_array_ref (items);
  if (before->len != start + end || items->len != start + end)
    g_list_model_items_changed (G_LIST_MODEL (self), start, before->len - start - end,
                                items->len - start - end);
}

static void
tell_moved (PalierMessageList *self, GPtrArray *moved)
{
  guint at;

  if (moved->len > MOVES_MAX)
    return g_list_model_items_changed (G_LIST_MODEL (self), 0, self->items->len, self->items->len);
  for (guint i = 0; i < moved->len; i++)
    if (g_ptr_array_find (self->items, moved->pdata[i], &at))
      g_list_model_items_changed (G_LIST_MODEL (self), at, 1, 1);
}

/* In a fiber. */
static gboolean
read_again (PalierMessageList *self, GError **error)
{
  gboolean names = self->names;
  g_auto (Refresh) refresh = { 0 };

  self->again = self->names = FALSE;
  refresh.rows = dex_await_boxed (
      palier_message_rows_list (self->core->workspace, LIST_MAX, self->told, names), error);
  if (refresh.rows == NULL)
    return FALSE;
  match_rows (self, names, &refresh);
  if (!read_wanted (self, &refresh, error))
    return FALSE;
  self->told = refresh.rows->told;
  g_autoptr (GPtrArray) moved = fill_items (&refresh);
  replace_items (self, refresh.items);
  tell_moved (self, moved);
  return TRUE;
}

static DexFuture *
refresh_fiber (gpointer data)
{
  PalierMessageList *self = data;
  g_autoptr (GError) error = NULL;

  do
    if (!read_again (self, &error))
      g_debug ("messages: %s", error->message);
  while (self->again && error == NULL);
  self->busy = FALSE;
  return dex_future_new_true ();
}

static void
refresh (PalierMessageList *self)
{
  self->again = TRUE;
  if (self->busy)
    return;
  self->busy = TRUE;
  dex_future_disown (
      dex_scheduler_spawn (NULL, 0, refresh_fiber, g_object_ref (self), g_object_unref));
}

static gboolean
on_refresh_cb (gpointer data)
{
  PalierMessageList *self = data;

  self->source = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_names_cb (gpointer data)
{
  PalierMessageList *self = data;

  self->names_source = 0;
  self->names = TRUE;
  refresh (self);
  return G_SOURCE_REMOVE;
}

static void
on_workspace_changed_cb (PalierWorkspace *workspace, guint kinds, gpointer data)
{
  PalierMessageList *self = data;
  guint ours = PALIER_CHANGED (PALIER_KIND_MESSAGE) | PALIER_CHANGED (PALIER_KIND_EVENT);

  if ((kinds & ours) != 0 && self->source == 0)
    self->source = g_timeout_add (REFRESH_DELAY_MS, on_refresh_cb, self);
  if ((kinds & PALIER_CHANGED (PALIER_KIND_PROSPECT)) != 0 && self->names_source == 0)
    self->names_source = g_timeout_add (NAMES_DELAY_MS, on_names_cb, self);
}

static void
palier_message_list_finalize (GObject *object)
{
  PalierMessageList *self = PALIER_MESSAGE_LIST (object);

  g_clear_signal_handler (&self->handler, self->core->workspace);
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_handle_id (&self->names_source, g_source_remove);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->core, palier_core_unref);
  G_OBJECT_CLASS (palier_message_list_parent_class)->finalize (object);
}

static void
palier_message_list_class_init (PalierMessageListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palier_message_list_finalize;
}

static void
palier_message_list_init (PalierMessageList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

GListModel *
palier_message_list_new (PalierCore *core)
{
  PalierMessageList *self = g_object_new (PALIER_TYPE_MESSAGE_LIST, NULL);

  self->core = palier_core_ref (core);
  self->told = -1;
  self->names = TRUE;
  self->handler =
      g_signal_connect (core->workspace, "changed", G_CALLBACK (on_workspace_changed_cb), self);
  refresh (self);
  return G_LIST_MODEL (self);
}
