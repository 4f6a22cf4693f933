/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-token.h"

#include <string.h>

#define RAW_SIZE 25

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* @random: the kernel's; a seeded one is for tests alone. */
PalierToken
palier_token_new (const guint8 tenant[8], PalierRandom *random)
{
  PalierToken token;

  memcpy (token.tenant, tenant, sizeof token.tenant);
  palier_random_bytes (random, token.secret, sizeof token.secret);
  return token;
}

char *
palier_token_format (const PalierToken *token, char buffer[PALIER_TOKEN_TEXT_SIZE])
{
  guint8 raw[RAW_SIZE] = { PALIER_TOKEN_VERSION };
  gsize out = 0;
  guint bits = 0, held = 0;

  memcpy (raw + 1, token->tenant, 8);
  memcpy (raw + 9, token->secret, 16);
  for (gsize i = 0; i < RAW_SIZE; i++)
  {
    held = (held << 8 | raw[i]) & 0xffff;
    for (bits += 8; bits >= 6; bits -= 6)
      buffer[out++] = alphabet[held >> (bits - 6) & 63];
  }
  buffer[out++] = alphabet[held << (6 - bits) & 63];
  buffer[out] = '\0';
  return buffer;
}

static int
get_digit (char c)
{
  if (g_ascii_isupper (c))
    return c - 'A';
  if (g_ascii_islower (c))
    return c - 'a' + 26;
  if (g_ascii_isdigit (c))
    return c - '0' + 52;
  return c == '-' ? 62 : c == '_' ? 63 : -1;
}

/**
 * palier_token_parse:
 * @text: (nullable): from a link, so anything
 *
 * Takes exactly what palier_token_format() writes: one token has one text. It says nothing of
 * whether the token is known.
 */
gboolean
palier_token_parse (const char *text, PalierToken *out)
{
  guint8 raw[RAW_SIZE] = { 0 };
  guint bits = 0, held = 0;
  gsize n = 0;

  if (text == NULL || strnlen (text, PALIER_TOKEN_TEXT_SIZE) != PALIER_TOKEN_TEXT_SIZE - 1)
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
  {
    int digit = get_digit (*p);
    if (digit < 0)
      return FALSE;
    held = (held << 6 | (guint) digit) & 0xffff;
    bits += 6;
    if (bits >= 8 && n < RAW_SIZE)
    {
      bits -= 8;
      raw[n++] = (guint8) (held >> bits);
    }
  }
  memcpy (out->tenant, raw + 1, 8);
  memcpy (out->secret, raw + 9, 16);
  /* The last digit has bits that no byte takes: with others than zeros it would be a second text.
   */
  return raw[0] == PALIER_TOKEN_VERSION && (held & ((1 << bits) - 1)) == 0;
}
