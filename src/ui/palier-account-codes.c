/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-account-codes.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-account-dialog.h"
#include "palier-shell.h"

struct _PalierAccountCodes
{
  AdwNavigationPage parent_instance;

  char *text; /* a code a line */

  GtkLabel *codes;
};

G_DEFINE_FINAL_TYPE (PalierAccountCodes, palier_account_codes, ADW_TYPE_NAVIGATION_PAGE)

static void
on_copy_cb (PalierAccountCodes *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->text);
  palier_account_dialog_tell (GTK_WIDGET (self), _ ("The codes are on the clipboard"));
}

/* For its owner alone: whoever reads it gets in. */
static gboolean
write_codes (PalierAccountCodes *self, GFile *file, GError **error)
{
  g_autoptr (GFileOutputStream) stream =
      g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, error);

  return stream != NULL
         && g_output_stream_write_all (G_OUTPUT_STREAM (stream), self->text, strlen (self->text),
                                       NULL, NULL, error)
         && g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, error);
}

static void
on_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PalierAccountCodes) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file == NULL)
    return;
  if (write_codes (self, file, &error))
  {
    palier_account_dialog_tell (GTK_WIDGET (self), _ ("The codes are saved"));
    return;
  }
  g_autofree char *words = palier_session_error_message (error);
  palier_account_dialog_tell (GTK_WIDGET (self), words);
}

static void
on_save_cb (PalierAccountCodes *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_file_dialog_set_initial_name (dialog, _ ("palier-recovery-codes.txt"));
  gtk_file_dialog_save (dialog, GTK_WINDOW (root), NULL, on_chosen_cb, g_object_ref (self));
}

static void
palier_account_codes_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_ACCOUNT_CODES);
  G_OBJECT_CLASS (palier_account_codes_parent_class)->dispose (object);
}

static void
palier_account_codes_finalize (GObject *object)
{
  g_free (PALIER_ACCOUNT_CODES (object)->text);
  G_OBJECT_CLASS (palier_account_codes_parent_class)->finalize (object);
}

static void
palier_account_codes_class_init (PalierAccountCodesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_account_codes_dispose;
  G_OBJECT_CLASS (class)->finalize = palier_account_codes_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-account-codes.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierAccountCodes, codes);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_cb);
}

static void
palier_account_codes_init (PalierAccountCodes *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwNavigationPage *
palier_account_codes_new (const char *const *codes)
{
  PalierAccountCodes *self = g_object_new (PALIER_TYPE_ACCOUNT_CODES, NULL);
  g_autofree char *lines = g_strjoinv ("\n", (char **) codes);

  self->text = g_strconcat (lines, "\n", NULL);
  gtk_label_set_text (self->codes, lines);
  return ADW_NAVIGATION_PAGE (self);
}
