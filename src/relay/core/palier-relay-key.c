/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the master key comes from, and the one that takes its place. */
#include <errno.h>
#include <string.h>

#include "palier-file.h"
#include "palier-relay-config.h"

/* Where the master key is kept when no place is set: beside the store it opens. */
static char *
dup_key_path (const PalierRelayConfig *self)
{
  return self->master_key_file != NULL ? g_strdup (self->master_key_file)
                                       : g_build_filename (self->directory, "master.key", NULL);
}

static gboolean
make_key (const char *path, PalierRandom *random, PalierSealKey *out, GError **error)
{
  g_autoptr (GString) hex = g_string_new (NULL);

  palier_seal_key_random (random, out);
  for (gsize i = 0; i < sizeof out->bytes; i++)
    g_string_append_printf (hex, "%02x", out->bytes[i]);
  g_string_append_c (hex, '\n');
  gboolean good = g_file_set_contents_full (
      path, hex->str, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
      error);
  explicit_bzero (hex->str, hex->len);
  return good;
}

/**
 * palier_relay_config_get_key:
 * @random: (nullable): makes a key file where there is none; NULL only reads
 *
 * The master key: from the setting, else from its file. Who loses it loses what the store holds,
 * and a copy of the store without it is worth nothing.
 */
gboolean
palier_relay_config_get_key (const PalierRelayConfig *self, PalierRandom *random,
                             PalierSealKey *out, GError **error)
{
  g_autofree char *path = dup_key_path (self);

  if (self->master_key != NULL)
    return palier_seal_key_parse (self->master_key, out, error);
  if (random != NULL && !g_file_test (path, G_FILE_TEST_EXISTS))
    return make_key (path, random, out, error);
  return palier_seal_key_load (path, out, error);
}

static gboolean
refuse_place (GError **error)
{
  g_set_error_literal (error, PALIER_CONFIG_ERROR, PALIER_CONFIG_ERROR_VALUE,
                       "master_key is set by itself, not by a file: set new_master_key too");
  return FALSE;
}

/* Where a key that was made to take the place of the master key's file waits. */
static char *
dup_new_key_path (const PalierRelayConfig *self)
{
  g_autofree char *path = dup_key_path (self);
  return g_strconcat (path, ".new", NULL);
}

static gboolean
is_new_key_ours (const PalierRelayConfig *self)
{
  return self->new_master_key == NULL && self->new_master_key_file == NULL;
}

/* The key that takes the master key's place: from the settings, else one that is made beside the
 * master key's file, or was made there by a try that did not end. */
gboolean
palier_relay_config_get_new_key (const PalierRelayConfig *self, PalierRandom *random,
                                 PalierSealKey *out, GError **error)
{
  g_autofree char *path = dup_new_key_path (self);

  if (self->new_master_key != NULL)
    return palier_seal_key_parse (self->new_master_key, out, error);
  if (self->new_master_key_file != NULL)
    return palier_seal_key_load (self->new_master_key_file, out, error);
  if (self->master_key != NULL)
    return refuse_place (error);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return make_key (path, random, out, error);
  return palier_seal_key_load (path, out, error);
}

/* Whether a try to change the key has not ended. */
gboolean
palier_relay_config_is_rekeying (const PalierRelayConfig *self)
{
  g_autofree char *made = dup_new_key_path (self);
  return self->master_key == NULL && g_file_test (made, G_FILE_TEST_EXISTS);
}

/* Once the store has the new key: one that was made here becomes the file of the master key, at
 * once and on the disk. Returns: FALSE with PALIER_CONFIG_ERROR_FILE */
gboolean
palier_relay_config_keep_new_key (const PalierRelayConfig *self, GError **error)
{
  g_autofree char *path = dup_key_path (self);
  g_autofree char *made = dup_new_key_path (self);

  if (!is_new_key_ours (self) || palier_file_settle (made, path))
    return TRUE;
  g_set_error (error, PALIER_CONFIG_ERROR, PALIER_CONFIG_ERROR_FILE, "%s: %s", path,
               g_strerror (errno));
  return FALSE;
}
