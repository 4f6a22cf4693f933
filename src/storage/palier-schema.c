/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Migrations are files 0001-words.sql, 0002-…: the number is the base's user_version after it. All
 * that a base lacks run in one transaction. */
#include "palier-schema.h"

#include <gio/gio.h>

#define FOLDER "/fr/immo_ai/Palier/sql/app"

GResource *palier_storage_get_resource (void);

static char **
list_files (void)
{
  return g_resource_enumerate_children (palier_storage_get_resource (), FOLDER,
                                        G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

static int
number_of (const char *file)
{
  return (int) g_ascii_strtoll (file, NULL, 10);
}

static const char *
find_file (char **files, int number)
{
  for (; *files != NULL; files++)
    if (number_of (*files) == number)
      return *files;
  return NULL;
}

/* The version that this program writes. */
int
palier_schema_latest (void)
{
  g_auto (GStrv) files = list_files ();
  int latest = 0;

  for (char **file = files; *file != NULL; file++)
    latest = MAX (latest, number_of (*file));
  return latest;
}

gboolean
palier_schema_get_version (PalierDatabase *database, int *version, GError **error)
{
  gint64 number = 0;

  if (!palier_database_number (database, &number, error, "PRAGMA user_version", ""))
    return FALSE;
  *version = (int) number;
  return TRUE;
}

static gboolean
run_file (PalierDatabase *database, char **files, int number, GError **error)
{
  const char *file = find_file (files, number);

  g_assert (file != NULL);
  g_autofree char *path = g_strconcat (FOLDER "/", file, NULL);
  g_autofree char *version = g_strdup_printf ("PRAGMA user_version = %d", number);
  g_autoptr (GBytes) sql = g_resource_lookup_data (palier_storage_get_resource (), path,
                                                   G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  return sql != NULL && palier_database_exec (database, g_bytes_get_data (sql, NULL), error)
         && palier_database_exec (database, version, error);
}

/* Brings the base from its version to version @to: wholly or not at all. */
gboolean
palier_schema_migrate (PalierDatabase *database, int to, GError **error)
{
  g_auto (GStrv) files = list_files ();
  int version;

  if (!palier_database_exec (database, "BEGIN IMMEDIATE", error))
    return FALSE;
  gboolean good = palier_schema_get_version (database, &version, error);
  while (good && version < to)
    good = run_file (database, files, ++version, error);
  if (good && palier_database_commit (database, error))
    return TRUE;
  palier_database_rollback (database);
  return FALSE;
}
