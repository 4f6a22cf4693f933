/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-core.h"

G_BEGIN_DECLS

/* Where secrets are: the user's keyring, or with a key file that file and the base it opens. */
DexFuture *palier_secrets_load_key (const char *key_file, const PalierId *workspace);
DexFuture *palier_secrets_store_key (const char *key_file, const PalierId *workspace, GBytes *key);

/* The password of a mailbox: → string, or NULL where none is kept. */
DexFuture *palier_secrets_get (PalierCore *core, const PalierId *sender);
DexFuture *palier_secrets_set (PalierCore *core, const PalierId *sender, const char *password);

/* The key of a service that writes: → string, or NULL where none is kept. NULL forgets it. */
DexFuture *palier_secrets_get_ai_key (PalierCore *core, const char *service);
DexFuture *palier_secrets_set_ai_key (PalierCore *core, const char *service, const char *key);

/* What shows an account's relay who asks: → string, or NULL where none is kept. NULL forgets it. */
DexFuture *palier_secrets_get_token (PalierCore *core);
DexFuture *palier_secrets_set_token (PalierCore *core, const char *token);

G_END_DECLS
