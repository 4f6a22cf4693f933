/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PALIER_SCORING_ERROR (palier_scoring_error_quark ())
GQuark palier_scoring_error_quark (void);

typedef enum
{
  PALIER_SCORING_ERROR_PARAMETERS, /* not JSON, a member is missing, unknown or out of bounds */
} PalierScoringError;

/* Weights, thresholds, tables and the rules of the next action, as resources/scoring/scoring.json
 * has them. Never changed once made: any thread may read it. */
typedef struct _PalierScoringParameters PalierScoringParameters;

const PalierScoringParameters *palier_scoring_parameters_get_default (void);
PalierScoringParameters *
palier_scoring_parameters_parse (const char *json, gssize length, GError **error);
void palier_scoring_parameters_free (PalierScoringParameters *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierScoringParameters, palier_scoring_parameters_free)

G_END_DECLS
