/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a service would cost for many: some of the prompts are made, and not sent. */
#include <string.h>

#include "palier-ai-providers.h"
#include "palier-ai-variants.h"
#include "palier-draft-many.h"
#include "palier-draft-prompt.h"
#include "palier-drafter.h"
#include "palier-prospect-store.h"
#include "palier-session-error.h"

#define SAMPLE 10
#define VARIANTS_MAX 3

typedef struct
{
  PalierCore *core;
  PalierSettingsService *settings;
  PalierAiService *ai;
  GArray *numbers;
  PalierDraftOrder order;
  PalierDraftPlan *plan;
} Estimating;

G_DEFINE_BOXED_TYPE (PalierWriteEstimate, palier_write_estimate, palier_write_estimate_ref,
                     palier_write_estimate_free)

PalierWriteEstimate *
palier_write_estimate_ref (PalierWriteEstimate *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
estimate_clear (gpointer data)
{
  PalierWriteEstimate *self = data;

  g_free (self->service);
  g_free (self->model);
  palier_ai_month_free (self->month);
}

void
palier_write_estimate_free (PalierWriteEstimate *self)
{
  g_atomic_rc_box_release_full (self, estimate_clear);
}

static void
estimating_free (gpointer data)
{
  Estimating *self = data;

  g_clear_pointer (&self->plan, palier_draft_plan_free);
  palier_draft_order_clear (&self->order);
  g_array_unref (self->numbers);
  g_object_unref (self->settings);
  g_object_unref (self->ai);
  palier_core_unref (self->core);
  g_free (self);
}

/* (transfer container): the angles that are asked for */
static const char **
list_angles (guint n_variants)
{
  const char *const *all = palier_composer_angles ();
  const char **angles = g_new0 (const char *, VARIANTS_MAX + 1);

  for (guint i = 0; i < MIN (n_variants, VARIANTS_MAX) && all[i] != NULL; i++)
    angles[i] = all[i];
  return angles;
}

/* In a fiber. Returns: tokens of one prompt; -1 with an error */
static gint64
count_tokens (Estimating *self, const PalierProspect *prospect, GError **error)
{
  const char *channel = palier_draft_plan_get_channel (self->plan);
  g_autofree const char **angles = list_angles (self->order.n_variants);
  g_autoptr (PalierDraftContext) context = palier_drafter_load_context (
      self->core, self->settings, prospect, channel != NULL ? channel : self->order.channel, error);

  if (context == NULL)
    return -1;
  g_autoptr (PalierDraftPrompt) prompt = palier_draft_prompt_new (
      &(PalierDraftTask) { .context = context,
                           .angles = angles,
                           .template = palier_draft_plan_get_template (self->plan) },
      self->core->random);
  g_autofree char *instruction = palier_ai_variants_instruction (angles);
  g_autofree char *schema = palier_ai_variants_schema (angles);
  return palier_ai_estimate_tokens (strlen (prompt->system) + strlen (prompt->user)
                                    + strlen (instruction) + strlen (schema));
}

/* In a fiber. Returns: tokens of a prompt on average, of some that lie evenly; -1 with an error */
static gint64
average_tokens (Estimating *self, GError **error)
{
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n = MIN (self->numbers->len, SAMPLE), found = 0;
  gint64 sum = 0;

  for (guint i = 0; i < n; i++)
    g_array_append_val (
        ns, g_array_index (self->numbers, gint64, (guint64) i * self->numbers->len / n));
  g_autoptr (GPtrArray) prospects =
      dex_await_boxed (palier_prospect_store_rows (self->core->workspace, ns), error);
  if (prospects == NULL)
    return -1;
  for (guint i = 0; i < prospects->len; i++)
  {
    gint64 tokens =
        prospects->pdata[i] != NULL ? count_tokens (self, prospects->pdata[i], error) : 0;
    if (tokens < 0)
      return -1;
    sum += tokens;
    found += prospects->pdata[i] != NULL;
  }
  return found > 0 ? sum / found : 0;
}

static DexFuture *
estimate_fiber (gpointer data)
{
  Estimating *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierAiAccess) access = palier_ai_service_open (self->ai, self->order.writer, &error);

  self->plan = access != NULL ? palier_draft_plan_new (self->core, self->order.template,
                                                       self->order.n_variants, &error)
                              : NULL;
  if (self->plan == NULL)
    return palier_reject (&error);
  gint64 tokens = average_tokens (self, &error);
  if (tokens < 0)
    return palier_reject (&error);
  PalierAiMonth *month = dex_await_boxed (palier_ai_service_get_month (self->ai), &error);
  if (month == NULL)
    return palier_reject (&error);
  PalierWriteEstimate *estimate = g_atomic_rc_box_new0 (PalierWriteEstimate);
  PalierAiUsage usage = { .prompt = tokens * self->numbers->len,
                          .completion = (gint64) self->numbers->len * access->max_tokens
                                        * MIN (self->order.n_variants, VARIANTS_MAX) };
  estimate->service = g_strdup (access->service);
  estimate->model = g_strdup (access->model);
  estimate->n = self->numbers->len;
  estimate->tokens_in = usage.prompt;
  estimate->tokens_out = usage.completion;
  estimate->cost_micro_eur = palier_ai_access_cost (access, &usage);
  estimate->priced = palier_ai_access_is_priced (access);
  estimate->month = month;
  return dex_future_new_take_boxed (PALIER_TYPE_WRITE_ESTIMATE, estimate);
}

DexFuture *
palier_draft_estimate_run (PalierCore *core, PalierSettingsService *settings, PalierAiService *ai,
                           GArray *numbers, const PalierDraftOrder *order)
{
  Estimating *self = g_new0 (Estimating, 1);

  g_assert (order->writer != NULL);
  self->core = palier_core_ref (core);
  self->settings = g_object_ref (settings);
  self->ai = g_object_ref (ai);
  self->numbers = g_array_ref (numbers);
  palier_draft_order_copy (order, &self->order);
  return dex_scheduler_spawn (NULL, 0, estimate_fiber, self, estimating_free);
}
