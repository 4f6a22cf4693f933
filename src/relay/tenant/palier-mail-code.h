/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-challenge-store.h"
#include "palier-token.h"

G_BEGIN_DECLS

/* Of this folder alone: a handle for who asks and a code for the owner of the address. */
typedef struct
{
  char handle[PALIER_TOKEN_TEXT_SIZE];
  char *code; /* as it is typed */
} PalierMailCode;

void palier_mail_code_make (PalierStore *store, PalierMailCode *self, PalierChallenge *challenge);
void palier_mail_code_spoil (PalierTx *tx, PalierChallenge *challenge);
void palier_mail_code_answer (PalierStore *store, const char *handle, const char *code,
                              PalierChallenge *challenge);

G_END_DECLS
