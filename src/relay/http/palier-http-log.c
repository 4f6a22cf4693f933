/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-http-log.h"

#include "palier-tracer.h"

/* Ids, a route and a status: no path, which may hold a token, and nothing of who asked. */
static void
log_request (const PalierHttpExchange *exchange, gint64 taken_us)
{
  const PalierRequest *request = &exchange->request;
  const PalierRoute *route = exchange->route;
  g_autofree char *context = g_strdup_printf (
      "{\"method\":\"%s\",\"route\":\"%s\",\"status\":%u,\"durationMs\":%" G_GINT64_FORMAT "}",
      request->method, route != NULL ? route->path : "", request->status, taken_us / 1000);
  char company[20] = "";

  if (request->tenant != NULL)
    g_snprintf (company, sizeof company, "%016" G_GINT64_MODIFIER "x", request->tenant->id);
  g_log_structured (G_LOG_DOMAIN, G_LOG_LEVEL_MESSAGE, "PALIER_TRACE", request->trace.trace,
                    "PALIER_COMPANY", company, "PALIER_CONTEXT", context, "MESSAGE", "request");
}

static void
note_span (const PalierHttpExchange *exchange, gint64 taken_us)
{
  const PalierRequest *request = &exchange->request;
  PalierSpanFacts facts = { .name = request->method,
                            .kind = PALIER_SPAN_SERVER,
                            .method = request->method,
                            .route = exchange->route != NULL ? exchange->route->path : NULL,
                            .status = request->status };

  palier_tracer_note (&request->trace, &facts, taken_us);
}

/* Notes how a request has ended. An event stream ends when its reader goes, and an answer that
 * comes as another service writes it when that has: how long it took says nothing of us. */
void
palier_http_log_end (const PalierHttpExchange *exchange, PalierHttpFigures *figures,
                     gboolean log_requests)
{
  gint64 taken_us = g_get_monotonic_time () - exchange->since_us;

  if (!exchange->request.stream && exchange->request.pipe == NULL)
  {
    palier_http_figures_note (figures, exchange->route, exchange->request.status, taken_us);
    note_span (exchange, taken_us);
  }
  if (log_requests)
    log_request (exchange, taken_us);
}
