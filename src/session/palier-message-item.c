/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-message-item.h"

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

/* @n: number of its row, which is still to be read */
PalierMessageItem *
palier_message_item_new (gint64 n)
{
  PalierMessageItem *self = g_object_new (PALIER_TYPE_MESSAGE_ITEM, NULL);

  self->row.n = n;
  return self;
}

/* @message: referenced */
void
palier_message_item_fill (PalierMessageItem *self, const PalierMessageRow *row,
                          PalierMessage *message)
{
  self->row = *row;
  g_clear_pointer (&self->message, palier_message_free);
  self->message = palier_message_ref (message);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
}
