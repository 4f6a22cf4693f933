/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-gazetteer.h"
#include "palier-reading.h"

G_BEGIN_DECLS

/* What a postal code and a town say together. Nothing is corrected: what is likely is proposed. */
typedef struct
{
  char *city;             /* (nullable): the official name where it is certain, else as given */
  char *insee;            /* (nullable): of the commune, where it is certain */
  char *proposed_city;    /* (nullable): a town of this code that was likely meant */
  char *proposed_code;    /* (nullable): a code of this town that was likely meant */
  const char *department; /* (nullable): "78" */
  guint population;       /* of the commune; 0: not known */
  gboolean is_cedex;
  PalierReading verdict;
} PalierTown;

void
palier_town_read (const char *postal_code, const char *city, const char *country, PalierTown *out);
void palier_town_clear (PalierTown *self);
char *palier_town_clean (const char *city, gboolean *is_cedex, guint *arrondissement);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PalierTown, palier_town_clear)

G_END_DECLS
