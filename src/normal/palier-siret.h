/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-reading.h"

G_BEGIN_DECLS

char *palier_siret_normalize (const char *text, PalierReading *verdict);
char *palier_siren_normalize (const char *text, PalierReading *verdict);
gboolean palier_siret_is_valid (const char *digits);
gboolean palier_siren_is_valid (const char *digits);

G_END_DECLS
