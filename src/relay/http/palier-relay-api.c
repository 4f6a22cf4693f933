/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-relay-api.h"

#include "palier-sync.h"

#define SMALL (16 * 1024)

static const PalierRoute routes[] = {
  { "POST", "/v1/accounts/register", PALIER_RUN_PASSWORD, SMALL, palier_api_register },
  { "POST", "/v1/login", PALIER_RUN_PASSWORD, SMALL, palier_api_login },
  { "POST", "/v1/refresh", PALIER_RUN_POOL, SMALL, palier_api_refresh },
  { "POST", "/v1/sync", PALIER_RUN_POOL, PALIER_SYNC_MAX_BYTES, palier_api_sync },
  { "GET", "/v1/events", PALIER_RUN_POOL, 0, palier_api_events },
  { "PUT", "/v1/senders/*/secret", PALIER_RUN_POOL, SMALL, palier_api_put_secret },
  { "PUT", "/v1/keys/suppression", PALIER_RUN_POOL, SMALL, palier_api_put_suppression_key },
  { "GET", "/v1/messages/*", PALIER_RUN_POOL, 0, palier_api_message },
  { "GET", "/v1/messages", PALIER_RUN_POOL, 0, palier_api_messages },
  { "GET", "/t/c/*", PALIER_RUN_AT_ONCE, 0, palier_api_click },
  { "GET", "/t/o/*.gif", PALIER_RUN_AT_ONCE, 0, palier_api_open },
  { "GET", "/u/*", PALIER_RUN_POOL, 0, palier_api_unsubscribe_page },
  { "POST", "/u/*", PALIER_RUN_AT_ONCE, SMALL, palier_api_unsubscribe },
  { "GET", "/healthz", PALIER_RUN_AT_ONCE, 0, palier_api_health },
  { "GET", "/readyz", PALIER_RUN_POOL, 0, palier_api_ready },
  { "GET", "/metrics", PALIER_RUN_AT_ONCE, 0, palier_api_metrics },
};

const PalierRoute *
palier_relay_api_get_routes (gsize *n_routes)
{
  *n_routes = G_N_ELEMENTS (routes);
  return routes;
}

/**
 * palier_relay_api_admit:
 *
 * Returns: (nullable): the tenant in whose name the request comes; else the request is answered
 */
PalierTenant *
palier_relay_api_admit (PalierRelayApi *self, PalierRequest *request)
{
  g_autoptr (GError) error = NULL;
  PalierTenant *tenant = palier_authority_admit (self->authority, request->bearer, &error);

  if (error != NULL)
    palier_relay_api_fail (request, error);
  else if (tenant == NULL)
    palier_request_problem (request, 401, "not_authenticated");
  else
    request->tenant = tenant->id;
  return tenant;
}

/* Answers with what an error of the store means to a client. */
void
palier_relay_api_fail (PalierRequest *request, const GError *error)
{
  guint status = 500;
  const char *code = "internal";

  if (g_error_matches (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_UNKNOWN))
    status = 404, code = "not_found";
  else if (g_error_matches (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_FULL)
           || g_error_matches (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_LOCKED))
  {
    status = 503, code = "unavailable";
    request->retry_after = 30;
  }
  if (status >= 500)
    g_warning ("%s %s: %s", request->method, request->path, error->message);
  palier_request_problem (request, status, code);
}
