/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-store.h"

G_BEGIN_DECLS

/* That one owner is to be told of one limit. */
typedef struct
{
  char *kind;     /* of the limit */
  char *period;   /* the month, by its first day */
  gint64 most;    /* the limit */
  gint64 percent; /* the mark that was reached */
  PalierId account;
  gint64 used;       /* … then */
  gint64 reached_ms; /* when it reached the limit at the pace of then, or PALIER_FORECAST_NEVER */
  gint64 attempts;   /* before this one */
} PalierLimitAlert;

typedef enum
{
  PALIER_ALERT_WAITING,
  PALIER_ALERT_HANDING_OVER, /* it may have left: never again by itself */
  PALIER_ALERT_TOLD,
  PALIER_ALERT_REFUSED,
  PALIER_ALERT_VOID, /* nobody needs to know it any more */
} PalierAlertState;

void palier_limit_alert_free (PalierLimitAlert *self);

gboolean palier_limit_alert_store_has (PalierTx *tx, const PalierTenant *tenant,
                                       const PalierLimitAlert *alert);
void palier_limit_alert_store_add (PalierTx *tx, const PalierTenant *tenant,
                                   const PalierLimitAlert *alert);
gboolean palier_limit_alert_store_is_due (PalierTx *tx);
gint64 palier_limit_alert_store_claim (PalierTx *tx, gint64 next_ms);
GPtrArray *palier_limit_alert_store_take (PalierTx *tx, const PalierTenant *tenant);
void palier_limit_alert_store_settle (PalierTx *tx, const PalierTenant *tenant,
                                      const PalierLimitAlert *alert, PalierAlertState state,
                                      gint64 due_ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierLimitAlert, palier_limit_alert_free)

G_END_DECLS
