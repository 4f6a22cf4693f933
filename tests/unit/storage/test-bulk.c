/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1  a bulk load in chunks ends sound, also beside another writer
 * 2  (-m perf) 100,000 rows: load, list, search, undo, memory
 */
#include <string.h>
#include <time.h>

#include "storage-fixture.h"

#define CHUNK 5000

static PalierProspect *
make_full (int i)
{
  PalierProspect *prospect = fixture_prospect (i);
  char text[64];

  g_snprintf (text, sizeof text, "Agence Immobilière du Parc %d", i % 20000);
  palier_prospect_set (prospect, PALIER_FIELD_COMPANY, text);
  g_snprintf (text, sizeof text, "contact%d@agence-%d.example", i, i % 20000);
  palier_prospect_set (prospect, PALIER_FIELD_EMAIL, text);
  g_snprintf (text, sizeof text, "+3319900%04d", i % 10000);
  palier_prospect_set (prospect, PALIER_FIELD_PHONE, text);
  g_snprintf (text, sizeof text, "%014d", i % 50000);
  palier_prospect_set (prospect, PALIER_FIELD_SIRET, text);
  g_snprintf (text, sizeof text, "%d rue des Lilas", i % 300);
  palier_prospect_set (prospect, PALIER_FIELD_STREET, text);
  g_snprintf (text, sizeof text, "Nom%d", i * 7 % 8000);
  palier_prospect_set (prospect, PALIER_FIELD_LAST_NAME, text);
  g_snprintf (text, sizeof text, "%05d", i % 95000);
  palier_prospect_set (prospect, PALIER_FIELD_POSTAL_CODE, text);
  g_snprintf (text, sizeof text, "Ville-%d", i % 3000);
  palier_prospect_set (prospect, PALIER_FIELD_CITY, text);
  palier_prospect_set (prospect, PALIER_FIELD_SOURCE, "salon 2025");
  return prospect;
}

static void
load (Fixture *self, const PalierId *import, int count)
{
  g_autoptr (GArray) scores = g_array_new (FALSE, TRUE, sizeof (PalierScoreRow));

  fixture_done (palier_changeset_store_begin (self->workspace, import, "import", "big.csv"));
  for (int first = 0; first < count; first += CHUNK)
  {
    g_autoptr (GPtrArray) chunk =
        g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_unref);
    g_array_set_size (scores, CHUNK);
    for (int i = first; i < first + CHUNK; i++)
    {
      g_array_index (scores, PalierScoreRow, i - first).total = (float) (i * 37 % 1000) / 10;
      g_ptr_array_add (chunk, make_full (i));
    }
    fixture_take_int64 (palier_prospect_store_insert (self->workspace, import, chunk, scores));
  }
  fixture_done (palier_changeset_store_close (self->workspace, import));
}

static void
test_two_writers (Fixture *self, gconstpointer unused)
{
  PalierId import = palier_workspace_new_id (self->workspace);
  PalierWorkspace *other = fixture_take_workspace (fixture_open (self));
  GPtrArray *waiting = g_ptr_array_new ();

  for (int i = 0; i < 20; i++)
  {
    g_autoptr (GPtrArray) one = fixture_prospects (50000 + i, 1);
    g_ptr_array_add (waiting, palier_prospect_store_insert (other, NULL, one, NULL));
  }
  load (self, &import, 2 * CHUNK);
  for (guint i = 0; i < waiting->len; i++)
    fixture_take_int64 (g_ptr_array_index (waiting, i));
  g_ptr_array_unref (waiting);
  g_assert_cmpuint (fixture_count (self, NULL), ==, 2 * CHUNK + 20);
  fixture_done (palier_workspace_check (self->workspace));
  fixture_done (palier_workspace_close (other));
  g_object_unref (other);
}

static double
seconds_since (gint64 start_us)
{
  return (double) (g_get_monotonic_time () - start_us) / G_USEC_PER_SEC;
}

static char *
dup_peak_memory (void)
{
  g_autofree char *status = NULL;

  g_file_get_contents ("/proc/self/status", &status, NULL, NULL);
  const char *peak = strstr (status, "VmHWM:");
  return peak != NULL ? g_strndup (peak + 6, strcspn (peak + 6, "\n")) : g_strdup ("?");
}

static void
measure_list (Fixture *self, const char *what, PalierField sort, const char *search)
{
  g_autoptr (PalierQuery) query = palier_query_new ();
  gint64 start_us = g_get_monotonic_time ();

  query->sort = sort;
  query->search = g_strdup (search);
  g_autoptr (GArray) ns =
      fixture_take_boxed (palier_prospect_store_ids (self->workspace, query, 0));
  g_test_message ("%s: %.1f ms, %u rows", what, 1000 * seconds_since (start_us), ns->len);
}

static void
test_speed (Fixture *self, gconstpointer unused)
{
  PalierId import = palier_workspace_new_id (self->workspace);
  const char *rows = g_getenv ("BULK_ROWS");
  gint64 start_us = g_get_monotonic_time ();

  load (self, &import, rows != NULL ? (int) g_ascii_strtoll (rows, NULL, 10) : 100000);
  g_autofree char *peak = dup_peak_memory ();
  g_test_message ("load: %.2f s, of the processor %.2f s, peak %s", seconds_since (start_us),
                  (double) clock () / CLOCKS_PER_SEC, peak);
  measure_list (self, "by score, first time", PALIER_FIELD_NONE, NULL);
  measure_list (self, "by score, again", PALIER_FIELD_NONE, NULL);
  measure_list (self, "by city, first time", PALIER_FIELD_CITY, NULL);
  measure_list (self, "search a", PALIER_FIELD_NONE, "a");
  measure_list (self, "search pa", PALIER_FIELD_NONE, "pa");
  measure_list (self, "search nom77", PALIER_FIELD_NONE, "nom77");
  measure_list (self, "search immob ville-12", PALIER_FIELD_NONE, "immob ville-12");
  start_us = g_get_monotonic_time ();
  fixture_done (palier_changeset_store_undo (self->workspace, &import));
  g_test_message ("undo: %.2f s", seconds_since (start_us));
  fixture_done (palier_workspace_check (self->workspace));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(path, function)                                                                       \
  g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  TEST ("/storage/bulk/two-writers", test_two_writers);
  if (g_test_perf ())
    TEST ("/storage/bulk/speed", test_speed);
  return g_test_run ();
}
