/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "palier-net.h"

G_BEGIN_DECLS

/* One thread, one libcurl multi handle, every transfer a future: connections are kept and shared,
 * cancelling takes effect at once. */
typedef struct _PalierHttp PalierHttp;

PalierHttp *palier_http_new (void);
void palier_http_free (PalierHttp *self);

/* Whether a connection to @address may be made: asked of the address itself, when it is, so that no
 * name can mean another between the question and the connection. */
typedef gboolean (*PalierHttpGuard) (const struct sockaddr *address);

/* Everything is copied by the call. */
typedef struct
{
  const char *method;         /* "GET", "POST", "PUT", "DELETE" */
  const char *url;            /* https; http to this machine only */
  GBytes *body;               /* (nullable) */
  gboolean gzip;              /* the body is packed on its way: this server is known to take that */
  const char *content_type;   /* (nullable) */
  const char *bearer;         /* (nullable): Authorization: Bearer … */
  const char *const *headers; /* (nullable) (array zero-terminated=1): "Name: value" */
  guint timeout_ms;           /* of the whole exchange; 0: 60 s; for a stream: of silence */
  gsize max_bytes;            /* of the answer's body; 0: 1 MiB */
  PalierHttpGuard guard;      /* (nullable): then no proxy is asked either */
  const char *wanted;         /* (nullable): a header of the answer; a literal */
} PalierHttpRequest;

typedef struct
{
  guint status;
  GBytes *body;
  char *content_type;    /* (nullable) */
  gint64 retry_after_ms; /* 0: not said */
  char *wanted;          /* (nullable): the header that the request wanted; hostile text */
} PalierHttpAnswer;

#define PALIER_TYPE_HTTP_ANSWER (palier_http_answer_get_type ())
GType palier_http_answer_get_type (void);
PalierHttpAnswer *palier_http_answer_ref (PalierHttpAnswer *self);
void palier_http_answer_free (PalierHttpAnswer *self);

/* One line of a stream, without its end. */
typedef void (*PalierHttpLine) (const char *line, gpointer data);

DexFuture *
palier_http_send (PalierHttp *self, const PalierHttpRequest *request, GCancellable *cancellable);
DexFuture *palier_http_follow (PalierHttp *self, const PalierHttpRequest *request,
                               DexChannel *chunks, GCancellable *cancellable);
DexFuture *
palier_http_stream (PalierHttp *self, const PalierHttpRequest *request, PalierHttpLine on_line,
                    gpointer data, GDestroyNotify destroy, GCancellable *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierHttp, palier_http_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierHttpAnswer, palier_http_answer_free)

G_END_DECLS
