/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pane shows the prospect of a list item and follows it: the item gets a new value when a field
 * is edited, here or by another process. What the item does not carry (explanation, consents) is
 * asked for by a fiber, whose answer is dropped when another prospect is shown by then. */
#include "palier-prospect-pane.h"

#include <glib/gi18n.h>

#include "palier-consent-rows.h"
#include "palier-erase-dialog.h"
#include "palier-field-row.h"
#include "palier-pane-rows.h"
#include "palier-replaced-rows.h"
#include "palier-shell.h"
#include "palier-timeline.h"

struct _PalierProspectPane
{
  AdwBin parent_instance;

  PalierSession *session;
  PalierProspectItem *item; /* (nullable) */
  PalierId id;              /* of the prospect that is shown; nil for none */
  GPtrArray *field_rows;    /* (element-type PalierFieldRow) */
  GPtrArray *custom_rows;
  GPtrArray *score_rows;
  GtkWidget *consents;

  AdwWindowTitle *title;
  GtkLabel *name;
  GtkLabel *subtitle;
  GtkWidget *scroller;
  AdwPreferencesGroup *score_group;
  AdwPreferencesGroup *contact_group;
  AdwPreferencesGroup *more_group;
  AdwPreferencesGroup *consent_group;
  PalierReplacedRows *replaced;
  PalierTimeline *timeline;
};

enum
{
  CLOSE,
  WRITE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalierProspectPane, palier_prospect_pane, ADW_TYPE_BIN)

enum
{
  FOR_AGENCIES = 1,
  FOR_PERSONS = 2,
  FOR_ALL = 3,
  IN_CONTACT = 4,
};

static const struct
{
  PalierField field;
  int where;
} shown_fields[] = {
  { PALIER_FIELD_COMPANY, FOR_AGENCIES | IN_CONTACT },
  { PALIER_FIELD_FIRST_NAME, FOR_ALL | IN_CONTACT },
  { PALIER_FIELD_LAST_NAME, FOR_ALL | IN_CONTACT },
  { PALIER_FIELD_EMAIL, FOR_ALL | IN_CONTACT },
  { PALIER_FIELD_PHONE, FOR_ALL | IN_CONTACT },
  { PALIER_FIELD_MOBILE, FOR_ALL | IN_CONTACT },
  { PALIER_FIELD_OTHER_EMAILS, FOR_ALL | IN_CONTACT },
  { PALIER_FIELD_OTHER_PHONES, FOR_ALL | IN_CONTACT },
  { PALIER_FIELD_WEBSITE, FOR_AGENCIES | IN_CONTACT },
  { PALIER_FIELD_STREET, FOR_ALL | IN_CONTACT },
  { PALIER_FIELD_POSTAL_CODE, FOR_ALL | IN_CONTACT },
  { PALIER_FIELD_CITY, FOR_ALL | IN_CONTACT },
  { PALIER_FIELD_STAGE, FOR_ALL },
  { PALIER_FIELD_SIRET, FOR_AGENCIES },
  { PALIER_FIELD_TEAM_SIZE, FOR_AGENCIES },
  { PALIER_FIELD_ACTIVE_LISTINGS, FOR_AGENCIES },
  { PALIER_FIELD_MARKET_POSITION, FOR_AGENCIES },
  { PALIER_FIELD_GROWTH, FOR_AGENCIES },
  { PALIER_FIELD_PROJECT, FOR_PERSONS },
  { PALIER_FIELD_HORIZON_MONTHS, FOR_PERSONS },
  { PALIER_FIELD_LEGAL_BASIS, FOR_ALL },
  { PALIER_FIELD_SOURCE, FOR_ALL },
  { PALIER_FIELD_NOTES, FOR_ALL },
};

/* Returns: (transfer none) (nullable) */
static PalierProspect *
get_prospect (PalierProspectPane *self)
{
  return self->item ? palier_prospect_item_get_prospect (self->item) : NULL;
}

/* ---- editing */

typedef struct
{
  PalierProspectPane *pane;
  PalierFieldRow *row;
  PalierId id;
  char *text;
} Edit;

static void
edit_free (gpointer data)
{
  Edit *self = data;

  g_object_unref (self->pane);
  g_object_unref (self->row);
  g_free (self->text);
  g_free (self);
}

static DexFuture *
edit_fiber (gpointer data)
{
  Edit *edit = data;
  PalierProspectPane *self = edit->pane;
  g_autoptr (GError) error = NULL;
  gboolean ok = dex_await (
      palier_prospect_service_update (palier_session_get_prospects (self->session), &edit->id,
                                      palier_field_row_get_field (edit->row), edit->text),
      &error);

  if (!ok)
  {
    g_autofree char *words = palier_session_error_message (error);
    if (palier_id_equal (&edit->id, &self->id))
      palier_field_row_set_trouble (edit->row, words);
    palier_shell_report (GTK_WIDGET (self), error);
    return NULL;
  }
  if (palier_id_equal (&edit->id, &self->id) && get_prospect (self))
  {
    palier_field_row_reset (edit->row);
    palier_field_row_show (edit->row, get_prospect (self));
  }
  return NULL;
}

static void
on_edited_cb (PalierProspectPane *self, const char *text, PalierFieldRow *row)
{
  Edit *edit;

  if (palier_id_is_nil (&self->id))
    return;
  edit = g_new0 (Edit, 1);
  edit->pane = g_object_ref (self);
  edit->row = g_object_ref (row);
  edit->id = self->id;
  edit->text = g_strdup (text);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, edit_fiber, edit, edit_free));
}

/* ---- showing */

static DexFuture *
explain_fiber (gpointer data)
{
  PalierProspectPane *self = data;
  PalierProspectService *prospects = palier_session_get_prospects (self->session);
  PalierId id = self->id;
  g_autoptr (PalierExplanation) explanation =
      dex_await_boxed (palier_prospect_service_explain (prospects, &id), NULL);
  PalierProspect *prospect = get_prospect (self);

  if (prospect == NULL || !palier_id_equal (&id, &self->id))
    return NULL;
  if (explanation)
    palier_pane_rows_explain (self->score_rows, self->score_group, explanation,
                              palier_prospect_is_person (prospect));
  return NULL;
}

static void
show_fields (PalierProspectPane *self, PalierProspect *prospect, gboolean other)
{
  int kind = palier_prospect_is_person (prospect) ? FOR_PERSONS : FOR_AGENCIES;

  for (guint i = 0; i < self->field_rows->len; i++)
  {
    PalierFieldRow *row = g_ptr_array_index (self->field_rows, i);
    gtk_widget_set_visible (palier_field_row_get_widget (row), (shown_fields[i].where & kind) != 0);
    if (other)
      palier_field_row_reset (row);
    palier_field_row_show (row, prospect);
  }
}

static void
show_identity (PalierProspectPane *self, PalierProspect *prospect)
{
  g_autofree char *name = palier_prospect_dup_display_name (prospect);
  g_autofree char *person = palier_prospect_dup_full_name (prospect);
  const char *city = palier_prospect_get (prospect, PALIER_FIELD_CITY);
  gboolean both = person && *person && g_strcmp0 (person, name) != 0;
  g_autofree char *line = both && city ? g_strdup_printf ("%s · %s", person, city)
                                       : g_strdup (both   ? person
                                                   : city ? city
                                                          : "");

  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->subtitle, line);
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle), *line != '\0');
  adw_window_title_set_title (
      self->title,
      palier_words_choice (PALIER_FIELD_KIND,
                           palier_prospect_is_person (prospect) ? "person" : "agency"));
}

static void
show (PalierProspectPane *self)
{
  PalierProspect *prospect = get_prospect (self);
  gboolean other;

  gtk_widget_set_visible (self->scroller, prospect != NULL);
  if (prospect == NULL)
    return;
  other = !palier_id_equal (&self->id, palier_prospect_get_id (prospect));
  self->id = *palier_prospect_get_id (prospect);
  show_identity (self, prospect);
  show_fields (self, prospect, other);
  palier_pane_rows_list_custom (self->custom_rows, self->more_group, prospect);
  palier_consent_rows_set_prospect (PALIER_CONSENT_ROWS (self->consents), self->session, &self->id);
  palier_replaced_rows_set_prospect (self->replaced, &self->id);
  palier_timeline_set_prospect (self->timeline, &self->id);
  palier_shell_spawn (GTK_WIDGET (self), explain_fiber);
}

/* ---- actions */

static DexFuture *
delete_fiber (gpointer data)
{
  PalierProspectPane *self = data;
  PalierId id = self->id;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierChangeset) changeset = NULL;
  g_autofree char *words = g_strdup_printf (_ ("%s was deleted"), gtk_label_get_text (self->name));

  changeset = dex_await_boxed (
      palier_prospect_service_remove (palier_session_get_prospects (self->session), &id, 1),
      &error);
  if (changeset)
    palier_shell_toast_undo (GTK_WIDGET (self), words, &changeset->id);
  else
    palier_shell_report (GTK_WIDGET (self), error);
  return NULL;
}

static void
on_delete_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  if (!palier_id_is_nil (&PALIER_PROSPECT_PANE (widget)->id))
    palier_shell_spawn (widget, delete_fiber);
}

static void
on_erase_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierProspectPane *self = PALIER_PROSPECT_PANE (widget);

  if (!palier_id_is_nil (&self->id))
    palier_erase_dialog_present (widget, self->session, &self->id, gtk_label_get_text (self->name));
}

static void
on_write_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierProspectPane *self = PALIER_PROSPECT_PANE (widget);

  if (!palier_id_is_nil (&self->id))
    g_signal_emit (self, signals[WRITE], 0, &self->id);
}

static void
on_close_cb (PalierProspectPane *self)
{
  g_signal_emit (self, signals[CLOSE], 0);
}

/* ---- overrides */

static void
palier_prospect_pane_dispose (GObject *object)
{
  PalierProspectPane *self = PALIER_PROSPECT_PANE (object);

  palier_prospect_pane_set_item (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_PROSPECT_PANE);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (palier_prospect_pane_parent_class)->dispose (object);
}

static void
palier_prospect_pane_finalize (GObject *object)
{
  PalierProspectPane *self = PALIER_PROSPECT_PANE (object);

  g_ptr_array_unref (self->field_rows);
  g_ptr_array_unref (self->custom_rows);
  g_ptr_array_unref (self->score_rows);
  G_OBJECT_CLASS (palier_prospect_pane_parent_class)->finalize (object);
}

static void
palier_prospect_pane_class_init (PalierProspectPaneClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_prospect_pane_dispose;
  G_OBJECT_CLASS (class)->finalize = palier_prospect_pane_finalize;
  signals[CLOSE] = g_signal_new ("close", PALIER_TYPE_PROSPECT_PANE, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  signals[WRITE] = g_signal_new ("write", PALIER_TYPE_PROSPECT_PANE, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  g_type_ensure (PALIER_TYPE_REPLACED_ROWS);
  g_type_ensure (PALIER_TYPE_TIMELINE);
  gtk_widget_class_install_action (widget_class, "prospect.delete", NULL, on_delete_cb);
  gtk_widget_class_install_action (widget_class, "prospect.erase", NULL, on_erase_cb);
  gtk_widget_class_install_action (widget_class, "prospect.write", NULL, on_write_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-prospect-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierProspectPane, title);
  gtk_widget_class_bind_template_child (widget_class, PalierProspectPane, name);
  gtk_widget_class_bind_template_child (widget_class, PalierProspectPane, subtitle);
  gtk_widget_class_bind_template_child (widget_class, PalierProspectPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, PalierProspectPane, score_group);
  gtk_widget_class_bind_template_child (widget_class, PalierProspectPane, contact_group);
  gtk_widget_class_bind_template_child (widget_class, PalierProspectPane, more_group);
  gtk_widget_class_bind_template_child (widget_class, PalierProspectPane, consent_group);
  gtk_widget_class_bind_template_child (widget_class, PalierProspectPane, replaced);
  gtk_widget_class_bind_template_child (widget_class, PalierProspectPane, timeline);
  gtk_widget_class_bind_template_callback (widget_class, on_close_cb);
}

static void
palier_prospect_pane_init (PalierProspectPane *self)
{
  self->field_rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->custom_rows = g_ptr_array_new ();
  self->score_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (shown_fields); i++)
  {
    PalierFieldRow *row = palier_field_row_new (shown_fields[i].field);
    g_signal_connect_swapped (row, "edited", G_CALLBACK (on_edited_cb), self);
    adw_preferences_group_add (shown_fields[i].where & IN_CONTACT ? self->contact_group
                                                                  : self->more_group,
                               palier_field_row_get_widget (row));
    g_ptr_array_add (self->field_rows, row);
  }
  self->consents = palier_consent_rows_new ();
  adw_preferences_group_add (self->consent_group, self->consents);
}

void
palier_prospect_pane_set_session (PalierProspectPane *self, PalierSession *session)
{
  g_set_object (&self->session, session);
  palier_replaced_rows_set_session (self->replaced, session);
  palier_timeline_set_session (self->timeline, session);
}

/**
 * palier_prospect_pane_set_item:
 * @item: (nullable): the row whose prospect is shown; NULL: nothing
 */
void
palier_prospect_pane_set_item (PalierProspectPane *self, PalierProspectItem *item)
{
  if (self->item == item)
    return;
  if (self->item)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_set_object (&self->item, item);
  if (item == NULL)
  {
    self->id = PALIER_ID_NIL;
    return;
  }
  g_signal_connect_object (item, "notify", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
}
