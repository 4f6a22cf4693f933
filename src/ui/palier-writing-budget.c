/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-writing-budget.h"

#include <glib/gi18n.h>
#include <math.h>

#include "palier-words.h"

#define MICRO 1e6

struct _PalierWritingBudget
{
  AdwPreferencesGroup parent_instance;

  gboolean filling;

  GtkSpinButton *budget;
  AdwActionRow *month;
  GtkWidget *warning;
  GtkLevelBar *level;
};

G_DEFINE_FINAL_TYPE (PalierWritingBudget, palier_writing_budget, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_value_cb (PalierWritingBudget *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
palier_writing_budget_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_WRITING_BUDGET);
  G_OBJECT_CLASS (palier_writing_budget_parent_class)->dispose (object);
}

static void
palier_writing_budget_class_init (PalierWritingBudgetClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_writing_budget_dispose;
  signals[CHANGED] = g_signal_new ("changed", PALIER_TYPE_WRITING_BUDGET, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-writing-budget.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierWritingBudget, budget);
  gtk_widget_class_bind_template_child (widget_class, PalierWritingBudget, month);
  gtk_widget_class_bind_template_child (widget_class, PalierWritingBudget, warning);
  gtk_widget_class_bind_template_child (widget_class, PalierWritingBudget, level);
  gtk_widget_class_bind_template_callback (widget_class, on_value_cb);
}

/* The words beside the bar tell its marks: it has no colours of its own for them. */
static void
palier_writing_budget_init (PalierWritingBudget *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_level_bar_remove_offset_value (self->level, NULL);
}

void
palier_writing_budget_set_value (PalierWritingBudget *self, gint64 micro_eur)
{
  self->filling = TRUE;
  gtk_spin_button_set_value (self->budget, (double) micro_eur / MICRO);
  self->filling = FALSE;
}

/* In millionths of a euro; 0: no limit. */
gint64
palier_writing_budget_get_value (PalierWritingBudget *self)
{
  return llround (gtk_spin_button_get_value (self->budget) * MICRO);
}

/* What was spent, and how far the marks are. */
static char *
describe (const PalierAiMonth *month)
{
  g_autofree char *cost = palier_words_euros (month->cost_micro_eur);
  g_autofree char *budget = palier_words_euros (month->budget_micro_eur);
  g_autofree char *alert = palier_words_euros (month->budget_micro_eur * 80 / 100);
  g_autofree char *stop = palier_words_euros (month->budget_micro_eur * 120 / 100);
  char *words = palier_words_ai_budget (month);

  if (words != NULL)
    return words;
  if (month->state == PALIER_AI_BUDGET_NONE)
    return g_steal_pointer (&cost);
  /* Translators: all four are sums of money */
  return g_strdup_printf (_ ("%s of %s; told at %s, stopped at %s"), cost, budget, alert, stop);
}

void
palier_writing_budget_show_month (PalierWritingBudget *self, const PalierAiMonth *month)
{
  g_autofree char *words = describe (month);
  gboolean has_budget = month->state != PALIER_AI_BUDGET_NONE;
  double share =
      has_budget ? (double) month->cost_micro_eur / (double) month->budget_micro_eur : 0.0;

  adw_action_row_set_subtitle (self->month, words);
  gtk_widget_set_visible (self->warning, month->state >= PALIER_AI_BUDGET_ALERT);
  gtk_widget_set_visible (GTK_WIDGET (self->level), has_budget);
  gtk_level_bar_set_value (self->level, MIN (share, gtk_level_bar_get_max_value (self->level)));
}
