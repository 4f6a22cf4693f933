/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Migrations are files 0001-words.sql, 0002-…: the number is the base's user_version after it. All
 * that a base lacks run in one transaction. The indices of exact keys are no part of them: a bulk
 * load into an empty base goes without and makes them afterwards, which costs a third, so whoever
 * opens the base makes those that are missing. */
#include "palier-schema.h"

#include <gio/gio.h>

#define FOLDER "/fr/immo_ai/Palier/sql/app"

GResource *palier_storage_get_resource (void);

static const struct
{
  const char *name;
  const char *make;
  const char *drop;
} key_indices[] = {
#define KEY_INDEX(name, on)                                                                        \
  { name, "CREATE INDEX IF NOT EXISTS " name " ON " on, "DROP INDEX IF EXISTS " name }
  KEY_INDEX ("prospect_email", "prospect (email) WHERE email IS NOT NULL"),
  KEY_INDEX ("prospect_phone", "prospect (phone) WHERE phone IS NOT NULL"),
  KEY_INDEX ("prospect_mobile", "prospect (mobile) WHERE mobile IS NOT NULL"),
  KEY_INDEX ("prospect_siret", "prospect (siret) WHERE siret IS NOT NULL"),
  /* The few of whom nothing but a name is known. */
  KEY_INDEX ("prospect_name",
             "prospect (coalesce (last_name, company, first_name)) WHERE email IS NULL "
             "AND phone IS NULL AND mobile IS NULL AND siret IS NULL"),
};

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

gboolean
palier_schema_drop_key_indices (PalierDatabase *database, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (key_indices); i++)
    if (!palier_database_exec (database, key_indices[i].drop, error))
      return FALSE;
  return TRUE;
}

/* One transaction an index: none keeps other processes waiting for long. */
gboolean
palier_schema_make_key_indices (PalierDatabase *database, GError **error)
{
  gboolean complete = FALSE, good = TRUE;

  if (!palier_schema_has_key_indices (database, &complete, error) || complete)
    return complete;
  palier_database_set_sorting (database);
  for (gsize i = 0; i < G_N_ELEMENTS (key_indices) && good; i++)
    good = palier_database_exec (database, key_indices[i].make, error);
  palier_database_set_frugal (database, FALSE);
  return good;
}

gboolean
palier_schema_has_key_indices (PalierDatabase *database, gboolean *complete, GError **error)
{
  gint64 count = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (key_indices); i++)
  {
    gint64 one = 0;
    if (!palier_database_number (database, &one, error,
                                 "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name "
                                 "= ?",
                                 "t", key_indices[i].name))
      return FALSE;
    count += one;
  }
  *complete = count == G_N_ELEMENTS (key_indices);
  return TRUE;
}
