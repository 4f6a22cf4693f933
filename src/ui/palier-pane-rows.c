/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that only show: why a score is what it is, and what has no field of ours. */
#include "palier-pane-rows.h"

#include <glib/gi18n.h>

#include "palier-custom.h"
#include "palier-format.h"
#include "palier-score-bar.h"
#include "palier-words.h"

/* Takes the rows that @rows remembers out of @group. */
void
palier_pane_rows_clear (GPtrArray *rows, AdwPreferencesGroup *group)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, g_ptr_array_index (rows, i));
  g_ptr_array_set_size (rows, 0);
}

void
palier_pane_rows_add (GPtrArray *rows, AdwPreferencesGroup *group, GtkWidget *row)
{
  adw_preferences_group_add (group, row);
  g_ptr_array_add (rows, row);
}

/* @subtitle: (nullable) */
GtkWidget *
palier_pane_rows_new (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle ? subtitle : "");
  return row;
}

/* What came with the row and has no field of ours: a row a name. */
void
palier_pane_rows_list_custom (GPtrArray *rows, AdwPreferencesGroup *group,
                              const PalierProspect *prospect)
{
  const char *custom = palier_prospect_get (prospect, PALIER_FIELD_CUSTOM);
  g_auto (GStrv) names = palier_custom_dup_names (custom);

  palier_pane_rows_clear (rows, group);
  for (char **name = names; *name != NULL; name++)
  {
    g_autofree char *text = palier_custom_dup_text (custom, *name);
    GtkWidget *row = palier_pane_rows_new (*name, text);
    adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
    gtk_widget_add_css_class (row, "property");
    palier_pane_rows_add (rows, group, row);
  }
}

static GtkWidget *
new_total_row (const PalierScore *score, const char *action)
{
  GtkWidget *row = palier_pane_rows_new (_ ("Total"), action);
  GtkWidget *bar = palier_score_bar_new (TRUE);

  palier_score_bar_set_score (PALIER_SCORE_BAR (bar), score);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), bar);
  return row;
}

/* "12 / 35", or a dash where the value is not known. */
static GtkWidget *
new_points (const PalierReason *reason)
{
  g_autofree char *text =
      reason->known ? g_strdup_printf (_ ("%.0f of %.0f"), reason->points, reason->possible)
                    : g_strdup_printf (_ ("? of %.0f"), reason->possible);
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "numeric");
  if (!reason->known)
    gtk_widget_add_css_class (label, "dimmed");
  return label;
}

static void
add_reasons (AdwExpanderRow *part, const PalierExplanation *explanation, PalierSubscore which)
{
  for (guint i = 0; i < explanation->reasons->len; i++)
  {
    PalierReason *reason = g_ptr_array_index (explanation->reasons, i);
    GtkWidget *row;

    if (reason->part != which)
      continue;
    row = palier_pane_rows_new (palier_words_criterion (reason->criterion),
                                g_ptr_array_index (explanation->sentences, i));
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_points (reason));
    adw_expander_row_add_row (part, row);
  }
}

static GtkWidget *
new_part_row (const PalierExplanation *explanation, PalierSubscore part, gboolean person)
{
  const PalierScore *score = explanation->score;
  g_autofree char *known = palier_format_percent (score->confidences[part]);
  /* Translators: the share of the criteria whose value is known */
  g_autofree char *subtitle = g_strdup_printf (_ ("%s known"), known);
  GtkWidget *row = adw_expander_row_new ();
  GtkWidget *bar = palier_score_bar_new (TRUE);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), palier_words_subscore (part, person));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), subtitle);
  palier_score_bar_set_part (PALIER_SCORE_BAR (bar), score->parts[part], score->confidences[part]);
  adw_expander_row_add_suffix (ADW_EXPANDER_ROW (row), bar);
  add_reasons (ADW_EXPANDER_ROW (row), explanation, part);
  return row;
}

/**
 * palier_pane_rows_explain:
 *
 * Shows the total with the next action, then each sub-score with every criterion and its points.
 */
void
palier_pane_rows_explain (GPtrArray *rows, AdwPreferencesGroup *group,
                          const PalierExplanation *explanation, gboolean person)
{
  palier_pane_rows_clear (rows, group);
  palier_pane_rows_add (rows, group, new_total_row (explanation->score, explanation->action));
  for (guint part = 0; part < PALIER_N_SUBSCORES; part++)
    palier_pane_rows_add (rows, group, new_part_row (explanation, part, person));
}
