/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The funnel's stages, in order. */
typedef enum
{
  PALIER_STAGE_PROSPECT,
  PALIER_STAGE_CONTACTED,
  PALIER_STAGE_ENGAGED,
  PALIER_STAGE_QUALIFIED,
  PALIER_STAGE_DEMO,
  PALIER_STAGE_OPPORTUNITY,
  PALIER_STAGE_CUSTOMER,
  PALIER_N_STAGES
} PalierStage;

const char *palier_stage_name (PalierStage stage);

/* What came of it, over a period. */
typedef struct
{
  guint64 sent;      /* accepted by the recipients' server */
  guint64 delivered; /* accepted and not bounced */
  guint64 bounced;
  guint64 open_consented; /* messages whose reader allowed the pixel */
  guint64 opened;         /* of those, by a human */
  guint64 opened_machine;
  guint64 click_consented; /* messages whose reader allowed individual links */
  guint64 clicked;
  guint64 replied;
  guint64 unsubscribed;
  guint64 uncertain;
  guint64 set_aside;               /* waiting for something to be mended */
  guint64 queued;                  /* given to the relay and not yet handed over */
  guint64 funnel[PALIER_N_STAGES]; /* reached at least */
} PalierDashboard;

#define PALIER_TYPE_DASHBOARD (palier_dashboard_get_type ())
GType palier_dashboard_get_type (void);

PalierDashboard *palier_dashboard_new (void);
PalierDashboard *palier_dashboard_ref (PalierDashboard *self);
void palier_dashboard_free (PalierDashboard *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierDashboard, palier_dashboard_free)

G_END_DECLS
