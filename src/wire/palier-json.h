/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <yyjson.h>

G_BEGIN_DECLS

#define PALIER_JSON_MAX_DEPTH 16

yyjson_doc *palier_json_read (const char *json, gsize length);

G_END_DECLS
