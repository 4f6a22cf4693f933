/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-message.h"

G_BEGIN_DECLS

char *palier_message_facts_to_json (const GPtrArray *facts);
GPtrArray *palier_message_facts_from_json (const char *json);
char *palier_message_checks_to_json (const GPtrArray *checks);
GPtrArray *palier_message_checks_from_json (const char *json);
char *palier_message_writer_to_json (const PalierMessageWriter *writer);
PalierMessageWriter *palier_message_writer_from_json (const char *json);
void palier_message_set_delivery (PalierMessage *message, const char *json);

G_END_DECLS
