/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-suppression.h"

#include <string.h>

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

/* Returns: (transfer full): 64 lower-case hexadecimal digits, as the records hold it */
char *
palier_suppression_dup_hex (const guint8 hash[PALIER_SUPPRESSION_HASH_SIZE])
{
  GString *text = g_string_sized_new (2 * PALIER_SUPPRESSION_HASH_SIZE);

  for (gsize i = 0; i < PALIER_SUPPRESSION_HASH_SIZE; i++)
    g_string_append_printf (text, "%02x", hash[i]);
  return g_string_free_and_steal (text);
}
