/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-store.h"

G_BEGIN_DECLS

#define PALIER_KEYS_MAX 50

/* What a key of the public API may do; flags. */
typedef enum
{
  PALIER_GRANT_NONE = 0, /* what no key may */
  PALIER_GRANT_PROSPECTS_READ = 1 << 0,
  PALIER_GRANT_PROSPECTS_WRITE = 1 << 1,
  PALIER_GRANT_MESSAGES_READ = 1 << 2,
  PALIER_GRANT_EVENTS_READ = 1 << 3,
  PALIER_GRANT_COUNTERS_READ = 1 << 4,
  PALIER_GRANT_WEBHOOKS_READ = 1 << 5,
  PALIER_GRANT_WEBHOOKS_WRITE = 1 << 6,
  PALIER_GRANT_ANY = (1 << 7) - 1, /* what any key may */
} PalierGrant;

#define PALIER_N_GRANTS 7

const char *palier_grant_name (guint index);
PalierGrant palier_grant_from_name (const char *name);

typedef struct
{
  PalierId id;
  char *prefix; /* of the key, as it may be shown */
  char *name;   /* in its owner's words */
  guint grants; /* of PalierGrant */
  gint64 created_ms;
  gint64 used_ms;    /* 0: not yet; to the minute */
  gint64 expires_ms; /* 0: never */
} PalierApiKey;

void palier_api_key_free (PalierApiKey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierApiKey, palier_api_key_free)

gint64 palier_key_store_find_tenant (PalierTx *tx, const char *prefix);
void palier_key_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierApiKey *key,
                           const guint8 digest[PALIER_DIGEST_SIZE]);
PalierApiKey *palier_key_store_check (PalierTx *tx, const PalierTenant *tenant, const char *prefix,
                                      const guint8 digest[PALIER_DIGEST_SIZE]);
GPtrArray *palier_key_store_list (PalierTx *tx, const PalierTenant *tenant);
gboolean palier_key_store_is_live (PalierTx *tx, const PalierTenant *tenant, const PalierId *id);
void palier_key_store_touch (PalierTx *tx, const PalierTenant *tenant, const PalierId *id);
gboolean palier_key_store_remove (PalierTx *tx, const PalierTenant *tenant, const PalierId *id);

G_END_DECLS
