/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time goes from one event to the next:
 *
 *     future ──(due)──→ conditions ──→ firm's line ──→ line of a lane ──(window, pace, quota)──→
 * row ↑                  │                                                  │
 *        └──────────────────┴───────────── the next step ──────────────────────┘
 *
 * A lane has one line for each window, region and pool, so that what is closed holds up nobody
 * else: of the lines that are open, the one whose first is due first goes. Each prospect is looked
 * at a few times a step, however many there are. */
#include "palier-planner.h"

#include "palier-plan-days.h"
#include "palier-plan-queue.h"
#include "palier-wall-time.h"

#define NEVER G_MAXINT64
#define HORIZON_MS (G_GINT64_CONSTANT (2 * 365) * 24 * 60 * 60 * 1000)
#define NOBODY G_MAXUINT

/* Those who wait for a lane and may go at the same hours. */
typedef struct
{
  PalierSendWindow window;
  PalierRegion region;
  guint pool;
  gint64 opens_ms; /* its opening now, or the next one */
  gint64 closes_ms;
  PalierPlanQueue *queue;
} Line;

typedef struct
{
  PalierPace pace;
  gboolean metered;
  guint today;
  gint64 day_ms; /* when the day that @today counts begins, and when it ends */
  gint64 day_end_ms;
  gint64 next_ms;   /* not before */
  gint64 wake_ms;   /* when to look again */
  gint64 held_ms;   /* the quota held it until then */
  GPtrArray *lines; /* (element-type Line) */
} Lane;

typedef struct
{
  gint64 next_ms; /* not before */
  guint head;     /* who waits behind the one whose turn it is, or NOBODY */
  guint tail;
  gboolean busy; /* it is somebody's turn */
} Firm;

/* What a prospect of the plan has come to. */
typedef struct
{
  guint step;
  guint attempts;
  gint64 since_ms;
  guint behind; /* the next one in his firm's line */
  gint64 due_ms;
  gint64 first_ms;
} Place;

typedef struct
{
  const PalierPlanQuestion *question;
  gint64 until_ms;
  GArray *rows;
  PalierPlanQueue *future;
  PalierPlanDays *days[PALIER_N_REGIONS];
  Lane *lanes;
  GHashTable *lines; /* key → Line */
  Firm *firms;
  Place *places;
  gint64 pools_ms[PALIER_POOLS_MAX]; /* when each takes the next one */
  gint64 used;
  gint64 month_end_ms;
} Plan;

static const PalierEnrolment *
get_enrolment (const Plan *self, guint index)
{
  return &self->question->enrolments[index];
}

static const PalierSequence *
get_sequence (const Plan *self, guint index)
{
  return self->question->sequences[get_enrolment (self, index)->sequence];
}

/* Returns: the pool that a step of a prospect goes through, from 1; 0: none. Only mail has pools.
 */
static guint
get_pool (const PalierEnrolment *enrolment, const PalierStep *step)
{
  return step->channel == PALIER_CHANNEL_EMAIL ? enrolment->pool : 0;
}

/* ---- days and windows ---- */

static gint64
get_day_start_ms (Plan *self, PalierRegion region, gint64 at_ms, guint later)
{
  if (self->days[region] == NULL)
  {
    gint64 first_ms = self->question->now_ms;
    for (gsize i = 0; i < self->question->n_enrolments; i++)
      first_ms = MIN (first_ms, get_enrolment (self, (guint) i)->since_ms);
    self->days[region] = palier_plan_days_new (region, first_ms);
  }
  return palier_plan_days_start_ms (self->days[region], at_ms, later);
}

/* Time never goes back. Returns: @at_ms when the line is open then, else its next opening; NEVER */
static gint64
get_opening_ms (Line *line, gint64 at_ms)
{
  if (at_ms < line->closes_ms)
    return MAX (at_ms, line->opens_ms);
  line->opens_ms = palier_send_window_next_ms (&line->window, line->region, at_ms);
  if (line->opens_ms == PALIER_WINDOW_NEVER)
    line->opens_ms = line->closes_ms = NEVER;
  else
    line->closes_ms = palier_send_window_end_ms (&line->window, line->region, line->opens_ms);
  return line->opens_ms;
}

static void
line_free (gpointer data)
{
  Line *self = data;

  g_array_unref (self->queue);
  g_free (self);
}

/* Returns: the line for a step of a prospect */
static Line *
get_line (Plan *self, guint index, const PalierStep *step, guint lane)
{
  const PalierEnrolment *enrolment = get_enrolment (self, index);
  const PalierSendWindow *window = &step->window;
  gint64 key = (gint64) window->days | (gint64) window->from << 8 | (gint64) window->to << 20
               | (gint64) window->holidays << 32 | (gint64) enrolment->region << 34
               | (gint64) get_pool (enrolment, step) << 40 | (gint64) lane << 48;
  Line *line = g_hash_table_lookup (self->lines, &key);

  if (line != NULL)
    return line;
  line = g_new0 (Line, 1);
  *line = (Line) { *window, enrolment->region, get_pool (enrolment, step),
                   0,       G_MININT64,        palier_plan_queue_new () };
  g_hash_table_insert (self->lines, g_memdup2 (&key, sizeof key), line);
  g_ptr_array_add (self->lanes[lane].lines, line);
  return line;
}

/* ---- rows ---- */

static void
add_row (Plan *self, guint index, PalierSendState state, PalierSendReason reason, gint64 at_ms)
{
  const Place *place = &self->places[index];
  PalierPlanRow row = { .enrolment = index,
                        .step = (guint8) place->step,
                        .lane = PALIER_LANE_NONE,
                        .state = (guint8) state,
                        .reason = (guint8) reason,
                        .due_ms = place->due_ms,
                        .at_ms = at_ms };

  g_array_append_val (self->rows, row);
}

static PalierPlanRow *
get_last_row (Plan *self)
{
  return &g_array_index (self->rows, PalierPlanRow, self->rows->len - 1);
}

/* ---- from step to step ---- */

static void
wait_until (Plan *self, guint index, gint64 wake_ms, gboolean leads)
{
  const Place *place = &self->places[index];
  PalierPlanEntry entry = { wake_ms, place->due_ms, place->first_ms, index, leads };

  palier_plan_queue_push (self->future, &entry);
}

/* Where the step that comes next begins to be due: so many days after the one before it. */
static void
await_step (Plan *self, guint index, gint64 now_ms)
{
  Place *place = &self->places[index];
  const PalierSequence *sequence = get_sequence (self, index);

  if (place->step >= sequence->steps->len)
    return;
  guint before = place->step > 0 ? palier_sequence_get_step (sequence, place->step - 1)->day : 1;
  guint later = palier_sequence_get_step (sequence, place->step)->day - before;
  place->due_ms = later == 0 ? place->since_ms
                             : get_day_start_ms (self, get_enrolment (self, index)->region,
                                                 place->since_ms, later);
  place->first_ms = 0;
  wait_until (self, index, MAX (now_ms, place->due_ms), FALSE);
}

/* Goes on with the step behind one that went, or that does not go. */
static void
go_on (Plan *self, guint index, gint64 since_ms, gint64 now_ms)
{
  Place *place = &self->places[index];

  place->step++;
  place->since_ms = since_ms;
  await_step (self, index, now_ms);
}

static void
set_aside (Plan *self, guint index, PalierSendReason reason, gint64 now_ms)
{
  add_row (self, index, PALIER_SEND_SET_ASIDE, reason, now_ms);
  go_on (self, index, self->places[index].due_ms, now_ms);
}

static void
cancel_rest (Plan *self, guint index, gint64 now_ms)
{
  Place *place = &self->places[index];

  for (; place->step < get_sequence (self, index)->steps->len; place->step++)
    add_row (self, index, PALIER_SEND_CANCELLED, PALIER_REASON_EXIT, now_ms);
}

/* ---- a firm's line ---- */

/* The next colleague's turn, once the firm may be written to again. */
static void
pass_turn (Plan *self, guint number, gint64 now_ms)
{
  Firm *firm = &self->firms[number];
  guint next = firm->head;

  firm->busy = next != NOBODY;
  if (!firm->busy)
    return;
  firm->head = self->places[next].behind;
  wait_until (self, next, MAX (now_ms, firm->next_ms), TRUE);
}

/* Returns: whether it is the prospect's turn now */
static gboolean
take_turn (Plan *self, guint index, gint64 now_ms)
{
  guint number = get_enrolment (self, index)->firm;
  Firm *firm = &self->firms[number];

  if (number == 0)
    return TRUE;
  if (firm->busy)
  {
    if (firm->head == NOBODY)
      firm->head = index;
    else
      self->places[firm->tail].behind = index;
    firm->tail = index;
    self->places[index].behind = NOBODY;
    return FALSE;
  }
  firm->busy = TRUE;
  if (firm->next_ms <= now_ms)
    return TRUE;
  wait_until (self, index, firm->next_ms, TRUE);
  return FALSE;
}

static void
end_turn (Plan *self, guint index, gint64 now_ms)
{
  guint number = get_enrolment (self, index)->firm;

  if (number != 0)
    pass_turn (self, number, now_ms);
}

/* ---- what is due ---- */

static void
line_up (Plan *self, guint index, const PalierStep *step, guint lane, gint64 now_ms)
{
  Line *line = get_line (self, index, step, lane);
  Place *place = &self->places[index];
  gint64 opens_ms = get_opening_ms (line, now_ms);
  Lane *its = &self->lanes[lane];

  if (opens_ms == NEVER)
  {
    end_turn (self, index, now_ms);
    set_aside (self, index, PALIER_REASON_WINDOW, now_ms);
    return;
  }
  if (place->first_ms == 0)
    place->first_ms = opens_ms;
  PalierPlanEntry entry = { 0, place->due_ms, place->first_ms, index, TRUE };
  palier_plan_queue_push (line->queue, &entry);
  its->wake_ms = MIN (its->wake_ms, MAX (now_ms, its->next_ms));
}

/* Whether the step goes at all: else there is a row that says why not. */
static gboolean
is_wanted (Plan *self, guint index, const PalierStep *step, gint64 now_ms)
{
  const PalierEnrolment *enrolment = get_enrolment (self, index);
  PalierSignal holds = palier_step_holds (step, &enrolment->responses);

  if (holds == PALIER_SIGNAL_NO)
    set_aside (self, index, PALIER_REASON_CONDITION, now_ms);
  else if (holds == PALIER_SIGNAL_UNKNOWN && step->unknown == PALIER_UNKNOWN_WAIT)
  {
    add_row (self, index, PALIER_SEND_WAITING, PALIER_REASON_CONDITION, now_ms);
    go_on (self, index, self->places[index].due_ms, now_ms);
  }
  else if (enrolment->lanes[step->channel] == PALIER_LANE_NONE)
    set_aside (self, index, PALIER_REASON_NO_ADDRESS, now_ms);
  else
    return TRUE;
  return FALSE;
}

static void
take_due (Plan *self, const PalierPlanEntry *entry)
{
  guint index = entry->enrolment;
  const PalierEnrolment *enrolment = get_enrolment (self, index);
  const PalierSequence *sequence = get_sequence (self, index);
  const PalierStep *step = palier_sequence_get_step (sequence, self->places[index].step);
  gint64 now_ms = entry->wake_ms;

  if (entry->leads)
    line_up (self, index, step, enrolment->lanes[step->channel], now_ms);
  else if (palier_exits_reached (&sequence->exits, &enrolment->responses,
                                 self->places[index].attempts))
    cancel_rest (self, index, now_ms);
  else if (enrolment->paused)
    add_row (self, index, PALIER_SEND_WAITING, PALIER_REASON_PAUSED, now_ms);
  else if (is_wanted (self, index, step, now_ms) && take_turn (self, index, now_ms))
    line_up (self, index, step, enrolment->lanes[step->channel], now_ms);
}

/* ---- lanes ---- */

static void
begin_day (Plan *self, Lane *lane, gint64 now_ms)
{
  if (now_ms < lane->day_end_ms)
    return;
  lane->today = 0;
  lane->day_ms = get_day_start_ms (self, PALIER_REGION_FRANCE, now_ms, 0);
  lane->day_end_ms = get_day_start_ms (self, PALIER_REGION_FRANCE, now_ms, 1);
}

/* Returns: whether the day's cap and the month's quota leave room */
static gboolean
has_room (Plan *self, Lane *lane, gint64 now_ms)
{
  begin_day (self, lane, now_ms);
  if (lane->today >= palier_pace_get_cap (&lane->pace, lane->day_ms))
  {
    lane->wake_ms = lane->next_ms = lane->day_end_ms;
    return FALSE;
  }
  if (!lane->metered || self->question->quota == 0)
    return TRUE;
  if (now_ms >= self->month_end_ms)
  {
    self->used = 0;
    self->month_end_ms = palier_wall_next_month_ms (now_ms);
  }
  if (self->used < self->question->quota)
    return TRUE;
  lane->wake_ms = lane->next_ms = lane->held_ms = self->month_end_ms;
  return FALSE;
}

/* Returns: (nullable): the open line whose first is due first; else the lane sleeps until one may
 *   open */
static Line *
choose_line (Plan *self, Lane *lane, gint64 now_ms)
{
  Line *best = NULL;

  lane->wake_ms = NEVER;
  for (guint i = 0; i < lane->lines->len; i++)
  {
    Line *line = g_ptr_array_index (lane->lines, i);
    const PalierPlanEntry *first = palier_plan_queue_peek (line->queue);
    if (first == NULL)
      continue;
    gint64 pool_ms = line->pool > 0 ? self->pools_ms[line->pool - 1] : 0;
    gint64 opens_ms = get_opening_ms (line, now_ms);
    gint64 ready_ms = MAX (opens_ms, pool_ms);
    if (ready_ms > now_ms)
      lane->wake_ms = MIN (lane->wake_ms, ready_ms);
    else if (best == NULL
             || palier_plan_entry_is_before (first, palier_plan_queue_peek (best->queue)))
      best = line;
  }
  return best;
}

static PalierVerdict
ask_gate (const Plan *self, guint index, const PalierStep *step, gint64 now_ms)
{
  const PalierPlanQuestion *question = self->question;

  if (question->gate == NULL)
    return (PalierVerdict) { .kind = PALIER_VERDICT_ALLOWED, .reason = PALIER_N_GATE_REASONS };
  return question->gate (index, step, now_ms, question->gate_data);
}

static void
schedule (Plan *self, Lane *lane, const PalierPlanEntry *entry, const PalierStep *step,
          const PalierVerdict *verdict, gint64 now_ms)
{
  guint index = entry->enrolment;
  const PalierEnrolment *enrolment = get_enrolment (self, index);
  PalierSendReason reason = PALIER_REASON_NONE;

  if (now_ms > entry->first_ms)
    reason = lane->held_ms > entry->first_ms ? PALIER_REASON_QUOTA : PALIER_REASON_PACING;
  add_row (self, index, PALIER_SEND_SCHEDULED, reason, now_ms);
  PalierPlanRow *row = get_last_row (self);
  row->lane = (guint8) (lane - self->lanes);
  row->gate = (guint8) verdict->reason;
  row->guessed = palier_step_holds (step, &enrolment->responses) == PALIER_SIGNAL_UNKNOWN;

  lane->today++;
  lane->next_ms = lane->wake_ms = now_ms + lane->pace.gap_ms;
  self->used += lane->metered;
  guint pool = get_pool (enrolment, step);
  if (pool > 0)
    self->pools_ms[pool - 1] = now_ms + self->question->pools[pool - 1].gap_ms;
  if (enrolment->firm > 0)
    self->firms[enrolment->firm].next_ms = now_ms + self->question->firm_gap_ms;
  self->places[index].attempts++;
  end_turn (self, index, now_ms);
  go_on (self, index, now_ms, now_ms);
}

/* What the gate does not let pass yet keeps its firm's turn. */
static void
serve (Plan *self, Lane *lane, const PalierPlanEntry *entry, gint64 now_ms)
{
  guint index = entry->enrolment;
  const PalierStep *step =
      palier_sequence_get_step (get_sequence (self, index), self->places[index].step);
  PalierVerdict verdict = ask_gate (self, index, step, now_ms);

  lane->wake_ms = MAX (now_ms, lane->next_ms);
  if (verdict.kind == PALIER_VERDICT_LATER && verdict.not_before_ms > now_ms)
  {
    self->places[index].first_ms = MAX (entry->first_ms, verdict.not_before_ms);
    wait_until (self, index, verdict.not_before_ms, TRUE);
  }
  else if (verdict.kind == PALIER_VERDICT_BLOCKED || verdict.kind == PALIER_VERDICT_LATER)
  {
    add_row (self, index, PALIER_SEND_SET_ASIDE, PALIER_REASON_GATE, now_ms);
    get_last_row (self)->gate = (guint8) verdict.reason;
    end_turn (self, index, now_ms);
    go_on (self, index, self->places[index].due_ms, now_ms);
  }
  else
    schedule (self, lane, entry, step, &verdict, now_ms);
}

static void
run_lane (Plan *self, Lane *lane)
{
  gint64 now_ms = lane->wake_ms;

  if (!has_room (self, lane, now_ms))
    return;
  Line *line = choose_line (self, lane, now_ms);
  if (line == NULL)
    return;
  PalierPlanEntry entry = palier_plan_queue_pop (line->queue);
  serve (self, lane, &entry, now_ms);
}

/* ---- the plan ---- */

static void
lane_init (Plan *self, Lane *lane, const PalierLane *from)
{
  gint64 now_ms = self->question->now_ms;

  begin_day (self, lane, now_ms);
  lane->pace = from->pace;
  lane->metered = from->metered;
  lane->today = from->today;
  lane->next_ms = from->last_ms > 0 ? from->last_ms + from->pace.gap_ms : 0;
  lane->wake_ms = NEVER;
  lane->lines = g_ptr_array_new ();
}

static void
plan_init (Plan *self, const PalierPlanQuestion *question)
{
  self->question = question;
  self->until_ms = question->until_ms > 0 ? question->until_ms : question->now_ms + HORIZON_MS;
  self->rows = g_array_new (FALSE, FALSE, sizeof (PalierPlanRow));
  self->future = palier_plan_queue_new ();
  self->lines = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, line_free);
  self->lanes = g_new0 (Lane, question->n_lanes);
  self->firms = g_new0 (Firm, question->n_firms + 1);
  self->places = g_new0 (Place, question->n_enrolments);
  self->used = question->used;
  self->month_end_ms = palier_wall_next_month_ms (question->now_ms);
  for (gsize i = 0; i < question->n_lanes; i++)
    lane_init (self, &self->lanes[i], &question->lanes[i]);
  for (gsize i = 0; i < question->n_pools; i++)
    if (question->pools[i].last_ms > 0)
      self->pools_ms[i] = question->pools[i].last_ms + question->pools[i].gap_ms;
  for (guint i = 0; i <= question->n_firms; i++)
  {
    gint64 last_ms = question->firms_last_ms != NULL ? question->firms_last_ms[i] : 0;
    self->firms[i] =
        (Firm) { last_ms > 0 ? last_ms + question->firm_gap_ms : 0, NOBODY, NOBODY, FALSE };
  }
}

static void
plan_clear (Plan *self)
{
  for (gsize i = 0; i < self->question->n_lanes; i++)
    g_ptr_array_unref (self->lanes[i].lines);
  for (guint i = 0; i < PALIER_N_REGIONS; i++)
    g_clear_pointer (&self->days[i], palier_plan_days_free);
  g_hash_table_unref (self->lines);
  g_array_unref (self->future);
  g_free (self->lanes);
  g_free (self->firms);
  g_free (self->places);
}

static void
enrol (Plan *self, guint index)
{
  const PalierEnrolment *enrolment = get_enrolment (self, index);

  self->places[index] = (Place) { .step = enrolment->step,
                                  .attempts = enrolment->attempts,
                                  .since_ms = enrolment->since_ms,
                                  .behind = NOBODY };
  await_step (self, index, self->question->now_ms);
}

/* Returns: (nullable): the lane to look at next; NULL where all of them sleep for ever */
static Lane *
get_next_lane (Plan *self)
{
  Lane *next = NULL;

  for (gsize i = 0; i < self->question->n_lanes; i++)
    if (self->lanes[i].wake_ms != NEVER && (next == NULL || self->lanes[i].wake_ms < next->wake_ms))
      next = &self->lanes[i];
  return next;
}

/* Takes the next event. Returns: FALSE when there is none before the end */
static gboolean
step_on (Plan *self)
{
  const PalierPlanEntry *due = palier_plan_queue_peek (self->future);
  Lane *lane = get_next_lane (self);
  gint64 due_ms = due != NULL ? due->wake_ms : NEVER;
  gint64 lane_ms = lane != NULL ? lane->wake_ms : NEVER;

  if (MIN (due_ms, lane_ms) >= self->until_ms)
    return FALSE;
  if (due_ms <= lane_ms)
  {
    PalierPlanEntry entry = palier_plan_queue_pop (self->future);
    take_due (self, &entry);
  }
  else
    run_lane (self, lane);
  return TRUE;
}

/* What is due and has not gone when the plan ends. */
static void
leave_waiting (Plan *self)
{
  for (guint i = 0; i < self->question->n_enrolments; i++)
  {
    const Place *place = &self->places[i];
    if (place->step < get_sequence (self, i)->steps->len && place->due_ms < self->until_ms
        && !get_enrolment (self, i)->paused)
      add_row (self, i, PALIER_SEND_WAITING, PALIER_REASON_PACING, self->until_ms);
  }
}

/**
 * palier_plan:
 *
 * Each sequence must pass palier_sequence_check(). Memory grows with the steps that there are, and
 * nothing is planned for a step before the one above it went, or was set aside.
 *
 * Returns: (transfer full) (element-type PalierPlanRow): by at_ms
 */
GArray *
palier_plan (const PalierPlanQuestion *question)
{
  Plan plan = { 0 };

  plan_init (&plan, question);
  for (guint i = 0; i < question->n_enrolments; i++)
    enrol (&plan, i);
  while (step_on (&plan))
    ;
  leave_waiting (&plan);
  plan_clear (&plan);
  return plan.rows;
}
