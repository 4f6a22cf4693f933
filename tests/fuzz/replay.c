/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gives every file of a corpus, and every beginning of it, to the target it is linked with. */
#include "fuzz.h"

#include <string.h>

static void
replay (const char *path)
{
  g_autofree char *data = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  LLVMFuzzerTestOneInput ((const guint8 *) data, length);
  for (gsize cut = 0; cut < MIN (length, 4096); cut++)
  {
    /* A copy of just that size, so that a read behind the end is seen; never NULL. */
    g_autofree guint8 *part = g_malloc (MAX (cut, 1));
    memcpy (part, data, cut);
    LLVMFuzzerTestOneInput (part, cut);
  }
}

int
main (int argc, char **argv)
{
  g_autoptr (GDir) folder = g_dir_open (argv[1], 0, NULL);
  guint count = 0;

  g_assert_nonnull (folder);
  for (const char *name; (name = g_dir_read_name (folder)) != NULL;)
  {
    g_autofree char *path = g_build_filename (argv[1], name, NULL);
    replay (path);
    g_print ("ok %u - %s\n", ++count, name);
  }
  g_print ("1..%u\n", count);
  return count > 0 ? 0 : 1;
}
