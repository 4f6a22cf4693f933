/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-writing-page.h"

#include <glib/gi18n.h>

#include "palier-shell.h"
#include "palier-writing-budget.h"
#include "palier-writing-key.h"
#include "palier-writing-models.h"

#define PAUSE_MS 700

struct _PalierWritingPage
{
  AdwPreferencesPage parent_instance;

  PalierSession *session;
  gboolean filling;
  gboolean testing;
  gboolean ready; /* what is kept has been read: only then may it be written */
  guint pause;

  AdwSwitchRow *local_only;
  AdwComboRow *service;
  AdwPreferencesGroup *access_group;
  GtkEditable *endpoint;
  AdwEntryRow *key_row;
  PalierWritingKey *key;
  AdwComboRow *model;
  GtkEditable *model_name;
  GtkWidget *style_group;
  GtkSpinButton *temperature;
  GtkSpinButton *max_tokens;
  PalierWritingBudget *budget;
  GtkWidget *test_group;
  AdwActionRow *test_result;
  GtkImage *test_icon;
};

G_DEFINE_FINAL_TYPE (PalierWritingPage, palier_writing_page, ADW_TYPE_PREFERENCES_PAGE)

/* What there is to choose, and what each asks for. */
static const struct
{
  const char *name; /* (nullable): of the service; NULL: the built-in composer */
  const char *words;
  gboolean has_key;
  gboolean is_server; /* has an address and any model */
} services[] = {
  { NULL, N_ ("Built-in composer only"), FALSE, FALSE },
  { "openai", "OpenAI", TRUE, FALSE },
  { "mistral", "Mistral", TRUE, FALSE },
  { "compatible", N_ ("Compatible server (Ollama and its like)"), TRUE, TRUE },
  { "llama.cpp", N_ ("llama.cpp server"), TRUE, TRUE },
  { "relay", N_ ("Relay of your account"), FALSE, FALSE },
};

static PalierAiService *
get_ai (PalierWritingPage *self)
{
  return palier_session_get_ai (self->session);
}

static guint
get_service (PalierWritingPage *self)
{
  guint selected = adw_combo_row_get_selected (self->service);

  return selected < G_N_ELEMENTS (services) ? selected : 0;
}

static guint
find_service (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    if (g_strcmp0 (services[i].name, name) == 0)
      return i;
  return 0;
}

static gboolean
has_list (PalierWritingPage *self)
{
  return services[get_service (self)].has_key && !services[get_service (self)].is_server;
}

/* ---- showing */

/* What the switch means for the service that is chosen. */
static void
show_reach (PalierWritingPage *self)
{
  guint service = get_service (self);
  g_autofree char *words =
      adw_switch_row_get_active (self->local_only) && services[service].name != NULL
              && !services[service].is_server
          ? g_strdup_printf (_ ("%s is not asked; the built-in composer writes"),
                             _ (services[service].words))
          : g_strdup (_ ("Only a service on this computer is asked"));

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->local_only), words);
}

/* @model: (nullable) */
static void
show_service (PalierWritingPage *self, const char *model)
{
  guint service = get_service (self);
  gboolean is_server = services[service].is_server;

  gtk_widget_set_visible (GTK_WIDGET (self->access_group), services[service].has_key);
  adw_preferences_group_set_description (
      self->access_group, is_server ? _ ("Without an address, a server on this computer is asked.")
                                    : _ ("The key is kept in the keyring of this computer."));
  gtk_widget_set_visible (self->style_group, services[service].name != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->budget), services[service].name != NULL);
  gtk_widget_set_visible (self->test_group, services[service].name != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->endpoint), is_server);
  gtk_widget_set_visible (GTK_WIDGET (self->model_name), is_server);
  gtk_widget_set_visible (GTK_WIDGET (self->model), has_list (self));
  gtk_widget_set_visible (GTK_WIDGET (self->test_result), FALSE);
  palier_writing_key_choose (self->key, services[service].has_key ? services[service].name : NULL,
                             _ (services[service].words), is_server);
  palier_writing_models_fill (self->model, services[service].name, has_list (self) ? model : NULL);
  gtk_editable_set_text (self->model_name, is_server && model != NULL ? model : "");
  show_reach (self);
}

static void
show_preferences (PalierWritingPage *self, const PalierAiPreferences *preferences)
{
  adw_switch_row_set_active (self->local_only, preferences->local_only);
  adw_combo_row_set_selected (self->service, find_service (preferences->service));
  gtk_editable_set_text (self->endpoint,
                         preferences->endpoint != NULL ? preferences->endpoint : "");
  gtk_spin_button_set_value (self->temperature, preferences->temperature);
  gtk_spin_button_set_value (self->max_tokens, preferences->max_tokens);
  palier_writing_budget_set_value (self->budget, preferences->budget_micro_eur);
  show_service (self, preferences->model);
}

static gboolean
show_month (PalierWritingPage *self, GError **error)
{
  g_autoptr (PalierAiMonth) month =
      dex_await_boxed (palier_ai_service_get_month (get_ai (self)), error);

  if (month == NULL)
    return FALSE;
  palier_writing_budget_show_month (self->budget, month);
  return TRUE;
}

/* What changes with what is kept: the key, and how the budget stands. */
static DexFuture *
show_kept_fiber (gpointer data)
{
  PalierWritingPage *self = data;
  g_autoptr (GError) error = NULL;

  if (!palier_writing_key_show (self->key, &error) || !show_month (self, &error))
    palier_shell_report (GTK_WIDGET (self), error);
  return NULL;
}

static DexFuture *
read_fiber (gpointer data)
{
  PalierWritingPage *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierAiPreferences) preferences =
      dex_await_boxed (palier_ai_service_get_preferences (get_ai (self)), &error);

  if (preferences == NULL)
  {
    palier_shell_report (GTK_WIDGET (self), error);
    return NULL;
  }
  self->filling = TRUE;
  show_preferences (self, preferences);
  self->filling = FALSE;
  self->ready = TRUE;
  return show_kept_fiber (self);
}

/* ---- keeping */

static void
set_text (PalierAiPreferences *preferences, const char *name, const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  palier_ai_preferences_set_key (preferences, name, stripped);
}

/* Into what is kept, so that what this page does not show stays. */
static void
read_widgets (PalierWritingPage *self, PalierAiPreferences *preferences)
{
  guint service = get_service (self);
  const char *model = has_list (self) ? palier_writing_models_get (self->model) : "";

  preferences->local_only = adw_switch_row_get_active (self->local_only);
  preferences->temperature = gtk_spin_button_get_value (self->temperature);
  preferences->max_tokens = gtk_spin_button_get_value_as_int (self->max_tokens);
  preferences->budget_micro_eur = palier_writing_budget_get_value (self->budget);
  set_text (preferences, "service", services[service].name != NULL ? services[service].name : "");
  set_text (preferences, "endpoint",
            services[service].is_server ? gtk_editable_get_text (self->endpoint) : "");
  set_text (preferences, "model",
            services[service].is_server ? gtk_editable_get_text (self->model_name) : model);
}

/* In a fiber. */
static gboolean
keep (PalierWritingPage *self, GError **error)
{
  g_autoptr (PalierAiPreferences) preferences =
      dex_await_boxed (palier_ai_service_get_preferences (get_ai (self)), error);

  if (preferences == NULL)
    return FALSE;
  read_widgets (self, preferences);
  return dex_await (palier_ai_service_set_preferences (get_ai (self), preferences,
                                                       palier_writing_key_get_typed (self->key)),
                    error);
}

static DexFuture *
keep_fiber (gpointer data)
{
  PalierWritingPage *self = data;
  g_autoptr (GError) error = NULL;

  if (keep (self, &error))
    return show_kept_fiber (self);
  palier_shell_report (GTK_WIDGET (self), error);
  return NULL;
}

static gboolean
on_pause_cb (gpointer data)
{
  PalierWritingPage *self = data;

  self->pause = 0;
  palier_shell_spawn (GTK_WIDGET (self), keep_fiber);
  return G_SOURCE_REMOVE;
}

static void
on_changed_cb (PalierWritingPage *self)
{
  if (self->filling || !self->ready)
    return;
  show_reach (self);
  gtk_widget_set_visible (GTK_WIDGET (self->test_result), FALSE);
  g_clear_handle_id (&self->pause, g_source_remove);
  self->pause = g_timeout_add (PAUSE_MS, on_pause_cb, self);
}

/* Another service has another key and other models. */
static void
on_service_cb (PalierWritingPage *self)
{
  if (self->filling || !self->ready)
    return;
  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->key_row), "");
  gtk_editable_set_text (self->endpoint, "");
  show_service (self, NULL);
  self->filling = FALSE;
  on_changed_cb (self);
  palier_shell_spawn (GTK_WIDGET (self), show_kept_fiber);
}

/* ---- the test */

static void
show_test (PalierWritingPage *self, const PalierAiTest *test)
{
  gtk_image_set_from_icon_name (self->test_icon,
                                test->ok ? "palier-done-symbolic" : "dialog-warning-symbolic");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->test_result), test->words);
  adw_action_row_set_subtitle (self->test_result,
                               test->ok && test->model != NULL ? test->model : "");
  gtk_widget_set_visible (GTK_WIDGET (self->test_result), TRUE);
}

/* In a fiber: (transfer full) (nullable). What is shown is what is tested. */
static PalierAiTest *
test (PalierWritingPage *self, GError **error)
{
  g_clear_handle_id (&self->pause, g_source_remove);
  return keep (self, error) ? dex_await_boxed (palier_ai_service_test (get_ai (self)), error)
                            : NULL;
}

static DexFuture *
test_fiber (gpointer data)
{
  PalierWritingPage *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierAiTest) result = test (self, &error);

  self->testing = FALSE;
  if (result == NULL)
    palier_shell_report (GTK_WIDGET (self), error);
  else
    show_test (self, result);
  return show_kept_fiber (self);
}

/* The row stays sensitive, so that it keeps the keyboard. */
static void
on_test_cb (PalierWritingPage *self)
{
  if (self->testing)
    return;
  self->testing = TRUE;
  palier_shell_spawn (GTK_WIDGET (self), test_fiber);
}

/* ---- overrides */

static void
palier_writing_page_dispose (GObject *object)
{
  PalierWritingPage *self = PALIER_WRITING_PAGE (object);

  g_clear_handle_id (&self->pause, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_WRITING_PAGE);
  g_clear_object (&self->key);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (palier_writing_page_parent_class)->dispose (object);
}

static void
palier_writing_page_class_init (PalierWritingPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_writing_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-writing-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierWritingPage, local_only);
  gtk_widget_class_bind_template_child (widget_class, PalierWritingPage, service);
  gtk_widget_class_bind_template_child (widget_class, PalierWritingPage, access_group);
  gtk_widget_class_bind_template_child (widget_class, PalierWritingPage, endpoint);
  gtk_widget_class_bind_template_child (widget_class, PalierWritingPage, key_row);
  gtk_widget_class_bind_template_child (widget_class, PalierWritingPage, model);
  gtk_widget_class_bind_template_child (widget_class, PalierWritingPage, model_name);
  gtk_widget_class_bind_template_child (widget_class, PalierWritingPage, style_group);
  gtk_widget_class_bind_template_child (widget_class, PalierWritingPage, temperature);
  gtk_widget_class_bind_template_child (widget_class, PalierWritingPage, max_tokens);
  gtk_widget_class_bind_template_child (widget_class, PalierWritingPage, budget);
  gtk_widget_class_bind_template_child (widget_class, PalierWritingPage, test_group);
  gtk_widget_class_bind_template_child (widget_class, PalierWritingPage, test_result);
  gtk_widget_class_bind_template_child (widget_class, PalierWritingPage, test_icon);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_service_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_test_cb);
}

static void
palier_writing_page_init (PalierWritingPage *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  self->filling = TRUE;
  g_type_ensure (PALIER_TYPE_WRITING_BUDGET);
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    gtk_string_list_append (names, _ (services[i].words));
  adw_combo_row_set_model (self->service, G_LIST_MODEL (names));
  self->key = palier_writing_key_new (self->key_row);
  palier_writing_models_bind (self->model);
  show_service (self, NULL);
  self->filling = FALSE;
}

/* @session: open */
void
palier_writing_page_set_session (PalierWritingPage *self, PalierSession *session)
{
  g_set_object (&self->session, session);
  palier_writing_key_set_ai (self->key, get_ai (self));
  palier_shell_spawn (GTK_WIDGET (self), read_fiber);
}

/* Keeps what was just typed. */
void
palier_writing_page_close (PalierWritingPage *self)
{
  if (self->pause != 0)
    palier_shell_spawn (GTK_WIDGET (self), keep_fiber);
  g_clear_handle_id (&self->pause, g_source_remove);
}
