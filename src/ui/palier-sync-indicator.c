/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-sync-indicator.h"

#include <glib/gi18n.h>

struct _PalierSyncIndicator
{
  AdwBin parent_instance;

  PalierSyncService *sync; /* (nullable): until the base is open */

  GtkWidget *button;
  GtkImage *icon;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (PalierSyncIndicator, palier_sync_indicator, ADW_TYPE_BIN)

static const char *
sync_icon_name (PalierSyncState state)
{
  switch (state)
  {
  case PALIER_SYNC_SYNCED:
    return "palier-done-symbolic";
  case PALIER_SYNC_WORKING:
    return "mail-send-receive-symbolic";
  case PALIER_SYNC_PENDING:
    return "document-send-symbolic";
  case PALIER_SYNC_FAILED:
    return "dialog-warning-symbolic";
  case PALIER_SYNC_OFF:
  case PALIER_SYNC_OFFLINE:
  default:
    return "network-offline-symbolic";
  }
}

static void
on_sync_changed_cb (PalierSyncIndicator *self)
{
  PalierSyncService *sync = self->sync;
  const char *words = palier_sync_service_get_words (sync);
  const char *detail = palier_sync_service_get_detail (sync);

  gtk_image_set_from_icon_name (self->icon, sync_icon_name (palier_sync_service_get_state (sync)));
  gtk_label_set_text (self->label, words ? words : "");
  gtk_widget_set_tooltip_text (self->button, detail ? detail : _ ("Synchronise now"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words ? words : "", -1);
}

static void
palier_sync_indicator_dispose (GObject *object)
{
  PalierSyncIndicator *self = PALIER_SYNC_INDICATOR (object);

  if (self->sync)
    g_signal_handlers_disconnect_by_data (self->sync, self);
  g_clear_object (&self->sync);
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_SYNC_INDICATOR);
  G_OBJECT_CLASS (palier_sync_indicator_parent_class)->dispose (object);
}

static void
palier_sync_indicator_class_init (PalierSyncIndicatorClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_sync_indicator_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-sync-indicator.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierSyncIndicator, button);
  gtk_widget_class_bind_template_child (widget_class, PalierSyncIndicator, icon);
  gtk_widget_class_bind_template_child (widget_class, PalierSyncIndicator, label);
}

static void
palier_sync_indicator_init (PalierSyncIndicator *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Shows @sync and follows it. */
void
palier_sync_indicator_follow (PalierSyncIndicator *self, PalierSyncService *sync)
{
  g_set_object (&self->sync, sync);
  g_signal_connect_swapped (sync, "notify", G_CALLBACK (on_sync_changed_cb), self);
  on_sync_changed_cb (self);
}

/* Shows @words while there is nothing to follow. */
void
palier_sync_indicator_say (PalierSyncIndicator *self, const char *words)
{
  gtk_label_set_text (self->label, words);
}
