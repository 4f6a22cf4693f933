/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-evidence.h"

G_BEGIN_DECLS

/* What other columns say for a guess. */
typedef struct
{
  double lead;     /* how much likelier it is than the next field for the column, in log-odds */
  gboolean places; /* a column next to it is of streets, postal codes or towns */
  gboolean names;  /* a column next to it is of names */
  gboolean alone;  /* no other column has values of its kind */
} PalierContext;

gboolean palier_certainty_is_place (const PalierEvidence *evidence);
gboolean palier_certainty_is_name (const PalierEvidence *evidence);
gboolean palier_certainty_is_belied (const PalierEvidence *evidence, PalierField field);
gboolean palier_certainty_allows (const PalierEvidence *evidence, PalierField field,
                                  const PalierContext *context);

G_END_DECLS
