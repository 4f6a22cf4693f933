/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-plan.h"

#include <gio/gio.h>
#include <yyjson.h>

#define RESOURCE "/fr/immo_ai/Palier/relay/plans.json"
#define DAY_MS (24 * 60 * 60 * G_GINT64_CONSTANT (1000))
#define MICROS_PER_CENT 10000

GResource *palier_relay_tenant_get_resource (void);

static const char *const limit_names[PALIER_N_LIMITS] = { "users", "contacts", "emails",
                                                          "ai_tokens" };

const char *
palier_limit_name (PalierLimit limit)
{
  return limit_names[limit];
}

static gint64
get_number (yyjson_val *object, const char *name, gint64 otherwise)
{
  yyjson_val *value = yyjson_obj_get (object, name);
  return value != NULL ? yyjson_get_sint (value) : otherwise;
}

/* What is interned lives as long as the program, as the plans do. */
static const char *
get_text (yyjson_val *value)
{
  g_assert (yyjson_is_str (value));
  return g_intern_string (yyjson_get_str (value));
}

static PalierPlan *
read_plan (yyjson_val *object)
{
  PalierPlan *plan = g_new0 (PalierPlan, 1);
  g_autoptr (GPtrArray) features = g_ptr_array_new ();
  yyjson_arr_iter iter = yyjson_arr_iter_with (yyjson_obj_get (object, "features"));
  gint64 budget_cents = get_number (object, "budget_cents", PALIER_NO_LIMIT);

  plan->name = get_text (yyjson_obj_get (object, "name"));
  plan->price_cents = get_number (object, "price_cents", PALIER_NO_LIMIT);
  for (guint i = 0; i < PALIER_N_LIMITS; i++)
    plan->limits[i] = get_number (object, limit_names[i], PALIER_NO_LIMIT);
  plan->budget = budget_cents >= 0 ? budget_cents * MICROS_PER_CENT : PALIER_NO_LIMIT;
  for (yyjson_val *feature; (feature = yyjson_arr_iter_next (&iter)) != NULL;)
    g_ptr_array_add (features, (gpointer) get_text (feature));
  g_ptr_array_add (features, NULL);
  plan->features = (const char *const *) g_ptr_array_free (g_steal_pointer (&features), FALSE);
  return plan;
}

static void
read_uses (PalierPlans *self, yyjson_val *list)
{
  yyjson_arr_iter iter = yyjson_arr_iter_with (list);

  for (yyjson_val *item; (item = yyjson_arr_iter_next (&iter)) != NULL;)
  {
    PalierUse use;
    gboolean known = palier_use_from_name (get_text (yyjson_obj_get (item, "kind")), &use);
    g_assert (known);
    self->prices[use] =
        (PalierUsage) { 1, get_number (item, "price", 0), get_number (item, "cost", 0) };
  }
}

static PalierPlans *
read_plans (yyjson_val *root)
{
  PalierPlans *self = g_new0 (PalierPlans, 1);
  yyjson_val *trial = yyjson_obj_get (root, "trial");
  yyjson_arr_iter iter = yyjson_arr_iter_with (yyjson_obj_get (root, "plans"));

  self->plans = g_ptr_array_new ();
  for (yyjson_val *item; (item = yyjson_arr_iter_next (&iter)) != NULL;)
    g_ptr_array_add (self->plans, read_plan (item));
  self->trial = palier_plans_find (self, get_text (yyjson_obj_get (trial, "plan")));
  self->trial_ms = get_number (trial, "days", 0) * DAY_MS;
  self->grace_ms = get_number (root, "grace_days", 0) * DAY_MS;
  self->alert_percent = get_number (root, "alert_percent", 100);
  self->stop_percent = get_number (root, "stop_percent", 100);
  read_uses (self, yyjson_obj_get (root, "uses"));
  g_assert (self->trial != NULL);
  return self;
}

/* Returns: (transfer none): read once; a file of our own that does not read is a bug */
const PalierPlans *
palier_plans_get (void)
{
  static PalierPlans *plans;

  if (g_once_init_enter_pointer (&plans))
  {
    g_autoptr (GBytes) bytes =
        g_resource_lookup_data (palier_relay_tenant_get_resource (), RESOURCE, 0, NULL);
    gsize length = 0;
    const char *text = g_bytes_get_data (bytes, &length);
    yyjson_doc *doc = yyjson_read (text, length, 0);
    PalierPlans *read = read_plans (yyjson_doc_get_root (doc));
    yyjson_doc_free (doc);
    g_once_init_leave_pointer (&plans, read);
  }
  return plans;
}

/* @name: (nullable). Returns: (nullable) */
const PalierPlan *
palier_plans_find (const PalierPlans *self, const char *name)
{
  for (guint i = 0; i < self->plans->len; i++)
  {
    const PalierPlan *plan = g_ptr_array_index (self->plans, i);
    if (g_strcmp0 (plan->name, name) == 0)
      return plan;
  }
  return NULL;
}
