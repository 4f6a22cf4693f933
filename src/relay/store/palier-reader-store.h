/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-permission.h"
#include "palier-store.h"
#include "palier-suppression.h"
#include "palier-token.h"

G_BEGIN_DECLS

/* What is known of the readers: their consents, who may not be written to, and the tokens in the
 * messages they got. */

void palier_consent_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierId *id,
                               const PalierId *subject, const PalierConsentRow *row);
void palier_consent_store_forget (PalierTx *tx, const PalierTenant *tenant, const PalierId *id);
GArray *
palier_consent_store_list (PalierTx *tx, const PalierTenant *tenant, const PalierId *subject);

void palier_suppression_store_add (PalierTx *tx, const PalierTenant *tenant, const char *hash);
void palier_suppression_store_add_key (PalierTx *tx, const PalierTenant *tenant,
                                       const guint8 key[PALIER_SUPPRESSION_KEY_SIZE]);
GPtrArray *
palier_suppression_store_dup_hashes (PalierTx *tx, const PalierTenant *tenant, const char *email);
gboolean palier_suppression_store_has (PalierTx *tx, const PalierTenant *tenant, const char *email);

typedef enum
{
  PALIER_LINK_OPEN,
  PALIER_LINK_CLICK,
  PALIER_LINK_UNSUBSCRIBE,
} PalierLinkKind;

typedef struct
{
  PalierToken token;
  PalierLinkKind kind;
  PalierId job;
  char *url;      /* (nullable): of a click */
  guint hits;     /* so far */
  gint64 last_ms; /* of the last hit, 0: none */
} PalierLink;

void palier_link_free (PalierLink *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierLink, palier_link_free)

PalierToken palier_link_token (const PalierTenant *tenant, const PalierId *job, PalierLinkKind kind,
                               const char *url);
gint64 palier_token_tenant (const PalierToken *token);
void palier_link_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierLink *link);
PalierLink *
palier_link_store_get (PalierTx *tx, const PalierTenant *tenant, const PalierToken *token);
void palier_link_store_forget (PalierTx *tx, const PalierTenant *tenant, const PalierId *job);
PalierLink *palier_link_store_find (PalierTx *tx, const PalierToken *token, PalierLinkKind kind,
                                    PalierTenant **tenant);
void palier_link_store_hit (PalierTx *tx, const PalierTenant *tenant, const PalierLink *link,
                            guint hits);
guint palier_link_store_clicks_since (PalierTx *tx, const PalierTenant *tenant, const PalierId *job,
                                      gint64 since_ms);

/* How far the hits that were written down have come into the store. */
guint64 palier_journal_mark_get (PalierTx *tx, const PalierTenant *tenant, const PalierId *journal);
void palier_journal_mark_set (PalierTx *tx, const PalierTenant *tenant, const PalierId *journal,
                              guint64 next);

/* Secrets of senders: they come in and never go out but to a mail server. */
void palier_secret_store_put (PalierTx *tx, const PalierTenant *tenant, const PalierId *sender,
                              const char *secret);
char *palier_secret_store_get (PalierTx *tx, const PalierTenant *tenant, const PalierId *sender);

G_END_DECLS
