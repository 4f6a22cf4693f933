/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `palier-relay rotate-master-key`: another master key for a store that nobody serves. It may be
 * ended at any point and run again: until the commit the old key is the store's, after it the new
 * one, which lies on the disk before. */
#include "palier-relay-log.h"
#include "palier-relay-process.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "palier-store-rekey.h"

/* Under the new key: whoever runs the command again after it was ended notes it again. */
static gboolean
note (const PalierRelayConfig *config, const PalierSealKey *key, GError **error)
{
  g_autoptr (PalierStore) store = palier_relay_open_store (config, key, error);

  return store != NULL && palier_relay_note_deed_to_all (store, PALIER_ACCESS_MASTER_KEY, error);
}

static gboolean
rotate (const PalierRelayConfig *config, PalierRekey *rekey, GError **error)
{
  g_autoptr (PalierRandom) random = palier_random_new_system ();
  PalierSealKey from;
  PalierSealKey to;

  rekey->from = &from;
  rekey->to = &to;
  gboolean good = palier_relay_config_get_key (config, NULL, &from, error)
                  && palier_relay_config_get_new_key (config, random, &to, error)
                  && palier_relay_check_alone (config, error)
                  && palier_store_rekey (rekey, random, error) && note (config, &to, error)
                  && palier_relay_config_keep_new_key (config, error);
  palier_seal_key_clear (&from);
  palier_seal_key_clear (&to);
  return good;
}

/* Returns: the exit status */
int
palier_relay_rotate_master_key (const PalierRelayConfig *config)
{
  g_autofree char *store = palier_relay_config_dup_store (config);
  PalierRekey rekey = { .engine = palier_db_engine_of (store),
                        .place = config->store_owner != NULL ? config->store_owner : store };
  g_autoptr (GError) error = NULL;
  int lock = palier_relay_lock (config, TRUE, &error);

  if (lock < 0 || !rotate (config, &rekey, &error))
    return palier_relay_report (error);
  if (rekey.already)
    puts ("the store has the new key already");
  else
    printf ("the store has a new key: %u values sealed again, for %u tenants\n", rekey.resealed,
            rekey.tenants);
  if (config->new_master_key != NULL || config->new_master_key_file != NULL)
    puts ("put it where the old one was, in master_key or master_key_file");
  close (lock);
  return PALIER_EXIT_DONE;
}
