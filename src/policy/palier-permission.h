/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-channel.h"
#include "palier-signal.h"

G_BEGIN_DECLS

/* Who says so. */
typedef enum
{
  PALIER_CONSENT_BY_PERSON, /* a form, a reply, a page we served */
  PALIER_CONSENT_BY_USER,   /* noted by hand, with its proof */
  PALIER_CONSENT_BY_IMPORT,
  PALIER_N_CONSENT_ORIGINS
} PalierConsentOrigin;

/* One row of the append-only record of consents, as far as rules need it. */
typedef struct
{
  PalierPurpose purpose;
  PalierChannel channel; /* PALIER_CHANNEL_NONE: every channel */
  gboolean given;        /* else withdrawn */
  PalierConsentOrigin origin;
  gint64 at_ms;
  gint64 expires_ms; /* 0: no end of its own */
} PalierConsentRow;

const char *palier_consent_origin_name (PalierConsentOrigin origin);
gboolean palier_consent_origin_parse (const char *name, PalierConsentOrigin *out);

PalierSignal palier_consent_fold (const PalierConsentRow *rows, gsize n_rows, PalierPurpose purpose,
                                  PalierChannel channel, gint64 now_ms);

/* What may be measured of one reader. Only YES puts a pixel or individual links into a message. */
typedef struct
{
  PalierSignal open;
  PalierSignal click;
} PalierTracking;

PalierTracking palier_tracking_permission (const PalierConsentRow *rows, gsize n_rows,
                                           PalierChannel channel, gint64 now_ms);

G_END_DECLS
