/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What campaigns learn from events, those of the relay and those of devices: how somebody took a
 * message, and that a task is done. */
#include "palier-campaign-signal.h"

#include <string.h>

#include "palier-campaign-store.h"
#include "palier-enrolment-store.h"
#include "palier-job-store.h"
#include "yyjson.h"

/* What happens together is looked at together. */
#define GATHER_MS 1000

void
palier_campaign_touch (PalierTx *tx, const PalierTenant *tenant)
{
  palier_pass_store_touch (tx, tenant, tx->now_ms + GATHER_MS);
}

/* Returns: whether the member @key of @what's data is @value */
static gboolean
says (const PalierHappening *what, const char *key, const char *value)
{
  yyjson_doc *doc = what->data != NULL ? yyjson_read (what->data, strlen (what->data), 0) : NULL;
  gboolean found = yyjson_equals_str (yyjson_obj_get (yyjson_doc_get_root (doc), key), value);

  yyjson_doc_free (doc);
  return found;
}

/* Returns: (transfer full) (nullable): the message that it happened to, where that is a campaign's
 */
static PalierSendJob *
get_job (PalierTx *tx, const PalierTenant *tenant, const PalierHappening *what)
{
  g_autoptr (PalierSendJob) job =
      what->message != NULL ? palier_job_store_get (tx, tenant, what->message) : NULL;

  return job != NULL && !palier_id_is_nil (&job->campaign) ? g_steal_pointer (&job) : NULL;
}

/* Machines open and follow what nobody has read. */
static void
hear_seen (PalierTx *tx, const PalierTenant *tenant, const PalierHappening *what)
{
  g_autoptr (PalierSendJob) job = says (what, "by", "human") ? get_job (tx, tenant, what) : NULL;

  if (job == NULL)
    return;
  palier_enrolment_store_set_seen (tx, tenant, &job->campaign, &job->prospect,
                                   strcmp (what->name, "message.clicked") == 0);
  palier_campaign_touch (tx, tenant);
}

static void
hear_reply (PalierTx *tx, const PalierTenant *tenant, const PalierHappening *what)
{
  if (what->prospect != NULL
      && palier_enrolment_store_set_replied (tx, tenant, what->prospect, what->at_ms))
    palier_campaign_touch (tx, tenant);
}

static void
hear_bounce (PalierTx *tx, const PalierTenant *tenant, const PalierHappening *what)
{
  PalierReturn bounced = says (what, "kind", "complaint")   ? PALIER_RETURN_COMPLAINT
                         : says (what, "kind", "permanent") ? PALIER_RETURN_PERMANENT
                                                            : PALIER_RETURN_NONE;
  g_autoptr (PalierSendJob) job = bounced != PALIER_RETURN_NONE ? get_job (tx, tenant, what) : NULL;

  if (job == NULL)
    return;
  palier_job_store_set_bounced (tx, tenant, &job->id, bounced);
  palier_campaign_touch (tx, tenant);
}

/* A task that a person did goes the way of what is handed over. A message that the relay hands over
 * itself is nobody else's to settle. */
static void
hear_done (PalierTx *tx, const PalierTenant *tenant, const PalierHappening *what)
{
  static const PalierSendState way[] = { PALIER_SEND_SCHEDULED, PALIER_SEND_CLAIMED,
                                         PALIER_SEND_HANDING_OVER, PALIER_SEND_ACCEPTED };
  g_autoptr (PalierSendJob) job = get_job (tx, tenant, what);
  PalierJobChange change = { .reason = PALIER_REASON_NONE };

  if (job == NULL || job->channel == PALIER_CHANNEL_EMAIL
      || (job->state != PALIER_SEND_WAITING && job->state != PALIER_SEND_SCHEDULED))
    return;
  job->first_ms = change.due_ms = MIN (what->at_ms, tx->now_ms);
  job->attempts = 1;
  for (guint i = job->state == PALIER_SEND_SCHEDULED; i < G_N_ELEMENTS (way); i++)
    palier_job_store_move (tx, tenant, job, way[i], &change);
  palier_campaign_touch (tx, tenant);
}

/* In the transaction that stores the event. */
void
palier_campaign_hear (PalierTx *tx, const PalierTenant *tenant, const PalierHappening *what)
{
  static const struct
  {
    const char *name;
    void (*hear) (PalierTx *tx, const PalierTenant *tenant, const PalierHappening *what);
  } ears[] = {
    { "message.opened", hear_seen },   { "message.clicked", hear_seen },
    { "message.replied", hear_reply }, { "message.bounced", hear_bounce },
    { "message.done", hear_done },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ears); i++)
    if (g_strcmp0 (ears[i].name, what->name) == 0)
      ears[i].hear (tx, tenant, what);
}
