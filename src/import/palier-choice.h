/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-field.h"

G_BEGIN_DECLS

const char *palier_choice_key (PalierField field, const char *text);
char *palier_choice_set (PalierField field, const char *text, gboolean *unknown);

G_END_DECLS
