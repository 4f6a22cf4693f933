/* SPDX-License-Identifier: GPL-3.0-or-later */
/*  1. what a question may take is held, and what it took is charged: in the month's sum, by day,
 * and in what it cost
 *  2. nothing is charged for what failed; what a process that died held is let go of, and no more
 *  3. as many as the plan has, by threads at once; another agency has its own
 *  4. a plan without it, and one that ended, are refused by their codes */
#include "palier-writing-meter.h"

#include "relay-fixture.h"

#define MINUTE_MS (60 * G_GINT64_CONSTANT (1000))
#define LIMIT G_GINT64_CONSTANT (4000000) /* of the plan "starter" */
#define THREADS 4

typedef struct
{
  Fixture fixture;
  PalierTenant *tenant; /* whose question it is */
  PalierPlanStatus status;
  PalierEntitlement *entitlement; /* (nullable): instead of what the store has */
  PalierWritingHold hold;
  const PalierAiUsage *usage;
  const char *model;
  const char *code;
  PalierLimitUse use;
  PalierUsage month[PALIER_N_USES];
  guint granted;
} Desk;

static gboolean
set_plan (PalierTx *tx, gpointer data, GError **error)
{
  Desk *self = data;

  return palier_entitlement_set_plan (
      tx, self->tenant, palier_plans_find (palier_plans_get (), "starter"), self->status, error);
}

static gboolean
add_other (PalierTx *tx, gpointer data, GError **error)
{
  ((Desk *) data)->tenant = palier_store_add_tenant (tx, 8, error);
  return ((Desk *) data)->tenant != NULL;
}

static void
set_up (Desk *self)
{
  *self = (Desk) { .status = PALIER_PLAN_ACTIVE, .model = "gpt-4.1-mini" };
  fixture_set_up (&self->fixture, fixture_engine ());
  self->tenant = self->fixture.tenant;
  fixture_write (&self->fixture, set_plan, self);
}

static gboolean
hold (PalierTx *tx, gpointer data, GError **error)
{
  Desk *self = data;
  PalierEntitlement entitlement;

  palier_entitlement_load (tx, self->tenant, PALIER_METER_LIMIT, &entitlement);
  self->code = palier_writing_meter_hold (
      tx, &self->hold, self->entitlement != NULL ? self->entitlement : &entitlement, &self->use);
  return palier_db_check (tx->db, error);
}

static const char *
hold_one (Desk *self, guint8 number, gint64 most)
{
  self->hold = (PalierWritingHold) {
    .tenant = self->tenant, .cause.bytes[15] = number, .meter = PALIER_METER_LIMIT, .most = most
  };
  fixture_write (&self->fixture, hold, self);
  return self->code;
}

static gboolean
settle (PalierTx *tx, gpointer data, GError **error)
{
  Desk *self = data;

  palier_writing_meter_settle (tx, &self->hold, self->usage, self->model);
  return palier_db_check (tx->db, error);
}

static void
settle_one (Desk *self, guint8 number, const PalierAiUsage *usage)
{
  self->hold.cause.bytes[15] = number;
  self->usage = usage;
  fixture_write (&self->fixture, settle, self);
}

static gboolean
look (PalierTx *tx, gpointer data, GError **error)
{
  Desk *self = data;
  PalierEntitlement entitlement;
  PalierLimitUse uses[PALIER_N_LIMITS];

  palier_entitlement_load (tx, self->tenant, PALIER_METER_LIMIT, &entitlement);
  palier_entitlement_look (&entitlement, tx, self->tenant, uses, self->month);
  self->use = uses[PALIER_LIMIT_AI_TOKENS];
  return palier_db_check (tx->db, error);
}

static gint64
tokens (Desk *self)
{
  fixture_write (&self->fixture, look, self);
  g_assert_cmpint (self->month[PALIER_USE_AI_TOKEN].quantity, ==, self->use.used);
  return self->use.used;
}

static void
test_charged (void)
{
  static const PalierAiUsage usage = { .prompt = 1200, .cached = 1000, .completion = 300 };
  Desk desk;

  set_up (&desk);
  g_assert_null (hold_one (&desk, 1, 5000));
  g_assert_cmpint (tokens (&desk), ==, 5000);
  settle_one (&desk, 1, &usage);
  g_assert_cmpint (tokens (&desk), ==, 1500);
  g_assert_cmpint (desk.month[PALIER_USE_AI_TOKEN].cost, ==, 660);
  g_assert_cmpint (desk.month[PALIER_USE_AI_TOKEN].price, ==, 0);
  /* Once: what is settled stays as it is. */
  settle_one (&desk, 1, &usage);
  settle_one (&desk, 1, NULL);
  g_assert_cmpint (tokens (&desk), ==, 1500);
  /* More than was held is charged, too; of a model without a price by the token. */
  desk.model = "of-our-own";
  g_assert_null (hold_one (&desk, 2, 10));
  settle_one (&desk, 2, &usage);
  g_assert_cmpint (tokens (&desk), ==, 3000);
  g_assert_cmpint (desk.month[PALIER_USE_AI_TOKEN].cost, ==, 660 + 15000);
  fixture_tear_down (&desk.fixture);
}

static void
test_let_go (void)
{
  Desk desk;

  set_up (&desk);
  g_assert_null (hold_one (&desk, 1, 5000));
  settle_one (&desk, 1, NULL);
  g_assert_cmpint (tokens (&desk), ==, 0);
  g_assert_null (hold_one (&desk, 2, 1000));
  palier_clock_advance (desk.fixture.clock, 9 * MINUTE_MS);
  g_assert_null (hold_one (&desk, 3, 100));
  g_assert_cmpint (tokens (&desk), ==, 1100);
  palier_clock_advance (desk.fixture.clock, 2 * MINUTE_MS);
  g_assert_null (hold_one (&desk, 4, 10));
  g_assert_cmpint (tokens (&desk), ==, 110);
  fixture_tear_down (&desk.fixture);
}

static gpointer
crowd_main (gpointer data)
{
  Desk *self = data;

  for (guint i = 0; i < 40; i++)
  {
    self->hold.cause.bytes[15] = (guint8) i;
    g_assert_true (palier_store_write (self->fixture.store, hold, self, NULL));
    self->granted += self->code == NULL;
  }
  return NULL;
}

static void
test_limit (void)
{
  Desk desk, crowd[THREADS];
  GThread *threads[THREADS];
  guint granted = 0;

  set_up (&desk);
  g_assert_null (hold_one (&desk, 1, LIMIT - 100000));
  for (guint i = 0; i < THREADS; i++)
  {
    crowd[i] = desk;
    crowd[i].hold.cause.bytes[0] = (guint8) (i + 1);
    crowd[i].hold.most = 1000;
    threads[i] = g_thread_new ("crowd", crowd_main, &crowd[i]);
  }
  for (guint i = 0; i < THREADS; i++)
  {
    g_thread_join (threads[i]);
    granted += crowd[i].granted;
  }
  g_assert_cmpuint (granted, ==, 100);
  g_assert_cmpint (tokens (&desk), ==, LIMIT);
  g_assert_cmpstr (hold_one (&desk, 2, 1), ==, PALIER_WRITING_LIMIT);
  g_assert_cmpint (desk.use.limit, ==, LIMIT);
  g_assert_cmpint (desk.use.used, ==, LIMIT);
  fixture_write (&desk.fixture, add_other, &desk);
  fixture_write (&desk.fixture, set_plan, &desk);
  g_assert_null (hold_one (&desk, 1, LIMIT));
  fixture_tear_down (&desk.fixture);
}

static void
test_refused (void)
{
  static const char *const none[] = { NULL };
  static const PalierPlan bare = { .name = "bare", .features = none };
  PalierEntitlement entitlement = { .plan = &bare, .may_write = TRUE };
  Desk desk;

  set_up (&desk);
  desk.entitlement = &entitlement;
  g_assert_cmpstr (hold_one (&desk, 1, 1), ==, "plan_without_ai");
  desk.entitlement = NULL;
  desk.status = PALIER_PLAN_CANCELED;
  fixture_write (&desk.fixture, set_plan, &desk);
  g_assert_cmpstr (hold_one (&desk, 1, 1), ==, "subscription_ended");
  g_assert_cmpint (tokens (&desk), ==, 0);
  fixture_tear_down (&desk.fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/writing/charged", test_charged);
  g_test_add_func ("/relay/writing/let-go", test_let_go);
  g_test_add_func ("/relay/writing/limit", test_limit);
  g_test_add_func ("/relay/writing/refused", test_refused);
  return g_test_run ();
}
