/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Jobs of one worker run in order on its own thread. 2. Errors come through. 3. Freeing waits.
 */
#include "palier-worker.h"

#include <gio/gio.h>

static PalierWorker *worker;
static int order[100];
static int n_done;

static DexFuture *
job_note (gpointer data)
{
  g_assert_true (palier_worker_is_current (worker));
  order[n_done++] = GPOINTER_TO_INT (data);
  return dex_future_new_for_int (GPOINTER_TO_INT (data));
}

static DexFuture *
job_fail (gpointer data)
{
  return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "full");
}

static DexFuture *
story_fiber (gpointer loop)
{
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 50; i++)
    dex_future_disown (palier_worker_run (worker, job_note, GINT_TO_POINTER (i), NULL));
  g_assert_cmpint (
      dex_await_int (palier_worker_run (worker, job_note, GINT_TO_POINTER (50), NULL), &error), ==,
      50);
  g_assert_no_error (error);
  for (int i = 0; i <= 50; i++)
    g_assert_cmpint (order[i], ==, i);

  g_assert_false (dex_await (palier_worker_run (worker, job_fail, NULL, NULL), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_main_loop_quit (loop);
  return dex_future_new_true ();
}

static void
test_order (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  n_done = 0;
  worker = palier_worker_new ("test");
  dex_future_disown (dex_scheduler_spawn (NULL, 0, story_fiber, loop, NULL));
  g_main_loop_run (loop);
  palier_worker_free (worker);
}

static void
test_free_waits (void)
{
  n_done = 0;
  worker = palier_worker_new ("test");
  for (int i = 0; i < 20; i++)
    dex_future_disown (palier_worker_run (worker, job_note, GINT_TO_POINTER (i), NULL));
  palier_worker_free (worker);
  g_assert_cmpint (n_done, ==, 20);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/worker/order", test_order);
  g_test_add_func ("/worker/free-waits", test_free_waits);
  return g_test_run ();
}
