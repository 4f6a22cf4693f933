/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-id.h"
#include "palier-kind.h"

G_BEGIN_DECLS

/* POST /v1/sync/ranges: what the relay holds, for a device to compare with what is here. Asked are
 * ranges of ids, after the first up to and with the last; "to" is left out of one without end.
 *
 *   {"wire":2,"kind":KIND,"list":BOOL,"ranges":[{"after":ID,"to":ID}…]}
 *   {"wire":2,"epoch":ID,"ranges":[{"count":N,"hash":HEX}…]}
 *   {"wire":2,"epoch":ID,"ranges":[{"count":N,"more":BOOL,"records":[[ID,HEX]…]}…]}     a list
 *
 * Of a range of more than PALIER_RANGE_MOST records the first are listed, and a hash is not made:
 * then "more" is true.
 */
#define PALIER_RANGE_RECORDS 256 /* of a device in one range */
#define PALIER_RANGE_MOST 1000   /* that the relay looks at in one range */
#define PALIER_RANGES_MOST 256   /* in one request, or one that is to be listed */
#define PALIER_RANGES_MAX_BYTES (64 * 1024)

#define PALIER_DIGEST_BYTES 16

typedef struct
{
  PalierId after;
  PalierId to; /* nil: without end */
} PalierIdRange;

/* A record's state: equal texts of palier_record_to_json(), equal bytes. */
typedef struct
{
  PalierId id;
  guint8 bytes[PALIER_DIGEST_BYTES];
} PalierRecordDigest;

typedef struct
{
  guint count;
  gboolean more; /* than were looked at */
  guint8 hash[PALIER_DIGEST_BYTES];
  GArray *records; /* (nullable) (element-type PalierRecordDigest): of a list, by id */
} PalierRangeSum;

typedef struct
{
  PalierKind kind;
  gboolean list;
  GArray *ranges; /* (element-type PalierIdRange) */
} PalierRangesRequest;

typedef struct
{
  PalierId epoch;
  GArray *sums; /* (element-type PalierRangeSum): of each range that was asked for, in order */
} PalierRangesAnswer;

PalierRecordDigest palier_record_digest (const PalierId *id, const char *json, gsize length);
void palier_range_sum (PalierRangeSum *self, const PalierRecordDigest *records, guint n);

PalierRangesRequest *palier_ranges_request_parse (const char *json, gsize length, GError **error);
GBytes *palier_ranges_request_write (PalierKind kind, const PalierIdRange *ranges, guint n_ranges,
                                     gboolean list);
void palier_ranges_request_free (PalierRangesRequest *self);

PalierRangesAnswer *palier_ranges_answer_new (const PalierId *epoch);
PalierRangesAnswer *palier_ranges_answer_parse (const char *json, gsize length, GError **error);
GBytes *palier_ranges_answer_write (const PalierRangesAnswer *self);
void palier_ranges_answer_free (PalierRangesAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierRangesRequest, palier_ranges_request_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierRangesAnswer, palier_ranges_answer_free)

G_END_DECLS
