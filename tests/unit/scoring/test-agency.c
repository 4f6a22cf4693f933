/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. One criterion at a time, at its borders. 2. Market values. 3. Digital maturity is a capped
 * sum.
 * 4. Unknown is not zero: means, confidence, the total. 5. The field that would move it most.
 * 6. A whole agency by hand. 7. Every criterion has its line of explanation. */
#include "test-helper.h"

static void
test_criteria (void)
{
  static const struct
  {
    const char *field, *value, *criterion;
    double points;
  } cases[] = {
    { "website", "https://agence.example", "website", 20 },
    { "portals", "seloger", "portals", 10 },
    { "portals", "bienici\nleboncoin\nseloger", "portals", 30 },
    { "social_active_at", "2026-09-01", "social", 20 },
    { "social_active_at", "2026-06-18", "social", 20 },
    { "social_active_at", "2026-06-16", "social", 0 },
    { "staff", "0", "size", 3.5 },
    { "staff", "1", "size", 8.75 },
    { "staff", "2", "size", 8.75 },
    { "staff", "3", "size", 17.5 },
    { "staff", "5", "size", 17.5 },
    { "staff", "6", "size", 22.75 },
    { "staff", "10", "size", 28 },
    { "staff", "19", "size", 28 },
    { "staff", "20", "size", 32.2 },
    { "staff", "49", "size", 32.2 },
    { "staff", "50", "size", 35 },
    { "team_size", "1", "size", 7 },
    { "team_size", "2-5", "size", 15.75 },
    { "team_size", "6-20", "size", 24.5 },
    { "team_size", "20+", "size", 32.2 },
    { "active_listings", "0", "volume", 0 },
    /* 111 x 12 / 4 x 0.6 = 199.8 */
    { "active_listings", "111", "volume", 29.994 },
    { "active_listings", "500", "volume", 30 },
    { "market_position", "leader", "position", 20 },
    { "market_position", "challenger", "position", 14 },
    { "market_position", "follower", "position", 7 },
    { "growth", "growing", "growth", 15 },
    { "growth", "stable", "growth", 8.25 },
    { "growth", "declining", "growth", 3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierProspect) p = prospect_of ("agency", cases[i].field, cases[i].value, NULL);
    PalierScoring s = score_of (p, NULL, NULL);
    g_assert_cmpfloat_with_epsilon (s.points[palier_criterion_from_name (cases[i].criterion)],
                                    cases[i].points, 1e-3);
  }
}

static void
test_market (void)
{
  static const struct
  {
    const char *criterion;
    double value, points;
  } cases[] = {
    { "market", 0, 16.25 },   { "market", -0.10, 25 },   { "market", -0.5, 25 },
    { "market", 0.10, 7.5 },  { "market", 0.5, 7.5 },    { "market", -0.04, 19.75 },
    { "adoption", 0, 0 },     { "adoption", 0.2, 7.5 },  { "adoption", 0.4, 15 },
    { "adoption", 0.9, 15 },  { "position", 0.20, 20 },  { "position", 0.199, 14 },
    { "position", 0.07, 14 }, { "position", 0.069, 7 },  { "growth", 0.051, 15 },
    { "growth", 0.05, 8.25 }, { "growth", -0.05, 8.25 }, { "growth", -0.051, 3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierProspect) p = prospect_of ("agency", NULL);
    PalierScoringMarket m = PALIER_SCORING_MARKET_EMPTY;
    PalierCriterion criterion = palier_criterion_from_name (cases[i].criterion);
    double *member = criterion == PALIER_CRITERION_MARKET     ? &m.volume_change
                     : criterion == PALIER_CRITERION_ADOPTION ? &m.adoption_share
                     : criterion == PALIER_CRITERION_POSITION ? &m.listing_share
                                                              : &m.growth;
    *member = cases[i].value;
    PalierScoring s = score_of (p, &m, NULL);
    g_assert_cmpfloat_with_epsilon (s.points[criterion], cases[i].points, 1e-9);
  }
}

static void
test_recency (void)
{
  g_autoptr (PalierProspect) p = prospect_of ("agency", NULL);
  PalierScoringHistory h = { .last_sign_ms = NOW - 45 * DAY_MS };

  PalierScoring s = score_of (p, NULL, &h);
  g_assert_cmpfloat_with_epsilon (s.points[PALIER_CRITERION_RECENCY], 25 / M_E, 1e-9);
  h.last_sign_ms = NOW + DAY_MS;
  s = score_of (p, NULL, &h);
  g_assert_cmpfloat (s.points[PALIER_CRITERION_RECENCY], ==, 25);
}

/* What is noted for a day to come is a plan. */
static void
test_planned_sign (void)
{
  g_autofree char *plan = g_strdup_printf ("%" G_GINT64_FORMAT, NOW + 30 * DAY_MS);
  g_autoptr (PalierProspect) p = prospect_of ("agency", "last_sign_at", plan, NULL);
  PalierScoringHistory h = { 0 };

  PalierScoring s = score_of (p, NULL, &h);
  g_assert_true (isnan (s.points[PALIER_CRITERION_RECENCY]));
  h.last_sign_ms = NOW - 45 * DAY_MS;
  s = score_of (p, NULL, &h);
  g_assert_cmpfloat_with_epsilon (s.points[PALIER_CRITERION_RECENCY], 25 / M_E, 1e-9);
}

static void
test_digital (void)
{
  static const struct
  {
    const char *website, *https, *fast, *rest, *portals, *social;
    double digital, confidence;
  } cases[] = {
    { NULL, NULL, NULL, NULL, NULL, NULL, 0, 0 },
    { "https://a.example", NULL, NULL, NULL, NULL, NULL, 20, 0.25 },
    { "https://a.example", "yes", "no", NULL, NULL, NULL, 25, (1 + 2 / 6.) / 4 },
    { "https://a.example", "yes", "yes", "yes", NULL, NULL, 50, 0.5 },
    { "https://a.example", "yes", "yes", "yes", "a\nb\nc\nd", "2026-09-10", 100, 1 },
    { NULL, "no", "no", "no", "a", "2020-01-01", 10, 1 },
    { NULL, "no", NULL, NULL, NULL, NULL, 0, 1 / 24. },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierProspect) p =
        prospect_of ("agency", "website", cases[i].website, "site_https", cases[i].https,
                     "site_fast", cases[i].fast, "site_mobile", cases[i].rest, "site_listings",
                     cases[i].rest, "site_form", cases[i].rest, "site_fresh", cases[i].rest,
                     "portals", cases[i].portals, "social_active_at", cases[i].social, NULL);
    PalierScoring s = score_of (p, NULL, NULL);
    g_assert_cmpfloat_with_epsilon (s.parts[PALIER_SUBSCORE_DIGITAL], cases[i].digital, 1e-9);
    g_assert_cmpfloat_with_epsilon (s.confidences[PALIER_SUBSCORE_DIGITAL], cases[i].confidence,
                                    1e-9);
  }
}

static void
test_unknown (void)
{
  g_autoptr (PalierProspect) empty = prospect_of ("agency", NULL);
  g_autoptr (PalierProspect) big = prospect_of ("agency", "staff", "60", NULL);

  /* Of an empty record only the season is known. */
  PalierScoring s = score_of (empty, NULL, NULL);
  g_assert_cmpfloat (s.total, ==, 100);
  g_assert_cmpfloat_with_epsilon (s.confidence, 0.30 * 0.35, 1e-9);
  g_assert_true (s.to_complete);
  /* One strong criterion makes a full sub-score of little confidence, not a third of one. */
  s = score_of (big, NULL, NULL);
  g_assert_cmpfloat (s.parts[PALIER_SUBSCORE_BUSINESS], ==, 100);
  g_assert_cmpfloat_with_epsilon (s.confidences[PALIER_SUBSCORE_BUSINESS], 0.35, 1e-9);
  g_assert_true (isnan (s.points[PALIER_CRITERION_VOLUME]));
}

static void
test_missing (void)
{
  g_autoptr (PalierProspect) empty = prospect_of ("agency", NULL);
  g_autoptr (PalierProspect) sized = prospect_of ("agency", "staff", "1", "portals", "a\nb", NULL);
  g_autoptr (PalierProspect) sited =
      prospect_of ("agency", "website", "https://a.example", "portals", "a", "social_active_at",
                   "2026-09-01", "staff", "9", "active_listings", "20", "market_position", "leader",
                   "growth", "stable", "last_sign_at", "1789473600000", NULL);

  g_assert_cmpint (score_of (empty, NULL, NULL).missing, ==, PALIER_FIELD_STAFF);
  g_assert_cmpint (score_of (sized, NULL, NULL).missing, ==, PALIER_FIELD_ACTIVE_LISTINGS);
  g_assert_cmpint (score_of (sited, NULL, NULL).missing, ==, PALIER_FIELD_SITE_HTTPS);
}

static void
test_whole (void)
{
  g_autoptr (PalierProspect) p = prospect_of (
      "agency", "website", "https://a.example", "site_https", "yes", "site_fast", "no",
      "site_mobile", "yes", "site_listings", "yes", "site_form", "no", "site_fresh", "no",
      "portals", "leboncoin\nseloger", "social_active_at", "2026-01-05", "staff", "4",
      "active_listings", "20", "market_position", "challenger", "growth", "stable", NULL);
  PalierScoringMarket m = PALIER_SCORING_MARKET_EMPTY;
  PalierScoringHistory h = { .last_sign_ms = NOW - 10 * DAY_MS };

  m.volume_change = -0.06;
  m.adoption_share = 0.1;
  PalierScoring s = score_of (p, &m, &h);
  double digital = 20 + 15 + 20 + 0;
  double business = 17.5 + 30 * log10 (37) / log10 (201) + 14 + 8.25;
  double timing = 35 + 25 * 0.86 + 15 * 0.25 + 25 * exp (-10 / 45.);
  g_assert_cmpfloat_with_epsilon (s.parts[0], digital, 1e-9);
  g_assert_cmpfloat_with_epsilon (s.parts[1], business, 1e-9);
  g_assert_cmpfloat_with_epsilon (s.parts[2], timing, 1e-9);
  g_assert_cmpfloat_with_epsilon (s.total, 0.3 * digital + 0.4 * business + 0.3 * timing, 0.05);
  g_assert_cmpfloat (s.confidence, ==, 1);
  g_assert_cmpint (s.band, ==, PALIER_BAND_WARM);
  g_assert_false (s.to_complete);
  g_assert_cmpint (s.missing, ==, PALIER_FIELD_NONE);
}

static void
test_explained (void)
{
  g_autoptr (PalierProspect) p = prospect_of ("agency", "staff", "4", NULL);
  PalierScoringMarket m = PALIER_SCORING_MARKET_EMPTY;
  PalierScoringHistory h = { 0 };
  g_autoptr (GPtrArray) reasons =
      palier_scoring_explain (palier_scoring_parameters_get_default (), p, &m, &h, NOW);
  double known = 0;

  g_assert_cmpuint (reasons->len, ==, 12);
  for (guint i = 0; i < reasons->len; i++)
  {
    PalierReason *reason = g_ptr_array_index (reasons, i);
    g_assert_true (reason->known == (reason->value != NULL));
    known += reason->points;
    if (g_str_equal (reason->criterion, "size"))
    {
      g_assert_cmpstr (reason->value, ==, "4");
      g_assert_cmpstr (reason->source, ==, "record");
      g_assert_cmpfloat (reason->possible, ==, 35);
    }
  }
  g_assert_cmpfloat (known, ==, 17.5 + 35);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scoring/agency/criteria", test_criteria);
  g_test_add_func ("/scoring/agency/market", test_market);
  g_test_add_func ("/scoring/agency/recency", test_recency);
  g_test_add_func ("/scoring/agency/planned-sign", test_planned_sign);
  g_test_add_func ("/scoring/agency/digital", test_digital);
  g_test_add_func ("/scoring/agency/unknown", test_unknown);
  g_test_add_func ("/scoring/agency/missing", test_missing);
  g_test_add_func ("/scoring/agency/whole", test_whole);
  g_test_add_func ("/scoring/agency/explained", test_explained);
  return g_test_run ();
}
