/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <microhttpd.h>

#include "palier-http-hosts.h"
#include "palier-http-route.h"
#include "palier-http-stream.h"

G_BEGIN_DECLS

typedef struct _PalierServer PalierServer;

/* A request on its connection, from its headers to its answer. */
typedef struct _PalierHttpExchange
{
  PalierRequest request;
  PalierServer *server;
  gint64 since_us; /* when its headers were there */
  struct MHD_Connection *connection;
  const PalierRoute *route;    /* (nullable): NULL for a path or method that is none */
  char host[PALIER_HOST_SIZE]; /* that is asked, in lower case, without its port; "": none */
  gboolean unresolved;         /* whether it is served is not known yet */
  gboolean refused;            /* goes to no handler */
  gboolean secure;             /* see PalierServerOptions */
  gboolean gzip;               /* how the body is packed */
  gboolean packed;             /* … and the answer, by the same */
  gboolean started;
  gboolean deferred;
  int unfinished; /* atomic: how many are to finish it */
  gboolean ready; /* atomic */
} PalierHttpExchange;

PalierHttpExchange *
palier_http_exchange_new (struct MHD_Connection *connection, const char *method, const char *path,
                          PalierRandom *random, const char *const *proxies);
void palier_http_exchange_free (PalierHttpExchange *self);
void palier_http_exchange_take_body (PalierHttpExchange *self, const char *data, gsize length);
enum MHD_Result palier_http_exchange_send (PalierHttpExchange *self, PalierStreams *streams);

G_END_DECLS
