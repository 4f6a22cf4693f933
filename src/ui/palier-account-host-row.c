/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-account-host-row.h"

#include <glib/gi18n.h>

static DexFuture *
give_up (PalierAccountService *service, const char *kind, const char *value)
{
  gboolean slug = g_str_equal (kind, "slug");

  return palier_account_service_change_hosts (service, NULL, slug ? "" : NULL, slug ? NULL : "");
}

static DexFuture *
check (PalierAccountService *service, const char *id, const char *value)
{
  return palier_account_service_check_domain (service);
}

static GtkWidget *
make_button (const char *icon, const char *label)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, label);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  return button;
}

static void
on_check_cb (GtkWidget *button, PalierAccountList *list)
{
  palier_account_list_run (list, check, "", NULL);
}

static void
on_copy_cb (GtkWidget *button, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), text);
}

static GtkWidget *
make_text (const char *title, const char *text)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *copy = make_button ("edit-copy-symbolic", _ ("Copy"));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
  gtk_widget_add_css_class (row, "property");
  g_signal_connect_data (copy, "clicked", G_CALLBACK (on_copy_cb), g_strdup (text),
                         (GClosureNotify) (GCallback) g_free, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), copy);
  return row;
}

static GtkWidget *
make_check (PalierAccountList *list)
{
  GtkWidget *button = make_button ("view-refresh-symbolic", _ ("Check Now"));

  g_signal_connect_object (button, "clicked", G_CALLBACK (on_check_cb), list, 0);
  return button;
}

/* What is to stand in DNS is below the domain. */
static GtkWidget *
make_domain (PalierAccountList *list, const PalierAgencyHost *host)
{
  GtkWidget *row = adw_expander_row_new ();

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), !host->proved);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row),
                            make_text (_ ("Name in DNS, of type TXT"), host->record_name));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), make_text (_ ("Text"), host->record));
  if (palier_account_list_may_change (list))
    adw_expander_row_add_suffix (ADW_EXPANDER_ROW (row), make_check (list));
  return row;
}

static void
add_end (PalierAccountList *list, const PalierAgencyHost *host, GtkWidget *row)
{
  g_autofree char *question = g_strdup_printf (_ ("Give Up %s?"), host->name);
  GtkWidget *end = palier_account_list_make_end (
      list, give_up, host->kind, question,
      _ ("Links of messages that left with it go on working for ninety days."), _ ("_Give Up"));

  if (ADW_IS_EXPANDER_ROW (row))
    adw_expander_row_add_suffix (ADW_EXPANDER_ROW (row), end);
  else
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), end);
}

GtkWidget *
palier_account_host_row_new (PalierAccountList *list, gconstpointer item)
{
  const PalierAgencyHost *host = item;
  g_autofree char *words = palier_words_host (host);
  GtkWidget *row = host->record != NULL ? make_domain (list, host) : adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), host->name);
  if (ADW_IS_EXPANDER_ROW (row))
    adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), words);
  else
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
  if (palier_account_list_may_change (list) && host->until_ms == 0
      && !g_str_equal (host->kind, "name"))
    add_end (list, host, row);
  return row;
}
