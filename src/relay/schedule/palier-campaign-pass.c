/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pass reads how a tenant's campaigns stand, plans without holding anybody up, and writes what is
 * to change in pieces. Each piece looks whether something has happened since: then the pass ends
 * there, and the next one, which that has made due, begins with how things are. */
#include "palier-campaign-pass.h"

#include "palier-campaign-changes.h"
#include "palier-intake-campaign.h"
#include "palier-record-store.h"
#include "yyjson.h"

#define PIECE 200 /* changes of one transaction */

typedef struct
{
  gint64 id;
  PalierMeter meter;
  PalierPassResult result;
  guint from;       /* the changes to write now */
  gboolean current; /* nothing has happened since the pass began */
} Pass;

static gboolean
read_and_plan (PalierTx *tx, gpointer data, GError **error)
{
  Pass *self = data;
  PalierTenant *tenant = palier_store_get_tenant (tx, self->id, error);

  if (tenant == NULL)
    return FALSE;
  g_autoptr (PalierPassLoad) load = palier_pass_load (tx, tenant);
  palier_pass_make (load, self->meter, &self->result);
  return palier_db_check (tx->db, error);
}

/* What has been claimed or handed over meanwhile is left alone. */
static void
write_change (PalierTx *tx, const PalierTenant *tenant, const PalierPassChange *change)
{
  g_autoptr (PalierSendJob) job = palier_job_store_get (tx, tenant, &change->job);
  PalierJobChange how = { .reason = change->reason,
                          .due_ms = change->due_ms,
                          .detail = change->gate < PALIER_N_GATE_REASONS
                                        ? palier_gate_reason_name (change->gate)
                                        : NULL };

  if (job == NULL || job->state != change->from)
    return;
  if (change->to != change->from)
    palier_job_store_move (tx, tenant, job, change->to, &how);
  else if (change->to == PALIER_SEND_SCHEDULED)
    palier_job_store_reschedule (tx, tenant, job, &how);
  else
    palier_job_store_explain (tx, tenant, job, change->reason);
}

static void
write_brake (PalierTx *tx, const PalierTenant *tenant, const PalierPassBrake *brake)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  char text[PALIER_ID_TEXT_SIZE];

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_strcpy (doc, root, "campaign", palier_id_format (&brake->campaign, text));
  yyjson_mut_obj_add_str (doc, root, "reason", brake->reason);
  yyjson_mut_obj_add_uint (doc, root, "messages", brake->messages);
  yyjson_mut_obj_add_uint (doc, root, "count", brake->count);
  char *data = yyjson_mut_write (doc, 0, NULL);
  palier_intake_set_campaign_state (tx, tenant, &brake->campaign, "paused");
  palier_event_store_add (tx, tenant, "campaign.paused", tx->now_ms, NULL, NULL, data);
  g_message ("a campaign paused by itself: %u %s of %u messages", brake->count, brake->reason,
             brake->messages);
  free (data);
  yyjson_mut_doc_free (doc);
}

static gboolean
write_piece (PalierTx *tx, gpointer data, GError **error)
{
  Pass *self = data;
  const PalierPassResult *result = &self->result;
  PalierTenant *tenant = palier_store_get_tenant (tx, self->id, error);
  guint to = MIN (result->changes->len, self->from + PIECE);

  if (tenant == NULL)
    return FALSE;
  self->current = palier_pass_store_version (tx, tenant) == result->version;
  if (!self->current)
    return palier_db_check (tx->db, error);
  for (guint i = 0; self->from == 0 && i < result->placed->len; i++)
    palier_enrolment_store_set_place (tx, tenant,
                                      &g_array_index (result->placed, PalierEnrolmentRow, i));
  for (guint i = self->from; i < to; i++)
    write_change (tx, tenant, &g_array_index (result->changes, PalierPassChange, i));
  if (to == result->changes->len)
  {
    palier_pass_store_end (tx, tenant, result->version, result->next_ms);
    for (guint i = 0; i < result->brakes->len; i++)
      write_brake (tx, tenant, &g_array_index (result->brakes, PalierPassBrake, i));
  }
  return palier_db_check (tx->db, error);
}

/**
 * palier_campaign_pass:
 * @meter: what the relay does about use
 *
 * On a thread that is not the store's. When it is due next stands in the store.
 *
 * Returns: FALSE with an error of the store
 */
gboolean
palier_campaign_pass (PalierStore *store, gint64 tenant, PalierMeter meter, GError **error)
{
  Pass self = { .id = tenant, .meter = meter, .current = TRUE };
  gboolean good = palier_store_read (store, read_and_plan, &self, error);

  do
  {
    good = good && palier_store_write (store, write_piece, &self, error);
    self.from += PIECE;
  } while (good && self.current && self.from < self.result.changes->len);
  palier_pass_result_clear (&self.result);
  return good;
}
