/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-intake-campaign.h"

#include "palier-campaign-signal.h"
#include "palier-campaign-store.h"
#include "palier-enrolment-store.h"
#include "palier-record-store.h"

/* One that is deleted sends nothing more. */
void
palier_intake_campaign (PalierTx *tx, const PalierTenant *tenant, const PalierRecord *record)
{
  PalierCampaignState state = record->erased || record->deleted_ms != 0
                                  ? PALIER_CAMPAIGN_STOPPED
                                  : palier_campaign_state_from_name (
                                        palier_record_get (record, PALIER_CAMPAIGN_FIELD_STATE));

  palier_campaign_store_put (tx, tenant, &record->id, state);
  palier_campaign_touch (tx, tenant);
}

/* Who is erased leaves nothing here; his messages go by themselves. */
static gboolean
read_row (const PalierRecord *record, PalierEnrolmentRow *row)
{
  row->entered_ms = palier_record_get_integer (record, PALIER_ENROLMENT_FIELD_ENTERED_AT, 0);
  row->state = record->deleted_ms != 0 ? PALIER_ENROLMENT_LEFT
                                       : palier_enrolment_state_from_name (palier_record_get (
                                             record, PALIER_ENROLMENT_FIELD_STATE));
  return palier_record_get_id (record, PALIER_ENROLMENT_FIELD_CAMPAIGN, &row->campaign)
         && palier_record_get_id (record, PALIER_ENROLMENT_FIELD_PROSPECT, &row->prospect);
}

void
palier_intake_enrolment (PalierTx *tx, const PalierTenant *tenant, const PalierRecord *record)
{
  PalierMark said = palier_record_get_mark (record, PALIER_ENROLMENT_FIELD_STATE);
  PalierEnrolmentRow row = { 0 };

  if (record->erased || !read_row (record, &row))
    return;
  g_autoptr (PalierRecord) prospect =
      palier_record_store_get (tx, tenant, PALIER_KIND_PROSPECT, &row.prospect);
  palier_enrolment_read_place (tenant, prospect, &row);
  palier_enrolment_store_put (tx, tenant, &row, PALIER_STAMP_MS (said.time));
  palier_campaign_touch (tx, tenant);
}

void
palier_intake_activity (PalierTx *tx, const PalierTenant *tenant, const PalierRecord *record)
{
  PalierId prospect;

  if (record->erased || record->deleted_ms != 0
      || g_strcmp0 (palier_record_get (record, PALIER_ACTIVITY_FIELD_TYPE), "meeting") != 0
      || !palier_record_get_id (record, PALIER_ACTIVITY_FIELD_PROSPECT, &prospect))
    return;
  gint64 at_ms = palier_record_get_integer (record, PALIER_ACTIVITY_FIELD_AT, tx->now_ms);
  if (palier_enrolment_store_set_met (tx, tenant, &prospect, at_ms))
    palier_campaign_touch (tx, tenant);
}

/* An event that a device has noticed. */
void
palier_intake_heard (PalierTx *tx, const PalierTenant *tenant, const PalierRecord *event)
{
  PalierId prospect, message;
  gboolean of_prospect = palier_record_get_id (event, PALIER_EVENT_FIELD_PROSPECT, &prospect);
  gboolean of_message = palier_record_get_id (event, PALIER_EVENT_FIELD_MESSAGE, &message);

  if (event->erased || event->deleted_ms != 0)
    return;
  palier_campaign_hear (
      tx, tenant,
      &(PalierHappening) {
          .name = palier_record_get (event, PALIER_EVENT_FIELD_NAME),
          .at_ms = palier_record_get_integer (event, PALIER_EVENT_FIELD_AT, tx->now_ms),
          .prospect = of_prospect ? &prospect : NULL,
          .message = of_message ? &message : NULL,
          .data = palier_record_get (event, PALIER_EVENT_FIELD_DATA),
      });
}

/* What the relay itself decides of a campaign, for all devices to know. */
void
palier_intake_set_campaign_state (PalierTx *tx, const PalierTenant *tenant,
                                  const PalierId *campaign, const char *state)
{
  g_autoptr (PalierRecord) record =
      palier_record_store_get (tx, tenant, PALIER_KIND_CAMPAIGN, campaign);
  PalierMark mark = palier_tx_mark (tx);

  if (record == NULL)
    return;
  palier_record_set (record, PALIER_CAMPAIGN_FIELD_STATE, state, mark);
  palier_record_set_integer (record, PALIER_CAMPAIGN_FIELD_CHANGED_AT, tx->now_ms, mark);
  palier_record_store_put (tx, tenant, record, NULL);
  palier_intake_campaign (tx, tenant, record);
}
