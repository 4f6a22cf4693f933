/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. What is told of a customer, by its permission and proof. 2. Which customer is told of. 3. In a
 * context it is a fact with its source and date, and stays personal. */
#include "palier-draft-reference.h"
#include "test-people.h"

#define AT G_GINT64_CONSTANT (1780000000000)

static PalierReference *
make (const char *customer, const char *kind, const char *city, const char *code,
      const char *permission)
{
  PalierReference *reference = palier_reference_new ();

  reference->customer = g_strdup (customer);
  reference->kind = g_strdup (kind);
  reference->city = g_strdup (city);
  reference->postal_code = g_strdup (code);
  reference->achieved = g_strdup ("a confié trois mandats");
  reference->permission = g_strdup (permission);
  reference->permission_ms = AT;
  return reference;
}

static void
test_told (void)
{
  static const struct
  {
    const char *kind, *city, *permission, *figure, *proof, *period, *display;
  } cases[] = {
    { "agency", "Nantes", "named", "3 ventes", "acte", "en mai 2026",
      "Agence du Port, à Nantes, a confié trois mandats (3 ventes, en mai 2026)" },
    { "agency", "Nantes", "anonymous", "3 ventes", "acte", NULL,
      "une agence, à Nantes, a confié trois mandats (3 ventes)" },
    { "person", NULL, "anonymous", NULL, NULL, NULL, "un particulier a confié trois mandats" },
    { "agency", "Le Mans", "named", "3 ventes", NULL, "en mai 2026",
      "Agence du Port, au Mans, a confié trois mandats (en mai 2026)" },
    { "agency", "Nantes", "none", "3 ventes", "acte", NULL, NULL },
    { "agency", "Nantes", NULL, "3 ventes", "acte", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierReference) reference =
        make ("Agence du Port", cases[i].kind, cases[i].city, NULL, cases[i].permission);
    reference->figure = g_strdup (cases[i].figure);
    reference->proof = g_strdup (cases[i].proof);
    reference->period = g_strdup (cases[i].period);
    g_autoptr (PalierFact) fact = palier_draft_reference_fact (reference);
    g_assert_cmpstr (fact != NULL ? fact->display : NULL, ==, cases[i].display);
    if (fact != NULL)
      g_assert_cmpint (fact->at_ms, ==, AT);
  }
}

static PalierProspect *
make_prospect (const char *kind, const char *city, const char *code, const char *specializations)
{
  PalierProspect *prospect = palier_prospect_new ();
  PalierId id = { { 7, [6] = 0x70, [8] = 0x80 } };

  palier_prospect_set_id (prospect, &id);
  palier_prospect_set (prospect, PALIER_FIELD_KIND, kind);
  palier_prospect_set (prospect, PALIER_FIELD_CITY, city);
  palier_prospect_set (prospect, PALIER_FIELD_POSTAL_CODE, code);
  palier_prospect_set (prospect, PALIER_FIELD_SPECIALIZATIONS, specializations);
  return prospect;
}

static GPtrArray *
make_references (void)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_reference_free);
  PalierReference *luxury = make ("Luxe", "agency", "Rennes", "35000", "named");
  PalierReference *late = make ("Tard", "agency", "Rezé", "44400", "named");

  luxury->specializations = g_strsplit ("luxury", " ", -1);
  late->permission_ms = AT + 1;
  g_ptr_array_add (all, make ("Loin", "agency", "Lille", "59000", "named"));
  g_ptr_array_add (all, make ("Voisin", "agency", "Rezé", "44400", "named"));
  g_ptr_array_add (all, late);
  g_ptr_array_add (all, luxury);
  g_ptr_array_add (all, make ("Secret", "agency", "Nantes", "44000", "none"));
  g_ptr_array_add (all, make ("Paul", "person", "Nantes", "44000", "named"));
  return all;
}

static void
test_choice (void)
{
  static const struct
  {
    const char *kind, *city, *code, *specializations, *customer;
  } cases[] = {
    { "agency", "Nantes", "44000", NULL, "Tard" },
    { "agency", "Reze", "44400", NULL, "Tard" },
    { "agency", "Rennes", "35000", NULL, "Luxe" },
    { "agency", "Rennes", "35000", "luxury\nrental", "Luxe" },
    { "agency", "Rennes", "35000", "rental", "Tard" },
    { "agency", "Lille", "59000", "rental", "Loin" },
    { "person", "Marseille", "13001", NULL, "Paul" },
  };
  g_autoptr (GPtrArray) all = make_references ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierProspect) prospect =
        make_prospect (cases[i].kind, cases[i].city, cases[i].code, cases[i].specializations);
    g_autoptr (PalierFact) fact = palier_draft_reference_choose (all, prospect);
    g_test_message ("case %d: %s", (int) i, fact->display);
    g_assert_true (g_str_has_prefix (fact->display, cases[i].customer));
  }
}

static void
test_not_itself (void)
{
  g_autoptr (GPtrArray) one =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_reference_free);
  g_autoptr (PalierProspect) prospect = make_prospect ("agency", "Nantes", "44000", NULL);
  PalierReference *reference = make ("Agence du Port", "agency", "Nantes", "44000", "named");

  reference->prospect = *palier_prospect_get_id (prospect);
  g_ptr_array_add (one, reference);
  g_assert_null (palier_draft_reference_choose (one, prospect));
}

static void
test_context (void)
{
  g_autoptr (PalierReference) reference = make ("Paul Durand", "person", NULL, NULL, "named");
  g_autoptr (PalierProspect) prospect = make_prospect ("person", "Nantes", "44000", NULL);
  g_autoptr (PalierProfile) profile = writer_new ();
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_fact_free);

  g_ptr_array_add (facts, palier_draft_reference_fact (reference));
  g_autoptr (PalierDraftContext) context = palier_draft_context_new (&(PalierDraftInput) {
      .prospect = prospect, .profile = profile, .more_facts = facts, .today_ms = NOW });
  const PalierFact *fact = palier_draft_context_find (context, "competitor_example");
  g_assert_cmpstr (fact->source, ==, "reference");
  g_assert_cmpint (fact->at_ms, ==, AT);
  g_assert_true (fact->personal);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reference/told", test_told);
  g_test_add_func ("/reference/choice", test_choice);
  g_test_add_func ("/reference/not-itself", test_not_itself);
  g_test_add_func ("/reference/context", test_context);
  return g_test_run ();
}
