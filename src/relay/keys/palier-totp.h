/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-random.h"

G_BEGIN_DECLS

#define PALIER_TOTP_SECRET_SIZE 20
#define PALIER_TOTP_DIGITS 6

/* Codes of an authenticator program (RFC 6238): SHA-1, thirty seconds, six digits, which is what
 * these programs can do. */
typedef struct
{
  guint8 bytes[PALIER_TOTP_SECRET_SIZE];
} PalierTotpSecret;

guint32 palier_totp_code (const PalierTotpSecret *secret, gint64 step);
gint64 palier_totp_match (const PalierTotpSecret *secret, const char *code, gint64 now_ms);
char *palier_totp_dup_text (const PalierTotpSecret *secret);
char *palier_totp_dup_uri (const PalierTotpSecret *secret, const char *account);

G_END_DECLS
