/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-sequence.h"

G_BEGIN_DECLS

#define PALIER_SEQUENCE_JSON_MAX (64 * 1024)

PalierSequence *palier_sequence_from_json (const char *json, gsize length, GError **error);
char *palier_sequence_to_json (const PalierSequence *self, gsize *length);

G_END_DECLS
