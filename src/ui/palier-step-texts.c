/* SPDX-License-Identifier: GPL-3.0-or-later */
/* There are as many rows as a step may have templates: those that are not needed are hidden. */
#include "palier-step-texts.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-sequence.h"

struct _PalierStepTexts
{
  GObject parent_instance;

  gboolean filling;
  PalierChannel channel;
  GPtrArray *all;  /* (nullable) (element-type PalierTemplate): what the entries were made of */
  GPtrArray *keys; /* (element-type utf8): of the entries from the second on */
  guint n;         /* rows that hold a template */
  AdwComboRow *menus[PALIER_STEP_TEMPLATES_MAX];
  GtkWidget *more;
};

G_DEFINE_FINAL_TYPE (PalierStepTexts, palier_step_texts, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* ---- the entries of a menu: nothing, then the templates of the channel */

static const PalierTemplate *
find_template (GPtrArray *all, const char *key)
{
  for (guint i = 0; i < all->len; i++)
  {
    g_autofree char *id = palier_template_dup_id (all->pdata[i]);
    if (strcmp (id, key) == 0)
      return all->pdata[i];
  }
  return NULL;
}

/* Returns: (transfer full): "One, or another" */
char *
palier_step_texts_dup_words (char *const *chosen, GPtrArray *all)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (char *const *key = chosen; key != NULL && *key != NULL; key++)
  {
    const PalierTemplate *template = find_template (all, *key);
    /* Translators: between the names of templates of which one is taken */
    g_string_append (words, words->len > 0 ? _ (" or ") : "");
    g_string_append (words, template != NULL ? template->name : _ ("a template that is gone"));
  }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
add_entry (PalierStepTexts *self, GtkStringList *words, const char *key, const char *name)
{
  gtk_string_list_append (words, name);
  g_ptr_array_add (self->keys, g_strdup (key));
}

/* What is chosen and not known here, since it was removed, stays an entry. */
static GtkStringList *
list_entries (PalierStepTexts *self, char *const *chosen, GPtrArray *all)
{
  const char *channel = palier_channel_name (self->channel);
  GtkStringList *words = gtk_string_list_new (NULL);

  g_ptr_array_set_size (self->keys, 0);
  gtk_string_list_append (words, _ ("None"));
  for (guint i = 0; i < all->len; i++)
  {
    const PalierTemplate *template = all->pdata[i];
    g_autofree char *id = palier_template_dup_id (template);
    if (strcmp (template->channel, channel) == 0)
      add_entry (self, words, id, template->name);
  }
  for (char *const *key = chosen; key != NULL && *key != NULL; key++)
    if (!g_ptr_array_find_with_equal_func (self->keys, *key, g_str_equal, NULL)
        && find_template (all, *key) == NULL)
      add_entry (self, words, *key, _ ("A template that is gone"));
  return words;
}

static guint
find_entry (PalierStepTexts *self, const char *key)
{
  guint index;

  return key != NULL && g_ptr_array_find_with_equal_func (self->keys, key, g_str_equal, &index)
             ? index + 1
             : 0;
}

/* ---- rows */

static void
show_rows (PalierStepTexts *self, guint n)
{
  gboolean writes = self->channel != PALIER_CHANNEL_CALL;

  for (guint i = 0; i < PALIER_STEP_TEMPLATES_MAX; i++)
  {
    /* Translators: a template of a step: A, B, C or D, which are tried against each other */
    g_autofree char *title = g_strdup_printf (_ ("Template %c"), 'A' + (int) i);
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->menus[i]),
                                   n > 1 ? title : _ ("Template"));
    gtk_widget_set_visible (GTK_WIDGET (self->menus[i]), writes && i < n);
  }
  gtk_widget_set_visible (self->more,
                          writes && n == self->n && n > 0 && n < PALIER_STEP_TEMPLATES_MAX);
}

static void
on_selected_cb (PalierStepTexts *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* One more row, which holds none yet. */
static void
on_more_cb (PalierStepTexts *self)
{
  show_rows (self, self->n + 1);
  gtk_widget_grab_focus (GTK_WIDGET (self->menus[self->n]));
}

static gboolean
has_entries (PalierStepTexts *self, PalierChannel channel, char *const *chosen, GPtrArray *all)
{
  for (char *const *key = chosen; key != NULL && *key != NULL; key++)
    if (find_entry (self, *key) == 0)
      return FALSE;
  return self->all == all && self->channel == channel;
}

/* A menu that is open keeps its entries as long as they are the same. */
static void
make_entries (PalierStepTexts *self, PalierChannel channel, char *const *chosen, GPtrArray *all)
{
  g_autoptr (GtkStringList) words = NULL;

  if (has_entries (self, channel, chosen, all))
    return;
  g_ptr_array_ref (all);
  g_clear_pointer (&self->all, g_ptr_array_unref);
  self->all = all;
  self->channel = channel;
  words = list_entries (self, chosen, all);
  for (guint i = 0; i < PALIER_STEP_TEMPLATES_MAX; i++)
    adw_combo_row_set_model (self->menus[i], G_LIST_MODEL (words));
}

/* @all: (element-type PalierTemplate) */
void
palier_step_texts_show (PalierStepTexts *self, PalierChannel channel, char *const *chosen,
                        GPtrArray *all)
{
  self->filling = TRUE;
  make_entries (self, channel, chosen, all);
  self->n = chosen != NULL ? MIN (g_strv_length ((char **) chosen), PALIER_STEP_TEMPLATES_MAX) : 0;
  for (guint i = 0; i < PALIER_STEP_TEMPLATES_MAX; i++)
    adw_combo_row_set_selected (self->menus[i], i < self->n ? find_entry (self, chosen[i]) : 0);
  show_rows (self, MAX (self->n, 1));
  self->filling = FALSE;
}

/* Returns: (transfer full) (array zero-terminated=1): none twice */
char **
palier_step_texts_dup (PalierStepTexts *self)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();

  for (guint i = 0; i < PALIER_STEP_TEMPLATES_MAX; i++)
  {
    guint entry = adw_combo_row_get_selected (self->menus[i]);
    char *key = entry > 0 && entry <= self->keys->len ? self->keys->pdata[entry - 1] : NULL;
    if (key != NULL && !g_ptr_array_find (keys, key, NULL))
      g_ptr_array_add (keys, key);
  }
  g_ptr_array_add (keys, NULL);
  return g_strdupv ((char **) keys->pdata);
}

static void
palier_step_texts_finalize (GObject *object)
{
  PalierStepTexts *self = PALIER_STEP_TEXTS (object);

  g_ptr_array_unref (self->keys);
  g_clear_pointer (&self->all, g_ptr_array_unref);
  G_OBJECT_CLASS (palier_step_texts_parent_class)->finalize (object);
}

static void
palier_step_texts_class_init (PalierStepTextsClass *class)
{
  G_OBJECT_CLASS (class)->finalize = palier_step_texts_finalize;
  signals[CHANGED] = g_signal_new ("changed", PALIER_TYPE_STEP_TEXTS, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
palier_step_texts_init (PalierStepTexts *self)
{
  self->keys = g_ptr_array_new_with_free_func (g_free);
}

/* In full: many begin alike. */
static void
on_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  gtk_list_item_set_child (item, label);
}

static void
on_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkStringObject *words = gtk_list_item_get_item (item);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (words));
}

static AdwComboRow *
add_menu (PalierStepTexts *self, AdwExpanderRow *row)
{
  AdwComboRow *menu = ADW_COMBO_ROW (adw_combo_row_new ());
  g_autoptr (GtkExpression) words =
      gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), NULL);
  adw_combo_row_set_list_factory (menu, factory);
  adw_combo_row_set_expression (menu, words);
  adw_combo_row_set_enable_search (menu, TRUE);
  adw_combo_row_set_search_match_mode (menu, GTK_STRING_FILTER_MATCH_MODE_SUBSTRING);
  adw_combo_row_set_use_subtitle (menu, TRUE);
  g_signal_connect_object (menu, "notify::selected", G_CALLBACK (on_selected_cb), self,
                           G_CONNECT_SWAPPED);
  adw_expander_row_add_row (row, GTK_WIDGET (menu));
  return menu;
}

/* @row: gets the rows */
PalierStepTexts *
palier_step_texts_new (AdwExpanderRow *row)
{
  PalierStepTexts *self = g_object_new (PALIER_TYPE_STEP_TEXTS, NULL);

  for (guint i = 0; i < PALIER_STEP_TEMPLATES_MAX; i++)
    self->menus[i] = add_menu (self, row);
  self->more = adw_button_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->more),
                                 _ ("Try Another Template Against It"));
  adw_button_row_set_start_icon_name (ADW_BUTTON_ROW (self->more), "list-add-symbolic");
  g_signal_connect_object (self->more, "activated", G_CALLBACK (on_more_cb), self,
                           G_CONNECT_SWAPPED);
  adw_expander_row_add_row (row, self->more);
  return self;
}
