/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-evidence.h"
#include "palier-mapping.h"
#include "palier-surroundings.h"

G_BEGIN_DECLS

/* What the files of the guess share. */

/* A guess at work. */
typedef struct
{
  GPtrArray *rows;
  guint *lengths; /* of each row */
  guint n_columns;
  PalierEvidence *evidence;
  PalierSurroundings around;
  char **headers;
  GPtrArray *columns; /* (element-type PalierColumn) */
} PalierGuess;

double palier_guess_odds (const PalierGuess *self, guint column, PalierField field);
void palier_guess_take (PalierGuess *self, guint index, PalierField field, double odds,
                        gboolean certain, const char *reason);
gboolean palier_guess_is_of_one_kind (PalierField a, PalierField b);
gboolean palier_guess_is_known_otherwise (const PalierEvidence *evidence, PalierField field);
int palier_guess_find_placed (const PalierGuess *self, PalierField field);
void palier_guess_look_further (PalierGuess *self);
void palier_guess_judge (PalierGuess *self);
void palier_guess_by_rules (PalierGuess *self, char **headers, GPtrArray *rows);
void palier_guess_clear (PalierGuess *self);

G_END_DECLS
