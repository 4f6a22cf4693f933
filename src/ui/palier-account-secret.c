/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an authenticator takes: a picture that is drawn here, so that the secret goes to nobody, and
 * the same as text. */
#include "palier-account-secret.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <qrencode.h>
#include <string.h>

#define MODULE_PX 6
#define QUIET_MODULES 4 /* of white around it, as the standard asks for */

/* Returns: (transfer full): one byte a pixel and channel, dark on white in every colour scheme */
static GdkTexture *
paint (const QRcode *code)
{
  int side = (code->width + 2 * QUIET_MODULES) * MODULE_PX;
  gsize stride = (gsize) side * 3;
  guint8 *pixels = g_malloc (stride * (gsize) side);

  memset (pixels, 0xff, stride * (gsize) side);
  for (int y = 0; y < code->width * MODULE_PX; y++)
    for (int x = 0; x < code->width; x++)
      if (code->data[y / MODULE_PX * code->width + x] & 1)
        memset (pixels + (gsize) (y + QUIET_MODULES * MODULE_PX) * stride
                    + (gsize) (x + QUIET_MODULES) * MODULE_PX * 3,
                0, MODULE_PX * 3);
  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, stride * (gsize) side);
  return gdk_memory_texture_new (side, side, GDK_MEMORY_R8G8B8, bytes, stride);
}

/* Returns: (transfer full) (nullable): NULL where @address is longer than a picture holds */
static GtkWidget *
make_picture (const char *address)
{
  QRcode *code = QRcode_encodeString8bit (address, 0, QR_ECLEVEL_M);

  if (code == NULL)
    return NULL;
  g_autoptr (GdkTexture) texture = paint (code);
  GtkWidget *picture = gtk_picture_new_for_paintable (GDK_PAINTABLE (texture));
  QRcode_free (code);
  gtk_picture_set_content_fit (GTK_PICTURE (picture), GTK_CONTENT_FIT_SCALE_DOWN);
  gtk_widget_set_halign (picture, GTK_ALIGN_CENTER);
  gtk_picture_set_alternative_text (GTK_PICTURE (picture), _ ("Picture for your authenticator"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (picture), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Picture for your authenticator"), -1);
  return picture;
}

static void
on_copy_cb (GtkWidget *button, const char *secret)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), secret);
}

static GtkWidget *
make_row (const char *secret)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *copy = gtk_button_new_with_mnemonic (_ ("_Copy"));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Key"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), secret);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
  gtk_widget_add_css_class (row, "property");
  gtk_widget_set_valign (copy, GTK_ALIGN_CENTER);
  g_signal_connect_data (copy, "clicked", G_CALLBACK (on_copy_cb), g_strdup (secret),
                         (GClosureNotify) (GCallback) g_free, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), copy);
  return row;
}

/**
 * palier_account_secret_new:
 * @secret: as it is typed into an authenticator
 * @address: the same, as a picture holds it (otpauth:)
 */
GtkWidget *
palier_account_secret_new (const char *secret, const char *address)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *picture = make_picture (address);

  if (picture != NULL)
    gtk_box_append (GTK_BOX (box), picture);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), make_row (secret));
  gtk_box_append (GTK_BOX (box), list);
  return box;
}
