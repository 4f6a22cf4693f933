/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-field.h"

G_BEGIN_DECLS

/* The names of portals, programs, trades and kinds of property as they are written. */
char *palier_draft_written (PalierField field, const char *word);

G_END_DECLS
