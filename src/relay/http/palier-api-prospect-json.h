/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <yyjson.h>

#include "palier-record.h"

G_BEGIN_DECLS

yyjson_mut_val *palier_api_describe_prospect (yyjson_mut_doc *doc, const PalierRecord *record);
const char *palier_api_apply_prospect (PalierRecord *record, yyjson_val *root, PalierMark mark,
                                       int latest_year);

G_END_DECLS
