/* SPDX-License-Identifier: GPL-3.0-or-later */
/* POST /v1/sync/ranges: what is held here, for a device to compare. Of each record only a digest
 * goes out. */
#include "palier-relay-api.h"

#include "palier-record-store.h"
#include "palier-sync-range.h"

typedef struct
{
  const PalierTenant *tenant;
  const PalierRangesRequest *request;
  PalierRangesAnswer *answer;
} Question;

static void
add_sum (PalierTx *tx, const Question *self, const PalierIdRange *range)
{
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (PalierRecordDigest));
  PalierRangeSum sum = { 0 };

  sum.more = palier_record_store_digest (tx, self->tenant, self->request->kind, range,
                                         PALIER_RANGE_MOST, records);
  palier_range_sum (&sum, (const PalierRecordDigest *) records->data, records->len);
  if (self->request->list)
    sum.records = g_steal_pointer (&records);
  g_array_append_val (self->answer->sums, sum);
}

static gboolean
sum_up (PalierTx *tx, gpointer data, GError **error)
{
  Question *self = data;

  for (guint i = 0; i < self->request->ranges->len; i++)
    add_sum (tx, self, &g_array_index (self->request->ranges, PalierIdRange, i));
  return palier_db_check (tx->db, error);
}

void
palier_api_ranges (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierRangesRequest) ranges =
      palier_ranges_request_parse ((const char *) request->body->data, request->body->len, &error);

  if (ranges == NULL)
  {
    gboolean other = g_error_matches (error, PALIER_WIRE_ERROR, PALIER_WIRE_ERROR_VERSION);
    palier_request_problem (request, other ? 409 : 400, other ? "wire_version" : "bad_request");
    return;
  }
  g_autoptr (PalierRangesAnswer) answer =
      palier_ranges_answer_new (palier_store_get_epoch (api->store));
  Question question = { request->tenant, ranges, answer };
  if (palier_store_read (api->store, sum_up, &question, &error))
    palier_request_answer (request, 200, "application/json", palier_ranges_answer_write (answer));
  else
    palier_relay_api_fail (request, error);
}
