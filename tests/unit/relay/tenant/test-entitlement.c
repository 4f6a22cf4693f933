/* SPDX-License-Identifier: GPL-3.0-or-later */
/*  1. what is held counts once; what did not happen does not; the next month begins anew
 *  2. the budget: a warning at 80 %, no paid use beyond 120 %, but for the plan without a budget
 *  3. many threads at the last places: as many as there are, and no more
 *  4. plans, trial, grace and end */
#include "palier-entitlement.h"

#include "relay-fixture.h"

#define DAY_MS (24 * 60 * 60 * G_GINT64_CONSTANT (1000))

typedef struct
{
  Fixture *fixture;
  const char *plan;
  PalierPlanStatus status;
  PalierUse use;
  PalierId cause;
  gint64 quantity;
  gboolean happened;
  PalierUseVerdict verdict;
  PalierEntitlement entitlement;
  PalierUsage month[PALIER_N_USES];
  PalierLimitUse uses[PALIER_N_LIMITS];
} Work;

static gboolean
set_plan (PalierTx *tx, gpointer data, GError **error)
{
  Work *self = data;

  return palier_entitlement_set_plan (tx, self->fixture->tenant,
                                      palier_plans_find (palier_plans_get (), self->plan),
                                      self->status, error);
}

static gboolean
hold (PalierTx *tx, gpointer data, GError **error)
{
  Work *self = data;

  palier_entitlement_load (tx, self->fixture->tenant, PALIER_METER_LIMIT, &self->entitlement);
  self->verdict = palier_entitlement_hold (&self->entitlement, tx, self->fixture->tenant, self->use,
                                           &self->cause, self->quantity);
  return palier_db_check (tx->db, error);
}

static gboolean
settle (PalierTx *tx, gpointer data, GError **error)
{
  Work *self = data;

  palier_meter_settle (PALIER_METER_LIMIT, tx, self->fixture->tenant, self->use, &self->cause,
                       self->happened);
  return palier_db_check (tx->db, error);
}

static gboolean
look (PalierTx *tx, gpointer data, GError **error)
{
  Work *self = data;

  palier_entitlement_load (tx, self->fixture->tenant, PALIER_METER_LIMIT, &self->entitlement);
  palier_entitlement_look (&self->entitlement, tx, self->fixture->tenant, self->uses, self->month);
  return palier_db_check (tx->db, error);
}

static PalierUseVerdict
hold_one (Fixture *fixture, PalierUse use, guint8 number, gint64 quantity)
{
  Work work = { .fixture = fixture, .use = use, .quantity = quantity };

  work.cause.bytes[15] = number;
  fixture_write (fixture, hold, &work);
  return work.verdict;
}

static void
settle_one (Fixture *fixture, PalierUse use, guint8 number, gboolean happened)
{
  Work work = { .fixture = fixture, .use = use, .happened = happened };

  work.cause.bytes[15] = number;
  fixture_write (fixture, settle, &work);
}

static void
set_up (Fixture *fixture, const char *plan)
{
  Work work = { .fixture = fixture, .plan = plan, .status = PALIER_PLAN_ACTIVE };

  fixture_set_up (fixture, fixture_engine ());
  fixture_write (fixture, set_plan, &work);
}

static void
test_ledger (void)
{
  Fixture fixture = { 0 };
  Work work = { .fixture = &fixture };

  set_up (&fixture, "starter");
  g_assert_cmpint (hold_one (&fixture, PALIER_USE_EMAIL, 1, 1999), ==, PALIER_USE_GRANTED);
  g_assert_cmpint (hold_one (&fixture, PALIER_USE_EMAIL, 1, 1999), ==, PALIER_USE_GRANTED);
  g_assert_cmpint (hold_one (&fixture, PALIER_USE_EMAIL, 2, 1), ==, PALIER_USE_GRANTED);
  g_assert_cmpint (hold_one (&fixture, PALIER_USE_EMAIL, 3, 1), ==, PALIER_USE_QUOTA);
  /* What is granted stays so; what failed gives its place back. */
  g_assert_cmpint (hold_one (&fixture, PALIER_USE_EMAIL, 2, 1), ==, PALIER_USE_GRANTED);
  settle_one (&fixture, PALIER_USE_EMAIL, 1, TRUE);
  settle_one (&fixture, PALIER_USE_EMAIL, 1, FALSE);
  settle_one (&fixture, PALIER_USE_EMAIL, 2, FALSE);
  settle_one (&fixture, PALIER_USE_EMAIL, 2, FALSE);
  fixture_write (&fixture, look, &work);
  g_assert_cmpint (work.uses[PALIER_LIMIT_EMAILS].used, ==, 1999);
  g_assert_cmpint (hold_one (&fixture, PALIER_USE_EMAIL, 3, 1), ==, PALIER_USE_GRANTED);
  palier_clock_advance (fixture.clock, 31 * DAY_MS);
  g_assert_cmpint (hold_one (&fixture, PALIER_USE_EMAIL, 4, 2000), ==, PALIER_USE_GRANTED);
  fixture_tear_down (&fixture);
}

static void
test_budget (void)
{
  Fixture fixture = { 0 };
  Work work = { .fixture = &fixture };

  /* 50 € a month, 0.08 € a segment: 500 are 80 %, 750 are 120 %. */
  set_up (&fixture, "starter");
  g_assert_cmpint (hold_one (&fixture, PALIER_USE_SMS, 1, 499), ==, PALIER_USE_GRANTED);
  fixture_write (&fixture, look, &work);
  g_assert_false (
      palier_entitlement_is_alert (&work.entitlement, palier_entitlement_spent (work.month)));
  g_assert_cmpint (hold_one (&fixture, PALIER_USE_SMS, 2, 1), ==, PALIER_USE_GRANTED);
  fixture_write (&fixture, look, &work);
  g_assert_true (
      palier_entitlement_is_alert (&work.entitlement, palier_entitlement_spent (work.month)));
  g_assert_cmpint (hold_one (&fixture, PALIER_USE_SMS, 3, 250), ==, PALIER_USE_GRANTED);
  g_assert_cmpint (hold_one (&fixture, PALIER_USE_SMS, 4, 1), ==, PALIER_USE_BUDGET);
  /* E-mails are part of the plan, and go on. */
  g_assert_cmpint (hold_one (&fixture, PALIER_USE_EMAIL, 5, 1), ==, PALIER_USE_GRANTED);
  work = (Work) { .fixture = &fixture, .plan = "enterprise", .status = PALIER_PLAN_ACTIVE };
  fixture_write (&fixture, set_plan, &work);
  g_assert_cmpint (hold_one (&fixture, PALIER_USE_SMS, 4, 100000), ==, PALIER_USE_GRANTED);
  fixture_tear_down (&fixture);
}

static gpointer
crowd_main (gpointer data)
{
  Work *self = data;

  for (guint i = 0; i < 60; i++)
  {
    self->cause.bytes[15] = (guint8) i;
    g_assert_true (palier_store_write (self->fixture->store, hold, self, NULL));
    self->happened += self->verdict == PALIER_USE_GRANTED;
  }
  return NULL;
}

static void
test_crowd (void)
{
  Fixture fixture = { 0 };
  GThread *threads[4];
  Work works[4];
  int granted = 0;

  set_up (&fixture, "starter");
  g_assert_cmpint (hold_one (&fixture, PALIER_USE_EMAIL, 200, 1900), ==, PALIER_USE_GRANTED);
  for (guint i = 0; i < 4; i++)
  {
    works[i] = (Work) { .fixture = &fixture, .use = PALIER_USE_EMAIL, .quantity = 1 };
    works[i].cause.bytes[0] = (guint8) (i + 1);
    threads[i] = g_thread_new ("crowd", crowd_main, &works[i]);
  }
  for (guint i = 0; i < 4; i++)
  {
    g_thread_join (threads[i]);
    granted += works[i].happened;
  }
  g_assert_cmpint (granted, ==, 100);
  fixture_tear_down (&fixture);
}

static void
test_status (void)
{
  static const struct
  {
    PalierPlanStatus status;
    gint64 days; /* for which it is as if it were paid; -1: for ever */
  } cases[] = {
    { PALIER_PLAN_TRIALING, 14 }, { PALIER_PLAN_ACTIVE, -1 }, { PALIER_PLAN_PAST_DUE, 7 },
    { PALIER_PLAN_PAUSED, 0 },    { PALIER_PLAN_UNPAID, 0 },  { PALIER_PLAN_CANCELED, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    Fixture fixture = { 0 };
    Work work = { .fixture = &fixture, .plan = "scale", .status = cases[i].status };
    fixture_set_up (&fixture, fixture_engine ());
    fixture_write (&fixture, set_plan, &work);
    fixture_write (&fixture, look, &work);
    g_assert_cmpint (work.entitlement.may_write, ==, cases[i].days != 0);
    g_assert_true (palier_entitlement_has (&work.entitlement, "sms"));
    palier_clock_advance (fixture.clock, MAX (cases[i].days, 0) * DAY_MS);
    fixture_write (&fixture, look, &work);
    g_assert_cmpint (work.entitlement.may_write, ==, cases[i].days < 0);
    g_assert_cmpint (hold_one (&fixture, PALIER_USE_EMAIL, 1, 1), ==,
                     cases[i].days < 0 ? PALIER_USE_GRANTED : PALIER_USE_CLOSED);
    fixture_tear_down (&fixture);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/entitlement/ledger", test_ledger);
  g_test_add_func ("/relay/entitlement/budget", test_budget);
  g_test_add_func ("/relay/entitlement/crowd", test_crowd);
  g_test_add_func ("/relay/entitlement/status", test_status);
  return g_test_run ();
}
