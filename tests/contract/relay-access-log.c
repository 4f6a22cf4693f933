/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The access log, on every engine: each way to change it is found, and named by the first entry
 * that is not as it was. */
#include "palier-access-store.h"

#include "relay-fixture.h"

#define ENTRIES 10

typedef struct
{
  const char *name;
  const char *sql[3]; /* by who can write to the tables; ?1 is the tenant */
  PalierAccessState state;
  guint64 seq;
} Case;

static const Case cases[] = {
  { "whole", { NULL }, PALIER_ACCESS_WHOLE, ENTRIES },
  { "changed",
    { "update access_log set sealed = (select sealed from access_log where tenant_id = ?1 and seq ="
      " 2) where tenant_id = ?1 and seq = 4" },
    PALIER_ACCESS_BROKEN,
    4 },
  { "another time",
    { "update access_log set at_ms = at_ms + 1 where tenant_id = ?1 and seq = 7" },
    PALIER_ACCESS_BROKEN,
    7 },
  { "another digest",
    { "update access_log set chain = (select chain from access_log where tenant_id = ?1 and seq ="
      " 1) where tenant_id = ?1 and seq = 3" },
    PALIER_ACCESS_BROKEN,
    3 },
  { "first removed",
    { "delete from access_log where tenant_id = ?1 and seq = 1" },
    PALIER_ACCESS_GAP,
    1 },
  { "removed",
    { "delete from access_log where tenant_id = ?1 and seq = 5" },
    PALIER_ACCESS_GAP,
    5 },
  { "removed and closed",
    { "delete from access_log where tenant_id = ?1 and seq = 5",
      "update access_log set seq = seq - 1 where tenant_id = ?1 and seq = 6" },
    PALIER_ACCESS_BROKEN,
    5 },
  { "cut off",
    { "delete from access_log where tenant_id = ?1 and seq > 8" },
    PALIER_ACCESS_SHORT,
    9 },
  { "all cut off", { "delete from access_log where tenant_id = ?1" }, PALIER_ACCESS_SHORT, 1 },
  { "cut off, with another end",
    { "delete from access_log where tenant_id = ?1 and seq > 8",
      "update access_head set seq = 8, head = (select chain from access_log where tenant_id = ?1"
      " and seq = 8) where tenant_id = ?1" },
    PALIER_ACCESS_SHORT,
    9 },
  { "no end",
    { "delete from access_head where tenant_id = ?1" },
    PALIER_ACCESS_SHORT,
    ENTRIES + 1 },
};

typedef struct
{
  Fixture fixture;
  const Case *which;
  guint count;
  PalierAccessVerdict verdict;
} World;

static gboolean
add_entries (PalierTx *tx, gpointer data, GError **error)
{
  World *self = data;

  for (guint i = 0; i < self->count; i++)
  {
    PalierId person = palier_id_new (palier_store_get_clock (tx->store), tx->random);
    PalierAccessEntry access = { .action = PALIER_ACCESS_EXPORT, .subject = person };
    palier_access_store_add (tx, self->fixture.tenant, &access);
  }
  return palier_db_check (tx->db, error);
}

static gboolean
tamper (PalierTx *tx, gpointer data, GError **error)
{
  World *self = data;

  for (guint i = 0; i < G_N_ELEMENTS (self->which->sql) && self->which->sql[i] != NULL; i++)
    palier_db_run (tx->db, self->which->sql[i], "T", self->fixture.tenant->id);
  return palier_db_check (tx->db, error);
}

static gboolean
verify (PalierTx *tx, gpointer data, GError **error)
{
  World *self = data;
  return palier_access_store_verify (tx, self->fixture.tenant, &self->verdict, error);
}

static void
assert_verdict (World *self, PalierAccessState state, guint64 seq)
{
  g_autoptr (GError) error = NULL;

  palier_store_read (self->fixture.store, verify, self, &error);
  g_assert_no_error (error);
  g_test_message ("%s: %d at %" G_GUINT64_FORMAT, self->which->name, (int) self->verdict.state,
                  self->verdict.seq);
  g_assert_cmpint (self->verdict.state, ==, state);
  if (state != PALIER_ACCESS_WHOLE)
    g_assert_cmpuint (self->verdict.seq, ==, seq);
}

/* What was found is found still when entries came after it. */
static void
test_case (gconstpointer data)
{
  World world = { .which = data, .count = ENTRIES };
  const PalierDbEngine *engine = fixture_engine ();

  fixture_set_up (&world.fixture, engine);
  fixture_write (&world.fixture, add_entries, &world);
  fixture_reopen (&world.fixture, engine);
  fixture_write (&world.fixture, tamper, &world);
  assert_verdict (&world, world.which->state, world.which->seq);
  world.count = 2;
  fixture_write (&world.fixture, add_entries, &world);
  PalierAccessState after =
      world.which->state == PALIER_ACCESS_SHORT ? PALIER_ACCESS_GAP : world.which->state;
  assert_verdict (&world, after, world.which->seq);
  fixture_tear_down (&world.fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *path = g_strdup_printf ("/contract/relay-access-log/%s/%s",
                                             fixture_engine ()->name, cases[i].name);
    g_test_add_data_func (path, &cases[i], test_case);
  }
  return g_test_run ();
}
