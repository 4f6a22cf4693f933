/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <yyjson.h>

#include "palier-record.h"

G_BEGIN_DECLS

/* Of this folder alone: records inside a document that was read already. */
PalierRecord *palier_record_decode (yyjson_val *value, GError **error);
const char *palier_json_text (yyjson_val *value);
gboolean palier_json_id (yyjson_val *value, PalierId *out);

G_END_DECLS
