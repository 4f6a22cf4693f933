/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-http-exchange.h"
#include "palier-http-hosts.h"
#include "palier-limiter.h"

G_BEGIN_DECLS

/* What stands before every handler. Each function answers and returns FALSE where the request goes
 * no further. */
gboolean palier_http_guard_headers (PalierHttpExchange *exchange);
gboolean palier_http_guard_host (PalierHttpExchange *exchange, PalierHosts *hosts);
gboolean palier_http_guard_unresolved (PalierHttpExchange *exchange, PalierHosts *hosts);
gboolean palier_http_guard_type (PalierHttpExchange *exchange);
gboolean palier_http_guard_rate (PalierRequest *request, PalierLimiter *limiter, const char *name);

G_END_DECLS
