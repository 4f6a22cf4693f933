/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-http-hosts.h"
#include "palier-http-route.h"
#include "palier-http-stream.h"
#include "palier-http-tls.h"

G_BEGIN_DECLS

/* A small HTTP server over libmicrohttpd: two threads speak HTTP and never wait for anything;
 * handlers run on pools, or answer later from the store's thread. */
typedef struct _PalierServer PalierServer;

typedef struct
{
  const char *listen;
  guint16 port;
  guint connections;
  guint connections_per_address;
  PalierTls *tls;      /* (nullable): kept by the caller; NULL speaks plain HTTP */
  gboolean secure;     /* readers come by TLS, here or at a proxy: they are told to stay with it */
  const char *proxies; /* (nullable): addresses whose X-Forwarded-For is believed */
  gboolean log_requests; /* a line for each */
  guint key_rate;        /* … of a key of the public API; 0: any number */
  guint rate;            /* requests a second of an address, and of a tenant; 0: any number */
  const char *const
      *hosts; /* (array zero-terminated=1): lower-case names that are served; kept by the caller */
  PalierHostsLookUp agencies; /* (nullable): … and those that it knows of; gets the API's data */
} PalierServerOptions;

/* What is served. */
typedef struct
{
  const PalierRoute *routes;
  gsize n_routes;
  /* Finds out the request's tenant, on the thread of its handler; FALSE when it is answered, also
   * since the route is not for who asks. */
  gboolean (*admit) (PalierRequest *request, const PalierRoute *route, gpointer data);
  /* Calls the route's handler, on its thread, or answers for it. */
  void (*run) (PalierRequest *request, const PalierRoute *route, gpointer data);
  PalierFeedFunc feed; /* what streams tell */
  gpointer data;       /* for the handlers */
} PalierServerApi;

PalierServer *
palier_server_new (const PalierServerOptions *options, const PalierServerApi *api, GError **error);
guint16 palier_server_get_port (PalierServer *self);
void palier_server_notify (PalierServer *self, gint64 tenant);
void palier_server_quiesce (PalierServer *self);
void palier_server_free (PalierServer *self);

void palier_request_print_server (PalierRequest *self, GString *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierServer, palier_server_free)

G_END_DECLS
