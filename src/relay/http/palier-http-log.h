/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-http-exchange.h"
#include "palier-http-figures.h"

G_BEGIN_DECLS

void palier_http_log_end (const PalierHttpExchange *exchange, PalierHttpFigures *figures,
                          gboolean log_requests);

G_END_DECLS
