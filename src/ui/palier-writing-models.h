/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A row that chooses one of a service's models, each with what a set of three drafts costs. */
void palier_writing_models_bind (AdwComboRow *row);
void palier_writing_models_fill (AdwComboRow *row, const char *service, const char *chosen);
const char *palier_writing_models_get (AdwComboRow *row);

G_END_DECLS
