/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Migrations from each earlier version, with rows of that version, while others write: nothing that
 * was acknowledged is lost, and a store that is up to date stays as it is. */
#include "relay-fixture.h"

#define WRITERS 3
#define TENANT G_GINT64_CONSTANT (7)

typedef struct
{
  const PalierDbEngine *engine;
  const char *place;
  int n;
  gint stopping;
  guint acknowledged;
} Writer;

static gboolean
write_one (PalierDb *db, const char *hash)
{
  gboolean good = palier_db_begin (db, FALSE, NULL);

  palier_db_run (db, "insert into suppression (tenant_id, hash) values (?1, ?2)", "Tt", TENANT,
                 hash);
  good = palier_db_check (db, NULL) && good;
  palier_db_forgive (db);
  return palier_db_execute (db, good ? "commit" : "rollback", NULL) && good;
}

static gpointer
write_on (gpointer data)
{
  Writer *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierDb) db = palier_db_open (self->engine, self->place, PALIER_DB_WRITE, &error);

  g_assert_no_error (error);
  while (!g_atomic_int_get (&self->stopping))
  {
    g_autofree char *hash = g_strdup_printf ("%d-%u", self->n, self->acknowledged);
    self->acknowledged += (guint) write_one (db, hash);
    g_usleep (500);
  }
  return NULL;
}

static gint64
ask (const PalierDbEngine *engine, const char *place, const char *sql)
{
  g_autoptr (PalierDb) db = palier_db_open (engine, place, PALIER_DB_READ, NULL);
  gint64 answer = -1;

  g_assert_true (palier_db_begin (db, FALSE, NULL));
  PalierRows *rows = strstr (sql, "?1") != NULL ? palier_db_query (db, sql, "T", TENANT)
                                                : palier_db_query (db, sql, "");
  while (palier_rows_next (rows))
    answer = palier_rows_integer (rows, 0);
  g_assert_true (palier_db_check (db, NULL));
  palier_db_execute (db, "rollback", NULL);
  return answer;
}

static gint64
get_version (const PalierDbEngine *engine, const char *place)
{
  return ask (engine, place, "select cast(value as integer) from meta where key = 'version'");
}

/* What every version has: a message that a relay was about to hand over. */
static void
add_job (const PalierDbEngine *engine, const char *place)
{
  g_autoptr (PalierDb) db = palier_db_open (engine, place, PALIER_DB_WRITE, NULL);
  PalierId id = { { 1 } };

  g_assert_true (palier_db_begin (db, FALSE, NULL));
  palier_db_run (db,
                 "insert into job (tenant_id, job_id, state, reason, due_ms, changed_ms)"
                 " values (?1, ?2, 'handing_over', 'none', 1, 1)",
                 "Tu", TENANT, &id);
  g_assert_true (palier_db_check (db, NULL));
  g_assert_true (palier_db_execute (db, "commit", NULL));
}

static void
migrate (const PalierDbEngine *engine, const char *place, gint64 most)
{
  g_autoptr (GError) error = NULL;

  palier_store_migrate (engine, place, most, &error);
  g_assert_no_error (error);
}

static void
migrate_under_load (const PalierDbEngine *engine, const char *place, gint64 from, gint64 latest)
{
  Writer writers[WRITERS] = { 0 };
  GThread *threads[WRITERS];
  guint acknowledged = 0;

  migrate (engine, place, from);
  g_assert_cmpint (get_version (engine, place), ==, from);
  add_job (engine, place);
  for (int i = 0; i < WRITERS; i++)
  {
    writers[i] = (Writer) { .engine = engine, .place = place, .n = i };
    threads[i] = g_thread_new ("write", write_on, &writers[i]);
  }
  g_usleep (50 * 1000);
  migrate (engine, place, 0);
  g_usleep (50 * 1000);
  for (int i = 0; i < WRITERS; i++)
  {
    g_atomic_int_set (&writers[i].stopping, TRUE);
    g_thread_join (threads[i]);
    g_assert_cmpuint (writers[i].acknowledged, >, 0);
    acknowledged += writers[i].acknowledged;
  }
  g_assert_cmpint (get_version (engine, place), ==, latest);
  g_assert_cmpint (ask (engine, place, "select count (*) from suppression where tenant_id = ?1"),
                   ==, acknowledged);
  g_assert_cmpint (ask (engine, place, "select count (*) from job where tenant_id = ?1"), ==, 1);
  if (from == 1)
    g_assert_cmpint (ask (engine, place, "select tenant_id from held"), ==, TENANT);
}

static void
test_each (gconstpointer engine)
{
  g_autofree char *newest = fixture_make_place (engine);

  migrate (engine, newest, 0);
  gint64 latest = get_version (engine, newest);
  g_assert_cmpint (latest, >, 1);
  for (gint64 from = 1; from < latest; from++)
  {
    g_autofree char *place = fixture_make_place (engine);
    migrate_under_load (engine, place, from, latest);
  }
  migrate (engine, newest, 0);
  g_assert_cmpint (get_version (engine, newest), ==, latest);
}

static gpointer
migrate_at_once (gpointer data)
{
  const Writer *self = data;

  migrate (self->engine, self->place, 0);
  return NULL;
}

/* Relays that start together on an empty store: one makes the tables, the others find them. */
static void
test_together (gconstpointer engine)
{
  g_autofree char *place = fixture_make_place (engine);
  Writer one = { .engine = engine, .place = place };
  GThread *threads[WRITERS];

  for (int i = 0; i < WRITERS; i++)
    threads[i] = g_thread_new ("migrate", migrate_at_once, &one);
  for (int i = 0; i < WRITERS; i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (get_version (engine, place), >, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/contract/relay-migrations/each", fixture_engine (), test_each);
  g_test_add_data_func ("/contract/relay-migrations/together", fixture_engine (), test_together);
  return g_test_run ();
}
