/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-http-request.h"

G_BEGIN_DECLS

typedef void (*PalierHandler) (PalierRequest *request, gpointer data);

/* Who may ask. */
typedef enum
{
  PALIER_SCOPE_OPEN,   /* anyone: readers, probes, those who log in */
  PALIER_SCOPE_TENANT, /* whoever proves a tenant; the request then has one */
} PalierScope;

/* Where a handler runs. */
typedef enum
{
  PALIER_RUN_AT_ONCE,  /* on the HTTP thread: must not wait; may end later */
  PALIER_RUN_POOL,     /* on a thread where it may wait for the store */
  PALIER_RUN_PASSWORD, /* on one of two threads, for what costs much memory and time */
} PalierRun;

/* What a body must be. */
typedef enum
{
  PALIER_BODY_NONE,
  PALIER_BODY_JSON, /* application/json, as it is or by gzip; else 415 */
  PALIER_BODY_ANY,
} PalierBody;

/* Whose bucket pays for it; each holds so many requests a second as the operator lets it. */
typedef enum
{
  PALIER_RATE_FREE,   /* nobody's: probes, and readers, many of whom share a proxy's address */
  PALIER_RATE_SHARED, /* the address's, and the tenant's where there is one */
} PalierRate;

typedef struct
{
  const char *method;
  const char *path;  /* "*" stands for one part that is not empty */
  PalierScope scope; /* of a tenant: not PALIER_RUN_AT_ONCE, since proving waits for the store */
  PalierRole least;  /* what a member must be to ask; of a tenant only */
  PalierRate rate;
  PalierRun run;
  PalierBody body;
  gsize max_body; /* bytes, unpacked; more: 413 */
  PalierHandler handler;
  guint grant;    /* of PalierGrant: which keys of the public API may ask; 0: none */
  gboolean keyed; /* takes an Idempotency-Key */
} PalierRoute;

const PalierRoute *palier_routes_find (const PalierRoute *routes, gsize n_routes,
                                       PalierRequest *request, const char *method);

G_END_DECLS
