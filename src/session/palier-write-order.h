/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-draft-prompt.h"
#include "palier-written.h"

G_BEGIN_DECLS

/* Of this folder alone: an order as it is carried out. */
void palier_write_order_copy (const PalierWriteOrder *order, PalierWriteOrder *out);
void palier_write_order_clear (PalierWriteOrder *self);
gboolean palier_write_order_read (const PalierWriteOrder *self, PalierDraftTone *tone,
                                  PalierDraftLength *length, GError **error);
gboolean palier_write_order_is_ended (const GError *error);

G_END_DECLS
