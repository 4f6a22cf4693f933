/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-template.h"

G_BEGIN_DECLS

/* The rows of what a template is for: name, category, channel, segments.
 *
 * Signals: "changed" (): the user chose or typed. */
#define PALIER_TYPE_TEMPLATE_FORM (palier_template_form_get_type ())
G_DECLARE_FINAL_TYPE (PalierTemplateForm, palier_template_form, PALIER, TEMPLATE_FORM, GObject)

PalierTemplateForm *palier_template_form_new (AdwPreferencesGroup *head, AdwPreferencesGroup *use);
void palier_template_form_show (PalierTemplateForm *self, const PalierTemplate *template);
void palier_template_form_read (PalierTemplateForm *self, PalierTemplate *template);

G_END_DECLS
