/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-field.h"

G_BEGIN_DECLS

/* Which prospects a list shows, and in which order. */
typedef struct
{
  char *search;     /* (nullable): words, accents and case do not matter */
  char *kind;       /* (nullable): agency or person */
  char *stage;      /* (nullable) */
  char *band;       /* (nullable): hot, warm, cold */
  PalierField sort; /* PALIER_FIELD_NONE: by score */
  gboolean descending;
} PalierQuery;

PalierQuery *palier_query_new (void);
void palier_query_free (PalierQuery *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierQuery, palier_query_free)

G_END_DECLS
