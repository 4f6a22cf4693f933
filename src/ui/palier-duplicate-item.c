/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-duplicate-item.h"

#include <glib/gi18n.h>

struct _PalierDuplicateItem
{
  GObject parent_instance;

  PalierDuplicateCluster *cluster;
  char *title; /* (nullable): NULL until it is asked for */
  gboolean asked;
  gboolean checked;
};

G_DEFINE_FINAL_TYPE (PalierDuplicateItem, palier_duplicate_item, G_TYPE_OBJECT)

enum
{
  PROP_TITLE = 1,
  PROP_CHECKED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
palier_duplicate_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PalierDuplicateItem *self = PALIER_DUPLICATE_ITEM (object);

  if (id == PROP_TITLE)
    g_value_set_string (value, palier_duplicate_item_get_title (self));
  else
    g_value_set_boolean (value, self->checked);
}

static void
palier_duplicate_item_set_property (GObject *object, guint id, const GValue *value,
                                    GParamSpec *pspec)
{
  PalierDuplicateItem *self = PALIER_DUPLICATE_ITEM (object);

  if (self->checked == g_value_get_boolean (value))
    return;
  self->checked = g_value_get_boolean (value);
  g_object_notify_by_pspec (object, properties[PROP_CHECKED]);
}

static void
palier_duplicate_item_finalize (GObject *object)
{
  PalierDuplicateItem *self = PALIER_DUPLICATE_ITEM (object);

  palier_duplicate_cluster_free (self->cluster);
  g_free (self->title);
  G_OBJECT_CLASS (palier_duplicate_item_parent_class)->finalize (object);
}

static void
palier_duplicate_item_class_init (PalierDuplicateItemClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = palier_duplicate_item_get_property;
  object_class->set_property = palier_duplicate_item_set_property;
  object_class->finalize = palier_duplicate_item_finalize;
  properties[PROP_TITLE] =
      g_param_spec_string ("title", NULL, NULL, NULL, flags | G_PARAM_READABLE);
  properties[PROP_CHECKED] =
      g_param_spec_boolean ("checked", NULL, NULL, FALSE, flags | G_PARAM_READWRITE);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
palier_duplicate_item_init (PalierDuplicateItem *self)
{
}

/* What is sure is proposed to be merged. */
PalierDuplicateItem *
palier_duplicate_item_new (PalierDuplicateCluster *cluster)
{
  PalierDuplicateItem *self = g_object_new (PALIER_TYPE_DUPLICATE_ITEM, NULL);

  self->cluster = palier_duplicate_cluster_ref (cluster);
  self->checked = palier_duplicate_item_is_sure (self);
  return self;
}

PalierDuplicateCluster *
palier_duplicate_item_get_cluster (PalierDuplicateItem *self)
{
  return self->cluster;
}

gboolean
palier_duplicate_item_is_sure (PalierDuplicateItem *self)
{
  return self->cluster->score >= PALIER_DUPLICATES_SURE;
}

gboolean
palier_duplicate_item_is_checked (PalierDuplicateItem *self)
{
  return self->checked;
}

const char *
palier_duplicate_item_get_title (PalierDuplicateItem *self)
{
  return self->title != NULL ? self->title : "…";
}

/* ---- who they are */

static char *
dup_name (GPtrArray *items, guint i)
{
  return palier_prospect_dup_display_name (
      palier_prospect_item_get_prospect (g_ptr_array_index (items, i)));
}

static char *
dup_title (GPtrArray *items)
{
  if (items->len == 0)
    return g_strdup (_ ("Deleted meanwhile"));
  g_autofree char *first = dup_name (items, 0);
  if (items->len == 1)
    return g_strdup (first);
  g_autofree char *second = dup_name (items, 1);
  if (items->len == 2)
    return g_strcmp0 (first, second) == 0
               /* Translators: two records of the same name */
               ? g_strdup_printf (_ ("%s, twice"), first)
               : g_strdup_printf (_ ("%s and %s"), first, second);
  return g_strdup_printf (_ ("%s and %u others"), first, items->len - 1);
}

typedef struct
{
  PalierDuplicateItem *item;
  PalierSession *session;
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_object_unref (load->item);
  g_object_unref (load->session);
  g_free (load);
}

static DexFuture *
load_fiber (gpointer data)
{
  Load *load = data;
  PalierDuplicateItem *self = load->item;
  GArray *members = self->cluster->members;
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < members->len; i++)
    g_array_append_val (ns, g_array_index (members, PalierDuplicateMember, i).n);
  g_autoptr (GPtrArray) items = dex_await_boxed (
      palier_prospect_service_page (palier_session_get_prospects (load->session), ns, 0, ns->len),
      NULL);
  if (items == NULL)
    return NULL;
  g_free (self->title);
  self->title = dup_title (items);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
  return NULL;
}

/* Asks the base for the title, once: what nobody looks at is never read. */
void
palier_duplicate_item_load (PalierDuplicateItem *self, PalierSession *session)
{
  Load *load;

  if (self->asked)
    return;
  self->asked = TRUE;
  load = g_new (Load, 1);
  *load = (Load) { g_object_ref (self), g_object_ref (session) };
  dex_future_disown (dex_scheduler_spawn (NULL, 0, load_fiber, load, load_free));
}
