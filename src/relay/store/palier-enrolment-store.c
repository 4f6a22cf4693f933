/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-enrolment-store.h"

#include <string.h>

#define SIREN_DIGITS 9

#define COLUMNS                                                                                    \
  "campaign_id, prospect_id, state, entered_ms, region, firm, opened, clicked, replied, met,"      \
  " halted_ms"

static const char *const states[] = { "active", "paused", "left" };

/* Returns: active for NULL and for a name that is none */
PalierEnrolmentState
palier_enrolment_state_from_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (states[i], name) == 0)
      return (PalierEnrolmentState) i;
  return PALIER_ENROLMENT_ACTIVE;
}

/* Firms are compared, and never read: the digest under the tenant's key says no more than that. */
static void
digest_firm (const PalierTenant *tenant, const char *siren, PalierEnrolmentRow *row)
{
  g_autofree char *text = g_strndup (siren, SIREN_DIGITS);
  g_autofree char *named = g_strconcat ("firm", text, NULL);
  guint8 digest[PALIER_DIGEST_SIZE];

  palier_keyed_digest (&tenant->key, named, strlen (named), digest);
  for (guint i = 0; i < sizeof digest; i++)
    g_snprintf (row->firm + 2 * i, 3, "%02x", digest[i]);
}

/* Where a prospect is, and of which firm, by his record (nullable). */
void
palier_enrolment_read_place (const PalierTenant *tenant, const PalierRecord *prospect,
                             PalierEnrolmentRow *row)
{
  const char *siren = NULL;

  row->region = PALIER_REGION_UNKNOWN;
  row->firm[0] = '\0';
  if (prospect == NULL)
    return;
  row->region = palier_region_find (palier_record_get (prospect, PALIER_FIELD_COUNTRY),
                                    palier_record_get (prospect, PALIER_FIELD_POSTAL_CODE));
  siren = palier_record_get (prospect, PALIER_FIELD_SIREN);
  if (siren == NULL)
    siren = palier_record_get (prospect, PALIER_FIELD_SIRET);
  if (siren != NULL)
    digest_firm (tenant, siren, row);
}

/* @said_ms: when its state was said: who was halted before goes on. */
void
palier_enrolment_store_put (PalierTx *tx, const PalierTenant *tenant, const PalierEnrolmentRow *row,
                            gint64 said_ms)
{
  palier_db_run (
      tx->db,
      "insert into enrolment (tenant_id, campaign_id, prospect_id, state, entered_ms, region, firm)"
      " values (?1, ?2, ?3, ?4, ?5, ?6, ?7) on conflict (tenant_id, campaign_id, prospect_id)"
      " do update set state = excluded.state, entered_ms = excluded.entered_ms,"
      " region = excluded.region, firm = excluded.firm,"
      " halted_ms = case when enrolment.halted_ms < ?8 then 0 else enrolment.halted_ms end",
      "Tuutiiti", tenant->id, &row->campaign, &row->prospect, states[row->state], row->entered_ms,
      (gint64) (int) row->region, *row->firm != '\0' ? row->firm : NULL, said_ms);
}

void
palier_enrolment_store_set_place (PalierTx *tx, const PalierTenant *tenant,
                                  const PalierEnrolmentRow *row)
{
  palier_db_run (tx->db,
                 "update enrolment set region = ?4, firm = ?5"
                 " where tenant_id = ?1 and campaign_id = ?2 and prospect_id = ?3",
                 "Tuuit", tenant->id, &row->campaign, &row->prospect, (gint64) (int) row->region,
                 *row->firm != '\0' ? row->firm : NULL);
}

/* Of who is erased. */
void
palier_enrolment_store_forget (PalierTx *tx, const PalierTenant *tenant, const PalierId *prospect)
{
  palier_db_run (tx->db, "delete from enrolment where tenant_id = ?1 and prospect_id = ?2", "Tu",
                 tenant->id, prospect);
}

static void
read_row (PalierRows *rows, PalierEnrolmentRow *out)
{
  const char *firm = palier_rows_text (rows, 5);
  gint64 region = palier_rows_integer (rows, 4);

  *out = (PalierEnrolmentRow) {
    .state = palier_enrolment_state_from_name (palier_rows_text (rows, 2)),
    .entered_ms = palier_rows_integer (rows, 3),
    .region =
        region >= 0 && region < PALIER_N_REGIONS ? (PalierRegion) region : PALIER_REGION_UNKNOWN,
    .opened = palier_rows_integer (rows, 6) != 0,
    .clicked = palier_rows_integer (rows, 7) != 0,
    .replied = palier_rows_integer (rows, 8) != 0,
    .met = palier_rows_integer (rows, 9) != 0,
    .halted_ms = palier_rows_integer (rows, 10),
  };
  palier_rows_id (rows, 0, &out->campaign);
  palier_rows_id (rows, 1, &out->prospect);
  g_strlcpy (out->firm, firm != NULL ? firm : "", sizeof out->firm);
}

/* Returns: FALSE where its record has not come yet */
gboolean
palier_enrolment_store_get (PalierTx *tx, const PalierTenant *tenant, const PalierId *campaign,
                            const PalierId *prospect, PalierEnrolmentRow *out)
{
  PalierRows *rows = palier_db_query (tx->db,
                                      "select " COLUMNS " from enrolment where tenant_id = ?1"
                                      " and campaign_id = ?2 and prospect_id = ?3",
                                      "Tuu", tenant->id, campaign, prospect);
  gboolean found = palier_rows_next (rows);

  if (found)
  {
    read_row (rows, out);
    palier_rows_end (rows);
  }
  return found;
}

/* Returns: (transfer full) (element-type PalierEnrolmentRow): by prospect */
GArray *
palier_enrolment_store_list (PalierTx *tx, const PalierTenant *tenant, const PalierId *campaign)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (PalierEnrolmentRow));
  PalierRows *rows = palier_db_query (tx->db,
                                      "select " COLUMNS " from enrolment where tenant_id = ?1"
                                      " and campaign_id = ?2 order by prospect_id",
                                      "Tu", tenant->id, campaign);

  while (palier_rows_next (rows))
  {
    PalierEnrolmentRow row;
    read_row (rows, &row);
    g_array_append_val (list, row);
  }
  return list;
}

/* Returns: (transfer full) (element-type PalierRecentMessage): of all campaigns, those that were
 *   handed over first after @since_ms */
GArray *
palier_enrolment_store_recent (PalierTx *tx, const PalierTenant *tenant, gint64 since_ms)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (PalierRecentMessage));
  PalierRows *rows = palier_db_query (
      tx->db,
      "select j.channel, j.sender_id, j.pool, j.due_ms, j.first_ms, e.firm from job j"
      " left join enrolment e on e.tenant_id = ?1 and e.campaign_id = j.campaign_id"
      " and e.prospect_id = j.prospect_id where j.tenant_id = ?1 and j.campaign_id is not null"
      " and j.first_ms > ?2",
      "Ti", tenant->id, since_ms);

  while (palier_rows_next (rows))
  {
    PalierRecentMessage one = { .channel = palier_channel_from_name (palier_rows_text (rows, 0)),
                                .pool = (guint) palier_rows_integer (rows, 2),
                                .due_ms = palier_rows_integer (rows, 3),
                                .first_ms = palier_rows_integer (rows, 4) };
    const char *firm = palier_rows_text (rows, 5);
    palier_rows_id (rows, 1, &one.sender);
    g_strlcpy (one.firm, firm != NULL ? firm : "", sizeof one.firm);
    g_array_append_val (list, one);
  }
  return list;
}

/* ---- responses */

/* Somebody has opened a message of the campaign, or followed a link in it. */
void
palier_enrolment_store_set_seen (PalierTx *tx, const PalierTenant *tenant, const PalierId *campaign,
                                 const PalierId *prospect, gboolean clicked)
{
  palier_db_run (tx->db,
                 "update enrolment set opened = 1, clicked = case when ?4 = 1 then 1 else clicked"
                 " end where tenant_id = ?1 and campaign_id = ?2 and prospect_id = ?3",
                 "Tuui", tenant->id, campaign, prospect, (gint64) (clicked != FALSE));
}

/* Whoever else is of the firm waits. */
static void
halt_colleagues (PalierTx *tx, const PalierTenant *tenant, const char *firm,
                 const PalierId *prospect)
{
  palier_db_run (tx->db,
                 "update enrolment set halted_ms = ?4 where tenant_id = ?1 and firm = ?2"
                 " and prospect_id <> ?3 and halted_ms = 0 and replied = 0",
                 "Ttui", tenant->id, firm, prospect, tx->now_ms);
}

/* Returns: whether he is in a campaign */
gboolean
palier_enrolment_store_set_replied (PalierTx *tx, const PalierTenant *tenant,
                                    const PalierId *prospect, gint64 at_ms)
{
  g_autoptr (GPtrArray) firms = g_ptr_array_new_with_free_func (g_free);
  PalierRows *rows = palier_db_query (tx->db,
                                      "update enrolment set replied = 1 where tenant_id = ?1"
                                      " and prospect_id = ?2 and entered_ms <= ?3 returning firm",
                                      "Tui", tenant->id, prospect, at_ms);

  while (palier_rows_next (rows))
    g_ptr_array_add (firms, g_strdup (palier_rows_text (rows, 0)));
  for (guint i = 0; i < firms->len; i++)
    if (firms->pdata[i] != NULL)
      halt_colleagues (tx, tenant, firms->pdata[i], prospect);
  return firms->len > 0;
}

/* Returns: whether he is in a campaign */
gboolean
palier_enrolment_store_set_met (PalierTx *tx, const PalierTenant *tenant, const PalierId *prospect,
                                gint64 at_ms)
{
  return palier_rows_any (
      palier_db_query (tx->db,
                       "update enrolment set met = 1 where tenant_id = ?1 and prospect_id = ?2"
                       " and entered_ms <= ?3 returning 1",
                       "Tui", tenant->id, prospect, at_ms));
}
