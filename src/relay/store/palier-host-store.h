/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-store.h"

G_BEGIN_DECLS

#define PALIER_HOSTS_MAX 8 /* of an agency and a kind, with those that it gave up */

typedef enum
{
  PALIER_HOST_SLUG,   /* a label under the relay's own domain; the name is the whole host */
  PALIER_HOST_DOMAIN, /* the agency's own */
  PALIER_N_HOST_KINDS
} PalierHostKind;

/* Why a domain is not proved, or not used. */
typedef enum
{
  PALIER_HOST_FAULT_NONE,
  PALIER_HOST_FAULT_NO_RECORD,   /* DNS has not the record that names the agency */
  PALIER_HOST_FAULT_NO_ANSWER,   /* of DNS: nothing is known */
  PALIER_HOST_FAULT_TAKEN,       /* proved, but another agency has proved it before */
  PALIER_HOST_FAULT_UNREACHABLE, /* nothing answers there, or not with a certificate of that name */
  PALIER_HOST_FAULT_ELSEWHERE,   /* something else answers there */
  PALIER_HOST_FAULT_PRIVATE,     /* it leads to no address of the Internet */
  PALIER_N_HOST_FAULTS
} PalierHostFault;

const char *palier_host_kind_name (PalierHostKind kind);
const char *palier_host_fault_name (PalierHostFault fault);

/* A host of an agency. */
typedef struct
{
  guint8 digest[PALIER_DIGEST_SIZE];
  PalierHostKind kind;
  char *name;
  gint64 since_ms;
  gint64 until_ms;   /* given up, and the agency's until then; 0: in use */
  gint64 proved_ms;  /* of a domain: since when it is known to be the agency's; 0: it is not */
  gint64 checked_ms; /* 0: never */
  gint64 failing_ms; /* since when the proof is missing; 0: it is not */
  gboolean reached;  /* it was seen to lead to this relay */
  PalierHostFault fault;
} PalierHost;

void palier_host_free (PalierHost *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierHost, palier_host_free)

void palier_host_digest (PalierStore *store, const char *name, guint8 out[PALIER_DIGEST_SIZE]);

/* Before the tenant is known. */
gint64 palier_host_store_find (PalierTx *tx, const guint8 digest[PALIER_DIGEST_SIZE]);
gboolean
palier_host_store_take (PalierTx *tx, const PalierTenant *tenant,
                        const guint8 digest[PALIER_DIGEST_SIZE], gint64 until_ms, gint64 check_ms);
void palier_host_store_drop (PalierTx *tx, const PalierTenant *tenant,
                             const guint8 digest[PALIER_DIGEST_SIZE]);
gboolean palier_host_store_is_check_due (PalierTx *tx);
gint64 palier_host_store_claim_check (PalierTx *tx, gint64 next_ms);

/* What an agency has. */
GPtrArray *palier_host_store_list (PalierTx *tx, const PalierTenant *tenant);
void palier_host_store_put (PalierTx *tx, const PalierTenant *tenant, const PalierHost *host);
void palier_host_store_remove (PalierTx *tx, const PalierTenant *tenant, const PalierHost *host);
void palier_host_store_forget_past (PalierTx *tx, const PalierTenant *tenant);
char *palier_agency_store_dup_name (PalierTx *tx, const PalierTenant *tenant);
void palier_agency_store_set_name (PalierTx *tx, const PalierTenant *tenant, const char *name);

G_END_DECLS
