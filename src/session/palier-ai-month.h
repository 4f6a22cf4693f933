/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* What was paid for of one model. */
typedef struct
{
  char *service;
  char *model;
  gint64 questions; /* those that came to nothing too, if anything was written */
  gint64 tokens_in;
  gint64 tokens_out;
  gint64 cost_micro_eur; /* 0 where nobody told the price */
  gboolean priced;
} PalierAiUse;

/* How a month's budget stands: alert at 80 %, stop at 120 %. */
typedef enum
{
  PALIER_AI_BUDGET_NONE, /* there is none */
  PALIER_AI_BUDGET_WITHIN,
  PALIER_AI_BUDGET_ALERT,
  PALIER_AI_BUDGET_STOP, /* no service is asked but one of this computer */
} PalierAiBudget;

/* What services that write cost in a month, on all devices that share the base. */
typedef struct
{
  char *month;     /* its first day, in Paris: "2026-11-01" */
  GPtrArray *uses; /* (element-type PalierAiUse): of this device and the others, one a model */
  gint64 cost_micro_eur;
  gint64 budget_micro_eur; /* 0: none */
  gboolean unlimited;      /* there is no stop */
  PalierAiBudget state;
} PalierAiMonth;

#define PALIER_TYPE_AI_MONTH (palier_ai_month_get_type ())
GType palier_ai_month_get_type (void);
PalierAiMonth *palier_ai_month_new (const char *month);
PalierAiMonth *palier_ai_month_ref (PalierAiMonth *self);
void palier_ai_month_free (PalierAiMonth *self);

void palier_ai_month_add (PalierAiMonth *self, const PalierAiUse *use);
gboolean palier_ai_month_add_json (PalierAiMonth *self, const char *json);
char *palier_ai_month_to_json (const PalierAiMonth *self);
void palier_ai_month_judge (PalierAiMonth *self, gint64 budget_micro_eur, gboolean unlimited);
PalierAiBudget palier_ai_month_foresee (const PalierAiMonth *self, gint64 more_micro_eur);
const char *palier_ai_budget_name (PalierAiBudget state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierAiMonth, palier_ai_month_free)

G_END_DECLS
