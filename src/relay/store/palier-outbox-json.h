/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <yyjson.h>

#include "palier-business-event.h"
#include "palier-outbox-store.h"

G_BEGIN_DECLS

#define PALIER_PLACE_TEXT_SIZE 64

yyjson_mut_val *palier_outbox_event_describe (yyjson_mut_doc *doc, const PalierTenant *tenant,
                                              const PalierOutboxEvent *event);
char *palier_outbox_event_to_json (const PalierTenant *tenant, const PalierOutboxEvent *event);
PalierOutboxEvent *palier_outbox_event_new_example (const PalierBusinessEvent *kind, gint64 at_ms);

char *palier_place_format (const PalierId *epoch, guint64 seq, char buffer[PALIER_PLACE_TEXT_SIZE]);
guint64 palier_place_parse (const char *text, const PalierId *epoch);

G_END_DECLS
