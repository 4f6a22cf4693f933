/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-message-rows.h"
#include "palier-message-service.h"

G_BEGIN_DECLS

/* Of this folder alone. */
struct _PalierMessageItem
{
  GObject parent;
  PalierMessageRow row;   /* as it was when it was read */
  PalierMessage *message; /* (nullable): not read yet */
};

PalierMessageItem *palier_message_item_new (gint64 n);
void palier_message_item_fill (PalierMessageItem *self, const PalierMessageRow *row,
                               PalierMessage *message);

G_END_DECLS
