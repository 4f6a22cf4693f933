/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "palier-id.h"

G_BEGIN_DECLS

/* A customer's success that the user may tell others of, as far as the customer lets him. */
typedef struct
{
  PalierId id;
  PalierId prospect;      /* nil: the customer is not in the base; erased with it */
  char *customer;         /* as it is named to others */
  char *kind;             /* agency, person */
  char *city;             /* (nullable) */
  char *postal_code;      /* (nullable) */
  char **specializations; /* (nullable): of an agency, as a prospect's */
  char *team_size;        /* (nullable): of an agency, as a prospect's */
  char *achieved;         /* in the user's words, as it ends a sentence that begins with the name */
  char *figure;           /* (nullable): "14 ventes" */
  char *period;           /* (nullable): "de janvier à juin 2026" */
  char *proof;            /* (nullable): where it can be seen, words or an address */
  char *permission;       /* none, anonymous, named */
  gint64 permission_ms;   /* when it was given; 0: not known */
  char *permission_how;   /* (nullable): by mail, by word … */
  gint64 created_ms;
} PalierReference;

#define PALIER_REFERENCE_NAME_MAX 100 /* characters, of each short text */
#define PALIER_REFERENCE_TEXT_MAX 300 /* characters, of what was achieved and its proof */

#define PALIER_TYPE_REFERENCE (palier_reference_get_type ())
GType palier_reference_get_type (void);

PalierReference *palier_reference_new (void);
PalierReference *palier_reference_ref (PalierReference *self);
void palier_reference_free (PalierReference *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierReference, palier_reference_free)

G_END_DECLS
