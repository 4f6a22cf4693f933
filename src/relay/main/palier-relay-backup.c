/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `palier-relay backup` and `restore`: sealed copies of a store in a file, in a folder. A copy gets
 * its name once it was unsealed again and opened as a relay would, so that whatever has a name is a
 * copy that can be put back. */
#include "palier-relay-log.h"
#include "palier-relay-process.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "palier-backup-folder.h"
#include "palier-file.h"
#include "palier-sealed-file.h"
#include "palier-store-copy.h"
#include "palier-tenant-erasure.h"

#define SCRATCH ".scratch."

typedef struct
{
  const PalierRelayConfig *config;
  const char *folder; /* of the copies */
  int lock;           /* of that folder; -1: none */
  char *scratch;      /* a folder of this run */
  char *store;
  char *plain;   /* the copy in clear: what is in it is sealed by the tenants' keys */
  char *sealed;  /* … sealed as a whole */
  char *checked; /* … unsealed again */
  PalierSealKey key;
} Run;

static void
run_clear (Run *self)
{
  palier_seal_key_clear (&self->key);
  if (self->scratch != NULL)
    palier_folder_remove (self->scratch);
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->scratch);
  g_free (self->store);
  g_free (self->plain);
  g_free (self->sealed);
  g_free (self->checked);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static gboolean
fail_with_errno (GError **error, const char *path)
{
  g_set_error (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_OPEN, "%s: %s", path,
               g_strerror (errno));
  return FALSE;
}

/* What belongs to the master key of the store, and to nothing else of it. */
static gboolean
load_key (Run *self, GError **error)
{
  PalierSealKey master_key;

  if (!palier_relay_config_get_key (self->config, NULL, &master_key, error))
    return FALSE;
  palier_seal_key_derive (&master_key, "backup", &self->key);
  palier_seal_key_clear (&master_key);
  return TRUE;
}

static gboolean
check_engine (Run *self, GError **error)
{
  self->store = palier_relay_config_dup_store (self->config);
  if (palier_db_engine_of (self->store) == &palier_db_sqlite)
    return TRUE;
  g_set_error_literal (
      error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_OPEN,
      "the store is PostgreSQL's, which keeps its own copies: see pgbackrest.conf");
  return FALSE;
}

/* What a run that was killed left behind. The folder is locked by this one. */
static void
clear_scratch (const char *in)
{
  g_autoptr (GDir) dir = g_dir_open (in, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
  {
    g_autofree char *path = g_build_filename (in, name, NULL);
    if (g_str_has_prefix (name, SCRATCH))
      palier_folder_remove (path);
  }
}

static gboolean
make_scratch (Run *self, const char *in, GError **error)
{
  clear_scratch (in);
  self->scratch = g_build_filename (in, SCRATCH "XXXXXX", NULL);
  if (g_mkdtemp_full (self->scratch, 0700) == NULL)
  {
    g_clear_pointer (&self->scratch, g_free);
    return fail_with_errno (error, in);
  }
  self->plain = g_build_filename (self->scratch, "copy.sqlite", NULL);
  self->sealed = g_build_filename (self->scratch, "copy" PALIER_BACKUP_SUFFIX, NULL);
  self->checked = g_build_filename (self->scratch, "checked.sqlite", NULL);
  return TRUE;
}

/* Who has something in the store is told in the log what was done to all of it. */
static gboolean
note_deed (const PalierRelayConfig *config, PalierAccessAction action, GError **error)
{
  PalierSealKey master_key;

  if (!palier_relay_config_get_key (config, NULL, &master_key, error))
    return FALSE;
  g_autoptr (PalierStore) store = palier_relay_open_store (config, &master_key, error);
  palier_seal_key_clear (&master_key);
  return store != NULL && palier_relay_note_deed_to_all (store, action, error);
}

/* ---- backup */

static gboolean
lock_folder (Run *self, GError **error)
{
  if (g_mkdir_with_parents (self->folder, 0700) != 0)
    return fail_with_errno (error, self->folder);
  self->lock = open (self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (self->lock < 0)
    return fail_with_errno (error, self->folder);
  if (flock (self->lock, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  g_set_error (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_LOCKED,
               "%s: another backup goes there now", self->folder);
  return FALSE;
}

static gboolean
make_copy (Run *self, GError **error)
{
  g_autoptr (PalierRandom) random = palier_random_new_system ();
  int fd = g_open (self->plain, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd < 0)
    return fail_with_errno (error, self->plain);
  close (fd);
  return palier_store_copy (self->store, self->plain, error)
         && palier_sealed_file_write (self->plain, self->sealed, &self->key, random, error);
}

/* Before it is made, so that it is in the copy. */
static gboolean
note_backup (Run *self, GError **error)
{
  return !g_file_test (self->store, G_FILE_TEST_IS_REGULAR)
         || note_deed (self->config, PALIER_ACCESS_BACKUP, error);
}

/* The sealed copy is unsealed and opened, and must hold what was copied. */
static gboolean
prove_copy (Run *self, PalierCopySummary *found, GError **error)
{
  PalierCopySummary copied;
  PalierSealKey master_key;

  if (!palier_store_count (self->plain, &copied, error)
      || !palier_sealed_file_read (self->sealed, self->checked, &self->key, error)
      || !palier_relay_config_get_key (self->config, NULL, &master_key, error))
    return FALSE;
  gboolean good = palier_store_prove (self->checked, &master_key, found, error);
  palier_seal_key_clear (&master_key);
  if (good && (copied.tenants != found->tenants || copied.rows != found->rows))
  {
    g_set_error_literal (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_DAMAGED,
                         "the copy does not hold what was copied");
    return FALSE;
  }
  return good;
}

static gboolean
back_up (Run *self, PalierCopySummary *found, char **name, GError **error)
{
  if (!check_engine (self, error) || !load_key (self, error) || !lock_folder (self, error)
      || !make_scratch (self, self->folder, error) || !note_backup (self, error)
      || !make_copy (self, error) || !prove_copy (self, found, error))
    return FALSE;
  *name = palier_backup_folder_dup_name (g_get_real_time () / G_USEC_PER_SEC);
  g_autofree char *path = g_build_filename (self->folder, *name, NULL);
  return palier_tenant_list_copy (self->config->directory, self->folder, error)
         && (palier_file_settle (self->sealed, path) || fail_with_errno (error, path));
}

/**
 * palier_relay_backup:
 * @words: (array zero-terminated=1): the folder of the copies, which is made where it is missing
 *
 * Makes a copy beside a relay that runs, and removes those that are too old.
 *
 * Returns: the exit status
 */
int
palier_relay_backup (const PalierRelayConfig *config, char **words)
{
  g_auto (Run) run = { .config = config, .folder = words[0], .lock = -1 };
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;
  PalierCopySummary found = { 0 };
  gint64 begun_us = g_get_monotonic_time ();

  if (!back_up (&run, &found, &name, &error))
    return palier_relay_report (error);
  guint removed = palier_backup_folder_prune (run.folder, g_get_real_time () / G_USEC_PER_SEC);
  printf ("%s: %u tenants, %" G_GUINT64_FORMAT " rows, a record of %u opened again, %.1f s;"
          " %u old copies removed\n",
          name, found.tenants, found.rows, found.opened,
          (double) (g_get_monotonic_time () - begun_us) / G_USEC_PER_SEC, removed);
  return PALIER_EXIT_DONE;
}

/* ---- restore */

/* A store is there: whatever it holds, it is not overwritten. */
static gboolean
check_room (const Run *self, GError **error)
{
  if (!g_file_test (self->store, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_CONFLICT,
               "%s: a store is here: move it away first", self->store);
  return FALSE;
}

static gboolean
open_copy (Run *self, const char *file, PalierCopySummary *found, GError **error)
{
  PalierSealKey master_key;

  if (!palier_sealed_file_read (file, self->checked, &self->key, error)
      || !palier_relay_config_get_key (self->config, NULL, &master_key, error))
    return FALSE;
  gboolean good = palier_store_prove (self->checked, &master_key, found, error);
  palier_seal_key_clear (&master_key);
  return good;
}

/* Who was erased since the copy was made is erased in it, by the list beside it and the one here.
 */
static gboolean
erase_again (Run *self, GError **error)
{
  g_autoptr (PalierClock) clock = palier_clock_new_system ();
  g_autoptr (PalierRandom) random = palier_random_new_system ();
  PalierSealKey master_key;

  if (!palier_tenant_list_copy (self->folder, self->config->directory, error)
      || !palier_relay_config_get_key (self->config, NULL, &master_key, error))
    return FALSE;
  g_autoptr (PalierStore) store =
      palier_store_open (&palier_db_sqlite, self->checked, &master_key, clock, random, error);
  palier_seal_key_clear (&master_key);
  return store != NULL && palier_tenant_erase_again (store, self->config->directory, error)
         && palier_relay_note_deed_to_all (store, PALIER_ACCESS_RESTORE, error);
}

static gboolean
restore (Run *self, const char *file, PalierCopySummary *found, guint *uncertain, GError **error)
{
  return check_engine (self, error) && check_room (self, error) && load_key (self, error)
         && make_scratch (self, self->config->directory, error)
         && open_copy (self, file, found, error)
         && palier_store_revive (&palier_db_sqlite, self->checked, uncertain, error)
         && erase_again (self, error)
         && (palier_file_settle (self->checked, self->store)
             || fail_with_errno (error, self->store));
}

/* Puts a copy in the place of the store, while no relay runs. Returns: the exit status */
int
palier_relay_restore (const PalierRelayConfig *config, char **words)
{
  g_autofree char *folder = g_path_get_dirname (words[0]);
  g_auto (Run) run = { .config = config, .folder = folder, .lock = -1 };
  g_autoptr (GError) error = NULL;
  PalierCopySummary found = { 0 };
  guint uncertain = 0;
  int lock = palier_relay_lock (config, TRUE, &error);

  gboolean good = lock >= 0 && restore (&run, words[0], &found, &uncertain, &error);
  if (good)
    printf ("restored: %u tenants, %" G_GUINT64_FORMAT " rows; devices give what came later; %u"
            " messages may have left since and are uncertain\n",
            found.tenants, found.rows, uncertain);
  if (lock >= 0)
    close (lock);
  return good ? PALIER_EXIT_DONE : palier_relay_report (error);
}

/* After another program put the store back (pgBackRest): what restore does to a copy. Returns: the
 * exit status */
int
palier_relay_revive (const PalierRelayConfig *config)
{
  g_autofree char *store = palier_relay_config_dup_store (config);
  const char *place = config->store_owner != NULL ? config->store_owner : store;
  const PalierDbEngine *engine = palier_db_engine_of (store);
  g_autoptr (GError) error = NULL;
  guint uncertain = 0;
  int lock = palier_relay_lock (config, TRUE, &error);

  gboolean good = lock >= 0 && palier_relay_check_alone (config, &error)
                  && palier_store_migrate (engine, place, 0, &error)
                  && palier_store_revive (engine, place, &uncertain, &error)
                  && note_deed (config, PALIER_ACCESS_REVIVE, &error);
  if (good)
    printf ("devices give what came later; %u messages may have left since and are uncertain\n",
            uncertain);
  if (lock >= 0)
    close (lock);
  return good ? PALIER_EXIT_DONE : palier_relay_report (error);
}
