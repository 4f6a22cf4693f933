/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the files beside the programs are. A program may run from its build tree or be installed
 * anywhere: both are found from where its executable stands, and the configured prefix is only the
 * last resort. No path of the machine that built it is kept. */
#include "palier-paths.h"

static char *
dup_program_dir (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  return program ? g_path_get_dirname (program) : NULL;
}

/* Returns: (transfer full) (nullable): @path where it exists */
static char *
take_if_there (char *path)
{
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return path;
  g_free (path);
  return NULL;
}

/**
 * palier_paths_dup_locale_dir:
 *
 * Returns: (transfer full): the folder of the translations
 */
char *
palier_paths_dup_locale_dir (void)
{
  g_autofree char *dir = dup_program_dir ();
  char *found = NULL;

  if (dir)
  {
    found = take_if_there (g_build_filename (dir, "..", "po", "fr", "LC_MESSAGES", NULL));
    if (found)
    {
      g_free (found);
      return g_build_filename (dir, "..", "po", NULL);
    }
    found = take_if_there (g_build_filename (dir, "..", "share", "locale", NULL));
  }
  return found ? found : g_strdup (PALIER_DATADIR "/locale");
}

/**
 * palier_paths_dup_data_file:
 * @name: under the data folder, for instance "sample/contacts.csv"
 *
 * Returns: (transfer full) (nullable): its path in the source tree that the program was built in,
 * or where it is installed; NULL where it is neither
 */
char *
palier_paths_dup_data_file (const char *name)
{
  g_autofree char *dir = dup_program_dir ();
  char *found = NULL;

  if (dir)
    found = take_if_there (g_build_filename (dir, "..", "..", "data", name, NULL));
  if (dir && found == NULL)
    found = take_if_there (g_build_filename (dir, "..", "share", "palier", name, NULL));
  return found ? found : take_if_there (g_build_filename (PALIER_DATADIR, "palier", name, NULL));
}

/**
 * palier_paths_dup_program:
 * @name: one of ours, for instance "palier-relay"
 *
 * Returns: (transfer full) (nullable): the one that stands beside this program, else the one on
 * PATH; NULL where there is none
 */
char *
palier_paths_dup_program (const char *name)
{
  g_autofree char *dir = dup_program_dir ();
  char *found = dir ? take_if_there (g_build_filename (dir, name, NULL)) : NULL;

  return found ? found : g_find_program_in_path (name);
}
