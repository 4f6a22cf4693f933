/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each row is checked when the keyboard leaves it, all of them when the prospect is added. A short
 * while after the last key the base is asked who is the same; an answer to older words is dropped.
 */
#include "palier-new-prospect.h"

#include <glib/gi18n.h>

#include "palier-field-row.h"
#include "palier-shell.h"

#define ASK_DELAY_MS 250

struct _PalierNewProspect
{
  AdwBin parent_instance;

  PalierSession *session;
  GPtrArray *rows; /* (element-type PalierFieldRow) */
  guint ask_source;
  guint asked;          /* counts the questions */
  PalierProspect *same; /* (nullable): who is there already */
  gboolean under_way;

  GtkWidget *add_button;
  AdwBanner *banner;
  AdwPreferencesGroup *contact_group;
  AdwPreferencesGroup *more_group;
};

enum
{
  OPEN,
  CLOSE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalierNewProspect, palier_new_prospect, ADW_TYPE_BIN)

static const PalierField contact_fields[] = {
  PALIER_FIELD_KIND,        PALIER_FIELD_COMPANY, PALIER_FIELD_FIRST_NAME, PALIER_FIELD_LAST_NAME,
  PALIER_FIELD_EMAIL,       PALIER_FIELD_PHONE,   PALIER_FIELD_MOBILE,     PALIER_FIELD_STREET,
  PALIER_FIELD_POSTAL_CODE, PALIER_FIELD_CITY,
};

static const PalierField more_fields[] = {
  PALIER_FIELD_WEBSITE, PALIER_FIELD_SIRET, PALIER_FIELD_LEGAL_BASIS,
  PALIER_FIELD_SOURCE,  PALIER_FIELD_NOTES,
};

/* What is typed: (transfer full) (element-type PalierFieldText). */
static GPtrArray *
collect (PalierNewProspect *self)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_field_text_free);

  for (guint i = 0; i < self->rows->len; i++)
  {
    PalierFieldRow *row = g_ptr_array_index (self->rows, i);
    const char *text = palier_field_row_get_text (row);
    if (*text != '\0')
      g_ptr_array_add (texts, palier_field_text_new (palier_field_row_get_field (row), text));
  }
  return texts;
}

/* ---- who is there already */

static void
show_same (PalierNewProspect *self, PalierProspect *same)
{
  g_autofree char *name = same != NULL ? palier_prospect_dup_display_name (same) : NULL;
  g_autofree char *words =
      same != NULL ? g_strdup_printf (_ ("%s is in your prospects already"), name) : NULL;

  g_clear_pointer (&self->same, palier_prospect_unref);
  if (same != NULL)
  {
    self->same = palier_prospect_ref (same);
    adw_banner_set_title (self->banner, words);
  }
  adw_banner_set_revealed (self->banner, same != NULL);
}

static DexFuture *
ask_fiber (gpointer data)
{
  PalierNewProspect *self = data;
  g_autoptr (GPtrArray) texts = collect (self);
  guint asked = ++self->asked;
  g_autoptr (PalierProspect) same = dex_await_boxed (
      palier_prospect_service_find_same (palier_session_get_prospects (self->session), texts),
      NULL);

  if (asked == self->asked)
    show_same (self, same);
  return NULL;
}

static gboolean
on_ask_cb (gpointer data)
{
  PalierNewProspect *self = data;

  self->ask_source = 0;
  palier_shell_spawn (GTK_WIDGET (self), ask_fiber);
  return G_SOURCE_REMOVE;
}

static void
on_typed_cb (PalierNewProspect *self, PalierFieldRow *row)
{
  palier_field_row_set_trouble (row, NULL);
  g_clear_handle_id (&self->ask_source, g_source_remove);
  self->ask_source = g_timeout_add (ASK_DELAY_MS, on_ask_cb, self);
}

/* ---- checking and adding */

/* Returns: whether the field takes what the row holds; else the row says why not */
static gboolean
check_row (PalierFieldRow *row)
{
  g_autoptr (GError) error = NULL;

  if (palier_prospect_service_check (palier_field_row_get_field (row),
                                     palier_field_row_get_text (row), &error))
  {
    palier_field_row_set_trouble (row, NULL);
    return TRUE;
  }
  g_autofree char *words = palier_session_error_message (error);
  palier_field_row_set_trouble (row, words);
  return FALSE;
}

static void
on_left_cb (PalierNewProspect *self, PalierFieldRow *row)
{
  check_row (row);
}

/* The first row whose text is refused gets the keyboard. */
static gboolean
check_all (PalierNewProspect *self)
{
  PalierFieldRow *first = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    if (!check_row (g_ptr_array_index (self->rows, i)) && first == NULL)
      first = g_ptr_array_index (self->rows, i);
  if (first == NULL)
    return TRUE;
  gtk_widget_grab_focus (palier_field_row_get_widget (first));
  palier_shell_toast (GTK_WIDGET (self),
                      gtk_widget_get_tooltip_text (palier_field_row_get_widget (first)));
  return FALSE;
}

static void
show_added (PalierNewProspect *self, const PalierAddition *addition)
{
  g_autofree char *name = palier_prospect_dup_display_name (addition->prospect);
  g_autofree char *words = g_strdup_printf (_ ("%s was added"), name);

  palier_shell_toast_undo (GTK_WIDGET (self), words, &addition->changeset);
  g_signal_emit (self, signals[OPEN], 0, palier_prospect_get_n (addition->prospect));
}

static DexFuture *
add_fiber (gpointer data)
{
  PalierNewProspect *self = data;
  g_autoptr (GPtrArray) texts = collect (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierAddition) addition = dex_await_boxed (
      palier_prospect_service_add (palier_session_get_prospects (self->session), texts, FALSE),
      &error);

  self->under_way = FALSE;
  gtk_widget_set_sensitive (self->add_button, TRUE);
  if (addition == NULL)
    palier_shell_report (GTK_WIDGET (self), error);
  else if (addition->added)
    show_added (self, addition);
  else
    show_same (self, addition->prospect);
  return NULL;
}

static void
on_add_cb (PalierNewProspect *self)
{
  if (self->under_way || !check_all (self))
    return;
  self->under_way = TRUE;
  gtk_widget_set_sensitive (self->add_button, FALSE);
  palier_shell_spawn (GTK_WIDGET (self), add_fiber);
}

static void
on_open_cb (PalierNewProspect *self)
{
  if (self->same != NULL)
    g_signal_emit (self, signals[OPEN], 0, palier_prospect_get_n (self->same));
}

static void
on_cancel_cb (PalierNewProspect *self)
{
  g_signal_emit (self, signals[CLOSE], 0);
}

static gboolean
on_escape_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  on_cancel_cb (PALIER_NEW_PROSPECT (widget));
  return TRUE;
}

/* ---- overrides */

static void
palier_new_prospect_dispose (GObject *object)
{
  PalierNewProspect *self = PALIER_NEW_PROSPECT (object);

  g_clear_handle_id (&self->ask_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_NEW_PROSPECT);
  g_clear_pointer (&self->same, palier_prospect_unref);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (palier_new_prospect_parent_class)->dispose (object);
}

static void
palier_new_prospect_finalize (GObject *object)
{
  g_ptr_array_unref (PALIER_NEW_PROSPECT (object)->rows);
  G_OBJECT_CLASS (palier_new_prospect_parent_class)->finalize (object);
}

static void
palier_new_prospect_class_init (PalierNewProspectClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_new_prospect_dispose;
  G_OBJECT_CLASS (class)->finalize = palier_new_prospect_finalize;
  signals[OPEN] = g_signal_new ("open", PALIER_TYPE_NEW_PROSPECT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[CLOSE] = g_signal_new ("close", PALIER_TYPE_NEW_PROSPECT, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-new-prospect.ui");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape_cb, NULL);
  gtk_widget_class_bind_template_child (widget_class, PalierNewProspect, add_button);
  gtk_widget_class_bind_template_child (widget_class, PalierNewProspect, banner);
  gtk_widget_class_bind_template_child (widget_class, PalierNewProspect, contact_group);
  gtk_widget_class_bind_template_child (widget_class, PalierNewProspect, more_group);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_add_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_open_cb);
}

static void
add_rows (PalierNewProspect *self, AdwPreferencesGroup *group, const PalierField *fields,
          gsize n_fields)
{
  for (gsize i = 0; i < n_fields; i++)
  {
    PalierFieldRow *row = palier_field_row_new_in_form (fields[i]);
    g_signal_connect_swapped (row, "typed", G_CALLBACK (on_typed_cb), self);
    g_signal_connect_swapped (row, "left", G_CALLBACK (on_left_cb), self);
    g_signal_connect_swapped (row, "entered", G_CALLBACK (on_add_cb), self);
    adw_preferences_group_add (group, palier_field_row_get_widget (row));
    g_ptr_array_add (self->rows, row);
  }
}

static void
palier_new_prospect_init (PalierNewProspect *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  add_rows (self, self->contact_group, contact_fields, G_N_ELEMENTS (contact_fields));
  add_rows (self, self->more_group, more_fields, G_N_ELEMENTS (more_fields));
}

void
palier_new_prospect_set_session (PalierNewProspect *self, PalierSession *session)
{
  g_set_object (&self->session, session);
}

/* An empty form, the keyboard in its first line. */
void
palier_new_prospect_start (PalierNewProspect *self)
{
  self->asked++;
  show_same (self, NULL);
  for (guint i = 0; i < self->rows->len; i++)
    palier_field_row_reset (g_ptr_array_index (self->rows, i));
  g_clear_handle_id (&self->ask_source, g_source_remove);
  gtk_widget_grab_focus (palier_field_row_get_widget (g_ptr_array_index (self->rows, 1)));
}
