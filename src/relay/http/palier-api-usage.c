/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an agency may use, what it used, and when a limit is reached at this pace. */
#include "palier-api-form.h"

#include "palier-job-store.h"
#include "palier-limit-words.h"

typedef struct
{
  const PalierTenant *tenant;
  PalierMeter meter;
  PalierEntitlement entitlement;
  PalierLimitUse uses[PALIER_N_LIMITS];
  PalierUsage month[PALIER_N_USES];
  guint waiting; /* e-mails */
} Look;

static gboolean
look (PalierTx *tx, gpointer data, GError **error)
{
  Look *self = data;

  palier_entitlement_load (tx, self->tenant, self->meter, &self->entitlement);
  palier_entitlement_look (&self->entitlement, tx, self->tenant, self->uses, self->month);
  self->waiting = palier_job_store_count_waiting (tx, self->tenant, PALIER_REASON_QUOTA);
  return palier_db_check (tx->db, error);
}

static void
add_plan (yyjson_mut_doc *doc, yyjson_mut_val *root, const PalierEntitlement *entitlement)
{
  yyjson_mut_val *plan = yyjson_mut_obj_add_obj (doc, root, "plan");
  yyjson_mut_val *features;

  yyjson_mut_obj_add_str (doc, plan, "name", entitlement->plan->name);
  yyjson_mut_obj_add_str (doc, plan, "status", palier_plan_status_name (entitlement->status));
  if (entitlement->until_ms != 0)
    yyjson_mut_obj_add_int (doc, plan, "until", entitlement->until_ms);
  if (entitlement->plan->price_cents != PALIER_NO_LIMIT)
    yyjson_mut_obj_add_int (doc, plan, "price_cents", entitlement->plan->price_cents);
  features = yyjson_mut_obj_add_arr (doc, plan, "features");
  for (guint i = 0; entitlement->plan->features[i] != NULL; i++)
    yyjson_mut_arr_add_str (doc, features, entitlement->plan->features[i]);
}

static void
add_limit (yyjson_mut_doc *doc, yyjson_mut_val *list, PalierLimit limit, const PalierLimitUse *use,
           gboolean french)
{
  yyjson_mut_val *item = yyjson_mut_arr_add_obj (doc, list);
  g_autofree char *words = palier_limit_words (limit, use, french);

  yyjson_mut_obj_add_str (doc, item, "kind", palier_limit_name (limit));
  yyjson_mut_obj_add_int (doc, item, "used", use->used);
  if (use->limit != PALIER_NO_LIMIT)
    yyjson_mut_obj_add_int (doc, item, "limit", use->limit);
  if (use->resets_ms != 0)
    yyjson_mut_obj_add_int (doc, item, "resets_at", use->resets_ms);
  if (use->reached_ms != PALIER_FORECAST_NEVER)
    yyjson_mut_obj_add_int (doc, item, "reached_at", use->reached_ms);
  if (words != NULL)
    yyjson_mut_obj_add_strcpy (doc, item, "forecast", words);
}

static void
add_spending (yyjson_mut_doc *doc, yyjson_mut_val *root, const Look *look)
{
  yyjson_mut_val *spending = yyjson_mut_obj_add_obj (doc, root, "spending");
  gint64 spent = palier_entitlement_spent (look->month);

  yyjson_mut_obj_add_int (doc, spending, "price_micros", spent);
  if (look->entitlement.budget != PALIER_NO_LIMIT)
    yyjson_mut_obj_add_int (doc, spending, "budget_micros", look->entitlement.budget);
  yyjson_mut_obj_add_bool (doc, spending, "alert",
                           palier_entitlement_is_alert (&look->entitlement, spent));
  yyjson_mut_val *uses = yyjson_mut_obj_add_arr (doc, spending, "uses");
  for (guint i = 0; i < PALIER_N_USES; i++)
  {
    if (look->month[i].quantity == 0)
      continue;
    yyjson_mut_val *use = yyjson_mut_arr_add_obj (doc, uses);
    yyjson_mut_obj_add_str (doc, use, "kind", palier_use_name (i));
    yyjson_mut_obj_add_int (doc, use, "quantity", look->month[i].quantity);
    yyjson_mut_obj_add_int (doc, use, "price_micros", look->month[i].price);
  }
}

void
palier_api_usage (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  Look question = { .tenant = request->tenant, .meter = api->meter };
  g_autoptr (GError) error = NULL;

  if (!palier_api_has_accounts (api, request))
    return;
  if (!palier_store_read (api->store, look, &question, &error))
  {
    palier_relay_api_fail (request, error);
    return;
  }
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  yyjson_mut_doc_set_root (doc, root);
  if (question.entitlement.plan != NULL)
    add_plan (doc, root, &question.entitlement);
  yyjson_mut_obj_add_bool (doc, root, "may_write", question.entitlement.may_write);
  yyjson_mut_val *limits = yyjson_mut_obj_add_arr (doc, root, "limits");
  for (guint i = 0; i < PALIER_N_LIMITS; i++)
    add_limit (doc, limits, i, &question.uses[i], request->language == PALIER_LANGUAGE_FRENCH);
  yyjson_mut_obj_add_uint (doc, root, "waiting", question.waiting);
  add_spending (doc, root, &question);
  palier_api_answer (request, 200, doc);
}
