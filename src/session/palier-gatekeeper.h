/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-core.h"
#include "palier-event-store.h"
#include "palier-gate.h"
#include "palier-prospect.h"

G_BEGIN_DECLS

/* What the legal gate has to know about one prospect on one channel, and what sending then needs.
 */
typedef struct
{
  PalierGateQuestion question;
  PalierVerdict verdict;
  PalierTracking tracking;
  gboolean no_service; /* has refused that a third party's model reads about him to write */
  gint64 consent_ms;   /* when prospecting was agreed to; 0: it was not, or not known */
} PalierGatekeeping;

gboolean
palier_gatekeeper_ask (PalierCore *core, const PalierProspect *prospect, PalierChannel channel,
                       gint64 at_ms, PalierGatekeeping *out, GError **error);
void palier_gatekeeper_judge (const PalierProspect *prospect, PalierChannel channel,
                              GPtrArray *consents, const PalierProspectHistory *exchanged,
                              gboolean suppressed, gint64 at_ms, PalierGatekeeping *out);
GArray *palier_gatekeeper_find_suppressed (PalierCore *core, GPtrArray *prospects, GError **error);
gboolean palier_gatekeeper_is_suppressed (PalierCore *core, const PalierProspect *prospect,
                                          gboolean *out, GError **error);

const char *palier_gatekeeper_address (const PalierProspect *prospect, PalierChannel channel);

G_END_DECLS
