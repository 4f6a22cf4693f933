/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-prospect-list.h"
#include "palier-services.h"

struct _PalierProspectItem
{
  GObject parent;
  gint64 n;
  PalierProspect *prospect;
  PalierScore *score;
};

enum
{
  PROP_PROSPECT = 1,
  PROP_SCORE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalierProspectItem, palier_prospect_item, G_TYPE_OBJECT)

static void
palier_prospect_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PalierProspectItem *self = PALIER_PROSPECT_ITEM (object);

  switch (id)
  {
  case PROP_PROSPECT:
    g_value_set_boxed (value, self->prospect);
    break;
  case PROP_SCORE:
    g_value_set_boxed (value, self->score);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
palier_prospect_item_finalize (GObject *object)
{
  PalierProspectItem *self = PALIER_PROSPECT_ITEM (object);

  g_clear_pointer (&self->prospect, palier_prospect_unref);
  g_clear_pointer (&self->score, palier_score_free);
  G_OBJECT_CLASS (palier_prospect_item_parent_class)->finalize (object);
}

static void
palier_prospect_item_class_init (PalierProspectItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = palier_prospect_item_get_property;
  object_class->finalize = palier_prospect_item_finalize;
  properties[PROP_PROSPECT] =
      g_param_spec_boxed ("prospect", NULL, NULL, PALIER_TYPE_PROSPECT, flags);
  properties[PROP_SCORE] = g_param_spec_boxed ("score", NULL, NULL, PALIER_TYPE_SCORE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
palier_prospect_item_init (PalierProspectItem *self)
{
}

PalierProspectItem *
palier_prospect_item_new (gint64 n)
{
  PalierProspectItem *self = g_object_new (PALIER_TYPE_PROSPECT_ITEM, NULL);
  self->n = n;
  return self;
}

/* @score: (nullable); both are referenced. */
void
palier_prospect_item_fill (PalierProspectItem *self, PalierProspect *prospect, PalierScore *score)
{
  g_clear_pointer (&self->prospect, palier_prospect_unref);
  g_clear_pointer (&self->score, palier_score_free);
  self->prospect = palier_prospect_ref (prospect);
  self->score = score != NULL ? palier_score_ref (score) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCORE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROSPECT]);
}

PalierProspect *
palier_prospect_item_get_prospect (PalierProspectItem *self)
{
  return self->prospect;
}

PalierScore *
palier_prospect_item_get_score (PalierProspectItem *self)
{
  return self->score;
}
