/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer to a query is an array of row numbers (8 bytes a prospect). An object exists only for
 * a row somebody looks at: get_item() makes it empty, and one fiber reads all rows asked for in one
 * turn of the main loop. When records change the query is asked again; what stays at its place
 * stays the same object, and only the part between the first and the last difference is announced.
 */
#include "palier-prospect-list.h"

#include "palier-prospect-store.h"
#include "palier-scorer.h"
#include "palier-services.h"

/* Items kept for rows that nobody holds any more: a few screens. */
#define KEPT_ITEMS 512
#define REFRESH_DELAY_MS 80

struct _PalierProspectList
{
  GObject parent;
  PalierCore *core;
  PalierQuery *query;
  GArray *ns;        /* (element-type gint64) */
  GHashTable *items; /* n → PalierProspectItem */
  GArray *wanted;    /* (element-type gint64): rows to read */
  guint fetch_source;
  guint refresh_source;
  guint generation; /* of the query; an older answer is dropped */
  gboolean loading;
  gulong changed_handler;
};

enum
{
  PROP_QUERY = 1,
  PROP_LOADING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

typedef struct
{
  PalierProspectList *list;
  GArray *ns;
  guint generation;
  gboolean reread; /* the items' contents too */
} ListCall;

static void
list_call_free (gpointer data)
{
  ListCall *call = data;

  g_object_unref (call->list);
  g_clear_pointer (&call->ns, g_array_unref);
  g_free (call);
}

static GType
palier_prospect_list_get_item_type (GListModel *model)
{
  return PALIER_TYPE_PROSPECT_ITEM;
}

static guint
palier_prospect_list_get_n_items (GListModel *model)
{
  return PALIER_PROSPECT_LIST (model)->ns->len;
}

static void
fill_items (PalierProspectList *self, GPtrArray *prospects, GArray *scores)
{
  for (guint i = 0; i < prospects->len; i++)
  {
    PalierProspect *prospect = g_ptr_array_index (prospects, i);
    gint64 n = prospect != NULL ? palier_prospect_get_n (prospect) : 0;
    PalierProspectItem *item = g_hash_table_lookup (self->items, &n);
    if (item == NULL)
      continue;
    g_autoptr (PalierScore) score = palier_scorer_find_score (scores, n);
    palier_prospect_item_fill (item, prospect, score);
  }
}

static DexFuture *
fetch_fiber (gpointer data)
{
  ListCall *call = data;
  PalierWorkspace *workspace = call->list->core->workspace;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) prospects =
      dex_await_boxed (palier_prospect_store_rows (workspace, call->ns), &error);
  g_autoptr (GArray) scores =
      prospects != NULL ? dex_await_boxed (palier_score_store_rows (workspace, call->ns), &error)
                        : NULL;

  if (scores == NULL)
    return g_debug ("rows: %s", error->message), palier_reject (&error);
  fill_items (call->list, prospects, scores);
  return dex_future_new_true ();
}

static void
spawn (PalierProspectList *self, DexFiberFunc fiber, GArray *ns, gboolean reread)
{
  ListCall *call = g_new0 (ListCall, 1);

  call->list = g_object_ref (self);
  call->ns = ns;
  call->generation = self->generation;
  call->reread = reread;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, fiber, call, list_call_free));
}

static gboolean
on_fetch_cb (gpointer data)
{
  PalierProspectList *self = data;
  GArray *ns = g_steal_pointer (&self->wanted);

  self->wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->fetch_source = 0;
  spawn (self, fetch_fiber, ns, FALSE);
  return G_SOURCE_REMOVE;
}

static void
want (PalierProspectList *self, gint64 n)
{
  g_array_append_val (self->wanted, n);
  if (self->fetch_source == 0)
    self->fetch_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_fetch_cb, self, NULL);
}

static gboolean
is_held_by_us_only (gpointer key, gpointer item, gpointer unused)
{
  return G_OBJECT (item)->ref_count == 1;
}

static gpointer
palier_prospect_list_get_item (GListModel *model, guint position)
{
  PalierProspectList *self = PALIER_PROSPECT_LIST (model);

  if (position >= self->ns->len)
    return NULL;
  gint64 n = g_array_index (self->ns, gint64, position);
  PalierProspectItem *item = g_hash_table_lookup (self->items, &n);
  if (item == NULL)
  {
    if (g_hash_table_size (self->items) > KEPT_ITEMS)
      g_hash_table_foreach_remove (self->items, is_held_by_us_only, NULL);
    item = palier_prospect_item_new (n);
    g_hash_table_insert (self->items, g_memdup2 (&n, sizeof n), item);
    want (self, n);
  }
  return g_object_ref (item);
}

static void
palier_prospect_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = palier_prospect_list_get_item_type;
  iface->get_n_items = palier_prospect_list_get_n_items;
  iface->get_item = palier_prospect_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PalierProspectList, palier_prospect_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      palier_prospect_list_model_init))

static void
set_loading (PalierProspectList *self, gboolean loading)
{
  if (self->loading == loading)
    return;
  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static guint
count_common_start (GArray *a, GArray *b)
{
  guint i = 0;
  while (i < a->len && i < b->len && g_array_index (a, gint64, i) == g_array_index (b, gint64, i))
    i++;
  return i;
}

static guint
count_common_end (GArray *a, GArray *b, guint start)
{
  guint i = 0;
  while (i + start < a->len && i + start < b->len
         && g_array_index (a, gint64, a->len - 1 - i) == g_array_index (b, gint64, b->len - 1 - i))
    i++;
  return i;
}

/* @ns: (transfer full) */
static void
replace_rows (PalierProspectList *self, GArray *ns)
{
  g_autoptr (GArray) before = self->ns;
  guint start = count_common_start (before, ns);
  guint end = count_common_end (before, ns, start);
  guint removed = before->len - start - end;
  guint added = ns->len - start - end;

  self->ns = ns;
  if (removed != 0 || added != 0)
    g_list_model_items_changed (G_LIST_MODEL (self), start, removed, added);
}

static void
reread_items (PalierProspectList *self)
{
  GHashTableIter iter;
  gpointer n;

  g_hash_table_foreach_remove (self->items, is_held_by_us_only, NULL);
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &n, NULL))
    want (self, *(gint64 *) n);
}

static DexFuture *
query_fiber (gpointer data)
{
  ListCall *call = data;
  PalierProspectList *self = call->list;
  g_autoptr (GError) error = NULL;
  GArray *ns =
      dex_await_boxed (palier_prospect_store_ids (self->core->workspace, self->query, 0), &error);

  if (call->generation != self->generation)
  {
    g_clear_pointer (&ns, g_array_unref);
    return dex_future_new_true ();
  }
  set_loading (self, FALSE);
  if (ns == NULL)
    return g_debug ("query: %s", error->message), palier_reject (&error);
  if (call->reread)
    reread_items (self);
  replace_rows (self, ns);
  return dex_future_new_true ();
}

static void
ask (PalierProspectList *self, gboolean reread)
{
  self->generation++;
  set_loading (self, TRUE);
  spawn (self, query_fiber, NULL, reread);
}

static gboolean
on_refresh_cb (gpointer data)
{
  PalierProspectList *self = data;

  self->refresh_source = 0;
  ask (self, TRUE);
  return G_SOURCE_REMOVE;
}

static void
on_workspace_changed_cb (PalierWorkspace *workspace, guint kinds, gpointer data)
{
  PalierProspectList *self = data;
  guint ours = PALIER_CHANGED (PALIER_KIND_PROSPECT) | PALIER_CHANGED_SCORES;

  /* A filter may ask what was sent, or agreed to. */
  if (!palier_filter_is_empty (self->query->filter))
    ours |= PALIER_CHANGED (PALIER_KIND_EVENT) | PALIER_CHANGED (PALIER_KIND_CONSENT);

  if ((kinds & ours) != 0 && self->refresh_source == 0)
    self->refresh_source = g_timeout_add (REFRESH_DELAY_MS, on_refresh_cb, self);
}

static void
palier_prospect_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PalierProspectList *self = PALIER_PROSPECT_LIST (object);

  switch (id)
  {
  case PROP_QUERY:
    g_value_set_boxed (value, self->query);
    break;
  case PROP_LOADING:
    g_value_set_boolean (value, self->loading);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
palier_prospect_list_set_property (GObject *object, guint id, const GValue *value,
                                   GParamSpec *pspec)
{
  if (id == PROP_QUERY)
    palier_prospect_list_set_query (PALIER_PROSPECT_LIST (object), g_value_get_boxed (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
palier_prospect_list_finalize (GObject *object)
{
  PalierProspectList *self = PALIER_PROSPECT_LIST (object);

  g_clear_signal_handler (&self->changed_handler, self->core->workspace);
  g_clear_handle_id (&self->fetch_source, g_source_remove);
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_clear_pointer (&self->items, g_hash_table_unref);
  g_clear_pointer (&self->ns, g_array_unref);
  g_clear_pointer (&self->wanted, g_array_unref);
  g_clear_pointer (&self->query, palier_query_free);
  g_clear_pointer (&self->core, palier_core_unref);
  G_OBJECT_CLASS (palier_prospect_list_parent_class)->finalize (object);
}

static void
palier_prospect_list_class_init (PalierProspectListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = palier_prospect_list_get_property;
  object_class->set_property = palier_prospect_list_set_property;
  object_class->finalize = palier_prospect_list_finalize;
  properties[PROP_QUERY] =
      g_param_spec_boxed ("query", NULL, NULL, PALIER_TYPE_QUERY, flags | G_PARAM_READWRITE);
  properties[PROP_LOADING] =
      g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags | G_PARAM_READABLE);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
palier_prospect_list_init (PalierProspectList *self)
{
  self->ns = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->items = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
}

/* @query: (nullable): all, the best scores first. */
PalierProspectList *
palier_prospect_list_new (PalierCore *core, PalierQuery *query)
{
  PalierProspectList *self = g_object_new (PALIER_TYPE_PROSPECT_LIST, NULL);

  self->core = palier_core_ref (core);
  self->changed_handler =
      g_signal_connect (core->workspace, "changed", G_CALLBACK (on_workspace_changed_cb), self);
  palier_prospect_list_set_query (self, query);
  return self;
}

/**
 * palier_prospect_list_set_query:
 * @query: (nullable): referenced, so not to be changed afterwards
 *
 * The rows follow when the answer is there; until then the former ones stay.
 */
void
palier_prospect_list_set_query (PalierProspectList *self, PalierQuery *query)
{
  PalierQuery *former = self->query;

  self->query = query != NULL ? palier_query_ref (query) : palier_query_new ();
  if (query == NULL)
  {
    self->query->sort = PALIER_FIELD_NONE;
    self->query->descending = TRUE;
  }
  g_clear_pointer (&former, palier_query_free);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUERY]);
  ask (self, FALSE);
}

gboolean
palier_prospect_list_is_loading (PalierProspectList *self)
{
  return self->loading;
}

/* Returns: where the prospect with row number @n stands, G_MAXUINT where it is not in the list */
guint
palier_prospect_list_find (PalierProspectList *self, gint64 n)
{
  for (guint i = 0; i < self->ns->len; i++)
    if (g_array_index (self->ns, gint64, i) == n)
      return i;
  return G_MAXUINT;
}

/* The row number of whom stands at @position; 0: nobody. It is known without reading the row. */
gint64
palier_prospect_list_get_number (PalierProspectList *self, guint position)
{
  return position < self->ns->len ? g_array_index (self->ns, gint64, position) : 0;
}
