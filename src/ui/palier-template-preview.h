/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* What a template writes to a prospect that is chosen here, as it is being written. */
#define PALIER_TYPE_TEMPLATE_PREVIEW (palier_template_preview_get_type ())
G_DECLARE_FINAL_TYPE (PalierTemplatePreview, palier_template_preview, PALIER, TEMPLATE_PREVIEW,
                      AdwBin)

void palier_template_preview_set_session (PalierTemplatePreview *self, PalierSession *session);
void palier_template_preview_show (PalierTemplatePreview *self, PalierTemplate *template);

G_END_DECLS
