/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-relay-process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>

#include "palier-store-rekey.h"

static gboolean
is_shared (const PalierRelayConfig *config)
{
  return config->store != NULL && palier_db_engine_of (config->store)->hear != NULL;
}

/**
 * palier_relay_lock:
 * @alone: no other relay may serve it, whatever the store
 *
 * One relay serves a directory, unless its store is one that several serve; the directory is made,
 * 0700, where it is missing. The lock ends with the process, however it ends.
 *
 * Returns: a file descriptor to keep open, or -1 with PALIER_STORE_ERROR_LOCKED or _OPEN
 */
int
palier_relay_lock (const PalierRelayConfig *config, gboolean alone, GError **error)
{
  g_autofree char *path = g_build_filename (config->directory, "lock", NULL);

  g_mkdir_with_parents (config->directory, 0700);
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
  {
    g_set_error (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_OPEN, "%s: %s", path,
                 g_strerror (errno));
    return -1;
  }
  if (flock (fd, (!alone && is_shared (config) ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0)
    return fd;
  g_set_error (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_LOCKED,
               "%s: another relay serves this directory", config->directory);
  close (fd);
  return -1;
}

/* Whether no relay serves the store: in another folder, on another machine, where the lock does not
 * reach. Each gives a beat five times in its silence_s. Returns: FALSE with
 * PALIER_STORE_ERROR_LOCKED, or another error of the store */
gboolean
palier_relay_check_alone (const PalierRelayConfig *config, GError **error)
{
  g_autofree char *store = palier_relay_config_dup_store (config);
  const char *place = config->store_owner != NULL ? config->store_owner : store;
  gboolean served = FALSE;

  if (!is_shared (config))
    return TRUE;
  if (!palier_store_is_served (palier_db_engine_of (store), place,
                               (guint) config->silence_s * 1000 / 2, &served, error))
    return FALSE;
  if (served)
    g_set_error_literal (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_LOCKED,
                         "another relay serves this store: stop all of them first");
  return !served;
}

/* @hosts: of palier_relay_config_dup_hosts(), kept by the caller, as @config */
PalierSites
palier_relay_get_sites (const PalierRelayConfig *config, const char *const *hosts)
{
  return (PalierSites) { .public_url = config->public_url,
                         .base_domain = config->base_domain,
                         .own_hosts = hosts,
                         .plain_loopback = config->allow_plain_loopback };
}

/* Brings the store to this version and opens it. Returns: (transfer full) (nullable) */
PalierStore *
palier_relay_open_store (const PalierRelayConfig *config, const PalierSealKey *key, GError **error)
{
  g_autofree char *place = palier_relay_config_dup_store (config);
  const PalierDbEngine *engine = palier_db_engine_of (place);
  g_autoptr (PalierClock) clock = palier_clock_new_system ();
  g_autoptr (PalierRandom) random = palier_random_new_system ();

  if (config->store_owner != NULL && !palier_store_migrate (engine, config->store_owner, 0, error))
    return NULL;
  PalierStore *store = palier_store_open (engine, place, key, clock, random, error);
  if (store != NULL)
    palier_store_set_readers (store, (guint) config->store_connections);
  return store;
}

/* Says on stderr why the program ends. Returns: the exit status. */
int
palier_relay_report (const GError *error)
{
  gboolean locked = g_error_matches (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_LOCKED);

  fprintf (stderr, "palier-relay: %s\n", error->message);
  return locked ? PALIER_EXIT_LOCKED : PALIER_EXIT_FAILED;
}

/* Returns: (transfer full) (nullable): the store, which a relay that runs may have open too */
PalierStore *
palier_relay_open_with_key (const PalierRelayConfig *config, GError **error)
{
  g_autoptr (PalierRandom) random = palier_random_new_system ();
  PalierSealKey key;

  if (!palier_relay_config_get_key (config, random, &key, error))
    return NULL;
  PalierStore *store = palier_relay_open_store (config, &key, error);
  palier_seal_key_clear (&key);
  return store;
}

/* Brings the store to this version and ends. */
int
palier_relay_migrate (const PalierRelayConfig *config)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierStore) store = NULL;
  int lock = palier_relay_lock (config, FALSE, &error);

  if (lock >= 0)
    store = palier_relay_open_with_key (config, &error);
  if (store == NULL)
    return palier_relay_report (error);
  puts ("up to date");
  return PALIER_EXIT_DONE;
}
