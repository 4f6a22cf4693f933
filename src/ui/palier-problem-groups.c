/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-problem-groups.h"

#include <glib/gi18n.h>

#include "palier-format.h"
#include "palier-words.h"

#define SHOWN_GROUPS 12

struct _PalierProblemGroups
{
  AdwBin parent_instance;

  PalierImportRows *rows; /* (nullable) */
  char *shown;            /* (nullable): what the lists were made of */

  GtkLabel *to_mend_title;
  GtkListBox *to_mend;
  GtkLabel *repaired_title;
  GtkListBox *repaired;
};

G_DEFINE_FINAL_TYPE (PalierProblemGroups, palier_problem_groups, ADW_TYPE_BIN)

/* ---- one kind */

static void
on_accept_cb (PalierProblemGroups *self, GParamSpec *pspec, GtkWidget *row)
{
  palier_import_rows_accept (
      self->rows, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "column")),
      g_object_get_data (G_OBJECT (row), "code"), adw_switch_row_get_active (ADW_SWITCH_ROW (row)));
}

static GtkWidget *
make_count (guint64 n)
{
  g_autofree char *count = palier_format_count (n);
  GtkWidget *label = gtk_label_new (count);

  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "dimmed");
  return label;
}

static char *
dup_example (const PalierProblemGroup *group, gboolean to_mend)
{
  g_autofree char *proposal =
      group->proposal ? palier_words_proposal (group->code, group->proposal) : NULL;

  if (group->value && proposal && !to_mend)
    /* Translators: what stands in the file, and what it was read as */
    return g_strdup_printf (_ ("For instance “%s”, read as “%s”"), group->value, proposal);
  if (group->n_proposals == 0 || !to_mend)
    return group->value ? g_strdup_printf (_ ("For instance “%s”"), group->value) : NULL;
  if (group->value && proposal)
    /* Translators: what stands in the file, and what is taken for it */
    return g_strdup_printf (_ ("Take what is proposed, for instance “%s” → “%s”"), group->value,
                            proposal);
  return g_strdup (_ ("Take what is proposed"));
}

static GtkWidget *
make_group (PalierProblemGroups *self, const PalierProblemGroup *group, gboolean to_mend)
{
  gboolean switchable = to_mend && group->n_proposals > 0;
  GtkWidget *row = switchable ? adw_switch_row_new () : adw_action_row_new ();
  const PalierProblem problem = { .column = group->column, .code = group->code };
  g_autofree char *words = palier_words_problem (&problem);
  g_autofree char *example = dup_example (group, to_mend);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), words);
  if (example)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), example);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_count (group->n));
  if (!switchable)
    return row;
  adw_switch_row_set_active (ADW_SWITCH_ROW (row), group->accepted);
  g_object_set_data (G_OBJECT (row), "column", GINT_TO_POINTER (group->column));
  g_object_set_data_full (G_OBJECT (row), "code", g_strdup (group->code), g_free);
  g_signal_connect_object (row, "notify::active", G_CALLBACK (on_accept_cb), self,
                           G_CONNECT_SWAPPED);
  return row;
}

/* ---- all of them */

/* Returns: how many problems are of these kinds. */
static guint64
fill_list (PalierProblemGroups *self, GtkListBox *list, GPtrArray *groups, gboolean to_mend)
{
  guint64 n = 0;
  guint shown = 0;

  gtk_list_box_remove_all (list);
  for (guint i = 0; i < groups->len; i++)
  {
    const PalierProblemGroup *group = g_ptr_array_index (groups, i);
    if (palier_problem_code_wants_mending (group->code) != to_mend)
      continue;
    n += group->n;
    if (shown++ < SHOWN_GROUPS)
      gtk_list_box_append (list, make_group (self, group, to_mend));
  }
  gtk_widget_set_visible (GTK_WIDGET (list), n > 0);
  return n;
}

/* Problems are counted in the lists, rows in the filter above them: both stand here. */
static void
show_to_mend (PalierProblemGroups *self, guint64 n, guint64 n_rows)
{
  g_autofree char *count = palier_format_count (n);
  g_autofree char *row_count = palier_format_count (n_rows);
  g_autofree char *problems =
      g_strdup_printf (ngettext ("%s problem", "%s problems", (gulong) n), count);
  g_autofree char *rows =
      g_strdup_printf (ngettext ("%s row", "%s rows", (gulong) n_rows), row_count);
  /* Translators: "24 problems in 19 rows" */
  g_autofree char *text = g_strdup_printf (_ ("%s in %s"), problems, rows);

  gtk_label_set_text (self->to_mend_title, text);
  gtk_widget_set_visible (GTK_WIDGET (self->to_mend_title), n > 0);
}

static void
show_repaired (PalierProblemGroups *self, guint64 n)
{
  g_autofree char *count = palier_format_count (n);
  g_autofree char *text = g_strdup_printf (
      ngettext ("%s value was put right already: there is nothing to do",
                "%s values were put right already: there is nothing to do", (gulong) n),
      count);

  gtk_label_set_text (self->repaired_title, text);
  gtk_widget_set_visible (GTK_WIDGET (self->repaired_title), n > 0);
}

static char *
dup_key (GPtrArray *groups, guint64 n_rows)
{
  GString *key = g_string_new (NULL);

  g_string_append_printf (key, "%" G_GUINT64_FORMAT "\n", n_rows);
  for (guint i = 0; i < groups->len; i++)
  {
    const PalierProblemGroup *group = g_ptr_array_index (groups, i);
    g_string_append_printf (key, "%d %s %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %d\n",
                            group->column, group->code, group->n, group->n_proposals,
                            group->accepted);
  }
  return g_string_free (key, FALSE);
}

static void
palier_problem_groups_dispose (GObject *object)
{
  PalierProblemGroups *self = PALIER_PROBLEM_GROUPS (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_PROBLEM_GROUPS);
  g_clear_object (&self->rows);
  g_clear_pointer (&self->shown, g_free);
  G_OBJECT_CLASS (palier_problem_groups_parent_class)->dispose (object);
}

static void
palier_problem_groups_class_init (PalierProblemGroupsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_problem_groups_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-problem-groups.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierProblemGroups, to_mend_title);
  gtk_widget_class_bind_template_child (widget_class, PalierProblemGroups, to_mend);
  gtk_widget_class_bind_template_child (widget_class, PalierProblemGroups, repaired_title);
  gtk_widget_class_bind_template_child (widget_class, PalierProblemGroups, repaired);
}

static void
palier_problem_groups_init (PalierProblemGroups *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * palier_problem_groups_show:
 *
 * Shows the problems of @rows as they are known now.
 *
 * Returns: whether there are any
 */
gboolean
palier_problem_groups_show (PalierProblemGroups *self, PalierImportRows *rows)
{
  GPtrArray *groups = palier_import_rows_get_groups (rows);
  guint64 n_rows = palier_import_rows_get_counts (rows)->to_mend;
  g_autofree char *key = dup_key (groups, n_rows);

  /* Made anew only where something changed, so that a switch does not go away under a hand. */
  if (self->rows == rows && g_strcmp0 (key, self->shown) == 0)
    return groups->len > 0;
  g_set_object (&self->rows, rows);
  g_set_str (&self->shown, key);
  show_to_mend (self, fill_list (self, self->to_mend, groups, TRUE), n_rows);
  show_repaired (self, fill_list (self, self->repaired, groups, FALSE));
  return groups->len > 0;
}
