/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "palier-id.h"
#include "palier-sync.h"

G_BEGIN_DECLS

/* A record that one side of a sync could not take. */
typedef struct
{
  PalierId id;
  gboolean pulled; /* it came, and does not read here; else the relay refused it */
  char *kind;      /* (nullable): one that this version does not know */
  char *code;
  gint64 at_ms;
} PalierAside;

/* How many records are in no step with the other devices, and why. */
typedef struct
{
  guint unread;               /* one side could not read them */
  guint held[PALIER_N_HOLDS]; /* the relay holds them back */
} PalierAsideCounts;

#define PALIER_TYPE_ASIDE_COUNTS (palier_aside_counts_get_type ())
GType palier_aside_counts_get_type (void);
PalierAsideCounts *palier_aside_counts_copy (const PalierAsideCounts *self);

void palier_aside_free (PalierAside *self);

G_END_DECLS
