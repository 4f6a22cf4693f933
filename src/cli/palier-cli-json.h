/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-cli.h"

G_BEGIN_DECLS

/* The JSON of value types, with the field names of all files and of the API. */
void palier_cli_add_prospect (JsonBuilder *builder, PalierProspect *prospect);
void palier_cli_add_score (JsonBuilder *builder, const PalierScore *score);
void palier_cli_add_message (JsonBuilder *builder, const PalierMessage *message);
void palier_cli_print_message (const PalierMessage *message, const char *template);
void palier_cli_explain_message (const PalierMessage *message, const char *template);
void palier_cli_add_delivery_words (JsonBuilder *builder, const PalierMessage *message);
void palier_cli_add_event (JsonBuilder *builder, const PalierEvent *event);
void palier_cli_add_timeline (JsonBuilder *builder, GPtrArray *events);
void palier_cli_add_replaced (JsonBuilder *builder, const PalierReplaced *replaced);

G_END_DECLS
