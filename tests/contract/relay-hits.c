/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the journal to the store, on every engine.
 *
 * 1. each hit counts once; some are told to the devices, with the time they came at
 * 2. what no message holds, and what its reader does not let be measured, is nowhere
 * 3. the store is told, and the journal is not: at the next start nothing counts twice
 * 4. the store is away: hits are taken all the same, and come when it is back */
#include "palier-hits.h"
#include "palier-job-store.h"
#include "palier-record-store.h"

#include "relay-fixture.h"

#define FIREFOX "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
#define HITS 300
#define TOLD 20
#define LATER_MS 3600000

typedef struct
{
  Fixture fixture;
  char *folder;
  PalierHits *hits;
  PalierLink link;
  gboolean given;
  guint counted;
  guint told;
  guint planned; /* events that told of the message before */
  GMutex lock;
  GCond changed;
  guint waiting;
  guint refused;
} Bench;

/* A message that left, whose reader lets opens be counted or not. */
static gboolean
put_message (PalierTx *tx, gpointer data, GError **error)
{
  Bench *bench = data;
  const PalierTenant *tenant = bench->fixture.tenant;
  g_autoptr (PalierSendJob) job = palier_send_job_new ();
  PalierId consent = palier_id_new (bench->fixture.clock, bench->fixture.random);
  PalierConsentRow row = { .purpose = PALIER_PURPOSE_OPEN,
                           .given = bench->given,
                           .origin = PALIER_CONSENT_BY_PERSON,
                           .at_ms = FIXTURE_NOW };

  job->id = palier_id_new (bench->fixture.clock, bench->fixture.random);
  job->prospect = palier_id_new (bench->fixture.clock, bench->fixture.random);
  job->sender = job->prospect;
  job->due_ms = FIXTURE_NOW;
  palier_job_store_add (tx, tenant, job);
  palier_consent_store_add (tx, tenant, &consent, &job->prospect, &row);
  bench->link = (PalierLink) { .kind = PALIER_LINK_OPEN, .job = job->id };
  bench->link.token = palier_link_token (tenant, &job->id, PALIER_LINK_OPEN, NULL);
  palier_link_store_add (tx, tenant, &bench->link);
  return palier_db_check (tx->db, error);
}

static gboolean
count (PalierTx *tx, gpointer data, GError **error)
{
  Bench *bench = data;
  const PalierTenant *tenant = bench->fixture.tenant;
  g_autoptr (PalierLink) link = palier_link_store_get (tx, tenant, &bench->link.token);

  bench->counted = link->hits;
  if (link->hits > 0)
    g_assert_cmpint (link->last_ms, ==, FIXTURE_NOW + LATER_MS);
  PalierRows *rows =
      palier_db_query (tx->db, "select count (*) from record where tenant_id = ?1 and kind = ?2",
                       "Tt", tenant->id, palier_kind_name (PALIER_KIND_EVENT));
  while (palier_rows_next (rows))
    bench->told = (guint) palier_rows_integer (rows, 0);
  return palier_db_check (tx->db, error);
}

static void
start (Bench *bench)
{
  g_autoptr (GError) error = NULL;

  bench->hits = palier_hits_new (bench->fixture.store, bench->folder, FALSE, &error);
  g_assert_no_error (error);
}

static void
set_up (Bench *bench, const PalierDbEngine *engine, gboolean given)
{
  *bench = (Bench) { .given = given };
  fixture_set_up (&bench->fixture, engine);
  bench->folder = g_dir_make_tmp ("palier-hits-XXXXXX", NULL);
  g_mutex_init (&bench->lock);
  g_cond_init (&bench->changed);
  fixture_write (&bench->fixture, put_message, bench);
  g_assert_true (palier_store_read (bench->fixture.store, count, bench, NULL));
  bench->planned = bench->told;
  start (bench);
}

static void
tear_down (Bench *bench)
{
  g_clear_pointer (&bench->hits, palier_hits_free);
  fixture_tear_down (&bench->fixture);
  g_free (bench->folder);
}

static void
on_done_cb (gpointer data, const GError *error)
{
  Bench *bench = data;

  g_mutex_lock (&bench->lock);
  bench->waiting--;
  bench->refused += error != NULL;
  g_cond_signal (&bench->changed);
  g_mutex_unlock (&bench->lock);
}

/* Hits @token some times, and waits until they are on the disk. */
static void
hit (Bench *bench, const PalierToken *token, guint times)
{
  char text[PALIER_TOKEN_TEXT_SIZE];
  PalierHit one;

  palier_token_format (token, text);
  g_assert_true (
      palier_hit_read (&one, PALIER_LINK_OPEN, text, FIREFOX, FALSE, FIXTURE_NOW + LATER_MS));
  bench->waiting = times;
  for (guint i = 0; i < times; i++)
    palier_hits_add (bench->hits, &one, on_done_cb, bench);
  g_mutex_lock (&bench->lock);
  while (bench->waiting > 0)
    g_cond_wait (&bench->changed, &bench->lock);
  g_mutex_unlock (&bench->lock);
}

static void
expect (Bench *bench, guint counted, guint told)
{
  g_assert_true (palier_store_read (bench->fixture.store, count, bench, NULL));
  g_assert_cmpuint (bench->counted, ==, counted);
  g_assert_cmpuint (bench->told - bench->planned, ==, told);
}

static void
test_count (gconstpointer engine)
{
  Bench bench;

  set_up (&bench, engine, TRUE);
  hit (&bench, &bench.link.token, HITS);
  palier_hits_stop (bench.hits);
  g_assert_cmpuint (palier_hits_get_waiting (bench.hits), ==, 0);
  expect (&bench, HITS, TOLD);
  tear_down (&bench);
}

static void
test_nowhere (gconstpointer engine)
{
  Bench bench;

  set_up (&bench, engine, FALSE);
  PalierToken other = palier_token_new (bench.link.token.tenant, bench.fixture.random);
  PalierToken nobody = palier_token_new ((const guint8 *) "nobody's", bench.fixture.random);
  hit (&bench, &bench.link.token, 3);
  hit (&bench, &other, 3);
  hit (&bench, &nobody, 3);
  palier_hits_stop (bench.hits);
  g_assert_cmpuint (bench.refused, ==, 0);
  expect (&bench, 0, 0);
  tear_down (&bench);
}

/* Copies the journal's files as a crash would leave them: with all that was worked through. */
static void
copy_files (const char *from, const char *to)
{
  g_autoptr (GDir) folder = g_dir_open (from, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
  {
    g_autofree char *source = g_build_filename (from, name, NULL);
    g_autofree char *target = g_build_filename (to, name, NULL);
    g_autofree char *bytes = NULL;
    gsize length = 0;
    g_assert_true (g_file_get_contents (source, &bytes, &length, NULL));
    g_assert_true (g_file_set_contents (target, bytes, (gssize) length, NULL));
  }
}

static void
test_again (gconstpointer engine)
{
  Bench bench;
  g_autofree char *copy = g_dir_make_tmp ("palier-hits-XXXXXX", NULL);

  set_up (&bench, engine, TRUE);
  hit (&bench, &bench.link.token, HITS);
  copy_files (bench.folder, copy);
  palier_hits_free (bench.hits);
  expect (&bench, HITS, TOLD);
  g_set_str (&bench.folder, copy);
  start (&bench);
  hit (&bench, &bench.link.token, 5);
  palier_hits_stop (bench.hits);
  expect (&bench, HITS + 5, TOLD);
  tear_down (&bench);
}

/* A store that takes no hit now: none of them is lost. */
static void
test_away (gconstpointer data)
{
  const PalierDbEngine *engine = data;
  Bench bench;

  set_up (&bench, engine, TRUE);
  palier_hits_free (g_steal_pointer (&bench.hits));
  g_autoptr (PalierDb) owner = palier_db_open (engine, bench.fixture.path, PALIER_DB_MIGRATE, NULL);
  g_assert_true (palier_db_execute (owner, "begin", NULL));
  g_assert_true (palier_db_execute (owner,
                                    engine == &palier_db_sqlite
                                        ? "update meta set value = value"
                                        : "lock table journal_mark in access exclusive mode",
                                    NULL));
  start (&bench);
  hit (&bench, &bench.link.token, 7);
  expect (&bench, 0, 0);
  g_assert_true (palier_db_execute (owner, "rollback", NULL));
  while (bench.counted < 7)
  {
    g_usleep (10000);
    g_assert_true (palier_store_read (bench.fixture.store, count, &bench, NULL));
  }
  expect (&bench, 7, 7);
  tear_down (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  const PalierDbEngine *engine = fixture_engine ();
  g_test_add_data_func ("/relay/hits/count", engine, test_count);
  g_test_add_data_func ("/relay/hits/nowhere", engine, test_nowhere);
  g_test_add_data_func ("/relay/hits/again", engine, test_again);
  g_test_add_data_func ("/relay/hits/away", engine, test_away);
  return g_test_run ();
}
