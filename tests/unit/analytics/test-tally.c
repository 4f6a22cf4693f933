/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. What one message's events add to the figures. 2. Periods. 3. Order and repeats change nothing.
 * 4. The stage each event proves. 5. Data that is no JSON does no harm. */
#include "palier-analytics.h"
#include "palier-random.h"

#include <string.h>

#define AT 1000000

static PalierId
id_of (guint8 kind, guint8 n)
{
  PalierId id = PALIER_ID_NIL;

  id.bytes[0] = kind;
  id.bytes[15] = n;
  return id;
}

/* An event of prospect and message @n. */
static PalierEvent *
event_of (guint8 n, guint8 serial, const char *name, gint64 at_ms, const char *data)
{
  PalierEvent *event = palier_event_new ();

  event->id = id_of (1, serial);
  event->prospect = id_of (2, n);
  event->message = id_of (3, n);
  event->name = g_strdup (name);
  event->at_ms = at_ms;
  event->data = g_strdup (data);
  return event;
}

static void
test_messages (void)
{
  static const struct
  {
    const char *names[4], *data[4];
    gboolean allowed;
    PalierDashboard expected; /* the counts only */
  } cases[] = {
    { { "message.approved" }, { NULL }, TRUE, { .queued = 1, .funnel = { 1 } } },
    { { "message.state" }, { "{\"state\":\"deferred\"}" }, TRUE, { .queued = 1, .funnel = { 1 } } },
    { { "message.state" },
      { "{\"state\":\"uncertain\"}" },
      TRUE,
      { .uncertain = 1, .funnel = { 1 } } },
    { { "message.approved", "message.state" },
      { NULL, "{\"state\":\"refused\"}" },
      TRUE,
      { .funnel = { 1 } } },
    { { "message.approved", "message.state", "message.sent" },
      { NULL, "{\"state\":\"accepted\"}", NULL },
      FALSE,
      { .sent = 1, .delivered = 1, .funnel = { 1, 1 } } },
    { { "message.sent", "message.bounced" },
      { NULL },
      FALSE,
      { .sent = 1, .bounced = 1, .funnel = { 1, 1 } } },
    { { "message.sent", "message.opened", "message.opened" },
      { NULL, "{\"machine\":false}", "{\"machine\":true}" },
      TRUE,
      { .sent = 1,
        .delivered = 1,
        .open_consented = 1,
        .opened = 1,
        .opened_machine = 1,
        .click_consented = 1,
        .funnel = { 1, 1, 1 } } },
    { { "message.sent", "message.opened" },
      { NULL, "{\"machine\":true}" },
      TRUE,
      { .sent = 1,
        .delivered = 1,
        .open_consented = 1,
        .opened_machine = 1,
        .click_consented = 1,
        .funnel = { 1, 1 } } },
    /* Without consent nothing is counted, even where something was recorded. */
    { { "message.sent", "message.opened", "message.clicked" },
      { NULL },
      FALSE,
      { .sent = 1, .delivered = 1, .funnel = { 1, 1, 1 } } },
    { { "message.sent", "message.clicked", "message.clicked", "message.replied" },
      { NULL, NULL, "{\"machine\":true}", "{\"class\":\"interested\"}" },
      TRUE,
      { .sent = 1,
        .delivered = 1,
        .open_consented = 1,
        .click_consented = 1,
        .clicked = 1,
        .replied = 1,
        .funnel = { 1, 1, 1, 1 } } },
    { { "message.sent", "message.replied", "message.unsubscribed" },
      { NULL, "{\"class\":\"later\"}" },
      FALSE,
      { .sent = 1, .delivered = 1, .replied = 1, .unsubscribed = 1, .funnel = { 1, 1, 1 } } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierTally) tally = palier_tally_new (0, G_MAXINT64);
    PalierId message = id_of (3, 1);
    for (guint8 j = 0; j < 4 && cases[i].names[j] != NULL; j++)
    {
      g_autoptr (PalierEvent) event = event_of (1, j, cases[i].names[j], AT + j, cases[i].data[j]);
      palier_tally_add (tally, event);
    }
    if (cases[i].allowed)
      palier_tally_allow (tally, &message,
                          (PalierTracking) { PALIER_SIGNAL_YES, PALIER_SIGNAL_YES });
    g_autoptr (PalierDashboard) dashboard = palier_tally_dashboard (tally);
    g_assert_cmpmem (dashboard, sizeof *dashboard, &cases[i].expected, sizeof *dashboard);
  }
}

/* A late click on a message of the period counts, one on a message before it does not. */
static void
test_periods (void)
{
  g_autoptr (PalierTally) tally = palier_tally_new (AT, 2 * AT);
  const struct
  {
    guint8 n;
    const char *name;
    gint64 at_ms;
  } events[] = { { 1, "message.sent", AT - 1 },     { 1, "message.replied", AT + 5 },
                 { 2, "message.sent", AT },         { 2, "message.replied", 9 * AT },
                 { 3, "message.sent", 2 * AT - 1 }, { 4, "message.sent", 2 * AT } };

  for (guint8 i = 0; i < G_N_ELEMENTS (events); i++)
  {
    g_autoptr (PalierEvent) event =
        event_of (events[i].n, i, events[i].name, events[i].at_ms, NULL);
    palier_tally_add (tally, event);
  }
  g_autoptr (PalierDashboard) dashboard = palier_tally_dashboard (tally);
  g_assert_cmpuint (dashboard->sent, ==, 2);
  g_assert_cmpuint (dashboard->replied, ==, 1);
  g_assert_cmpuint (dashboard->funnel[PALIER_STAGE_CONTACTED], ==, 4);
}

static PalierDashboard *
dashboard_of (GPtrArray *events)
{
  g_autoptr (PalierTally) tally = palier_tally_new (0, G_MAXINT64);

  for (guint i = 0; i < events->len; i++)
    palier_tally_add (tally, events->pdata[i]);
  return palier_tally_dashboard (tally);
}

static void
test_order (void)
{
  static const char *const names[] = { "message.approved", "message.state",    "message.sent",
                                       "message.opened",   "message.replied",  "message.bounced",
                                       "deal.won",         "prospect.imported" };
  static const char *const states[] = { "{\"state\":\"scheduled\"}", "{\"state\":\"uncertain\"}",
                                        "{\"state\":\"refused\"}" };
  g_autoptr (PalierRandom) random = palier_random_new_seeded (4);
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_event_free);

  for (guint8 i = 0; i < 200; i++)
    g_ptr_array_add (events, event_of ((guint8) palier_random_below (random, 40), i,
                                       names[palier_random_below (random, G_N_ELEMENTS (names))],
                                       AT + i, states[palier_random_below (random, 3)]));
  g_autoptr (PalierDashboard) expected = dashboard_of (events);
  for (int round = 0; round < 20; round++)
  {
    for (guint i = events->len - 1; i > 0; i--)
    {
      guint j = (guint) palier_random_below (random, i + 1);
      gpointer one = events->pdata[i];
      events->pdata[i] = events->pdata[j];
      events->pdata[j] = one;
    }
    g_ptr_array_add (events, palier_event_ref (events->pdata[round]));
    g_autoptr (PalierDashboard) dashboard = dashboard_of (events);
    g_assert_cmpmem (dashboard, sizeof *dashboard, expected, sizeof *expected);
  }
}

static void
test_stages (void)
{
  static const struct
  {
    const char *name, *data;
    PalierStage stage;
  } cases[] = {
    { "prospect.imported", NULL, PALIER_STAGE_PROSPECT },
    { "message.generated", NULL, PALIER_STAGE_PROSPECT },
    { "message.sent", NULL, PALIER_STAGE_CONTACTED },
    { "message.clicked", "{\"machine\":false}", PALIER_STAGE_ENGAGED },
    { "message.clicked", "{\"machine\":true}", PALIER_STAGE_PROSPECT },
    { "message.replied", NULL, PALIER_STAGE_ENGAGED },
    { "message.replied", "{\"class\":\"not_interested\"}", PALIER_STAGE_ENGAGED },
    { "message.replied", "{\"class\":\"interested\"}", PALIER_STAGE_QUALIFIED },
    { "lead.qualified", NULL, PALIER_STAGE_QUALIFIED },
    { "demo.scheduled", NULL, PALIER_STAGE_DEMO },
    { "deal.opened", NULL, PALIER_STAGE_OPPORTUNITY },
    { "deal.won", NULL, PALIER_STAGE_CUSTOMER },
    { "prospect.stage_changed", "{\"to\":\"demo\"}", PALIER_STAGE_DEMO },
    { "prospect.stage_changed", "{\"to\":\"lost\"}", PALIER_STAGE_PROSPECT },
    { "prospect.stage_changed", NULL, PALIER_STAGE_PROSPECT },
    { "message.opened", "{", PALIER_STAGE_ENGAGED },
    { "message.replied", "[1]", PALIER_STAGE_ENGAGED },
    { "prospect.stage_changed", "{\"to\":7}", PALIER_STAGE_PROSPECT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierEvent) event = event_of (1, 1, cases[i].name, AT, cases[i].data);
    g_assert_cmpint (palier_stage_of_event (event), ==, cases[i].stage);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analytics/tally/messages", test_messages);
  g_test_add_func ("/analytics/tally/periods", test_periods);
  g_test_add_func ("/analytics/tally/order", test_order);
  g_test_add_func ("/analytics/tally/stages", test_stages);
  return g_test_run ();
}
