/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A score as it is stored, numbers big-endian:
 *
 *    0 version          1 kind, band << 1, to complete << 3
 *    2 missing field    3 action              4 its reason        (255: none)
 *    5 due, seconds since 1970, 4 bytes (0: whenever)
 *    9 three sub-scores × 100, 15 their confidences × 10000, 21 total × 10, 23 confidence × 10000
 *   25 points × 100 of each criterion of the kind, in their order (65535: not known)
 */
#include "palier-scoring.h"

#include <math.h>
#include <string.h>

#define VERSION 1
#define HEAD 25
#define NONE 255
#define UNKNOWN 65535

static const PalierCriterion first[PALIER_N_SCORED] = { PALIER_CRITERION_WEBSITE,
                                                        PALIER_CRITERION_EMAIL };
static const PalierCriterion end[PALIER_N_SCORED] = { PALIER_CRITERION_GROWTH + 1,
                                                      PALIER_CRITERION_SOURCE + 1 };

/* The criteria of a kind: its own, then those of the timing. */
static gsize
criteria_of (PalierScoredKind kind, PalierCriterion out[PALIER_N_CRITERIA])
{
  gsize n = 0;

  for (PalierCriterion i = first[kind]; i < end[kind]; i++)
    out[n++] = i;
  for (PalierCriterion i = PALIER_CRITERION_SEASON; i < PALIER_N_CRITERIA; i++)
    out[n++] = i;
  g_assert (HEAD + 2 * n <= PALIER_SCORING_CODE_MAX);
  return n;
}

static void
put16 (guint8 *at, double value)
{
  guint number = isnan (value) ? UNKNOWN : (guint) CLAMP (lround (value), 0, UNKNOWN - 1);

  at[0] = (guint8) (number >> 8);
  at[1] = (guint8) number;
}

static double
get16 (const guint8 *at)
{
  guint number = (guint) at[0] << 8 | at[1];

  return number == UNKNOWN ? NAN : number;
}

static guint8
index_of (const char *const *names, const char *name)
{
  for (guint8 i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], name) == 0)
      return i;
  return NONE;
}

/**
 * palier_scoring_encode:
 *
 * Returns: how many bytes of @code are used
 */
gsize
palier_scoring_encode (const PalierScoring *self, guint8 code[PALIER_SCORING_CODE_MAX])
{
  PalierCriterion criteria[PALIER_N_CRITERIA];
  gsize n = criteria_of (self->kind, criteria);
  guint32 due = GUINT32_TO_BE ((guint32) CLAMP (self->action_due_ms / 1000, 0, G_MAXUINT32));

  code[0] = VERSION;
  code[1] = (guint8) (self->kind | self->band << 1 | (self->to_complete ? 1 : 0) << 3);
  code[2] = self->missing == PALIER_FIELD_NONE ? NONE : (guint8) self->missing;
  code[3] = index_of (palier_scoring_actions (), self->action);
  code[4] = index_of (palier_scoring_action_reasons (), self->action_reason);
  memcpy (code + 5, &due, 4);
  for (int i = 0; i < PALIER_N_SUBSCORES; i++)
  {
    put16 (code + 9 + 2 * i, self->parts[i] * 100);
    put16 (code + 15 + 2 * i, self->confidences[i] * 10000);
  }
  put16 (code + 21, self->total * 10);
  put16 (code + 23, self->confidence * 10000);
  for (gsize i = 0; i < n; i++)
    put16 (code + HEAD + 2 * i, self->points[criteria[i]] * 100);
  return HEAD + 2 * n;
}

static gboolean
read_head (const guint8 *code, gsize length, PalierScoring *out)
{
  gsize n_actions = g_strv_length ((char **) palier_scoring_actions ());
  gsize n_reasons = g_strv_length ((char **) palier_scoring_action_reasons ());

  if (length < HEAD || code[0] != VERSION || (code[1] >> 1 & 3) > PALIER_BAND_HOT || code[1] > 15
      || (code[2] != NONE && code[2] >= PALIER_N_FIELDS) || code[3] >= n_actions
      || code[4] >= n_reasons)
    return FALSE;
  out->kind = code[1] & 1;
  out->band = code[1] >> 1 & 3;
  out->to_complete = code[1] >> 3;
  out->missing = code[2] == NONE ? PALIER_FIELD_NONE : (PalierField) code[2];
  out->action = palier_scoring_actions ()[code[3]];
  out->action_reason = palier_scoring_action_reasons ()[code[4]];
  return TRUE;
}

/**
 * palier_scoring_decode:
 * @out: (out caller-allocates): what was encoded, to the precision of the code; `possible` is not
 *   in it and 0
 *
 * Returns: whether @code is a code of this version; if not, score again
 */
gboolean
palier_scoring_decode (const guint8 *code, gsize length, PalierScoring *out)
{
  PalierCriterion criteria[PALIER_N_CRITERIA];
  guint32 due;

  memset (out, 0, sizeof *out);
  if (!read_head (code, length, out) || length != HEAD + 2 * criteria_of (out->kind, criteria))
    return FALSE;
  memcpy (&due, code + 5, 4);
  out->action_due_ms = (gint64) GUINT32_FROM_BE (due) * 1000;
  for (int i = 0; i < PALIER_N_SUBSCORES; i++)
  {
    out->parts[i] = get16 (code + 9 + 2 * i) / 100;
    out->confidences[i] = get16 (code + 15 + 2 * i) / 10000;
  }
  out->total = get16 (code + 21) / 10;
  out->confidence = get16 (code + 23) / 10000;
  for (int i = 0; i < PALIER_N_CRITERIA; i++)
    out->points[i] = NAN;
  for (gsize i = 0; i < criteria_of (out->kind, criteria); i++)
    out->points[criteria[i]] = get16 (code + HEAD + 2 * i) / 100;
  return TRUE;
}
