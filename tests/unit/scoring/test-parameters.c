/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. The defaults are these, to the last figure. 2. Each fault in the file is found and named. */
#include <string.h>

#include "palier-scoring-parameters-private.h"
#include "palier-scoring-resources.h"
#include "palier-scoring.h"

static char *
shipped (void)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (
      palier_scoring_get_resource (), "/fr/immo_ai/Palier/scoring/scoring.json", 0, NULL);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static double
weight_of (const PalierKindParameters *kind, const char *criterion)
{
  for (gsize i = 0; i < kind->n_asked; i++)
    if (kind->asked[i].criterion == palier_criterion_from_name (criterion))
      return kind->asked[i].weight;
  return 0;
}

static void
test_weights (void)
{
  static const struct
  {
    PalierScoredKind kind;
    const char *criterion;
    double weight;
  } cases[] = {
    { 0, "website", 20 }, { 0, "site_quality", 30 },   { 0, "portals", 70 },  { 0, "social", 20 },
    { 0, "size", 35 },    { 0, "volume", 30 },         { 0, "position", 20 }, { 0, "growth", 15 },
    { 0, "season", 35 },  { 0, "market", 25 },         { 0, "adoption", 15 }, { 0, "recency", 25 },
    { 1, "email", 30 },   { 1, "mobile", 30 },         { 1, "consent", 25 },  { 1, "address", 15 },
    { 1, "project", 35 }, { 1, "property_value", 30 }, { 1, "horizon", 25 },  { 1, "source", 10 },
    { 1, "season", 20 },  { 1, "market", 20 },         { 1, "recency", 60 },  { 1, "adoption", 0 },
    { 0, "email", 0 },
  };
  const PalierScoringParameters *p = palier_scoring_parameters_get_default ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat (weight_of (&p->kinds[cases[i].kind], cases[i].criterion), ==,
                       cases[i].weight);
  for (int kind = 0; kind < PALIER_N_SCORED; kind++)
  {
    g_assert_cmpfloat (p->kinds[kind].parts[PALIER_SUBSCORE_DIGITAL], ==, 0.30);
    g_assert_cmpfloat (p->kinds[kind].parts[PALIER_SUBSCORE_BUSINESS], ==, 0.40);
    g_assert_cmpfloat (p->kinds[kind].parts[PALIER_SUBSCORE_TIMING], ==, 0.30);
  }
  g_assert_cmpfloat (p->kinds[PALIER_SCORED_AGENCY].recency_days, ==, 45);
  g_assert_cmpfloat (p->kinds[PALIER_SCORED_PERSON].recency_days, ==, 21);
}

static void
test_tables (void)
{
  static const double months[] = { 1, .75, .80, .70, .60, .60, .35, .20, 1, .85, .65, .30 };
  static const PalierStep staff[] = { { 0, .10 },  { 1, .25 },  { 3, .50 }, { 6, .65 },
                                      { 10, .80 }, { 20, .92 }, { 50, 1 } };
  const PalierScoringParameters *p = palier_scoring_parameters_get_default ();

  for (int i = 0; i < 12; i++)
    g_assert_cmpfloat (p->months[i], ==, months[i]);
  g_assert_cmpuint (p->staff.n, ==, G_N_ELEMENTS (staff));
  for (gsize i = 0; i < G_N_ELEMENTS (staff); i++)
  {
    g_assert_cmpfloat (p->staff.steps[i].from, ==, staff[i].from);
    g_assert_cmpfloat (p->staff.steps[i].value, ==, staff[i].value);
  }
  g_assert_cmpfloat (p->hot, ==, 70);
  g_assert_cmpfloat (p->warm, ==, 45);
  g_assert_cmpfloat (p->to_complete_under, ==, 0.4);
  g_assert_cmpfloat (p->months_to_sell, ==, 4);
  g_assert_cmpfloat (p->own_share, ==, 0.6);
  g_assert_cmpfloat (p->full_sales, ==, 200);
  g_assert_cmpfloat (p->market_still, ==, 0.65);
  g_assert_cmpfloat (p->market_slope, ==, -3.5);
  g_assert_cmpfloat (p->adoption_slope, ==, 2.5);
  g_assert_cmpfloat (p->social_days, ==, 90);
}

/* Replaces the first @from of the shipped file by @to: the reader must name @fault. */
static void
test_faults (void)
{
  static const struct
  {
    const char *from, *to, *fault;
  } cases[] = {
    { "{", "", "" },
    { "\"version\": 1", "\"version\": 2", "version" },
    { "\"digital\": 0.30", "\"digital\": 0.50", "parts" },
    { "\"website\": 20", "\"website\": -1", "website" },
    { "\"website\": 20", "\"website\": \"20\"", "website" },
    { "\"website\": 20", "\"site\": 20", "website" },
    { "\"website\": 20", "\"website\": 20, \"colour\": 1", "criteria" },
    { "\"hot\": 70", "\"hot\": 30", "warm" },
    { "[1, 0.25]", "[0, 0.25]", "staff" },
    { "[1, 0.25]", "[1]", "staff" },
    { "\"2-5\"", "\"2-6\"", "2-5" },
    { ", 0.65, 0.30]", ", 0.65]", "months" },
    { "[1, 9]", "[1, 13]", "full_months" },
    { "\"opposed\"", "\"oppose\"", "oppose" },
    { "\"leave\"", "\"flee\"", "flee" },
    { "\"due\": \"now\"", "\"due\": \"soon\"", "soon" },
    { "\"silent_days\"", "\"quiet_days\"", "quiet_days" },
    { "\"when\": [], ", "\"when\": [\"hot\"], ", "last rule" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *json = shipped ();
    g_autoptr (GError) error = NULL;
    char *at = strstr (json, cases[i].from);
    g_assert_nonnull (at);
    g_autofree char *broken = g_strdup_printf ("%.*s%s%s", (int) (at - json), json, cases[i].to,
                                               at + strlen (cases[i].from));
    g_autoptr (PalierScoringParameters) p = palier_scoring_parameters_parse (broken, -1, &error);
    g_assert_null (p);
    g_assert_error (error, PALIER_SCORING_ERROR, PALIER_SCORING_ERROR_PARAMETERS);
    g_assert_nonnull (strstr (error->message, cases[i].fault));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scoring/parameters/weights", test_weights);
  g_test_add_func ("/scoring/parameters/tables", test_tables);
  g_test_add_func ("/scoring/parameters/faults", test_faults);
  return g_test_run ();
}
