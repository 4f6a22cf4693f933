/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of a file that do not stay in memory.
 *
 * 1. concealed faces: unknown stays unknown, equal stays equal, and each object has its own secret
 * 2. keys are found in all runs, the earliest row first, as many as asked for; others are not
 * 3. faces come back as they were put
 * 4. of a file of 300,000 rows the earlier ones are known to the last */
#include "palier-identity.h"
#include "palier-matcher-disk.h"

#define RUNS 5
#define ROWS 3000

static void
test_conceal (void)
{
  g_autoptr (PalierMatcherDisk) one = palier_matcher_disk_new ();
  g_autoptr (PalierMatcherDisk) two = palier_matcher_disk_new ();
  PalierFace a = { .email = 7, .phone = 9, .mobile = 9, .last = 3, .is_person = 1 };
  PalierFace b = a;

  palier_matcher_disk_conceal (one, &a);
  palier_matcher_disk_conceal (two, &b);
  g_assert_cmpuint (a.phone, ==, a.mobile);
  g_assert_cmpuint (a.siret, ==, 0);
  g_assert_cmpuint (a.first, ==, 0);
  g_assert_cmpuint (a.is_person, ==, 1);
  g_assert_cmpuint (a.email, !=, 7);
  g_assert_cmpuint (a.email, !=, a.phone);
  g_assert_cmpuint (a.email, !=, b.email);
}

/* Row n has the keys n * 3 + 1 and, as all of its hundred, 1000000 + n / 100. */
static PalierMatcherDisk *
make_disk (void)
{
  PalierMatcherDisk *disk = palier_matcher_disk_new ();

  for (guint32 run = 0; run < RUNS; run++)
  {
    g_autoptr (GArray) faces = g_array_new (FALSE, TRUE, sizeof (PalierFace));
    g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (PalierMatcherEntry));
    for (guint32 row = run * ROWS; row < (run + 1) * ROWS; row++)
    {
      PalierFace face = { .email = row, .last = row + 1 };
      PalierMatcherEntry keys[] = { { row * 3 + 1, row }, { 1000000 + row / 100, row } };
      g_array_append_val (faces, face);
      g_array_append_vals (entries, keys, 2);
    }
    g_assert_true (palier_matcher_disk_put (disk, run * ROWS, faces, entries));
  }
  return disk;
}

static void
test_find (void)
{
  g_autoptr (PalierMatcherDisk) disk = make_disk ();
  guint32 rows[100];

  for (guint32 row = 0; row < RUNS * ROWS; row += 7)
  {
    g_assert_cmpuint (palier_matcher_disk_find (disk, row * 3 + 1, rows, 10), ==, 1);
    g_assert_cmpuint (rows[0], ==, row);
    g_assert_cmpuint (palier_matcher_disk_find (disk, row * 3 + 2, rows, 10), ==, 0);
  }
  g_assert_cmpuint (palier_matcher_disk_find (disk, 1000000 + 77, rows, 100), ==, 100);
  for (guint i = 0; i < 100; i++)
    g_assert_cmpuint (rows[i], ==, 7700 + i);
  g_assert_cmpuint (palier_matcher_disk_find (disk, 1000000 + 77, rows, 32), ==, 32);
}

static void
test_faces (void)
{
  g_autoptr (PalierMatcherDisk) disk = make_disk ();
  PalierFace face;

  for (guint32 row = 0; row < RUNS * ROWS; row += 11)
  {
    g_assert_true (palier_matcher_disk_get (disk, row, &face));
    g_assert_cmpuint (face.email, ==, row);
    g_assert_cmpuint (face.last, ==, row + 1);
  }
  g_assert_false (palier_matcher_disk_get (disk, RUNS * ROWS, &face));
}

static PalierProspect *
make_prospect (guint row)
{
  PalierProspect *prospect = palier_prospect_new ();

  palier_prospect_set (prospect, PALIER_FIELD_KIND, "person");
  palier_prospect_take (prospect, PALIER_FIELD_LAST_NAME, g_strdup_printf ("Nom %u", row));
  palier_prospect_take (prospect, PALIER_FIELD_EMAIL, g_strdup_printf ("nom%u@example.org", row));
  return prospect;
}

static void
test_many (void)
{
  g_autoptr (PalierMatcher) matcher = palier_matcher_new ();
  guint row = 0;

  for (; row < 300000; row++)
  {
    g_autoptr (PalierProspect) prospect = make_prospect (row);
    g_assert_cmpint (palier_matcher_add (matcher, prospect).identity, ==, PALIER_IDENTITY_NEW);
  }
  for (guint other = 0; other < 300000; other += 997)
  {
    g_autoptr (PalierProspect) prospect = make_prospect (other);
    PalierMatch match = palier_matcher_add (matcher, prospect);
    g_assert_cmpint (match.identity, ==, PALIER_IDENTITY_SAME);
    g_assert_cmpuint (match.row, ==, other);
    g_assert_cmpstr (match.reason, ==, "email");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/matcher-disk/conceal", test_conceal);
  g_test_add_func ("/matcher-disk/find", test_find);
  g_test_add_func ("/matcher-disk/faces", test_faces);
  g_test_add_func ("/matcher-disk/many", test_many);
  return g_test_run ();
}
