/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-entitlement.h"
#include "palier-limit-alert-store.h"
#include "palier-notice.h"

G_BEGIN_DECLS

/* That the owners of an agency are told by mail when a limit of its plan is near, and when it is
 * reached: of contacts and of e-mails. Of users they say themselves how many there are. */

void palier_limit_alert_check (const PalierEntitlement *self, PalierTx *tx,
                               const PalierTenant *tenant, PalierLimit limit, gint64 used);
void palier_limit_alert_check_contacts (const PalierEntitlement *self, PalierTx *tx,
                                        const PalierTenant *tenant);

/* One alert that this process has taken, with what its owner is told. */
typedef struct
{
  gint64 tenant;
  PalierLimitAlert *alert;
  PalierNotice notice;
} PalierLimitTask;

void palier_limit_task_free (PalierLimitTask *self);
gboolean palier_limit_alert_take (PalierStore *store, GPtrArray *tasks, GError **error);
gboolean palier_limit_alert_settle (PalierStore *store, const PalierLimitTask *task,
                                    PalierAlertState state, GError **error);

G_END_DECLS
