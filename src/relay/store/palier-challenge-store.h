/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-language.h"
#include "palier-store.h"

G_BEGIN_DECLS

#define PALIER_CHALLENGE_MS (30 * 60 * 1000)
#define PALIER_CHALLENGE_TRIES 5

/* What a code that went out by mail is the answer to. Who asked holds the handle; the code went to
 * the owner of the address: both are needed. */
typedef struct
{
  const char *purpose;                /* a literal */
  guint8 handle[PALIER_DIGEST_SIZE];  /* digest of the handle */
  guint8 code[PALIER_DIGEST_SIZE];    /* keyed digest of handle and code */
  guint8 address[PALIER_DIGEST_SIZE]; /* keyed digest of the address */
  char *email;                        /* normal form */
  char *password;                     /* (nullable): PHC string */
  char *siret;                        /* (nullable) */
  PalierLanguage language;            /* of who asked */
  gint64 created_ms;
} PalierChallenge;

void palier_challenge_clear (PalierChallenge *self);
void palier_challenge_free (PalierChallenge *self);

gboolean
palier_challenge_store_add (PalierTx *tx, const PalierChallenge *challenge, GError **error);
gboolean palier_challenge_store_take (PalierTx *tx, PalierChallenge *challenge, GError **error);
GPtrArray *palier_challenge_store_list (PalierTx *tx, const char *purpose,
                                        const guint8 address[PALIER_DIGEST_SIZE], GError **error);
void palier_challenge_store_drop (PalierTx *tx, const guint8 address[PALIER_DIGEST_SIZE]);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PalierChallenge, palier_challenge_clear)

G_END_DECLS
