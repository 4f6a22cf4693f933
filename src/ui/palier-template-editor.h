/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* One template: its text with pills, what it is for, and beside it what it writes. It asks its
 * page for what is done with the whole ("templates.duplicate" and its like, by identifier). */
#define PALIER_TYPE_TEMPLATE_EDITOR (palier_template_editor_get_type ())
G_DECLARE_FINAL_TYPE (PalierTemplateEditor, palier_template_editor, PALIER, TEMPLATE_EDITOR,
                      AdwNavigationPage)

/* What follows once nothing is unsaved. */
typedef void (*PalierTemplateThen) (gpointer data);

PalierTemplateEditor *palier_template_editor_new (PalierSession *session, PalierTemplate *template);
gboolean palier_template_editor_is_edited (PalierTemplateEditor *self);
void palier_template_editor_leave (PalierTemplateEditor *self, PalierTemplateThen then,
                                   gpointer data, GDestroyNotify destroy);

G_END_DECLS
