/* SPDX-License-Identifier: GPL-3.0-or-later */
/*  1. each mark once a limit and month, the higher one alone where both are reached at once
 *  2. each owner is told; who is none any more is not, and of a past month nobody
 *  3. many that cross the line and many that take: one alert, taken once
 *  4. what was deferred comes again after a pause, what was taken does not
 *  5. a store that is put back tells nobody again */
#include "palier-limit-alert.h"

#include "palier-account-store.h"
#include "palier-store-copy.h"
#include "relay-fixture.h"

#define DAY_MS (24 * 60 * 60 * G_GINT64_CONSTANT (1000))
#define OWNERS 2
#define THREADS 4

typedef struct
{
  Fixture fixture;
  PalierId accounts[OWNERS + 1]; /* the last one is an agent */
  PalierRole role;               /* … or this, of the first */
  const char *plan;
  PalierLimit limit;
  gint64 used;
} Agency;

static gboolean
set_plan (PalierTx *tx, gpointer data, GError **error)
{
  Agency *self = data;

  return palier_entitlement_set_plan (tx, self->fixture.tenant,
                                      palier_plans_find (palier_plans_get (), self->plan),
                                      PALIER_PLAN_ACTIVE, error);
}

static gboolean
add_members (PalierTx *tx, gpointer data, GError **error)
{
  Agency *self = data;
  static const char *const emails[] = { "claire@agence.example", "anne@agence.example",
                                        "paul@agence.example" };

  for (guint i = 0; i <= OWNERS; i++)
  {
    self->accounts[i] = palier_id_new (self->fixture.clock, tx->random);
    palier_account_store_add (tx, self->fixture.tenant, &self->accounts[i], emails[i], "-", NULL,
                              i < OWNERS ? PALIER_ROLE_OWNER : PALIER_ROLE_AGENT);
  }
  return set_plan (tx, self, error);
}

static gboolean
set_role (PalierTx *tx, gpointer data, GError **error)
{
  Agency *self = data;

  palier_account_store_set_role (tx, self->fixture.tenant, &self->accounts[0], self->role);
  return palier_db_check (tx->db, error);
}

static gboolean
check (PalierTx *tx, gpointer data, GError **error)
{
  Agency *self = data;
  PalierEntitlement entitlement;

  palier_entitlement_load (tx, self->fixture.tenant, PALIER_METER_LIMIT, &entitlement);
  palier_limit_alert_check (&entitlement, tx, self->fixture.tenant, self->limit, self->used);
  return palier_db_check (tx->db, error);
}

static void
use (Agency *self, PalierLimit limit, gint64 used)
{
  self->limit = limit;
  self->used = used;
  fixture_write (&self->fixture, check, self);
}

/* Takes all that is due, and settles it. Returns: how many, of which all were of @kind */
static guint
tell (Agency *self, PalierNoticeKind kind, PalierAlertState state)
{
  g_autoptr (GPtrArray) tasks =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_limit_task_free);
  g_autoptr (GError) error = NULL;

  g_assert_true (palier_limit_alert_take (self->fixture.store, tasks, &error));
  for (guint i = 0; i < tasks->len; i++)
  {
    PalierLimitTask *task = g_ptr_array_index (tasks, i);
    g_assert_cmpint (task->notice.kind, ==, kind);
    g_assert_cmpint (task->notice.use.used, ==, self->used);
    g_assert_nonnull (strstr (task->notice.email, "@agence.example"));
    g_assert_cmpstr (task->notice.email, !=, "paul@agence.example");
    g_assert_true (palier_limit_alert_settle (self->fixture.store, task, state, &error));
  }
  g_assert_no_error (error);
  return tasks->len;
}

static void
set_up (Agency *self)
{
  *self = (Agency) { .plan = "starter" };
  fixture_set_up (&self->fixture, fixture_engine ());
  fixture_write (&self->fixture, add_members, self);
}

static void
test_marks (void)
{
  static const struct
  {
    PalierLimit limit;
    gint64 used;
    guint told;
    PalierNoticeKind kind;
  } steps[] = {
    { PALIER_LIMIT_EMAILS, 1599, 0, PALIER_NOTICE_NONE },
    { PALIER_LIMIT_EMAILS, 1600, OWNERS, PALIER_NOTICE_EMAILS_NEAR },
    { PALIER_LIMIT_EMAILS, 1599, 0, PALIER_NOTICE_NONE },
    { PALIER_LIMIT_EMAILS, 1999, 0, PALIER_NOTICE_NONE },
    { PALIER_LIMIT_EMAILS, 2000, OWNERS, PALIER_NOTICE_EMAILS_REACHED },
    { PALIER_LIMIT_EMAILS, 1700, 0, PALIER_NOTICE_NONE },
    { PALIER_LIMIT_EMAILS, 2000, 0, PALIER_NOTICE_NONE },
    { PALIER_LIMIT_CONTACTS, 500, OWNERS, PALIER_NOTICE_CONTACTS_REACHED },
    { PALIER_LIMIT_CONTACTS, 450, 0, PALIER_NOTICE_NONE },
    { PALIER_LIMIT_AI_TOKENS, 3199999, 0, PALIER_NOTICE_NONE },
    { PALIER_LIMIT_AI_TOKENS, 3200000, OWNERS, PALIER_NOTICE_AI_NEAR },
    { PALIER_LIMIT_AI_TOKENS, 4000000, OWNERS, PALIER_NOTICE_AI_REACHED },
  };
  Agency agency;

  set_up (&agency);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
  {
    use (&agency, steps[i].limit, steps[i].used);
    g_assert_cmpuint (tell (&agency, steps[i].kind, PALIER_ALERT_TOLD), ==, steps[i].told);
  }
  /* A larger plan has limits of its own; the next month begins anew. */
  agency.plan = "growth";
  fixture_write (&agency.fixture, set_plan, &agency);
  use (&agency, PALIER_LIMIT_CONTACTS, 1999);
  g_assert_cmpuint (tell (&agency, PALIER_NOTICE_NONE, PALIER_ALERT_TOLD), ==, 0);
  use (&agency, PALIER_LIMIT_CONTACTS, 2000);
  g_assert_cmpuint (tell (&agency, PALIER_NOTICE_CONTACTS_NEAR, PALIER_ALERT_TOLD), ==, OWNERS);
  palier_clock_advance (agency.fixture.clock, 31 * DAY_MS);
  use (&agency, PALIER_LIMIT_CONTACTS, 2001);
  g_assert_cmpuint (tell (&agency, PALIER_NOTICE_CONTACTS_NEAR, PALIER_ALERT_TOLD), ==, OWNERS);
  agency.plan = "enterprise";
  fixture_write (&agency.fixture, set_plan, &agency);
  use (&agency, PALIER_LIMIT_CONTACTS, 1000000);
  g_assert_cmpuint (tell (&agency, PALIER_NOTICE_NONE, PALIER_ALERT_TOLD), ==, 0);
  fixture_tear_down (&agency.fixture);
}

/* Who has not been told yet that the limit is near, when it is reached, is told that alone. */
static void
test_outdone (void)
{
  Agency agency;

  set_up (&agency);
  use (&agency, PALIER_LIMIT_EMAILS, 1600);
  use (&agency, PALIER_LIMIT_EMAILS, 2000);
  g_assert_cmpuint (tell (&agency, PALIER_NOTICE_EMAILS_REACHED, PALIER_ALERT_TOLD), ==, OWNERS);
  g_assert_cmpuint (tell (&agency, PALIER_NOTICE_NONE, PALIER_ALERT_TOLD), ==, 0);
  fixture_tear_down (&agency.fixture);
}

static void
test_who (void)
{
  Agency agency;

  set_up (&agency);
  use (&agency, PALIER_LIMIT_EMAILS, 1600);
  agency.role = PALIER_ROLE_READER;
  fixture_write (&agency.fixture, set_role, &agency);
  g_assert_cmpuint (tell (&agency, PALIER_NOTICE_EMAILS_NEAR, PALIER_ALERT_TOLD), ==, OWNERS - 1);
  /* Once an owner again: what was void stays so. */
  agency.role = PALIER_ROLE_OWNER;
  fixture_write (&agency.fixture, set_role, &agency);
  palier_clock_advance (agency.fixture.clock, DAY_MS);
  g_assert_cmpuint (tell (&agency, PALIER_NOTICE_NONE, PALIER_ALERT_TOLD), ==, 0);
  use (&agency, PALIER_LIMIT_CONTACTS, 400);
  palier_clock_advance (agency.fixture.clock, 31 * DAY_MS);
  g_assert_cmpuint (tell (&agency, PALIER_NOTICE_NONE, PALIER_ALERT_TOLD), ==, 0);
  fixture_tear_down (&agency.fixture);
}

static gpointer
cross_main (gpointer data)
{
  Agency *self = data;

  for (guint i = 0; i < 20; i++)
    g_assert_true (palier_store_write (self->fixture.store, check, self, NULL));
  return NULL;
}

static gpointer
tell_main (gpointer data)
{
  Agency *self = data;
  guint told = 0;

  for (guint i = 0; i < 20; i++)
    told += tell (self, PALIER_NOTICE_EMAILS_NEAR, PALIER_ALERT_TOLD);
  return GUINT_TO_POINTER (told);
}

static guint
run_crowd (Agency *agency, GThreadFunc func)
{
  GThread *threads[THREADS];
  guint sum = 0;

  for (guint i = 0; i < THREADS; i++)
    threads[i] = g_thread_new ("crowd", func, agency);
  for (guint i = 0; i < THREADS; i++)
    sum += GPOINTER_TO_UINT (g_thread_join (threads[i]));
  return sum;
}

static void
test_crowd (void)
{
  Agency agency;

  set_up (&agency);
  agency.limit = PALIER_LIMIT_EMAILS;
  agency.used = 1650;
  run_crowd (&agency, cross_main);
  g_assert_cmpuint (run_crowd (&agency, tell_main), ==, OWNERS);
  fixture_tear_down (&agency.fixture);
}

static void
test_pauses (void)
{
  static const struct
  {
    PalierAlertState state;
    gboolean again;
  } cases[] = {
    { PALIER_ALERT_WAITING, TRUE },
    { PALIER_ALERT_WAITING, TRUE },
    { PALIER_ALERT_HANDING_OVER, FALSE },
  };
  Agency agency;
  guint expected = OWNERS;

  set_up (&agency);
  use (&agency, PALIER_LIMIT_EMAILS, 1600);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_assert_cmpuint (tell (&agency, PALIER_NOTICE_EMAILS_NEAR, cases[i].state), ==, expected);
    g_assert_cmpuint (tell (&agency, PALIER_NOTICE_EMAILS_NEAR, cases[i].state), ==, 0);
    palier_clock_advance (agency.fixture.clock, DAY_MS / 4);
    expected = cases[i].again ? OWNERS : 0;
  }
  g_assert_cmpuint (tell (&agency, PALIER_NOTICE_NONE, PALIER_ALERT_TOLD), ==, 0);
  fixture_tear_down (&agency.fixture);
}

/* A store that is put back tells of nothing that may have been told since. */
static void
test_put_back (void)
{
  Agency agency;
  guint uncertain = 0;
  g_autoptr (GError) error = NULL;

  set_up (&agency);
  use (&agency, PALIER_LIMIT_EMAILS, 1600);
  palier_store_close (agency.fixture.store);
  g_assert_true (palier_store_revive (fixture_engine (), agency.fixture.path, &uncertain, &error));
  fixture_open (&agency.fixture, fixture_engine ());
  g_assert_cmpuint (tell (&agency, PALIER_NOTICE_NONE, PALIER_ALERT_TOLD), ==, 0);
  use (&agency, PALIER_LIMIT_EMAILS, 2000);
  g_assert_cmpuint (tell (&agency, PALIER_NOTICE_EMAILS_REACHED, PALIER_ALERT_TOLD), ==, OWNERS);
  fixture_tear_down (&agency.fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/limit-alert/marks", test_marks);
  g_test_add_func ("/relay/limit-alert/outdone", test_outdone);
  g_test_add_func ("/relay/limit-alert/who", test_who);
  g_test_add_func ("/relay/limit-alert/crowd", test_crowd);
  g_test_add_func ("/relay/limit-alert/pauses", test_pauses);
  g_test_add_func ("/relay/limit-alert/put-back", test_put_back);
  return g_test_run ();
}
