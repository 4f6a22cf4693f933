/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sys/socket.h>

G_BEGIN_DECLS

#define PALIER_NET_ERROR (palier_net_error_quark ())

typedef enum
{
  PALIER_NET_ERROR_CANCELLED,
  PALIER_NET_ERROR_RESOLVE, /* no such host, or no network */
  PALIER_NET_ERROR_CONNECT, /* refused or unreachable */
  PALIER_NET_ERROR_TIMED_OUT,
  PALIER_NET_ERROR_TLS,       /* the certificate does not hold */
  PALIER_NET_ERROR_DROPPED,   /* the line fell, or what came was no HTTP */
  PALIER_NET_ERROR_TOO_LARGE, /* the answer passes the request's bound */
  PALIER_NET_ERROR_INSECURE,  /* plain http to another machine */
  PALIER_NET_ERROR_URL,
  PALIER_NET_ERROR_JSON,    /* the answer is no JSON */
  PALIER_NET_ERROR_PRIVATE, /* an address that the request's guard refuses */
  PALIER_NET_ERROR_LOGIN,   /* the user or the secret is not taken */
  PALIER_NET_ERROR_REFUSED, /* the server does not do what it is asked for */
} PalierNetError;

GQuark palier_net_error_quark (void);

void palier_net_init (void);
gboolean palier_net_is_loopback (const char *host);
char *palier_net_dup_network (const char *address);
gboolean palier_net_is_public (const struct sockaddr *address);
gboolean palier_net_is_public_or_loopback (const struct sockaddr *address);

G_END_DECLS
