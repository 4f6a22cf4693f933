/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. The steps. 2. It stops within 72 h, whatever the server says. */
#include "palier-retry.h"

#define MINUTE G_GINT64_CONSTANT (60000)

static void
test_steps (void)
{
  static const struct
  {
    guint attempts;
    int minutes;
  } cases[] = { { 0, 1 }, { 1, 1 }, { 2, 5 }, { 3, 15 }, { 4, 60 }, { 5, 240 }, { 17, 240 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (palier_retry_next_ms (cases[i].attempts, 1000, 5000), ==,
                     5000 + cases[i].minutes * MINUTE);
}

static void
test_stop (void)
{
  gint64 now = 0;
  guint attempts = 1;

  for (gint64 next; (next = palier_retry_next_ms (attempts, 0, now)) != PALIER_RETRY_NEVER;)
  {
    g_assert_cmpint (next, >, now);
    now = next;
    attempts++;
  }
  g_assert_cmpint (now, <=, PALIER_RETRY_STOP_MS);
  g_assert_cmpint (now, >, PALIER_RETRY_STOP_MS - 240 * MINUTE);
  g_assert_cmpuint (attempts, ==, 22);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/retry/steps", test_steps);
  g_test_add_func ("/retry/stop", test_stop);
  return g_test_run ();
}
