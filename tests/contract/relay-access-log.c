/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The access log, on every engine: each way to change it is found, and named by the first entry
 * that is not as it was; what is a year old goes, unless it is wrong, and with it no change is
 * hidden; it is read by pages and by person; what is read in a crowd is few entries
 * that name everybody. */
#include "palier-access-recorder.h"

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
    g_autoptr (GArray) persons = g_array_new (FALSE, FALSE, sizeof person);
    PalierAccessEntry access = { .action = PALIER_ACCESS_EXPORT, .persons = persons };
    g_array_append_val (persons, person);
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

/* ---- letting it go */

#define KEPT_MS (G_GINT64_CONSTANT (365) * 24 * 60 * 60 * 1000)

typedef struct
{
  const char *name;
  const char
      *before; /* (nullable): by who can write to the tables, when the old entries are there */
  const char *after; /* (nullable): the same, when they were let go */
  guint64 entries;   /* that are there at the end: of ten old, two new, and the one that lets go */
  PalierAccessState state;
  guint64 seq;
} OldCase;

static const OldCase old_cases[] = {
  { "old", NULL, NULL, 3, PALIER_ACCESS_WHOLE, 0 },
  { "old, one changed", "update access_log set at_ms = at_ms + 1 where tenant_id = ?1 and seq = 7",
    NULL, 7, PALIER_ACCESS_BROKEN, 7 },
  { "old, one removed", "delete from access_log where tenant_id = ?1 and seq = 4", NULL, 9,
    PALIER_ACCESS_GAP, 4 },
  { "made old", "update access_log set at_ms = 0 where tenant_id = ?1 and seq > 10", NULL, 3,
    PALIER_ACCESS_BROKEN, 11 },
  { "first of the kept removed", NULL, "delete from access_log where tenant_id = ?1 and seq = 11",
    2, PALIER_ACCESS_GAP, 11 },
  { "first of the kept removed, with another beginning", NULL,
    "update access_head set kept_seq = 11, kept_chain = (select chain from access_log where"
    " tenant_id = ?1 and seq = 11) where tenant_id = ?1",
    3, PALIER_ACCESS_GAP, 1 },
};

static void
change (World *self, const char *sql)
{
  Case one = { .sql = { sql } };

  self->which = &one;
  fixture_write (&self->fixture, tamper, self);
}

static void
test_old (gconstpointer data)
{
  const OldCase *which = data;
  Case named = { .name = which->name };
  World world = { .count = ENTRIES };

  fixture_set_up (&world.fixture, fixture_engine ());
  fixture_write (&world.fixture, add_entries, &world);
  palier_clock_advance (world.fixture.clock, KEPT_MS);
  world.count = 2;
  fixture_write (&world.fixture, add_entries, &world);
  change (&world, which->before);
  palier_clock_advance (world.fixture.clock, 1);
  world.count = 1;
  fixture_write (&world.fixture, add_entries, &world);
  change (&world, which->after);
  world.which = &named;
  assert_verdict (&world, which->state, which->seq);
  g_assert_cmpuint (world.verdict.entries, ==, which->entries);
  fixture_tear_down (&world.fixture);
}

/* ---- reading it */

typedef struct
{
  Fixture fixture;
  PalierId person;
  const PalierId *wanted; /* (nullable) */
  guint64 before;
  guint limit;
  GArray *page; /* (element-type PalierAccessRow) */
} Reading;

static gboolean
read_page (PalierTx *tx, gpointer data, GError **error)
{
  Reading *self = data;

  g_clear_pointer (&self->page, g_array_unref);
  self->page =
      palier_access_store_page (tx, self->fixture.tenant, self->wanted, &self->before, self->limit);
  return palier_db_check (tx->db, error);
}

/* Returns: (transfer none): an entry of the page */
static const PalierAccessRow *
look (Reading *self, guint index)
{
  g_assert_cmpuint (self->page->len, >, index);
  return &g_array_index (self->page, PalierAccessRow, index);
}

static void
read_from (Reading *self, const PalierId *wanted, guint64 before, guint limit)
{
  self->wanted = wanted;
  self->before = before;
  self->limit = limit;
  g_assert_true (palier_store_read (self->fixture.store, read_page, self, NULL));
}

/* One as the first exports were written down. */
static gboolean
add_old (PalierTx *tx, gpointer data, GError **error)
{
  Reading *self = data;
  guint8 old[49] = { PALIER_ACCESS_EXPORT };
  PalierAccessEntry entry;

  memcpy (old + 33, self->person.bytes, sizeof self->person);
  g_assert_true (palier_access_entry_unpack (&entry, old, sizeof old));
  palier_access_store_add (tx, self->fixture.tenant, &entry);
  palier_access_entry_clear (&entry);
  g_assert_false (palier_access_entry_unpack (&entry, old, sizeof old - 1));
  return palier_db_check (tx->db, error);
}

static gboolean
add_deed (PalierTx *tx, gpointer data, GError **error)
{
  Reading *self = data;
  PalierAccessEntry entry = { .action = PALIER_ACCESS_PASSWORD };

  palier_access_store_add (tx, self->fixture.tenant, &entry);
  return palier_db_check (tx->db, error);
}

static void
test_pages (gconstpointer engine)
{
  Reading reading = { .person = { { 9 } } };
  PalierId nobody = { { 10 } };

  fixture_set_up (&reading.fixture, engine);
  fixture_write (&reading.fixture, add_old, &reading);
  fixture_write (&reading.fixture, add_deed, &reading);
  fixture_write (&reading.fixture, add_deed, &reading);
  read_from (&reading, NULL, G_MAXINT64, 2);
  g_assert_cmpuint (reading.page->len, ==, 2);
  g_assert_cmpuint (look (&reading, 0)->seq, ==, 3);
  g_assert_cmpint (look (&reading, 0)->access.action, ==, PALIER_ACCESS_PASSWORD);
  g_assert_cmpuint (look (&reading, 0)->access.persons->len, ==, 0);
  g_assert_cmpuint (reading.before, ==, 2);
  read_from (&reading, NULL, reading.before, 2);
  g_assert_cmpuint (reading.page->len, ==, 1);
  g_assert_cmpuint (reading.before, ==, 0);
  g_assert_cmpint (look (&reading, 0)->access.action, ==, PALIER_ACCESS_EXPORT);
  g_assert_cmpuint (look (&reading, 0)->access.persons->len, ==, 1);
  read_from (&reading, &reading.person, G_MAXINT64, 9);
  g_assert_cmpuint (reading.page->len, ==, 3);
  read_from (&reading, &nobody, G_MAXINT64, 9);
  g_assert_cmpuint (reading.page->len, ==, 2);
  g_array_unref (reading.page);
  fixture_tear_down (&reading.fixture);
}

/* ---- a crowd */

#define PERSONS 5000
#define READERS 3

static PalierId
number_person (guint number)
{
  PalierId id = { { 1 } };

  memcpy (id.bytes + 8, &number, sizeof number);
  return id;
}

static void
read_person (PalierAccessRecorder *recorder, PalierTenant *tenant, guint8 reader, guint person)
{
  g_autoptr (GArray) persons = g_array_new (FALSE, FALSE, sizeof (PalierId));
  PalierAccessEntry access = { .action = PALIER_ACCESS_READ, .key = { { reader } } };
  PalierId id = number_person (person);

  g_array_append_val (persons, id);
  access.persons = persons;
  g_assert_true (palier_access_recorder_add (recorder, tenant, &access));
}

static void
pull (PalierAccessRecorder *recorder, PalierTenant *tenant, guint64 first, guint64 last)
{
  g_autoptr (GArray) persons = g_array_new (FALSE, FALSE, sizeof (PalierId));
  PalierAccessEntry access = { .action = PALIER_ACCESS_SYNC, .first = first, .last = last };
  PalierId id = number_person ((guint) first);

  g_array_append_val (persons, id);
  access.persons = persons;
  g_assert_true (palier_access_recorder_add (recorder, tenant, &access));
}

/* Everybody is named once by each who read, twice where they asked twice at different times. */
static void
test_crowd (gconstpointer engine)
{
  Reading reading = { 0 };
  gsize named = 0;

  fixture_set_up (&reading.fixture, engine);
  PalierAccessRecorder *recorder = palier_access_recorder_new (reading.fixture.store);
  for (guint person = 0; person < PERSONS; person++)
    for (guint8 reader = 1; reader <= READERS; reader++)
      read_person (recorder, reading.fixture.tenant, reader, person);
  pull (recorder, reading.fixture.tenant, 1, 10);
  pull (recorder, reading.fixture.tenant, 11, 20);
  pull (recorder, reading.fixture.tenant, 31, 40);
  palier_access_recorder_free (recorder);
  read_from (&reading, NULL, G_MAXINT64, 1000);
  for (guint i = 0; i < reading.page->len; i++)
    if (look (&reading, i)->access.action == PALIER_ACCESS_READ)
      named += look (&reading, i)->access.persons->len;
  g_test_message ("%u entries for %d readings", reading.page->len, PERSONS * READERS + 3);
  g_assert_cmpuint (named, ==, PERSONS * READERS);
  g_assert_cmpuint (reading.page->len, <, PERSONS);
  PalierId fifteenth = number_person (14);
  read_from (&reading, &fifteenth, G_MAXINT64, 1000);
  g_assert_cmpuint (reading.page->len, ==, READERS);
  g_array_unref (reading.page);
  World world = { .fixture = reading.fixture, .which = &cases[0] };
  assert_verdict (&world, PALIER_ACCESS_WHOLE, 0);
  fixture_tear_down (&reading.fixture);
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
  for (gsize i = 0; i < G_N_ELEMENTS (old_cases); i++)
  {
    g_autofree char *path = g_strdup_printf ("/contract/relay-access-log/%s/%s",
                                             fixture_engine ()->name, old_cases[i].name);
    g_test_add_data_func (path, &old_cases[i], test_old);
  }
  g_autofree char *pages =
      g_strdup_printf ("/contract/relay-access-log/%s/pages", fixture_engine ()->name);
  g_autofree char *crowd =
      g_strdup_printf ("/contract/relay-access-log/%s/crowd", fixture_engine ()->name);
  g_test_add_data_func (pages, fixture_engine (), test_pages);
  g_test_add_data_func (crowd, fixture_engine (), test_crowd);
  return g_test_run ();
}
