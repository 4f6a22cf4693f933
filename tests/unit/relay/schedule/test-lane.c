/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many messages of a line are at risk at once: few, but on a line to a fast server. */
#include "palier-lane.h"

static void
test_next_size (void)
{
  static const struct
  {
    guint size;
    guint sent;
    gint64 taken_us;
    guint next;
  } cases[] = {
    { 8, 8, 1000, 16 },    { 16, 16, 1000, 32 },  { 32, 32, 1000, 32 },  /* fast */
    { 8, 8, 24000, 8 },    { 32, 32, 24000, 32 },                        /* neither */
    { 32, 32, 96000, 16 }, { 16, 16, 400000, 8 }, { 8, 8, 4000000, 8 },  /* slow */
    { 8, 3, 1000, 8 },     { 32, 1, 1000, 32 },   { 16, 2, 4000000, 8 }, /* few say little */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (palier_batch_next_size (cases[i].size, cases[i].sent, cases[i].taken_us), ==,
                      cases[i].next);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lane/next-size", test_next_size);
  return g_test_run ();
}
