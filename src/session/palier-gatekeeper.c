/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one place that asks policy's gate. Approving and sending both come here, and the relay asks
 * the same gate again when the message leaves. */
#include "palier-gatekeeper.h"

#include "palier-consent-store.h"
#include "palier-email.h"
#include "palier-scorer.h"
#include "palier-suppression-store.h"

/* The address of @channel: (transfer none) (nullable). */
const char *
palier_gatekeeper_address (const PalierProspect *prospect, PalierChannel channel)
{
  switch (channel)
  {
  case PALIER_CHANNEL_EMAIL:
    return palier_prospect_get (prospect, PALIER_FIELD_EMAIL);
  case PALIER_CHANNEL_SMS:
    return palier_prospect_get (prospect, PALIER_FIELD_MOBILE);
  case PALIER_CHANNEL_CALL:
    return palier_prospect_get (prospect, PALIER_FIELD_PHONE) != NULL
               ? palier_prospect_get (prospect, PALIER_FIELD_PHONE)
               : palier_prospect_get (prospect, PALIER_FIELD_MOBILE);
  case PALIER_CHANNEL_LINKEDIN:
    return palier_prospect_get (prospect, PALIER_FIELD_LINKEDIN);
  case PALIER_CHANNEL_LETTER:
    return palier_prospect_get (prospect, PALIER_FIELD_STREET);
  default:
    return NULL;
  }
}

/**
 * palier_gatekeeper_find_suppressed:
 * @prospects: (element-type PalierProspect) (nullable elements)
 *
 * In a fiber. Returns: (transfer full) (element-type gboolean): of each, whether one of its
 * addresses must not be written to; errors: of the storage
 */
GArray *
palier_gatekeeper_find_suppressed (PalierCore *core, GPtrArray *prospects, GError **error)
{
  g_autoptr (GArray) addresses = palier_address_list_new ();
  g_autoptr (GArray) owners = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < prospects->len; i++)
  {
    g_autoptr (GArray) own = prospects->pdata[i] != NULL
                                 ? palier_prospect_dup_addresses (prospects->pdata[i])
                                 : palier_address_list_new ();
    for (guint k = 0; k < own->len; k++)
    {
      const PalierAddress *one = &g_array_index (own, PalierAddress, k);
      palier_address_list_add (addresses, one->kind, one->text);
    }
    while (owners->len < addresses->len)
      g_array_append_val (owners, i);
  }
  g_autoptr (GArray) found =
      dex_await_boxed (palier_suppression_store_find (core->workspace, addresses), error);
  if (found == NULL)
    return NULL;
  GArray *suppressed = g_array_new (FALSE, TRUE, sizeof (gboolean));
  g_array_set_size (suppressed, prospects->len);
  for (guint i = 0; i < found->len; i++)
    g_array_index (suppressed, gboolean, g_array_index (owners, guint, i)) |=
        g_array_index (found, gboolean, i);
  return suppressed;
}

/* In a fiber. */
gboolean
palier_gatekeeper_is_suppressed (PalierCore *core, const PalierProspect *prospect, gboolean *out,
                                 GError **error)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_ptr_array_add (one, (gpointer) prospect);
  g_autoptr (GArray) found = palier_gatekeeper_find_suppressed (core, one, error);

  if (found == NULL)
    return FALSE;
  *out = g_array_index (found, gboolean, 0);
  return TRUE;
}

/* A company's own domain is a professional address; webmail of an agency's contact is his own. */
static PalierAddressNature
judge_address (const PalierProspect *prospect, const char *address)
{
  if (address == NULL || strchr (address, '@') == NULL)
    return PALIER_NATURE_UNKNOWN;
  if (palier_prospect_is_person (prospect))
    return PALIER_NATURE_PRIVATE;
  if (palier_email_is_generic (address))
    return PALIER_NATURE_GENERIC;
  return palier_email_is_webmail (address) ? PALIER_NATURE_PRIVATE : PALIER_NATURE_PROFESSIONAL;
}

static gint64
read_day_ms (const char *iso)
{
  g_autofree char *text = iso != NULL ? g_strconcat (iso, "T00:00:00Z", NULL) : NULL;
  g_autoptr (GDateTime) day = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;
  return day != NULL ? g_date_time_to_unix (day) * 1000 : 0;
}

/* The retention period runs from the last sign, and before any from when the data were collected:
 * the date of the file, not of its import. */
static gint64
find_last_sign (const PalierProspect *prospect, const PalierProspectHistory *exchanged,
                gint64 now_ms)
{
  gint64 collected = read_day_ms (palier_prospect_get (prospect, PALIER_FIELD_SOURCE_DATE));
  gint64 sign = palier_gate_sign_ms (
      palier_prospect_get_integer (prospect, PALIER_FIELD_LAST_SIGN_AT, 0), now_ms);

  if (collected == 0)
    collected = palier_prospect_get_integer (prospect, PALIER_FIELD_CREATED_AT, 0);
  if (exchanged != NULL)
    sign = MAX (sign, MAX (exchanged->last_reply_ms, exchanged->last_click_ms));
  return MAX (sign, collected);
}

/* When the consent was given. A file that does not say when has rows of the day it was imported:
 * nobody may be told that this was the day. */
static gint64
find_consent_ms (const PalierProspect *prospect, GArray *rows, PalierChannel channel)
{
  gint64 imported_ms = palier_prospect_get_integer (prospect, PALIER_FIELD_CREATED_AT, 0);
  gint64 latest = 0;

  for (guint i = 0; i < rows->len; i++)
  {
    const PalierConsentRow *row = &g_array_index (rows, PalierConsentRow, i);
    if (row->origin == PALIER_CONSENT_BY_IMPORT && row->at_ms >= imported_ms)
      continue;
    if (row->purpose == PALIER_PURPOSE_PROSPECTING && row->given
        && (row->channel == PALIER_CHANNEL_NONE || row->channel == channel))
      latest = MAX (latest, row->at_ms);
  }
  return latest;
}

static void
fill_question (const PalierProspect *prospect, PalierChannel channel, GArray *rows,
               const PalierProspectHistory *exchanged, gint64 at_ms, PalierGatekeeping *out)
{
  const char *basis = palier_prospect_get (prospect, PALIER_FIELD_LEGAL_BASIS);
  PalierSignal consent = palier_consent_fold ((const PalierConsentRow *) rows->data, rows->len,
                                              PALIER_PURPOSE_PROSPECTING, channel, at_ms);

  out->question = (PalierGateQuestion) {
    .is_agency = !palier_prospect_is_person (prospect),
    .channel = channel,
    .nature = judge_address (prospect, palier_gatekeeper_address (prospect, channel)),
    .basis = basis != NULL ? palier_basis_from_name (basis) : PALIER_BASIS_NONE,
    .consent = exchanged != NULL && exchanged->unsubscribed && consent != PALIER_SIGNAL_YES
                   ? PALIER_SIGNAL_NO
                   : consent,
    .informed = exchanged != NULL && exchanged->n_sent > 0,
    .last_sign_ms = find_last_sign (prospect, exchanged, at_ms),
    .now_ms = at_ms,
    .region = palier_region_find (palier_prospect_get (prospect, PALIER_FIELD_COUNTRY),
                                  palier_prospect_get (prospect, PALIER_FIELD_POSTAL_CODE)),
  };
  out->tracking =
      palier_tracking_permission ((const PalierConsentRow *) rows->data, rows->len, channel, at_ms);
  out->no_service = palier_consent_fold ((const PalierConsentRow *) rows->data, rows->len,
                                         PALIER_PURPOSE_AI, channel, at_ms)
                    == PALIER_SIGNAL_NO;
  out->consent_ms = consent == PALIER_SIGNAL_YES ? find_consent_ms (prospect, rows, channel) : 0;
}

/**
 * palier_gatekeeper_judge:
 * @consents: (element-type PalierConsent): all of the prospect
 * @exchanged: (nullable): what was exchanged with it
 * @suppressed: whether one of its addresses must not be written to
 * @at_ms: when the message would leave
 *
 * The verdict on what is known already; on any thread.
 */
void
palier_gatekeeper_judge (const PalierProspect *prospect, PalierChannel channel, GPtrArray *consents,
                         const PalierProspectHistory *exchanged, gboolean suppressed, gint64 at_ms,
                         PalierGatekeeping *out)
{
  g_autoptr (GArray) rows = palier_consent_rows (consents);

  fill_question (prospect, channel, rows, exchanged, at_ms, out);
  out->question.suppressed = suppressed;
  out->verdict = palier_gate_ask (&out->question);
}

/**
 * palier_gatekeeper_ask:
 * @at_ms: when the message would leave
 *
 * In a fiber. Errors: of the storage.
 */
gboolean
palier_gatekeeper_ask (PalierCore *core, const PalierProspect *prospect, PalierChannel channel,
                       gint64 at_ms, PalierGatekeeping *out, GError **error)
{
  gint64 n = palier_prospect_get_n (prospect);
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof n);
  g_array_append_val (ns, n);
  gboolean suppressed;

  g_autoptr (GArray) exchanged =
      dex_await_boxed (palier_event_store_history (core->workspace, ns, at_ms), error);
  if (exchanged == NULL)
    return FALSE;
  g_autoptr (GPtrArray) consents = dex_await_boxed (
      palier_consent_store_of_subject (core->workspace, palier_prospect_get_id (prospect)), error);
  if (consents == NULL || !palier_gatekeeper_is_suppressed (core, prospect, &suppressed, error))
    return FALSE;

  palier_gatekeeper_judge (prospect, channel, consents,
                           exchanged->len > 0 ? &g_array_index (exchanged, PalierProspectHistory, 0)
                                              : NULL,
                           suppressed, at_ms, out);
  return TRUE;
}
