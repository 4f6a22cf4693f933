/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-ai-service.h"

#include <math.h>
#include <string.h>

#include "palier-ai-dialect.h"
#include "palier-ai-preferences.h"

#define TEMPERATURE 0.7
#define MAX_TOKENS 500
#define MAX_TOKENS_MOST 4000
#define MICRO 1000000
#define BUDGET_MOST 100000 /* euros */

G_DEFINE_BOXED_TYPE (PalierAiPreferences, palier_ai_preferences, palier_ai_preferences_ref,
                     palier_ai_preferences_free)

PalierAiPreferences *
palier_ai_preferences_ref (PalierAiPreferences *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
preferences_clear (gpointer data)
{
  PalierAiPreferences *self = data;

  g_free (self->service);
  g_free (self->endpoint);
  g_free (self->model);
}

void
palier_ai_preferences_free (PalierAiPreferences *self)
{
  g_atomic_rc_box_release_full (self, preferences_clear);
}

static gboolean
set_temperature (PalierAiPreferences *self, const char *value)
{
  char *end;
  double temperature = g_ascii_strtod (value, &end);

  if (end == value || *end != '\0' || !(temperature >= 0 && temperature <= 2))
    return FALSE;
  self->temperature = temperature;
  return TRUE;
}

static gboolean
set_max_tokens (PalierAiPreferences *self, const char *value)
{
  gint64 tokens;

  if (!g_ascii_string_to_signed (value, 10, 50, MAX_TOKENS_MOST, &tokens, NULL))
    return FALSE;
  self->max_tokens = (int) tokens;
  return TRUE;
}

/* Euros, with a decimal point. */
static gboolean
set_budget (PalierAiPreferences *self, const char *value)
{
  char *end;
  double euros = g_ascii_strtod (value, &end);

  if (end == value || *end != '\0' || !(euros >= 0 && euros <= BUDGET_MOST))
    return FALSE;
  self->budget_micro_eur = llround (euros * MICRO);
  return TRUE;
}

static gboolean
set_local_only (PalierAiPreferences *self, const char *value)
{
  self->local_only = strcmp (value, "no") != 0;
  return strcmp (value, "yes") == 0 || strcmp (value, "no") == 0;
}

gboolean
palier_ai_preferences_set_key (PalierAiPreferences *self, const char *key, const char *value)
{
  const char *text = *value != '\0' ? value : NULL;

  if (strcmp (key, "local_only") == 0)
    return set_local_only (self, value);
  if (strcmp (key, "temperature") == 0)
    return set_temperature (self, value);
  if (strcmp (key, "max_tokens") == 0)
    return set_max_tokens (self, value);
  if (strcmp (key, "budget") == 0)
    return set_budget (self, value);
  if (strcmp (key, "service") == 0)
    return (text == NULL || palier_ai_dialect_find (text) != NULL)
           && (g_set_str (&self->service, text), TRUE);
  if (strcmp (key, "endpoint") == 0)
    return g_set_str (&self->endpoint, text), TRUE;
  if (strcmp (key, "model") == 0)
    return g_set_str (&self->model, text), TRUE;
  return FALSE;
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text != NULL ? text : "");
}

/* Adds the members that palier_ai_preferences_set_key() takes, each as a text. */
void
palier_ai_preferences_add (JsonBuilder *builder, const PalierAiPreferences *self)
{
  char temperature[G_ASCII_DTOSTR_BUF_SIZE], budget[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *tokens = g_strdup_printf ("%d", self->max_tokens);

  add_text (builder, "local_only", self->local_only ? "yes" : "no");
  add_text (builder, "service", self->service);
  add_text (builder, "endpoint", self->endpoint);
  add_text (builder, "model", self->model);
  add_text (builder, "temperature",
            g_ascii_formatd (temperature, sizeof temperature, "%.2f", self->temperature));
  add_text (builder, "max_tokens", tokens);
  add_text (
      builder, "budget",
      g_ascii_formatd (budget, sizeof budget, "%.2f", (double) self->budget_micro_eur / MICRO));
}

char *
palier_ai_preferences_to_json (const PalierAiPreferences *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  palier_ai_preferences_add (builder, self);
  json_builder_end_object (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* @json: (nullable). What a newer version wrote in another shape is left out, not an error. */
PalierAiPreferences *
palier_ai_preferences_from_json (const char *json)
{
  PalierAiPreferences *self = g_atomic_rc_box_new0 (PalierAiPreferences);
  g_autoptr (JsonNode) root = json != NULL ? json_from_string (json, NULL) : NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  self->local_only = TRUE;
  self->temperature = TEMPERATURE;
  self->max_tokens = MAX_TOKENS;
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return self;
  json_object_iter_init (&iter, json_node_get_object (root));
  while (json_object_iter_next (&iter, &name, &node))
    if (json_node_get_value_type (node) == G_TYPE_STRING)
      palier_ai_preferences_set_key (self, name, json_node_get_string (node));
  return self;
}
