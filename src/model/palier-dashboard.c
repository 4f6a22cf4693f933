/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-dashboard.h"

PalierDashboard *
palier_dashboard_new (void)
{
  return g_new0 (PalierDashboard, 1);
}

void
palier_dashboard_free (PalierDashboard *self)
{
  g_free (self);
}

const char *
palier_stage_name (PalierStage stage)
{
  static const char *const names[] = { "prospect", "contacted",   "engaged", "qualified",
                                       "demo",     "opportunity", "customer" };
  g_assert (stage < PALIER_N_STAGES);
  return names[stage];
}
