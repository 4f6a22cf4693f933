/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Something true that a message may say, with where it is from. */
typedef struct
{
  char *key;         /* as templates name it: "city", "active_listings" */
  char *value;       /* canonical */
  char *display;     /* as a French reader sees it */
  char *source;      /* code: import, user, profile, computed, event, reference */
  char *detail;      /* (nullable): file and row, formula */
  gint64 at_ms;      /* when it was so; 0 for unknown */
  gboolean personal; /* about a natural person */
} PalierFact;

PalierFact *palier_fact_new (void);
PalierFact *palier_fact_copy (const PalierFact *fact);
void palier_fact_free (PalierFact *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierFact, palier_fact_free)

G_END_DECLS
