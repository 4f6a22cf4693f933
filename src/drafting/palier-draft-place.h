/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-profile.h"

G_BEGIN_DECLS

/* Cities and zones as they are written in a letter. */
char *palier_draft_city (const char *city, const char *postal_code, char **district);
char *palier_draft_zone (const char *zone);
char *palier_draft_spelling_in_zones (const char *zones, const char *raw, const char *city);
char *palier_draft_spelling_of_sender (const PalierProfile *profile, const char *city);

G_END_DECLS
