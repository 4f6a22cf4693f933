/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* What messages are written from: a list by category, and one template to be written. */
#define PALIER_TYPE_TEMPLATES_PAGE (palier_templates_page_get_type ())
G_DECLARE_FINAL_TYPE (PalierTemplatesPage, palier_templates_page, PALIER, TEMPLATES_PAGE, AdwBin)

GtkWidget *palier_templates_page_new (PalierSession *session);
void palier_templates_page_import (PalierTemplatesPage *self, GFile **files, guint n);
gboolean palier_templates_page_hold (PalierTemplatesPage *self, void (*then) (gpointer),
                                     gpointer data, GDestroyNotify destroy);

G_END_DECLS
