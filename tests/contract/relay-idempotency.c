/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests that have their effect once: the same key with the same request gets the first answer,
 * also from another process; with another request it is refused; what a process that ended had
 * begun is begun again, what one that lives has is not; the answer goes with the person that it is
 * about, and nothing else does. */
#include "palier-idempotency-store.h"
#include "palier-process-store.h"
#include "relay-fixture.h"

#define MINUTE_MS (60 * 1000)
#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * MINUTE_MS)

typedef struct
{
  Fixture fixture;
  PalierIdempotencyKey key;
  PalierId process;
  gint64 answers;    /* that are kept */
  PalierId prospect; /* whom the answer is about */
} World;

typedef struct
{
  World *world;
  PalierIdempotencyState state;
  guint status;
  GBytes *answer;
} Ask;

static gboolean
begin (PalierTx *tx, gpointer data, GError **error)
{
  Ask *ask = data;

  ask->state = palier_idempotency_store_begin (tx, ask->world->fixture.tenant, &ask->world->key,
                                               &ask->status, &ask->answer);
  return palier_db_check (tx->db, error);
}

static PalierIdempotencyState
ask_again (World *world)
{
  Ask ask = { .world = world };

  fixture_write (&world->fixture, begin, &ask);
  if (ask.state == PALIER_IDEMPOTENCY_DONE)
  {
    g_assert_cmpuint (ask.status, ==, 201);
    g_assert_cmpmem (g_bytes_get_data (ask.answer, NULL), g_bytes_get_size (ask.answer), "{}", 2);
  }
  g_clear_pointer (&ask.answer, g_bytes_unref);
  return ask.state;
}

static gboolean
finish (PalierTx *tx, gpointer data, GError **error)
{
  World *world = data;
  g_autoptr (GBytes) answer = g_bytes_new ("{}", 2);

  palier_idempotency_store_finish (tx, world->fixture.tenant, &world->key, 201, answer,
                                   &world->prospect);
  return palier_db_check (tx->db, error);
}

static gboolean
drop (PalierTx *tx, gpointer data, GError **error)
{
  World *world = data;

  palier_idempotency_store_drop (tx, world->fixture.tenant, &world->key);
  return palier_db_check (tx->db, error);
}

static gboolean
live (PalierTx *tx, gpointer data, GError **error)
{
  World *world = data;

  palier_process_store_beat (tx);
  world->process = *palier_store_get_process (tx->store);
  return palier_db_check (tx->db, error);
}

static gboolean
die (PalierTx *tx, gpointer data, GError **error)
{
  World *world = data;

  palier_process_store_remove (tx, &world->process);
  return palier_db_check (tx->db, error);
}

static void
test_answer (gconstpointer engine)
{
  World world = { .key = { .digest = { 1 }, .request = { 2 } } };

  fixture_set_up (&world.fixture, engine);
  g_assert_cmpint (ask_again (&world), ==, PALIER_IDEMPOTENCY_NEW);
  g_assert_cmpint (ask_again (&world), ==, PALIER_IDEMPOTENCY_RUNNING);
  fixture_write (&world.fixture, drop, &world);
  g_assert_cmpint (ask_again (&world), ==, PALIER_IDEMPOTENCY_NEW);
  fixture_write (&world.fixture, finish, &world);
  fixture_write (&world.fixture, drop, &world);
  g_assert_cmpint (ask_again (&world), ==, PALIER_IDEMPOTENCY_DONE);
  fixture_reopen (&world.fixture, engine);
  g_assert_cmpint (ask_again (&world), ==, PALIER_IDEMPOTENCY_DONE);
  world.key.request[0] = 3;
  g_assert_cmpint (ask_again (&world), ==, PALIER_IDEMPOTENCY_OTHER);
  world.key.request[0] = 2;
  palier_clock_advance (world.fixture.clock, 30 * DAY_MS);
  g_assert_cmpint (ask_again (&world), ==, PALIER_IDEMPOTENCY_DONE);
  palier_clock_advance (world.fixture.clock, 1);
  g_assert_cmpint (ask_again (&world), ==, PALIER_IDEMPOTENCY_NEW);
  fixture_tear_down (&world.fixture);
}

static gboolean
erase (PalierTx *tx, gpointer data, GError **error)
{
  World *world = data;

  palier_idempotency_store_erase (tx, world->fixture.tenant, &world->prospect);
  return palier_db_check (tx->db, error);
}

static gboolean
count_answers (PalierTx *tx, gpointer data, GError **error)
{
  World *world = data;
  PalierRows *rows = palier_db_query (tx->db,
                                      "select count (*) from idempotency where tenant_id = ?1"
                                      " and sealed_answer is not null",
                                      "T", world->fixture.tenant->id);

  while (palier_rows_next (rows))
    world->answers = palier_rows_integer (rows, 0);
  return palier_db_check (tx->db, error);
}

static void
answer_about (World *world, guint8 digest, guint8 prospect)
{
  world->key.digest[0] = digest;
  memset (world->prospect.bytes, prospect, sizeof world->prospect);
  g_assert_cmpint (ask_again (world), ==, PALIER_IDEMPOTENCY_NEW);
  fixture_write (&world->fixture, finish, world);
}

static void
test_erase (gconstpointer engine)
{
  World world = { .key = { .request = { 2 } } };

  fixture_set_up (&world.fixture, engine);
  answer_about (&world, 1, 0);
  answer_about (&world, 2, 7);
  answer_about (&world, 3, 8);
  fixture_write (&world.fixture, erase, &world);
  fixture_write (&world.fixture, count_answers, &world);
  g_assert_cmpint (world.answers, ==, 2);
  g_assert_cmpint (ask_again (&world), ==, PALIER_IDEMPOTENCY_ERASED);
  for (guint8 other = 1; other < 3; other++)
  {
    world.key.digest[0] = other;
    g_assert_cmpint (ask_again (&world), ==, PALIER_IDEMPOTENCY_DONE);
  }
  fixture_tear_down (&world.fixture);
}

static void
test_crash (gconstpointer engine)
{
  World world = { .key = { .digest = { 1 }, .request = { 2 } } };

  fixture_set_up (&world.fixture, engine);
  fixture_write (&world.fixture, live, &world);
  g_assert_cmpint (ask_again (&world), ==, PALIER_IDEMPOTENCY_NEW);
  /* Another process: the first is held for alive until it is found dead. */
  fixture_reopen (&world.fixture, engine);
  g_assert_cmpint (ask_again (&world), ==, PALIER_IDEMPOTENCY_RUNNING);
  fixture_write (&world.fixture, die, &world);
  g_assert_cmpint (ask_again (&world), ==, PALIER_IDEMPOTENCY_NEW);
  g_assert_cmpint (ask_again (&world), ==, PALIER_IDEMPOTENCY_RUNNING);
  /* Nothing runs as long: its end could not be noted. */
  palier_clock_advance (world.fixture.clock, 2 * MINUTE_MS);
  g_assert_cmpint (ask_again (&world), ==, PALIER_IDEMPOTENCY_NEW);
  fixture_tear_down (&world.fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/relay/idempotency/answer", fixture_engine (), test_answer);
  g_test_add_data_func ("/relay/idempotency/erase", fixture_engine (), test_erase);
  g_test_add_data_func ("/relay/idempotency/crash", fixture_engine (), test_crash);
  return g_test_run ();
}
