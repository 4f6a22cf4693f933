/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Campaigns on a relay's store.
 *
 *  1. what runs is what was rehearsed: each message at its very minute
 *  2. with replies, clicks, meetings and unsubscriptions: nothing twice, nothing without a state
 *  3. a pause takes back what is scheduled, who goes on gets the rest; a stop ends it
 *  4. what is asked at the hand-over: a reply and a pause of a moment ago, a step that is not yet
 * its turn, one that comes too late
 *  5. a relay that slept does not send a day's messages at once
 *  6. a reply pauses the colleagues until they are resumed
 *  7. tasks: done, and expired
 *  8. brakes
 *  9. a sequence that changes while it runs
 * 10. two passes at once, and one that something happens to */
#include "relay-campaign-fixture.h"

static const char office[] =
    "\"sendWindow\": {\"days\": [\"monday\", \"tuesday\", \"wednesday\", \"thursday\", \"friday\"],"
    " \"hours\": {\"start\": 9, \"end\": 18}, \"avoidHolidays\": true}";

static char *
make_sequence (void)
{
  return g_strdup_printf (
      "{\"name\": \"Agences\", \"steps\": ["
      "{\"id\": 1, \"day\": 1, \"channel\": \"email\", \"template\": \"a\", %s},"
      "{\"id\": 2, \"day\": 4, \"channel\": \"email\", \"template\": \"b\","
      " \"conditions\": {\"ifOpened\": true}, \"ifUnknown\": \"wait\", %s},"
      "{\"id\": 3, \"day\": 6, \"channel\": \"linkedin\", %s},"
      "{\"id\": 4, \"day\": 9, \"channel\": \"email\", \"template\": \"c\","
      " \"conditions\": {\"ifNoResponse\": true}, %s}]}",
      office, office, office, office);
}

static void
set_up (Run *run, gconstpointer engine, guint n_prospects)
{
  g_autofree char *sequence = make_sequence ();

  run_set_up (run, engine, sequence);
  run_launch (run, n_prospects);
}

/* ---- 1 */

static int
compare_gone (gconstpointer a, gconstpointer b)
{
  const RunGone *one = a, *other = b;

  return one->at_ms != other->at_ms         ? (one->at_ms < other->at_ms ? -1 : 1)
         : one->prospect != other->prospect ? (one->prospect < other->prospect ? -1 : 1)
                                            : (int) one->step - (int) other->step;
}

static GArray *
list_planned (Run *run)
{
  g_autoptr (GArray) rows = run_rehearse (run);
  GArray *planned = g_array_new (FALSE, FALSE, sizeof (RunGone));

  for (guint i = 0; i < rows->len; i++)
  {
    const PalierPlanRow *row = &g_array_index (rows, PalierPlanRow, i);
    RunGone one = { row->enrolment, palier_sequence_get_step (run->sequence, row->step)->id,
                    row->at_ms };
    if (row->state == PALIER_SEND_SCHEDULED)
      g_array_append_val (planned, one);
  }
  g_array_sort (planned, compare_gone);
  return planned;
}

static void
test_rehearsed (gconstpointer engine)
{
  Run run;

  set_up (&run, engine, 200);
  run_until (&run, RUN_START + 60 * RUN_DAY_MS);
  g_autoptr (GArray) planned = list_planned (&run);
  g_array_sort (run.gone, compare_gone);
  for (guint i = 0; i < MIN (planned->len, run.gone->len); i++)
  {
    const RunGone *wanted = &g_array_index (planned, RunGone, i);
    const RunGone *found = &g_array_index (run.gone, RunGone, i);
    if (wanted->prospect != found->prospect || wanted->step != found->step
        || wanted->at_ms != found->at_ms)
      g_error ("%u: prospect %u step %u at %" G_GINT64_FORMAT
               " s, planned: %u, %u, %" G_GINT64_FORMAT " s",
               i, found->prospect, found->step, (found->at_ms - RUN_START) / 1000, wanted->prospect,
               wanted->step, (wanted->at_ms - RUN_START) / 1000);
  }
  g_assert_cmpuint (run.gone->len, ==, planned->len);
  g_assert_cmpuint (planned->len, ==, 600);
  run_read_counts (&run);
  g_assert_cmpuint (run.counts[PALIER_SEND_ACCEPTED], ==, 600);
  g_assert_cmpuint (run.counts[PALIER_SEND_SET_ASIDE], ==, 200);
  run_tear_down (&run);
}

/* ---- 2 */

#define HUMAN "{\"by\":\"human\",\"machine\":false}"

static gboolean
unsubscribe (PalierTx *tx, gpointer data, GError **error)
{
  Run *run = data;
  PalierId id = run_message_id (run, run->who, 1);

  palier_intake_unsubscribe (tx, run->fixture.tenant, &id, "test");
  return palier_db_check (tx->db, error);
}

static gint64
get_time (Run *run, guint who, guint step)
{
  for (guint i = 0; i < run->gone->len; i++)
  {
    const RunGone *one = &g_array_index (run->gone, RunGone, i);
    if (one->prospect == who && one->step == step)
      return one->at_ms;
  }
  return 0;
}

static void
test_responses (gconstpointer engine)
{
  gint64 answered_ms = RUN_START + 3 * RUN_DAY_MS + RUN_HOUR_MS / 2;
  Run run;

  set_up (&run, engine, 60);
  run_until (&run, answered_ms);
  for (guint who = 2; who < 60; who += 10)
  {
    g_assert_cmpint (get_time (&run, who, 1), >, 0);
    run_happen (&run, "message.replied", NULL, who, 1);     /* 2, 12, … */
    run_happen (&run, "message.opened", HUMAN, who + 1, 1); /* 3, 13, … */
    run.who = who + 2;                                      /* 4, 14, … */
    run_write (&run, unsubscribe);
    run_happen (&run, "message.opened", "{\"by\":\"proxy\"}", who + 5, 1);
  }
  run_until (&run, RUN_START + 60 * RUN_DAY_MS);
  run_assert_nothing_twice (&run);
  for (guint who = 2; who < 60; who += 10)
  {
    for (guint step = 2; step <= 4; step++)
    {
      g_assert_cmpint (get_time (&run, who, step), ==, 0);
      run_assert_job (&run, who, step, PALIER_SEND_CANCELLED, PALIER_REASON_EXIT);
      run_assert_job (&run, who + 2, step, PALIER_SEND_CANCELLED, PALIER_REASON_UNSUBSCRIBED);
    }
    run_assert_job (&run, who + 1, 2, PALIER_SEND_ACCEPTED, PALIER_REASON_NONE);
    g_assert_cmpint (get_time (&run, who + 1, 2), >=, answered_ms);
    g_assert_cmpint (get_time (&run, who + 1, 3), >, get_time (&run, who + 1, 2));
    run_assert_job (&run, who + 5, 2, PALIER_SEND_SET_ASIDE, PALIER_REASON_CONDITION);
  }
  run_read_counts (&run);
  g_assert_cmpuint (run.counts[PALIER_SEND_WAITING] + run.counts[PALIER_SEND_SCHEDULED], ==, 0);
  g_assert_cmpuint (run.counts[PALIER_SEND_ACCEPTED], ==, run.gone->len);
  g_assert_cmpuint (run.counts[PALIER_SEND_ACCEPTED] + run.counts[PALIER_SEND_SET_ASIDE]
                        + run.counts[PALIER_SEND_CANCELLED],
                    ==, 240);
  run_tear_down (&run);
}

/* ---- 3 */

static void
test_pause (gconstpointer engine)
{
  Run run;

  set_up (&run, engine, 20);
  run_until (&run, RUN_OPENS + 5 * RUN_MINUTE_MS);
  guint before = run.gone->len;
  g_assert_cmpuint (before, >, 0);
  g_assert_cmpuint (before, <, 20);
  run_set_state (&run, "paused");
  run_until (&run, RUN_START + 2 * RUN_DAY_MS);
  g_assert_cmpuint (run.gone->len, ==, before);
  run_read_counts (&run);
  g_assert_cmpuint (run.counts[PALIER_SEND_SCHEDULED], ==, 0);

  run_set_enrolment (&run, 19, "left");
  run_set_enrolment (&run, 18, "paused");
  run_set_state (&run, "running");
  run_until (&run, RUN_START + 20 * RUN_DAY_MS);
  run_assert_nothing_twice (&run);
  run_assert_job (&run, 17, 4, PALIER_SEND_ACCEPTED, PALIER_REASON_NONE);
  run_assert_job (&run, 19, 4, PALIER_SEND_CANCELLED, PALIER_REASON_EXIT);
  run_read_counts (&run);
  g_assert_cmpuint (run.counts[PALIER_SEND_WAITING], >, 0); /* number 18's */

  run_set_state (&run, "stopped");
  run_until (&run, RUN_START + 21 * RUN_DAY_MS);
  run_assert_job (&run, 18, 4, PALIER_SEND_CANCELLED, PALIER_REASON_WITHDRAWN);
  run_read_counts (&run);
  g_assert_cmpuint (run.counts[PALIER_SEND_WAITING] + run.counts[PALIER_SEND_SCHEDULED], ==, 0);
  run_tear_down (&run);
}

/* ---- 4 */

/* What happens after the pass and before the hand-over. */
static void
test_asked_again (gconstpointer engine)
{
  Run run;

  set_up (&run, engine, 10);
  run_until (&run, RUN_OPENS - RUN_MINUTE_MS);
  run_assert_job (&run, 2, 1, PALIER_SEND_SCHEDULED, PALIER_REASON_PACING);
  run_happen (&run, "message.replied", NULL, 2, 0);
  run_set_enrolment (&run, 3, "paused");
  run.who = 5;
  run_write (&run, unsubscribe);
  /* No pass comes between. */
  for (guint i = 0; i < 20; i++)
  {
    run_write (&run, run_hand_over);
    palier_clock_advance (run.fixture.clock, RUN_MINUTE_MS);
  }
  run_assert_job (&run, 2, 1, PALIER_SEND_CANCELLED, PALIER_REASON_EXIT);
  run_assert_job (&run, 3, 1, PALIER_SEND_WAITING, PALIER_REASON_PAUSED);
  run_assert_job (&run, 5, 1, PALIER_SEND_CANCELLED, PALIER_REASON_UNSUBSCRIBED);
  run_assert_job (&run, 0, 1, PALIER_SEND_ACCEPTED, PALIER_REASON_NONE);
  run_set_state (&run, "paused");
  run_tear_down (&run);
}

/* ---- 5 */

static void
test_slept (gconstpointer engine)
{
  Run run;

  set_up (&run, engine, 30);
  run_until (&run, RUN_OPENS + RUN_MINUTE_MS / 2);
  palier_clock_advance (run.fixture.clock, 3 * RUN_HOUR_MS);
  run_until (&run, RUN_START + 40 * RUN_DAY_MS);
  run_assert_nothing_twice (&run);
  gint64 last_ms = 0;
  for (guint i = 0; i < run.gone->len; i++)
  {
    const RunGone *one = &g_array_index (run.gone, RunGone, i);
    if (one->step == 3)
      continue;
    g_assert_cmpint (one->at_ms - last_ms, >=, RUN_MINUTE_MS - RUN_MINUTE_MS / 2);
    last_ms = one->at_ms;
  }
  run_read_counts (&run);
  g_assert_cmpuint (run.counts[PALIER_SEND_ACCEPTED], ==, 90);
  run_tear_down (&run);
}

/* ---- 6 */

static void
test_colleagues (gconstpointer engine)
{
  Run run;

  set_up (&run, engine, 12);
  run_until (&run, RUN_START + 4 * RUN_DAY_MS);
  g_assert_cmpint (get_time (&run, 1, 1) - get_time (&run, 0, 1), >=, 2 * RUN_DAY_MS);
  run_happen (&run, "message.replied", NULL, 0, 1);
  run_until (&run, RUN_START + 30 * RUN_DAY_MS);
  run_assert_job (&run, 0, 4, PALIER_SEND_CANCELLED, PALIER_REASON_EXIT);
  run_assert_job (&run, 6, 4, PALIER_SEND_ACCEPTED, PALIER_REASON_NONE); /* another firm's */
  g_assert_cmpint (get_time (&run, 1, 3), ==, 0);
  g_assert_cmpint (get_time (&run, 1, 4), ==, 0);

  run_set_enrolment (&run, 1, "active");
  run_until (&run, RUN_START + 60 * RUN_DAY_MS);
  run_assert_job (&run, 1, 4, PALIER_SEND_ACCEPTED, PALIER_REASON_NONE);
  run_assert_nothing_twice (&run);
  run_tear_down (&run);
}

/* ---- 7 */

static void
test_tasks (gconstpointer engine)
{
  Run run;

  set_up (&run, engine, 5);
  run.lazy = TRUE;
  run_until (&run, RUN_START + 8 * RUN_DAY_MS);
  run_assert_job (&run, 2, 3, PALIER_SEND_SCHEDULED, PALIER_REASON_NONE);
  run_happen (&run, "message.done", NULL, 2, 4); /* a mail is nobody else's to settle */
  run_happen (&run, "message.done", NULL, 2, 3);
  run_assert_job (&run, 2, 3, PALIER_SEND_ACCEPTED, PALIER_REASON_NONE);
  g_autoptr (PalierSendJob) mail = run_get_job (&run, 2, 4);
  g_assert_cmpint (mail->state, !=, PALIER_SEND_ACCEPTED);
  run_until (&run, RUN_START + 18 * RUN_DAY_MS);
  run_assert_job (&run, 2, 4, PALIER_SEND_ACCEPTED, PALIER_REASON_NONE);
  run_assert_job (&run, 3, 3, PALIER_SEND_SCHEDULED, PALIER_REASON_NONE);
  g_assert_cmpint (get_time (&run, 3, 4), ==, 0);
  run_until (&run, RUN_START + 40 * RUN_DAY_MS);
  run_assert_job (&run, 3, 3, PALIER_SEND_CANCELLED, PALIER_REASON_EXPIRED);
  run_assert_job (&run, 3, 4, PALIER_SEND_ACCEPTED, PALIER_REASON_NONE);
  run_tear_down (&run);
}

/* ---- 8 */

typedef struct
{
  Run *run;
  char *state;
  guint told;
} Campaign;

static gboolean
read_campaign (PalierTx *tx, gpointer data, GError **error)
{
  Campaign *self = data;
  g_autoptr (PalierRecord) record = palier_record_store_get (
      tx, self->run->fixture.tenant, PALIER_KIND_CAMPAIGN, &self->run->campaign);
  g_autoptr (GPtrArray) events =
      palier_record_store_page (tx, self->run->fixture.tenant, PALIER_KIND_EVENT, NULL, 100000);

  g_set_str (&self->state, palier_record_get (record, PALIER_CAMPAIGN_FIELD_STATE));
  self->told = 0;
  for (guint i = 0; i < events->len; i++)
    self->told +=
        g_strcmp0 (palier_record_get (events->pdata[i], PALIER_EVENT_FIELD_NAME), "campaign.paused")
        == 0;
  return palier_db_check (tx->db, error);
}

static void
test_brakes (gconstpointer engine)
{
  Campaign campaign = { 0 };
  Run run;

  set_up (&run, engine, 70);
  campaign.run = &run;
  run_until (&run, RUN_START + 4 * RUN_DAY_MS);
  guint before = run.gone->len;
  g_assert_cmpuint (before, >, 55);
  g_assert_cmpuint (before, <=, 70);
  run_happen (&run, "message.bounced", "{\"kind\":\"transient\"}", 7, 1);
  run_happen (&run, "message.bounced", "{\"kind\":\"permanent\"}", 2, 1);
  run_happen (&run, "message.bounced", "{\"kind\":\"permanent\"}", 2, 1); /* the same */
  run_pass (&run);
  g_assert_true (palier_store_read (run.fixture.store, read_campaign, &campaign, NULL));
  g_assert_cmpstr (campaign.state, ==, "running");
  run_happen (&run, "message.bounced", "{\"kind\":\"permanent\"}", 3, 1);
  run_happen (&run, "message.bounced", "{\"kind\":\"permanent\"}", 4, 1);
  run_until (&run, RUN_START + 15 * RUN_DAY_MS);
  g_assert_true (palier_store_read (run.fixture.store, read_campaign, &campaign, NULL));
  g_assert_cmpstr (campaign.state, ==, "paused");
  g_assert_cmpuint (campaign.told, ==, 1);
  run_read_counts (&run);
  g_assert_cmpuint (run.counts[PALIER_SEND_SCHEDULED], ==, 0);

  /* Resumed by the agent it counts anew. */
  run_set_state (&run, "running");
  run_until (&run, RUN_START + 60 * RUN_DAY_MS);
  g_assert_true (palier_store_read (run.fixture.store, read_campaign, &campaign, NULL));
  g_assert_cmpstr (campaign.state, ==, "running");
  g_assert_cmpuint (campaign.told, ==, 1);
  run_assert_nothing_twice (&run);
  run_read_counts (&run);
  g_assert_cmpuint (run.counts[PALIER_SEND_ACCEPTED], ==, 210);
  g_free (campaign.state);
  run_tear_down (&run);
}

/* ---- 9 */

static void
test_changed (gconstpointer engine)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *json = g_strdup_printf (
      "{\"name\": \"Agences\", \"lastId\": 4, \"steps\": ["
      "{\"id\": 1, \"day\": 1, \"channel\": \"email\", \"template\": \"a\", %s},"
      "{\"id\": 5, \"day\": 5, \"channel\": \"email\", \"template\": \"d\", %s},"
      "{\"id\": 4, \"day\": 12, \"channel\": \"email\", \"template\": \"c\", %s}]}",
      office, office, office);
  Run run;

  set_up (&run, engine, 10);
  run_until (&run, RUN_START + 3 * RUN_DAY_MS + RUN_HOUR_MS / 2);
  gint64 first_ms = get_time (&run, 2, 1);
  palier_sequence_free (run.sequence);
  run.sequence = palier_sequence_from_json (json, strlen (json), &error);
  g_assert_no_error (error);
  run_set_state (&run, "running");
  for (run.who = 0; run.who < 10; run.who++)
  {
    run.step = 5;
    run.due_ms = RUN_START;
    guint who = run.who;
    run_write (&run, run_put_message);
    run.who = who;
  }
  run_until (&run, RUN_START + 40 * RUN_DAY_MS);
  run_assert_nothing_twice (&run);
  g_assert_cmpint (get_time (&run, 2, 1), ==, first_ms);
  for (guint who = 0; who < 10; who++)
  {
    run_assert_job (&run, who, 2, PALIER_SEND_CANCELLED, PALIER_REASON_WITHDRAWN);
    run_assert_job (&run, who, 3, PALIER_SEND_CANCELLED, PALIER_REASON_WITHDRAWN);
    run_assert_job (&run, who, 5, PALIER_SEND_ACCEPTED, PALIER_REASON_NONE);
    run_assert_job (&run, who, 4, PALIER_SEND_ACCEPTED, PALIER_REASON_NONE);
    g_assert_cmpint (get_time (&run, who, 4), >, get_time (&run, who, 5));
  }
  run_tear_down (&run);
}

/* ---- 10 */

static gpointer
pass_often (gpointer data)
{
  for (guint i = 0; i < 10; i++)
    run_pass (data);
  return NULL;
}

static void
test_at_once (gconstpointer engine)
{
  GThread *threads[3];
  Run run;

  set_up (&run, engine, 40);
  palier_clock_advance (run.fixture.clock, 2000);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("pass", pass_often, &run);
  for (guint who = 2; who < 40; who += 5)
    run_happen (&run, "message.replied", NULL, who, 0);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  run_until (&run, RUN_START + 40 * RUN_DAY_MS);
  run_assert_nothing_twice (&run);
  run_read_counts (&run);
  g_assert_cmpuint (run.counts[PALIER_SEND_ACCEPTED], ==, 32 * 3);
  g_assert_cmpuint (run.counts[PALIER_SEND_CANCELLED], ==, 8 * 4);
  g_assert_cmpuint (run.counts[PALIER_SEND_SET_ASIDE], ==, 32);
  run_tear_down (&run);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  const PalierDbEngine *engine = fixture_engine ();
  g_test_add_data_func ("/campaigns/rehearsed", engine, test_rehearsed);
  g_test_add_data_func ("/campaigns/responses", engine, test_responses);
  g_test_add_data_func ("/campaigns/pause", engine, test_pause);
  g_test_add_data_func ("/campaigns/asked-again", engine, test_asked_again);
  g_test_add_data_func ("/campaigns/slept", engine, test_slept);
  g_test_add_data_func ("/campaigns/colleagues", engine, test_colleagues);
  g_test_add_data_func ("/campaigns/tasks", engine, test_tasks);
  g_test_add_data_func ("/campaigns/brakes", engine, test_brakes);
  g_test_add_data_func ("/campaigns/changed", engine, test_changed);
  g_test_add_data_func ("/campaigns/at-once", engine, test_at_once);
  return g_test_run ();
}
