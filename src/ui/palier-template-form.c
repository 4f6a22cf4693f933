/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-template-form.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-words.h"

/* A choice of one, kept as a key. */
typedef struct
{
  gsize offset; /* of a char * in PalierTemplate */
  const char *title;
  const char *keys;                       /* parted by blanks; "-": none */
  const char *(*words_of) (const char *); /* (nullable) */
  const char *const *words;               /* (nullable): in the order of the keys */
} Choice;

/* Checks, each for a value of a list; none: all. */
typedef struct
{
  gsize offset; /* of a char ** in PalierTemplate */
  const char *title;
  const char *keys;
  PalierField field;        /* whose words they have; PALIER_FIELD_NONE */
  const char *const *words; /* (nullable) */
} Segment;

static const char *const kind_words[] = { N_ ("Agencies"), N_ ("Persons") };
static const char *const step_words[] = { N_ ("First contact"), N_ ("Follow-up") };
static const char *const relation_words[] = { N_ ("Their colleague"), N_ ("Their supplier") };
static const char *const type_words[] = { N_ ("Independent"), N_ ("Of a network") };
static const char *const maturity_words[] = { N_ ("Low"), N_ ("Medium"), N_ ("High") };

static const char *
words_of_angle (const char *key)
{
  return *key == '-' ? _ ("Any") : palier_words_angle (key);
}

enum
{
  CATEGORY,
  CHANNEL, /* beside the name, since the text depends on it; the others are in an expander */
  RECIPIENTS,
  STEP,
  RELATION,
  ANGLE,
  N_CHOICES
};

static const Choice choices[N_CHOICES] = {
  { offsetof (PalierTemplate, category), N_ ("Category"), "prospection follow_up event information",
    palier_words_template_category, NULL },
  { offsetof (PalierTemplate, channel), N_ ("Channel"), "email sms linkedin letter",
    palier_words_template_channel, NULL },
  { offsetof (PalierTemplate, kind), N_ ("Recipients"), "agency person", NULL, kind_words },
  { offsetof (PalierTemplate, step), N_ ("Step"), "first follow_up", NULL, step_words },
  { offsetof (PalierTemplate, relation), N_ ("To an agency you are"), "colleague supplier", NULL,
    relation_words },
  { offsetof (PalierTemplate, angle), N_ ("Angle"), "- local_proof service question",
    words_of_angle, NULL },
};

static const Segment segments[] = {
  { offsetof (PalierTemplate, agency_types), N_ ("Type of agency"), "independent network",
    PALIER_FIELD_NONE, type_words },
  { offsetof (PalierTemplate, specializations), N_ ("Specialisations"),
    "residential commercial luxury rental", PALIER_FIELD_SPECIALIZATIONS, NULL },
  { offsetof (PalierTemplate, maturities), N_ ("Digital maturity"), "low medium high",
    PALIER_FIELD_NONE, maturity_words },
  { offsetof (PalierTemplate, team_sizes), N_ ("Team size"), "1 2-5 6-20 20+",
    PALIER_FIELD_TEAM_SIZE, NULL },
};

#define CHECKS_MAX 4

struct _PalierTemplateForm
{
  GObject parent_instance;

  GtkEditable *name;
  AdwExpanderRow *purpose;
  GtkWidget *menus[N_CHOICES]; /* each with its property "selected" */
  AdwExpanderRow *expanders[G_N_ELEMENTS (segments)];
  AdwSwitchRow *checks[G_N_ELEMENTS (segments)][CHECKS_MAX];
  gboolean filling;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalierTemplateForm, palier_template_form, G_TYPE_OBJECT)

/* ---- segments */

/* What is chosen stands below the title, so that a closed row tells it. */
static void
show_chosen (PalierTemplateForm *self, guint i)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint j = 0; j < CHECKS_MAX && self->checks[i][j] != NULL; j++)
    if (adw_switch_row_get_active (self->checks[i][j]))
      g_strv_builder_add (builder,
                          adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->checks[i][j])));
  g_auto (GStrv) words = g_strv_builder_end (builder);
  g_autofree char *joined = g_strjoinv (", ", words);
  adw_expander_row_set_subtitle (self->expanders[i], *joined != '\0' ? joined : _ ("Any"));
}

static guint
get_selected (PalierTemplateForm *self, guint i)
{
  guint selected;

  g_object_get (self->menus[i], "selected", &selected, NULL);
  return selected;
}

/* Nobody is a person's supplier. */
static void
show_purpose (PalierTemplateForm *self)
{
  static const guint told[] = { CATEGORY, RECIPIENTS, STEP };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
    g_strv_builder_add (builder, gtk_string_object_get_string (adw_combo_row_get_selected_item (
                                     ADW_COMBO_ROW (self->menus[told[i]]))));
  g_auto (GStrv) words = g_strv_builder_end (builder);
  g_autofree char *joined = g_strjoinv (" · ", words);
  adw_expander_row_set_subtitle (self->purpose, joined);
  gtk_widget_set_visible (self->menus[RELATION], get_selected (self, RECIPIENTS) == 0);
}

static void
on_changed_cb (PalierTemplateForm *self)
{
  show_purpose (self);
  for (guint i = 0; i < G_N_ELEMENTS (segments); i++)
    show_chosen (self, i);
  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_check (PalierTemplateForm *self, guint i, guint j, const char *key)
{
  GtkWidget *row = adw_switch_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 segments[i].words != NULL
                                     ? _ (segments[i].words[j])
                                     : palier_words_choice (segments[i].field, key));
  g_signal_connect_object (row, "notify::active", G_CALLBACK (on_changed_cb), self,
                           G_CONNECT_SWAPPED);
  adw_expander_row_add_row (self->expanders[i], row);
  self->checks[i][j] = ADW_SWITCH_ROW (row);
}

static void
add_segment (PalierTemplateForm *self, AdwPreferencesGroup *group, guint i)
{
  g_auto (GStrv) keys = g_strsplit (segments[i].keys, " ", -1);
  GtkWidget *row = adw_expander_row_new ();

  self->expanders[i] = ADW_EXPANDER_ROW (row);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (segments[i].title));
  for (guint j = 0; keys[j] != NULL; j++)
    add_check (self, i, j, keys[j]);
  adw_preferences_group_add (group, row);
}

static char **
dup_checked (PalierTemplateForm *self, guint i)
{
  g_auto (GStrv) keys = g_strsplit (segments[i].keys, " ", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = 0;

  for (guint j = 0; keys[j] != NULL; j++)
    if (adw_switch_row_get_active (self->checks[i][j]))
    {
      g_strv_builder_add (builder, keys[j]);
      n++;
    }
  return n > 0 ? g_strv_builder_end (builder) : NULL;
}

/* ---- choices */

static GtkStringList *
list_words (const Choice *choice)
{
  g_auto (GStrv) keys = g_strsplit (choice->keys, " ", -1);
  GtkStringList *words = gtk_string_list_new (NULL);

  for (guint i = 0; keys[i] != NULL; i++)
    gtk_string_list_append (words, choice->words != NULL ? _ (choice->words[i])
                                                         : choice->words_of (keys[i]));
  return words;
}

static void
add_row (PalierTemplateForm *self, guint i)
{
  g_autoptr (GtkStringList) words = list_words (&choices[i]);

  self->menus[i] = adw_combo_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->menus[i]), _ (choices[i].title));
  adw_combo_row_set_model (ADW_COMBO_ROW (self->menus[i]), G_LIST_MODEL (words));
  adw_expander_row_add_row (self->purpose, self->menus[i]);
}

/* In the row of the name. */
static void
add_menu (PalierTemplateForm *self, AdwEntryRow *row, guint i)
{
  GtkWidget *menu = gtk_drop_down_new (G_LIST_MODEL (list_words (&choices[i])), NULL);

  gtk_widget_set_valign (menu, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (menu), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (choices[i].title), -1);
  adw_entry_row_add_suffix (row, menu);
  self->menus[i] = menu;
}

static void
show_choice (PalierTemplateForm *self, guint i, const char *value)
{
  g_auto (GStrv) keys = g_strsplit (choices[i].keys, " ", -1);

  for (guint j = 0; keys[j] != NULL; j++)
    if (strcmp (keys[j], value != NULL ? value : "-") == 0)
      g_object_set (self->menus[i], "selected", j, NULL);
}

/* (transfer full) (nullable) */
static char *
dup_choice (PalierTemplateForm *self, guint i)
{
  g_auto (GStrv) keys = g_strsplit (choices[i].keys, " ", -1);
  const char *key = keys[get_selected (self, i)];

  return strcmp (key, "-") != 0 ? g_strdup (key) : NULL;
}

static void
palier_template_form_class_init (PalierTemplateFormClass *class)
{
  signals[CHANGED] = g_signal_new ("changed", PALIER_TYPE_TEMPLATE_FORM, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
palier_template_form_init (PalierTemplateForm *self)
{
}

/* The name and the channel. */
static void
fill_head (PalierTemplateForm *self, AdwPreferencesGroup *head)
{
  GtkWidget *name = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (name), _ ("Name"));
  g_signal_connect_object (name, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  add_menu (self, ADW_ENTRY_ROW (name), CHANNEL);
  adw_preferences_group_add (head, name);
  self->name = GTK_EDITABLE (name);
}

static void
fill_use (PalierTemplateForm *self, AdwPreferencesGroup *use)
{
  self->purpose = ADW_EXPANDER_ROW (adw_expander_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->purpose), _ ("Purpose"));
  adw_preferences_group_add (use, GTK_WIDGET (self->purpose));
  for (guint i = 0; i < N_CHOICES; i++)
    if (i != CHANNEL)
      add_row (self, i);
  for (guint i = 0; i < G_N_ELEMENTS (segments); i++)
    add_segment (self, use, i);
}

/* @head: gets what the text depends on; @use: for whom and when it is written */
PalierTemplateForm *
palier_template_form_new (AdwPreferencesGroup *head, AdwPreferencesGroup *use)
{
  PalierTemplateForm *self = g_object_new (PALIER_TYPE_TEMPLATE_FORM, NULL);

  self->filling = TRUE;
  fill_head (self, head);
  fill_use (self, use);
  for (guint i = 0; i < N_CHOICES; i++)
    g_signal_connect_object (self->menus[i], "notify::selected", G_CALLBACK (on_changed_cb), self,
                             G_CONNECT_SWAPPED);
  on_changed_cb (self);
  self->filling = FALSE;
  return self;
}

void
palier_template_form_show (PalierTemplateForm *self, const PalierTemplate *template)
{
  self->filling = TRUE;
  gtk_editable_set_text (self->name, template->name);
  for (guint i = 0; i < N_CHOICES; i++)
    show_choice (self, i, G_STRUCT_MEMBER (char *, template, choices[i].offset));
  for (guint i = 0; i < G_N_ELEMENTS (segments); i++)
  {
    g_auto (GStrv) keys = g_strsplit (segments[i].keys, " ", -1);
    char **list = G_STRUCT_MEMBER (char **, template, segments[i].offset);
    for (guint j = 0; keys[j] != NULL; j++)
      adw_switch_row_set_active (self->checks[i][j],
                                 list != NULL
                                     && g_strv_contains ((const char *const *) list, keys[j]));
  }
  self->filling = FALSE;
}

/* Sets what the rows hold. */
void
palier_template_form_read (PalierTemplateForm *self, PalierTemplate *template)
{
  g_set_str (&template->name, gtk_editable_get_text (self->name));
  for (guint i = 0; i < N_CHOICES; i++)
  {
    char **value = &G_STRUCT_MEMBER (char *, template, choices[i].offset);
    g_free (*value);
    *value = dup_choice (self, i);
  }
  for (guint i = 0; i < G_N_ELEMENTS (segments); i++)
  {
    char ***list = &G_STRUCT_MEMBER (char **, template, segments[i].offset);
    g_strfreev (*list);
    *list = dup_checked (self, i);
  }
}
