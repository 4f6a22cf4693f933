/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files on their way into the base.
 *
 * 1. inspect: mapping, first rows, problems; the base stays empty
 * 2. count: the whole file, against the base; the base stays empty
 * 3. run: rows cleaned and scored, doubles merged, in one changeset that undo takes back
 * 4. the same file again changes nothing
 * 5. a second file fills what was empty and overwrites nothing; "skip" fills nothing
 * 6. cancelled before, while it runs or in the first look into the base: nothing was changed
 * 7. a file without a contact's column, without rows, gone, or no table: its error, nothing changed
 * 8. a mapping chosen by hand is remembered for the next file with the same titles
 * 9. who asked not to be written to does not come back
 * 10. consents: from the file's statement, for persons only; the proof names the file
 * 11. JSON of a preview, a mapping and a summary
 * 12. the rows to mend go to a file of their own, formulas made harmless; mended ones do not
 * 13. a file that is another one than was looked at: said, nothing changed
 * 14. policies of columns towards who is in the base; columns without a field
 * 15. the same bytes are known again; how long it will take */
#include "session-fixture.h"

#include "palier-import-error.h"
#include "palier-storage-error.h"

static const PalierColumn *
find_column (const PalierPreview *preview, const char *header)
{
  for (guint i = 0; i < preview->columns->len; i++)
  {
    const PalierColumn *column = g_ptr_array_index (preview->columns, i);
    if (g_strcmp0 (column->header, header) == 0)
      return column;
  }
  g_assert_not_reached ();
}

static void
test_inspect (Fixture *self, gconstpointer unused)
{
  g_autofree char *path = fixture_file (self, "a.csv", FIXTURE_FILE);
  g_autoptr (PalierPreview) preview = fixture_inspect (self, path);

  g_assert_cmpstr (preview->delimiter, ==, ";");
  g_assert_cmpint (preview->header_row, ==, 0);
  g_assert_cmpint (find_column (preview, "E-mail")->field, ==, PALIER_FIELD_EMAIL);
  g_assert_cmpint (find_column (preview, "Nom")->field, ==, PALIER_FIELD_LAST_NAME);
  g_assert_cmpuint (preview->prospects->len, ==, 4);
  g_assert_cmpstr (
      palier_prospect_get (g_ptr_array_index (preview->prospects, 0), PALIER_FIELD_MOBILE), ==,
      "+33639980001");
  g_assert_cmpuint (preview->n_problems, >, 0);
  g_assert_cmpint (fixture_count (self), ==, 0);
}

static void
test_count (Fixture *self, gconstpointer unused)
{
  g_autofree char *path = fixture_file (self, "a.csv", FIXTURE_FILE);
  g_autoptr (PalierPreview) preview = fixture_inspect (self, path);
  g_autoptr (PalierPreview) counted = fixture_take_boxed (palier_import_service_count (
      palier_session_get_imports (self->session), preview, NULL, NULL, NULL, NULL, NULL));
  PalierImportOptions keep = { .duplicates = PALIER_DUPLICATES_KEEP };
  g_autoptr (PalierPreview) kept = fixture_take_boxed (palier_import_service_count (
      palier_session_get_imports (self->session), preview, &keep, NULL, NULL, NULL, NULL));

  g_assert_cmpuint (kept->counts->created, ==, 4);
  g_assert_true (counted->complete);
  g_assert_cmpuint (counted->rows, ==, 4);
  g_assert_cmpuint (counted->counts->created, ==, 3);
  g_assert_cmpuint (counted->n_in_file, ==, 1);
  g_assert_cmpuint (counted->n_in_base, ==, 0);
  g_assert_cmpint (fixture_count (self), ==, 0);
}

static void
test_run (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierImportSummary) summary = fixture_import (self, "a.csv", FIXTURE_FILE, NULL);

  g_assert_cmpuint (summary->rows, ==, 4);
  g_assert_cmpuint (summary->created, ==, 3);
  g_assert_cmpuint (summary->updated + summary->unchanged, ==, 1);
  g_assert_cmpint (fixture_count (self), ==, 3);

  g_autoptr (GPtrArray) items = fixture_find (self, "goff");
  g_assert_cmpuint (items->len, ==, 1);
  PalierProspect *prospect = palier_prospect_item_get_prospect (g_ptr_array_index (items, 0));
  g_assert_cmpstr (palier_prospect_get (prospect, PALIER_FIELD_LAST_NAME), ==, "Le Goff");
  g_assert_cmpstr (palier_prospect_get (prospect, PALIER_FIELD_SOURCE), ==, "a.csv");
  g_assert_cmpstr (palier_prospect_get (prospect, PALIER_FIELD_LEGAL_BASIS), ==,
                   "legitimate_interest");
  g_assert_nonnull (palier_prospect_item_get_score (g_ptr_array_index (items, 0)));

  PalierUndoService *undo = palier_session_get_undo (self->session);
  g_autoptr (PalierChangeset) last = fixture_take_boxed (palier_undo_service_last (undo));
  g_assert_true (palier_id_equal (&last->id, &summary->changeset));
  g_autoptr (PalierUndo) undone =
      fixture_take_boxed (palier_undo_service_undo (undo, &summary->changeset));
  g_assert_cmpint (fixture_count (self), ==, 0);
  fixture_fails (palier_undo_service_undo (undo, &summary->changeset), PALIER_STORAGE_ERROR,
                 PALIER_STORAGE_ERROR_STATE);
}

static void
test_twice (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierImportSummary) first = fixture_import (self, "a.csv", FIXTURE_FILE, NULL);
  g_autoptr (PalierImportSummary) second = fixture_import (self, "a.csv", FIXTURE_FILE, NULL);

  g_assert_cmpuint (second->created, ==, 0);
  g_assert_cmpuint (second->updated, ==, 0);
  g_assert_cmpuint (second->unchanged, ==, 4);
  g_assert_true (palier_id_is_nil (&second->changeset));
  g_assert_cmpint (fixture_count (self), ==, 3);
}

#define MORE                                                                                       \
  "Société;Civilité;Nom;Prénom;E-mail;Portable;Ville;Site web\n"                                   \
  "Agence du Port;Mme;Le Goff;Jeanne;jeanne.legoff@agence-du-port.example;;Brest;"                 \
  "www.agence-du-port.example\n"

static void
test_merge (Fixture *self, gconstpointer unused)
{
  PalierImportOptions skip = { .duplicates = PALIER_DUPLICATES_SKIP };
  g_autoptr (PalierImportSummary) first = fixture_import (self, "a.csv", FIXTURE_FILE, NULL);
  g_autoptr (PalierImportSummary) skipped = fixture_import (self, "b.csv", MORE, &skip);
  g_autoptr (PalierProspect) before = fixture_one (self, "goff");

  g_assert_cmpuint (skipped->unchanged, ==, 1);
  g_assert_null (palier_prospect_get (before, PALIER_FIELD_WEBSITE));

  g_autoptr (PalierImportSummary) merged = fixture_import (self, "b.csv", MORE, NULL);
  g_autoptr (PalierProspect) after = fixture_one (self, "goff");
  g_assert_cmpuint (merged->updated, ==, 1);
  g_assert_nonnull (palier_prospect_get (after, PALIER_FIELD_WEBSITE));
  g_assert_cmpstr (palier_prospect_get (after, PALIER_FIELD_CITY), ==, "Vannes");

  g_autoptr (PalierUndo) undone = fixture_take_boxed (
      palier_undo_service_undo (palier_session_get_undo (self->session), &merged->changeset));
  g_autoptr (PalierProspect) again = fixture_one (self, "goff");
  g_assert_null (palier_prospect_get (again, PALIER_FIELD_WEBSITE));
}

static void
on_progress_cb (guint64 rows, double fraction, gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
}

static void
test_cancel (Fixture *self, gconstpointer while_running)
{
  g_autofree char *path = fixture_file (self, "a.csv", FIXTURE_FILE);
  g_autoptr (PalierPreview) preview = fixture_inspect (self, path);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gboolean during = GPOINTER_TO_INT (while_running);

  if (!during)
    g_cancellable_cancel (cancellable);
  fixture_fails (palier_import_service_run (palier_session_get_imports (self->session), preview,
                                            NULL, during ? on_progress_cb : NULL, cancellable, NULL,
                                            cancellable),
                 G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (fixture_count (self), ==, 0);
  fixture_close (self);
  self->session = fixture_session (self);
  fixture_done (palier_session_open (self->session));
  g_assert_cmpint (fixture_count (self), ==, 0);
}

typedef struct
{
  GCancellable *cancellable; /* (nullable) */
  guint n;                   /* times before the first row */
} FirstLook;

static void
on_first_look_cb (guint64 rows, double fraction, gpointer data)
{
  FirstLook *look = data;

  look->n += rows == 0;
  g_assert_cmpfloat (fraction, >=, 0);
  g_assert_cmpfloat (fraction, <=, 1);
  if (look->cancellable != NULL)
    g_cancellable_cancel (look->cancellable);
}

/* What a base is compared by is made ready before the first row: that is told, and can be
 * cancelled. */
static void
test_first_look (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierImportSummary) first = fixture_import (self, "a.csv", FIXTURE_FILE, NULL);
  g_autofree char *path = fixture_file (self, "b.csv", "Nom;E-mail\nMorvan;y.morvan@example.com\n");
  g_autoptr (PalierPreview) preview = fixture_inspect (self, path);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  PalierImportService *imports = palier_session_get_imports (self->session);
  FirstLook cancelled = { cancellable, 0 }, whole = { NULL, 0 };
  gint64 n = fixture_count (self);

  fixture_fails (palier_import_service_run (imports, preview, NULL, on_first_look_cb, &cancelled,
                                            NULL, cancellable),
                 G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (cancelled.n, ==, 1);
  g_assert_cmpint (fixture_count (self), ==, n);
  g_autoptr (PalierImportSummary) second = fixture_take_boxed (
      palier_import_service_run (imports, preview, NULL, on_first_look_cb, &whole, NULL, NULL));
  g_assert_cmpuint (whole.n, >, 0);
  g_assert_cmpint (fixture_count (self), ==, n + 1);
}

static gpointer
cancel_later (gpointer data)
{
  GCancellable *cancellable = data;
  gpointer delay_us = g_object_get_data (G_OBJECT (cancellable), "delay-us");

  g_usleep (GPOINTER_TO_UINT (delay_us));
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* One import, cancelled by another thread after a while. Returns: whether it was too late */
static gboolean
import_and_cancel (Fixture *self, PalierPreview *preview, guint delay_us)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_object_set_data (G_OBJECT (cancellable), "delay-us", GUINT_TO_POINTER (delay_us));
  g_autoptr (GThread) thread = g_thread_new ("cancel", cancel_later, cancellable);
  DexFuture *future = palier_import_service_run (palier_session_get_imports (self->session),
                                                 preview, NULL, NULL, NULL, NULL, cancellable);
  const GValue *value = fixture_wait (future, &error);
  g_autoptr (PalierImportSummary) summary = value != NULL ? g_value_dup_boxed (value) : NULL;
  dex_unref (future);
  g_thread_join (g_steal_pointer (&thread));
  if (summary == NULL)
  {
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    return FALSE;
  }
  g_autoptr (PalierUndo) undone = fixture_take_boxed (
      palier_undo_service_undo (palier_session_get_undo (self->session), &summary->changeset));
  return TRUE;
}

/* At any point: the base, its search and its change log are as before. */
static void
test_cancel_anywhere (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierImportSummary) before = fixture_import (self, "a.csv", FIXTURE_FILE, NULL);
  g_autoptr (GString) text = g_string_new ("Nom;E-mail;Ville\nLe Goff;jeanne.legoff@agence-du-port."
                                           "example;Vannes\n");
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  guint cancelled = 0;

  for (int i = 0; i < 5000; i++)
    g_string_append_printf (text, "Nom%d;a%d@example.org;Brest\n", i, i);
  g_autofree char *path = fixture_file (self, "b.csv", text->str);
  g_autoptr (PalierPreview) preview = fixture_inspect (self, path);
  gint64 began = g_get_monotonic_time ();
  import_and_cancel (self, preview, 60000);
  guint whole_us = (guint) (g_get_monotonic_time () - began);
  for (int point = 0; point < 8; point++)
  {
    cancelled +=
        !import_and_cancel (self, preview, (guint) g_rand_int_range (rand, 0, (gint32) whole_us));
    g_auto (GStrv) findings = fixture_take_boxed (palier_session_check (self->session));
    g_assert_cmpuint (g_strv_length (findings), ==, 0);
    g_assert_cmpint (fixture_count (self), ==, 3);
    g_autoptr (GPtrArray) none = fixture_find (self, "brest");
    g_assert_cmpuint (none->len, ==, 0);
  }
  g_assert_cmpuint (cancelled, >, 0);
}

static void
test_bad (Fixture *self, gconstpointer unused)
{
  PalierImportService *imports = palier_session_get_imports (self->session);
  static const struct
  {
    const char *text;
    int code;
  } cases[] = {
    { "", PALIER_IMPORT_ERROR_EMPTY },
    { "%PDF-1.4 a document", PALIER_IMPORT_ERROR_PDF },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *path = fixture_file (self, "bad.csv", cases[i].text);
    fixture_fails (palier_import_service_inspect (imports, path, NULL, NULL, NULL),
                   PALIER_IMPORT_ERROR, cases[i].code);
  }
  fixture_fails (palier_import_service_inspect (imports, "/nowhere/a.csv", NULL, NULL, NULL),
                 PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_VANISHED);

  g_autofree char *path = fixture_file (self, "c.csv", "poids;taille\n12;13\n14;15\n");
  g_autoptr (PalierPreview) preview = fixture_inspect (self, path);
  fixture_fails (palier_import_service_run (imports, preview, NULL, NULL, NULL, NULL, NULL),
                 PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_NO_CONTACT);
  g_assert_cmpint (fixture_count (self), ==, 0);
}

/* The file goes between the look and the import. */
static void
test_vanished (Fixture *self, gconstpointer unused)
{
  g_autofree char *path = fixture_file (self, "a.csv", FIXTURE_FILE);
  g_autoptr (PalierPreview) preview = fixture_inspect (self, path);

  g_unlink (path);
  fixture_fails (palier_import_service_run (palier_session_get_imports (self->session), preview,
                                            NULL, NULL, NULL, NULL, NULL),
                 PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_VANISHED);
  g_assert_cmpint (fixture_count (self), ==, 0);
}

/* Another file of the same name stands there now. */
static void
test_changed (Fixture *self, gconstpointer unused)
{
  g_autofree char *path = fixture_file (self, "a.csv", FIXTURE_FILE);
  g_autoptr (PalierPreview) preview = fixture_inspect (self, path);
  g_autofree char *other = fixture_file (self, "a.csv", "Nom;E-mail\nRoux;luc@example.org\n");

  fixture_fails (palier_import_service_run (palier_session_get_imports (self->session), preview,
                                            NULL, NULL, NULL, NULL, NULL),
                 PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_FILE_CHANGED);
  g_assert_cmpint (fixture_count (self), ==, 0);
}

/* What columns may do to who is in the base, and how those without a field are kept. */
static void
test_policies (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    PalierColumnPolicy policy;
    const char *city;
    const char *site;
  } cases[] = { { PALIER_POLICY_FILL, "Vannes", "https://www.agence-du-port.example" },
                { PALIER_POLICY_OVERWRITE, "Brest", "https://www.agence-du-port.example" },
                { PALIER_POLICY_NEVER, "Vannes", NULL } };
  PalierUndoService *undo = palier_session_get_undo (self->session);
  g_autoptr (PalierImportSummary) first = fixture_import (self, "a.csv", FIXTURE_FILE, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *path = fixture_file (self, "b.csv", MORE);
    g_autoptr (PalierPreview) preview = fixture_inspect (self, path);
    g_assert_true (palier_preview_set_policy (preview, NULL, cases[i].policy));
    g_assert_false (palier_preview_set_policy (preview, "Nulle part", cases[i].policy));
    g_autoptr (PalierImportSummary) summary = fixture_take_boxed (palier_import_service_run (
        palier_session_get_imports (self->session), preview, NULL, NULL, NULL, NULL, NULL));
    g_autoptr (PalierProspect) after = fixture_one (self, "goff");
    g_assert_cmpstr (palier_prospect_get (after, PALIER_FIELD_CITY), ==, cases[i].city);
    const char *site = palier_prospect_get (after, PALIER_FIELD_WEBSITE);
    g_assert_true ((site != NULL) == (cases[i].site != NULL));
    g_assert_cmpuint (summary->updated, ==, cases[i].policy != PALIER_POLICY_NEVER);
    if (summary->updated > 0)
    {
      g_autoptr (PalierUndo) undone =
          fixture_take_boxed (palier_undo_service_undo (undo, &summary->changeset));
      g_assert_cmpuint (undone->conflicts->len, ==, 0);
    }
  }
}

static void
test_unmapped (Fixture *self, gconstpointer unused)
{
  g_autofree char *path =
      fixture_file (self, "a.csv", "Nom;Poids du cartable;Vide\nDupont;12 kg;\nMartin;9 kg;\n");
  g_autoptr (PalierPreview) preview = fixture_inspect (self, path);
  const PalierColumn *column = find_column (preview, "Poids du cartable");

  g_assert_cmpint (column->use, ==, PALIER_COLUMN_CUSTOM);
  g_assert_cmpint (find_column (preview, "Vide")->use, ==, PALIER_COLUMN_FIELD);
  palier_preview_keep_unmapped (preview, PALIER_UNMAPPED_NOTES);
  g_assert_cmpint (column->use, ==, PALIER_COLUMN_NOTE);
  palier_preview_keep_unmapped (preview, PALIER_UNMAPPED_DROP);
  g_assert_false (palier_column_is_used (column));
}

/* The same bytes under another name are known again, as long as they were not undone. */
static void
test_earlier (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierImportSummary) first = fixture_import (self, "a.csv", FIXTURE_FILE, NULL);
  g_autoptr (PalierImportSummary) second = fixture_import (self, "b.csv", FIXTURE_FILE, NULL);
  g_autoptr (PalierUndo) undone = fixture_take_boxed (
      palier_undo_service_undo (palier_session_get_undo (self->session), &first->changeset));
  g_autoptr (PalierImportSummary) third = fixture_import (self, "a.csv", FIXTURE_FILE, NULL);

  g_assert_cmpint (first->earlier_at_ms, ==, 0);
  g_assert_cmpint (second->earlier_at_ms, ==, START_MS);
  g_assert_cmpint (third->earlier_at_ms, ==, 0);
  g_assert_cmpuint (third->created, ==, 3);
}

static void
test_memory (Fixture *self, gconstpointer unused)
{
  g_autofree char *path = fixture_file (self, "a.csv", "Nom;Colonne X\nDupont;Nantes\n");
  g_autoptr (PalierPreview) preview = fixture_inspect (self, path);

  g_assert_cmpint (find_column (preview, "Colonne X")->field, !=, PALIER_FIELD_JOB);
  palier_preview_map (preview, 1, PALIER_FIELD_JOB);
  g_autoptr (PalierImportSummary) summary = fixture_take_boxed (palier_import_service_run (
      palier_session_get_imports (self->session), preview, NULL, NULL, NULL, NULL, NULL));
  g_assert_cmpuint (summary->created, ==, 1);

  g_autofree char *other = fixture_file (self, "b.csv", "NOM;Colonne x\nMartin;Tours\n");
  g_autoptr (PalierPreview) next = fixture_inspect (self, other);
  g_assert_cmpint (find_column (next, "Colonne x")->field, ==, PALIER_FIELD_JOB);
  g_assert_cmpstr (find_column (next, "Colonne x")->reason, ==, "memory");
}

static void
test_suppressed (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierImportSummary) first = fixture_import (self, "a.csv", FIXTURE_FILE, NULL);
  g_autoptr (PalierProspect) prospect = fixture_one (self, "goff");
  PalierId id = *palier_prospect_get_id (prospect);

  fixture_done (
      palier_consent_service_suppress (palier_session_get_consents (self->session), &id, "asked"));
  g_autoptr (PalierUndo) undone = fixture_take_boxed (
      palier_undo_service_undo (palier_session_get_undo (self->session), &first->changeset));
  g_autoptr (PalierImportSummary) second = fixture_import (self, "a.csv", FIXTURE_FILE, NULL);
  g_assert_cmpuint (second->suppressed, >=, 1);
  g_assert_cmpuint (second->created, ==, 2);
  g_autoptr (GPtrArray) none = fixture_find (self, "goff");
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_consents (Fixture *self, gconstpointer unused)
{
  PalierImportOptions options = { .legal_basis = "consent", .source = "Salon de Nantes" };
  g_autoptr (PalierImportSummary) summary =
      fixture_import (self, "a.csv", "Nom;Prénom;E-mail\nDurand;Anne;anne@example.org\n", &options);
  g_autoptr (PalierProspect) prospect = fixture_one (self, "durand");
  g_autoptr (GPtrArray) consents = fixture_take_boxed (palier_consent_service_list (
      palier_session_get_consents (self->session), palier_prospect_get_id (prospect)));

  g_assert_cmpuint (summary->created, ==, 1);
  g_assert_cmpuint (consents->len, ==, 1);
  const PalierConsent *consent = g_ptr_array_index (consents, 0);
  g_assert_true (consent->given);
  g_assert_cmpstr (consent->purpose, ==, "prospecting");
  g_assert_cmpstr (consent->origin, ==, "import");
  g_assert_cmpstr (consent->proof, ==, "Salon de Nantes (a.csv)");
}

static void
test_json (Fixture *self, gconstpointer unused)
{
  g_autofree char *path = fixture_file (self, "a.csv", FIXTURE_FILE);
  g_autoptr (PalierPreview) preview = fixture_inspect (self, path);
  g_autofree char *json = palier_preview_to_json (preview);
  g_autofree char *mapping = palier_import_mapping_to_json (preview->columns);
  g_autofree char *mapping_path = fixture_file (self, "mapping.json", mapping);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) columns = palier_import_load_mapping (mapping_path, &error);

  g_assert_true (g_str_has_prefix (json, "{\"encoding\":"));
  for (const char *const *key = (const char *const[]) { "delimiter", "header_row", "sheet", "rows",
                                                        "columns", "problems", "duplicates", NULL };
       *key != NULL; key++)
    g_assert_nonnull (strstr (json, *key));
  g_assert_no_error (error);
  g_assert_cmpuint (columns->len, ==, preview->columns->len);
  g_assert_cmpint (((PalierColumn *) g_ptr_array_index (columns, 4))->field, ==,
                   PALIER_FIELD_EMAIL);

  static const char *const broken[] = { "",
                                        "[]",
                                        "{}",
                                        "{\"columns\":[1]}",
                                        "{\"columns\":[{\"index\":-1}]}",
                                        "{\"columns\":[{\"index\":0,\"field\":\"nonsense\"}]}" };
  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
  {
    g_autoptr (GError) failure = NULL;
    g_assert_null (palier_import_parse_mapping (broken[i], -1, "test", &failure));
    g_assert_error (failure, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_OPTIONS);
  }
}

/* Every way of a column is the same after it was written and read. */
static void
test_ways (Fixture *self, gconstpointer unused)
{
  static const char ways[] =
      "{\"columns\":["
      "{\"index\":0,\"header\":\"Adresse\",\"field\":\"street\",\"split\":\"address\"},"
      "{\"index\":1,\"header\":\"N°\",\"field\":\"street\",\"joint\":\" \"},"
      "{\"index\":2,\"header\":\"Code\",\"field\":null,\"custom\":\"Digicode\"},"
      "{\"index\":3,\"header\":\"Divers\",\"field\":null,\"note\":\"Divers\"},"
      "{\"index\":4,\"header\":\"Date\",\"field\":\"source_date\",\"dates\":\"month_first\","
      "\"policy\":\"never\"},"
      "{\"index\":5,\"header\":\"Budget\",\"field\":\"estimated_value_cents\","
      "\"numbers\":\"point\",\"policy\":\"overwrite\"},"
      "{\"index\":6,\"header\":\"Statut\",\"field\":\"stage\","
      "\"values\":{\"Signé\":\"customer\",\"?\":null}}]}";
  static const char *const broken[] = {
    "{\"columns\":[{\"index\":0,\"field\":\"street\",\"split\":\"x\"}]}",
    "{\"columns\":[{\"index\":0,\"field\":\"street\",\"policy\":\"x\"}]}",
    "{\"columns\":[{\"index\":0,\"field\":\"street\",\"dates\":\"x\"}]}",
    "{\"columns\":[{\"index\":0,\"field\":\"street\",\"numbers\":\"x\"}]}",
    "{\"columns\":[{\"index\":0,\"field\":\"stage\",\"values\":{\"a\":\"x\"}}]}",
    "{\"columns\":[{\"index\":0,\"field\":null,\"values\":{\"a\":\"x\"}}]}",
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) columns = palier_import_parse_mapping (ways, -1, "test", &error);

  g_assert_no_error (error);
  g_autofree char *again = palier_import_mapping_to_json (columns);
  g_assert_cmpstr (again, ==, ways);
  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
  {
    g_autoptr (GError) failure = NULL;
    g_assert_null (palier_import_parse_mapping (broken[i], -1, "test", &failure));
    g_assert_error (failure, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_OPTIONS);
  }
}

static void
test_problems (Fixture *self, gconstpointer unused)
{
  g_autofree char *path = fixture_file (self, "a.csv",
                                        "Nom;E-mail;Notes;CP\nDupont;not-an-address;=1+1;1000\n"
                                        "Martin;m@example.org;fine;1000\n");
  g_autofree char *out = g_build_filename (self->folder, "mend.csv", NULL);
  g_autoptr (PalierPreview) preview = fixture_inspect (self, path);
  g_autofree char *text = NULL;

  g_assert_cmpint (fixture_take_int64 (palier_import_service_export_problems (
                       palier_session_get_imports (self->session), preview, NULL, out, NULL)),
                   ==, 1);
  g_assert_true (g_file_get_contents (out, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"Dupont\";\"not-an-address\";\"'=1+1\";"));
  g_assert_null (strstr (text, "Martin"));

  g_autoptr (PalierImportEdits) edits = palier_import_edits_new ();
  palier_import_edits_set_cell (edits, 2, 1, "dupont@example.org");
  g_assert_cmpint (fixture_take_int64 (palier_import_service_export_problems (
                       palier_session_get_imports (self->session), preview, edits, out, NULL)),
                   ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test, data)                                                                      \
  g_test_add (name, Fixture, data, fixture_set_up, test, fixture_tear_down)
  ADD ("/import/inspect", test_inspect, NULL);
  ADD ("/import/count", test_count, NULL);
  ADD ("/import/run", test_run, NULL);
  ADD ("/import/twice", test_twice, NULL);
  ADD ("/import/merge", test_merge, NULL);
  ADD ("/import/cancelled-before", test_cancel, NULL);
  ADD ("/import/cancelled-while", test_cancel, GINT_TO_POINTER (1));
  ADD ("/import/cancelled-anywhere", test_cancel_anywhere, NULL);
  ADD ("/import/first-look", test_first_look, NULL);
  ADD ("/import/bad", test_bad, NULL);
  ADD ("/import/vanished", test_vanished, NULL);
  ADD ("/import/changed", test_changed, NULL);
  ADD ("/import/policies", test_policies, NULL);
  ADD ("/import/unmapped", test_unmapped, NULL);
  ADD ("/import/earlier", test_earlier, NULL);
  ADD ("/import/memory", test_memory, NULL);
  ADD ("/import/suppressed", test_suppressed, NULL);
  ADD ("/import/consents", test_consents, NULL);
  ADD ("/import/json", test_json, NULL);
  ADD ("/import/ways", test_ways, NULL);
  ADD ("/import/problems", test_problems, NULL);
  return g_test_run ();
}
