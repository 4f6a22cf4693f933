/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-account-plan.h"

#include <glib/gi18n.h>

#include "palier-words.h"

struct _PalierAccountPlan
{
  AdwPreferencesGroup parent_instance;

  GPtrArray *rows; /* (element-type GtkWidget): this group's */
};

G_DEFINE_FINAL_TYPE (PalierAccountPlan, palier_account_plan, ADW_TYPE_PREFERENCES_GROUP)

/* The row says the same in words. */
static GtkWidget *
make_gauge (const PalierUsageLimit *limit)
{
  GtkWidget *gauge = g_object_new (GTK_TYPE_PROGRESS_BAR, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (gauge),
                                 CLAMP ((double) limit->used / (double) limit->limit, 0, 1));
  gtk_widget_add_css_class (gauge, "gauge");
  gtk_widget_set_valign (gauge, GTK_ALIGN_CENTER);
  if (limit->used >= limit->limit)
    gtk_widget_add_css_class (gauge, "warning");
  return gauge;
}

static void
add_row (PalierAccountPlan *self, const PalierUsageLimit *limit)
{
  g_autofree char *use = palier_words_limit_use (limit);
  g_autofree char *forecast = palier_words_limit_forecast (limit);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), use);
  if (forecast != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), forecast);
  if (limit->limit > 0)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_gauge (limit));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
clear (PalierAccountPlan *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
}

/* @usage: (nullable): NULL, or one without a plan: there is nothing to show */
void
palier_account_plan_show (PalierAccountPlan *self, const PalierUsageInfo *usage)
{
  gboolean known = usage != NULL && usage->plan != NULL;
  g_autofree char *words = known ? palier_words_plan_state (usage) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), known);
  clear (self);
  if (!known)
    return;
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), palier_words_plan (usage->plan));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), words);
  for (guint i = 0; i < usage->limits->len; i++)
    add_row (self, &g_array_index (usage->limits, PalierUsageLimit, i));
}

static void
palier_account_plan_finalize (GObject *object)
{
  g_ptr_array_unref (PALIER_ACCOUNT_PLAN (object)->rows);
  G_OBJECT_CLASS (palier_account_plan_parent_class)->finalize (object);
}

static void
palier_account_plan_class_init (PalierAccountPlanClass *class)
{
  G_OBJECT_CLASS (class)->finalize = palier_account_plan_finalize;
}

static void
palier_account_plan_init (PalierAccountPlan *self)
{
  self->rows = g_ptr_array_new ();
}
