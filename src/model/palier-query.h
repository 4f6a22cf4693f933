/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "palier-field.h"
#include "palier-filter.h"

G_BEGIN_DECLS

/* Which prospects a list shows, and in which order. */
typedef struct
{
  char *search;         /* (nullable): words, accents and case do not matter */
  char *kind;           /* (nullable): agency or person */
  char *stage;          /* (nullable) */
  char *band;           /* (nullable): hot, warm, cold */
  PalierFilter *filter; /* (nullable) */
  PalierField sort;     /* PALIER_FIELD_NONE: by score; FULL_NAME: by the name that lists show; any
                           stored field: by its value, unknown ones last */
  gboolean descending;
} PalierQuery;

#define PALIER_TYPE_QUERY (palier_query_get_type ())
GType palier_query_get_type (void);

PalierQuery *palier_query_new (void);
PalierQuery *palier_query_ref (PalierQuery *self);
void palier_query_free (PalierQuery *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierQuery, palier_query_free)

G_END_DECLS
