/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-http-exchange.h"

G_BEGIN_DECLS

gboolean palier_http_coding_unpack (PalierHttpExchange *exchange);
void palier_http_coding_pack (PalierHttpExchange *exchange);

G_END_DECLS
