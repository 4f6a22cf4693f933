/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tenant is erased, on every engine.
 *
 * 1. every row of it goes, and no row of another; its key is forgotten, and what holds it still
 *    can seal nothing   2. another process on the store forgets it too, told or not
 * 3. what is not there cannot be erased */
#include "palier-erasure-store.h"

#include "palier-account-store.h"
#include "palier-record-store.h"
#include "relay-fixture.h"

#define RECORDS 20

typedef struct
{
  Fixture fixture;
  PalierErasure erasure;
  gint64 tenant;
  PalierTenant *held;
  gboolean there;
} World;

static void
fill (PalierTx *tx, const PalierTenant *tenant)
{
  PalierId account = palier_id_new (palier_store_get_clock (tx->store), tx->random);
  guint8 digest[PALIER_DIGEST_SIZE] = { (guint8) tenant->id };

  palier_account_store_add (tx, tenant, &account, "anne@agence.example", "x", NULL,
                            PALIER_ROLE_OWNER);
  palier_directory_add (tx, digest, tenant->id);
  for (int i = 0; i < RECORDS; i++)
    palier_event_store_add (tx, tenant, "note", tx->now_ms, NULL, NULL, NULL);
}

static gboolean
fill_both (PalierTx *tx, gpointer data, GError **error)
{
  PalierTenant *other = palier_store_add_tenant (tx, 8, error);

  fill (tx, palier_store_get_tenant (tx, 7, NULL));
  fill (tx, other);
  return palier_db_check (tx->db, error);
}

static gboolean
count (PalierTx *tx, gpointer data, GError **error)
{
  World *self = data;

  palier_erasure_clear (&self->erasure);
  return palier_erasure_store_count (tx, self->tenant, &self->erasure, error);
}

static gboolean
erase (PalierTx *tx, gpointer data, GError **error)
{
  World *self = data;

  palier_erasure_clear (&self->erasure);
  return palier_erasure_store_erase (tx, self->tenant, &self->erasure, error);
}

static gboolean
look_up (PalierTx *tx, gpointer data, GError **error)
{
  World *self = data;

  self->held = palier_store_get_tenant (tx, self->tenant, NULL);
  self->there = self->held != NULL;
  return TRUE;
}

static gboolean
seal (PalierTx *tx, gpointer data, GError **error)
{
  World *self = data;
  g_autoptr (GBytes) sealed = palier_tx_seal (tx, self->held, "record", "row", 3, "x", 1);

  g_assert_null (sealed);
  return palier_db_check (tx->db, error);
}

static guint64
count_of (World *self, gint64 tenant)
{
  self->tenant = tenant;
  g_assert_true (palier_store_read (self->fixture.store, count, self, NULL));
  return self->erasure.rows;
}

static void
set_up (World *self, const PalierDbEngine *engine)
{
  fixture_set_up (&self->fixture, engine);
  fixture_write (&self->fixture, fill_both, NULL);
}

static void
tear_down (World *self)
{
  palier_erasure_clear (&self->erasure);
  fixture_tear_down (&self->fixture);
}

static void
test_erase (gconstpointer engine)
{
  World world = { .tenant = 7 };
  g_autoptr (GError) error = NULL;

  set_up (&world, engine);
  guint64 rows = count_of (&world, 7);
  guint64 others = count_of (&world, 8);
  g_assert_cmpuint (rows, >=, RECORDS + 3);
  world.tenant = 7;
  fixture_write (&world.fixture, look_up, &world);
  g_assert_true (world.there);
  fixture_write (&world.fixture, erase, &world);
  g_assert_cmpuint (world.erasure.rows, ==, rows);
  g_assert_false (palier_store_write (world.fixture.store, seal, &world, &error));
  g_assert_error (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_UNKNOWN);
  g_assert_cmpuint (count_of (&world, 7), ==, 0);
  g_assert_cmpuint (count_of (&world, 8), ==, others);
  fixture_write (&world.fixture, look_up, &world);
  g_assert_true (world.there);
  world.tenant = 7;
  fixture_write (&world.fixture, look_up, &world);
  g_assert_false (world.there);
  g_clear_error (&error);
  g_assert_false (palier_store_write (world.fixture.store, erase, &world, &error));
  g_assert_error (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_UNKNOWN);
  g_assert_true (palier_store_scrub (world.fixture.store, NULL));
  tear_down (&world);
}

static gboolean
notice (PalierTx *tx, gpointer data, GError **error)
{
  palier_erasure_store_notice (tx);
  return palier_db_check (tx->db, error);
}

/* Where processes tell each other, nothing is asked. */
static void
wait_for_word (World *self, PalierStore *other)
{
  for (int i = 0; i < 100 && self->there; i++)
  {
    g_usleep (50 * 1000);
    g_assert_true (palier_store_read (other, look_up, self, NULL));
  }
}

static void
test_elsewhere (gconstpointer data)
{
  const PalierDbEngine *engine = data;
  World world = { .tenant = 7 };

  set_up (&world, engine);
  PalierStore *other = palier_store_open (engine, world.fixture.path, &world.fixture.key,
                                          world.fixture.clock, world.fixture.random, NULL);
  g_assert_true (palier_store_read (other, look_up, &world, NULL));
  g_assert_true (world.there);
  fixture_write (&world.fixture, erase, &world);
  if (engine->hear != NULL)
    wait_for_word (&world, other);
  else
    g_assert_true (palier_store_read (other, notice, NULL, NULL));
  g_assert_true (palier_store_read (other, look_up, &world, NULL));
  g_assert_false (world.there);
  palier_store_close (other);
  tear_down (&world);
}

int
main (int argc, char **argv)
{
  const char *name = fixture_engine ()->name;
  g_autofree char *one = g_strdup_printf ("/contract/relay-erasure/%s/erase", name);
  g_autofree char *two = g_strdup_printf ("/contract/relay-erasure/%s/elsewhere", name);

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func (one, fixture_engine (), test_erase);
  g_test_add_data_func (two, fixture_engine (), test_elsewhere);
  return g_test_run ();
}
