/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-composer-choices.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-words.h"

typedef struct
{
  const char *name;
  const char *words;
} Option;

static const Option channels[] = {
  { "email", NULL }, { "sms", NULL }, { "linkedin", NULL }, { "letter", NULL }
};
static const Option tones[] = { { "sober", N_ ("Sober") },
                                { "warm", N_ ("Friendly") },
                                { "direct", N_ ("Direct") } };
static const Option lengths[] = { { "short", N_ ("Short") },
                                  { "normal", N_ ("Normal") },
                                  { "long", N_ ("Long") } };
#define USUAL_LENGTH 1

struct _PalierComposerChoices
{
  AdwBin parent_instance;

  gboolean filling;
  GPtrArray *all;    /* (nullable) (element-type PalierTemplate) */
  GPtrArray *listed; /* (element-type PalierTemplate): those that fit */
  const char *kind;  /* agency, person */
  char *which;       /* (nullable): the chosen template, as the service finds it */

  GtkDropDown *channel;
  GtkDropDown *template;
  GtkDropDown *tone;
  GtkDropDown *length;
  GtkWidget *again;
  guint kept[4]; /* what the drafts that are shown were written by, in the order of the menus */
};

G_DEFINE_FINAL_TYPE (PalierComposerChoices, palier_composer_choices, ADW_TYPE_BIN)

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static const char *
chosen_channel (PalierComposerChoices *self)
{
  return channels[gtk_drop_down_get_selected (self->channel)].name;
}

/* The templates for such a prospect on the chosen channel, behind what the composer takes itself.
 */
static void
list_templates (PalierComposerChoices *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  g_ptr_array_set_size (self->listed, 0);
  gtk_string_list_append (names, _ ("An Angle Each"));
  for (guint i = 0; self->all != NULL && i < self->all->len; i++)
  {
    PalierTemplate *template = g_ptr_array_index (self->all, i);
    if (strcmp (template->kind, self->kind) != 0
        || strcmp (template->channel, chosen_channel (self)) != 0)
      continue;
    g_ptr_array_add (self->listed, template);
    gtk_string_list_append (names, template->name);
  }
  gtk_drop_down_set_model (self->template, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->template, 0);
}

static void
on_again_cb (PalierComposerChoices *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_chosen_cb (PalierComposerChoices *self, GParamSpec *pspec, GtkDropDown *menu)
{
  if (self->filling)
    return;
  self->filling = TRUE;
  if (menu == self->channel)
    list_templates (self);
  self->filling = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}

static GtkDropDown *
add_menu (PalierComposerChoices *self, GtkWidget *box, const char *title, const Option *options,
          guint n)
{
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *menu;

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (words, options[i].words != NULL
                                       ? _ (options[i].words)
                                       : palier_words_template_channel (options[i].name));
  menu = gtk_drop_down_new (G_LIST_MODEL (g_object_ref (words)), NULL);
  gtk_widget_add_css_class (label, "dimmed");
  gtk_accessible_update_property (GTK_ACCESSIBLE (menu), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), menu);
  adw_wrap_box_append (ADW_WRAP_BOX (box), line);
  g_signal_connect_object (menu, "notify::selected", G_CALLBACK (on_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_DROP_DOWN (menu);
}

static void
palier_composer_choices_finalize (GObject *object)
{
  PalierComposerChoices *self = PALIER_COMPOSER_CHOICES (object);

  g_clear_pointer (&self->all, g_ptr_array_unref);
  g_ptr_array_unref (self->listed);
  g_free (self->which);
  G_OBJECT_CLASS (palier_composer_choices_parent_class)->finalize (object);
}

static void
palier_composer_choices_class_init (PalierComposerChoicesClass *class)
{
  G_OBJECT_CLASS (class)->finalize = palier_composer_choices_finalize;
  signals[CHANGED] = g_signal_new ("changed", PALIER_TYPE_COMPOSER_CHOICES, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
palier_composer_choices_init (PalierComposerChoices *self)
{
  GtkWidget *box = adw_wrap_box_new ();

  self->filling = TRUE;
  self->kind = "agency";
  self->listed = g_ptr_array_new ();
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (box), 18);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (box), 6);
  self->channel = add_menu (self, box, _ ("Channel"), channels, G_N_ELEMENTS (channels));
  self->template = add_menu (self, box, _ ("Template"), NULL, 0);
  self->tone = add_menu (self, box, _ ("Tone"), tones, G_N_ELEMENTS (tones));
  self->length = add_menu (self, box, _ ("Length"), lengths, G_N_ELEMENTS (lengths));
  gtk_drop_down_set_selected (self->length, USUAL_LENGTH);
  list_templates (self);
  palier_composer_choices_keep (self);
  self->filling = FALSE;
  self->again = gtk_button_new ();
  gtk_widget_set_visible (self->again, FALSE);
  g_signal_connect_object (self->again, "clicked", G_CALLBACK (on_again_cb), self,
                           G_CONNECT_SWAPPED);
  adw_wrap_box_append (ADW_WRAP_BOX (box), self->again);
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * palier_composer_choices_show:
 * @templates: (element-type PalierTemplate): all there are
 * @channel: of the drafts that are shown
 */
void
palier_composer_choices_show (PalierComposerChoices *self, GPtrArray *templates,
                              const PalierProspect *prospect, const char *channel)
{
  self->filling = TRUE;
  g_clear_pointer (&self->all, g_ptr_array_unref);
  self->all = g_ptr_array_ref (templates);
  self->kind = g_strcmp0 (palier_prospect_get (prospect, PALIER_FIELD_KIND), "person") == 0
                   ? "person"
                   : "agency";
  for (guint i = 0; i < G_N_ELEMENTS (channels); i++)
    if (g_strcmp0 (channels[i].name, channel) == 0)
      gtk_drop_down_set_selected (self->channel, i);
  list_templates (self);
  palier_composer_choices_keep (self);
  self->filling = FALSE;
}

/* @writer: (nullable): the service that is asked */
void
palier_composer_choices_show_writer (PalierComposerChoices *self, const char *writer)
{
  /* Translators: the service that writes */
  g_autofree char *label =
      g_strdup_printf (_ ("Write Anew by %s"), writer != NULL ? palier_words_writer (writer) : "");

  gtk_button_set_label (GTK_BUTTON (self->again), label);
  gtk_widget_set_visible (self->again, writer != NULL);
}

/* @order: gets texts that stay this one's */
void
palier_composer_choices_get (PalierComposerChoices *self, PalierWriteOrder *order)
{
  guint template = gtk_drop_down_get_selected (self->template);

  g_clear_pointer (&self->which, g_free);
  if (template > 0)
    self->which = palier_template_dup_id (self->listed->pdata[template - 1]);
  order->template = self->which;
  order->channel = chosen_channel (self);
  order->tone = tones[gtk_drop_down_get_selected (self->tone)].name;
  order->length = lengths[gtk_drop_down_get_selected (self->length)].name;
}

/* What is chosen is what the drafts that are shown were written by. */
void
palier_composer_choices_keep (PalierComposerChoices *self)
{
  self->kept[0] = gtk_drop_down_get_selected (self->channel);
  self->kept[1] = gtk_drop_down_get_selected (self->template);
  self->kept[2] = gtk_drop_down_get_selected (self->tone);
  self->kept[3] = gtk_drop_down_get_selected (self->length);
}

/* Nothing was written: the menus go back to what the drafts were written by. */
void
palier_composer_choices_revert (PalierComposerChoices *self)
{
  self->filling = TRUE;
  gtk_drop_down_set_selected (self->channel, self->kept[0]);
  list_templates (self);
  gtk_drop_down_set_selected (self->template, self->kept[1]);
  gtk_drop_down_set_selected (self->tone, self->kept[2]);
  gtk_drop_down_set_selected (self->length, self->kept[3]);
  self->filling = FALSE;
}
