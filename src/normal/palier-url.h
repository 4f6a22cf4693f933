/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-reading.h"

G_BEGIN_DECLS

char *palier_url_normalize (const char *text, PalierReading *verdict);
char *palier_linkedin_normalize (const char *text, PalierReading *verdict);

G_END_DECLS
