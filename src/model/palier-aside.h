/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-id.h"

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

/* A value that was written here and gave way to what another device wrote later. */
typedef struct
{
  PalierId id;
  char *kind;
  char *field;
  char *value;
  gint64 at_ms; /* when it gave way */
} PalierReplaced;

void palier_aside_free (PalierAside *self);
void palier_replaced_free (PalierReplaced *self);

G_END_DECLS
