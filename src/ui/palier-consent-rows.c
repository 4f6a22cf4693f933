/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Consents are statements in time: the newest of a purpose and channel holds. A switch that is
 * turned on asks how and when consent was given, because without proof it is worth nothing; turned
 * off it is a withdrawal, which needs none. */
#include "palier-consent-rows.h"

#include <glib/gi18n.h>

#include "palier-shell.h"

typedef struct
{
  const char *purpose;
  const char *channel; /* (nullable) */
  const char *title;
  const char *subtitle;
} Kind;

static const Kind kinds[] = {
  { "prospecting", "email", N_ ("Agrees to E-mails"), N_ ("Needed to write to a private person") },
  { "open", "email", N_ ("Agrees That Opens Are Measured"), N_ ("Otherwise no pixel is added") },
  { "click", "email", N_ ("Agrees That Clicks Are Measured"),
    N_ ("Otherwise links stay as written") },
};

struct _PalierConsentRows
{
  AdwBin parent_instance;

  PalierSession *session;
  PalierId prospect;
  gboolean filling;
  GtkWidget *switches[G_N_ELEMENTS (kinds)];
  GtkWidget *suppress;
};

G_DEFINE_FINAL_TYPE (PalierConsentRows, palier_consent_rows, ADW_TYPE_BIN)

typedef struct
{
  PalierConsentRows *rows;
  PalierId prospect;
  const Kind *kind; /* NULL: the suppression */
  gboolean given;
  char *proof;
} Statement;

static void
statement_free (gpointer data)
{
  Statement *self = data;

  g_object_unref (self->rows);
  g_free (self->proof);
  g_free (self);
}

static Statement *
statement_new (PalierConsentRows *rows, const Kind *kind, gboolean given, const char *proof)
{
  Statement *self = g_new0 (Statement, 1);

  self->rows = g_object_ref (rows);
  self->prospect = rows->prospect;
  self->kind = kind;
  self->given = given;
  self->proof = g_strdup (proof);
  return self;
}

/* ---- reading */

/* Whether the newest statement of @kind says yes. */
static gboolean
holds (GPtrArray *consents, const Kind *kind)
{
  gint64 newest = -1;
  gboolean given = FALSE;

  for (guint i = 0; i < consents->len; i++)
  {
    PalierConsent *consent = g_ptr_array_index (consents, i);
    if (g_strcmp0 (consent->purpose, kind->purpose) != 0
        || (consent->channel && g_strcmp0 (consent->channel, kind->channel) != 0)
        || consent->at_ms < newest)
      continue;
    newest = consent->at_ms;
    given = consent->given;
  }
  return given;
}

static void
show_suppressed (PalierConsentRows *self, gboolean suppressed)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_widget_set_sensitive (self->switches[i], !suppressed);
  gtk_widget_set_sensitive (self->suppress, !suppressed);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->suppress),
                                 suppressed ? _ ("Asked Not to Be Written To")
                                            : _ ("Do Not Write to Them Again"));
}

static DexFuture *
read_fiber (gpointer data)
{
  PalierConsentRows *self = data;
  PalierConsentService *consents = palier_session_get_consents (self->session);
  PalierId prospect = self->prospect;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list =
      dex_await_boxed (palier_consent_service_list (consents, &prospect), &error);
  gboolean suppressed =
      list
      && dex_await_boolean (palier_consent_service_is_suppressed (consents, &prospect), &error);

  if (list == NULL || !palier_id_equal (&prospect, &self->prospect))
    return NULL;
  self->filling = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    adw_switch_row_set_active (ADW_SWITCH_ROW (self->switches[i]), holds (list, &kinds[i]));
  self->filling = FALSE;
  show_suppressed (self, suppressed);
  return NULL;
}

/* ---- writing */

static DexFuture *
await_write (const Statement *self)
{
  PalierConsentService *consents = palier_session_get_consents (self->rows->session);

  if (self->kind == NULL)
    return palier_consent_service_suppress (consents, &self->prospect, "user");
  return palier_consent_service_record (consents, &self->prospect, self->kind->purpose,
                                        self->kind->channel, self->given, self->proof);
}

static DexFuture *
write_fiber (gpointer data)
{
  Statement *statement = data;
  g_autoptr (GError) error = NULL;

  if (!dex_await (await_write (statement), &error))
    palier_shell_report (GTK_WIDGET (statement->rows), error);
  return read_fiber (statement->rows);
}

static void
record (Statement *statement)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, write_fiber, statement, statement_free));
}

static void
on_proof_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Statement *statement = data;
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (source);
  GtkWidget *entry = adw_alert_dialog_get_extra_child (dialog);

  if (!g_str_equal (adw_alert_dialog_choose_finish (dialog, result), "record"))
  {
    palier_shell_spawn (GTK_WIDGET (statement->rows), read_fiber);
    statement_free (statement);
    return;
  }
  statement->proof = g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry)));
  record (statement);
}

static void
on_proof_changed_cb (GtkEditable *entry, AdwAlertDialog *dialog)
{
  adw_alert_dialog_set_response_enabled (dialog, "record", *gtk_editable_get_text (entry) != '\0');
}

static void
ask_proof (PalierConsentRows *self, const Kind *kind)
{
  AdwDialog *dialog = adw_alert_dialog_new (
      _ ("How Was Consent Given?"),
      _ ("Write down when and how, for instance “form at the open house of 12 March”. It is kept "
         "as proof."));
  GtkWidget *entry = gtk_entry_new ();

  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Proof of consent"), -1);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), entry);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "record",
                                  _ ("_Record Consent"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "record",
                                            ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "record");
  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (dialog), "record", FALSE);
  g_signal_connect (entry, "changed", G_CALLBACK (on_proof_changed_cb), dialog);
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), GTK_WIDGET (self), NULL, on_proof_cb,
                           statement_new (self, kind, TRUE, NULL));
}

static void
on_switched_cb (GObject *row, GParamSpec *pspec, PalierConsentRows *self)
{
  const Kind *kind = g_object_get_data (row, "kind");

  if (self->filling)
    return;
  if (adw_switch_row_get_active (ADW_SWITCH_ROW (row)))
    ask_proof (self, kind);
  else
    record (statement_new (self, kind, FALSE, "user"));
}

static void
on_suppress_cb (PalierConsentRows *self)
{
  record (statement_new (self, NULL, FALSE, NULL));
}

static void
palier_consent_rows_dispose (GObject *object)
{
  g_clear_object (&PALIER_CONSENT_ROWS (object)->session);
  G_OBJECT_CLASS (palier_consent_rows_parent_class)->dispose (object);
}

static void
palier_consent_rows_class_init (PalierConsentRowsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = palier_consent_rows_dispose;
}

static GtkWidget *
make_switch (PalierConsentRows *self, const Kind *kind)
{
  GtkWidget *row = adw_switch_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (kind->title));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ (kind->subtitle));
  g_object_set_data (G_OBJECT (row), "kind", (gpointer) kind);
  g_signal_connect (row, "notify::active", G_CALLBACK (on_switched_cb), self);
  return row;
}

static void
palier_consent_rows_init (PalierConsentRows *self)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
  {
    self->switches[i] = make_switch (self, &kinds[i]);
    gtk_list_box_append (GTK_LIST_BOX (list), self->switches[i]);
  }
  self->suppress = adw_button_row_new ();
  gtk_widget_add_css_class (self->suppress, "destructive-action");
  g_signal_connect_swapped (self->suppress, "activated", G_CALLBACK (on_suppress_cb), self);
  gtk_list_box_append (GTK_LIST_BOX (list), self->suppress);
  show_suppressed (self, FALSE);
  adw_bin_set_child (ADW_BIN (self), list);
}

GtkWidget *
palier_consent_rows_new (void)
{
  return g_object_new (PALIER_TYPE_CONSENT_ROWS, NULL);
}

/* Shows what @prospect allowed; also again after something changed. */
void
palier_consent_rows_set_prospect (PalierConsentRows *self, PalierSession *session,
                                  const PalierId *prospect)
{
  g_set_object (&self->session, session);
  self->prospect = *prospect;
  palier_shell_spawn (GTK_WIDGET (self), read_fiber);
}
