/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a relay answers when it does not do what was asked: a problem document (RFC 9457) with a
 * stable code. Words for people are made by the client. */
typedef enum
{
  PALIER_REFUSAL_BAD_REQUEST,
  PALIER_REFUSAL_UNAUTHENTICATED, /* no token, or one that does not hold */
  PALIER_REFUSAL_TOKEN_EXPIRED,
  PALIER_REFUSAL_BAD_CREDENTIALS,
  PALIER_REFUSAL_DEVICE_REVOKED,
  PALIER_REFUSAL_FORBIDDEN,
  PALIER_REFUSAL_NOT_FOUND,
  PALIER_REFUSAL_METHOD,
  PALIER_REFUSAL_CONFLICT, /* the same request is being worked on */
  PALIER_REFUSAL_EMAIL_TAKEN,
  PALIER_REFUSAL_WEAK_PASSWORD,
  PALIER_REFUSAL_INVALID_EMAIL,
  PALIER_REFUSAL_INVALID_SIRET,
  PALIER_REFUSAL_TOO_LARGE,
  PALIER_REFUSAL_MEDIA_TYPE,
  PALIER_REFUSAL_MISDIRECTED, /* unknown host */
  PALIER_REFUSAL_KEY_REUSED,  /* an idempotency key with another body */
  PALIER_REFUSAL_WIRE_VERSION,
  PALIER_REFUSAL_RATE_LIMIT,
  PALIER_REFUSAL_QUOTA,
  PALIER_REFUSAL_INTERNAL,
  PALIER_REFUSAL_UNAVAILABLE,
  PALIER_N_REFUSALS
} PalierRefusal;

#define PALIER_REFUSAL_NONE ((PalierRefusal) - 1)
#define PALIER_REFUSAL_MEDIA "application/problem+json"

const char *palier_refusal_code (PalierRefusal refusal);
PalierRefusal palier_refusal_from_code (const char *code);
int palier_refusal_status (PalierRefusal refusal);
char *palier_refusal_to_json (PalierRefusal refusal, const char *detail, const char *trace);
PalierRefusal palier_refusal_from_json (const char *json, gsize length, char **detail);

G_END_DECLS
