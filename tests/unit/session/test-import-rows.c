/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a file before they are imported.
 *
 * 1. all rows, with what they are taken for, their problems and verdicts; filters and counts
 * 2. a cell mended by itself, and all alike; what is imported keeps the file's text as its original
 * 3. all proposals of one kind
 * 4. decisions: merged, kept beside, left out; for one and for all
 * 5. rows that are in the base already show who it is
 * 6. one of a like name at one firm is a question, merged only where the user says so
 * 7. another mapping, another reading
 * 8. a file of many rows grows while it is read, and any row of it is shown
 * 9. with another filter the items of the same places stay, and a row is found again
 * 10. a file that is gone: an error, nothing breaks */
#include "session-fixture.h"

#include "palier-import-error.h"

static PalierImportRows *
show (Fixture *self, const char *name, const char *text)
{
  g_autofree char *path = fixture_file (self, name, text);
  g_autoptr (PalierPreview) preview = fixture_inspect (self, path);

  return palier_import_service_rows (palier_session_get_imports (self->session), preview, NULL);
}

static void
turn (gint64 us)
{
  for (gint64 end = g_get_monotonic_time () + us; g_get_monotonic_time () < end;)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (200);
}

static void
wait_complete (PalierImportRows *rows)
{
  while (!palier_import_rows_is_complete (rows) && palier_import_rows_get_error (rows) == NULL)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (200);
}

/* (transfer full): the row at @position, read. */
static PalierImportRow *
row_at (PalierImportRows *rows, guint position)
{
  PalierImportRow *row = g_list_model_get_item (G_LIST_MODEL (rows), position);

  g_assert_nonnull (row);
  while (!palier_import_row_is_read (row))
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (200);
  return row;
}

static guint
count (PalierImportRows *rows, PalierImportFilter filter)
{
  palier_import_rows_set_filter (rows, filter);
  return g_list_model_get_n_items (G_LIST_MODEL (rows));
}

static PalierImportSummary *
run (Fixture *self, PalierImportRows *rows)
{
  PalierImportOptions options = { .edits = palier_import_rows_get_edits (rows) };

  return fixture_take_boxed (palier_import_service_run (palier_session_get_imports (self->session),
                                                        palier_import_rows_get_preview (rows),
                                                        &options, NULL, NULL, NULL, NULL));
}

static void
assert_agrees (GArray *evidence, const char *field, const char *agreement)
{
  for (guint i = 0; i < evidence->len; i++)
  {
    const PalierDuplicateEvidence *row = &g_array_index (evidence, PalierDuplicateEvidence, i);
    if (g_str_equal (row->field, field))
    {
      g_assert_cmpstr (row->agreement, ==, agreement);
      return;
    }
  }
  g_error ("nothing is said of %s", field);
}

static void
test_rows (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierImportRows) rows = show (self, "a.csv", FIXTURE_FILE);

  wait_complete (rows);
  const PalierImportCounts *counts = palier_import_rows_get_counts (rows);
  g_assert_cmpint (fixture_take_int64 (palier_import_rows_count_alike (rows, 0, "Agence du Port")),
                   ==, 2);
  g_assert_cmpuint (counts->rows, ==, 4);
  g_assert_cmpuint (counts->created, ==, 3);
  g_assert_cmpuint (counts->merged, ==, 1);
  g_assert_cmpuint (counts->to_mend, ==, 1);
  g_assert_cmpuint (counts->verdicts[PALIER_VERDICT_IN_FILE], ==, 1);
  g_assert_true (counts->complete);
  g_assert_cmpuint (count (rows, PALIER_IMPORT_ALL), ==, 4);

  g_autoptr (PalierImportRow) third = row_at (rows, 2);
  g_assert_cmpuint (palier_import_row_get_line (third), ==, 4);
  g_assert_cmpint (palier_import_row_get_verdict (third), ==, PALIER_VERDICT_IN_FILE);
  g_assert_cmpuint (palier_import_row_get_other_line (third), ==, 2);
  g_assert_cmpstr (palier_import_row_get_reason (third), ==, "email");
  g_assert_cmpstr (
      palier_prospect_get (palier_import_row_get_other (third), PALIER_FIELD_LAST_NAME), ==,
      "Le Goff");
  g_autoptr (GArray) evidence = palier_import_row_compare (third);
  assert_agrees (evidence, "email", "exact");
  g_assert_cmpint (palier_import_row_get_decision (third), ==, PALIER_DECISION_MERGE);
  g_assert_cmpstr (
      palier_prospect_get (palier_import_row_get_prospect (third), PALIER_FIELD_LAST_NAME), ==,
      "Le Goff");
  g_assert_cmpuint (count (rows, PALIER_IMPORT_DOUBLES), ==, 1);
  g_assert_cmpuint (count (rows, PALIER_IMPORT_TO_MEND), ==, 1);
  g_autoptr (PalierImportRow) bad = row_at (rows, 0);
  g_assert_cmpuint (palier_import_row_get_line (bad), ==, 5);
  g_assert_cmpuint (palier_import_row_get_problems (bad)->len, ==, 1);
  GPtrArray *groups = palier_import_rows_get_groups (rows);
  g_assert_cmpuint (groups->len, ==, 1);
  g_assert_cmpstr (((PalierProblemGroup *) groups->pdata[0])->code, ==, "email_invalid");
  g_assert_cmpint (fixture_count (self), ==, 0);
}

#define CITIES                                                                                     \
  "Nom;Prénom;E-mail;Ville\nRoux;Luc;luc@@x;Nimes\nPetit;Anne;anne@gmial.com;Nimes\n"              \
  "Blanc;Paul;paul@gmial.com;Brest\n"

static void
test_mend (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierImportRows) rows = show (self, "a.csv", CITIES);

  wait_complete (rows);
  g_autoptr (PalierImportRow) first = row_at (rows, 0);
  palier_import_rows_mend (rows, 2, 2, "luc@example.org");
  palier_import_rows_mend_alike (rows, 3, "Nimes", "Nîmes");
  turn (20000);
  g_assert_true (palier_import_row_is_mended (first, 2));
  g_assert_cmpstr (palier_import_row_get_cells (first)[2], ==, "luc@@x");
  g_assert_cmpstr (palier_import_row_get_cell (first, 2), ==, "luc@example.org");
  g_assert_cmpuint (palier_import_row_get_problems (first)->len, ==, 0);
  wait_complete (rows);
  g_assert_cmpuint (palier_import_rows_get_counts (rows)->to_mend, ==, 2);

  g_autoptr (PalierImportSummary) summary = run (self, rows);
  g_assert_cmpuint (summary->created, ==, 3);
  g_autoptr (PalierProspect) luc = fixture_one (self, "roux");
  g_assert_cmpstr (palier_prospect_get (luc, PALIER_FIELD_EMAIL), ==, "luc@example.org");
  g_assert_cmpstr (palier_prospect_get_original (luc, PALIER_FIELD_EMAIL), ==, "luc@@x");
  g_autoptr (PalierProspect) anne = fixture_one (self, "petit");
  g_assert_cmpstr (palier_prospect_get (anne, PALIER_FIELD_CITY), ==, "Nîmes");
  g_assert_cmpstr (palier_prospect_get_original (anne, PALIER_FIELD_CITY), ==, "Nimes");

  palier_import_rows_mend (rows, 2, 2, NULL);
  wait_complete (rows);
  g_autoptr (PalierImportRow) again = row_at (rows, 0);
  g_assert_false (palier_import_row_is_mended (again, 2));
}

static void
test_accept (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierImportRows) rows = show (self, "a.csv", CITIES);

  wait_complete (rows);
  GPtrArray *groups = palier_import_rows_get_groups (rows);
  const PalierProblemGroup *typos = g_ptr_array_index (groups, 0);
  g_assert_cmpstr (typos->code, ==, "email_doubtful");
  g_assert_cmpuint (typos->n, ==, 2);
  g_assert_cmpuint (typos->n_proposals, ==, 2);
  g_assert_cmpstr (typos->proposal, ==, "anne@gmail.com");
  palier_import_rows_accept (rows, typos->column, "email_doubtful", TRUE);
  wait_complete (rows);
  g_assert_cmpuint (palier_import_rows_get_counts (rows)->to_mend, ==, 1);
  g_autoptr (PalierImportSummary) summary = run (self, rows);
  g_autoptr (PalierProspect) anne = fixture_one (self, "petit");
  g_assert_cmpstr (palier_prospect_get (anne, PALIER_FIELD_EMAIL), ==, "anne@gmail.com");
  g_assert_cmpstr (palier_prospect_get_original (anne, PALIER_FIELD_EMAIL), ==, "anne@gmial.com");
}

static void
test_decide (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    PalierDecision decision;
    guint64 created;
  } cases[] = { { PALIER_DECISION_KEEP, 4 },
                { PALIER_DECISION_SKIP, 3 },
                { PALIER_DECISION_MERGE, 3 } };

  for (gsize i = 0; i < 2 * G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierImportRows) rows = show (self, "a.csv", FIXTURE_FILE);
    wait_complete (rows);
    if (i % 2 == 0)
      palier_import_rows_decide (rows, 4, cases[i / 2].decision);
    else
      palier_import_rows_decide_all (rows, PALIER_VERDICT_IN_FILE, cases[i / 2].decision);
    wait_complete (rows);
    const PalierImportCounts *counts = palier_import_rows_get_counts (rows);
    g_assert_cmpuint (counts->created, ==, cases[i / 2].created);
    g_assert_cmpuint (counts->left_out, ==, cases[i / 2].decision == PALIER_DECISION_SKIP);
    g_autoptr (PalierImportSummary) summary = run (self, rows);
    g_assert_cmpuint (summary->created, ==, cases[i / 2].created);
    g_autoptr (PalierUndo) undone = fixture_take_boxed (
        palier_undo_service_undo (palier_session_get_undo (self->session), &summary->changeset));
  }
}

static void
test_in_base (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierImportSummary) summary = fixture_import (self, "a.csv", FIXTURE_FILE, NULL);
  g_autoptr (PalierImportRows) rows = show (self, "b.csv", FIXTURE_FILE);

  wait_complete (rows);
  g_assert_cmpuint (palier_import_rows_get_counts (rows)->created, ==, 0);
  g_autoptr (PalierImportRow) first = row_at (rows, 0);
  g_assert_cmpint (palier_import_row_get_verdict (first), ==, PALIER_VERDICT_IN_BASE);
  g_assert_cmpstr (
      palier_prospect_get (palier_import_row_get_other (first), PALIER_FIELD_LAST_NAME), ==,
      "Le Goff");
}

static void
test_near (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierImportSummary) summary = fixture_import (self, "a.csv", FIXTURE_FILE, NULL);
  g_autoptr (PalierImportRows) rows =
      show (self, "b.csv",
            "Société;Nom;Prénom;E-mail\nAgence du Port;Le Gof;J.;jlg@orange.example\n"
            "Agence du Phare;Le Goff;Yann;yann@phare.example\n"
            "Agence du Port;Le Gof;Jeanne;jeanne@orange.example\n");

  wait_complete (rows);
  g_autoptr (PalierImportRow) first = row_at (rows, 0);
  g_autoptr (PalierImportRow) second = row_at (rows, 1);
  g_autoptr (PalierImportRow) third = row_at (rows, 2);
  g_assert_cmpint (palier_import_row_get_verdict (first), ==, PALIER_VERDICT_UNSURE_IN_BASE);
  g_assert_cmpstr (palier_import_row_get_reason (first), ==, "near_firm");
  g_assert_cmpint (palier_import_row_get_verdict (second), ==, PALIER_VERDICT_NEW);
  g_assert_cmpint (palier_import_row_get_verdict (third), ==, PALIER_VERDICT_IN_BASE);
  g_assert_cmpstr (palier_import_row_get_reason (third), ==, "near_firm");
  g_assert_cmpint (palier_import_row_get_decision (third), ==, PALIER_DECISION_MERGE);
  g_assert_cmpuint (palier_import_rows_get_counts (rows)->created, ==, 2);
  palier_import_rows_decide (rows, 2, PALIER_DECISION_MERGE);
  wait_complete (rows);
  g_autoptr (PalierImportSummary) merged = run (self, rows);
  g_assert_cmpuint (merged->created, ==, 1);
  g_assert_cmpuint (merged->unsure->len, ==, 0);
}

static void
test_mapping (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierImportRows) rows = show (self, "a.csv", FIXTURE_FILE);
  PalierPreview *preview = palier_import_rows_get_preview (rows);

  wait_complete (rows);
  g_autoptr (PalierImportRow) first = row_at (rows, 0);
  palier_preview_map (preview, 6, PALIER_FIELD_JOB);
  palier_import_rows_set_preview (rows, preview);
  wait_complete (rows);
  turn (20000);
  g_assert_cmpstr (palier_prospect_get (palier_import_row_get_prospect (first), PALIER_FIELD_JOB),
                   ==, "Vannes");

  PalierImportFormat format = { NULL, NULL, NULL, PALIER_HEADER_NONE };
  g_autoptr (PalierPreview) bare = fixture_take_boxed (palier_import_service_inspect (
      palier_session_get_imports (self->session), preview->path, &format, NULL, NULL));
  palier_import_rows_set_preview (rows, bare);
  wait_complete (rows);
  g_assert_cmpuint (palier_import_rows_get_counts (rows)->rows, ==, 5);
}

static void
on_items_changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  guint *changes = data;

  g_assert_cmpuint (removed, ==, 0);
  *changes += 1;
}

typedef struct
{
  guint position;
  guint removed;
  guint added;
} Change;

static void
on_change_cb (GListModel *rows, guint position, guint removed, guint added, Change *change)
{
  *change = (Change) { position, removed, added };
}

static void
assert_line (PalierImportRows *rows, guint position, PalierImportRow *item, guint64 line)
{
  g_autoptr (PalierImportRow) row = row_at (rows, position);

  g_assert_true (row == item);
  g_assert_cmpuint (palier_import_row_get_line (row), ==, line);
}

/* Five rows, of which the second and the fifth are to be mended. */
static void
test_filter (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierImportRows) rows =
      show (self, "a.csv",
            "Nom;E-mail\nA;a@example.org\nB;luc@@x\nC;c@example.org\nD;d@example.org\nE;e@@x\n");
  Change change = { 0 };
  guint position;

  wait_complete (rows);
  g_autoptr (PalierImportRow) first = row_at (rows, 0);
  g_autoptr (PalierImportRow) second = row_at (rows, 1);
  g_autoptr (PalierImportRow) fifth = row_at (rows, 4);
  guint index = palier_import_row_get_index (fifth);
  g_signal_connect (rows, "items-changed", G_CALLBACK (on_change_cb), &change);

  palier_import_rows_set_filter (rows, PALIER_IMPORT_TO_MEND);
  g_assert_cmpuint (change.position, ==, 2);
  g_assert_cmpuint (change.removed, ==, 3);
  g_assert_cmpuint (change.added, ==, 0);
  g_assert_false (palier_import_row_is_read (first));
  assert_line (rows, 0, first, 3);
  assert_line (rows, 1, second, 6);
  g_assert_true (palier_import_rows_find (rows, index, &position));
  g_assert_cmpuint (position, ==, 1);
  g_assert_false (palier_import_rows_find (rows, 0, &position));
  g_assert_false (palier_import_rows_find (rows, G_MAXUINT, &position));

  palier_import_rows_set_filter (rows, PALIER_IMPORT_ALL);
  g_assert_cmpuint (change.position, ==, 2);
  g_assert_cmpuint (change.added, ==, 3);
  assert_line (rows, 0, first, 2);
  assert_line (rows, 1, second, 3);
  g_assert_true (palier_import_rows_find (rows, index, &position));
  g_assert_cmpuint (position, ==, 4);
}

static void
test_many (Fixture *self, gconstpointer unused)
{
  g_autoptr (GString) text = g_string_new ("Nom;E-mail\n");
  guint changes = 0;

  for (int i = 0; i < 9000; i++)
    g_string_append_printf (text, "Nom%d;a%d@example.org\n", i, i % 8900);
  g_autoptr (PalierImportRows) rows = show (self, "a.csv", text->str);
  g_signal_connect (rows, "items-changed", G_CALLBACK (on_items_changed_cb), &changes);
  wait_complete (rows);
  g_assert_cmpuint (changes, >, 2);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rows)), ==, 9000);
  static const guint places[] = { 0, 63, 64, 4567, 8999 };
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
  {
    g_autoptr (PalierImportRow) row = row_at (rows, places[i]);
    g_autofree char *name = g_strdup_printf ("Nom%u", places[i]);
    g_assert_cmpuint (palier_import_row_get_line (row), ==, places[i] + 2);
    g_assert_cmpstr (palier_import_row_get_cells (row)[0], ==, name);
  }
  /* The other one stands in a page that nobody has asked for. */
  g_autoptr (PalierImportRow) last = row_at (rows, 8999);
  g_assert_cmpint (palier_import_row_get_verdict (last), ==, PALIER_VERDICT_UNSURE_IN_FILE);
  g_assert_cmpuint (palier_import_row_get_other_line (last), ==, 101);
  g_assert_cmpstr (palier_prospect_get (palier_import_row_get_other (last), PALIER_FIELD_LAST_NAME),
                   ==, "Nom99");
}

static void
test_gone (Fixture *self, gconstpointer unused)
{
  g_autofree char *path = fixture_file (self, "a.csv", FIXTURE_FILE);
  g_autoptr (PalierPreview) preview = fixture_inspect (self, path);

  g_unlink (path);
  g_autoptr (PalierImportRows) rows =
      palier_import_service_rows (palier_session_get_imports (self->session), preview, NULL);
  wait_complete (rows);
  g_assert_error (palier_import_rows_get_error (rows), PALIER_IMPORT_ERROR,
                  PALIER_IMPORT_ERROR_VANISHED);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rows)), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add (name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("/import-rows/rows", test_rows);
  ADD ("/import-rows/mend", test_mend);
  ADD ("/import-rows/accept", test_accept);
  ADD ("/import-rows/decide", test_decide);
  ADD ("/import-rows/in-base", test_in_base);
  ADD ("/import-rows/near", test_near);
  ADD ("/import-rows/mapping", test_mapping);
  ADD ("/import-rows/many", test_many);
  ADD ("/import-rows/filter", test_filter);
  ADD ("/import-rows/gone", test_gone);
  return g_test_run ();
}
