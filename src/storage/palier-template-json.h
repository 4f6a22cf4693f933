/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-template.h"

G_BEGIN_DECLS

char *palier_template_variables_to_json (const GPtrArray *variables);
void palier_template_read_variables (PalierTemplate *template, const char *json);

G_END_DECLS
