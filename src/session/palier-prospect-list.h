/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "palier-prospect.h"
#include "palier-query.h"
#include "palier-score.h"

G_BEGIN_DECLS

/* One row of a list. Its prospect and score are NULL until the page it stands on has been read
 * (then notify::prospect); they are replaced, never changed in place.
 *
 * Properties: "prospect" (PALIER_TYPE_PROSPECT), "score" (PALIER_TYPE_SCORE), both read-only. */
#define PALIER_TYPE_PROSPECT_ITEM (palier_prospect_item_get_type ())
G_DECLARE_FINAL_TYPE (PalierProspectItem, palier_prospect_item, PALIER, PROSPECT_ITEM, GObject)

PalierProspect *palier_prospect_item_get_prospect (PalierProspectItem *self); /* (nullable) */
PalierScore *palier_prospect_item_get_score (PalierProspectItem *self);       /* (nullable) */

/* A GListModel of PalierProspectItem over the base: it holds the row numbers of the answer and
 * makes items for the rows that are looked at. It follows changes by itself.
 *
 * Properties: "query" (PALIER_TYPE_QUERY): set it to search or sort anew; "loading" (gboolean). */
#define PALIER_TYPE_PROSPECT_LIST (palier_prospect_list_get_type ())
G_DECLARE_FINAL_TYPE (PalierProspectList, palier_prospect_list, PALIER, PROSPECT_LIST, GObject)

void palier_prospect_list_set_query (PalierProspectList *self, PalierQuery *query);
gint64 palier_prospect_list_get_number (PalierProspectList *self, guint position);
guint palier_prospect_list_find (PalierProspectList *self, gint64 n);
gboolean palier_prospect_list_is_loading (PalierProspectList *self);

G_END_DECLS
