/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-column-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-column-words.h"
#include "palier-field-chooser.h"
#include "palier-words.h"

#define SHOWN_VALUES 100
#define SHOWN_SAMPLES 5

struct _PalierColumnDialog
{
  AdwDialog parent_instance;

  PalierColumn *column; /* ours, as it is set now */
  GArray *splits;       /* (element-type PalierSplit): those offered */
  GPtrArray *rows;      /* (element-type AdwComboRow): one a value, in their order */
  char **keys;          /* of the field's list */
  gboolean changed;

  AdwPreferencesGroup *about_group;
  AdwPreferencesGroup *values_group;
  AdwComboRow *split;
  GtkEditable *joint;
  GtkEditable *name;
  AdwComboRow *dates;
  AdwComboRow *numbers;
  AdwComboRow *policy;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalierColumnDialog, palier_column_dialog, ADW_TYPE_DIALOG)

/* ---- which settings a column has */

/* The splits that make sense of a field's texts, those of its kind first. */
static guint
splits_of (PalierField field, PalierSplit out[2])
{
  switch (field)
  {
  case PALIER_FIELD_TITLE:
  case PALIER_FIELD_FIRST_NAME:
  case PALIER_FIELD_LAST_NAME:
  case PALIER_FIELD_FULL_NAME:
    return out[0] = PALIER_SPLIT_NAME, 1;
  case PALIER_FIELD_STREET:
  case PALIER_FIELD_POSTAL_CODE:
  case PALIER_FIELD_CITY:
    return out[0] = PALIER_SPLIT_ADDRESS, out[1] = PALIER_SPLIT_TOWN, 2;
  case PALIER_FIELD_PHONE:
  case PALIER_FIELD_MOBILE:
    return out[0] = PALIER_SPLIT_PHONES, out[1] = PALIER_SPLIT_CONTACT, 2;
  case PALIER_FIELD_EMAIL:
    return out[0] = PALIER_SPLIT_EMAILS, out[1] = PALIER_SPLIT_CONTACT, 2;
  default:
    return 0;
  }
}

static gboolean
is_joined (GPtrArray *columns, const PalierColumn *column)
{
  for (guint i = 0; i < column->index && i < columns->len; i++)
    if (palier_column_target (g_ptr_array_index (columns, i)) == palier_column_target (column))
      return column->use == PALIER_COLUMN_FIELD;
  return FALSE;
}

static gboolean
has_type (const PalierColumn *column, PalierFieldType type)
{
  return column->use == PALIER_COLUMN_FIELD && column->field != PALIER_FIELD_NONE
         && palier_field_info (column->field)->type == type;
}

/* ---- splitting */

static void
offer_splits (PalierColumnDialog *self)
{
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  PalierSplit offered[2] = { PALIER_SPLIT_NONE };
  guint n = self->column->use == PALIER_COLUMN_FIELD ? splits_of (self->column->field, offered) : 0;
  const PalierSplit none = PALIER_SPLIT_NONE;

  g_array_append_val (self->splits, none);
  for (guint i = 0; i < n; i++)
    g_array_append_val (self->splits, offered[i]);
  for (guint i = 0; i < self->splits->len; i++)
    gtk_string_list_append (words,
                            palier_split_words (g_array_index (self->splits, PalierSplit, i)));
  adw_combo_row_set_model (self->split, G_LIST_MODEL (words));
  for (guint i = 0; i < self->splits->len; i++)
    if (g_array_index (self->splits, PalierSplit, i) == self->column->split)
      adw_combo_row_set_selected (self->split, i);
  gtk_widget_set_visible (GTK_WIDGET (self->split), n > 0);
}

/* A column that is split stands on one of the fields that it fills. */
static void
place_on_split (PalierColumn *column)
{
  guint n;
  const PalierField *fields = palier_split_fields (column->split, &n);

  for (guint i = 0; i < n; i++)
    if (fields[i] == column->field)
      return;
  if (n > 0)
    column->field = fields[0];
}

static void
on_split_cb (PalierColumnDialog *self)
{
  guint i = adw_combo_row_get_selected (self->split);

  if (i >= self->splits->len)
    return;
  self->column->split = g_array_index (self->splits, PalierSplit, i);
  place_on_split (self->column);
  self->changed = TRUE;
}

/* ---- values of a closed list */

static guint
index_of_key (PalierColumnDialog *self, const char *key)
{
  for (guint i = 0; key && self->keys[i]; i++)
    if (g_str_equal (self->keys[i], key))
      return i + 1;
  return 0;
}

static void
on_value_cb (PalierColumnDialog *self, GParamSpec *pspec, AdwComboRow *row)
{
  guint i, selected = adw_combo_row_get_selected (row);
  PalierColumnValue *value;

  if (!g_ptr_array_find (self->rows, row, &i) || selected == GTK_INVALID_LIST_POSITION)
    return;
  value = g_ptr_array_index (self->column->values, i);
  g_free (value->key);
  value->key = selected > 0 ? g_strdup (self->keys[selected - 1]) : NULL;
  self->changed = TRUE;
}

static GtkStringList *
make_choices (PalierColumnDialog *self)
{
  GtkStringList *words = gtk_string_list_new (NULL);

  gtk_string_list_append (words, _ ("Leave out"));
  for (char **key = self->keys; *key; key++)
    gtk_string_list_append (words, palier_words_choice (self->column->field, *key));
  return words;
}

static void
add_value (PalierColumnDialog *self, const PalierColumnValue *value, GtkStringList *choices)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autofree char *seen = g_strdup_printf (ngettext ("%u row", "%u rows", value->n), value->n);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), value->text);
  if (value->n > 0)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), seen);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (choices));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), index_of_key (self, value->key));
  g_ptr_array_add (self->rows, row);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (on_value_cb), self,
                           G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->values_group, row);
}

static void
offer_values (PalierColumnDialog *self)
{
  GPtrArray *values = self->column->values;
  gboolean listed =
      has_type (self->column, PALIER_TYPE_CHOICE) || has_type (self->column, PALIER_TYPE_SET);
  const char *choices = listed ? palier_field_info (self->column->field)->choices : NULL;
  g_autoptr (GtkStringList) words = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->values_group), choices && values && values->len > 0);
  if (choices == NULL || values == NULL)
    return;
  self->keys = g_strsplit (choices, " ", -1);
  words = make_choices (self);
  for (guint i = 0; i < MIN (values->len, SHOWN_VALUES); i++)
    add_value (self, g_ptr_array_index (values, i), words);
}

/* ---- the rest */

static void
on_style_cb (PalierColumnDialog *self)
{
  self->column->dates = (PalierDateStyle) adw_combo_row_get_selected (self->dates);
  self->column->numbers = (PalierNumberStyle) adw_combo_row_get_selected (self->numbers);
  self->changed = TRUE;
}

static void
show_policy_meaning (PalierColumnDialog *self)
{
  static const char *const meanings[] = {
    N_ ("What you know stays; only empty fields are filled."),
    N_ ("The file is right: its values take the place of yours. Empty cells change nothing."),
    N_ ("Only new contacts take this column."),
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (meanings) == PALIER_N_POLICIES);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->policy), _ (meanings[self->column->policy]));
}

static void
on_policy_cb (PalierColumnDialog *self)
{
  self->column->policy = (PalierColumnPolicy) adw_combo_row_get_selected (self->policy);
  self->changed = TRUE;
  show_policy_meaning (self);
}

static void
on_text_cb (PalierColumnDialog *self)
{
  const char *name = gtk_editable_get_text (self->name);

  if (gtk_widget_get_visible (GTK_WIDGET (self->joint)))
    g_set_str (&self->column->joint, gtk_editable_get_text (self->joint));
  if (gtk_widget_get_visible (GTK_WIDGET (self->name)))
    g_set_str (&self->column->name, *name ? name : NULL);
  self->changed = TRUE;
}

static void
show_column (PalierColumnDialog *self, GPtrArray *columns)
{
  PalierColumn *column = self->column;
  g_autofree char *title = palier_column_dup_title (column);
  g_autofree char *guess = palier_column_dup_guess (column);
  g_autofree char *samples = palier_column_dup_samples (column, SHOWN_SAMPLES);
  g_autofree char *escaped = g_markup_escape_text (samples, -1);
  gboolean numeric = has_type (column, PALIER_TYPE_INTEGER);
  gboolean dated = has_type (column, PALIER_TYPE_DATE) || has_type (column, PALIER_TYPE_TIME);

  adw_dialog_set_title (ADW_DIALOG (self), title);
  adw_preferences_group_set_title (self->about_group,
                                   palier_target_words (palier_column_target (column)));
  adw_preferences_group_set_description (self->about_group, escaped);
  offer_splits (self);
  gtk_widget_set_visible (GTK_WIDGET (self->joint), is_joined (columns, column));
  gtk_editable_set_text (self->joint, column->joint ? column->joint : " ");
  gtk_widget_set_visible (GTK_WIDGET (self->name), column->use != PALIER_COLUMN_FIELD);
  gtk_editable_set_text (self->name, palier_column_get_name (column));
  gtk_widget_set_visible (GTK_WIDGET (self->dates), dated);
  gtk_widget_set_visible (GTK_WIDGET (self->numbers), numeric);
  adw_combo_row_set_selected (self->dates, column->dates);
  adw_combo_row_set_selected (self->numbers, column->numbers);
  adw_combo_row_set_selected (self->policy, column->policy);
  show_policy_meaning (self);
  offer_values (self);
}

static void
watch (PalierColumnDialog *self)
{
  g_signal_connect_swapped (self->split, "notify::selected", G_CALLBACK (on_split_cb), self);
  g_signal_connect_swapped (self->dates, "notify::selected", G_CALLBACK (on_style_cb), self);
  g_signal_connect_swapped (self->numbers, "notify::selected", G_CALLBACK (on_style_cb), self);
  g_signal_connect_swapped (self->policy, "notify::selected", G_CALLBACK (on_policy_cb), self);
  g_signal_connect_swapped (self->joint, "changed", G_CALLBACK (on_text_cb), self);
  g_signal_connect_swapped (self->name, "changed", G_CALLBACK (on_text_cb), self);
}

/* ---- overrides */

static void
palier_column_dialog_closed (AdwDialog *dialog)
{
  PalierColumnDialog *self = PALIER_COLUMN_DIALOG (dialog);

  if (self->changed)
    g_signal_emit (self, signals[CHANGED], 0);
  self->changed = FALSE;
}

static void
palier_column_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_COLUMN_DIALOG);
  G_OBJECT_CLASS (palier_column_dialog_parent_class)->dispose (object);
}

static void
palier_column_dialog_finalize (GObject *object)
{
  PalierColumnDialog *self = PALIER_COLUMN_DIALOG (object);

  g_clear_pointer (&self->column, palier_column_free);
  g_array_unref (self->splits);
  g_ptr_array_unref (self->rows);
  g_strfreev (self->keys);
  G_OBJECT_CLASS (palier_column_dialog_parent_class)->finalize (object);
}

static void
palier_column_dialog_class_init (PalierColumnDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_column_dialog_dispose;
  G_OBJECT_CLASS (class)->finalize = palier_column_dialog_finalize;
  ADW_DIALOG_CLASS (class)->closed = palier_column_dialog_closed;
  signals[CHANGED] = g_signal_new ("changed", PALIER_TYPE_COLUMN_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-column-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierColumnDialog, about_group);
  gtk_widget_class_bind_template_child (widget_class, PalierColumnDialog, values_group);
  gtk_widget_class_bind_template_child (widget_class, PalierColumnDialog, split);
  gtk_widget_class_bind_template_child (widget_class, PalierColumnDialog, joint);
  gtk_widget_class_bind_template_child (widget_class, PalierColumnDialog, name);
  gtk_widget_class_bind_template_child (widget_class, PalierColumnDialog, dates);
  gtk_widget_class_bind_template_child (widget_class, PalierColumnDialog, numbers);
  gtk_widget_class_bind_template_child (widget_class, PalierColumnDialog, policy);
}

static void
palier_column_dialog_init (PalierColumnDialog *self)
{
  self->splits = g_array_new (FALSE, FALSE, sizeof (PalierSplit));
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The values are ours too, so that closing without a change leaves the page's alone. */
static PalierColumn *
copy_column (const PalierColumn *from)
{
  PalierColumn *to = palier_column_new ();

  palier_column_place (to, from);
  to->index = from->index;
  to->header = g_strdup (from->header);
  to->guess = from->guess;
  to->confidence = from->confidence;
  to->reason = g_strdup (from->reason);
  to->samples = g_strdupv (from->samples);
  g_clear_pointer (&to->values, g_ptr_array_unref);
  if (from->values == NULL)
    return to;
  to->values = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_column_value_free);
  for (guint i = 0; i < from->values->len; i++)
  {
    const PalierColumnValue *value = g_ptr_array_index (from->values, i);
    g_ptr_array_add (to->values, palier_column_value_new (value->text, value->key, value->n));
  }
  return to;
}

/**
 * palier_column_dialog_new:
 * @columns: (element-type PalierColumn): of the file; read now, not kept
 * @index: the place in @columns of the one that is set
 */
PalierColumnDialog *
palier_column_dialog_new (GPtrArray *columns, guint index)
{
  PalierColumnDialog *self = g_object_new (PALIER_TYPE_COLUMN_DIALOG, NULL);

  self->column = copy_column (g_ptr_array_index (columns, index));
  show_column (self, columns);
  watch (self);
  return self;
}

guint
palier_column_dialog_get_index (PalierColumnDialog *self)
{
  return self->column->index;
}

/* As it is set now: (transfer none). */
const PalierColumn *
palier_column_dialog_get_column (PalierColumnDialog *self)
{
  return self->column;
}
