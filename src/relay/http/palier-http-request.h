/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-authority.h"
#include "palier-idempotency-store.h"
#include "palier-limiter.h"
#include "palier-trace.h"

G_BEGIN_DECLS

#define PALIER_ADDRESS_SIZE 46 /* an IPv6 address as text, with its end */
#define PALIER_NETWORK_SIZE (PALIER_ADDRESS_SIZE + 3)

/* An answer that is the same for everybody, and so made once. */
typedef struct MHD_Response PalierFixedAnswer;

/* What a handler sees of a request, and the answer that it gives. */
typedef struct _PalierRequest
{
  const char *method;
  /* These are of the connection, which keeps them until the answer is sent. */
  const char *path;
  const char *bearer;                /* (nullable) */
  const char *user_agent;            /* (nullable): hostile text */
  const char *idempotency_key;       /* (nullable): as it came */
  char *part;                        /* (nullable): what "*" stood for */
  char address[PALIER_ADDRESS_SIZE]; /* of the peer */
  char network[PALIER_NETWORK_SIZE]; /* of the peer: by which it is counted */
  PalierLanguage language;           /* that the caller wants */
  gint64 agency;     /* at whose host it comes, who may be another than asks; 0: the relay's */
  char *agency_name; /* (nullable): what that agency calls itself */
  PalierTrace trace;
  GByteArray *body;
  PalierTenant *tenant; /* (nullable): in whose name it comes, on a route of PALIER_SCOPE_TENANT */
  PalierCaller caller;  /* … and by which of its members */

  /* The answer; palier_request_answer() and its like set it. */
  guint status;
  const char *type;
  GBytes *answer;
  PalierFixedAnswer *fixed; /* (nullable): instead of the three */
  char *location;           /* (nullable) */
  guint retry_after;        /* seconds; 0: none */
  PalierAllowance allowance;
  char *allow;     /* (nullable) */
  gboolean stream; /* an event stream of `tenant` */
  gboolean feed;   /* … that tells the events, from `feed_seq` on */
  guint64 feed_seq;
  struct _PalierHttpPipe *pipe; /* (nullable): the answer's body, as it comes */
  gboolean last;                /* the connection ends with the answer */
  gboolean replayed;            /* it was given before, to the same request */

  const PalierIdempotencyKey *once; /* (nullable): see palier_api_once_keep() */
  gboolean kept;                    /* the answer is in the transaction of what was done */
  PalierId prospect;                /* … and goes when this one is erased; nil: nobody */

  struct _PalierHttpExchange *exchange;
} PalierRequest;

PalierFixedAnswer *
palier_fixed_answer_new (const char *type, const void *body, gsize length, gboolean secure);
void palier_fixed_answer_free (PalierFixedAnswer *self);

const char *palier_request_get_query (PalierRequest *self, const char *name);
const char *palier_request_get_header (PalierRequest *self, const char *name);
const char *palier_request_get_host (PalierRequest *self);
int palier_request_get_socket (PalierRequest *self);
void palier_request_defer (PalierRequest *self);
void palier_request_finish (PalierRequest *self);

void palier_request_answer (PalierRequest *self, guint status, const char *type, GBytes *body);
void
palier_request_answer_text (PalierRequest *self, guint status, const char *type, const char *body);
void palier_request_answer_fixed (PalierRequest *self, PalierFixedAnswer *answer);
void palier_request_answer_json (PalierRequest *self, guint status, char *json, gsize length);
void palier_request_answer_pipe (PalierRequest *self, struct _PalierHttpPipe *pipe);
void palier_request_problem (PalierRequest *self, guint status, const char *code);
void
palier_request_problem_of (PalierRequest *self, guint status, const char *code, const char *member);
void palier_request_problem_in_detail (PalierRequest *self, guint status, const char *code,
                                       const char *detail);

G_END_DECLS
