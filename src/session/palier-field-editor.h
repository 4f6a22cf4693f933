/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-prospect.h"

G_BEGIN_DECLS

GPtrArray *palier_field_editor_edits (const PalierProspect *prospect, PalierField field,
                                      const char *text, GError **error);
GPtrArray *
palier_field_editor_edit_all (const PalierProspect *prospect, GPtrArray *texts, GError **error);

G_END_DECLS
