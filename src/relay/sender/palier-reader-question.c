/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-reader-question.h"

#include <string.h>

#include "palier-email.h"
#include "palier-reader-store.h"
#include "palier-record-store.h"

static PalierAddressNature
get_nature (const char *address)
{
  if (address == NULL || strchr (address, '@') == NULL)
    return PALIER_NATURE_UNKNOWN;
  if (palier_email_is_generic (address))
    return PALIER_NATURE_GENERIC;
  return palier_email_is_webmail (address) ? PALIER_NATURE_PRIVATE : PALIER_NATURE_PROFESSIONAL;
}

/* When the data were collected: the day their source has, else when the record was made. */
static gint64
get_collected_ms (const PalierRecord *prospect)
{
  const char *day = palier_record_get (prospect, PALIER_FIELD_SOURCE_DATE);
  g_autofree char *text = day != NULL ? g_strconcat (day, "T00:00:00Z", NULL) : NULL;
  g_autoptr (GDateTime) date = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

  return date != NULL ? g_date_time_to_unix (date) * 1000
                      : palier_record_get_integer (prospect, PALIER_FIELD_CREATED_AT, 0);
}

static gboolean
was_informed (PalierTx *tx, const PalierTenant *tenant, const PalierId *prospect)
{
  return palier_rows_any (palier_db_query (tx->db,
                                           "select 1 from job where tenant_id = ?1"
                                           " and prospect_id = ?2 and state = 'accepted' limit 1",
                                           "Tu", tenant->id, prospect));
}

/**
 * palier_reader_question_load:
 * @to: (nullable): the e-mail address that it goes to; NULL: it goes another way, and what bars his
 *   address bars him
 *
 * What the prospect's record says. A workspace that keeps its prospects to itself has asked the
 * whole gate at the approval; then what can change since is asked here: a withdrawn consent and the
 * suppression list bar any question, whatever its basis.
 */
void
palier_reader_question_load (PalierTx *tx, const PalierTenant *tenant, const PalierId *prospect,
                             PalierChannel channel, const char *to, PalierGateQuestion *out)
{
  g_autoptr (PalierRecord) record =
      palier_record_store_get (tx, tenant, PALIER_KIND_PROSPECT, prospect);

  *out = (PalierGateQuestion) {
    .channel = channel, .is_agency = TRUE, .nature = PALIER_NATURE_GENERIC, .now_ms = tx->now_ms
  };
  if (record == NULL)
    return;
  out->is_agency = g_strcmp0 (palier_record_get (record, PALIER_FIELD_KIND), "person") != 0;
  out->nature = out->is_agency ? get_nature (to) : PALIER_NATURE_PRIVATE;
  out->basis = palier_basis_from_name (palier_record_get (record, PALIER_FIELD_LEGAL_BASIS));
  out->region = palier_region_find (palier_record_get (record, PALIER_FIELD_COUNTRY),
                                    palier_record_get (record, PALIER_FIELD_POSTAL_CODE));
  const char *email = palier_record_get (record, PALIER_FIELD_EMAIL);
  if (to == NULL && email != NULL)
    out->suppressed = palier_suppression_store_has (tx, tenant, email);
  gint64 noted_ms = palier_record_get_integer (record, PALIER_FIELD_LAST_SIGN_AT, 0);
  out->last_sign_ms = MAX (palier_gate_sign_ms (noted_ms, tx->now_ms), get_collected_ms (record));
}

/**
 * palier_reader_question_renew:
 * @to: (nullable): as at palier_reader_question_load()
 * @consents: (element-type PalierConsentRow): of the prospect
 *
 * What can change from one moment to the next.
 */
void
palier_reader_question_renew (PalierTx *tx, const PalierTenant *tenant, const PalierId *prospect,
                              const char *to, GArray *consents, PalierGateQuestion *question)
{
  question->now_ms = tx->now_ms;
  question->consent =
      palier_consent_fold ((const PalierConsentRow *) consents->data, consents->len,
                           PALIER_PURPOSE_PROSPECTING, question->channel, tx->now_ms);
  if (to != NULL)
    question->suppressed = palier_suppression_store_has (tx, tenant, to);
  question->informed = was_informed (tx, tenant, prospect);
}
