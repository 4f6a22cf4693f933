/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1  the distance of two words  2  … of a word to the beginning of another  3  long texts */
#include "palier-edit-distance.h"

#include <string.h>

typedef struct
{
  const char *a;
  const char *b;
  guint most;
  guint distance;
} Case;

static void
test_distance (void)
{
  static const Case cases[] = {
    { "", "", 2, 0 },
    { "vannes", "vannes", 2, 0 },
    { "vanes", "vannes", 2, 1 },
    { "vannes", "vanens", 2, 1 },
    { "vannes", "cannes", 2, 1 },
    { "vannes", "van", 2, 3 },
    { "", "ab", 2, 2 },
    { "kitten", "sitting", 3, 3 },
    { "kitten", "sitting", 2, 3 },
    { "abcdef", "ghijkl", 2, 3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    const char *a = cases[i].a, *b = cases[i].b;
    g_assert_cmpuint (palier_edit_distance (a, strlen (a), b, strlen (b), cases[i].most), ==,
                      cases[i].distance);
    g_assert_cmpuint (palier_edit_distance (b, strlen (b), a, strlen (a), cases[i].most), ==,
                      cases[i].distance);
  }
}

static void
test_beginning (void)
{
  static const Case cases[] = {
    { "immob", "immobilier", 1, 0 },
    { "imob", "immobilier", 1, 1 },
    { "imobiliere", "immobilier", 2, 2 },
    { "imobiliere", "immobilier", 1, 2 },
    { "immobiliers", "immobilier", 1, 1 },
    { "vna", "vannes", 1, 1 },
    { "zz", "vannes", 1, 2 },
    { "", "vannes", 1, 0 },
    { "vannes", "", 2, 3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (palier_edit_distance_to_beginning (cases[i].a, strlen (cases[i].a),
                                                         cases[i].b, strlen (cases[i].b),
                                                         cases[i].most),
                      ==, cases[i].distance);
}

static void
test_long (void)
{
  g_autofree char *a = g_strnfill (300, 'a');
  g_autofree char *b = g_strnfill (250, 'a');

  g_assert_cmpuint (palier_edit_distance (a, 300, b, 250, 2), ==, 0);
  g_assert_cmpuint (palier_edit_distance_to_beginning (a, 300, b, 250, 2), ==, 0);
  b[PALIER_EDIT_MAX - 1] = 'b';
  g_assert_cmpuint (palier_edit_distance (a, 300, b, 250, 2), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/edit-distance/distance", test_distance);
  g_test_add_func ("/base/edit-distance/beginning", test_beginning);
  g_test_add_func ("/base/edit-distance/long", test_long);
  return g_test_run ();
}
