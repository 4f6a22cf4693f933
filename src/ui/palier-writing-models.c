/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-writing-models.h"

#include <glib/gi18n.h>

#include "palier-session.h"

#define MICROS_PER_CENT 10000.0

/* (transfer full): a model whose price nobody knows has its name alone */
static char *
describe_cb (GtkStringObject *model)
{
  const char *id = gtk_string_object_get_string (model);
  g_autoptr (GArray) prices = palier_ai_service_list_prices ();

  for (guint i = 0; i < prices->len; i++)
  {
    const PalierAiPrice *price = &g_array_index (prices, PalierAiPrice, i);
    if (g_str_equal (price->id, id))
      return g_strdup_printf (_ ("%s: three drafts for %.2f euro cents at most"), id,
                              (double) price->set_of_three_micro / MICROS_PER_CENT);
  }
  return g_strdup (id);
}

void
palier_writing_models_bind (AdwComboRow *row)
{
  g_autoptr (GtkExpression) words = gtk_cclosure_expression_new (
      G_TYPE_STRING, NULL, 0, NULL, G_CALLBACK (describe_cb), NULL, NULL);

  adw_combo_row_set_expression (row, words);
}

/**
 * palier_writing_models_fill:
 * @service: (nullable)
 * @chosen: (nullable): the first, which is the proposed one; one that is not among those whose
 *   price is known is added
 */
void
palier_writing_models_fill (AdwComboRow *row, const char *service, const char *chosen)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  g_autoptr (GArray) prices = palier_ai_service_list_prices ();
  guint at = 0;

  for (guint i = 0; i < prices->len; i++)
    if (g_strcmp0 (g_array_index (prices, PalierAiPrice, i).service, service) == 0)
      gtk_string_list_append (list, g_array_index (prices, PalierAiPrice, i).id);
  if (chosen != NULL && (at = gtk_string_list_find (list, chosen)) == G_MAXUINT)
  {
    at = g_list_model_get_n_items (G_LIST_MODEL (list));
    gtk_string_list_append (list, chosen);
  }
  adw_combo_row_set_model (row, G_LIST_MODEL (list));
  adw_combo_row_set_selected (row, at);
}

/* (nullable): its name */
const char *
palier_writing_models_get (AdwComboRow *row)
{
  GtkStringObject *model = adw_combo_row_get_selected_item (row);

  return model != NULL ? gtk_string_object_get_string (model) : NULL;
}
