/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-database.h"
#include "palier-prospect.h"

G_BEGIN_DECLS

/* The search index. It follows the view prospect_search to the row: whoever changes a prospect
 * takes it out before and puts it back after, in the same transaction. Rows that were postponed are
 * not in it yet, and both do nothing for them. */
gboolean
palier_search_insert (PalierDatabase *database, gint64 n, PalierProspect *prospect, GError **error);
gboolean
palier_search_put (PalierDatabase *database, gint64 first_n, gint64 last_n, GError **error);
gboolean
palier_search_take_out (PalierDatabase *database, gint64 first_n, gint64 last_n, GError **error);
gboolean
palier_search_postpone (PalierDatabase *database, gint64 first_n, gint64 last_n, GError **error);
gboolean palier_search_is_behind (PalierDatabase *database, gboolean *behind, GError **error);
gboolean palier_search_catch_up (PalierDatabase *database, GError **error);
gboolean palier_search_check (PalierDatabase *database, GError **error);

gboolean palier_search_is_empty (const char *words);
char *palier_search_dup_match (const char *words);
GPtrArray *palier_search_split (const char *words);
void palier_search_add_word (GString *match, const char *word);
GArray *palier_search_match (PalierDatabase *database, const char *words, GError **error);
gboolean palier_search_has (const GArray *bits, gint64 n);

G_END_DECLS
