/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A small HTTP server over libmicrohttpd: one thread speaks HTTP and never waits for anything;
 * handlers run on pools, or answer later from the store's thread. */
typedef struct _PalierServer PalierServer;

typedef struct _PalierRequest PalierRequest;
typedef void (*PalierHandler) (PalierRequest *request, gpointer data);

/* Where a handler runs. */
typedef enum
{
  PALIER_RUN_AT_ONCE,  /* on the HTTP thread: must not wait; may end later */
  PALIER_RUN_POOL,     /* on a thread where it may wait for the store */
  PALIER_RUN_PASSWORD, /* on one of two threads, for what costs much memory and time */
} PalierRun;

typedef struct
{
  const char *method;
  const char *path; /* "*" stands for one part, which palier_request_get_part() gives */
  PalierRun run;
  gsize max_body; /* bytes; more: 413 */
  PalierHandler handler;
} PalierRoute;

typedef struct
{
  const char *listen;
  guint16 port;
  guint connections;
  guint connections_per_address;
} PalierServerOptions;

PalierServer *palier_server_new (const PalierServerOptions *options, const PalierRoute *routes,
                                 gsize n_routes, gpointer data, GError **error);
guint16 palier_server_get_port (PalierServer *self);
void palier_server_notify (PalierServer *self, gint64 tenant);
void palier_server_quiesce (PalierServer *self);
void palier_server_free (PalierServer *self);

struct _PalierRequest
{
  const char *method;
  char *path;
  char *part;         /* (nullable): what "*" stood for */
  char *bearer;       /* (nullable) */
  char *user_agent;   /* (nullable): hostile text */
  char *content_type; /* (nullable) */
  char *address;      /* of the peer */
  GByteArray *body;
  gint64 tenant; /* once the handler knows */

  /* The answer; palier_request_answer() and its like set it. */
  guint status;
  const char *type;
  GBytes *answer;
  char *location;    /* (nullable) */
  guint retry_after; /* seconds; 0: none */
  const char *allow; /* (nullable) */
  gboolean stream;   /* an event stream of `tenant` */

  struct _PalierExchange *exchange;
};

void palier_request_defer (PalierRequest *self);
void palier_request_finish (PalierRequest *self);

void palier_request_answer (PalierRequest *self, guint status, const char *type, GBytes *body);
void
palier_request_answer_text (PalierRequest *self, guint status, const char *type, const char *body);
void palier_request_answer_json (PalierRequest *self, guint status, char *json, gsize length);
void palier_request_problem (PalierRequest *self, guint status, const char *code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierServer, palier_server_free)

G_END_DECLS
