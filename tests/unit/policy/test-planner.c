/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. The specification's sequence, over a week-end, a holiday and both changes of the clock. 2.
 * Other regions keep their own hours. 3. Caps, warming up, gaps and the month's quota. 4. One firm
 * is written to once in a while, pools take so many. 5. What does not go: conditions, exits,
 * pauses, no address, a gate that says no or later. 6. Any plan keeps every limit, has one row a
 * step, and planned anew from any time gives the rest of itself. 7. An end. */
#include "palier-planner.h"

#include "palier-wall-time.h"

#define MINUTE_MS (G_GINT64_CONSTANT (60) * 1000)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)

static const PalierSendWindow office = { PALIER_DAYS_WEEK, 9 * 60, 18 * 60, FALSE };
static const PalierSendWindow always = { PALIER_DAYS_ALL, 0, 24 * 60, TRUE };

static gint64
at (const char *iso)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Paris");
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (iso, zone);
  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * 1000;
}

static void
add_step (PalierSequence *sequence, guint day, PalierChannel channel, PalierConditions conditions,
          const PalierSendWindow *window)
{
  PalierStep step = { 0, day, channel, conditions, PALIER_UNKNOWN_GO, NULL, *window };

  g_array_append_val (sequence->steps, step);
}

static PalierSequence *
new_sample (void)
{
  PalierSequence *sequence = palier_sequence_new ("Agences sans site web");

  add_step (sequence, 1, PALIER_CHANNEL_EMAIL, 0, &office);
  add_step (sequence, 4, PALIER_CHANNEL_EMAIL, PALIER_CONDITION_OPENED, &office);
  add_step (sequence, 7, PALIER_CHANNEL_SMS, PALIER_CONDITION_NO_RESPONSE, &office);
  add_step (sequence, 10, PALIER_CHANNEL_LINKEDIN, 0, &office);
  add_step (sequence, 14, PALIER_CHANNEL_EMAIL, 0, &office);
  return sequence;
}

/* A plan's question and what it points to. */
typedef struct
{
  PalierSequence *sequence;
  const PalierSequence *sequences[1];
  PalierLane lanes[2]; /* a mailbox, and all else */
  PalierPool pools[1];
  GArray *enrolments;
  PalierPlanQuestion question;
} Fixture;

static void
fixture_init (Fixture *self, PalierSequence *sequence, gint64 now_ms)
{
  *self = (Fixture) { .sequence = sequence, .sequences = { sequence } };
  self->enrolments = g_array_new (FALSE, TRUE, sizeof (PalierEnrolment));
  self->lanes[0].metered = TRUE;
  self->question = (PalierPlanQuestion) { .sequences = self->sequences,
                                          .n_sequences = 1,
                                          .lanes = self->lanes,
                                          .n_lanes = 2,
                                          .pools = self->pools,
                                          .n_pools = 1,
                                          .now_ms = now_ms };
}

static void
fixture_clear (Fixture *self)
{
  palier_sequence_free (self->sequence);
  g_array_unref (self->enrolments);
}

static PalierEnrolment *
enrol (Fixture *self)
{
  PalierEnrolment enrolment = { .since_ms = self->question.now_ms,
                                .responses = { .replied = PALIER_SIGNAL_NO },
                                .lanes = { 0, 1, 1, 1, 1 } };

  g_array_append_val (self->enrolments, enrolment);
  self->question.enrolments = (PalierEnrolment *) self->enrolments->data;
  self->question.n_enrolments = self->enrolments->len;
  return &g_array_index (self->enrolments, PalierEnrolment, self->enrolments->len - 1);
}

static const PalierPlanRow *
get_row (GArray *rows, guint index)
{
  g_assert_cmpuint (index, <, rows->len);
  return &g_array_index (rows, PalierPlanRow, index);
}

static void
assert_row (GArray *rows, guint index, guint step, PalierSendState state, PalierSendReason reason,
            const char *time)
{
  const PalierPlanRow *row = get_row (rows, index);

  g_assert_cmpuint (row->step, ==, step);
  g_assert_cmpstr (palier_send_state_name (row->state), ==, palier_send_state_name (state));
  g_assert_cmpstr (palier_send_reason_name (row->reason), ==, palier_send_reason_name (reason));
  if (time != NULL)
    g_assert_cmpint (row->at_ms, ==, at (time));
}

#define GOES(rows, index, step, time)                                                              \
  assert_row (rows, index, step, PALIER_SEND_SCHEDULED, PALIER_REASON_NONE, time)

static void
test_sample (void)
{
  static const struct
  {
    const char *now;
    const char *times[5];
  } cases[] = {
    { "2026-11-30T10:12:00",
      { "2026-11-30T10:12:00", "2026-12-03T09:00:00", "2026-12-07T09:00:00", "2026-12-10T09:00:00",
        "2026-12-14T09:00:00" } },
    /* The first day is a Friday evening; All Saints is a Sunday, Armistice a Wednesday; winter time
     * begins on the 25th. */
    { "2026-10-23T20:00:00",
      { "2026-10-26T09:00:00", "2026-10-29T09:00:00", "2026-11-02T09:00:00", "2026-11-05T09:00:00",
        "2026-11-09T09:00:00" } },
    { "2026-11-08T12:00:00",
      { "2026-11-09T09:00:00", "2026-11-12T09:00:00", "2026-11-16T09:00:00", "2026-11-19T09:00:00",
        "2026-11-23T09:00:00" } },
    /* Easter Monday, then summer time from the 28th of March on. */
    { "2027-03-26T09:00:00",
      { "2027-03-26T09:00:00", "2027-03-30T09:00:00", "2027-04-02T09:00:00", "2027-04-05T09:00:00",
        "2027-04-09T09:00:00" } },
    /* A leap day. */
    { "2028-02-28T09:30:00",
      { "2028-02-28T09:30:00", "2028-03-02T09:00:00", "2028-03-06T09:00:00", "2028-03-09T09:00:00",
        "2028-03-13T09:00:00" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    Fixture fixture;
    fixture_init (&fixture, new_sample (), at (cases[i].now));
    enrol (&fixture);
    g_autoptr (GArray) rows = palier_plan (&fixture.question);
    g_assert_cmpuint (rows->len, ==, 5);
    for (guint j = 0; j < 5; j++)
    {
      g_test_message ("%s: step %u", cases[i].now, j + 1);
      GOES (rows, j, j, cases[i].times[j]);
      g_assert_cmpint (get_row (rows, j)->guessed, ==, j == 1);
    }
    fixture_clear (&fixture);
  }
}

static void
test_regions (void)
{
  static const struct
  {
    PalierRegion region;
    const char *now;
    const char *first;
  } cases[] = {
    { PALIER_REGION_FRANCE, "2026-12-26T08:00:00", "2026-12-28T09:00:00" },
    { PALIER_REGION_REUNION, "2026-12-28T03:00:00", "2026-12-28T06:00:00" },
    { PALIER_REGION_MARTINIQUE, "2026-12-28T09:00:00", "2026-12-28T14:00:00" },
    { PALIER_REGION_FRANCE, "2027-03-26T08:00:00", "2027-03-26T09:00:00" },
    { PALIER_REGION_ALSACE_MOSELLE, "2027-03-26T08:00:00", "2027-03-30T09:00:00" },
    { PALIER_REGION_BELGIUM, "2026-07-21T08:00:00", "2026-07-22T09:00:00" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    Fixture fixture;
    fixture_init (&fixture, new_sample (), at (cases[i].now));
    enrol (&fixture)->region = cases[i].region;
    g_autoptr (GArray) rows = palier_plan (&fixture.question);
    g_test_message ("%u from %s", cases[i].region, cases[i].now);
    GOES (rows, 0, 0, cases[i].first);
    fixture_clear (&fixture);
  }
}

static void
test_pace (void)
{
  Fixture fixture;
  PalierSequence *sequence = palier_sequence_new ("one");

  add_step (sequence, 1, PALIER_CHANNEL_EMAIL, 0, &office);
  fixture_init (&fixture, sequence, at ("2026-11-30T17:57:00"));
  fixture.lanes[0].pace = (PalierPace) { 4, 2, at ("2026-11-28T00:00:00"), 2 * MINUTE_MS };
  fixture.lanes[0].last_ms = at ("2026-11-30T17:56:00");
  fixture.lanes[0].today = 1;
  for (guint i = 0; i < 10; i++)
    enrol (&fixture);
  g_autoptr (GArray) rows = palier_plan (&fixture.question);
  static const char *const times[] = {
    "2026-11-30T17:58:00", /* two minutes behind the last; the second of the day */
    "2026-12-01T09:00:00", "2026-12-01T09:02:00", "2026-12-02T09:00:00", "2026-12-02T09:02:00",
    "2026-12-02T09:04:00", "2026-12-02T09:06:00", "2026-12-03T09:00:00", /* four days after the
                                                                            first: twice as many */
  };
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    assert_row (rows, i, 0, PALIER_SEND_SCHEDULED, PALIER_REASON_PACING, times[i]);
  fixture_clear (&fixture);
}

static void
test_quota (void)
{
  Fixture fixture;
  PalierSequence *sequence = palier_sequence_new ("one");

  add_step (sequence, 1, PALIER_CHANNEL_EMAIL, 0, &always);
  add_step (sequence, 1, PALIER_CHANNEL_LINKEDIN, 0, &always);
  fixture_init (&fixture, sequence, at ("2026-11-30T12:00:00"));
  fixture.question.quota = 3;
  fixture.question.used = 2;
  for (guint i = 0; i < 6; i++)
    enrol (&fixture);
  g_autoptr (GArray) rows = palier_plan (&fixture.question);
  g_assert_cmpuint (rows->len, ==, 12);
  GOES (rows, 0, 0, "2026-11-30T12:00:00");
  GOES (rows, 1, 1, "2026-11-30T12:00:00"); /* a task is free */
  assert_row (rows, 2, 0, PALIER_SEND_SCHEDULED, PALIER_REASON_QUOTA, "2026-12-01T00:00:00");
  for (guint i = 0; i < 12; i++)
    if (get_row (rows, i)->enrolment == 4)
      g_assert_cmpint (get_row (rows, i)->at_ms, ==, at ("2027-01-01T00:00:00"));
  fixture_clear (&fixture);
}

static void
test_firm (void)
{
  const gint64 last[] = { 0, 0, at ("2026-11-30T09:00:00") };
  Fixture fixture;
  PalierSequence *sequence = palier_sequence_new ("one");

  add_step (sequence, 1, PALIER_CHANNEL_EMAIL, 0, &always);
  fixture_init (&fixture, sequence, at ("2026-11-30T12:00:00"));
  fixture.question.firms_last_ms = last;
  fixture.question.n_firms = 2;
  fixture.question.firm_gap_ms = DAY_MS;
  fixture.pools[0] = (PalierPool) { HOUR_MS, at ("2026-11-30T11:30:00") };
  enrol (&fixture)->firm = 1;
  enrol (&fixture)->firm = 1;
  enrol (&fixture)->firm = 1;
  enrol (&fixture)->firm = 2;
  enrol (&fixture)->pool = 1;
  enrol (&fixture)->pool = 1;
  enrol (&fixture);
  g_autoptr (GArray) rows = palier_plan (&fixture.question);
  static const char *const times[] = {
    "2026-11-30T12:00:00", "2026-12-01T12:00:00", "2026-12-02T12:00:00", "2026-12-01T09:00:00",
    "2026-11-30T12:30:00", "2026-11-30T13:30:00", "2026-11-30T12:00:00",
  };
  g_assert_cmpuint (rows->len, ==, G_N_ELEMENTS (times));
  for (guint i = 0; i < rows->len; i++)
    g_assert_cmpint (get_row (rows, i)->at_ms, ==, at (times[get_row (rows, i)->enrolment]));
  fixture_clear (&fixture);
}

/* Where a reader has his mail says nothing of his telephone. */
static void
test_pool_of_mail (void)
{
  Fixture fixture;
  PalierSequence *sequence = palier_sequence_new ("one");

  add_step (sequence, 1, PALIER_CHANNEL_SMS, 0, &always);
  fixture_init (&fixture, sequence, at ("2026-11-30T12:00:00"));
  fixture.pools[0] = (PalierPool) { HOUR_MS, at ("2026-11-30T11:30:00") };
  enrol (&fixture)->pool = 1;
  enrol (&fixture)->pool = 1;
  g_autoptr (GArray) rows = palier_plan (&fixture.question);
  GOES (rows, 0, 0, "2026-11-30T12:00:00");
  GOES (rows, 1, 0, "2026-11-30T12:00:00");
  fixture_clear (&fixture);
}

static void
test_conditions (void)
{
  Fixture fixture;
  PalierSequence *sequence = new_sample ();

  g_array_index (sequence->steps, PalierStep, 1).unknown = PALIER_UNKNOWN_WAIT;
  fixture_init (&fixture, sequence, at ("2026-11-30T10:00:00"));
  enrol (&fixture)->responses =
      (PalierResponses) { PALIER_SIGNAL_NO, PALIER_SIGNAL_NO, PALIER_SIGNAL_NO, PALIER_SIGNAL_NO };
  g_autoptr (GArray) unopened = palier_plan (&fixture.question);
  assert_row (unopened, 1, 1, PALIER_SEND_SET_ASIDE, PALIER_REASON_CONDITION, NULL);
  GOES (unopened, 2, 2, "2026-12-07T09:00:00");

  PalierEnrolment *enrolment = (PalierEnrolment *) fixture.enrolments->data;
  enrolment->responses.opened = enrolment->responses.clicked = PALIER_SIGNAL_UNKNOWN;
  g_autoptr (GArray) unknown = palier_plan (&fixture.question);
  assert_row (unknown, 1, 1, PALIER_SEND_WAITING, PALIER_REASON_CONDITION, NULL);
  GOES (unknown, 2, 2, "2026-12-07T09:00:00");

  enrolment->responses.clicked = PALIER_SIGNAL_YES; /* who clicked has opened */
  enrolment->lanes[PALIER_CHANNEL_LINKEDIN] = PALIER_LANE_NONE;
  fixture.sequence->exits.max_attempts = 3;
  g_autoptr (GArray) clicked = palier_plan (&fixture.question);
  GOES (clicked, 1, 1, "2026-12-03T09:00:00");
  assert_row (clicked, 3, 3, PALIER_SEND_CANCELLED, PALIER_REASON_EXIT, NULL);
  assert_row (clicked, 4, 4, PALIER_SEND_CANCELLED, PALIER_REASON_EXIT, NULL);

  fixture.sequence->exits.max_attempts = 0;
  g_autoptr (GArray) alone = palier_plan (&fixture.question);
  assert_row (alone, 3, 3, PALIER_SEND_SET_ASIDE, PALIER_REASON_NO_ADDRESS, NULL);
  GOES (alone, 4, 4, "2026-12-14T09:00:00");

  enrolment->responses.replied = PALIER_SIGNAL_YES;
  g_autoptr (GArray) replied = palier_plan (&fixture.question);
  g_assert_cmpuint (replied->len, ==, 5);
  assert_row (replied, 0, 0, PALIER_SEND_CANCELLED, PALIER_REASON_EXIT, NULL);

  enrolment->responses.replied = PALIER_SIGNAL_NO;
  enrolment->paused = TRUE;
  g_autoptr (GArray) paused = palier_plan (&fixture.question);
  g_assert_cmpuint (paused->len, ==, 1);
  assert_row (paused, 0, 0, PALIER_SEND_WAITING, PALIER_REASON_PAUSED, NULL);
  fixture_clear (&fixture);
}

/* The first prospect is an agency; the second a person who has agreed to nothing. */
static PalierVerdict
ask_gate (guint enrolment, const PalierStep *step, gint64 at_ms, gpointer data)
{
  PalierGateQuestion question = { .is_agency = enrolment == 0,
                                  .channel = step->channel,
                                  .nature = PALIER_NATURE_PROFESSIONAL,
                                  .basis = PALIER_BASIS_LEGITIMATE_INTEREST,
                                  .informed = TRUE,
                                  .now_ms = at_ms };
  return palier_gate_ask (&question);
}

static void
test_gate (void)
{
  Fixture fixture;
  PalierSequence *sequence = palier_sequence_new ("night");

  add_step (sequence, 1, PALIER_CHANNEL_SMS, 0, &always);
  add_step (sequence, 2, PALIER_CHANNEL_LETTER, 0, &always);
  fixture_init (&fixture, sequence, at ("2026-11-29T06:00:00"));
  fixture.question.gate = ask_gate;
  enrol (&fixture);
  enrol (&fixture);
  g_autoptr (GArray) rows = palier_plan (&fixture.question);
  g_assert_cmpuint (rows->len, ==, 4);
  assert_row (rows, 0, 0, PALIER_SEND_SET_ASIDE, PALIER_REASON_GATE, "2026-11-29T06:00:00");
  g_assert_cmpint (get_row (rows, 0)->gate, ==, PALIER_GATE_NO_CONSENT);
  GOES (rows, 1, 1, "2026-11-30T00:00:00"); /* a letter may go */
  GOES (rows, 2, 0, "2026-11-30T08:00:00"); /* no text on a Sunday */
  GOES (rows, 3, 1, "2026-12-01T00:00:00");
  fixture_clear (&fixture);
}

/* ---- any plan ---- */

#define LANES 4
#define POOLS 3
#define FIRMS 12
#define PROSPECTS 120

typedef struct
{
  GRand *rand;
  PalierSequence *sequences[3];
  PalierEnrolment enrolments[PROSPECTS];
  PalierLane lanes[LANES];
  PalierPool pools[POOLS];
  gint64 firms[FIRMS + 1];
  PalierPlanQuestion question;
} World;

static gint64
any (World *self, gint64 most)
{
  return g_rand_int_range (self->rand, 0, (gint32) most);
}

static PalierSequence *
any_sequence (World *self)
{
  static const PalierSendWindow windows[] = {
    { PALIER_DAYS_WEEK, 9 * 60, 18 * 60, FALSE },
    { PALIER_DAYS_WITH_SATURDAY, 8 * 60, 12 * 60, FALSE },
    { 0x05, 14 * 60 + 30, 16 * 60, TRUE },
    { PALIER_DAYS_ALL, 0, 24 * 60, TRUE },
  };
  PalierSequence *sequence = palier_sequence_new ("any");
  guint day = 1, n_steps = 1 + (guint) any (self, 6);

  for (guint i = 0; i < n_steps; i++)
  {
    add_step (sequence, day, (PalierChannel) any (self, PALIER_N_CHANNELS),
              i > 0 ? (PalierConditions) (any (self, 2) * any (self, 16)) : 0,
              &windows[any (self, G_N_ELEMENTS (windows))]);
    g_array_index (sequence->steps, PalierStep, i).unknown = (PalierUnknown) any (self, 2);
    day += (guint) any (self, 5);
  }
  sequence->exits = (PalierExits) { any (self, 2), any (self, 2), (guint) any (self, 4) };
  return sequence;
}

static PalierEnrolment
any_enrolment (World *self)
{
  PalierEnrolment enrolment = {
    .sequence = (guint) any (self, 3),
    .since_ms = self->question.now_ms - any (self, 5) * DAY_MS - any (self, (gint64) DAY_MS),
    .responses = { (PalierSignal) any (self, 3), (PalierSignal) any (self, 3),
                   any (self, 4) == 0 ? (PalierSignal) any (self, 3) : PALIER_SIGNAL_NO,
                   any (self, 9) == 0 ? PALIER_SIGNAL_YES : PALIER_SIGNAL_NO },
    .paused = any (self, 20) == 0,
    .region = (PalierRegion) any (self, PALIER_N_REGIONS),
    .firm = any (self, 2) == 0 ? (guint) any (self, FIRMS + 1) : 0,
    .pool = (guint8) any (self, POOLS + 1),
  };

  for (guint i = 0; i < PALIER_N_CHANNELS; i++)
    enrolment.lanes[i] = any (self, 8) == 0 ? PALIER_LANE_NONE : (guint8) any (self, LANES);
  return enrolment;
}

static void
world_init (World *self, guint32 seed)
{
  *self = (World) { .rand = g_rand_new_with_seed (seed) };
  self->question = (PalierPlanQuestion) {
    .sequences = (const PalierSequence *const *) self->sequences,
    .n_sequences = 3,
    .enrolments = self->enrolments,
    .n_enrolments = PROSPECTS,
    .lanes = self->lanes,
    .n_lanes = LANES,
    .pools = self->pools,
    .n_pools = POOLS,
    .firms_last_ms = self->firms,
    .n_firms = FIRMS,
    .firm_gap_ms = any (self, 3) * 20 * HOUR_MS,
    .quota = any (self, 2) * 100,
    .now_ms = at ("2026-03-20T00:00:00") + any (self, 300) * DAY_MS + any (self, (gint64) DAY_MS),
  };
  for (guint i = 0; i < 3; i++)
    self->sequences[i] = any_sequence (self);
  for (guint i = 0; i < PROSPECTS; i++)
    self->enrolments[i] = any_enrolment (self);
  for (guint i = 0; i < LANES; i++)
    self->lanes[i] = (PalierLane) {
      .pace = { (guint) any (self, 3) * 5, (guint) any (self, 2) * 2,
                self->question.now_ms - any (self, 9) * DAY_MS, any (self, 4) * 7 * MINUTE_MS },
      .metered = any (self, 2) == 0,
    };
  for (guint i = 0; i < POOLS; i++)
    self->pools[i].gap_ms = any (self, 3) * 25 * MINUTE_MS;
}

static void
world_clear (World *self)
{
  for (guint i = 0; i < 3; i++)
    palier_sequence_free (self->sequences[i]);
  g_rand_free (self->rand);
}

static PalierSequence *
get_sequence (const World *self, guint enrolment)
{
  return self->sequences[self->enrolments[enrolment].sequence];
}

/* How many of @rows before @index are of the same lane and the same day of Paris. */
static guint
count_day (GArray *rows, guint index)
{
  const PalierPlanRow *row = get_row (rows, index);
  gint64 end_ms = palier_wall_next_day_ms (row->at_ms);
  guint count = 0;

  for (guint i = 0; i < index; i++)
    count += get_row (rows, i)->lane == row->lane
             && palier_wall_next_day_ms (get_row (rows, i)->at_ms) == end_ms;
  return count;
}

static guint
count_month (const World *world, GArray *rows, guint index)
{
  gint64 end_ms = palier_wall_next_month_ms (get_row (rows, index)->at_ms);
  guint count = 0;

  for (guint i = 0; i < index; i++)
  {
    const PalierPlanRow *row = get_row (rows, i);
    count += row->state == PALIER_SEND_SCHEDULED && world->lanes[row->lane].metered
             && palier_wall_next_month_ms (row->at_ms) == end_ms;
  }
  return count;
}

/* Mail goes through its reader's pool, nothing else does. */
static guint
get_pool (const World *world, const PalierPlanRow *row)
{
  const PalierStep *step =
      palier_sequence_get_step (get_sequence (world, row->enrolment), row->step);

  return step->channel == PALIER_CHANNEL_EMAIL ? world->enrolments[row->enrolment].pool : 0;
}

/* Against those that went before it. */
static void
assert_gaps (const World *world, GArray *rows, guint index)
{
  const PalierPlanRow *row = get_row (rows, index);
  const PalierEnrolment *its = &world->enrolments[row->enrolment];
  guint pool = get_pool (world, row);

  for (guint i = 0; i < index; i++)
  {
    const PalierPlanRow *other = get_row (rows, i);
    const PalierEnrolment *enrolment = &world->enrolments[other->enrolment];
    gint64 gap_ms = row->at_ms - other->at_ms;
    if (other->state != PALIER_SEND_SCHEDULED)
      continue;
    if (other->lane == row->lane)
      g_assert_cmpint (gap_ms, >=, world->lanes[row->lane].pace.gap_ms);
    if (its->firm != 0 && enrolment->firm == its->firm)
      g_assert_cmpint (gap_ms, >=, world->question.firm_gap_ms);
    if (pool != 0 && get_pool (world, other) == pool)
      g_assert_cmpint (gap_ms, >=, world->pools[pool - 1].gap_ms);
  }
}

static void
assert_scheduled (const World *world, GArray *rows, guint index)
{
  const PalierPlanRow *row = get_row (rows, index);
  const PalierEnrolment *enrolment = &world->enrolments[row->enrolment];
  const PalierStep *step =
      palier_sequence_get_step (get_sequence (world, row->enrolment), row->step);
  const PalierLane *lane = &world->lanes[row->lane];
  gint64 day_ms = palier_wall_next_day_ms (row->at_ms - DAY_MS - 2 * HOUR_MS);

  g_assert_cmpint (enrolment->lanes[step->channel], ==, row->lane);
  g_assert_cmpint (row->at_ms, >=, row->due_ms);
  g_assert_true (palier_send_window_is_open (&step->window, enrolment->region, row->at_ms));
  g_assert_cmpuint (count_day (rows, index), <, palier_pace_get_cap (&lane->pace, row->at_ms));
  if (lane->metered && world->question.quota > 0)
    g_assert_cmpint (count_month (world, rows, index), <, world->question.quota);
  g_assert_cmpint (palier_step_holds (step, &enrolment->responses), !=, PALIER_SIGNAL_NO);
  g_assert_false (enrolment->paused);
  assert_gaps (world, rows, index);
  g_assert_cmpint (day_ms, <=, row->at_ms);
}

/* One row a step, in the order of the steps; those of a paused prospect end with one. */
static void
assert_whole (const World *world, GArray *rows)
{
  guint next[PROSPECTS] = { 0 };
  gint64 before_ms = 0;

  for (guint i = 0; i < rows->len; i++)
  {
    const PalierPlanRow *row = get_row (rows, i);
    g_assert_cmpuint (row->step, ==, next[row->enrolment]++);
    g_assert_cmpint (row->at_ms, >=, before_ms);
    before_ms = row->at_ms;
    if (row->state == PALIER_SEND_SCHEDULED)
      assert_scheduled (world, rows, i);
  }
  for (guint i = 0; i < PROSPECTS; i++)
    g_assert_true (next[i] == get_sequence (world, i)->steps->len
                   || (world->enrolments[i].paused && next[i] <= 1));
}

/* What a relay notes when a row has come about. */
static void
apply (World *world, const PalierPlanRow *row)
{
  PalierEnrolment *enrolment = &world->enrolments[row->enrolment];

  if (row->state == PALIER_SEND_WAITING)
    return;
  enrolment->step = row->step + 1u;
  enrolment->since_ms = row->state == PALIER_SEND_SCHEDULED ? row->at_ms : row->due_ms;
  if (row->state != PALIER_SEND_SCHEDULED)
    return;
  enrolment->attempts++;
  world->lanes[row->lane].last_ms = row->at_ms;
  world->firms[enrolment->firm] = enrolment->firm > 0 ? row->at_ms : 0;
  if (get_pool (world, row) > 0)
    world->pools[get_pool (world, row) - 1].last_ms = row->at_ms;
}

/* The plan as it is from @index on, with what has happened before. */
static void
assert_rest (World *world, GArray *rows, guint index)
{
  gint64 now_ms = get_row (rows, index)->at_ms;
  guint seen = index;

  for (guint i = 0; i < index; i++)
    apply (world, get_row (rows, i));
  for (guint i = 0; i < LANES; i++)
    world->lanes[i].today = 0;
  world->question.used = 0;
  for (guint i = 0; i < index; i++)
  {
    const PalierPlanRow *row = get_row (rows, i);
    if (row->state != PALIER_SEND_SCHEDULED)
      continue;
    world->lanes[row->lane].today +=
        palier_wall_next_day_ms (row->at_ms) == palier_wall_next_day_ms (now_ms);
    world->question.used +=
        world->lanes[row->lane].metered
        && palier_wall_next_month_ms (row->at_ms) == palier_wall_next_month_ms (now_ms);
  }
  world->question.now_ms = now_ms;
  g_autoptr (GArray) rest = palier_plan (&world->question);
  for (guint i = 0; i < rest->len; i++)
  {
    const PalierPlanRow *row = get_row (rest, i);
    if (row->state != PALIER_SEND_SCHEDULED)
      continue;
    while (get_row (rows, seen)->state != PALIER_SEND_SCHEDULED)
      seen++;
    g_assert_cmpuint (row->enrolment, ==, get_row (rows, seen)->enrolment);
    g_assert_cmpuint (row->step, ==, get_row (rows, seen)->step);
    g_assert_cmpint (row->at_ms, ==, get_row (rows, seen)->at_ms);
    seen++;
  }
  while (seen < rows->len)
    g_assert_cmpint (get_row (rows, seen++)->state, !=, PALIER_SEND_SCHEDULED);
}

static void
test_any (void)
{
  for (guint32 seed = 1; seed <= 60; seed++)
  {
    World world;
    world_init (&world, seed);
    g_autoptr (GArray) rows = palier_plan (&world.question);
    g_test_message ("seed %u: %u rows", seed, rows->len);
    assert_whole (&world, rows);
    guint index = (guint) any (&world, rows->len);
    /* Of what happens at one moment all has happened, or nothing. */
    while (index > 0 && get_row (rows, index - 1)->at_ms == get_row (rows, index)->at_ms)
      index--;
    assert_rest (&world, rows, index);
    world_clear (&world);
  }
}

static void
test_end (void)
{
  Fixture fixture;

  fixture_init (&fixture, new_sample (), at ("2026-11-30T10:00:00"));
  fixture.lanes[0].pace.most_a_day = 1;
  fixture.question.until_ms = at ("2026-12-02T00:00:00");
  for (guint i = 0; i < 3; i++)
    enrol (&fixture);
  g_autoptr (GArray) rows = palier_plan (&fixture.question);
  g_assert_cmpuint (rows->len, ==, 3);
  GOES (rows, 0, 0, "2026-11-30T10:00:00");
  assert_row (rows, 2, 0, PALIER_SEND_WAITING, PALIER_REASON_PACING, "2026-12-02T00:00:00");
  fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/planner/sample", test_sample);
  g_test_add_func ("/planner/regions", test_regions);
  g_test_add_func ("/planner/pace", test_pace);
  g_test_add_func ("/planner/quota", test_quota);
  g_test_add_func ("/planner/firm", test_firm);
  g_test_add_func ("/planner/pool-of-mail", test_pool_of_mail);
  g_test_add_func ("/planner/conditions", test_conditions);
  g_test_add_func ("/planner/gate", test_gate);
  g_test_add_func ("/planner/any", test_any);
  g_test_add_func ("/planner/end", test_end);
  return g_test_run ();
}
