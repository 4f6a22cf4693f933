/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-http-guard.h"

#include <string.h>

#define HEADER_BYTES (8 * 1024)
#define AWAY_S 5

static gboolean
refuse (PalierRequest *request, guint status, const char *code)
{
  palier_request_problem (request, status, code);
  return FALSE;
}

static const char *
get_header (PalierHttpExchange *exchange, const char *name)
{
  return MHD_lookup_connection_value (exchange->connection, MHD_HEADER_KIND, name);
}

static const char *const single[] = {
  "Host",          "X-Forwarded-Host", "Content-Length",   "Transfer-Encoding",
  "Authorization", "Content-Type",     "Content-Encoding", "Idempotency-Key"
};

static enum MHD_Result
count_cb (void *data, enum MHD_ValueKind kind, const char *name, const char *value)
{
  guint *counts = data;

  for (guint i = 0; i < G_N_ELEMENTS (single); i++)
    counts[i] += g_ascii_strcasecmp (name, single[i]) == 0;
  return MHD_YES;
}

/* Two of them could mean one thing to a proxy before us and another here, and then where one
 * request ends and the next begins is for the sender to choose. */
static gboolean
is_ambiguous (PalierHttpExchange *exchange)
{
  guint counts[G_N_ELEMENTS (single)] = { 0 };

  MHD_get_connection_values (exchange->connection, MHD_HEADER_KIND, count_cb, counts);
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    if (counts[i] > 1)
      return TRUE;
  return FALSE;
}

gboolean
palier_http_guard_headers (PalierHttpExchange *exchange)
{
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info (exchange->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);

  if (is_ambiguous (exchange))
  {
    exchange->request.last = TRUE;
    return refuse (&exchange->request, 400, "bad_request");
  }
  if (info == NULL || info->header_size > HEADER_BYTES)
    return refuse (&exchange->request, 431, "headers_too_large");
  return TRUE;
}

/* A name that a page on the web made its own by DNS must not lead in here. */
gboolean
palier_http_guard_host (PalierHttpExchange *exchange, PalierHosts *hosts)
{
  PalierRequest *request = &exchange->request;
  PalierHostsVerdict verdict =
      palier_hosts_find (hosts, exchange->host, &request->agency, &request->agency_name);

  exchange->unresolved = verdict == PALIER_HOSTS_UNKNOWN;
  return verdict != PALIER_HOSTS_NOT_SERVED || refuse (request, 421, "misdirected");
}

/* … where it takes a look into the store to know. */
gboolean
palier_http_guard_unresolved (PalierHttpExchange *exchange, PalierHosts *hosts)
{
  PalierRequest *request = &exchange->request;

  if (!exchange->unresolved)
    return TRUE;
  gint64 agency = palier_hosts_look_up (hosts, exchange->host, &request->agency_name);
  if (agency == PALIER_HOSTS_UNAVAILABLE)
  {
    request->retry_after = AWAY_S;
    return refuse (request, 503, "unavailable");
  }
  request->agency = agency;
  return agency != 0 || refuse (request, 421, "misdirected");
}

/* Only what a browser does not send to a foreign site by itself: no form of a page on the web can
 * ask for anything with the effect of JSON. */
gboolean
palier_http_guard_type (PalierHttpExchange *exchange)
{
  const char *coding = get_header (exchange, "Content-Encoding");
  const char *type = get_header (exchange, "Content-Type");
  gsize length = type != NULL ? strcspn (type, "; \t") : 0;

  exchange->gzip = coding != NULL && g_ascii_strcasecmp (coding, "gzip") == 0;
  if (coding != NULL && g_ascii_strcasecmp (coding, "identity") != 0
      && (!exchange->gzip || exchange->route->body != PALIER_BODY_JSON))
    return refuse (&exchange->request, 415, "media_type");
  if (exchange->route->body == PALIER_BODY_JSON
      && (length != strlen ("application/json")
          || g_ascii_strncasecmp (type, "application/json", length) != 0))
    return refuse (&exchange->request, 415, "media_type");
  return TRUE;
}

/* @limiter: (nullable): NULL lets everything through */
gboolean
palier_http_guard_rate (PalierRequest *request, PalierLimiter *limiter, const char *name)
{
  if (limiter == NULL)
    return TRUE;
  request->retry_after =
      palier_limiter_spend (limiter, name, g_get_monotonic_time () / 1000, &request->allowance);
  return request->retry_after == 0 || refuse (request, 429, "rate_limit");
}
