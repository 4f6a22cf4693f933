/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-channel.h"
#include "palier-record.h"
#include "palier-region.h"
#include "palier-seal.h"
#include "palier-store.h"

G_BEGIN_DECLS

/* Who is in a campaign, and what is known of how he took it. */

typedef enum
{
  PALIER_ENROLMENT_ACTIVE,
  PALIER_ENROLMENT_PAUSED,
  PALIER_ENROLMENT_LEFT,
} PalierEnrolmentState;

#define PALIER_REGION_UNKNOWN ((PalierRegion) - 1)

typedef struct
{
  PalierId campaign;
  PalierId prospect;
  PalierEnrolmentState state;
  gint64 entered_ms;
  PalierRegion region;                   /* PALIER_REGION_UNKNOWN: his record had not come yet */
  char firm[PALIER_DIGEST_SIZE * 2 + 1]; /* hexadecimal; empty: none, or not known yet */
  gboolean opened;
  gboolean clicked;
  gboolean replied;
  gboolean met;
  gint64 halted_ms; /* he waits since then, for a colleague has answered; 0: he does not */
} PalierEnrolmentRow;

PalierEnrolmentState palier_enrolment_state_from_name (const char *name);
void palier_enrolment_store_put (PalierTx *tx, const PalierTenant *tenant,
                                 const PalierEnrolmentRow *row, gint64 said_ms);
void
palier_enrolment_store_forget (PalierTx *tx, const PalierTenant *tenant, const PalierId *prospect);
void palier_enrolment_read_place (const PalierTenant *tenant, const PalierRecord *prospect,
                                  PalierEnrolmentRow *row);
void palier_enrolment_store_set_place (PalierTx *tx, const PalierTenant *tenant,
                                       const PalierEnrolmentRow *row);
gboolean
palier_enrolment_store_get (PalierTx *tx, const PalierTenant *tenant, const PalierId *campaign,
                            const PalierId *prospect, PalierEnrolmentRow *out);
GArray *
palier_enrolment_store_list (PalierTx *tx, const PalierTenant *tenant, const PalierId *campaign);

/* A campaign's message that was handed over not long ago. */
typedef struct
{
  PalierChannel channel;
  PalierId sender;
  guint pool;
  gint64 due_ms;
  gint64 first_ms;
  char firm[PALIER_DIGEST_SIZE * 2 + 1]; /* of its prospect */
} PalierRecentMessage;

GArray *palier_enrolment_store_recent (PalierTx *tx, const PalierTenant *tenant, gint64 since_ms);

void
palier_enrolment_store_set_seen (PalierTx *tx, const PalierTenant *tenant, const PalierId *campaign,
                                 const PalierId *prospect, gboolean clicked);
gboolean palier_enrolment_store_set_replied (PalierTx *tx, const PalierTenant *tenant,
                                             const PalierId *prospect, gint64 at_ms);
gboolean palier_enrolment_store_set_met (PalierTx *tx, const PalierTenant *tenant,
                                         const PalierId *prospect, gint64 at_ms);

G_END_DECLS
