/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every engine of the relay's store must do.
 *
 * 1. a function that fails undoes its own work alone   4. opened again: the same key, epoch,
 * numbers
 * 2. many threads write: numbers have no gaps          5. another master key, a newer store, no
 * 3. a reader sees every number up to the last one        database, a folder that cannot be written
 * 6. a tenant's rows are sealed for it alone
 * 7. what a device sends at once is merged as if it came one by one */
#include "palier-record-batch.h"

#include "relay-fixture.h"

#define WRITERS 4
#define WRITES 200

static PalierRecord *
make_record (PalierTx *tx, const char *key)
{
  PalierId id = palier_id_new (palier_store_get_clock (tx->store), tx->random);
  PalierRecord *record = palier_record_new (PALIER_KIND_SETTING, &id);

  palier_record_set (record, PALIER_SETTING_FIELD_KEY, key, palier_tx_mark (tx));
  return record;
}

typedef struct
{
  Fixture *fixture;
  gboolean fail;
  guint64 seq;
  guint64 last;
  guint rows;
} Work;

static gboolean
add_one (PalierTx *tx, gpointer data, GError **error)
{
  Work *work = data;
  g_autoptr (PalierRecord) record = make_record (tx, "a");

  work->seq = palier_record_store_put (tx, work->fixture->tenant, record, NULL);
  if (work->fail)
    g_set_error_literal (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_CONFLICT, "as asked");
  return !work->fail;
}

static gboolean
look (PalierTx *tx, gpointer data, GError **error)
{
  Work *work = data;
  PalierRows *rows =
      palier_db_query (tx->db, "select count (*), max (seq) from record where tenant_id = ?1", "T",
                       work->fixture->tenant->id);

  work->last = palier_record_store_last_seq (tx, work->fixture->tenant);
  while (palier_rows_next (rows))
  {
    work->rows = (guint) palier_rows_integer (rows, 0);
    work->seq = (guint64) palier_rows_integer (rows, 1);
  }
  return palier_db_check (tx->db, error);
}

static void
test_undo (gconstpointer engine)
{
  Fixture fixture = { 0 };
  Work work = { .fixture = &fixture };

  fixture_set_up (&fixture, engine);
  for (int i = 0; i < 10; i++)
  {
    g_autoptr (GError) error = NULL;
    work.fail = i % 2 == 1;
    gboolean good = palier_store_write (fixture.store, add_one, &work, &error);
    g_assert_cmpint (good, ==, !work.fail);
    if (work.fail)
      g_assert_error (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_CONFLICT);
  }
  g_assert_true (palier_store_read (fixture.store, look, &work, NULL));
  g_assert_cmpuint (work.rows, ==, 5);
  g_assert_cmpuint (work.last, ==, 5);
  fixture_tear_down (&fixture);
}

static gpointer
write_many (gpointer data)
{
  Fixture *fixture = data;

  for (int i = 0; i < WRITES; i++)
  {
    Work work = { .fixture = fixture, .fail = i % 7 == 3 };
    palier_store_write (fixture->store, add_one, &work, NULL);
  }
  return NULL;
}

/* While others write, a reader never finds a number missing below the last it sees. */
static gpointer
read_many (gpointer data)
{
  Fixture *fixture = data;

  for (int i = 0; i < 300; i++)
  {
    Work work = { .fixture = fixture };
    g_assert_true (palier_store_read (fixture->store, look, &work, NULL));
    g_assert_cmpuint (work.rows, ==, work.last);
    g_assert_cmpuint (work.seq, ==, work.last);
  }
  return NULL;
}

static void
test_gapless (gconstpointer engine)
{
  Fixture fixture = { 0 };
  Work work = { .fixture = &fixture };
  GThread *threads[WRITERS + 1];
  guint expected = 0;

  fixture_set_up (&fixture, engine);
  for (int i = 0; i < WRITES; i++)
    expected += i % 7 != 3;
  for (int i = 0; i < WRITERS; i++)
    threads[i] = g_thread_new ("write", write_many, &fixture);
  threads[WRITERS] = g_thread_new ("read", read_many, &fixture);
  for (int i = 0; i <= WRITERS; i++)
    g_thread_join (threads[i]);
  g_assert_true (palier_store_read (fixture.store, look, &work, NULL));
  g_assert_cmpuint (work.rows, ==, WRITERS * expected);
  g_assert_cmpuint (work.last, ==, WRITERS * expected);
  PalierStoreFigures figures = palier_store_get_figures (fixture.store);
  g_assert_cmpuint (figures.commits, <=, figures.transactions);
  fixture_tear_down (&fixture);
}

/* ---- what a device sends at once */

#define BATCH 150

typedef struct
{
  Fixture *fixture;
  PalierId device;
  GPtrArray *records;
  guint64 *seqs; /* of each record, as it was told */
  guint changed;
} Sent;

static gboolean
take_batch (PalierTx *tx, gpointer data, GError **error)
{
  Sent *sent = data;
  g_autoptr (PalierRecordBatch) batch =
      palier_record_batch_new (tx, sent->fixture->tenant, &sent->device, sent->records);

  sent->changed = 0;
  for (guint i = 0; i < sent->records->len; i++)
  {
    const PalierRecord *merged = NULL;
    sent->seqs[i] =
        palier_record_batch_merge (batch, g_ptr_array_index (sent->records, i), &merged);
    sent->changed += merged != NULL;
  }
  palier_record_batch_write (batch);
  return palier_db_check (tx->db, error);
}

/* Number @n; @value is written at time @at. */
static PalierRecord *
make_setting (guint n, const char *value, guint at)
{
  PalierId id = { { [0] = (guint8) (n >> 8), [1] = (guint8) n, [6] = 0x80, [8] = 0x80 } };
  PalierRecord *record =
      palier_record_new (n % 3 == 0 ? PALIER_KIND_SEGMENT : PALIER_KIND_SETTING, &id);
  PalierMark mark = { ((PalierStamp) FIXTURE_NOW << 16) + at, 9 };

  palier_record_set (
      record, n % 3 == 0 ? (guint) PALIER_SEGMENT_FIELD_NAME : (guint) PALIER_SETTING_FIELD_VALUE,
      value, mark);
  return record;
}

static gboolean
check_batch (PalierTx *tx, gpointer data, GError **error)
{
  Sent *sent = data;

  for (guint i = 0; i < BATCH; i++)
  {
    g_autoptr (PalierRecord) wanted = make_setting (i, i == 7 ? "twice" : "second", 2);
    g_autoptr (PalierRecord) found =
        palier_record_store_get (tx, sent->fixture->tenant, wanted->kind, &wanted->id);
    guint field = wanted->kind == PALIER_KIND_SEGMENT ? (guint) PALIER_SEGMENT_FIELD_NAME
                                                      : (guint) PALIER_SETTING_FIELD_VALUE;
    g_assert_nonnull (found);
    g_assert_cmpstr (palier_record_get (found, field), ==, palier_record_get (wanted, field));
  }
  g_assert_cmpuint (palier_record_store_last_seq (tx, sent->fixture->tenant), ==, 2 * BATCH + 1);
  return palier_db_check (tx->db, error);
}

/* New ones, known ones, one that comes twice, of two kinds, and all of them once more. */
static void
test_batch (gconstpointer engine)
{
  Fixture fixture = { 0 };
  Sent sent = { .fixture = &fixture, .device = { { 7 } } };
  guint64 seqs[BATCH + 1] = { 0 };

  fixture_set_up (&fixture, engine);
  sent.seqs = seqs;
  for (guint at = 1; at <= 2; at++)
  {
    g_clear_pointer (&sent.records, g_ptr_array_unref);
    sent.records = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_record_free);
    for (guint i = 0; i < BATCH; i++)
      g_ptr_array_add (sent.records, make_setting (i, at == 1 ? "first" : "second", at));
    if (at == 2)
      g_ptr_array_add (sent.records, make_setting (7, "twice", 3));
    g_assert_true (palier_store_write (fixture.store, take_batch, &sent, NULL));
    g_assert_cmpuint (sent.changed, ==, sent.records->len);
    g_assert_cmpuint (seqs[sent.records->len - 1], ==, at == 1 ? BATCH : 2 * BATCH + 1);
  }
  g_assert_true (palier_store_read (fixture.store, check_batch, &sent, NULL));
  g_assert_true (palier_store_write (fixture.store, take_batch, &sent, NULL));
  g_assert_cmpuint (sent.changed, ==, 0);
  g_assert_cmpuint (seqs[7], ==, 2 * BATCH + 1);
  g_assert_true (palier_store_read (fixture.store, check_batch, &sent, NULL));
  g_ptr_array_unref (sent.records);
  fixture_tear_down (&fixture);
}

static gboolean
check_contacts (PalierTx *tx, gpointer data, GError **error)
{
  Sent *sent = data;
  PalierRows *rows = palier_db_query (tx->db, "select contacts from tenant where tenant_id = ?1",
                                      "T", sent->fixture->tenant->id);

  g_assert_true (palier_rows_next (rows));
  g_assert_cmpint (palier_rows_integer (rows, 0), ==, 2);
  palier_rows_end (rows);
  return palier_db_check (tx->db, error);
}

/* The number is kept from the first of a tenant's records on: asking for it opens none of them. */
static void
test_contacts (gconstpointer engine)
{
  Fixture fixture = { 0 };
  guint64 seqs[4] = { 0 };
  Sent sent = { .fixture = &fixture, .device = { { 7 } }, .seqs = seqs };

  fixture_set_up (&fixture, engine);
  sent.records = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_record_free);
  g_ptr_array_add (sent.records, make_setting (1, "no contact", 1));
  for (guint i = 0; i < 3; i++)
  {
    PalierId id = { { [0] = (guint8) i, [6] = 0x70, [8] = 0x80 } };
    PalierRecord *prospect = palier_record_new (PALIER_KIND_PROSPECT, &id);
    PalierMark mark = { ((PalierStamp) FIXTURE_NOW << 16) + 1, 9 };
    palier_record_set (prospect, PALIER_FIELD_COMPANY, "Agence du Port", mark);
    if (i == 2)
      palier_record_delete (prospect, FIXTURE_NOW, mark);
    g_ptr_array_add (sent.records, prospect);
  }
  g_assert_true (palier_store_write (fixture.store, take_batch, &sent, NULL));
  g_assert_true (palier_store_read (fixture.store, check_contacts, &sent, NULL));
  g_ptr_array_unref (sent.records);
  fixture_tear_down (&fixture);
}

static void
test_reopen (gconstpointer engine)
{
  Fixture fixture = { 0 };
  Work work = { .fixture = &fixture };

  fixture_set_up (&fixture, engine);
  fixture_write (&fixture, add_one, &work);
  PalierId epoch = *palier_store_get_epoch (fixture.store);
  fixture_reopen (&fixture, engine);
  g_assert_true (palier_id_equal (&epoch, palier_store_get_epoch (fixture.store)));
  fixture_write (&fixture, add_one, &work);
  g_assert_cmpuint (work.seq, ==, 2);
  fixture_tear_down (&fixture);
}

static void
assert_refused (Fixture *fixture, const PalierDbEngine *engine, int code)
{
  g_autoptr (GError) error = NULL;
  PalierStore *store = palier_store_open (engine, fixture->path, &fixture->key, fixture->clock,
                                          fixture->random, &error);
  g_assert_null (store);
  g_assert_error (error, PALIER_STORE_ERROR, code);
}

static gboolean
make_newer (PalierTx *tx, gpointer data, GError **error)
{
  palier_db_run (tx->db, "update meta set value = '999' where key = 'version'", "");
  return palier_db_check (tx->db, error);
}

static void
test_refused (gconstpointer engine)
{
  Fixture fixture = { 0 };

  fixture_set_up (&fixture, engine);
  g_clear_pointer (&fixture.store, palier_store_close);
  fixture.key.bytes[0] ^= 1;
  assert_refused (&fixture, engine, PALIER_STORE_ERROR_KEY);
  fixture.key.bytes[0] ^= 1;
  fixture_open (&fixture, engine);
  fixture_write (&fixture, make_newer, NULL);
  g_clear_pointer (&fixture.store, palier_store_close);
  assert_refused (&fixture, engine, PALIER_STORE_ERROR_NEWER);
  if (engine == &palier_db_postgres)
  {
    fixture_tear_down (&fixture);
    return;
  }
  g_assert_true (
      g_file_set_contents (fixture.path, "this is no database, whatever it says", -1, NULL));
  assert_refused (&fixture, engine, PALIER_STORE_ERROR_DAMAGED);
  g_free (fixture.path);
  fixture.path = g_strdup ("/nowhere/at/all/relay.sqlite");
  assert_refused (&fixture, engine, PALIER_STORE_ERROR_OPEN);
  fixture_tear_down (&fixture);
}

typedef struct
{
  Fixture *fixture;
  PalierTenant *other;
  PalierId id; /* of a record of the fixture's tenant */
  GError *error;
  guint rows;
} Wall;

static gboolean
put_one (PalierTx *tx, gpointer data, GError **error)
{
  Wall *wall = data;
  g_autoptr (PalierRecord) record = make_record (tx, "secret");

  wall->id = record->id;
  wall->other = palier_store_add_tenant (tx, 8, error);
  palier_record_store_put (tx, wall->fixture->tenant, record, NULL);
  return wall->other != NULL && palier_db_check (tx->db, error);
}

static gboolean
copy_to_other (PalierTx *tx, gpointer data, GError **error)
{
  Wall *wall = data;
  gsize length = 0;
  PalierRows *rows = palier_db_query (tx->db, "select sealed from record where tenant_id = ?1", "T",
                                      wall->fixture->tenant->id);

  g_assert_true (palier_rows_next (rows));
  const void *sealed = palier_rows_blob (rows, 0, &length);
  g_autoptr (GBytes) copy = g_bytes_new (sealed, length);
  palier_rows_end (rows);
  g_assert_null (palier_record_store_get (tx, wall->other, PALIER_KIND_SETTING, &wall->id));
  palier_db_run (tx->db,
                 "insert into record (tenant_id, kind, id, seq, sealed) values (?1, ?2, ?3, 1, ?4)",
                 "Ttub", wall->other->id, palier_kind_name (PALIER_KIND_SETTING), &wall->id,
                 g_bytes_get_data (copy, NULL), length);
  g_assert_true (palier_db_check (tx->db, NULL));
  g_assert_null (palier_record_store_get (tx, wall->other, PALIER_KIND_SETTING, &wall->id));
  g_assert_false (palier_db_check (tx->db, error));
  return FALSE;
}

/* A row that is copied to another tenant does not open there. */
static void
test_sealed (gconstpointer engine)
{
  Fixture fixture = { 0 };
  Wall wall = { .fixture = &fixture };
  g_autoptr (GError) error = NULL;

  fixture_set_up (&fixture, engine);
  fixture_write (&fixture, put_one, &wall);
  g_assert_false (palier_store_write (fixture.store, copy_to_other, &wall, &error));
  g_assert_error (error, PALIER_KEYS_ERROR, PALIER_KEYS_ERROR_TAMPERED);
  fixture_tear_down (&fixture);
}

/* ---- the wall between tenants ---- */

/* Statements as a mistake would leave them: on tenants' tables, without a tenant. */
static const char *const careless[] = {
  "select * from record",
  "select count (*) from tenant",
  "select password from account where tenant_id = 7",
  "select * from directory, job",
  "insert into record (tenant_id, kind, id, seq, sealed) select tenant_id, 'x', id, 9, sealed from"
  " record",
  "insert into suppression (tenant_id, hash) values (7, 'x')",
  "update record set seq = 99",
  "delete from record",
  "delete from tenant where tenant_id = 7",
};

static const char *careless_now;

static gboolean
be_careless (PalierTx *tx, gpointer data, GError **error)
{
  Wall *wall = data;
  PalierRows *rows = palier_db_query (tx->db, careless_now, "");

  wall->rows = 0;
  for (; palier_rows_next (rows); wall->rows++)
    /* A count is a row also where there is nothing. */
    if (strstr (careless_now, "count") != NULL)
      wall->rows += (guint) palier_rows_integer (rows, 0) - 1;
  return palier_db_check (tx->db, error);
}

static void
assert_untouched (Fixture *fixture)
{
  Work work = { .fixture = fixture };

  g_assert_true (palier_store_read (fixture->store, look, &work, NULL));
  g_assert_cmpuint (work.rows, ==, 1);
  g_assert_cmpuint (work.seq, ==, 1);
}

/* Without a tenant there is nothing, and nothing can be written. */
static void
test_wall (gconstpointer engine)
{
  Fixture fixture = { 0 };
  Wall wall = { .fixture = &fixture };

  fixture_set_up (&fixture, engine);
  fixture_write (&fixture, put_one, &wall);
  for (gsize i = 0; i < G_N_ELEMENTS (careless); i++)
  {
    careless_now = careless[i];
    palier_store_read (fixture.store, be_careless, &wall, NULL);
    g_assert_cmpuint (wall.rows, ==, 0);
    palier_store_write (fixture.store, be_careless, &wall, NULL);
    g_assert_cmpuint (wall.rows, ==, 0);
    assert_untouched (&fixture);
  }
  fixture_tear_down (&fixture);
}

static gboolean
look_across (PalierTx *tx, gpointer data, GError **error)
{
  Wall *wall = data;
  PalierRows *rows = palier_db_query (tx->db, "select tenant_id from record where tenant_id <> ?1",
                                      "T", (gint64) 8);

  for (wall->rows = 0; palier_rows_next (rows); wall->rows++)
    ;
  return palier_db_check (tx->db, error);
}

static gboolean
reach_across (PalierTx *tx, gpointer data, GError **error)
{
  Wall *wall = data;

  g_assert_null (palier_record_store_get (tx, wall->other, PALIER_KIND_SETTING, &wall->id));
  g_assert_cmpuint (palier_record_store_last_seq (tx, wall->other), ==, 0);
  return palier_db_check (tx->db, error);
}

/* The filters alone hold, where the tables' own wall is taken away. */
static void
test_filters (gconstpointer engine)
{
  Fixture fixture = { 0 };
  Wall wall = { .fixture = &fixture };

  fixture_set_up (&fixture, engine);
  fixture_write (&fixture, put_one, &wall);
  if (engine == &palier_db_postgres)
  {
    g_autoptr (PalierDb) owner = palier_db_open (engine, fixture.path, PALIER_DB_MIGRATE, NULL);
    g_assert_true (palier_db_execute (owner,
                                      "alter table record disable row level security;"
                                      "alter table tenant disable row level security",
                                      NULL));
    g_assert_true (palier_store_read (fixture.store, look_across, &wall, NULL));
    g_assert_cmpuint (wall.rows, ==, 1);
  }
  g_assert_true (palier_store_read (fixture.store, reach_across, &wall, NULL));
  fixture_tear_down (&fixture);
}

/* The tables' own wall holds where a statement's filter is wrong (SQLite's have none). */
static void
test_rows (gconstpointer engine)
{
  Fixture fixture = { 0 };
  Wall wall = { .fixture = &fixture };

  fixture_set_up (&fixture, engine);
  fixture_write (&fixture, put_one, &wall);
  g_assert_true (palier_store_read (fixture.store, look_across, &wall, NULL));
  g_assert_cmpuint (wall.rows, ==, 0);
  fixture_tear_down (&fixture);
}

/* ---- two processes on one store ---- */

typedef struct
{
  PalierStore *store;
  PalierTenant *tenants[2];
  int first;
  guint failures;
} Crossing;

static gboolean
add_for (PalierTx *tx, gpointer tenant, GError **error)
{
  g_autoptr (PalierRecord) record = make_record (tx, "a");

  palier_record_store_put (tx, tenant, record, NULL);
  return palier_db_check (tx->db, error);
}

static gboolean
find_both (PalierTx *tx, gpointer data, GError **error)
{
  Crossing *self = data;

  self->tenants[0] = palier_store_get_tenant (tx, 7, error);
  self->tenants[1] = palier_store_get_tenant (tx, 8, error);
  return self->tenants[0] != NULL && self->tenants[1] != NULL;
}

/* Two writes under way at a time, so that a group holds both tenants. */
static gpointer
write_across (gpointer data)
{
  Crossing *self = data;

  for (int i = 0; i < WRITES; i++)
  {
    PalierWrite *one =
        palier_store_begin_write (self->store, add_for, self->tenants[(self->first + i) % 2]);
    PalierWrite *two =
        palier_store_begin_write (self->store, add_for, self->tenants[(self->first + i + 1) % 2]);
    self->failures += (guint) !palier_write_wait (one, NULL);
    self->failures += (guint) !palier_write_wait (two, NULL);
  }
  return NULL;
}

/* Two processes whose groups hold the same tenants, each in another order: neither waits for ever,
 * nothing fails, and the sequences have no gap. */
static void
test_crossing (gconstpointer engine)
{
  Fixture fixture = { 0 };
  Wall wall = { .fixture = &fixture };
  GThread *threads[4];
  Crossing crossings[4];
  Work work = { .fixture = &fixture };

  fixture_set_up (&fixture, engine);
  fixture_write (&fixture, put_one, &wall);
  PalierStore *other =
      palier_store_open (engine, fixture.path, &fixture.key, fixture.clock, fixture.random, NULL);
  gint64 from_us = g_get_monotonic_time ();
  for (int i = 0; i < 4; i++)
  {
    crossings[i] = (Crossing) { .store = i % 2 == 0 ? fixture.store : other, .first = i % 2 };
    g_assert_true (palier_store_read (crossings[i].store, find_both, &crossings[i], NULL));
    threads[i] = g_thread_new ("across", write_across, &crossings[i]);
  }
  for (int i = 0; i < 4; i++)
  {
    g_thread_join (threads[i]);
    g_assert_cmpuint (crossings[i].failures, ==, 0);
  }
  g_test_message ("%d writes in %.2f s", 8 * WRITES,
                  (double) (g_get_monotonic_time () - from_us) / G_USEC_PER_SEC);
  g_assert_true (palier_store_read (other, look, &work, NULL));
  g_assert_cmpuint (work.rows, ==, 1 + 4 * WRITES);
  g_assert_cmpuint (work.last, ==, 1 + 4 * WRITES);
  palier_store_close (other);
  fixture_tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    GTestDataFunc func;
    gboolean shared; /* of a store that several processes may have */
  } cases[] = {
    { "undo", test_undo, FALSE },         { "gapless", test_gapless, FALSE },
    { "reopen", test_reopen, FALSE },     { "refused", test_refused, FALSE },
    { "sealed", test_sealed, FALSE },     { "wall", test_wall, FALSE },
    { "filters", test_filters, FALSE },   { "rows", test_rows, TRUE },
    { "crossing", test_crossing, TRUE },  { "batch", test_batch, FALSE },
    { "contacts", test_contacts, FALSE },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *path =
        g_strdup_printf ("/contract/relay-store/%s/%s", fixture_engine ()->name, cases[i].name);
    if (cases[i].shared && fixture_engine () != &palier_db_postgres)
      continue;
    g_test_add_data_func (path, fixture_engine (), cases[i].func);
  }
  return g_test_run ();
}
