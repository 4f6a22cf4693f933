/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How a French reader sees values. Every result is (transfer full). */

#define PALIER_NARROW_SPACE "\u202f" /* no break: between thousands, before ; ? ! */
#define PALIER_HARD_SPACE "\u00a0"   /* no break: before : % €, inside « » */

char *palier_french_number (gint64 value);
char *palier_french_count (gint64 value);
char *palier_french_euros (gint64 cents);
char *palier_french_date (gint64 at_ms);
char *palier_french_iso_date (const char *iso);
char *palier_french_phone (const char *e164);
char *palier_french_ordinal (guint n);
char *palier_french_list (const char *const *items);
char *palier_french_sentence_case (const char *text);

gboolean palier_french_elides (const char *word);
char *palier_french_of_place (const char *place);
char *palier_french_in_place (const char *place);
char *palier_french_at_firm (const char *firm);
char *palier_french_of_firm (const char *firm);
char *palier_french_firm_case (const char *firm);

char *palier_french_value (const char *text);
char *palier_french_typography (const char *text);
char *palier_french_plain (const char *text);
guint palier_french_septets (gunichar c);

G_END_DECLS
