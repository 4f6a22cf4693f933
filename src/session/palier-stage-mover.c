/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happened moves prospects through the funnel, and makes their scores anew. */
#include "palier-stage-mover.h"

#include <string.h>

#include "palier-analytics.h"
#include "palier-event-store.h"
#include "palier-score-pass.h"

#define BATCH 500

static gboolean
is_reaction (const PalierEvent *event)
{
  return strcmp (event->name, "message.opened") == 0 || strcmp (event->name, "message.clicked") == 0
         || strcmp (event->name, "message.replied") == 0;
}

/**
 * palier_stage_mover_rule:
 * @move: (out): what the event means
 *
 * Returns: whether it means anything
 */
gboolean
palier_stage_mover_rule (const PalierEvent *event, PalierStageMove *move)
{
  PalierStage stage = palier_stage_of_event (event);
  gboolean unsubscribed = strcmp (event->name, "message.unsubscribed") == 0;

  *move = (PalierStageMove) { .prospect = event->prospect,
                              .at_ms = event->at_ms,
                              .cause = event->id,
                              .because = g_intern_string (event->name) };
  if (stage > PALIER_STAGE_PROSPECT)
    move->to = palier_stage_name (stage);
  if (unsubscribed)
    move->to = "opted-out";
  move->reopens = strcmp (event->name, "message.replied") == 0;
  /* A machine that opens a message proves no stage, and is no sign. */
  move->is_sign = is_reaction (event) && move->to != NULL;
  return move->to != NULL;
}

/* Notes that the user set another stage, if that is so. In a fiber. */
gboolean
palier_stage_mover_note_by_hand (PalierCore *core, const PalierProspect *before,
                                 const PalierProspect *after, GError **error)
{
  const char *from = palier_prospect_get (before, PALIER_FIELD_STAGE);
  const char *to = palier_prospect_get (after, PALIER_FIELD_STAGE);
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_event_free);
  PalierEvent *event;

  if (to == NULL || g_strcmp0 (from, to) == 0)
    return TRUE;
  event = palier_event_new ();
  event->id = palier_workspace_new_id (core->workspace);
  event->name = g_strdup ("prospect.stage_changed");
  event->at_ms = palier_core_now_ms (core);
  event->prospect = *palier_prospect_get_id (after);
  event->data = g_strdup_printf ("{\"from\":\"%s\",\"to\":\"%s\",\"cause\":\"user\"}",
                                 from != NULL ? from : "prospect", to);
  g_ptr_array_add (events, event);
  return dex_await (palier_event_store_append (core->workspace, events), error);
}

static gboolean
run_batch (PalierCore *core, GPtrArray *events, GError **error)
{
  g_autoptr (GArray) moves = g_array_new (FALSE, FALSE, sizeof (PalierStageMove));
  const PalierEvent *last = g_ptr_array_index (events, events->len - 1);

  for (guint i = 0; i < events->len; i++)
  {
    PalierStageMove move;
    if (palier_stage_mover_rule (g_ptr_array_index (events, i), &move))
      g_array_append_val (moves, move);
  }
  g_autoptr (GArray) touched =
      dex_await_boxed (palier_stage_store_move (core->workspace, moves, last->n), error);
  return touched != NULL && palier_score_pass_run (core, touched, error);
}

/* Takes up the events that were not looked at yet. */
gboolean
palier_stage_mover_run (PalierCore *core, GError **error)
{
  for (;;)
  {
    g_autoptr (GPtrArray) events =
        dex_await_boxed (palier_stage_store_next (core->workspace, BATCH), error);
    if (events == NULL)
      return FALSE;
    if (events->len == 0)
      return TRUE;
    if (!run_batch (core, events, error))
      return FALSE;
  }
}
