/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-dashboard.h"

G_DEFINE_BOXED_TYPE (PalierDashboard, palier_dashboard, palier_dashboard_ref, palier_dashboard_free)

PalierDashboard *
palier_dashboard_new (void)
{
  return g_atomic_rc_box_new0 (PalierDashboard);
}

PalierDashboard *
palier_dashboard_ref (PalierDashboard *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
palier_dashboard_free (PalierDashboard *self)
{
  g_atomic_rc_box_release (self);
}

const char *
palier_stage_name (PalierStage stage)
{
  static const char *const names[] = { "prospect", "contacted",   "engaged", "qualified",
                                       "demo",     "opportunity", "customer" };
  g_assert (stage < PALIER_N_STAGES);
  return names[stage];
}
