/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the relay says of the agency's plan and of what was used. */
#include "palier-account-call.h"
#include "palier-setting-store.h"

static void
limit_clear (gpointer data)
{
  g_free (((PalierUsageLimit *) data)->kind);
}

static void
usage_clear (gpointer data)
{
  PalierUsageInfo *self = data;

  g_free (self->plan);
  g_free (self->status);
  g_clear_pointer (&self->limits, g_array_unref);
}

PalierUsageInfo *
palier_usage_info_ref (PalierUsageInfo *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
palier_usage_info_free (PalierUsageInfo *self)
{
  g_atomic_rc_box_release_full (self, usage_clear);
}

G_DEFINE_BOXED_TYPE (PalierUsageInfo, palier_usage_info, palier_usage_info_ref,
                     palier_usage_info_free)

static gint64
get_number (JsonObject *object, const char *name, gint64 otherwise)
{
  return json_object_get_int_member_with_default (object, name, otherwise);
}

static JsonObject *
get_object (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static void
read_limits (PalierUsageInfo *self, JsonArray *list)
{
  for (guint i = 0; i < json_array_get_length (list); i++)
  {
    JsonObject *object = json_array_get_object_element (list, i);
    PalierUsageLimit limit = { .kind = g_strdup (palier_account_get_text (object, "kind")),
                               .used = get_number (object, "used", 0),
                               .limit = get_number (object, "limit", -1),
                               .resets_ms = get_number (object, "resets_at", 0),
                               .reached_ms = get_number (object, "reached_at", 0) };
    g_array_append_val (self->limits, limit);
  }
}

static void
read_usage (PalierUsageInfo *self, JsonObject *object)
{
  JsonObject *plan = get_object (object, "plan");
  JsonObject *spending = get_object (object, "spending");

  self->may_write = json_object_get_boolean_member_with_default (object, "may_write", TRUE);
  self->waiting = (guint) get_number (object, "waiting", 0);
  if (plan != NULL)
  {
    self->plan = g_strdup (palier_account_get_text (plan, "name"));
    self->status = g_strdup (palier_account_get_text (plan, "status"));
    self->until_ms = get_number (plan, "until", 0);
  }
  if (spending != NULL)
  {
    self->spent_micros = get_number (spending, "price_micros", 0);
    self->budget_alert = json_object_get_boolean_member_with_default (spending, "alert", FALSE);
  }
}

/* Returns: (transfer full) (nullable): NULL when @answer is not what a relay says of use */
PalierUsageInfo *
palier_usage_info_parse (GBytes *answer)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *list = palier_account_parse_list (answer, "limits", parser);

  if (list == NULL)
    return NULL;
  PalierUsageInfo *usage = g_atomic_rc_box_new0 (PalierUsageInfo);
  usage->limits = g_array_new (FALSE, FALSE, sizeof (PalierUsageLimit));
  g_array_set_clear_func (usage->limits, limit_clear);
  read_limits (usage, list);
  read_usage (usage, json_node_get_object (json_parser_get_root (parser)));
  return usage;
}

static DexFuture *
usage_fiber (gpointer data)
{
  GError *error = NULL;
  g_autoptr (GBytes) answer = palier_account_send (data, "GET", PALIER_USAGE_PATH, NULL, 0, &error);

  if (answer == NULL)
    return palier_account_reject (error);
  g_autoptr (PalierUsageInfo) usage = palier_usage_info_parse (answer);
  if (usage == NULL)
    return palier_account_reject_nonsense ();
  if (!dex_await (palier_local_store_set (((PalierAccountCall *) data)->service->core->workspace,
                                          PALIER_LOCAL_PLAN, usage->plan),
                  &error))
    return palier_account_reject (error);
  return dex_future_new_take_boxed (PALIER_TYPE_USAGE_INFO, g_steal_pointer (&usage));
}

DexFuture *
palier_account_service_usage (PalierAccountService *self)
{
  return PALIER_ACCOUNT_SPAWN (self, usage_fiber, NULL);
}
