/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-import-bar.h"

#include <glib/gi18n.h>

#include "palier-format.h"

struct _PalierImportBar
{
  AdwBin parent_instance;

  GtkLabel *counts;
  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (PalierImportBar, palier_import_bar, ADW_TYPE_BIN)

static void
append_count (GString *text, guint64 n, const char *words)
{
  g_autofree char *count = palier_format_count (n);

  if (n == 0)
    return;
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append_printf (text, words, count);
}

static void
show_import_button (PalierImportBar *self, const PalierImportCounts *counts)
{
  gboolean known = counts->created == 0 && counts->merged > 0;
  guint64 n = known ? counts->merged : counts->created;
  g_autofree char *count = palier_format_count (n);
  g_autofree char *label =
      g_strdup_printf (known ? ngettext ("Complete %s Contact", "Complete %s Contacts", (gulong) n)
                             : ngettext ("Import %s Contact", "Import %s Contacts", (gulong) n),
                       count);

  gtk_button_set_label (self->button, n > 0 ? label : _ ("Import"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), n > 0 || !counts->complete);
}

static void
palier_import_bar_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_IMPORT_BAR);
  G_OBJECT_CLASS (palier_import_bar_parent_class)->dispose (object);
}

static void
palier_import_bar_class_init (PalierImportBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_import_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-import-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierImportBar, counts);
  gtk_widget_class_bind_template_child (widget_class, PalierImportBar, button);
}

static void
palier_import_bar_init (PalierImportBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * palier_import_bar_show:
 * @reading: whether the counts may still grow
 */
void
palier_import_bar_show (PalierImportBar *self, const PalierImportCounts *counts, gboolean reading)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_count (text, counts->created, ngettext ("%s new", "%s new", (gulong) counts->created));
  append_count (text, counts->merged,
                ngettext ("%s into a known one", "%s into a known one", (gulong) counts->merged));
  append_count (text, counts->left_out,
                ngettext ("%s left out", "%s left out", (gulong) counts->left_out));
  append_count (text, counts->to_mend,
                ngettext ("%s row to mend", "%s rows to mend", (gulong) counts->to_mend));
  if (text->len == 0)
    g_string_append (text, _ ("Nothing to store yet: put a column onto a field."));
  if (!counts->complete && reading)
    g_string_append (text, _ (" · reading on…"));
  gtk_label_set_text (self->counts, text->str);
  show_import_button (self, counts);
}
