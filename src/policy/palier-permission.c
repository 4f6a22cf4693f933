/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-permission.h"

/* Consent to calls lasts a year at most (decree 2026-662 of 23 July 2026). */
#define CALL_CONSENT_MS (G_GINT64_CONSTANT (365) * 24 * 60 * 60 * 1000)

static const char *const origins[] = { "person", "user", "import" };

G_STATIC_ASSERT (G_N_ELEMENTS (origins) == PALIER_N_CONSENT_ORIGINS);

const char *
palier_consent_origin_name (PalierConsentOrigin origin)
{
  g_assert ((guint) origin < PALIER_N_CONSENT_ORIGINS);
  return origins[origin];
}

gboolean
palier_consent_origin_parse (const char *name, PalierConsentOrigin *out)
{
  for (int i = 0; name != NULL && i < PALIER_N_CONSENT_ORIGINS; i++)
    if (g_str_equal (origins[i], name))
    {
      *out = (PalierConsentOrigin) i;
      return TRUE;
    }
  return FALSE;
}

static gboolean
concerns (const PalierConsentRow *row, PalierPurpose purpose, PalierChannel channel)
{
  return row->purpose == purpose
         && (row->channel == channel || row->channel == PALIER_CHANNEL_NONE);
}

static gboolean
has_ended (const PalierConsentRow *row, PalierChannel channel, gint64 now_ms)
{
  if (row->expires_ms != 0 && now_ms >= row->expires_ms)
    return TRUE;
  return channel == PALIER_CHANNEL_CALL && row->purpose == PALIER_PURPOSE_PROSPECTING
         && now_ms - row->at_ms >= CALL_CONSENT_MS;
}

/**
 * palier_consent_fold:
 * @rows: (array length=n_rows): all rows of one subject, in any order
 * @channel: PALIER_CHANNEL_NONE is not allowed here
 *
 * What the rows say now. A withdrawal loses only to a later grant by the person: neither an import
 * nor a note of the user outstamps it. Rows of the future count, since clocks of devices differ.
 *
 * Returns: yes; no, when withdrawn; unknown, when nothing was said or the grant has ended
 */
PalierSignal
palier_consent_fold (const PalierConsentRow *rows, gsize n_rows, PalierPurpose purpose,
                     PalierChannel channel, gint64 now_ms)
{
  gint64 withdrawn = G_MININT64;
  PalierSignal said = PALIER_SIGNAL_UNKNOWN;

  for (gsize i = 0; i < n_rows; i++)
    if (concerns (&rows[i], purpose, channel) && !rows[i].given)
    {
      withdrawn = MAX (withdrawn, rows[i].at_ms);
      said = PALIER_SIGNAL_NO;
    }
  for (gsize i = 0; i < n_rows; i++)
  {
    const PalierConsentRow *row = &rows[i];
    if (!concerns (row, purpose, channel) || !row->given || row->at_ms <= withdrawn)
      continue;
    if (said != PALIER_SIGNAL_UNKNOWN && withdrawn != G_MININT64
        && row->origin != PALIER_CONSENT_BY_PERSON)
      continue;
    if (!has_ended (row, channel, now_ms))
      return PALIER_SIGNAL_YES;
  }
  return said;
}

/**
 * palier_tracking_permission:
 *
 * Individual measurement asks for prior consent: art. 82 of the loi Informatique et Libertés, CNIL
 * deliberation 2026-042 of 12 March 2026. Unknown is not a yes.
 */
PalierTracking
palier_tracking_permission (const PalierConsentRow *rows, gsize n_rows, PalierChannel channel,
                            gint64 now_ms)
{
  return (PalierTracking) {
    .open = palier_consent_fold (rows, n_rows, PALIER_PURPOSE_OPEN, channel, now_ms),
    .click = palier_consent_fold (rows, n_rows, PALIER_PURPOSE_CLICK, channel, now_ms),
  };
}
