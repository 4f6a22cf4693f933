/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-api-plan.h"

#include "palier-limit-alert.h"
#include "palier-sync.h"

#define REFUSED 402

/* Whether programs may ask in the agency's name; FALSE when the request is answered. */
gboolean
palier_api_plan_has_api (PalierTx *tx, PalierRequest *request, PalierMeter meter)
{
  PalierEntitlement entitlement;

  palier_entitlement_load (tx, request->tenant, meter, &entitlement);
  if (palier_entitlement_has (&entitlement, "api"))
    return TRUE;
  palier_request_problem (request, REFUSED, "plan_without_api");
  return FALSE;
}

/* Whether something is written for the agency, with @adds one contact more; FALSE when the request
 * is answered. */
gboolean
palier_api_plan_takes (PalierTx *tx, PalierRequest *request, PalierMeter meter, gboolean adds)
{
  PalierEntitlement entitlement;

  palier_entitlement_load (tx, request->tenant, meter, &entitlement);
  if (!entitlement.may_write)
    palier_request_problem (request, REFUSED, palier_hold_code (PALIER_HOLD_SUBSCRIPTION));
  else if (adds && palier_entitlement_room (&entitlement, tx, request->tenant) == 0)
    palier_request_problem (request, REFUSED, palier_hold_code (PALIER_HOLD_CONTACTS));
  else
    return TRUE;
  return FALSE;
}

/* After a contact was added. */
void
palier_api_plan_check_contacts (PalierTx *tx, const PalierRequest *request, PalierMeter meter)
{
  PalierEntitlement entitlement;

  palier_entitlement_load (tx, request->tenant, meter, &entitlement);
  palier_limit_alert_check_contacts (&entitlement, tx, request->tenant);
}
