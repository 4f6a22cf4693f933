/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All columns are in the view; those that are not chosen, or for which there is no room, are
 * hidden. */
#include "palier-prospect-columns.h"

#include <glib/gi18n.h>

#include "palier-prospect-cells.h"
#include "palier-window-state.h"
#include "palier-words.h"

#define STATE_KEY "columns"
#define ALL_DETAIL 100
/* With a shorter bar, so that a name has room beside it at 360 px. */
#define NARROW_SCORE 152

struct _PalierProspectColumns
{
  GObject parent_instance;

  GtkColumnView *view; /* not referenced: both are of one template */
  int detail;
  gboolean filling;
};

enum
{
  PROP_VIEW = 1,
  PROP_DETAIL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalierProspectColumns, palier_prospect_columns, G_TYPE_OBJECT)

/* What can be shown, as it stands until somebody chooses otherwise. */
static const struct
{
  PalierField field; /* NONE: the score */
  int width;         /* px; -1: what is left */
  gboolean chosen;
} kinds[] = {
  { PALIER_FIELD_FULL_NAME, -1, TRUE },     { PALIER_FIELD_CITY, 150, TRUE },
  { PALIER_FIELD_NONE, 190, TRUE },         { PALIER_FIELD_STAGE, 150, TRUE },
  { PALIER_FIELD_LAST_SIGN_AT, 110, TRUE }, { PALIER_FIELD_EMAIL, 220, FALSE },
  { PALIER_FIELD_PHONE, 150, FALSE },       { PALIER_FIELD_MOBILE, 150, FALSE },
  { PALIER_FIELD_COMPANY, 180, FALSE },     { PALIER_FIELD_JOB, 150, FALSE },
  { PALIER_FIELD_POSTAL_CODE, 100, FALSE }, { PALIER_FIELD_STREET, 200, FALSE },
  { PALIER_FIELD_WEBSITE, 180, FALSE },     { PALIER_FIELD_SIRET, 150, FALSE },
  { PALIER_FIELD_PROJECT, 150, FALSE },     { PALIER_FIELD_TAGS, 150, FALSE },
  { PALIER_FIELD_SOURCE, 150, FALSE },      { PALIER_FIELD_LEGAL_BASIS, 150, FALSE },
  { PALIER_FIELD_CREATED_AT, 110, FALSE },
};

static GQuark
kind_quark (void)
{
  return g_quark_from_static_string ("palier-column-kind");
}

static guint
kind_of (GtkColumnViewColumn *column)
{
  return GPOINTER_TO_UINT (g_object_get_qdata (G_OBJECT (column), kind_quark ()));
}

static const char *
title_of (PalierField field)
{
  if (field == PALIER_FIELD_NONE)
    return _ ("Score");
  if (field == PALIER_FIELD_FULL_NAME)
    return _ ("Name");
  if (field == PALIER_FIELD_LAST_SIGN_AT)
    return _ ("Last Sign");
  return palier_words_field (field);
}

static const char *
name_of (PalierField field)
{
  return field == PALIER_FIELD_NONE ? "score" : palier_field_name (field);
}

/* ---- which are shown */

static GQuark
chosen_quark (void)
{
  return g_quark_from_static_string ("palier-column-chosen");
}

static GtkColumnViewColumn *
nth (PalierProspectColumns *self, guint position)
{
  g_autoptr (GtkColumnViewColumn) column =
      g_list_model_get_item (gtk_column_view_get_columns (self->view), position);
  return column;
}

static guint
count (PalierProspectColumns *self)
{
  return g_list_model_get_n_items (gtk_column_view_get_columns (self->view));
}

static gboolean
is_chosen (GtkColumnViewColumn *column)
{
  return g_object_get_qdata (G_OBJECT (column), chosen_quark ()) != NULL;
}

static void
set_chosen (GtkColumnViewColumn *column, gboolean chosen)
{
  g_object_set_qdata (G_OBJECT (column), chosen_quark (), chosen ? column : NULL);
}

static GtkColumnViewColumn *
find (PalierProspectColumns *self, PalierField field)
{
  for (guint i = 0; i < count (self); i++)
    if (palier_prospect_columns_field (nth (self, i)) == field)
      return nth (self, i);
  return NULL;
}

static void
set_narrow (PalierProspectColumns *self, GtkColumnViewColumn *score, gboolean narrow)
{
  gtk_column_view_column_set_fixed_width (score,
                                          narrow ? NARROW_SCORE : kinds[kind_of (score)].width);
  if (narrow)
    gtk_widget_add_css_class (GTK_WIDGET (self->view), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->view), "narrow");
}

/* The name always; where there is little room, the score before the others. */
static void
show (PalierProspectColumns *self)
{
  GtkColumnViewColumn *score = find (self, PALIER_FIELD_NONE);
  int room = self->detail;

  if (score)
  {
    set_narrow (self, score, room <= 1);
    gtk_column_view_column_set_visible (score, is_chosen (score) && room > 0);
    room -= is_chosen (score);
  }
  for (guint i = 0; i < count (self); i++)
  {
    GtkColumnViewColumn *column = nth (self, i);
    PalierField field = palier_prospect_columns_field (column);
    if (field == PALIER_FIELD_NONE)
      continue;
    gboolean visible = is_chosen (column) && (field == PALIER_FIELD_FULL_NAME || room-- > 0);
    gtk_column_view_column_set_visible (column, visible);
  }
}

/* ---- remembered */

static void
save (PalierProspectColumns *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  if (self->filling)
    return;
  for (guint i = 0; i < count (self); i++)
    if (is_chosen (nth (self, i)))
      g_ptr_array_add (names, (gpointer) name_of (palier_prospect_columns_field (nth (self, i))));
  g_ptr_array_add (names, NULL);
  palier_window_state_set_list (STATE_KEY, (const char *const *) names->pdata);
}

static GtkColumnViewColumn *
find_name (PalierProspectColumns *self, const char *name)
{
  for (guint i = 0; i < count (self); i++)
    if (g_str_equal (name_of (palier_prospect_columns_field (nth (self, i))), name))
      return nth (self, i);
  return NULL;
}

/* Names that are not known any more are passed over; the name of a prospect is always there. */
static void
restore (PalierProspectColumns *self)
{
  g_auto (GStrv) names = palier_window_state_dup_list (STATE_KEY);
  guint position = 0;

  for (guint i = 0; names && i < count (self); i++)
    set_chosen (nth (self, i),
                palier_prospect_columns_field (nth (self, i)) == PALIER_FIELD_FULL_NAME);
  for (char **name = names; name && *name; name++)
  {
    g_autoptr (GtkColumnViewColumn) column = find_name (self, *name);
    if (column == NULL)
      continue;
    g_object_ref (column);
    set_chosen (column, TRUE);
    gtk_column_view_insert_column (self->view, position++, column);
  }
}

/* ---- set-up */

static void
append (PalierProspectColumns *self, guint kind)
{
  PalierField field = kinds[kind].field;
  g_autoptr (GtkListItemFactory) factory = palier_prospect_cells_new (field);
  /* Only draws the arrow: the base does the sorting. */
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (NULL, NULL, NULL));
  g_autoptr (GtkColumnViewColumn) column =
      gtk_column_view_column_new (title_of (field), g_object_ref (factory));

  g_object_set_qdata (G_OBJECT (column), kind_quark (), GUINT_TO_POINTER (kind));
  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_resizable (column, field != PALIER_FIELD_NONE);
  gtk_column_view_column_set_expand (column, kinds[kind].width < 0);
  gtk_column_view_column_set_fixed_width (column, kinds[kind].width);
  set_chosen (column, kinds[kind].chosen);
  gtk_column_view_append_column (self->view, column);
}

/* The order was changed, here or by a header that was dragged. */
static void
on_order_changed_cb (PalierProspectColumns *self)
{
  save (self);
}

static void
fill (PalierProspectColumns *self)
{
  self->filling = TRUE;
  while (count (self) > 0)
    gtk_column_view_remove_column (self->view, nth (self, 0));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    append (self, i);
  self->filling = FALSE;
}

static void
set_view (PalierProspectColumns *self, GtkColumnView *view)
{
  self->view = view;
  fill (self);
  self->filling = TRUE;
  restore (self);
  self->filling = FALSE;
  show (self);
  gtk_column_view_sort_by_column (view, find (self, PALIER_FIELD_NONE), GTK_SORT_DESCENDING);
  g_signal_connect_object (gtk_column_view_get_columns (view), "items-changed",
                           G_CALLBACK (on_order_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
palier_prospect_columns_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PalierProspectColumns *self = PALIER_PROSPECT_COLUMNS (object);

  if (id == PROP_VIEW)
    g_value_set_object (value, self->view);
  else
    g_value_set_int (value, self->detail);
}

static void
palier_prospect_columns_set_property (GObject *object, guint id, const GValue *value,
                                      GParamSpec *pspec)
{
  PalierProspectColumns *self = PALIER_PROSPECT_COLUMNS (object);

  if (id == PROP_VIEW)
    set_view (self, g_value_get_object (value));
  else
    self->detail = g_value_get_int (value);
  if (self->view)
    show (self);
}

static void
palier_prospect_columns_class_init (PalierProspectColumnsClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = palier_prospect_columns_get_property;
  object_class->set_property = palier_prospect_columns_set_property;
  properties[PROP_VIEW] = g_param_spec_object ("view", NULL, NULL, GTK_TYPE_COLUMN_VIEW, flags);
  properties[PROP_DETAIL] =
      g_param_spec_int ("detail", NULL, NULL, 0, ALL_DETAIL, ALL_DETAIL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
palier_prospect_columns_init (PalierProspectColumns *self)
{
  self->detail = ALL_DETAIL;
}

/* ---- public */

GListModel *
palier_prospect_columns_get_all (PalierProspectColumns *self)
{
  return gtk_column_view_get_columns (self->view);
}

/* Returns: what a query sorts by for @column; PALIER_FIELD_NONE: the score */
PalierField
palier_prospect_columns_field (GtkColumnViewColumn *column)
{
  return kinds[kind_of (column)].field;
}

gboolean
palier_prospect_columns_is_chosen (PalierProspectColumns *self, GtkColumnViewColumn *column)
{
  return is_chosen (column);
}

/* The name cannot be left out. */
void
palier_prospect_columns_choose (PalierProspectColumns *self, GtkColumnViewColumn *column,
                                gboolean chosen)
{
  set_chosen (column, chosen || palier_prospect_columns_field (column) == PALIER_FIELD_FULL_NAME);
  show (self);
  save (self);
}

/* @by: 1: behind the next one, -1: before the one before */
void
palier_prospect_columns_move (PalierProspectColumns *self, GtkColumnViewColumn *column, int by)
{
  for (guint i = 0; i < count (self); i++)
    if (nth (self, i) == column)
    {
      int place = CLAMP ((int) i + by, 0, (int) count (self) - 1);
      gtk_column_view_insert_column (self->view, (guint) place, column);
      break;
    }
  show (self);
}

/* As it was in the beginning. */
void
palier_prospect_columns_reset (PalierProspectColumns *self)
{
  fill (self);
  show (self);
  save (self);
}
