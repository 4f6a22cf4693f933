/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Duplicates of the base.
 *
 * 1. found, planned and merged: the best of each value, no address or number lost; undone as one
 * 2. what refers to the one that was merged is read through it: consents
 * 3. who is suppressed stays so after the merge
 * 4. what was told apart is not shown again
 * 5. hundreds are merged as one action, which can be cancelled and undone
 * 6. a merge with somebody who is gone is refused, and a search can be cancelled */
#include "session-fixture.h"

#include "palier-storage-error.h"

#define FILE_OF_DOUBLES                                                                            \
  "Société;Civilité;Nom;Prénom;E-mail;Portable;Ville;Tags\n"                                       \
  "Agence du Port;Mme;LE GOFF;J.;contact@agence-du-port.example;06 39 98 00 01;Vannes;salon\n"     \
  "Cabinet Duval;M.;Duval;Paul;paul@cabinet-duval.example;;Rennes;\n"                              \
  "Agence du Port;Mme;Le Goff;Jeanne;jeanne.legoff@agence-du-port.example;06 39 98 00 "            \
  "01;Vannes;web\n"

static PalierDuplicateService *
duplicates (Fixture *self)
{
  return palier_session_get_duplicates (self->session);
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  fixture_set_up (self, unused);
  PalierImportOptions options = { .duplicates = PALIER_DUPLICATES_KEEP };
  g_autoptr (PalierImportSummary) summary =
      fixture_import (self, "d.csv", FILE_OF_DOUBLES, &options);
  g_assert_cmpuint (summary->created, ==, 3);
}

static PalierDuplicatesFound *
search (Fixture *self)
{
  return fixture_take_boxed (palier_duplicate_service_find (
      duplicates (self), PALIER_DUPLICATES_PROPOSED, NULL, NULL, NULL, NULL, NULL));
}

static PalierMergePlan *
plan_first (Fixture *self)
{
  g_autoptr (PalierDuplicatesFound) found = search (self);
  PalierId ids[2];

  g_assert_cmpuint (found->clusters->len, ==, 1);
  g_assert_cmpuint (found->single->len, ==, 1);
  const PalierDuplicateCluster *cluster = g_ptr_array_index (found->clusters, 0);
  g_assert_cmpuint (cluster->members->len, ==, 2);
  g_assert_cmpuint (cluster->evidence->len, >, 1);
  for (guint i = 0; i < 2; i++)
    ids[i] = g_array_index (cluster->members, PalierDuplicateMember, i).id;
  return fixture_take_boxed (palier_duplicate_service_plan (duplicates (self), ids, 2));
}

static PalierChangeset *
merge (Fixture *self, PalierMergePlan *plan)
{
  return fixture_take_boxed (palier_duplicate_service_merge (duplicates (self), plan));
}

static void
test_merge (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierMergePlan) plan = plan_first (self);
  g_autoptr (PalierProspect) preview = palier_merge_plan_preview (plan);

  g_assert_true (palier_merge_plan_differs (plan, PALIER_FIELD_EMAIL));
  g_assert_false (palier_merge_plan_differs (plan, PALIER_FIELD_MOBILE));
  g_assert_cmpstr (palier_prospect_get (preview, PALIER_FIELD_FIRST_NAME), ==, "Jeanne");
  g_assert_cmpstr (palier_prospect_get (preview, PALIER_FIELD_EMAIL), ==,
                   "jeanne.legoff@agence-du-port.example");
  g_assert_cmpstr (palier_prospect_get (preview, PALIER_FIELD_OTHER_EMAILS), ==,
                   "contact@agence-du-port.example");
  g_assert_cmpstr (palier_prospect_get (preview, PALIER_FIELD_TAGS), ==, "salon\nweb");

  g_autoptr (PalierChangeset) changeset = merge (self, plan);
  g_autoptr (PalierProspect) one = fixture_one (self, "goff");
  g_assert_cmpstr (changeset->action, ==, "merge");
  g_assert_cmpstr (palier_prospect_get (one, PALIER_FIELD_OTHER_EMAILS), ==,
                   "contact@agence-du-port.example");
  g_autoptr (PalierDuplicatesFound) none = search (self);
  g_assert_cmpuint (none->clusters->len, ==, 0);

  g_autoptr (PalierUndo) undone = fixture_take_boxed (
      palier_undo_service_undo (palier_session_get_undo (self->session), &changeset->id));
  g_assert_cmpuint (undone->conflicts->len, ==, 0);
  g_autoptr (GPtrArray) both = fixture_find (self, "goff");
  g_assert_cmpuint (both->len, ==, 2);
  g_autoptr (PalierDuplicatesFound) again = search (self);
  g_assert_cmpuint (again->clusters->len, ==, 1);
}

static void
test_read_through (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierMergePlan) plan = plan_first (self);
  PalierConsentService *consents = palier_session_get_consents (self->session);
  PalierProspect *kept = g_ptr_array_index (plan->prospects, plan->kept);
  PalierProspect *other = g_ptr_array_index (plan->prospects, 1 - plan->kept);

  fixture_done (palier_consent_service_record (consents, palier_prospect_get_id (other),
                                               "prospecting", "email", TRUE, "Formulaire"));
  g_autoptr (PalierChangeset) changeset = merge (self, plan);
  g_autoptr (GPtrArray) all =
      fixture_take_boxed (palier_consent_service_list (consents, palier_prospect_get_id (kept)));
  g_assert_cmpuint (all->len, ==, 1);
}

static void
test_suppressed (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierMergePlan) plan = plan_first (self);
  PalierConsentService *consents = palier_session_get_consents (self->session);
  PalierProspect *other = g_ptr_array_index (plan->prospects, 1 - plan->kept);

  fixture_done (
      palier_consent_service_suppress (consents, palier_prospect_get_id (other), "by_hand"));
  g_autoptr (PalierChangeset) changeset = merge (self, plan);
  g_autoptr (PalierProspect) one = fixture_one (self, "goff");
  GError *error = NULL;
  DexFuture *future = palier_consent_service_is_suppressed (consents, palier_prospect_get_id (one));
  const GValue *value = fixture_wait (future, &error);
  g_assert_no_error (error);
  g_assert_true (g_value_get_boolean (value));
  dex_unref (future);
}

static void
test_apart (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierMergePlan) plan = plan_first (self);
  PalierId ids[2];

  for (guint i = 0; i < 2; i++)
    ids[i] = *palier_prospect_get_id (g_ptr_array_index (plan->prospects, i));
  fixture_done (palier_duplicate_service_keep_apart (duplicates (self), ids, 2));
  g_autoptr (PalierDuplicatesFound) none = search (self);
  g_assert_cmpuint (none->clusters->len, ==, 0);
  g_assert_cmpuint (none->single->len, ==, 3);
}

static void
test_refused (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierMergePlan) plan = plan_first (self);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (PalierChangeset) changeset = merge (self, plan);

  fixture_fails (palier_duplicate_service_merge (duplicates (self), plan), PALIER_STORAGE_ERROR,
                 PALIER_STORAGE_ERROR_STATE);
  g_cancellable_cancel (cancelled);
  fixture_fails (palier_duplicate_service_find (duplicates (self), PALIER_DUPLICATES_PROPOSED, NULL,
                                                NULL, NULL, NULL, cancelled),
                 G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
cancel_cb (double fraction, gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
}

/* When all is planned, and only to be written. */
static void
cancel_late_cb (double fraction, gpointer cancellable)
{
  if (fraction > 0.69)
    g_cancellable_cancel (cancellable);
}

/* Many at once: one action, all of it or nothing. */
static void
test_all (Fixture *self, gconstpointer unused)
{
  g_autoptr (GString) file = g_string_new ("Nom;Prénom;Mobile;E-mail\n");
  const PalierDuplicateProgress ways[] = { cancel_cb, cancel_late_cb };

  for (guint i = 0; i < 900; i++)
    g_string_append_printf (file, "Nom%c%c;Jeanne;06%08u;%s%u@example.org\n", 'a' + i / 2 % 26,
                            'a' + i / 52, 10000000 + i / 2 * 7919, i % 2 ? "a" : "b", i);
  PalierImportOptions options = { .duplicates = PALIER_DUPLICATES_KEEP };
  g_autoptr (PalierImportSummary) summary = fixture_import (self, "m.csv", file->str, &options);
  g_autoptr (PalierDuplicatesFound) found = search (self);
  g_assert_cmpuint (found->clusters->len, >, 400);
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
  {
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    fixture_fails (palier_duplicate_service_merge_all (duplicates (self), found->clusters, ways[i],
                                                       cancellable, NULL, cancellable),
                   G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_autoptr (PalierDuplicatesFound) again = search (self);
    g_assert_cmpuint (again->clusters->len, ==, found->clusters->len);
  }
  g_autoptr (PalierChangeset) changeset = fixture_take_boxed (palier_duplicate_service_merge_all (
      duplicates (self), found->clusters, NULL, NULL, NULL, NULL));
  g_assert_cmpstr (changeset->action, ==, "merge");
  g_assert_cmpuint (changeset->n_records, >=, found->clusters->len);
  g_autoptr (PalierDuplicatesFound) none = search (self);
  g_assert_cmpuint (none->clusters->len, <, 10);
  fixture_fails (palier_duplicate_service_merge_all (duplicates (self), found->clusters, NULL, NULL,
                                                     NULL, NULL),
                 PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_NOT_FOUND);
  g_autoptr (PalierUndo) undone = fixture_take_boxed (
      palier_undo_service_undo (palier_session_get_undo (self->session), &changeset->id));
  g_autoptr (PalierDuplicatesFound) back = search (self);
  g_assert_cmpuint (back->clusters->len, ==, found->clusters->len);
}

/* One address, two people: the comparison alone would not propose them. */
#define FILE_OF_UNSURE                                                                             \
  "Nom;Prénom;E-mail;Ville\nRoux;Luc;famille@example.org;Nîmes\n"                                  \
  "Petit;Anne;famille@example.org;Brest\n"

static void
test_unsure (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierImportSummary) summary = fixture_import (self, "u.csv", FILE_OF_UNSURE, NULL);

  g_assert_cmpuint (summary->created, ==, 2);
  g_assert_cmpuint (summary->n_unsure, ==, 1);
  g_assert_cmpuint (summary->unsure->len, ==, 1);
  const PalierUnsurePair *pair = &g_array_index (summary->unsure, PalierUnsurePair, 0);
  g_assert_cmpint (pair->other, <, pair->n);
  g_autoptr (PalierDuplicatesFound) found = fixture_take_boxed (palier_duplicate_service_find (
      duplicates (self), PALIER_DUPLICATES_PROPOSED, summary->unsure, NULL, NULL, NULL, NULL));
  g_assert_cmpuint (found->clusters->len, ==, 2);
  const PalierDuplicateCluster *last = g_ptr_array_index (found->clusters, 1);
  g_assert_cmpint (g_array_index (last->members, PalierDuplicateMember, 0).n, ==, pair->other);
  g_assert_cmpint (g_array_index (last->members, PalierDuplicateMember, 1).n, ==, pair->n);
  g_assert_cmpuint (last->evidence->len, >, 1);

  PalierId ids[2] = { g_array_index (last->members, PalierDuplicateMember, 0).id,
                      g_array_index (last->members, PalierDuplicateMember, 1).id };
  fixture_done (palier_duplicate_service_keep_apart (duplicates (self), ids, 2));
  g_autoptr (PalierDuplicatesFound) fewer = fixture_take_boxed (palier_duplicate_service_find (
      duplicates (self), PALIER_DUPLICATES_PROPOSED, summary->unsure, NULL, NULL, NULL, NULL));
  g_assert_cmpuint (fewer->clusters->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, fixture_tear_down)
  ADD ("/duplicates/merge", test_merge);
  ADD ("/duplicates/read-through", test_read_through);
  ADD ("/duplicates/suppressed", test_suppressed);
  ADD ("/duplicates/apart", test_apart);
  ADD ("/duplicates/unsure", test_unsure);
  ADD ("/duplicates/all", test_all);
  ADD ("/duplicates/refused", test_refused);
  return g_test_run ();
}
