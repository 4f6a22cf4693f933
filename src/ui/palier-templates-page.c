/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows are made anew when the templates of the base have changed; the search hides rows. */
#include "palier-templates-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-shell.h"
#include "palier-template-deeds.h"
#include "palier-template-editor.h"
#include "palier-template-row.h"

static const char *const categories[] = { "prospection", "follow_up", "event", "information" };
static const char *const channels[] = { "email", "sms", "linkedin", "letter" };

struct _PalierTemplatesPage
{
  AdwBin parent_instance;

  PalierSession *session;
  GPtrArray *templates; /* (nullable) (element-type PalierTemplate): those of the rows */
  GPtrArray *rows;      /* (element-type AdwActionRow) */
  AdwPreferencesGroup *of_category[G_N_ELEMENTS (categories)];

  AdwNavigationView *navigation;
  GtkEditable *search;
  GtkDropDown *channel;
  GtkStack *stack;
  GtkBox *groups;
};

G_DEFINE_FINAL_TYPE (PalierTemplatesPage, palier_templates_page, ADW_TYPE_BIN)

/* ---- rows */

static guint
category_of (const PalierTemplate *template)
{
  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    if (strcmp (categories[i], template->category) == 0)
      return i;
  return 0;
}

static gboolean
is_meant (PalierTemplatesPage *self, const PalierTemplate *template)
{
  guint channel = gtk_drop_down_get_selected (self->channel);
  const char *words = gtk_editable_get_text (self->search);

  if (channel > 0 && strcmp (template->channel, channels[channel - 1]) != 0)
    return FALSE;
  return *words == '\0' || g_str_match_string (words, template->name, TRUE)
         || g_str_match_string (words, template->body, TRUE);
}

static void
on_filter_cb (PalierTemplatesPage *self)
{
  gboolean any[G_N_ELEMENTS (categories)] = { FALSE }, all = FALSE;

  for (guint i = 0; i < self->rows->len; i++)
  {
    const PalierTemplate *template = palier_template_row_get_template (self->rows->pdata[i]);
    gboolean meant = is_meant (self, template);
    gtk_widget_set_visible (self->rows->pdata[i], meant);
    any[category_of (template)] |= meant;
    all |= meant;
  }
  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    gtk_widget_set_visible (GTK_WIDGET (self->of_category[i]), any[i]);
  gtk_stack_set_visible_child_name (self->stack, all || self->templates == NULL ? "list" : "none");
}

/* Whether rows made of @one would show @other. */
static gboolean
are_alike (const GPtrArray *one, const GPtrArray *other)
{
  if (one == NULL || one->len != other->len)
    return FALSE;
  for (guint i = 0; i < one->len; i++)
  {
    const PalierTemplate *a = one->pdata[i], *b = other->pdata[i];
    if (!palier_id_equal (&a->id, &b->id) || a->updated_ms != b->updated_ms
        || g_strcmp0 (a->key, b->key) != 0 || strcmp (a->name, b->name) != 0)
      return FALSE;
  }
  return TRUE;
}

static void
show_rows (PalierTemplatesPage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (
        self->of_category[category_of (palier_template_row_get_template (self->rows->pdata[i]))],
        self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < self->templates->len; i++)
  {
    GtkWidget *row = palier_template_row_new (self->templates->pdata[i]);
    g_ptr_array_add (self->rows, row);
    adw_preferences_group_add (self->of_category[category_of (self->templates->pdata[i])], row);
  }
  on_filter_cb (self);
}

static DexFuture *
list_fiber (gpointer data)
{
  PalierTemplatesPage *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = dex_await_boxed (
      palier_template_service_list (palier_session_get_templates (self->session)), &error);

  if (self->rows == NULL)
    return NULL;
  if (all == NULL)
    palier_shell_report (GTK_WIDGET (self), error);
  else if (!are_alike (self->templates, all))
  {
    g_clear_pointer (&self->templates, g_ptr_array_unref);
    self->templates = g_steal_pointer (&all);
    show_rows (self);
  }
  return NULL;
}

static void
refresh (PalierTemplatesPage *self)
{
  palier_shell_spawn (GTK_WIDGET (self), list_fiber);
}

/* ---- the editor */

/* (nullable) (transfer none): what is being written */
static PalierTemplateEditor *
get_editor (PalierTemplatesPage *self)
{
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->navigation);

  return PALIER_IS_TEMPLATE_EDITOR (page) ? PALIER_TEMPLATE_EDITOR (page) : NULL;
}

typedef struct
{
  PalierTemplatesPage *page;
  PalierTemplate *template;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *self = data;

  g_object_unref (self->page);
  palier_template_free (self->template);
  g_free (self);
}

static void
open_now (gpointer data)
{
  Opening *opening = data;
  AdwNavigationView *navigation = opening->page->navigation;

  adw_navigation_view_pop_to_tag (navigation, "list");
  adw_navigation_view_push (navigation, ADW_NAVIGATION_PAGE (palier_template_editor_new (
                                            opening->page->session, opening->template)));
}

/* @template: (transfer full) */
static void
open_template (PalierTemplatesPage *self, PalierTemplate *template)
{
  PalierTemplateEditor *editor = get_editor (self);
  Opening *opening = g_new (Opening, 1);

  *opening = (Opening) { g_object_ref (self), template };
  if (editor != NULL)
    palier_template_editor_leave (editor, open_now, opening, opening_free);
  else
  {
    open_now (opening);
    opening_free (opening);
  }
}

typedef struct
{
  PalierTemplatesPage *page;
  char *id;
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *self = data;

  g_object_unref (self->page);
  g_free (self->id);
  g_free (self);
}

static DexFuture *
open_fiber (gpointer data)
{
  Wanted *wanted = data;
  PalierTemplatesPage *self = wanted->page;
  g_autoptr (GError) error = NULL;
  PalierTemplate *template = dex_await_boxed (
      palier_template_service_find (palier_session_get_templates (self->session), wanted->id),
      &error);

  if (template != NULL)
    open_template (self, template);
  else
    palier_shell_report (GTK_WIDGET (self), error);
  return NULL;
}

static void
on_open_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  Wanted *wanted = g_new (Wanted, 1);

  *wanted = (Wanted) { PALIER_TEMPLATES_PAGE (g_object_ref (widget)),
                       g_variant_dup_string (target, NULL) };
  dex_future_disown (dex_scheduler_spawn (NULL, 0, open_fiber, wanted, wanted_free));
}

/* An e-mail of prospection to agencies, with nothing in it but what every message has. */
static void
on_new_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierTemplate *template = palier_template_new ();

  template->name = g_strdup ("");
  template->category = g_strdup ("prospection");
  template->channel = g_strdup ("email");
  template->kind = g_strdup ("agency");
  template->step = g_strdup ("first");
  template->relation = g_strdup ("colleague");
  template->body = g_strdup ("{{salutation}},\n\n");
  open_template (PALIER_TEMPLATES_PAGE (widget), template);
}

/* ---- other actions */

static void
on_list_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  adw_navigation_view_pop_to_tag (PALIER_TEMPLATES_PAGE (widget)->navigation, "list");
}

static void
on_import_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  palier_template_choose_files (widget, PALIER_TEMPLATES_PAGE (widget)->session);
}

static void
on_duplicate_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  palier_template_duplicate (widget, PALIER_TEMPLATES_PAGE (widget)->session,
                             g_variant_get_string (target, NULL));
}

static void
on_export_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  palier_template_export (widget, PALIER_TEMPLATES_PAGE (widget)->session,
                          g_variant_get_string (target, NULL));
}

static void
on_remove_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  palier_template_remove (widget, PALIER_TEMPLATES_PAGE (widget)->session,
                          g_variant_get_string (target, NULL));
}

/* ---- overrides */

static void
palier_templates_page_dispose (GObject *object)
{
  PalierTemplatesPage *self = PALIER_TEMPLATES_PAGE (object);

  g_clear_pointer (&self->templates, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (palier_templates_page_parent_class)->dispose (object);
}

static void
palier_templates_page_class_init (PalierTemplatesPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_templates_page_dispose;
  gtk_widget_class_install_action (widget_class, "templates.open", "s", on_open_cb);
  gtk_widget_class_install_action (widget_class, "templates.new", NULL, on_new_cb);
  gtk_widget_class_install_action (widget_class, "templates.list", NULL, on_list_cb);
  gtk_widget_class_install_action (widget_class, "templates.import", NULL, on_import_cb);
  gtk_widget_class_install_action (widget_class, "templates.duplicate", "s", on_duplicate_cb);
  gtk_widget_class_install_action (widget_class, "templates.export", "s", on_export_cb);
  gtk_widget_class_install_action (widget_class, "templates.remove", "s", on_remove_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-templates-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierTemplatesPage, navigation);
  gtk_widget_class_bind_template_child (widget_class, PalierTemplatesPage, search);
  gtk_widget_class_bind_template_child (widget_class, PalierTemplatesPage, channel);
  gtk_widget_class_bind_template_child (widget_class, PalierTemplatesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PalierTemplatesPage, groups);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_cb);
}

static void
palier_templates_page_init (PalierTemplatesPage *self)
{
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);

  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
  {
    GtkWidget *group = adw_preferences_group_new ();
    self->of_category[i] = ADW_PREFERENCES_GROUP (group);
    adw_preferences_group_set_title (self->of_category[i],
                                     palier_words_template_category (categories[i]));
    gtk_box_append (self->groups, group);
  }
  gtk_string_list_append (words, _ ("All channels"));
  for (guint i = 0; i < G_N_ELEMENTS (channels); i++)
    gtk_string_list_append (words, palier_words_template_channel (channels[i]));
  gtk_drop_down_set_model (self->channel, G_LIST_MODEL (words));
}

GtkWidget *
palier_templates_page_new (PalierSession *session)
{
  PalierTemplatesPage *self = g_object_new (PALIER_TYPE_TEMPLATES_PAGE, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
  return GTK_WIDGET (self);
}

/* Adds what is in @files, each a template. */
void
palier_templates_page_import (PalierTemplatesPage *self, GFile **files, guint n)
{
  palier_template_import (GTK_WIDGET (self), self->session, files, n);
}

/**
 * palier_templates_page_hold:
 * @then: done once nothing is unsaved any more; not where the user stays
 * @destroy: of @data, in any case
 *
 * Returns: whether something is unsaved: then the user is asked
 */
gboolean
palier_templates_page_hold (PalierTemplatesPage *self, void (*then) (gpointer), gpointer data,
                            GDestroyNotify destroy)
{
  PalierTemplateEditor *editor = get_editor (self);

  if (editor == NULL || !palier_template_editor_is_edited (editor))
  {
    destroy (data);
    return FALSE;
  }
  palier_template_editor_leave (editor, then, data, destroy);
  return TRUE;
}
