/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-mail-code.h"

#include <string.h>

#include "palier-account-private.h"
#include "palier-code.h"

static void
digest_code (PalierStore *store, const char *handle, const char *letters,
             guint8 out[PALIER_DIGEST_SIZE])
{
  g_autofree char *text = g_strconcat (handle, ":", letters, NULL);
  palier_account_digest (store, "code", text, out);
}

/* Fills in @challenge's handle and code. */
void
palier_mail_code_make (PalierStore *store, PalierMailCode *self, PalierChallenge *challenge)
{
  PalierRandom *random = palier_store_get_random (store);
  static const guint8 nobody[8] = { 0 };
  PalierToken token = palier_token_new (nobody, random);

  palier_token_format (&token, self->handle);
  self->code = palier_code_new (random);
  palier_mail_code_answer (store, self->handle, self->code, challenge);
}

/* Makes it a challenge that no code answers: nothing else tells it from a real one. */
void
palier_mail_code_spoil (PalierTx *tx, PalierChallenge *challenge)
{
  palier_random_bytes (tx->random, challenge->code, sizeof challenge->code);
}

/* @handle, @code: anything. Fills in @challenge's handle and code. */
void
palier_mail_code_answer (PalierStore *store, const char *handle, const char *code,
                         PalierChallenge *challenge)
{
  g_autofree char *letters = palier_code_normalize (code);

  palier_digest (handle, strlen (handle), challenge->handle);
  digest_code (store, handle, letters != NULL ? letters : "", challenge->code);
}
