/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Search, drop-downs, chips and the header that was clicked make the query of the list. */
#include "palier-prospects-page-private.h"

static const char *const kinds[] = { NULL, "agency", "person" };
static const char *const bands[] = { NULL, "hot", "warm", "cold" };

gboolean
palier_prospects_page_is_filtered (PalierProspectsPage *self)
{
  return *gtk_editable_get_text (self->search)
         || !palier_filter_is_empty (palier_filter_bar_get_filter (self->filters));
}

PalierQuery *
palier_prospects_page_make_query (PalierProspectsPage *self)
{
  PalierQuery *query = palier_query_new ();
  GtkColumnViewSorter *sorter = GTK_COLUMN_VIEW_SORTER (gtk_column_view_get_sorter (self->view));
  GtkColumnViewColumn *column = gtk_column_view_sorter_get_primary_sort_column (sorter);

  query->search = g_strdup (gtk_editable_get_text (self->search));
  query->filter = palier_filter_ref (palier_filter_bar_get_filter (self->filters));
  query->sort = column ? palier_prospect_columns_field (column) : PALIER_FIELD_NONE;
  query->descending =
      column == NULL
      || gtk_column_view_sorter_get_primary_sort_order (sorter) == GTK_SORT_DESCENDING;
  return query;
}

void
palier_prospects_page_ask (PalierProspectsPage *self)
{
  g_autoptr (PalierQuery) query = NULL;

  if (self->list == NULL)
    return;
  query = palier_prospects_page_make_query (self);
  palier_prospect_list_set_query (self->list, query);
}

/* The drop-down of @key shows the filter's one value; else none of them. */
static void
follow (PalierProspectsPage *self, GtkDropDown *drop_down, PalierFilterKey key,
        const char *const *values, guint n)
{
  const PalierFilterTerm *term =
      palier_filter_find (palier_filter_bar_get_filter (self->filters), key, FALSE);
  guint selected = 0;

  for (guint i = 1; i < n && term != NULL && term->values[1] == NULL; i++)
    if (g_str_equal (values[i], term->values[0]))
      selected = i;
  gtk_drop_down_set_selected (drop_down, selected);
}

static void
on_filters_cb (PalierProspectsPage *self)
{
  self->syncing = TRUE;
  follow (self, self->kind, PALIER_FILTER_KIND, kinds, G_N_ELEMENTS (kinds));
  follow (self, self->band, PALIER_FILTER_BAND, bands, G_N_ELEMENTS (bands));
  self->syncing = FALSE;
  palier_prospects_page_ask (self);
}

static void
set_term (PalierFilter *filter, PalierFilterKey key, const char *value)
{
  palier_filter_remove (filter, key, FALSE);
  palier_filter_remove (filter, key, TRUE);
  if (value != NULL)
    palier_filter_add (filter, key, FALSE, value, NULL);
}

/* A drop-down is a short way to a filter. */
static void
on_filter_changed_cb (PalierProspectsPage *self, GParamSpec *pspec, GtkDropDown *drop_down)
{
  g_autoptr (PalierFilter) filter = NULL;

  if (self->syncing || self->filters == NULL)
    return;
  filter = palier_filter_copy (palier_filter_bar_get_filter (self->filters));
  if (drop_down == self->kind)
    set_term (filter, PALIER_FILTER_KIND, kinds[gtk_drop_down_get_selected (drop_down)]);
  else
    set_term (filter, PALIER_FILTER_BAND, bands[gtk_drop_down_get_selected (drop_down)]);
  palier_filter_bar_set_filter (self->filters, filter);
}

void
palier_prospects_page_clear (PalierProspectsPage *self)
{
  palier_filter_bar_set_filter (self->filters, NULL);
  gtk_editable_set_text (self->search, "");
}

static void
on_search_changed_cb (PalierProspectsPage *self)
{
  palier_prospects_page_ask (self);
}

/* The callbacks that the page's template names. */
void
palier_prospects_page_bind_filters (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_filters_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_clear_cb",
                                                G_CALLBACK (palier_prospects_page_clear));
}
