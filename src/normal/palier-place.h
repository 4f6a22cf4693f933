/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-reading.h"

G_BEGIN_DECLS

char *palier_postal_code_normalize (const char *text, const char *country, PalierReading *verdict);
char *palier_country_normalize (const char *text, PalierReading *verdict);

G_END_DECLS
