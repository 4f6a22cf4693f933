/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-relay-api.h"

#include "palier-sync.h"

#define SMALL (16 * 1024)

static const PalierRoute routes[] = {
  { "POST", "/v1/accounts/register", PALIER_SCOPE_OPEN, PALIER_RUN_PASSWORD, SMALL,
    palier_api_register },
  { "POST", "/v1/login", PALIER_SCOPE_OPEN, PALIER_RUN_PASSWORD, SMALL, palier_api_login },
  { "POST", "/v1/refresh", PALIER_SCOPE_OPEN, PALIER_RUN_POOL, SMALL, palier_api_refresh },
  { "POST", "/v1/sync", PALIER_SCOPE_TENANT, PALIER_RUN_POOL, PALIER_SYNC_MAX_BYTES,
    palier_api_sync },
  { "GET", "/v1/events", PALIER_SCOPE_TENANT, PALIER_RUN_POOL, 0, palier_api_events },
  { "PUT", "/v1/senders/*/secret", PALIER_SCOPE_TENANT, PALIER_RUN_POOL, SMALL,
    palier_api_put_secret },
  { "PUT", "/v1/keys/suppression", PALIER_SCOPE_TENANT, PALIER_RUN_POOL, SMALL,
    palier_api_put_suppression_key },
  { "GET", "/v1/messages/*", PALIER_SCOPE_TENANT, PALIER_RUN_POOL, 0, palier_api_message },
  { "GET", "/v1/messages", PALIER_SCOPE_TENANT, PALIER_RUN_POOL, 0, palier_api_messages },
  { "GET", "/t/c/*", PALIER_SCOPE_OPEN, PALIER_RUN_AT_ONCE, 0, palier_api_click },
  { "GET", "/t/o/*.gif", PALIER_SCOPE_OPEN, PALIER_RUN_AT_ONCE, 0, palier_api_open },
  { "GET", "/u/*", PALIER_SCOPE_OPEN, PALIER_RUN_POOL, 0, palier_api_unsubscribe_page },
  { "POST", "/u/*", PALIER_SCOPE_OPEN, PALIER_RUN_AT_ONCE, SMALL, palier_api_unsubscribe },
  { "GET", "/healthz", PALIER_SCOPE_OPEN, PALIER_RUN_AT_ONCE, 0, palier_api_health },
  { "GET", "/readyz", PALIER_SCOPE_OPEN, PALIER_RUN_POOL, 0, palier_api_ready },
  { "GET", "/metrics", PALIER_SCOPE_OPEN, PALIER_RUN_AT_ONCE, 0, palier_api_metrics },
};

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

/* Finds the tenant in whose name the request comes; FALSE when it is refused instead. */
static gboolean
admit (PalierRequest *request, gpointer data)
{
  PalierRelayApi *self = data;
  g_autoptr (GError) error = NULL;

  request->tenant = palier_authority_admit (self->authority, request->bearer, &error);
  if (error != NULL)
    palier_relay_api_fail (request, error);
  else if (request->tenant == NULL)
    palier_request_problem (request, 401, "not_authenticated");
  return request->tenant != NULL;
}

PalierServerApi
palier_relay_api_describe (PalierRelayApi *self)
{
  return (PalierServerApi) { routes, G_N_ELEMENTS (routes), admit, self };
}
