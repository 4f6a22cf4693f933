/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-store.h"

G_BEGIN_DECLS

/* What a request is known by when it comes again: keyed digests, so that neither the key nor what
 * was asked can be guessed from the store. */
typedef struct
{
  guint8 digest[PALIER_DIGEST_SIZE];  /* of who asks, and the key */
  guint8 request[PALIER_DIGEST_SIZE]; /* of what is asked */
} PalierIdempotencyKey;

typedef enum
{
  PALIER_IDEMPOTENCY_NEW,     /* the caller may run it, and finishes or drops it */
  PALIER_IDEMPOTENCY_DONE,    /* it was answered */
  PALIER_IDEMPOTENCY_ERASED,  /* … about somebody who is erased: the answer with them */
  PALIER_IDEMPOTENCY_RUNNING, /* somebody runs it now */
  PALIER_IDEMPOTENCY_OTHER,   /* the key came with another request */
} PalierIdempotencyState;

PalierIdempotencyState
palier_idempotency_store_begin (PalierTx *tx, const PalierTenant *tenant,
                                const PalierIdempotencyKey *key, guint *status, GBytes **answer);
void palier_idempotency_store_finish (PalierTx *tx, const PalierTenant *tenant,
                                      const PalierIdempotencyKey *key, guint status, GBytes *answer,
                                      const PalierId *prospect);
void
palier_idempotency_store_erase (PalierTx *tx, const PalierTenant *tenant, const PalierId *prospect);
void palier_idempotency_store_drop (PalierTx *tx, const PalierTenant *tenant,
                                    const PalierIdempotencyKey *key);

G_END_DECLS
