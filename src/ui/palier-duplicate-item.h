/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-session.h"

G_BEGIN_DECLS

/* One group of prospects that seem to be one, as a list holds it.
 *
 * Properties: "title" (string, read-only): who they are, "…" until the base has said it; "checked"
 * (gboolean): to be merged with the other checked ones. */
#define PALIER_TYPE_DUPLICATE_ITEM (palier_duplicate_item_get_type ())
G_DECLARE_FINAL_TYPE (PalierDuplicateItem, palier_duplicate_item, PALIER, DUPLICATE_ITEM, GObject)

PalierDuplicateItem *palier_duplicate_item_new (PalierDuplicateCluster *cluster);
PalierDuplicateCluster *palier_duplicate_item_get_cluster (PalierDuplicateItem *self);
gboolean palier_duplicate_item_is_sure (PalierDuplicateItem *self);
gboolean palier_duplicate_item_is_checked (PalierDuplicateItem *self);
const char *palier_duplicate_item_get_title (PalierDuplicateItem *self);
void palier_duplicate_item_load (PalierDuplicateItem *self, PalierSession *session);

G_END_DECLS
