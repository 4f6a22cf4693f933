/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *const *palier_draft_agency_types (void);
const char *palier_draft_agency_type (const char *company);

G_END_DECLS
