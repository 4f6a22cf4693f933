/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The newest messages as a list model. Items are kept by the message's id, so that a page that
 * shows one goes on showing the same object when its state changes. */
#include "palier-message-list.h"

#include "palier-message-store.h"

/* What a page can show at all; older ones are found by prospect. */
#define LIST_MAX 5000
#define REFRESH_DELAY_MS 80

struct _PalierMessageItem
{
  GObject parent;
  PalierMessage *message;
};

enum
{
  PROP_MESSAGE = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalierMessageItem, palier_message_item, G_TYPE_OBJECT)

static void
palier_message_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_MESSAGE)
    g_value_set_boxed (value, PALIER_MESSAGE_ITEM (object)->message);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
palier_message_item_finalize (GObject *object)
{
  g_clear_pointer (&PALIER_MESSAGE_ITEM (object)->message, palier_message_free);
  G_OBJECT_CLASS (palier_message_item_parent_class)->finalize (object);
}

static void
palier_message_item_class_init (PalierMessageItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = palier_message_item_get_property;
  object_class->finalize = palier_message_item_finalize;
  properties[PROP_MESSAGE] =
      g_param_spec_boxed ("message", NULL, NULL, PALIER_TYPE_MESSAGE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
palier_message_item_init (PalierMessageItem *self)
{
}

PalierMessage *
palier_message_item_get_message (PalierMessageItem *self)
{
  return self->message;
}

static void
item_set (PalierMessageItem *self, PalierMessage *message)
{
  g_clear_pointer (&self->message, palier_message_free);
  self->message = palier_message_ref (message);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
}

#define PALIER_TYPE_MESSAGE_LIST (palier_message_list_get_type ())
G_DECLARE_FINAL_TYPE (PalierMessageList, palier_message_list, PALIER, MESSAGE_LIST, GObject)

struct _PalierMessageList
{
  GObject parent;
  PalierCore *core;
  GPtrArray *items; /* (element-type PalierMessageItem) */
  guint source;
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

/* The items of @messages, in their order: former ones where the message was there already. */
static GPtrArray *
match_items (PalierMessageList *self, GPtrArray *messages)
{
  g_autoptr (GHashTable) former = g_hash_table_new (palier_id_hash, palier_id_equal);
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->items->len; i++)
  {
    PalierMessageItem *item = g_ptr_array_index (self->items, i);
    g_hash_table_insert (former, &item->message->id, item);
  }
  for (guint i = 0; i < messages->len; i++)
  {
    PalierMessage *message = g_ptr_array_index (messages, i);
    PalierMessageItem *item = g_hash_table_lookup (former, &message->id);
    item = item != NULL ? g_object_ref (item) : g_object_new (PALIER_TYPE_MESSAGE_ITEM, NULL);
    g_ptr_array_add (items, item);
  }
  return items;
}

static gboolean
has_moved (const PalierMessage *before, const PalierMessage *after)
{
  return before != NULL
         && (before->state != after->state || (before->due_ms > 0) != (after->due_ms > 0)
             || g_strcmp0 (before->delivery, after->delivery) != 0);
}

/* Gives the items their messages. Returns: the places of those that belong to another section now:
 * a model that sorts looks at them anew only when they change places in this one. */
static GArray *
set_messages (GPtrArray *items, GPtrArray *messages)
{
  GArray *moved = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < items->len; i++)
  {
    PalierMessageItem *item = g_ptr_array_index (items, i);
    PalierMessage *message = g_ptr_array_index (messages, i);

    if (has_moved (item->message, message))
      g_array_append_val (moved, i);
    item_set (item, message);
  }
  return moved;
}

static void
replace_items (PalierMessageList *self, GPtrArray *messages)
{
  g_autoptr (GPtrArray) before = self->items;

  while (g_ptr_array_remove (messages, NULL))
    ;
  GPtrArray *items = match_items (self, messages);
  guint start = 0, end = 0;

  g_autoptr (GArray) moved = set_messages (items, messages);
  while (start < before->len && start < items->len && before->pdata[start] == items->pdata[start])
    start++;
  while (start + end < before->len && start + end < items->len
         && before->pdata[before->len - 1 - end] == items->pdata[items->len - 1 - end])
    end++;
  self->items = items;
  if (before->len != start + end || items->len != start + end)
    g_list_model_items_changed (G_LIST_MODEL (self), start, before->len - start - end,
                                items->len - start - end);
  for (guint i = 0; i < moved->len; i++)
    g_list_model_items_changed (G_LIST_MODEL (self), g_array_index (moved, guint, i), 1, 1);
}

static DexFuture *
refresh_fiber (gpointer data)
{
  PalierMessageList *self = data;
  PalierMessageFilter filter = { .state = -1, .limit = LIST_MAX };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ns =
      dex_await_boxed (palier_message_store_ids (self->core->workspace, &filter), &error);
  g_autoptr (GPtrArray) messages =
      ns != NULL ? dex_await_boxed (palier_message_store_rows (self->core->workspace, ns), &error)
                 : NULL;

  if (messages == NULL)
    return g_debug ("messages: %s", error->message), palier_reject (&error);
  replace_items (self, messages);
  return dex_future_new_true ();
}

static void
refresh (PalierMessageList *self)
{
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

static void
on_workspace_changed_cb (PalierWorkspace *workspace, guint kinds, gpointer data)
{
  PalierMessageList *self = data;
  guint ours = PALIER_CHANGED (PALIER_KIND_MESSAGE) | PALIER_CHANGED (PALIER_KIND_EVENT);

  if ((kinds & ours) != 0 && self->source == 0)
    self->source = g_timeout_add (REFRESH_DELAY_MS, on_refresh_cb, self);
}

static void
palier_message_list_finalize (GObject *object)
{
  PalierMessageList *self = PALIER_MESSAGE_LIST (object);

  g_clear_signal_handler (&self->handler, self->core->workspace);
  g_clear_handle_id (&self->source, g_source_remove);
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
  self->handler =
      g_signal_connect (core->workspace, "changed", G_CALLBACK (on_workspace_changed_cb), self);
  refresh (self);
  return G_LIST_MODEL (self);
}
