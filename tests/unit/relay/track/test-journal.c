/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records that wait on the disk.
 *
 * 1. many threads add: each is told once it is there, and read once, by number
 * 2. what was not worked through is there at the next start, under the same numbers
 * 3. a group torn by a crash was acknowledged to nobody; what comes next has its numbers
 * 4. a damaged group, whichever byte of it, costs its own records alone
 * 5. what is no journal is refused   6. a folder that cannot be written
 * 7. more than a file holds: the next one is there, and none that was made ahead is left
 * 8. a file of an earlier relay, whose groups follow each other without a gap, is read */
#include "palier-journal.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "palier-db.h"
#include "palier-segment.h"

#define THREADS 4
#define EACH 500
#define STEP 512 /* bytes: the file's head, and each group of one, has one */
#define GROUP_HEAD 24
#define GROUP_OF_ONE (GROUP_HEAD + 35) /* bytes: head, seal, length, and one record */
#define HEAD_UNALIGNED 32

typedef struct
{
  char *folder;
  PalierSealKey key;
  PalierRandom *random;
  PalierJournal *journal;
  GMutex lock;
  GCond changed;
  guint told;
  guint refused;
} Bench;

static char warning[512]; /* the last one */

static GLogWriterOutput
keep_warning_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (level == G_LOG_LEVEL_WARNING && strcmp (fields[i].key, "MESSAGE") == 0)
      g_strlcpy (warning, fields[i].value, sizeof warning);
  return G_LOG_WRITER_HANDLED;
}

static void
bench_open (Bench *bench)
{
  g_autoptr (GError) error = NULL;

  bench->journal = palier_journal_open (bench->folder, &bench->key, bench->random, &error);
  g_assert_no_error (error);
}

static void
bench_set_up (Bench *bench)
{
  bench->folder = g_dir_make_tmp ("palier-journal-XXXXXX", NULL);
  bench->key.bytes[0] = 1;
  bench->random = palier_random_new_seeded (3);
  g_mutex_init (&bench->lock);
  g_cond_init (&bench->changed);
  bench_open (bench);
}

static void
bench_tear_down (Bench *bench)
{
  g_clear_pointer (&bench->journal, palier_journal_free);
  palier_random_unref (bench->random);
  g_free (bench->folder);
}

static void
on_done_cb (gpointer data, const GError *error)
{
  Bench *bench = data;

  g_mutex_lock (&bench->lock);
  bench->told++;
  bench->refused += error != NULL;
  g_cond_signal (&bench->changed);
  g_mutex_unlock (&bench->lock);
}

static void
add (Bench *bench, guint value)
{
  palier_journal_add (bench->journal, &value, sizeof value, on_done_cb, bench);
}

/* Adds one and waits until it is there: a group of its own. */
static void
add_alone (Bench *bench, guint value)
{
  g_mutex_lock (&bench->lock);
  guint before = bench->told;
  g_mutex_unlock (&bench->lock);
  add (bench, value);
  g_mutex_lock (&bench->lock);
  while (bench->told == before)
    g_cond_wait (&bench->changed, &bench->lock);
  g_mutex_unlock (&bench->lock);
}

static guint
get_value (const PalierJournalPart *part, guint i)
{
  guint value = 0;
  gsize length = 0;
  const void *bytes = g_bytes_get_data (part->records->pdata[i], &length);

  g_assert_cmpuint (length, ==, sizeof value);
  memcpy (&value, bytes, sizeof value);
  return value;
}

/* Reads @count records, whose numbers and values grow by one. What lies before them in the last
 * file may come once more. */
static void
expect (Bench *bench, guint64 number, guint value, guint count)
{
  while (count > 0)
  {
    g_auto (PalierJournalPart) part = { 0 };
    g_assert_true (palier_journal_next (bench->journal, &part));
    for (guint i = 0; i < part.records->len; i++)
    {
      if (part.first + i < number)
        continue;
      g_assert_cmpuint (part.first + i, ==, number++);
      g_assert_cmpuint (get_value (&part, i), ==, value++);
      g_assert_cmpuint (count--, >, 0);
    }
  }
}

static void
expect_end (Bench *bench)
{
  g_auto (PalierJournalPart) part = { 0 };

  palier_journal_stop (bench->journal);
  g_assert_false (palier_journal_next (bench->journal, &part));
}

/* What is left does not open. */
static void
expect_end_after_loss (Bench *bench)
{
  g_auto (PalierJournalPart) part = { 0 };

  palier_journal_stop (bench->journal);
  g_assert_true (palier_journal_next (bench->journal, &part));
  g_assert_cmpuint (part.records->len, ==, 0);
  expect_end (bench);
}

static void
reopen (Bench *bench)
{
  palier_journal_free (bench->journal);
  bench_open (bench);
}

static char *
dup_last_file (Bench *bench)
{
  g_autoptr (GDir) folder = g_dir_open (bench->folder, 0, NULL);
  g_autofree char *last = NULL;
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    if (last == NULL || strcmp (name, last) > 0)
      g_set_str (&last, name);
  return g_build_filename (bench->folder, last, NULL);
}

static guint
count_files (Bench *bench)
{
  g_autoptr (GDir) folder = g_dir_open (bench->folder, 0, NULL);
  guint count = 0;

  while (g_dir_read_name (folder) != NULL)
    count++;
  return count;
}

static gpointer
add_many (gpointer data)
{
  for (guint i = 0; i < EACH; i++)
    add (data, i);
  return NULL;
}

static void
test_threads (void)
{
  Bench bench = { 0 };
  GThread *threads[THREADS];
  guint seen[EACH] = { 0 };
  guint64 next = 0;

  bench_set_up (&bench);
  for (guint i = 0; i < THREADS; i++)
    threads[i] = g_thread_new ("adder", add_many, &bench);
  while (next < THREADS * EACH)
  {
    g_auto (PalierJournalPart) part = { 0 };
    g_assert_true (palier_journal_next (bench.journal, &part));
    g_assert_cmpuint (part.first, ==, next);
    for (guint i = 0; i < part.records->len; i++)
      seen[get_value (&part, i)]++;
    next += part.records->len;
  }
  for (guint i = 0; i < THREADS; i++)
    g_thread_join (threads[i]);
  expect_end (&bench);
  g_assert_cmpuint (bench.told, ==, THREADS * EACH);
  g_assert_cmpuint (bench.refused, ==, 0);
  for (guint i = 0; i < EACH; i++)
    g_assert_cmpuint (seen[i], ==, THREADS);
  bench_tear_down (&bench);
}

static void
test_next_start (void)
{
  Bench bench = { 0 };

  bench_set_up (&bench);
  add_alone (&bench, 1);
  add_alone (&bench, 2);
  PalierId id = *palier_journal_get_id (bench.journal);
  reopen (&bench);
  g_assert_true (palier_id_equal (&id, palier_journal_get_id (bench.journal)));
  g_assert_cmpuint (palier_journal_get_waiting (bench.journal), ==, 2);
  add_alone (&bench, 3);
  expect (&bench, 0, 1, 3);
  expect_end (&bench);
  g_assert_cmpuint (count_files (&bench), ==, 1);
  /* All is worked through: what comes has new numbers all the same. */
  reopen (&bench);
  add_alone (&bench, 4);
  reopen (&bench);
  add_alone (&bench, 5);
  reopen (&bench);
  expect (&bench, 2, 3, 3);
  expect_end (&bench);
  bench_tear_down (&bench);
}

static void
test_torn (void)
{
  Bench bench = { 0 };

  bench_set_up (&bench);
  for (guint cut = 1; cut <= GROUP_OF_ONE; cut++)
  {
    static const guint8 zeros[GROUP_OF_ONE];
    guint64 at = (guint64) (cut - 1) * 2;
    add_alone (&bench, (guint) at);
    add_alone (&bench, (guint) at + 1);
    palier_journal_free (g_steal_pointer (&bench.journal));
    g_autofree char *path = dup_last_file (&bench);
    goffset end = (cut == 1 ? 2 : 3) * STEP + GROUP_OF_ONE;
    int fd = g_open (path, O_WRONLY, 0);
    g_assert_cmpint (pwrite (fd, zeros, cut, end - cut), ==, cut);
    close (fd);
    bench_open (&bench);
    add_alone (&bench, (guint) at + 1);
    expect (&bench, at, (guint) at, 2);
  }
  expect_end (&bench);
  bench_tear_down (&bench);
}

static void
flip (const char *path, goffset at)
{
  int fd = g_open (path, O_RDWR, 0);
  guint8 byte = 0;

  g_assert_cmpint (pread (fd, &byte, 1, at), ==, 1);
  byte ^= 0x40;
  g_assert_cmpint (pwrite (fd, &byte, 1, at), ==, 1);
  close (fd);
}

/* The second of three groups. */
static void
try_damage (goffset at)
{
  Bench bench = { 0 };

  bench_set_up (&bench);
  add_alone (&bench, 1);
  g_autofree char *path = dup_last_file (&bench);
  add_alone (&bench, 2);
  add_alone (&bench, 3);
  palier_journal_free (g_steal_pointer (&bench.journal));
  flip (path, 2 * STEP + at);
  *warning = '\0';
  bench_open (&bench);
  expect (&bench, 0, 1, 1);
  expect (&bench, 2, 3, 1);
  g_assert_true (g_pattern_match_simple ("*1 records are lost*", warning));
  add_alone (&bench, 4);
  expect (&bench, 3, 4, 1);
  expect_end (&bench);
  bench_tear_down (&bench);
}

static void
test_damaged (void)
{
  for (goffset at = 0; at < GROUP_OF_ONE; at += 3)
    try_damage (at);
}

/* While it is read: what is there is known, and so is how much is lost at the end of a file. */
static void
test_damaged_while_read (void)
{
  Bench bench = { 0 };

  bench_set_up (&bench);
  add_alone (&bench, 1);
  g_autofree char *path = dup_last_file (&bench);
  add_alone (&bench, 2);
  flip (path, 2 * STEP);
  expect (&bench, 0, 1, 1);
  add_alone (&bench, 3);
  expect (&bench, 2, 3, 1);
  add_alone (&bench, 4);
  flip (path, 4 * STEP);
  *warning = '\0';
  expect_end_after_loss (&bench);
  g_assert_true (g_pattern_match_simple ("*1 records are lost*", warning));
  bench_tear_down (&bench);
}

static void
test_no_journal (void)
{
  Bench bench = { 0 };
  g_autoptr (GError) error = NULL;

  bench_set_up (&bench);
  add_alone (&bench, 1);
  g_autofree char *path = dup_last_file (&bench);
  palier_journal_free (g_steal_pointer (&bench.journal));
  flip (path, 0);
  g_assert_null (palier_journal_open (bench.folder, &bench.key, bench.random, &error));
  g_assert_error (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_DAMAGED);
  bench_tear_down (&bench);
}

/* A disk that refuses: who added is told, and once there is room it goes on. */
static void
test_refused (void)
{
  Bench bench = { 0 };

  bench_set_up (&bench);
  add_alone (&bench, 1);
  expect (&bench, 0, 1, 1);
  palier_journal_stop (bench.journal);
  reopen (&bench);
  g_autofree char *away = g_strconcat (bench.folder, ".away", NULL);
  g_assert_cmpint (g_rename (bench.folder, away), ==, 0);
  add_alone (&bench, 2);
  g_assert_true (g_pattern_match_simple ("*cannot be begun*", warning));
  g_assert_cmpuint (bench.refused, ==, 1);
  g_assert_cmpint (g_rename (away, bench.folder), ==, 0);
  add_alone (&bench, 3);
  g_assert_cmpuint (bench.refused, ==, 1);
  bench_tear_down (&bench);
}

/* Adds @count records as long as they may be, which begin with numbers from 0 on. */
static void
add_long (Bench *bench, guint count)
{
  guint record[PALIER_JOURNAL_RECORD_MAX / sizeof (guint)] = { 0 };

  for (record[0] = 0; record[0] < count; record[0]++)
    palier_journal_add (bench->journal, record, sizeof record, on_done_cb, bench);
}

static void
test_many_files (void)
{
  Bench bench = { 0 };
  guint count = 3 * PALIER_SEGMENT_BYTES / PALIER_JOURNAL_RECORD_MAX;
  guint64 next = 0;

  bench_set_up (&bench);
  for (guint round = 0; round < 4; round++)
    add_long (&bench, count / 4);
  while (next < count)
  {
    g_auto (PalierJournalPart) part = { 0 };
    g_assert_true (palier_journal_next (bench.journal, &part));
    g_assert_cmpuint (part.first, ==, next);
    for (guint i = 0; i < part.records->len; i++, next++)
    {
      guint number;
      memcpy (&number, g_bytes_get_data (part.records->pdata[i], NULL), sizeof number);
      g_assert_cmpuint (number, ==, next % (count / 4));
    }
  }
  expect_end (&bench);
  g_assert_cmpuint (bench.refused, ==, 0);
  g_assert_cmpuint (count_files (&bench), ==, 1);
  bench_tear_down (&bench);
}

/* Makes of the file what an earlier relay would have written. */
static void
close_gaps (const char *path, guint groups)
{
  guint8 group[GROUP_OF_ONE];
  int fd = g_open (path, O_RDWR, 0);

  g_assert_cmpint (pwrite (fd, "PALHITS2", 8, 0), ==, 8);
  for (guint i = 0; i < groups; i++)
  {
    g_assert_cmpint (pread (fd, group, sizeof group, (i + 1) * STEP), ==, sizeof group);
    g_assert_cmpint (pwrite (fd, group, sizeof group, HEAD_UNALIGNED + i * sizeof group), ==,
                     sizeof group);
  }
  close (fd);
}

static void
test_earlier_file (void)
{
  Bench bench = { 0 };

  bench_set_up (&bench);
  for (guint value = 1; value <= 3; value++)
    add_alone (&bench, value);
  g_autofree char *path = dup_last_file (&bench);
  g_clear_pointer (&bench.journal, palier_journal_free);
  close_gaps (path, 3);
  bench_open (&bench);
  add_alone (&bench, 4);
  expect (&bench, 0, 1, 4);
  expect_end (&bench);
  bench_tear_down (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL);
  g_log_set_writer_func (keep_warning_cb, NULL, NULL);
  g_test_add_func ("/relay/journal/threads", test_threads);
  g_test_add_func ("/relay/journal/next-start", test_next_start);
  g_test_add_func ("/relay/journal/torn", test_torn);
  g_test_add_func ("/relay/journal/damaged", test_damaged);
  g_test_add_func ("/relay/journal/damaged-while-read", test_damaged_while_read);
  g_test_add_func ("/relay/journal/no-journal", test_no_journal);
  g_test_add_func ("/relay/journal/refused", test_refused);
  g_test_add_func ("/relay/journal/many-files", test_many_files);
  g_test_add_func ("/relay/journal/earlier-file", test_earlier_file);
  return g_test_run ();
}
