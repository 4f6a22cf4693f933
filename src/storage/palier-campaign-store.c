/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-campaign-store.h"

#include <stdlib.h>
#include <string.h>

#include "palier-record-store.h"
#include "palier-sequence-json.h"

#define SQL_LIST "WHERE deleted_ms IS NULL AND erased IS NULL ORDER BY n DESC"

#define FIELD(name) PALIER_CAMPAIGN_FIELD_##name

static PalierRecord *
to_record (gconstpointer value, PalierMark mark)
{
  const PalierCampaign *campaign = value;
  PalierRecord *record = palier_record_new (PALIER_KIND_CAMPAIGN, &campaign->id);
  char *sequence = palier_sequence_to_json (campaign->sequence, &(gsize) { 0 });
  g_autofree char *audience =
      campaign->audience != NULL ? palier_filter_to_json (campaign->audience) : NULL;

  palier_record_fill_text (record, FIELD (NAME), campaign->name, mark);
  palier_record_fill_text (record, FIELD (STATE), palier_campaign_state_name (campaign->state),
                           mark);
  palier_record_fill_text (record, FIELD (SEQUENCE), sequence, mark);
  palier_record_fill_text (record, FIELD (AUDIENCE), audience, mark);
  palier_record_fill_text (record, FIELD (LIVE), campaign->live ? "yes" : "no", mark);
  palier_record_fill_id (record, FIELD (SENDER), &campaign->sender, mark);
  palier_record_fill_number (record, FIELD (CREATED_AT), campaign->created_ms, mark);
  palier_record_fill_number (record, FIELD (STARTED_AT), campaign->started_ms, mark);
  palier_record_fill_number (record, FIELD (CHANGED_AT), campaign->changed_ms, mark);
  free (sequence);
  return record;
}

/* What is not understood of an audience would mean more people than it should. */
static void
read_documents (PalierCampaign *campaign, const PalierRecord *record)
{
  const char *sequence = palier_record_get (record, FIELD (SEQUENCE));
  const char *audience = palier_record_get (record, FIELD (AUDIENCE));

  if (sequence != NULL)
    campaign->sequence = palier_sequence_from_json (sequence, strlen (sequence), NULL);
  if (audience != NULL)
    campaign->audience = palier_filter_from_json (audience, NULL);
  campaign->foreign =
      campaign->sequence == NULL || (audience != NULL && campaign->audience == NULL);
}

static gpointer
from_record (const PalierRecord *record)
{
  PalierCampaign *campaign = palier_campaign_new ();
  const char *name = palier_record_get (record, FIELD (NAME));

  campaign->id = record->id;
  campaign->name = g_strdup (name != NULL ? name : "");
  palier_campaign_state_parse (palier_record_get (record, FIELD (STATE)), &campaign->state);
  read_documents (campaign, record);
  campaign->live = g_strcmp0 (palier_record_get (record, FIELD (LIVE)), "yes") == 0;
  palier_record_get_id (record, FIELD (SENDER), &campaign->sender);
  campaign->created_ms = palier_record_get_integer (record, FIELD (CREATED_AT), 0);
  campaign->started_ms = palier_record_get_integer (record, FIELD (STARTED_AT), 0);
  campaign->changed_ms = palier_record_get_integer (record, FIELD (CHANGED_AT), 0);
  return campaign;
}

static const PalierRecordStore store = {
  .kind = PALIER_KIND_CAMPAIGN,
  .list = SQL_LIST,
  .from_record = from_record,
  .to_record = to_record,
  .ref = (GBoxedCopyFunc) palier_campaign_ref,
  .unref = (GDestroyNotify) palier_campaign_free,
};

/* Resolves to a GPtrArray of PalierCampaign, newest first. */
DexFuture *
palier_campaign_store_list (PalierWorkspace *workspace)
{
  return palier_record_store_list (workspace, &store);
}

/* As palier_record_store_put(). @campaign: one that is not foreign */
DexFuture *
palier_campaign_store_put (PalierWorkspace *workspace, PalierCampaign *campaign)
{
  g_assert (!campaign->foreign);
  return palier_record_store_put (workspace, &store, campaign);
}

/* As palier_record_store_remove(). */
DexFuture *
palier_campaign_store_remove (PalierWorkspace *workspace, const PalierId *id)
{
  return palier_record_store_remove (workspace, &store, id);
}
