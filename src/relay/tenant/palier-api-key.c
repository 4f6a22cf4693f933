/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-api-key.h"

#include <string.h>

static const char alphabet[] = "abcdefghijkmnpqrstuvwxyz23456789";

G_STATIC_ASSERT (sizeof alphabet == 33);

static void
append_random (GString *out, PalierRandom *random, guint count)
{
  guint8 bytes[PALIER_API_KEY_LENGTH];

  palier_random_bytes (random, bytes, count);
  for (guint i = 0; i < count; i++)
    g_string_append_c (out, alphabet[bytes[i] & 31]);
  explicit_bzero (bytes, sizeof bytes);
}

/* Returns: (transfer full): a key of 160 secret bits */
char *
palier_api_key_new (PalierRandom *random)
{
  GString *key = g_string_new (PALIER_API_KEY_MARK);

  append_random (key, random, PALIER_API_KEY_PREFIX - (guint) key->len);
  g_string_append_c (key, '_');
  append_random (key, random, PALIER_API_KEY_LENGTH - (guint) key->len);
  return g_string_free_and_steal (key);
}

/* Whether @bearer (nullable) means to be a key, right or wrong. */
gboolean
palier_api_key_is_one (const char *bearer)
{
  return bearer != NULL && g_str_has_prefix (bearer, PALIER_API_KEY_MARK);
}

/* Returns: (transfer full) (nullable): what may be shown of a key; NULL when it is none in form */
char *
palier_api_key_dup_prefix (const char *bearer)
{
  if (!palier_api_key_is_one (bearer) || strlen (bearer) != PALIER_API_KEY_LENGTH
      || bearer[PALIER_API_KEY_PREFIX] != '_')
    return NULL;
  for (const char *p = bearer + strlen (PALIER_API_KEY_MARK); *p != '\0'; p++)
    if (p != bearer + PALIER_API_KEY_PREFIX && strchr (alphabet, *p) == NULL)
      return NULL;
  return g_strndup (bearer, PALIER_API_KEY_PREFIX);
}
