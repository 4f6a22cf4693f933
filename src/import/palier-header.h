/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-field.h"

G_BEGIN_DECLS

typedef struct
{
  PalierField field; /* PALIER_FIELD_NONE */
  double likelihood; /* of the field, or of none of ours where the header is known to be so */
  PalierField other; /* PALIER_FIELD_NONE: what else the header may mean */
  double other_likelihood;
} PalierHeaderMatch;

PalierHeaderMatch palier_header_match (const char *header);
int palier_header_guess_row (GPtrArray *rows);

G_END_DECLS
