/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1  what is inserted is read back, field by field
 * 2  search: words, accents, numbers, œ, slips of the pen
 * 3  order: by a field, the unknown last; filters
 * 4  exact keys
 * 5  keys of those who may be one: what is missing after a row came in or changed; who is found;
 *    nobody by what many share
 */
#include "storage-fixture.h"

#include "palier-near-store.h"

static void
test_round_trip (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) prospects = fixture_prospects (1, 2);
  PalierProspect *first = g_ptr_array_index (prospects, 0);

  palier_prospect_set (first, PALIER_FIELD_STAFF, "12");
  palier_prospect_set (first, PALIER_FIELD_TAGS, "a\nb");
  palier_prospect_set_original (first, PALIER_FIELD_MOBILE, "06 39 00 00 01");
  gint64 n =
      fixture_take_int64 (palier_prospect_store_insert (self->workspace, NULL, prospects, NULL));
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 wanted[] = { n + 1, n, 999 };
  g_array_append_vals (ns, wanted, 3);
  g_autoptr (GPtrArray) rows =
      fixture_take_boxed (palier_prospect_store_rows (self->workspace, ns));
  g_assert_cmpuint (rows->len, ==, 3);
  g_assert_null (g_ptr_array_index (rows, 2));
  PalierProspect *row = g_ptr_array_index (rows, 1);
  for (int i = 0; i < PALIER_N_FIELDS; i++)
    g_assert_cmpstr (palier_prospect_get (row, (PalierField) i), ==,
                     palier_prospect_get (first, (PalierField) i));
  g_assert_cmpstr (palier_prospect_get_original (row, PALIER_FIELD_MOBILE), ==, "06 39 00 00 01");
  g_autoptr (PalierProspect) same = fixture_take_boxed (
      palier_prospect_store_get (self->workspace, palier_prospect_get_id (row)));
  g_assert_cmpint (palier_prospect_get_n (same), ==, n);
}

static void
test_search (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    const char *words;
    guint found;
  } cases[] = {
    { NULL, 30 },
    { "  ", 30 },
    { "lefevre", 30 },
    { "LEFÈV", 30 },
    { "reze", 10 },
    { "jeanne nantes", 20 },
    { "nantes xyz", 0 },
    { "06 39 00 00 07", 1 },
    { "+33639000007", 1 },
    { "0639 0000", 30 },
    { "jeanne.4@", 1 },
    { "chene", 30 },
    { "\"' OR 1 --", 0 },
    { "vieux-chêne", 30 },
    { "coeur", 1 },
    { "cœur", 1 },
    { "jaenne", 30 },
    { "nanttes", 20 },
    { "jaenne nanttes", 20 },
    { "lefevbre", 30 },
    { "nqntes xyzt", 0 },
    { "nbz", 0 },
    { "jaenne.4@", 0 },
    { "0639000x", 0 },
  };
  g_autoptr (GPtrArray) prospects = fixture_prospects (0, 30);

  palier_prospect_set (g_ptr_array_index (prospects, 3), PALIER_FIELD_NOTES, "Coup de cœur");
  fixture_take_int64 (palier_prospect_store_insert (self->workspace, NULL, prospects, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_test_message ("%s", cases[i].words);
    g_assert_cmpuint (fixture_count (self, cases[i].words), ==, cases[i].found);
  }
}

static void
test_order (Fixture *self, gconstpointer unused)
{
  static const char *const cities[] = { "Étaples", "evreux", NULL, "Dax", "Zuydcoote" };
  static const gint64 up[] = { 4, 1, 2, 5, 3 }, down[] = { 5, 2, 1, 4, 3 };
  g_autoptr (GPtrArray) prospects = fixture_prospects (0, 5);
  g_autoptr (PalierQuery) query = palier_query_new ();

  for (int i = 0; i < 5; i++)
    palier_prospect_set (g_ptr_array_index (prospects, i), PALIER_FIELD_CITY, cities[i]);
  fixture_take_int64 (palier_prospect_store_insert (self->workspace, NULL, prospects, NULL));
  query->sort = PALIER_FIELD_CITY;
  query->descending = FALSE;
  g_autoptr (GArray) ascending =
      fixture_take_boxed (palier_prospect_store_ids (self->workspace, query, 0));
  query->descending = TRUE;
  g_autoptr (GArray) descending =
      fixture_take_boxed (palier_prospect_store_ids (self->workspace, query, 0));
  g_assert_cmpmem (ascending->data, ascending->len * 8, up, sizeof up);
  g_assert_cmpmem (descending->data, descending->len * 8, down, sizeof down);
  query->kind = g_strdup ("agency");
  g_assert_cmpint (fixture_take_int64 (palier_prospect_store_count (self->workspace, query)), ==,
                   2);
}

/* By what a list shows of each: a firm, a person, an address; nothing stands last. */
static void
test_order_by_name (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    const char *kind, *company, *first_name, *last_name, *email;
  } people[] = {
    { "person", "Zoo", "Élise", "Roux", NULL }, { "agency", "dax immo", "Ada", "Roux", NULL },
    { "agency", NULL, NULL, "Étaples", NULL },  { "person", "Cap", NULL, NULL, "z@a.example" },
    { NULL, NULL, NULL, NULL, "b@a.example" },  { "person", NULL, NULL, NULL, NULL },
  };
  static const gint64 up[] = { 5, 4, 2, 1, 3, 6 }, down[] = { 3, 1, 2, 4, 5, 6 };
  g_autoptr (GPtrArray) prospects =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_unref);
  g_autoptr (PalierQuery) query = palier_query_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (people); i++)
  {
    PalierProspect *prospect = palier_prospect_new ();
    palier_prospect_set (prospect, PALIER_FIELD_KIND, people[i].kind);
    palier_prospect_set (prospect, PALIER_FIELD_COMPANY, people[i].company);
    palier_prospect_set (prospect, PALIER_FIELD_FIRST_NAME, people[i].first_name);
    palier_prospect_set (prospect, PALIER_FIELD_LAST_NAME, people[i].last_name);
    palier_prospect_set (prospect, PALIER_FIELD_EMAIL, people[i].email);
    g_ptr_array_add (prospects, prospect);
  }
  fixture_take_int64 (palier_prospect_store_insert (self->workspace, NULL, prospects, NULL));
  query->sort = PALIER_FIELD_FULL_NAME;
  query->descending = FALSE;
  g_autoptr (GArray) ascending =
      fixture_take_boxed (palier_prospect_store_ids (self->workspace, query, 0));
  query->descending = TRUE;
  g_autoptr (GArray) descending =
      fixture_take_boxed (palier_prospect_store_ids (self->workspace, query, 0));
  g_assert_cmpmem (ascending->data, ascending->len * 8, up, sizeof up);
  g_assert_cmpmem (descending->data, descending->len * 8, down, sizeof down);
}

static void
test_keys (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) prospects = fixture_prospects (0, 10);
  PalierProspectKey keys[] = { { PALIER_FIELD_EMAIL, "jeanne.4@agence-4.example" },
                               { PALIER_FIELD_PHONE, "+33639000005" },
                               { PALIER_FIELD_SIRET, "12345678900011" },
                               { PALIER_FIELD_MOBILE, "+33200000000" } };

  palier_prospect_set (g_ptr_array_index (prospects, 6), PALIER_FIELD_PHONE, "+33639000005");
  fixture_take_int64 (palier_prospect_store_insert (self->workspace, NULL, prospects, NULL));
  g_autoptr (GArray) found =
      fixture_take_boxed (palier_prospect_store_find (self->workspace, keys, 4));
  g_assert_cmpuint (found->len, ==, 3);
  g_assert_cmpuint (g_array_index (found, PalierProspectMatch, 0).key, ==, 0);
  g_assert_cmpint (g_array_index (found, PalierProspectMatch, 0).n, ==, 5);
  g_assert_cmpuint (g_array_index (found, PalierProspectMatch, 1).key, ==, 1);
  g_assert_cmpuint (g_array_index (found, PalierProspectMatch, 2).key, ==, 1);
}

/* What stands in the sets of further addresses and numbers is a key as well, also once it was
 * changed, and found by words. */
static void
test_other_keys (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) prospects = fixture_prospects (0, 2);
  g_autoptr (GPtrArray) edits =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_edit_free);
  PalierProspect *first = g_ptr_array_index (prospects, 0);
  PalierProspectKey keys[] = { { PALIER_FIELD_EMAIL, "second@x.example" },
                               { PALIER_FIELD_MOBILE, "+33639980101" },
                               { PALIER_FIELD_EMAIL, "new\"@x.example" },
                               { PALIER_FIELD_SIRET, "+33639980101" } };
  PalierId id;

  palier_prospect_set (first, PALIER_FIELD_OTHER_EMAILS, "a\\nb@x.example\nsecond@x.example");
  palier_prospect_set (first, PALIER_FIELD_OTHER_PHONES, "+33199000001\n+33639980101");
  palier_prospect_set (first, PALIER_FIELD_CUSTOM, "{\"Étage\":\"3\",\"Code\":\"12\"}");
  fixture_take_int64 (palier_prospect_store_insert (self->workspace, NULL, prospects, NULL));
  g_autoptr (GArray) found =
      fixture_take_boxed (palier_prospect_store_find (self->workspace, keys, 4));
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpuint (g_array_index (found, PalierProspectMatch, 0).key, ==, 0);
  g_assert_cmpuint (g_array_index (found, PalierProspectMatch, 1).key, ==, 1);
  g_assert_cmpuint (fixture_count (self, "second"), ==, 1);
  g_assert_cmpuint (fixture_count (self, "06 39 98 01 01"), ==, 1);
  g_autoptr (GPtrArray) names =
      fixture_take_boxed (palier_prospect_store_custom_names (self->workspace, 10));
  g_assert_cmpuint (names->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (names, 0), ==, "Code");

  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (ns, g_array_index (found, PalierProspectMatch, 0).n);
  g_autoptr (GPtrArray) rows =
      fixture_take_boxed (palier_prospect_store_rows (self->workspace, ns));
  id = *palier_prospect_get_id (g_ptr_array_index (rows, 0));
  g_ptr_array_add (
      edits, palier_prospect_edit_new (&id, PALIER_FIELD_OTHER_EMAILS, "new\"@x.example", NULL));
  fixture_done (palier_prospect_store_update (self->workspace, NULL, edits));
  g_autoptr (GArray) again =
      fixture_take_boxed (palier_prospect_store_find (self->workspace, keys, 4));
  g_assert_cmpuint (again->len, ==, 2);
  g_assert_cmpuint (g_array_index (again, PalierProspectMatch, 0).key, ==, 1);
  g_assert_cmpuint (g_array_index (again, PalierProspectMatch, 1).key, ==, 2);
  g_assert_cmpuint (fixture_count (self, "second"), ==, 0);
  fixture_done (palier_workspace_check (self->workspace));
}

static void
change (Fixture *self, const PalierId *id, PalierField field, const char *value)
{
  g_autoptr (GPtrArray) edits =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_edit_free);

  g_ptr_array_add (edits, palier_prospect_edit_new (id, field, value, NULL));
  fixture_done (palier_prospect_store_update (self->workspace, NULL, edits));
}

static guint
count_found (Fixture *self, PalierField field, const char *value)
{
  PalierProspectKey key = { field, (char *) value };
  g_autoptr (GArray) found =
      fixture_take_boxed (palier_prospect_store_find (self->workspace, &key, 1));

  return found->len;
}

/* What a row is found by follows it, down to its name once nothing else is left. */
static void
test_changed_keys (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) prospects =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_unref);
  PalierProspect *prospect = palier_prospect_new ();
  PalierId id = palier_workspace_new_id (self->workspace);

  palier_prospect_set_id (prospect, &id);
  palier_prospect_set (prospect, PALIER_FIELD_LAST_NAME, "O'Quin");
  palier_prospect_set (prospect, PALIER_FIELD_EMAIL, "a@x.example");
  g_ptr_array_add (prospects, prospect);
  fixture_take_int64 (palier_prospect_store_insert (self->workspace, NULL, prospects, NULL));
  g_assert_cmpuint (count_found (self, PALIER_FIELD_FULL_NAME, "O'Quin"), ==, 0);
  change (self, &id, PALIER_FIELD_EMAIL, "b@x.example");
  g_assert_cmpuint (count_found (self, PALIER_FIELD_EMAIL, "a@x.example"), ==, 0);
  g_assert_cmpuint (count_found (self, PALIER_FIELD_EMAIL, "b@x.example"), ==, 1);
  change (self, &id, PALIER_FIELD_EMAIL, NULL);
  g_assert_cmpuint (count_found (self, PALIER_FIELD_EMAIL, "b@x.example"), ==, 0);
  g_assert_cmpuint (count_found (self, PALIER_FIELD_FULL_NAME, "O'Quin"), ==, 1);
  change (self, &id, PALIER_FIELD_PHONE, "+33199000001");
  g_assert_cmpuint (count_found (self, PALIER_FIELD_FULL_NAME, "O'Quin"), ==, 0);
  g_assert_cmpuint (count_found (self, PALIER_FIELD_PHONE, "+33199000001"), ==, 1);
  fixture_done (palier_workspace_check (self->workspace));
}

/* Who has no address, number or SIRET is found by name; who has one is not. */
static void
test_names (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) prospects =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_unref);
  PalierProspectKey keys[] = { { PALIER_FIELD_FULL_NAME, "Quéméner" },
                               { PALIER_FIELD_FULL_NAME, "Agence du Phare" } };

  for (int i = 0; i < 3; i++)
  {
    PalierProspect *prospect = palier_prospect_new ();
    palier_prospect_set (prospect, PALIER_FIELD_KIND, i == 2 ? "agency" : "person");
    palier_prospect_set (prospect, PALIER_FIELD_COMPANY, i == 2 ? "Agence du Phare" : NULL);
    palier_prospect_set (prospect, PALIER_FIELD_LAST_NAME, i == 2 ? NULL : "Quéméner");
    palier_prospect_set (prospect, PALIER_FIELD_EMAIL, i == 1 ? "q@x.example" : NULL);
    g_ptr_array_add (prospects, prospect);
  }
  fixture_take_int64 (palier_prospect_store_insert (self->workspace, NULL, prospects, NULL));
  g_autoptr (GArray) found =
      fixture_take_boxed (palier_prospect_store_find (self->workspace, keys, 2));
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpint (g_array_index (found, PalierProspectMatch, 0).n, ==, 1);
  g_assert_cmpint (g_array_index (found, PalierProspectMatch, 1).n, ==, 3);
}

static void
assert_near (Fixture *self, gint64 key, guint n_missing, guint n_found)
{
  g_autoptr (GArray) missing = fixture_take_boxed (palier_near_store_missing (self->workspace, 9));
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof key);

  g_array_append_val (keys, key);
  g_autoptr (GArray) found = fixture_take_boxed (palier_near_store_find (self->workspace, keys));
  g_assert_cmpuint (missing->len, ==, n_missing);
  g_assert_cmpuint (found->len, ==, n_found);
}

/* Puts the same key for all that miss theirs. */
static void
put_near (Fixture *self, gint64 key)
{
  g_autoptr (GArray) ns = fixture_take_boxed (palier_near_store_missing (self->workspace, 9));
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (PalierNearKey));

  for (guint i = 0; i < ns->len; i++)
  {
    PalierNearKey near = { g_array_index (ns, gint64, i), key };
    g_array_append_val (keys, near);
  }
  fixture_done (palier_near_store_put (self->workspace, ns, keys));
}

static void
test_near (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) edits =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_edit_free);
  g_autoptr (GPtrArray) prospects = fixture_prospects (1, 2);
  PalierId ids[2];

  for (guint i = 0; i < 2; i++)
  {
    ids[i] = palier_workspace_new_id (self->workspace);
    palier_prospect_set_id (prospects->pdata[i], &ids[i]);
  }
  fixture_take_int64 (palier_prospect_store_insert (self->workspace, NULL, prospects, NULL));
  assert_near (self, 7, 2, 0);
  put_near (self, 7);
  assert_near (self, 7, 0, 2);
  g_ptr_array_add (edits,
                   palier_prospect_edit_new (&ids[0], PALIER_FIELD_LAST_NAME, "Lozach", NULL));
  fixture_done (palier_prospect_store_update (self->workspace, NULL, edits));
  assert_near (self, 7, 1, 2);
  put_near (self, 8);
  assert_near (self, 8, 0, 1);
  fixture_done (palier_prospect_store_delete (self->workspace, &ids[1], 1));
  assert_near (self, 7, 0, 1);
  fixture_done (palier_workspace_check (self->workspace));
}

/* A key that many rows have finds nobody. */
static void
test_near_many (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) prospects = fixture_prospects (1, 1);
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (PalierNearKey));

  fixture_take_int64 (palier_prospect_store_insert (self->workspace, NULL, prospects, NULL));
  put_near (self, 7);
  assert_near (self, 7, 0, 1);
  for (guint i = 0; i < PALIER_NEAR_MOST; i++)
  {
    PalierNearKey key = { 100 + i, 7 };
    g_array_append_val (keys, key);
  }
  fixture_done (palier_near_store_put (self->workspace, none, keys));
  assert_near (self, 7, 0, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(path, function)                                                                       \
  g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  TEST ("/storage/prospects/round-trip", test_round_trip);
  TEST ("/storage/prospects/search", test_search);
  TEST ("/storage/prospects/order", test_order);
  TEST ("/storage/prospects/order-by-name", test_order_by_name);
  TEST ("/storage/prospects/keys", test_keys);
  TEST ("/storage/prospects/other-keys", test_other_keys);
  TEST ("/storage/prospects/changed-keys", test_changed_keys);
  TEST ("/storage/prospects/names", test_names);
  TEST ("/storage/prospects/near", test_near);
  TEST ("/storage/prospects/near-many", test_near_many);
  return g_test_run ();
}
