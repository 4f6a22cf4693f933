/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-suppression.h"

#include <string.h>

G_STATIC_ASSERT (PALIER_SUPPRESSION_KEY_SIZE == PALIER_SUPPRESSION_HASH_SIZE);

static void
clear_address (gpointer address)
{
  g_free (((PalierAddress *) address)->text);
}

/* Returns: (transfer full) (element-type PalierAddress) */
GArray *
palier_address_list_new (void)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (PalierAddress));

  g_array_set_clear_func (list, clear_address);
  return list;
}

/* @text: (nullable): one address, or one a line */
void
palier_address_list_add (GArray *list, PalierAddressKind kind, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0')
    {
      PalierAddress address = { kind, g_strdup (*line) };
      g_array_append_val (list, address);
    }
}

/**
 * palier_suppression_hash:
 * @key: the workspace's
 * @address: in its normal form: a lower-case e-mail address, an E.164 number
 * @out: (out): HMAC-SHA256 of the address
 *
 * What stays of an address that may never be written to again. The key keeps anyone without the
 * workspace from trying all telephone numbers. The kind goes in too, so that the two spaces are
 * apart.
 */
void
palier_suppression_hash (const guint8 key[PALIER_SUPPRESSION_KEY_SIZE], PalierAddressKind kind,
                         const char *address, guint8 out[PALIER_SUPPRESSION_HASH_SIZE])
{
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, key, PALIER_SUPPRESSION_KEY_SIZE);
  gsize length = PALIER_SUPPRESSION_HASH_SIZE;
  const char *prefix = kind == PALIER_ADDRESS_EMAIL ? "email:" : "phone:";

  g_hmac_update (hmac, (const guchar *) prefix, (gssize) strlen (prefix));
  g_hmac_update (hmac, (const guchar *) address, (gssize) strlen (address));
  g_hmac_get_digest (hmac, out, &length);
}

/* Returns: (transfer full): 64 lower-case hexadecimal digits, as the records hold them */
char *
palier_suppression_dup_hex (const guint8 bytes[PALIER_SUPPRESSION_HASH_SIZE])
{
  GString *text = g_string_sized_new (2 * PALIER_SUPPRESSION_HASH_SIZE);

  for (gsize i = 0; i < PALIER_SUPPRESSION_HASH_SIZE; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free_and_steal (text);
}

/* As palier_suppression_hash(), in hexadecimal digits. */
char *
palier_suppression_dup_hash (const guint8 key[PALIER_SUPPRESSION_KEY_SIZE], PalierAddressKind kind,
                             const char *address)
{
  guint8 hash[PALIER_SUPPRESSION_HASH_SIZE];

  palier_suppression_hash (key, kind, address, hash);
  return palier_suppression_dup_hex (hash);
}

/**
 * palier_suppression_dup_setting:
 *
 * The name follows from the key, so that two bases with one key write one setting, and those with
 * two keys write two: neither gives way to the other. It tells nothing of a key that is random.
 *
 * Returns: (transfer full): the setting's name; its value is the key in hexadecimal digits
 */
char *
palier_suppression_dup_setting (const guint8 key[PALIER_SUPPRESSION_KEY_SIZE])
{
  g_autofree char *digest =
      g_compute_checksum_for_data (G_CHECKSUM_SHA256, key, PALIER_SUPPRESSION_KEY_SIZE);

  return g_strdup_printf (PALIER_SUPPRESSION_SETTING "%.16s", digest);
}

static gboolean
read_hex (const char *text, guint8 *out, gsize size)
{
  if (strlen (text) != 2 * size)
    return FALSE;
  for (gsize i = 0; i < size; i++)
  {
    int high = g_ascii_xdigit_value (text[2 * i]), low = g_ascii_xdigit_value (text[2 * i + 1]);
    if (high < 0 || low < 0)
      return FALSE;
    out[i] = (guint8) (high << 4 | low);
  }
  return TRUE;
}

/**
 * palier_suppression_read_setting:
 * @name: (nullable)
 * @value: (nullable)
 * @key: (out)
 *
 * Returns: whether the setting is a key, and the one that its name stands for
 */
gboolean
palier_suppression_read_setting (const char *name, const char *value,
                                 guint8 key[PALIER_SUPPRESSION_KEY_SIZE])
{
  if (name == NULL || value == NULL || !g_str_has_prefix (name, PALIER_SUPPRESSION_SETTING)
      || !read_hex (value, key, PALIER_SUPPRESSION_KEY_SIZE))
    return FALSE;
  g_autofree char *expected = palier_suppression_dup_setting (key);
  return strcmp (expected, name) == 0;
}
