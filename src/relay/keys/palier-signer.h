/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-seal.h"

G_BEGIN_DECLS

#define PALIER_SIGNATURE_SIZE 64

/* An Ed25519 key pair (RFC 8032), made from a seed of 32 bytes. */
typedef struct _PalierSigner PalierSigner;

PalierSigner *palier_signer_new (const PalierSealKey *seed, GError **error);
void palier_signer_free (PalierSigner *self);
gboolean palier_signer_sign (PalierSigner *self, const void *data, gsize length,
                             guint8 out[PALIER_SIGNATURE_SIZE], GError **error);
gboolean palier_signer_verify (PalierSigner *self, const void *data, gsize length,
                               const guint8 *signature, gsize signature_length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierSigner, palier_signer_free)

G_END_DECLS
