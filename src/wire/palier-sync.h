/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-record.h"

G_BEGIN_DECLS

/* POST /v1/sync: what a device has changed goes up, what it has not seen comes down.
 *
 *   {"wire":2,"device":ID,"batch":ID,"cursor":{"epoch":ID,"seq":N},"given":N,"quiet":true,
 *    "records":[RECORD…]}
 *   {"wire":2,"now":MS,"cursor":{…},"given":N,"more":BOOL,"terms":{"may_write":BOOL,"room":N},
 *    "accepted":[{"kind","id","seq"}…],"refused":[{"kind","id","code"}…],"records":[RECORD…]}
 *
 * A device may send the next request before it has the answer to the last. What it gave with those
 * before must not come back: the first answer says where the sequence ended before it ("given"),
 * and the device says so again with each request that follows in this exchange. One that only gives
 * ("quiet") is told nothing that has changed, and its cursor stays.
 */
#define PALIER_SYNC_MAX_RECORDS 1000
#define PALIER_SYNC_FULL_BYTES (1024 * 1024)    /* a batch takes no more records beyond */
#define PALIER_SYNC_MAX_BYTES (3 * 1024 * 1024) /* of a whole request or answer */
#define PALIER_SYNC_MAX_AHEAD_MS (5 * 60 * 1000)
#define PALIER_SYNC_NOTHING_GIVEN ((guint64) G_MAXINT64) /* not said, or no such place */
#define PALIER_SYNC_CLOCK_AHEAD "clock_ahead"            /* the code of a record stamped beyond */
#define PALIER_SYNC_TOO_BIG "record_limit"               /* … and of one that is too big */

/* What a relay takes with one request, as it says of itself (GET /v1/meta). */
typedef struct
{
  guint records;
  gsize bytes; /* of the whole text, before it is packed */
} PalierSyncLimits;

#define PALIER_SYNC_LIMITS ((PalierSyncLimits) { PALIER_SYNC_MAX_RECORDS, PALIER_SYNC_MAX_BYTES })

/* Why a relay holds back a record that is good in itself: it is taken once that has passed. */
typedef enum
{
  PALIER_HOLD_ROLE,         /* the member may only read */
  PALIER_HOLD_CONTACTS,     /* the agency's plan has no room for this contact */
  PALIER_HOLD_SUBSCRIPTION, /* the agency's subscription has ended */
  PALIER_N_HOLDS
} PalierHold;

#define PALIER_HOLD_NONE ((PalierHold) - 1)

const char *palier_hold_code (PalierHold hold);
PalierHold palier_hold_from_code (const char *code);

#define PALIER_SYNC_NO_LIMIT (-1)

/* What the relay takes of who asks, as it now is. */
typedef struct
{
  gboolean may_write;
  gint64 room; /* for so many contacts more; PALIER_SYNC_NO_LIMIT */
} PalierSyncTerms;

/* A place in a tenant's sequence. A restore makes a new epoch; nil and 0 before the first sync. */
typedef struct
{
  PalierId epoch;
  guint64 seq;
} PalierCursor;

/* A record the relay took, and its number in the sequence. */
typedef struct
{
  PalierKind kind;
  PalierId id;
  guint64 seq;
} PalierSyncAccepted;

/* A record that was put aside: it never blocks the others. */
typedef struct
{
  PalierKind kind; /* PALIER_KIND_NONE: one this version does not know */
  PalierId id;
  /* static or interned: palier_sync_refusal_code(), palier_hold_code(), PALIER_SYNC_CLOCK_AHEAD */
  const char *code;
} PalierSyncRefused;

typedef struct
{
  PalierId device;
  PalierId batch; /* sent again after a lost answer, it changes nothing */
  PalierCursor cursor;
  guint64 given;      /* the device's own records beyond are of this exchange */
  gboolean quiet;     /* it does not ask for what has changed */
  GPtrArray *records; /* (element-type PalierRecord) */
  GArray *bad;        /* (element-type PalierSyncRefused): those that do not decode */
} PalierSyncRequest;

typedef struct
{
  PalierCursor cursor;
  guint64 given; /* to be said with the requests that follow, or PALIER_SYNC_NOTHING_GIVEN */
  gint64 now_ms; /* the relay's wall clock */
  gboolean more;
  PalierSyncTerms terms;
  GArray *accepted;   /* (element-type PalierSyncAccepted) */
  GArray *refused;    /* (element-type PalierSyncRefused) */
  GPtrArray *records; /* (element-type PalierRecord): since the request's cursor */
  GArray *bad;        /* (element-type PalierSyncRefused): those that do not decode here */
} PalierSyncAnswer;

PalierSyncRequest *palier_sync_request_parse (const char *json, gsize length, GError **error);
void palier_sync_request_free (PalierSyncRequest *self);
PalierSyncAnswer *palier_sync_answer_parse (const char *json, gsize length, GError **error);
void palier_sync_answer_free (PalierSyncAnswer *self);

const char *palier_sync_refusal_code (PalierWireError error);

/* Writes the text of either: records first, one by one, until it says that it is full. */
typedef struct _PalierSyncWriter PalierSyncWriter;

PalierSyncWriter *palier_sync_writer_new (void);
void palier_sync_writer_free (PalierSyncWriter *self);
void palier_sync_writer_set_most (PalierSyncWriter *self, gsize bytes);
gboolean palier_sync_writer_add (PalierSyncWriter *self, const PalierRecord *record);
gboolean palier_sync_writer_add_json (PalierSyncWriter *self, const char *json, gsize length);
void palier_sync_writer_accept (PalierSyncWriter *self, PalierKind kind, const PalierId *id,
                                guint64 seq);
void palier_sync_writer_refuse (PalierSyncWriter *self, PalierKind kind, const PalierId *id,
                                const char *code);
void palier_sync_writer_set_given (PalierSyncWriter *self, guint64 given);
void palier_sync_writer_set_quiet (PalierSyncWriter *self);
GBytes *palier_sync_writer_finish_request (PalierSyncWriter *self, const PalierId *device,
                                           const PalierId *batch, PalierCursor cursor);
void palier_sync_writer_set_terms (PalierSyncWriter *self, const PalierSyncTerms *terms);
GBytes *palier_sync_writer_finish_answer (PalierSyncWriter *self, PalierCursor cursor,
                                          gint64 now_ms, gboolean more);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierSyncRequest, palier_sync_request_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierSyncAnswer, palier_sync_answer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierSyncWriter, palier_sync_writer_free)

G_END_DECLS
