/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-field.h"

G_BEGIN_DECLS

gboolean palier_field_read (PalierField field, const char *text, const char *country,
                            int latest_year, char **value);

G_END_DECLS
