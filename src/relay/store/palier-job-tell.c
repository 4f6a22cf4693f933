/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-job-tell.h"

#include <string.h>

#include "palier-record-store.h"
#include "yyjson.h"

#define TEXT_MAX 400

static char *
describe (const PalierSendJob *job, const PalierJobChange *change)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  g_autofree char *text = change->text != NULL ? g_utf8_make_valid (change->text, -1) : NULL;

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_str (doc, root, "state", palier_send_state_name (job->state));
  if (job->state == PALIER_SEND_ACCEPTED)
    yyjson_mut_obj_add_str (doc, root, "channel", palier_channel_name (job->channel));
  if (job->reason != PALIER_REASON_NONE)
    yyjson_mut_obj_add_str (doc, root, "reason", palier_send_reason_name (job->reason));
  if (change->detail != NULL)
    yyjson_mut_obj_add_str (doc, root, "detail", change->detail);
  if (change->code != 0)
    yyjson_mut_obj_add_int (doc, root, "code", change->code);
  if (change->stage != NULL)
    yyjson_mut_obj_add_str (doc, root, "stage", change->stage);
  if (text != NULL)
    yyjson_mut_obj_add_strn (doc, root, "text", text, MIN (strlen (text), TEXT_MAX));
  if (job->state == PALIER_SEND_SCHEDULED || job->state == PALIER_SEND_DEFERRED)
    yyjson_mut_obj_add_int (doc, root, "due_at", job->due_ms);
  if (job->attempts > 0)
    yyjson_mut_obj_add_uint (doc, root, "attempts", job->attempts);
  char *json = yyjson_mut_write (doc, 0, NULL);
  yyjson_mut_doc_free (doc);
  return json;
}

/* Tells the tenant's devices what has become of a message. */
void
palier_job_tell (PalierTx *tx, const PalierTenant *tenant, const PalierSendJob *job,
                 const PalierJobChange *change)
{
  char *data = describe (job, change);

  palier_event_store_add (tx, tenant, "message.state", tx->now_ms, &job->prospect, &job->id, data);
  if (job->state == PALIER_SEND_ACCEPTED)
    palier_event_store_add (tx, tenant, "message.sent", tx->now_ms, &job->prospect, &job->id, data);
  free (data);
}
