/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-account-roles.h"

#include <glib/gi18n.h>

static const struct
{
  const char *name;
  const char *words;
} roles[] = {
  { "agent", N_ ("Agent") },
  { "reader", N_ ("Reader") },
  { "owner", N_ ("Owner") },
};

static guint
find_role (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (g_strcmp0 (roles[i].name, name) == 0)
      return i;
  return GTK_INVALID_LIST_POSITION;
}

/* A role that a newer relay may have is shown by its name. */
const char *
palier_account_role_words (const char *role)
{
  guint i = find_role (role);
  return i != GTK_INVALID_LIST_POSITION ? _ (roles[i].words) : role;
}

/* Returns: (transfer full): a row that chooses one; the first is agent */
GtkWidget *
palier_account_role_row_new (void)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    gtk_string_list_append (words, _ (roles[i].words));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (words));
  return row;
}

const char *
palier_account_role_row_get (GtkWidget *row)
{
  return roles[adw_combo_row_get_selected (ADW_COMBO_ROW (row))].name;
}

void
palier_account_role_row_set (GtkWidget *row, const char *role)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), find_role (role));
}
