/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "palier-template.h"

G_BEGIN_DECLS

/* A popover in which one of the facts is chosen that a template may ask for, found by its words.
 *
 * Signals: "chosen" (const char *key). */
#define PALIER_TYPE_TEMPLATE_KEYS (palier_template_keys_get_type ())
G_DECLARE_FINAL_TYPE (PalierTemplateKeys, palier_template_keys, PALIER, TEMPLATE_KEYS, GtkPopover)

PalierTemplateKeys *palier_template_keys_new (gboolean conditions);
void palier_template_keys_set_variables (PalierTemplateKeys *self, const GPtrArray *variables);

G_END_DECLS
