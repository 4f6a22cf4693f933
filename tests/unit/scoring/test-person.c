/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. One criterion at a time. 2. What was typed wrong is known, and zero. 3. Consent. 4. The
 * property beside its commune. 5. The source, drawn to the mean. 6. A whole person by hand. 7. What
 * is asked for next. */
#include "test-helper.h"

static void
test_criteria (void)
{
  static const struct
  {
    const char *field, *value, *criterion;
    double points;
  } cases[] = {
    { "email", "a@example.fr", "email", 30 },    { "mobile", "+33639980001", "mobile", 30 },
    { "legal_basis", "consent", "consent", 25 }, { "project", "sell", "project", 35 },
    { "project", "let", "project", 21 },         { "project", "buy", "project", 17.5 },
    { "project", "other", "project", 7 },        { "horizon_months", "0", "horizon", 25 },
    { "horizon_months", "2", "horizon", 25 },    { "horizon_months", "3", "horizon", 17.5 },
    { "horizon_months", "5", "horizon", 17.5 },  { "horizon_months", "6", "horizon", 10 },
    { "horizon_months", "11", "horizon", 10 },   { "horizon_months", "12", "horizon", 3.75 },
    { "horizon_months", "60", "horizon", 3.75 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierProspect) p = prospect_of ("person", cases[i].field, cases[i].value, NULL);
    PalierScoring s = score_of (p, NULL, NULL);
    g_assert_cmpfloat_with_epsilon (s.points[palier_criterion_from_name (cases[i].criterion)],
                                    cases[i].points, 1e-9);
  }
}

static void
test_reach (void)
{
  g_autoptr (PalierProspect) p = prospect_of ("person", "street", "3 rue Haute", NULL);
  PalierScoringHistory bounced = { .email_bounced = TRUE };

  g_assert_true (isnan (score_of (p, NULL, NULL).points[PALIER_CRITERION_ADDRESS]));
  palier_prospect_set (p, PALIER_FIELD_CITY, "Orléans");
  g_assert_cmpfloat (score_of (p, NULL, NULL).points[PALIER_CRITERION_ADDRESS], ==, 15);
  g_assert_true (isnan (score_of (p, NULL, NULL).points[PALIER_CRITERION_EMAIL]));
  palier_prospect_set_original (p, PALIER_FIELD_EMAIL, "jean at example");
  g_assert_cmpfloat (score_of (p, NULL, NULL).points[PALIER_CRITERION_EMAIL], ==, 0);
  palier_prospect_set (p, PALIER_FIELD_EMAIL, "jean@example.fr");
  g_assert_cmpfloat (score_of (p, NULL, &bounced).points[PALIER_CRITERION_EMAIL], ==, 0);
}

static void
test_consent (void)
{
  static const struct
  {
    PalierSignal email, sms;
    gboolean opposed;
    const char *basis;
    double points; /* NAN: not known */
  } cases[] = {
    { PALIER_SIGNAL_UNKNOWN, PALIER_SIGNAL_UNKNOWN, FALSE, NULL, NAN },
    { PALIER_SIGNAL_UNKNOWN, PALIER_SIGNAL_UNKNOWN, FALSE, "legitimate_interest", NAN },
    { PALIER_SIGNAL_UNKNOWN, PALIER_SIGNAL_UNKNOWN, FALSE, "contract", 25 },
    { PALIER_SIGNAL_NO, PALIER_SIGNAL_YES, FALSE, NULL, 25 },
    { PALIER_SIGNAL_NO, PALIER_SIGNAL_UNKNOWN, FALSE, "consent", 0 },
    { PALIER_SIGNAL_YES, PALIER_SIGNAL_YES, TRUE, "consent", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierProspect) p = prospect_of ("person", "legal_basis", cases[i].basis, NULL);
    PalierScoringHistory h = { .opposed = cases[i].opposed };
    h.consent[PALIER_CHANNEL_EMAIL] = cases[i].email;
    h.consent[PALIER_CHANNEL_SMS] = cases[i].sms;
    double points = score_of (p, NULL, &h).points[PALIER_CRITERION_CONSENT];
    g_assert_true (isnan (points) == isnan (cases[i].points));
    g_assert_true (isnan (points) || points == cases[i].points);
  }
}

static void
test_property (void)
{
  g_autoptr (PalierProspect) p =
      prospect_of ("person", "estimated_value_cents", "30000000", "surface_m2", "100", NULL);
  PalierScoringMarket m = PALIER_SCORING_MARKET_EMPTY;

  g_assert_true (isnan (score_of (p, &m, NULL).points[PALIER_CRITERION_PROPERTY_VALUE]));
  m.price_m2_cents = 300000;
  g_assert_cmpfloat (score_of (p, &m, NULL).points[PALIER_CRITERION_PROPERTY_VALUE], ==, 15);
  m.price_m2_cents = 600000;
  g_assert_cmpfloat (score_of (p, &m, NULL).points[PALIER_CRITERION_PROPERTY_VALUE], ==, 7.5);
  m.price_m2_cents = 100000;
  g_assert_cmpfloat (score_of (p, &m, NULL).points[PALIER_CRITERION_PROPERTY_VALUE], ==, 30);
}

static void
test_source (void)
{
  g_autoptr (PalierProspect) p = prospect_of ("person", NULL);
  PalierScoringMarket m = PALIER_SCORING_MARKET_EMPTY;

  m.mean_conversion = 0.05;
  m.source_contacts = m.source_customers = 0;
  g_assert_cmpfloat_with_epsilon (score_of (p, &m, NULL).points[PALIER_CRITERION_SOURCE], 5, 1e-9);
  m.source_contacts = 20;
  m.source_customers = 3; /* 15 % seen, (3 + 1) / 40 = 10 % believed: twice the mean */
  g_assert_cmpfloat_with_epsilon (score_of (p, &m, NULL).points[PALIER_CRITERION_SOURCE], 10, 1e-9);
  m.source_customers = 0; /* 0 % seen, 2.5 % believed */
  g_assert_cmpfloat_with_epsilon (score_of (p, &m, NULL).points[PALIER_CRITERION_SOURCE], 2.5,
                                  1e-9);
}

static void
test_whole (void)
{
  g_autoptr (PalierProspect) p =
      prospect_of ("person", "email", "a@example.fr", "mobile", "+33639980001", "legal_basis",
                   "consent", "street", "3 rue Haute", "city", "Orléans", "project", "sell",
                   "horizon_months", "2", "last_sign_at", "1789473600000", NULL);
  PalierScoring s = score_of (p, NULL, NULL);

  g_assert_cmpfloat (s.parts[PALIER_SUBSCORE_DIGITAL], ==, 100);
  g_assert_cmpfloat (s.parts[PALIER_SUBSCORE_BUSINESS], ==, 100);
  g_assert_cmpfloat (s.parts[PALIER_SUBSCORE_TIMING], ==, 100);
  g_assert_cmpfloat_with_epsilon (s.confidence, 0.3 + 0.4 * 0.6 + 0.3 * 0.8, 1e-9);
  g_assert_cmpint (s.band, ==, PALIER_BAND_HOT);
  /* What a form could add would not help: the commune's prices are not known. */
  g_assert_cmpint (s.missing, ==, PALIER_FIELD_NONE);
  g_assert_cmpstr (s.action, ==, "write");
}

static void
test_missing (void)
{
  static const struct
  {
    const char *value, *surface, *street, *city;
    double price;
    PalierField missing;
  } cases[] = {
    { NULL, NULL, "1 rue Haute", "Gap", NAN, PALIER_FIELD_NONE },
    { NULL, NULL, "1 rue Haute", "Gap", 300000, PALIER_FIELD_ESTIMATED_VALUE_CENTS },
    { "30000000", NULL, "1 rue Haute", "Gap", 300000, PALIER_FIELD_SURFACE_M2 },
    { "30000000", "85", "1 rue Haute", NULL, 300000, PALIER_FIELD_CITY },
    { "30000000", "85", NULL, "Gap", 300000, PALIER_FIELD_STREET },
    { "30000000", "85", "1 rue Haute", "Gap", 300000, PALIER_FIELD_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierProspect) p =
        prospect_of ("person", "email", "a@example.fr", "mobile", "+33639980001", "legal_basis",
                     "consent", "project", "let", "horizon_months", "6", "last_sign_at",
                     "1789473600000", "street", cases[i].street, "city", cases[i].city,
                     "estimated_value_cents", cases[i].value, "surface_m2", cases[i].surface, NULL);
    PalierScoringMarket m = PALIER_SCORING_MARKET_EMPTY;
    m.price_m2_cents = cases[i].price;
    g_assert_cmpint (score_of (p, &m, NULL).missing, ==, cases[i].missing);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scoring/person/criteria", test_criteria);
  g_test_add_func ("/scoring/person/reach", test_reach);
  g_test_add_func ("/scoring/person/consent", test_consent);
  g_test_add_func ("/scoring/person/property", test_property);
  g_test_add_func ("/scoring/person/source", test_source);
  g_test_add_func ("/scoring/person/whole", test_whole);
  g_test_add_func ("/scoring/person/missing", test_missing);
  return g_test_run ();
}
