/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-record.h"

G_BEGIN_DECLS

/* Of this folder alone: what the record's files share. */
PalierElement *palier_element_new (const char *text, gsize length);
gboolean palier_element_is_present (const PalierElement *self);
PalierDot *palier_element_ensure_dot (PalierElement *self, guint64 device);

gboolean palier_record_is_set (const PalierRecord *self, guint field);
PalierElement *
palier_record_find_element (const PalierRecord *self, guint field, const char *text, guint *place);
PalierElement *palier_record_ensure_element (PalierRecord *self, guint field, const char *text);

G_END_DECLS
