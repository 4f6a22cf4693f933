/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-audience-group.h"

#include <glib/gi18n.h>

#include "palier-filter-bar.h"
#include "palier-format.h"
#include "palier-shell.h"

struct _PalierAudienceGroup
{
  AdwPreferencesGroup parent_instance;

  PalierSession *session;
  gboolean filling;
  gboolean counting;
  gboolean again;
  PalierFilterBar *bar;
};

G_DEFINE_FINAL_TYPE (PalierAudienceGroup, palier_audience_group, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
show_count (PalierAudienceGroup *self, guint64 n)
{
  g_autofree char *who = palier_words_filter (palier_filter_bar_get_filter (self->bar));
  g_autofree char *count = palier_format_count (n);
  /* Translators: an audience in words, how many they are */
  g_autofree char *words =
      g_strdup_printf (ngettext ("%s: %s prospect", "%s: %s prospects", (gulong) n), who, count);

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), words);
}

/* One question is under way at a time; one more follows where something changed meanwhile. */
static DexFuture *
count_fiber (gpointer data)
{
  PalierAudienceGroup *self = data;

  while (self->again && self->session != NULL)
  {
    g_autoptr (PalierQuery) query = palier_query_new ();
    g_autoptr (GError) error = NULL;
    self->again = FALSE;
    query->filter = palier_filter_ref (palier_filter_bar_get_filter (self->bar));
    gint64 n = dex_await_int64 (
        palier_prospect_service_count (palier_session_get_prospects (self->session), query),
        &error);
    if (error != NULL)
      palier_shell_report (GTK_WIDGET (self), error);
    else if (self->session != NULL)
      show_count (self, (guint64) n);
  }
  self->counting = FALSE;
  return NULL;
}

static void
count (PalierAudienceGroup *self)
{
  self->again = TRUE;
  if (self->counting || self->session == NULL)
    return;
  self->counting = TRUE;
  palier_shell_spawn (GTK_WIDGET (self), count_fiber);
}

static void
on_changed_cb (PalierAudienceGroup *self)
{
  count (self);
  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
palier_audience_group_dispose (GObject *object)
{
  g_clear_object (&PALIER_AUDIENCE_GROUP (object)->session);
  G_OBJECT_CLASS (palier_audience_group_parent_class)->dispose (object);
}

static void
palier_audience_group_class_init (PalierAudienceGroupClass *class)
{
  G_OBJECT_CLASS (class)->dispose = palier_audience_group_dispose;
  signals[CHANGED] = g_signal_new ("changed", PALIER_TYPE_AUDIENCE_GROUP, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
palier_audience_group_init (PalierAudienceGroup *self)
{
  GtkWidget *row = adw_preferences_row_new ();

  self->bar = g_object_new (PALIER_TYPE_FILTER_BAR, NULL);
  g_signal_connect_object (self->bar, "changed", G_CALLBACK (on_changed_cb), self,
                           G_CONNECT_SWAPPED);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Audience"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), GTK_WIDGET (self->bar));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
}

void
palier_audience_group_set_session (PalierAudienceGroup *self, PalierSession *session)
{
  g_set_object (&self->session, session);
  palier_filter_bar_set_session (self->bar, session);
  g_signal_connect_object (session, "changed", G_CALLBACK (count), self, G_CONNECT_SWAPPED);
  count (self);
}

/* @filter: (nullable): everybody */
void
palier_audience_group_set_filter (PalierAudienceGroup *self, PalierFilter *filter)
{
  self->filling = TRUE;
  palier_filter_bar_set_filter (self->bar, filter);
  self->filling = FALSE;
}

/* (transfer none) */
PalierFilter *
palier_audience_group_get_filter (PalierAudienceGroup *self)
{
  return palier_filter_bar_get_filter (self->bar);
}
