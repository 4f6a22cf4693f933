/* SPDX-License-Identifier: GPL-3.0-or-later */
/* planner-pass PROSPECTS: a sequence of five steps, planned for so many prospects with caps, firms,
 * pools and the legal gate. Prints the seconds that it took and the peak of memory in KiB. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "palier-planner.h"

#define NOW (G_GINT64_CONSTANT (1796025600) * 1000)
#define STEPS 5
#define COLLEAGUES 4 /* of one firm */

static PalierSequence *
sequence_new (void)
{
  static const PalierChannel channels[STEPS] = { PALIER_CHANNEL_EMAIL, PALIER_CHANNEL_EMAIL,
                                                 PALIER_CHANNEL_SMS, PALIER_CHANNEL_LINKEDIN,
                                                 PALIER_CHANNEL_EMAIL };
  static const guint days[STEPS] = { 1, 4, 7, 10, 14 };
  PalierSequence *self = palier_sequence_new ("bench");

  for (guint i = 0; i < STEPS; i++)
  {
    PalierStep step = { .day = days[i],
                        .channel = channels[i],
                        .conditions = i == 1 ? PALIER_CONDITION_OPENED : 0,
                        .window = { PALIER_DAYS_WEEK, 9 * 60, 18 * 60, FALSE } };
    g_array_append_val (self->steps, step);
  }
  return self;
}

static PalierVerdict
ask_gate (guint enrolment, const PalierStep *step, gint64 at_ms, gpointer data)
{
  return palier_gate_ask (
      &(PalierGateQuestion) { .is_agency = enrolment % 10 != 0,
                              .channel = step->channel,
                              .nature = PALIER_NATURE_PROFESSIONAL,
                              .basis = PALIER_BASIS_LEGITIMATE_INTEREST,
                              .informed = TRUE,
                              .now_ms = at_ms,
                              .region = (PalierRegion) (enrolment % PALIER_N_REGIONS) });
}

int
main (int argc, char **argv)
{
  guint n = argc > 1 ? (guint) strtoul (argv[1], NULL, 10) : 100000;
  g_autoptr (PalierSequence) sequence = sequence_new ();
  g_autofree PalierEnrolment *enrolments = g_new0 (PalierEnrolment, n);
  PalierLane lanes[PALIER_N_CHANNELS] = { 0 };
  PalierPool pools[4] = { { 1, 0 }, { 2, 0 }, { 3, 0 }, { 4, 0 } };
  struct rusage usage;

  /* Enough a day for all of them to end within the two years that are planned. */
  lanes[PALIER_CHANNEL_EMAIL].pace = (PalierPace) { n / 40, 50, NOW, 1 };
  for (guint i = 0; i < n; i++)
  {
    enrolments[i] = (PalierEnrolment) { .since_ms = NOW,
                                        .region = (PalierRegion) (i % PALIER_N_REGIONS),
                                        .firm = i / COLLEAGUES + 1,
                                        .pool = (guint8) (i % 5) };
    for (guint c = 0; c < PALIER_N_CHANNELS; c++)
      enrolments[i].lanes[c] = (guint8) c;
  }
  gint64 began = g_get_monotonic_time ();
  g_autoptr (GArray) rows = palier_plan (
      &(PalierPlanQuestion) { .sequences = (const PalierSequence *const[]) { sequence },
                              .n_sequences = 1,
                              .enrolments = enrolments,
                              .n_enrolments = n,
                              .lanes = lanes,
                              .n_lanes = PALIER_N_CHANNELS,
                              .pools = pools,
                              .n_pools = G_N_ELEMENTS (pools),
                              .n_firms = n / COLLEAGUES + 1,
                              .firm_gap_ms = G_GINT64_CONSTANT (36) * 3600 * 1000,
                              .gate = ask_gate,
                              .now_ms = NOW });
  double taken = (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC;
  getrusage (RUSAGE_SELF, &usage);
  printf ("%.3f %ld %u\n", taken, usage.ru_maxrss, rows->len);
  return 0;
}
