/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Before drafts for many: who writes them, what that costs, and what it means for the budget. */
#include "palier-bulk-offer.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "palier-format.h"

/* From here on tokens are told in thousands: they are an estimate. */
#define ROUGHLY 10000
/* In millionths of a euro. */
#define CENT 10000

typedef struct
{
  const char *writer;
  PalierWriteEstimate *estimate; /* (nullable): the service cannot be asked, … */
  char *trouble;                 /* (nullable): … and why */
  GtkWidget *paid;
} Offer;

static char *
dup_tokens (const PalierWriteEstimate *estimate)
{
  guint64 tokens = (guint64) (estimate->tokens_in + estimate->tokens_out);
  g_autofree char *count =
      palier_format_count (tokens > ROUGHLY ? (tokens + 500) / 1000 * 1000 : tokens);

  return g_strdup_printf (ngettext ("About %s token", "About %s tokens", tokens), count);
}

/* What the service would take, in whole cents: it is never more. */
static char *
dup_price (const PalierWriteEstimate *estimate)
{
  g_autofree char *tokens = dup_tokens (estimate);
  g_autofree char *cost = palier_words_euros ((estimate->cost_micro_eur + CENT - 1) / CENT * CENT);

  if (!estimate->priced)
    /* Translators: how many tokens */
    return g_strdup_printf (_ ("%s · price unknown"), tokens);
  /* Translators: how many tokens, a sum of money */
  return g_strdup_printf (_ ("%s · %s at most"), tokens, cost);
}

static char *
dup_name (const Offer *self)
{
  const char *words = palier_words_writer (self->writer);

  return self->estimate != NULL ? g_strdup_printf ("%s · %s", words, self->estimate->model)
                                : g_strdup (words);
}

/* Returns: (transfer none): what chooses the row */
static GtkWidget *
add_row (GtkWidget *list, GtkWidget *group, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (check), GTK_CHECK_BUTTON (group));
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, subtitle, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return check;
}

/* The service is proposed, as the preferences do, as long as the budget lasts. */
static void
add_choices (Offer *self, GtkWidget *list)
{
  const PalierWriteEstimate *estimate = self->estimate;
  g_autofree char *name = dup_name (self);
  g_autofree char *price = estimate != NULL ? dup_price (estimate) : NULL;
  GtkWidget *free;

  self->paid = add_row (list, NULL, name, price != NULL ? price : self->trouble);
  free = add_row (list, self->paid, palier_words_writer (PALIER_WRITER_COMPOSER),
                  _ ("Free and at once, on this computer"));
  /* Not the row: what it says is to be read. */
  gtk_widget_set_sensitive (self->paid, estimate != NULL);
  gtk_check_button_set_active (
      GTK_CHECK_BUTTON (
          estimate != NULL
                  && palier_ai_month_foresee (estimate->month, estimate->cost_micro_eur)
                         != PALIER_AI_BUDGET_STOP
              ? self->paid
              : free),
      TRUE);
}

static GtkWidget *
make_budget (const PalierWriteEstimate *estimate, const char *words)
{
  gboolean warns =
      palier_ai_month_foresee (estimate->month, estimate->cost_micro_eur) >= PALIER_AI_BUDGET_ALERT;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name (warns ? "dialog-warning-symbolic"
                                                        : "dialog-information-symbolic");
  GtkWidget *label = gtk_label_new (words);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (box, warns ? "warning" : "dimmed");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static AdwDialog *
make_dialog (Offer *self, guint n)
{
  g_autofree char *count = palier_format_count (n);
  g_autofree char *heading =
      g_strdup_printf (ngettext ("Draft for %s Prospect?", "Draft for %s Prospects?", n), count);
  g_autofree char *budget =
      self->estimate != NULL
          ? palier_words_ai_foresight (self->estimate->month, self->estimate->cost_micro_eur)
          : NULL;
  AdwDialog *dialog = adw_alert_dialog_new (heading, _ ("One draft each. Who is to write them?"));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_box_append (GTK_BOX (box), list);
  add_choices (self, list);
  if (budget != NULL)
    gtk_box_append (GTK_BOX (box), make_budget (self->estimate, budget));
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), box);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "write",
                                  _ ("_Write the Drafts"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "write",
                                            ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "write");
  adw_alert_dialog_set_prefer_wide_layout (ADW_ALERT_DIALOG (dialog), TRUE);
  return dialog;
}

static void
on_answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DexPromise *answer = data;
  const char *response = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result);

  dex_promise_resolve_boolean (answer, g_str_equal (response, "write"));
  dex_unref (answer);
}

/* In a fiber. Returns: (transfer full) (nullable): who is chosen */
static char *
await_answer (Offer *self, GtkWidget *parent, guint n)
{
  AdwDialog *dialog = g_object_ref_sink (make_dialog (self, n));
  g_autoptr (GtkWidget) paid = g_object_ref (self->paid);
  DexPromise *answer = dex_promise_new ();
  gboolean go;

  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), parent, NULL, on_answered_cb,
                           dex_ref (answer));
  go = dex_await_boolean (DEX_FUTURE (answer), NULL);
  g_object_unref (dialog);
  if (!go)
    return NULL;
  return g_strdup (gtk_check_button_get_active (GTK_CHECK_BUTTON (paid)) ? self->writer
                                                                         : PALIER_WRITER_COMPOSER);
}

/**
 * palier_bulk_offer_await:
 * @parent: where the dialog stands
 * @numbers: (element-type gint64): of prospects
 *
 * In a fiber. Asks who is to write, where a service is preferred; nothing is written yet.
 *
 * Returns: (transfer full) (nullable): the service, or "composer"; %NULL with an error of the
 *   storage, or without one where the user does not want it
 */
char *
palier_bulk_offer_await (GtkWidget *parent, PalierSession *session, GArray *numbers, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *writer =
      dex_await_string (palier_ai_service_find_writer (palier_session_get_ai (session)), &failure);

  if (failure != NULL)
    return g_propagate_error (error, g_steal_pointer (&failure)), NULL;
  if (writer == NULL)
    return g_strdup (PALIER_WRITER_COMPOSER);
  PalierDraftOrder order = { .n_variants = 1, .writer = writer };
  g_autoptr (PalierWriteEstimate) estimate = dex_await_boxed (
      palier_message_service_estimate (palier_session_get_messages (session), numbers, &order),
      &failure);
  g_autofree char *trouble = failure != NULL ? palier_session_error_message (failure) : NULL;
  Offer self = { .writer = writer, .estimate = estimate, .trouble = trouble };
  if (gtk_widget_get_root (parent) == NULL)
    return NULL; /* the window was closed */
  return await_answer (&self, parent, numbers->len);
}
