/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-ai-ledger.h"

#include "palier-setting-store.h"
#include "palier-wall-time.h"

#define PREFIX "ai_usage."

struct _PalierAiLedger
{
  PalierCore *core;
  PalierAiMonth *own; /* (nullable): of this device; what is stored follows it */
};

PalierAiLedger *
palier_ai_ledger_new (PalierCore *core)
{
  PalierAiLedger *self = g_new0 (PalierAiLedger, 1);

  self->core = palier_core_ref (core);
  return self;
}

void
palier_ai_ledger_free (PalierAiLedger *self)
{
  g_clear_pointer (&self->own, palier_ai_month_free);
  palier_core_unref (self->core);
  g_free (self);
}

/* (transfer full): of a month, "ai_usage.2026-11-01."; of this device, with its id behind */
static char *
key_of (const PalierAiLedger *self, const char *month, gboolean own)
{
  char id[PALIER_ID_TEXT_SIZE];

  palier_id_format (palier_workspace_get_device (self->core->workspace), id);
  return g_strconcat (PREFIX, month, ".", own ? id : NULL, NULL);
}

/* In a fiber. Another fiber may have read it meanwhile, and added to it. */
static gboolean
load_own (PalierAiLedger *self, const char *month, GError **error)
{
  g_autofree char *key = key_of (self, month, TRUE);
  g_autoptr (GError) failure = NULL;
  g_autofree char *json = NULL;

  if (self->own != NULL && g_str_equal (self->own->month, month))
    return TRUE;
  json = dex_await_string (palier_setting_store_get (self->core->workspace, key), &failure);
  if (failure != NULL)
    return g_propagate_error (error, g_steal_pointer (&failure)), FALSE;
  if (self->own != NULL && g_str_equal (self->own->month, month))
    return TRUE;
  g_clear_pointer (&self->own, palier_ai_month_free);
  self->own = palier_ai_month_new (month);
  if (json != NULL)
    palier_ai_month_add_json (self->own, json);
  return TRUE;
}

/**
 * palier_ai_ledger_load:
 *
 * In a fiber. Returns: (transfer full): this month's sums of all devices, not judged yet; %NULL
 * with an error of the storage
 */
PalierAiMonth *
palier_ai_ledger_load (PalierAiLedger *self, GError **error)
{
  g_autofree char *month = palier_wall_month_start (palier_core_now_ms (self->core));
  g_autofree char *prefix = key_of (self, month, FALSE);
  g_autoptr (GPtrArray) kept =
      dex_await_boxed (palier_setting_store_list (self->core->workspace, prefix), error);
  PalierAiMonth *all;

  if (kept == NULL)
    return NULL;
  all = palier_ai_month_new (month);
  for (guint i = 0; i < kept->len; i++)
    palier_ai_month_add_json (all, kept->pdata[i]);
  return all;
}

/* In a fiber. The sum is made at once and stored then, so that no two calls lose one of theirs. */
gboolean
palier_ai_ledger_add (PalierAiLedger *self, const PalierAiUse *use, GError **error)
{
  g_autofree char *month = palier_wall_month_start (palier_core_now_ms (self->core));

  if (!load_own (self, month, error))
    return FALSE;
  palier_ai_month_add (self->own, use);
  g_autofree char *key = key_of (self, month, TRUE);
  g_autofree char *json = palier_ai_month_to_json (self->own);
  return dex_await (palier_setting_store_set (self->core->workspace, key, json), error);
}
