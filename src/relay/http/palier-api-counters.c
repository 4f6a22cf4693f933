/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger's own figures. */
#include "palier-api-form.h"
#include "palier-api-once.h"
#include "palier-job-store.h"
#include "palier-outbox-store.h"
#include "palier-record-store.h"

static void
add_states (yyjson_mut_doc *doc, yyjson_mut_val *root, const guint64 counts[PALIER_N_SEND_STATES])
{
  yyjson_mut_val *item = yyjson_mut_obj_add_obj (doc, root, "messages");

  for (int i = 0; i < PALIER_N_SEND_STATES; i++)
    yyjson_mut_obj_add_uint (doc, item, palier_send_state_name ((PalierSendState) i), counts[i]);
}

static gboolean
count (PalierTx *tx, gpointer data, GError **error)
{
  PalierRequest *request = data;
  guint64 counts[PALIER_N_SEND_STATES];

  palier_job_store_count (tx, request->tenant, counts);
  guint64 prospects = palier_record_store_count (tx, request->tenant, PALIER_KIND_PROSPECT);
  guint64 events = palier_outbox_store_last (tx, request->tenant);
  if (!palier_db_check (tx->db, error))
    return FALSE;
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  yyjson_mut_doc_set_root (doc, root);
  add_states (doc, root, counts);
  yyjson_mut_obj_add_uint (doc, root, "prospects", prospects);
  yyjson_mut_obj_add_uint (doc, root, "events", events);
  palier_api_answer (request, 200, doc);
  return TRUE;
}

/* {"messages":{"scheduled":N,…},"prospects":N,"events":N} */
void
palier_api_counters (PalierRequest *request, gpointer data)
{
  palier_api_read (data, request, count, request);
}
