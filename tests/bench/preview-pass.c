/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Import page without the page: a file is inspected and all of its rows listed. Prints the
 * seconds until mapping and first rows are there, those until the file is counted, the longest turn
 * of the main loop meanwhile in milliseconds, and the rows.
 *
 *     preview-pass FOLDER FILE */
#include <stdio.h>

#include "palier-session.h"

static gint64 longest_us;

/* One turn, and how long it worked. */
static void
turn (void)
{
  gint64 began = g_get_monotonic_time ();

  if (g_main_context_iteration (NULL, FALSE))
    longest_us = MAX (longest_us, g_get_monotonic_time () - began);
  else
    g_usleep (100);
}

static const GValue *
settle (DexFuture *future)
{
  g_autoptr (GError) error = NULL;

  while (dex_future_is_pending (future))
    turn ();
  const GValue *value = dex_future_get_value (future, &error);
  if (value == NULL)
    g_error ("%s", error->message);
  return value;
}

static PalierSession *
make_session (const char *folder)
{
  g_autofree char *base = g_build_filename (folder, "base", NULL);
  g_autofree char *key = g_build_filename (folder, "key", NULL);
  PalierSession *session =
      palier_session_new (&(PalierSessionOptions) { .directory = base, .key_file = key });

  settle (palier_session_create (session));
  return session;
}

/* The first screen: forty rows, read. */
static void
wait_for_screen (PalierImportRows *rows)
{
  while (g_list_model_get_n_items (G_LIST_MODEL (rows)) < 40)
    turn ();
  for (guint i = 0; i < 40; i++)
  {
    g_autoptr (PalierImportRow) row = g_list_model_get_item (G_LIST_MODEL (rows), i);
    while (!palier_import_row_is_read (row))
      turn ();
  }
}

int
main (int argc, char **argv)
{
  if (argc != 3)
    return 2;
  dex_init ();
  g_autoptr (PalierSession) session = make_session (argv[1]);
  PalierImportService *imports = palier_session_get_imports (session);

  longest_us = 0;
  gint64 began = g_get_monotonic_time ();
  PalierPreview *preview = g_value_get_boxed (
      settle (palier_import_service_inspect (imports, argv[2], NULL, NULL, NULL)));
  g_autoptr (PalierImportRows) rows = palier_import_service_rows (imports, preview, NULL);
  wait_for_screen (rows);
  gint64 usable_us = g_get_monotonic_time () - began;
  while (!palier_import_rows_is_complete (rows))
    turn ();
  printf ("%f %f %f %" G_GUINT64_FORMAT "\n", (double) usable_us / G_USEC_PER_SEC,
          (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC, (double) longest_us / 1000,
          palier_import_rows_get_counts (rows)->rows);
  return 0;
}
