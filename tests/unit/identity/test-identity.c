/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Pairs: the same, unsure, or two; the other way round alike. 2. Whoever has a key is the same
 * as himself. 3. Keys, and which of them are a firm's. 4. The best of several candidates. 5.
 * Filling overwrites nothing. 6. Rows of a file against each other, many under one key too. */
#include "palier-identity.h"

#include <time.h>

#define NEW PALIER_IDENTITY_NEW
#define UNSURE PALIER_IDENTITY_UNSURE
#define SAME PALIER_IDENTITY_SAME

/* "field=value field=value …", "_" for a space within a value. */
static PalierProspect *
parse (const char *text)
{
  PalierProspect *prospect = palier_prospect_new ();
  g_auto (GStrv) pairs = g_strsplit (text, " ", -1);

  for (guint i = 0; pairs[i] != NULL; i++)
  {
    char *value = strchr (pairs[i], '=');
    *value++ = '\0';
    PalierField field = palier_field_from_name (pairs[i]);
    g_assert_cmpint (field, !=, PALIER_FIELD_NONE);
    palier_prospect_take (prospect, field, g_strdelimit (g_strdup (value), "_", ' '));
  }
  return prospect;
}

#define JEAN "kind=person first_name=Jean last_name=Dupont"
#define MARIE "kind=person first_name=Marie last_name=Petit"
#define PORT "kind=agency company=Agence_du_Port"
#define A_JEAN PORT " first_name=Jean last_name=Dupont"
#define A_MARIE PORT " first_name=Marie last_name=Petit"
#define SIRET "siret=73282932000074"
#define CONTACT "email=contact@port.example"
#define SWITCH "phone=+33199001234"

static const struct
{
  const char *a;
  const char *b;
  PalierIdentity identity;
  const char *reason;
} pairs[] = {
  /* Persons. */
  { JEAN " email=jean@x.example", JEAN " email=jean@x.example", SAME, "email" },
  { JEAN " email=jean@x.example", JEAN " email=jean2@x.example", NEW, NULL },
  { JEAN " mobile=+33639981234", JEAN " phone=+33639981234", SAME, "phone" },
  { JEAN " mobile=+33639981234", "kind=person mobile=+33639981234", SAME, "phone" },
  { JEAN " linkedin=https://www.linkedin.com/in/jean",
    JEAN " linkedin=https://www.linkedin.com/in/jean", SAME, "linkedin" },
  { JEAN " email=dupont@x.example", MARIE " email=dupont@x.example", UNSURE, "email" },
  { JEAN " email=jean@y.example other_emails=j@z.example\njean@x.example",
    JEAN " email=jean@x.example", SAME, "email" },
  { JEAN " email=jean@y.example other_emails=jd@z.example", JEAN " other_emails=jd@z.example", SAME,
    "email" },
  { JEAN " phone=+33199001234 other_phones=+33639981234", JEAN " mobile=+33639981234", SAME,
    "phone" },
  { JEAN " other_emails=contact@port.example", MARIE " " CONTACT, NEW, NULL },
  { JEAN " other_phones=+33639981234", MARIE " mobile=+33639981234", UNSURE, "phone" },
  { JEAN " " CONTACT, MARIE " " CONTACT, NEW, NULL },
  { JEAN " " SWITCH, MARIE " " SWITCH, NEW, NULL },
  { JEAN " " CONTACT, JEAN " " CONTACT, SAME, "email" },
  { JEAN " " CONTACT, "kind=person " CONTACT, UNSURE, "email" },
  { "kind=person " CONTACT, "kind=person " CONTACT, SAME, "email" },
  { "kind=person first_name=Dupont last_name=Jean email=jean@x.example",
    JEAN " email=jean@x.example", SAME, "email" },
  { "kind=person first_name=JEAN last_name=Düpont mobile=+33639981234", JEAN " mobile=+33639981234",
    SAME, "phone" },
  /* Nothing but names: only where all else agrees. */
  { JEAN " city=Lyon", JEAN " city=Lyon", SAME, "name" },
  { JEAN " city=Lyon", JEAN " city=Brest", NEW, NULL },
  /* Agencies. */
  { PORT " " SIRET, PORT " " SIRET, SAME, "siret" },
  { PORT " " SIRET, "kind=agency company=Port_Immobilier " SIRET, SAME, "siret" },
  { PORT " " SIRET " " SWITCH, PORT " siret=39860733300059 " SWITCH, NEW, NULL },
  { PORT " " CONTACT, "kind=agency company=Agence_du_Port_SARL " CONTACT, SAME, "email" },
  { PORT " " CONTACT, "kind=agency company=Autre_Agence " CONTACT, UNSURE, "email" },
  { PORT " " SWITCH, PORT " " SWITCH " city=Lyon", SAME, "phone" },
  /* Colleagues are two, whatever they share of the firm. */
  { A_JEAN " " SIRET " " SWITCH " " CONTACT, A_MARIE " " SIRET " " SWITCH " " CONTACT, NEW, NULL },
  { A_JEAN " " SIRET, A_JEAN " " SIRET, SAME, "siret" },
  { A_JEAN " " SIRET, PORT " " SIRET, SAME, "siret" },
  { PORT " " SIRET " email=jean@port.example", PORT " " SIRET " email=marie@port.example", UNSURE,
    "siret" },
  { PORT " " SWITCH " email=jean@port.example", PORT " " SWITCH " " CONTACT, SAME, "phone" },
  /* A firm is not the person in it. */
  { A_JEAN " email=jean@port.example", JEAN " email=jean@port.example", UNSURE, "email" },
};

static void
test_pairs (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
  {
    g_autoptr (PalierProspect) a = parse (pairs[i].a);
    g_autoptr (PalierProspect) b = parse (pairs[i].b);
    const char *reason;
    g_test_message ("%s / %s", pairs[i].a, pairs[i].b);
    g_assert_cmpint (palier_identity_compare (a, b, &reason), ==, pairs[i].identity);
    g_assert_cmpstr (reason, ==, pairs[i].reason);
    g_assert_cmpint (palier_identity_compare (b, a, NULL), ==, pairs[i].identity);
    g_assert_cmpint (palier_identity_compare (a, a, NULL), ==, SAME);
    g_assert_cmpint (palier_identity_compare (b, b, NULL), ==, SAME);
  }
}

static void
test_keys (void)
{
  g_autoptr (PalierProspect) prospect =
      parse (A_JEAN " " SIRET " " SWITCH " " CONTACT " mobile=+33639981234");
  PalierIdentityKey keys[PALIER_IDENTITY_KEYS];

  g_assert_cmpuint (palier_identity_keys (prospect, keys), ==, 4);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpint (keys[i].of_firm, ==, keys[i].field != PALIER_FIELD_MOBILE);
  g_assert_cmpstr (keys[0].value, ==, "contact@port.example");
  g_autoptr (PalierProspect) bare = parse (JEAN);
  g_assert_cmpuint (palier_identity_keys (bare, keys), ==, 1);
  g_assert_cmpint (keys[0].field, ==, PALIER_FIELD_FULL_NAME);
  g_assert_cmpstr (keys[0].value, ==, "Dupont");
  g_assert_null (palier_identity_dup_others (bare, PALIER_FIELD_EMAIL));
  g_autoptr (PalierProspect) rich = parse (JEAN " other_phones=1\n2\n3\n4\n5\n6\n7\n8\n9\n10");
  g_auto (GStrv) others = palier_identity_dup_others (rich, PALIER_FIELD_PHONE);
  g_assert_cmpuint (g_strv_length (others), ==, PALIER_IDENTITY_OTHERS);
  g_autoptr (PalierProspect) blank = parse ("kind=person city=Lyon");
  g_assert_cmpuint (palier_identity_keys (blank, keys), ==, 0);
}

static void
test_choose (void)
{
  g_autoptr (PalierProspect) draft = parse (JEAN " email=jean@x.example");
  g_autoptr (GPtrArray) candidates =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_unref);
  guint index;
  const char *reason;

  g_assert_cmpint (palier_identity_choose (draft, candidates, &index, &reason), ==, NEW);
  g_ptr_array_add (candidates, parse (MARIE " email=jean@x.example"));
  g_assert_cmpint (palier_identity_choose (draft, candidates, &index, &reason), ==, UNSURE);
  g_assert_cmpuint (index, ==, 0);
  g_ptr_array_add (candidates, parse (JEAN " email=jean@x.example city=Lyon"));
  g_assert_cmpint (palier_identity_choose (draft, candidates, &index, &reason), ==, SAME);
  g_assert_cmpuint (index, ==, 1);
  g_assert_cmpstr (reason, ==, "email");
}

static void
test_fill (void)
{
  g_autoptr (PalierProspect) kept =
      parse (A_JEAN " city=Lyon email=jean@port.example phone=+33298000001 tags=a\nc");
  g_autoptr (PalierProspect) draft =
      parse ("kind=person first_name=Jehan city=Brest email=jean@orange.example phone=+33298000002 "
             "mobile=+33639981234 tags=b\nc");
  palier_prospect_set_original (draft, PALIER_FIELD_MOBILE, "06 39 98 12 34");

  g_autoptr (PalierProspect) filled = palier_identity_fill (kept, draft);
  g_assert_cmpstr (palier_prospect_get (filled, PALIER_FIELD_KIND), ==, "agency");
  g_assert_cmpstr (palier_prospect_get (filled, PALIER_FIELD_FIRST_NAME), ==, "Jean");
  g_assert_cmpstr (palier_prospect_get (filled, PALIER_FIELD_CITY), ==, "Lyon");
  g_assert_cmpstr (palier_prospect_get (filled, PALIER_FIELD_MOBILE), ==, "+33639981234");
  g_assert_cmpstr (palier_prospect_get_original (filled, PALIER_FIELD_MOBILE), ==,
                   "06 39 98 12 34");
  g_assert_cmpstr (palier_prospect_get (filled, PALIER_FIELD_TAGS), ==, "a\nb\nc");
  g_assert_cmpstr (palier_prospect_get (filled, PALIER_FIELD_EMAIL), ==, "jean@port.example");
  g_assert_cmpstr (palier_prospect_get (filled, PALIER_FIELD_OTHER_EMAILS), ==,
                   "jean@orange.example");
  g_assert_cmpstr (palier_prospect_get (filled, PALIER_FIELD_OTHER_PHONES), ==, "+33298000002");
  g_assert_cmpstr (palier_prospect_get (kept, PALIER_FIELD_TAGS), ==, "a\nc");
  g_assert_null (palier_identity_fill (filled, draft));
}

static void
test_matcher (void)
{
  static const struct
  {
    const char *row;
    PalierIdentity identity;
    guint earlier;
  } rows[] = {
    { A_JEAN " " SIRET " email=jean@port.example " SWITCH, NEW, 0 },
    { A_MARIE " " SIRET " email=marie@port.example " SWITCH, NEW, 0 },
    { A_JEAN " email=jean@port.example", SAME, 0 },
    { A_MARIE " " SIRET, SAME, 1 },
    { JEAN " city=Lyon", NEW, 0 },
    { JEAN " city=Lyon", SAME, 4 },
    { "kind=person first_name=Paul last_name=Roy email=jean@port.example", UNSURE, 0 },
    { A_MARIE " email=m@z.example other_emails=marie@port.example", SAME, 1 },
  };
  g_autoptr (PalierMatcher) matcher = palier_matcher_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
  {
    g_autoptr (PalierProspect) prospect = parse (rows[i].row);
    g_test_message ("%s", rows[i].row);
    PalierMatch match = palier_matcher_add (matcher, prospect);
    g_assert_cmpint (match.identity, ==, rows[i].identity);
    if (match.identity != NEW)
      g_assert_cmpuint (match.row, ==, rows[i].earlier);
  }
}

/* Fifty thousand people of one switchboard: each is new the first time and found the second time,
 * and it does not take for ever. */
static void
test_matcher_crowd (void)
{
  g_autoptr (PalierMatcher) matcher = palier_matcher_new ();
  clock_t begin = clock ();

  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < 50000; i++)
    {
      g_autofree char *row = g_strdup_printf (
          "kind=person last_name=Nom%u first_name=Jean email=jean%u@x.example " SWITCH, i, i);
      g_autoptr (PalierProspect) prospect = parse (row);
      PalierMatch match = palier_matcher_add (matcher, prospect);
      g_assert_cmpint (match.identity, ==, round == 0 ? NEW : SAME);
      if (round == 1)
        g_assert_cmpuint (match.row, ==, i);
    }
  g_assert_cmpint (clock () - begin, <, 10 * CLOCKS_PER_SEC);
}

/* A list of a quarter of a million bare addresses: none is taken for another by chance. */
static void
test_matcher_chance (void)
{
  g_autoptr (PalierMatcher) matcher = palier_matcher_new ();
  g_autoptr (PalierProspect) prospect = palier_prospect_new ();

  palier_prospect_set (prospect, PALIER_FIELD_KIND, "person");
  for (guint i = 0; i < 250000; i++)
  {
    palier_prospect_take (prospect, PALIER_FIELD_EMAIL, g_strdup_printf ("jean%u@x.example", i));
    g_assert_cmpint (palier_matcher_add (matcher, prospect).identity, ==, NEW);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/identity/pairs", test_pairs);
  g_test_add_func ("/identity/keys", test_keys);
  g_test_add_func ("/identity/choose", test_choose);
  g_test_add_func ("/identity/fill", test_fill);
  g_test_add_func ("/identity/matcher", test_matcher);
  g_test_add_func ("/identity/matcher-crowd", test_matcher_crowd);
  g_test_add_func ("/identity/matcher-chance", test_matcher_chance);
  return g_test_run ();
}
