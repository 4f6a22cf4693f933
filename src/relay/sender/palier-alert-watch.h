/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-store.h"
#include "palier-system-mail.h"

G_BEGIN_DECLS

/* Tells owners by mail which limit of their agency's plan is near or reached, by a thread of its
 * own; of several processes on one store one tells each of them. */
typedef struct _PalierAlertWatch PalierAlertWatch;

PalierAlertWatch *palier_alert_watch_new (PalierStore *store, PalierSystemMail *mail);
void palier_alert_watch_free (PalierAlertWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierAlertWatch, palier_alert_watch_free)

G_END_DECLS
