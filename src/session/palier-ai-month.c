/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sums of a month, and what they mean for its budget. Pure. */
#include "palier-ai-month.h"

#include <json-glib/json-glib.h>
#include <string.h>

G_DEFINE_BOXED_TYPE (PalierAiMonth, palier_ai_month, palier_ai_month_ref, palier_ai_month_free)

static void
use_free (gpointer data)
{
  PalierAiUse *self = data;

  g_free (self->service);
  g_free (self->model);
  g_free (self);
}

PalierAiMonth *
palier_ai_month_new (const char *month)
{
  PalierAiMonth *self = g_atomic_rc_box_new0 (PalierAiMonth);

  self->month = g_strdup (month);
  self->uses = g_ptr_array_new_with_free_func (use_free);
  return self;
}

PalierAiMonth *
palier_ai_month_ref (PalierAiMonth *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
month_clear (gpointer data)
{
  PalierAiMonth *self = data;

  g_free (self->month);
  g_ptr_array_unref (self->uses);
}

void
palier_ai_month_free (PalierAiMonth *self)
{
  g_atomic_rc_box_release_full (self, month_clear);
}

static PalierAiUse *
find_or_add (PalierAiMonth *self, const PalierAiUse *like)
{
  PalierAiUse *use;

  for (guint i = 0; i < self->uses->len; i++)
  {
    use = self->uses->pdata[i];
    if (strcmp (use->service, like->service) == 0 && strcmp (use->model, like->model) == 0)
      return use;
  }
  use = g_new0 (PalierAiUse, 1);
  use->service = g_strdup (like->service);
  use->model = g_strdup (like->model);
  g_ptr_array_add (self->uses, use);
  return use;
}

/* @use: copied */
void
palier_ai_month_add (PalierAiMonth *self, const PalierAiUse *use)
{
  PalierAiUse *sum = find_or_add (self, use);

  sum->questions += use->questions;
  sum->tokens_in += use->tokens_in;
  sum->tokens_out += use->tokens_out;
  sum->cost_micro_eur += use->cost_micro_eur;
  sum->priced = use->priced;
  self->cost_micro_eur += use->cost_micro_eur;
}

/* ---- as a device keeps its own */

static gint64
get_number (JsonObject *object, const char *name)
{
  return MAX (json_object_get_int_member_with_default (object, name, 0), 0);
}

static void
add_object (PalierAiMonth *self, JsonObject *object)
{
  PalierAiUse use = {
    .service = (char *) json_object_get_string_member_with_default (object, "service", NULL),
    .model = (char *) json_object_get_string_member_with_default (object, "model", NULL),
    .questions = get_number (object, "questions"),
    .tokens_in = get_number (object, "tokens_in"),
    .tokens_out = get_number (object, "tokens_out"),
    .cost_micro_eur = get_number (object, "cost_micro_eur"),
    .priced = json_object_get_boolean_member_with_default (object, "priced", FALSE),
  };

  if (use.service != NULL && use.model != NULL)
    palier_ai_month_add (self, &use);
}

/* Adds what a device kept; %FALSE where that is of no such shape. */
gboolean
palier_ai_month_add_json (PalierAiMonth *self, const char *json)
{
  g_autoptr (JsonNode) root = json_from_string (json, NULL);
  JsonArray *uses;

  if (root == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    return FALSE;
  uses = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (uses); i++)
    if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (uses, i)))
      add_object (self, json_array_get_object_element (uses, i));
  return TRUE;
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_number (JsonBuilder *builder, const char *name, gint64 number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, number);
}

char *
palier_ai_month_to_json (const PalierAiMonth *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < self->uses->len; i++)
  {
    const PalierAiUse *use = self->uses->pdata[i];
    json_builder_begin_object (builder);
    add_text (builder, "service", use->service);
    add_text (builder, "model", use->model);
    add_number (builder, "questions", use->questions);
    add_number (builder, "tokens_in", use->tokens_in);
    add_number (builder, "tokens_out", use->tokens_out);
    add_number (builder, "cost_micro_eur", use->cost_micro_eur);
    json_builder_set_member_name (builder, "priced");
    json_builder_add_boolean_value (builder, use->priced);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* ---- */

static PalierAiBudget
state_at (const PalierAiMonth *self, gint64 cost_micro_eur)
{
  if (self->budget_micro_eur <= 0)
    return PALIER_AI_BUDGET_NONE;
  if (cost_micro_eur * 100 >= self->budget_micro_eur * 120 && !self->unlimited)
    return PALIER_AI_BUDGET_STOP;
  if (cost_micro_eur * 100 >= self->budget_micro_eur * 80)
    return PALIER_AI_BUDGET_ALERT;
  return PALIER_AI_BUDGET_WITHIN;
}

/**
 * palier_ai_month_judge:
 * @budget_micro_eur: 0: none
 * @unlimited: the plan has no stop: there is an alert only
 */
void
palier_ai_month_judge (PalierAiMonth *self, gint64 budget_micro_eur, gboolean unlimited)
{
  self->budget_micro_eur = budget_micro_eur;
  self->unlimited = unlimited;
  self->state = state_at (self, self->cost_micro_eur);
}

/* How the budget would stand if so much more was spent. */
PalierAiBudget
palier_ai_month_foresee (const PalierAiMonth *self, gint64 more_micro_eur)
{
  return state_at (self, self->cost_micro_eur + more_micro_eur);
}

const char *
palier_ai_budget_name (PalierAiBudget state)
{
  static const char *const names[] = { "none", "within", "alert", "stop" };

  return names[state];
}
