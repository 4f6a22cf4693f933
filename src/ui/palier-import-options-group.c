/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-import-options-group.h"

#include <glib/gi18n.h>

struct _PalierImportOptionsGroup
{
  AdwPreferencesGroup parent_instance;

  char *date; /* (nullable): YYYY-MM-DD */

  GtkEditable *source;
  AdwActionRow *date_row;
  GtkWidget *clear_date;
  GtkCalendar *calendar;
  AdwComboRow *legal_basis;
  AdwComboRow *duplicates;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalierImportOptionsGroup, palier_import_options_group,
                     ADW_TYPE_PREFERENCES_GROUP)

/* In the order of the rows' models. */
static const struct
{
  const char *code;
  const char *meaning;
} bases[] = {
  { "legitimate_interest",
    N_ ("For professionals: what you propose concerns their work, and they may say no at any time. "
        "A private person gets no e-mail on this ground, only once they agreed.") },
  { "consent", N_ ("They agreed to be written to, and you can show when and how.") },
  { "contract", N_ ("They are your clients: a mandate or a sale is under way.") },
};
static const PalierDuplicates duplicates[] = { PALIER_DUPLICATES_MERGE, PALIER_DUPLICATES_SKIP };

static void
show_date (PalierImportOptionsGroup *self, GDateTime *date)
{
  g_autofree char *words = date ? g_date_time_format (date, "%x") : NULL;

  g_free (self->date);
  self->date = date ? g_date_time_format (date, "%Y-%m-%d") : NULL;
  adw_action_row_set_subtitle (self->date_row, words ? words : _ ("Not known"));
  gtk_widget_set_visible (self->clear_date, date != NULL);
}

static void
on_date_chosen_cb (PalierImportOptionsGroup *self)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (self->calendar);

  show_date (self, date);
}

static void
on_date_cleared_cb (PalierImportOptionsGroup *self)
{
  show_date (self, NULL);
}

static void
on_basis_changed_cb (PalierImportOptionsGroup *self)
{
  guint i = adw_combo_row_get_selected (self->legal_basis);

  if (i < G_N_ELEMENTS (bases))
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self->legal_basis), _ (bases[i].meaning));
}

static void
on_duplicates_changed_cb (PalierImportOptionsGroup *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
palier_import_options_group_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_IMPORT_OPTIONS_GROUP);
  G_OBJECT_CLASS (palier_import_options_group_parent_class)->dispose (object);
}

static void
palier_import_options_group_finalize (GObject *object)
{
  g_free (PALIER_IMPORT_OPTIONS_GROUP (object)->date);
  G_OBJECT_CLASS (palier_import_options_group_parent_class)->finalize (object);
}

static void
palier_import_options_group_class_init (PalierImportOptionsGroupClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_import_options_group_dispose;
  G_OBJECT_CLASS (class)->finalize = palier_import_options_group_finalize;
  signals[CHANGED] = g_signal_new ("changed", PALIER_TYPE_IMPORT_OPTIONS_GROUP, G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/fr/immo_ai/Palier/ui/palier-import-options-group.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierImportOptionsGroup, source);
  gtk_widget_class_bind_template_child (widget_class, PalierImportOptionsGroup, date_row);
  gtk_widget_class_bind_template_child (widget_class, PalierImportOptionsGroup, clear_date);
  gtk_widget_class_bind_template_child (widget_class, PalierImportOptionsGroup, calendar);
  gtk_widget_class_bind_template_child (widget_class, PalierImportOptionsGroup, legal_basis);
  gtk_widget_class_bind_template_child (widget_class, PalierImportOptionsGroup, duplicates);
  gtk_widget_class_bind_template_callback (widget_class, on_date_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_date_cleared_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_basis_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_duplicates_changed_cb);
}

static void
palier_import_options_group_init (PalierImportOptionsGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  on_basis_changed_cb (self);
}

/* Another file comes: its source is asked anew, the rest stays as it was answered last. */
void
palier_import_options_group_reset (PalierImportOptionsGroup *self)
{
  gtk_editable_set_text (self->source, "");
  show_date (self, NULL);
}

/* Returns: the answers; their texts are borrowed until the next change */
PalierImportOptions
palier_import_options_group_get (PalierImportOptionsGroup *self)
{
  const char *source = gtk_editable_get_text (self->source);

  return (PalierImportOptions) {
    .legal_basis = bases[adw_combo_row_get_selected (self->legal_basis)].code,
    .source = *source ? source : NULL,
    .source_date = self->date,
    .duplicates = duplicates[adw_combo_row_get_selected (self->duplicates)],
  };
}
