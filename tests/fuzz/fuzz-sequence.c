/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sequence from a file or another device: what is read comes back from its own text, and what is
 * sound can be planned, with one row for each step. */
#include "fuzz.h"
#include "palier-planner.h"
#include "palier-sequence-json.h"

#include <stdlib.h>

static void
plan (const PalierSequence *sequence)
{
  const PalierEnrolment enrolments[] = {
    { .since_ms = G_GINT64_CONSTANT (1796000000000), .lanes = { 0, 0, 0, 0, 0 }, .firm = 1 },
    { .since_ms = G_GINT64_CONSTANT (1796100000000),
      .lanes = { 0, 0, PALIER_LANE_NONE, 0, 0 },
      .firm = 1,
      .region = PALIER_REGION_CALEDONIA,
      .responses = { PALIER_SIGNAL_YES, PALIER_SIGNAL_NO, PALIER_SIGNAL_NO, PALIER_SIGNAL_NO } },
  };
  const PalierLane lane = { .pace = { .most_a_day = 20, .gap_ms = 60000 } };
  const PalierPlanQuestion question = { .sequences = &sequence,
                                        .n_sequences = 1,
                                        .enrolments = enrolments,
                                        .n_enrolments = G_N_ELEMENTS (enrolments),
                                        .lanes = &lane,
                                        .n_lanes = 1,
                                        .n_firms = 1,
                                        .firm_gap_ms = 60000,
                                        .now_ms = enrolments[1].since_ms,
                                        .until_ms = G_MAXINT64 / 4 };
  g_autoptr (GArray) rows = palier_plan (&question);

  g_assert_cmpuint (rows->len, ==, 2 * sequence->steps->len);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierSequence) sequence =
      palier_sequence_from_json ((const char *) data, length, &error);

  g_assert_true ((sequence == NULL) == (error != NULL));
  if (sequence == NULL)
    return 0;
  gsize json_length, again_length;
  char *json = palier_sequence_to_json (sequence, &json_length);
  g_autoptr (PalierSequence) again = palier_sequence_from_json (json, json_length, &error);
  g_assert_no_error (error);
  char *again_json = palier_sequence_to_json (again, &again_length);
  g_assert_cmpmem (json, json_length, again_json, again_length);
  free (json);
  free (again_json);
  g_autoptr (GArray) faults = palier_sequence_check (sequence);
  if (faults->len == 0)
    plan (sequence);
  return 0;
}
