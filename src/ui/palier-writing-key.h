/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* The key of a service that writes, behind its row: typed, shown as kept, removed. */
#define PALIER_TYPE_WRITING_KEY (palier_writing_key_get_type ())
G_DECLARE_FINAL_TYPE (PalierWritingKey, palier_writing_key, PALIER, WRITING_KEY, GObject)

PalierWritingKey *palier_writing_key_new (AdwEntryRow *row);
void palier_writing_key_set_ai (PalierWritingKey *self, PalierAiService *ai);
void palier_writing_key_choose (PalierWritingKey *self, const char *service, const char *words,
                                gboolean optional);
const char *palier_writing_key_get_typed (PalierWritingKey *self);
/* In a fiber. */
gboolean palier_writing_key_show (PalierWritingKey *self, GError **error);

G_END_DECLS
