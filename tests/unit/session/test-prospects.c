/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The prospects of the base, their list, and settings.
 *
 * 1. fields take what a user types, cleaned, or say no: a table of cases
 * 2. an edit is cleaned, scored and undone; one that is refused changes nothing
 * 3. delete, and take it back
 * 4. the list: rows are filled when looked at, follow edits and deletes, and stay the same objects
 * 5. explanation: a sentence for every criterion
 * 6. export: as many rows as the base has
 * 7. profile, mailbox and password are kept over a restart; the password is no setting
 * 8. opening: no base, a base that is there, the key of another one */
#include "session-fixture.h"

#include <glib/gstdio.h>

#include "palier-field-editor.h"
#include "palier-field-read.h"
#include "palier-storage-error.h"

typedef struct
{
  PalierField field;
  const char *typed;
  const char *value; /* NULL: refused; empty: unknown */
} FieldCase;

static const FieldCase field_cases[] = {
  { PALIER_FIELD_EMAIL, " Jeanne@Agence.EXAMPLE ", "jeanne@agence.example" },
  { PALIER_FIELD_EMAIL, "jeanne@@agence", NULL },
  { PALIER_FIELD_EMAIL, "  ", "" },
  { PALIER_FIELD_MOBILE, "06.39.98.00.01", "+33639980001" },
  { PALIER_FIELD_MOBILE, "12", NULL },
  { PALIER_FIELD_SIRET, "732 829 320 00074", "73282932000074" },
  { PALIER_FIELD_SIRET, "732 829 320 00075", NULL },
  { PALIER_FIELD_STAFF, "12", "12" },
  { PALIER_FIELD_STAFF, "beaucoup", NULL },
  { PALIER_FIELD_ESTIMATED_VALUE_CENTS, "350 000 €", "35000000" },
  { PALIER_FIELD_BIRTHDATE, "03/04/1980", "1980-04-03" },
  { PALIER_FIELD_TEAM_SIZE, "2-5", "2-5" },
  { PALIER_FIELD_TEAM_SIZE, "7", NULL },
  { PALIER_FIELD_PORTALS, "SeLoger, Bien'ici ;SeLoger", "Bien'ici\nSeLoger" },
  { PALIER_FIELD_SPECIALIZATIONS, "luxury, nonsense", NULL },
  { PALIER_FIELD_SITE_HTTPS, "oui", "yes" },
  { PALIER_FIELD_COMPANY, "  Agence   du Port ", "Agence du Port" },
};

static void
test_fields (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (field_cases); i++)
  {
    const FieldCase *one = &field_cases[i];
    g_autofree char *value = NULL;
    gboolean taken = palier_field_read (one->field, one->typed, NULL, 2025, &value);

    g_test_message ("%s: %s", palier_field_name (one->field), one->typed);
    g_assert_cmpint (taken, ==, one->value != NULL);
    g_assert_cmpstr (value, ==, one->value != NULL && *one->value != '\0' ? one->value : NULL);
  }
}

static PalierProspectService *
prospects (Fixture *self)
{
  return palier_session_get_prospects (self->session);
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  fixture_set_up (self, unused);
  g_autoptr (PalierImportSummary) summary = fixture_import (self, "a.csv", FIXTURE_FILE, NULL);
  g_assert_cmpuint (summary->created, ==, 3);
}

static PalierId
find (Fixture *self, const char *search)
{
  g_autoptr (PalierProspect) prospect = fixture_one (self, search);
  return *palier_prospect_get_id (prospect);
}

static void
test_update (Fixture *self, gconstpointer unused)
{
  PalierId id = find (self, "goff");
  PalierUndoService *undo = palier_session_get_undo (self->session);
  g_autoptr (PalierScore) before =
      fixture_take_boxed (palier_prospect_service_score (prospects (self), &id));
  g_autoptr (PalierProspect) edited = fixture_take_boxed (
      palier_prospect_service_update (prospects (self), &id, PALIER_FIELD_STAFF, "25"));
  g_autoptr (GPtrArray) items = fixture_find (self, "goff");
  PalierScore *after = palier_prospect_item_get_score (g_ptr_array_index (items, 0));

  g_assert_cmpstr (palier_prospect_get (edited, PALIER_FIELD_STAFF), ==, "25");
  g_assert_cmpfloat (after->confidence, >, before->confidence);

  g_autoptr (PalierChangeset) staff = fixture_take_boxed (palier_undo_service_last (undo));
  g_autoptr (PalierUndo) taken = fixture_take_boxed (palier_undo_service_undo (undo, &staff->id));
  g_autoptr (GPtrArray) former = fixture_find (self, "goff");
  PalierScore *score = palier_prospect_item_get_score (g_ptr_array_index (former, 0));
  g_assert_cmpfloat (score->confidence, ==, before->confidence);

  g_autoptr (PalierProspect) named = fixture_take_boxed (palier_prospect_service_update (
      prospects (self), &id, PALIER_FIELD_FULL_NAME, "Mme Anne Kerbrat"));
  g_assert_cmpstr (palier_prospect_get (named, PALIER_FIELD_LAST_NAME), ==, "Kerbrat");
  g_autoptr (PalierChangeset) last = fixture_take_boxed (palier_undo_service_last (undo));
  g_autoptr (PalierUndo) undone = fixture_take_boxed (palier_undo_service_undo (undo, &last->id));
  g_autoptr (PalierProspect) again =
      fixture_take_boxed (palier_prospect_service_get (prospects (self), &id));
  g_assert_cmpstr (palier_prospect_get (again, PALIER_FIELD_LAST_NAME), ==, "Le Goff");

  fixture_fails (
      palier_prospect_service_update (prospects (self), &id, PALIER_FIELD_EMAIL, "nonsense"),
      PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_VALUE);
}

/* What is emptied is unknown from then on, and comes back with the undo. */
static void
test_empty (Fixture *self, gconstpointer unused)
{
  PalierId id = find (self, "goff");
  PalierUndoService *undo = palier_session_get_undo (self->session);
  g_autoptr (PalierProspect) emptied = fixture_take_boxed (
      palier_prospect_service_update (prospects (self), &id, PALIER_FIELD_MOBILE, ""));

  g_assert_null (palier_prospect_get (emptied, PALIER_FIELD_MOBILE));
  g_autoptr (PalierChangeset) last = fixture_take_boxed (palier_undo_service_last (undo));
  g_autoptr (PalierUndo) undone = fixture_take_boxed (palier_undo_service_undo (undo, &last->id));
  g_autoptr (PalierProspect) again =
      fixture_take_boxed (palier_prospect_service_get (prospects (self), &id));
  g_assert_cmpstr (palier_prospect_get (again, PALIER_FIELD_MOBILE), ==, "+33639980001");
}

static GPtrArray *
texts_of (PalierField field, const char *text, PalierField other, const char *other_text)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_field_text_free);

  g_ptr_array_add (texts, palier_field_text_new (field, text));
  g_ptr_array_add (texts, palier_field_text_new (other, other_text));
  return texts;
}

/* Who is there already, by what is typed so far. */
static void
test_find_same (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    PalierField field;
    const char *text;
    const char *last_name; /* (nullable) */
  } cases[] = {
    { PALIER_FIELD_EMAIL, " Jeanne.LeGoff@agence-du-port.example", "Le Goff" },
    { PALIER_FIELD_EMAIL, "jeanne.legoff@", NULL },
    { PALIER_FIELD_EMAIL, "jeanne@agence-du-port.example", NULL },
    { PALIER_FIELD_CITY, "Vannes", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GPtrArray) texts =
        texts_of (cases[i].field, cases[i].text, PALIER_FIELD_FULL_NAME, "Jeanne Le Goff");
    g_autoptr (PalierProspect) same =
        fixture_take_boxed (palier_prospect_service_find_same (prospects (self), texts));
    g_assert_cmpstr (same != NULL ? palier_prospect_get (same, PALIER_FIELD_LAST_NAME) : NULL, ==,
                     cases[i].last_name);
  }
}

static void
test_add (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) texts =
      texts_of (PALIER_FIELD_EMAIL, "A.Kerbrat@example.org", PALIER_FIELD_LAST_NAME, "Kerbrat");
  g_autoptr (PalierAddition) first =
      fixture_take_boxed (palier_prospect_service_add (prospects (self), texts, FALSE));
  g_autoptr (PalierAddition) again =
      fixture_take_boxed (palier_prospect_service_add (prospects (self), texts, FALSE));

  g_assert_true (first->added);
  g_assert_cmpint (fixture_count (self), ==, 4);
  g_assert_cmpstr (palier_prospect_get (first->prospect, PALIER_FIELD_KIND), ==, "person");
  g_assert_null (palier_prospect_get (first->prospect, PALIER_FIELD_LEGAL_BASIS));
  g_assert_false (again->added);
  g_assert_cmpint (palier_prospect_get_n (again->prospect), ==,
                   palier_prospect_get_n (first->prospect));

  g_autoptr (GPtrArray) wrong = texts_of (PALIER_FIELD_EMAIL, "x@", PALIER_FIELD_CITY, "Brest");
  g_autoptr (GPtrArray) nobody = texts_of (PALIER_FIELD_NOTES, "x", PALIER_FIELD_CITY, "Brest");
  fixture_fails (palier_prospect_service_add (prospects (self), wrong, FALSE), PALIER_SESSION_ERROR,
                 PALIER_SESSION_ERROR_FIELD);
  fixture_fails (palier_prospect_service_add (prospects (self), nobody, FALSE),
                 PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_FIELD);
  g_autoptr (PalierUndo) undone = fixture_take_boxed (
      palier_undo_service_undo (palier_session_get_undo (self->session), &first->changeset));
  g_assert_cmpint (fixture_count (self), ==, 3);
}

static void
test_remove (Fixture *self, gconstpointer unused)
{
  PalierId id = find (self, "goff");
  g_autoptr (PalierChangeset) removed =
      fixture_take_boxed (palier_prospect_service_remove (prospects (self), &id, 1));

  g_assert_cmpint (fixture_count (self), ==, 2);
  fixture_fails (palier_prospect_service_get (prospects (self), &id), PALIER_STORAGE_ERROR,
                 PALIER_STORAGE_ERROR_NOT_FOUND);
  g_autoptr (PalierUndo) undone = fixture_take_boxed (
      palier_undo_service_undo (palier_session_get_undo (self->session), &removed->id));
  g_assert_cmpint (fixture_count (self), ==, 3);
}

static void
spin_until (gboolean (*holds) (gpointer data), gpointer data)
{
  gint64 end = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;

  while (!holds (data) && g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_assert_true (holds (data));
}

static gboolean
has_three (gpointer list)
{
  return g_list_model_get_n_items (list) == 3;
}

static gboolean
has_two (gpointer list)
{
  return g_list_model_get_n_items (list) == 2;
}

static gboolean
is_filled (gpointer item)
{
  return palier_prospect_item_get_prospect (item) != NULL
         && palier_prospect_item_get_score (item) != NULL;
}

static gboolean
is_in_brest (gpointer item)
{
  return g_strcmp0 (
             palier_prospect_get (palier_prospect_item_get_prospect (item), PALIER_FIELD_CITY),
             "Brest")
         == 0;
}

static void
test_list (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierProspectList) list = palier_prospect_service_list (prospects (self), NULL);

  spin_until (has_three, list);
  g_autoptr (PalierProspectItem) item = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 3));
  spin_until (is_filled, item);

  PalierId id = *palier_prospect_get_id (palier_prospect_item_get_prospect (item));
  g_autoptr (PalierProspect) edited = fixture_take_boxed (
      palier_prospect_service_update (prospects (self), &id, PALIER_FIELD_CITY, "Brest"));
  spin_until (is_in_brest, item);

  g_autoptr (PalierChangeset) removed =
      fixture_take_boxed (palier_prospect_service_remove (prospects (self), &id, 1));
  spin_until (has_two, list);
  g_autoptr (PalierUndo) undone = fixture_take_boxed (
      palier_undo_service_undo (palier_session_get_undo (self->session), &removed->id));
  spin_until (has_three, list);

  g_autoptr (PalierQuery) query = palier_query_new ();
  query->search = g_strdup ("goff");
  query->sort = PALIER_FIELD_NONE;
  palier_prospect_list_set_query (list, query);
  g_assert_true (palier_prospect_list_is_loading (list));
}

static void
test_explain (Fixture *self, gconstpointer unused)
{
  PalierId id = find (self, "goff");
  g_autoptr (PalierExplanation) explanation =
      fixture_take_boxed (palier_prospect_service_explain (prospects (self), &id));

  g_assert_cmpuint (explanation->reasons->len, >, 8);
  g_assert_cmpuint (explanation->reasons->len, ==, explanation->sentences->len);
  for (guint i = 0; i < explanation->sentences->len; i++)
  {
    const PalierReason *reason = g_ptr_array_index (explanation->reasons, i);
    g_assert_cmpstr (palier_words_criterion (reason->criterion), !=, reason->criterion);
    g_assert_nonnull (strstr (g_ptr_array_index (explanation->sentences, i),
                              palier_words_criterion (reason->criterion)));
  }
}

static void
on_exported_cb (guint64 rows, guint64 of, gpointer told)
{
  g_assert_cmpuint (of, ==, 3);
  *(guint64 *) told = rows;
}

static void
cancel_cb (guint64 rows, guint64 of, gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
}

static void
test_export (Fixture *self, gconstpointer unused)
{
  static const char *const beginnings[] = { "\xef\xbb\xbf", "PK", "BEGIN:VCARD" };
  guint64 told = 0;

  for (int i = 0; i < PALIER_N_EXPORT_FORMATS; i++)
  {
    g_autofree char *path = g_build_filename (self->folder, "no suffix", NULL);
    g_autofree char *content = NULL;
    PalierExportOrder order = { .format = (PalierExportFormat) i, .path = path };
    g_assert_cmpint (fixture_take_int64 (palier_prospect_service_export (
                         prospects (self), &order, on_exported_cb, &told, NULL)),
                     ==, 3);
    g_assert_cmpuint (told, ==, 3);
    g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
    g_assert_true (g_str_has_prefix (content, beginnings[i]));
  }
}

/* What stood there stays, and nothing stands beside it. */
static void
test_export_cancelled (Fixture *self, gconstpointer unused)
{
  g_autofree char *folder = g_build_filename (self->folder, "out", NULL);
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_mkdir (folder, 0700);
  g_assert_true (g_file_set_contents (path, "before", -1, NULL));
  for (int i = 0; i < PALIER_N_EXPORT_FORMATS; i++)
  {
    g_autofree char *content = NULL;
    PalierExportOrder order = { .format = (PalierExportFormat) i, .path = path };
    g_autoptr (GDir) entries = NULL;
    g_cancellable_reset (cancellable);
    fixture_fails (palier_prospect_service_export (prospects (self), &order, cancel_cb, cancellable,
                                                   cancellable),
                   G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
    g_assert_cmpstr (content, ==, "before");
    entries = g_dir_open (folder, 0, NULL);
    g_assert_cmpstr (g_dir_read_name (entries), ==, "file");
    g_assert_null (g_dir_read_name (entries));
  }
}

static void
test_export_name (void)
{
  static const struct
  {
    const char *typed, *csv, *xlsx;
  } cases[] = {
    { "/a/liste", "/a/liste.csv", "/a/liste.xlsx" },
    { "/a/liste.csv", "/a/liste.csv", "/a/liste.xlsx" },
    { "/a/liste.XLSX", "/a/liste.csv", "/a/liste.XLSX" },
    { "/a/liste.vcf", "/a/liste.csv", "/a/liste.xlsx" },
    { "/a/liste 2026.11", "/a/liste 2026.11.csv", "/a/liste 2026.11.xlsx" },
    { "/a.csv/liste", "/a.csv/liste.csv", "/a.csv/liste.xlsx" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *csv = palier_export_format_complete (PALIER_EXPORT_CSV, cases[i].typed);
    g_autofree char *xlsx = palier_export_format_complete (PALIER_EXPORT_XLSX, cases[i].typed);
    g_assert_cmpstr (csv, ==, cases[i].csv);
    g_assert_cmpstr (xlsx, ==, cases[i].xlsx);
  }
}

static void
reopen (Fixture *self)
{
  fixture_close (self);
  self->session = fixture_session (self);
  fixture_done (palier_session_open (self->session));
}

static void
test_settings (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierProfile) profile = palier_profile_new ();
  g_autoptr (PalierSender) sender = palier_sender_new ();
  PalierSettingsService *settings = palier_session_get_settings (self->session);

  for (const char *const *key = palier_profile_keys (); *key != NULL; key++)
    g_assert_true (palier_profile_set_key (profile, *key, *key));
  g_assert_false (palier_profile_set_key (profile, "nonsense", "x"));
  fixture_done (palier_settings_service_set_profile (settings, profile));
  sender->host = g_strdup ("smtp.example.org");
  sender->port = 465;
  sender->security = g_strdup ("tls");
  sender->from_email = g_strdup ("a@example.org");
  fixture_done (palier_settings_service_set_sender (settings, sender, "s3cret"));

  reopen (self);
  settings = palier_session_get_settings (self->session);
  g_autoptr (PalierProfile) kept =
      fixture_take_boxed (palier_settings_service_get_profile (settings));
  g_autoptr (PalierSender) mailbox =
      fixture_take_boxed (palier_settings_service_get_sender (settings));
  for (const char *const *key = palier_profile_keys (); *key != NULL; key++)
    g_assert_cmpstr (palier_profile_get_key (kept, *key), ==, *key);
  g_assert_cmpint (mailbox->port, ==, 465);

  DexFuture *has = palier_settings_service_has_password (settings);
  g_assert_true (g_value_get_boolean (fixture_wait (has, NULL)));
  dex_unref (has);
}

static void
test_open (Fixture *self, gconstpointer unused)
{
  g_autofree char *nowhere = g_build_filename (self->folder, "nowhere", NULL);
  g_autofree char *other_key = fixture_file (
      self, "other", "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n");
  g_autoptr (PalierSession) none = palier_session_new (
      &(PalierSessionOptions) { .directory = nowhere, .key_file = self->key_file });
  g_autoptr (PalierSession) again = fixture_session (self);
  g_autoptr (PalierSession) stranger = palier_session_new (
      &(PalierSessionOptions) { .directory = self->workspace, .key_file = other_key });

  g_assert_false (palier_session_exists (none));
  fixture_fails (palier_session_open (none), PALIER_STORAGE_ERROR,
                 PALIER_STORAGE_ERROR_NO_WORKSPACE);
  g_assert_true (palier_session_exists (again));
  fixture_fails (palier_session_create (again), PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_EXISTS);
  g_chmod (other_key, 0600);
  fixture_fails (palier_session_open (stranger), PALIER_STORAGE_ERROR,
                 PALIER_STORAGE_ERROR_WRONG_KEY);

  /* Beside the one that is open, as palierctl beside the application. */
  fixture_done (palier_session_open (again));
  g_assert_cmpint (fixture_take_int64 (
                       palier_prospect_service_count (palier_session_get_prospects (again), NULL)),
                   ==, 3);
  fixture_done (palier_session_close (again));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add (name, Fixture, NULL, set_up, test, fixture_tear_down)
  g_test_add_func ("/prospects/fields", test_fields);
  ADD ("/prospects/update", test_update);
  ADD ("/prospects/empty", test_empty);
  ADD ("/prospects/find-same", test_find_same);
  ADD ("/prospects/add", test_add);
  ADD ("/prospects/remove", test_remove);
  ADD ("/prospects/list", test_list);
  ADD ("/prospects/explain", test_explain);
  ADD ("/prospects/export", test_export);
  ADD ("/prospects/export/cancelled", test_export_cancelled);
  g_test_add_func ("/prospects/export/name", test_export_name);
  ADD ("/session/settings", test_settings);
  ADD ("/session/open", test_open);
  return g_test_run ();
}
