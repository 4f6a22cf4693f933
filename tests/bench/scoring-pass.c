/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A million prospects, twenty times fifty thousand: the time to read every field of each, and the
 * time to score each. Prints both in nanoseconds a prospect, the best of five. */
#include <stdio.h>
#include <string.h>

#include "palier-scoring.h"

#define N_PROSPECTS 50000
#define ROUNDS 20
#define NOW (G_GINT64_CONSTANT (1789473600) * 1000)

static PalierProspect *
prospect_new (guint n)
{
  static const char *const same[][2] = {
    { "city", "Orléans" },           { "postal_code", "45000" },
    { "street", "12 rue Haute" },    { "phone", "+33199001234" },
    { "first_name", "Jeanne" },      { "last_name", "Le Goff" },
    { "source", "Salon" },           { "portals", "leboncoin\nseloger" },
    { "source_date", "2026-03-03" }, { "site_https", "yes" },
    { "growth", "stable" },
  };
  PalierProspect *p = palier_prospect_new ();

  palier_prospect_set (p, PALIER_FIELD_KIND, n % 3 == 0 ? "person" : "agency");
  palier_prospect_take (p, PALIER_FIELD_COMPANY, g_strdup_printf ("Agence %u", n));
  palier_prospect_take (p, PALIER_FIELD_EMAIL, g_strdup_printf ("a%u@example.fr", n));
  palier_prospect_take (p, PALIER_FIELD_STAFF, g_strdup_printf ("%u", n % 60));
  palier_prospect_take (p, PALIER_FIELD_ACTIVE_LISTINGS, g_strdup_printf ("%u", n % 200));
  for (gsize i = 0; i < G_N_ELEMENTS (same); i++)
    palier_prospect_set (p, palier_field_from_name (same[i][0]), same[i][1]);
  return p;
}

static gsize
read_all (PalierProspect **prospects)
{
  gsize length = 0;

  for (guint i = 0; i < N_PROSPECTS; i++)
    for (int field = 0; field < PALIER_N_FIELDS; field++)
    {
      const char *value = palier_prospect_get (prospects[i], field);
      length += value != NULL ? strlen (value) : 0;
    }
  return length;
}

static double
score_all (PalierProspect **prospects)
{
  const PalierScoringParameters *parameters = palier_scoring_parameters_get_default ();
  PalierScoringMarket market = PALIER_SCORING_MARKET_EMPTY;
  PalierScoringHistory history = { 0 };
  PalierScoring scoring;
  double sum = 0;

  for (guint i = 0; i < N_PROSPECTS; i++)
  {
    palier_scoring_evaluate (parameters, prospects[i], &market, &history, NOW, &scoring);
    sum += scoring.total;
  }
  return sum;
}

int
main (void)
{
  PalierProspect **prospects = g_new (PalierProspect *, N_PROSPECTS);
  gint64 reading = G_MAXINT64, scoring = G_MAXINT64;
  double sum = 0;

  for (guint i = 0; i < N_PROSPECTS; i++)
    prospects[i] = prospect_new (i);
  for (int run = 0; run < 5; run++)
  {
    gint64 began = g_get_monotonic_time ();
    for (int round = 0; round < ROUNDS; round++)
      sum += (double) read_all (prospects);
    gint64 between = g_get_monotonic_time ();
    for (int round = 0; round < ROUNDS; round++)
      sum += score_all (prospects);
    reading = MIN (reading, between - began);
    scoring = MIN (scoring, g_get_monotonic_time () - between);
  }
  printf ("%.1f %.1f %g\n", reading * 1000.0 / N_PROSPECTS / ROUNDS,
          scoring * 1000.0 / N_PROSPECTS / ROUNDS, sum);
  for (guint i = 0; i < N_PROSPECTS; i++)
    palier_prospect_unref (prospects[i]);
  g_free (prospects);
  return 0;
}
