/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-template.h"

G_BEGIN_DECLS

/* The places of a template that its author explains, a row each.
 *
 * Signals: "changed" (): the user typed, added or removed. */
#define PALIER_TYPE_TEMPLATE_VARIABLES (palier_template_variables_get_type ())
G_DECLARE_FINAL_TYPE (PalierTemplateVariables, palier_template_variables, PALIER,
                      TEMPLATE_VARIABLES, GObject)

PalierTemplateVariables *palier_template_variables_new (AdwPreferencesGroup *group);
void palier_template_variables_show (PalierTemplateVariables *self, const PalierTemplate *template);
void palier_template_variables_read (PalierTemplateVariables *self, PalierTemplate *template);

G_END_DECLS
