/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-header-dictionary.h"

G_BEGIN_DECLS

char *palier_header_form_of (const PalierHeaderDictionary *self, const char *name);
void palier_header_add_forms (PalierHeaderDictionary *self);

G_END_DECLS
