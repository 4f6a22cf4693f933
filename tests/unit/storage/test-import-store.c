/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that were imported, and where prospects are from.
 *
 * 1. what is added is listed, with everything it says; a file is found by its hash
 * 2. ranges and single rows: each prospect has the lines of its files, in their order
 * 3. given up: neither the file nor its origins are there
 * 4. undone: the file stays and is not found by its hash; its origins go, but for what was changed
 * 5. many rows, asked for in any order and twice */
#include "storage-fixture.h"

#include "palier-changeset-store.h"
#include "palier-import-store.h"

static PalierId
begin (Fixture *self)
{
  PalierId id = palier_workspace_new_id (self->workspace);

  fixture_done (palier_changeset_store_begin (self->workspace, &id, "import", "a.csv"));
  return id;
}

static PalierImportFile *
make_file (const PalierId *changeset, const char *name)
{
  PalierImportFile *file = palier_import_file_new ();

  file->changeset = *changeset;
  file->file_name = g_strdup (name);
  file->file_hash = g_strconcat ("hash of ", name, NULL);
  file->format = g_strdup ("csv");
  file->at_ms = START_MS;
  file->rows = 7;
  file->created = 3;
  file->updated = 2;
  file->unchanged = 1;
  file->skipped = 1;
  file->suppressed = 4;
  file->legal_basis = g_strdup ("consent");
  file->source = g_strdup ("Salon de Nantes");
  file->source_date = g_strdup ("2025-10-01");
  file->mapping = g_strdup ("{\"columns\":[]}");
  return file;
}

static void
add_origins (Fixture *self, const PalierId *changeset, const PalierOriginRange *ranges, guint n)
{
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof *ranges);

  g_array_append_vals (array, ranges, n);
  fixture_done (palier_import_store_add_origins (self->workspace, changeset, array));
}

static PalierOrigins *
get_origins (Fixture *self, const gint64 *ns, guint n)
{
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof *ns);

  g_array_append_vals (array, ns, n);
  return fixture_take_boxed (palier_import_store_origins (self->workspace, array));
}

/* An import of @count prospects from line 2 on, of which the last line repeats the first. */
static PalierId
import_some (Fixture *self, const char *name, int count, gint64 *first_n)
{
  PalierId changeset = begin (self);
  g_autoptr (GPtrArray) prospects = fixture_prospects (0, count);
  g_autoptr (PalierImportFile) file = make_file (&changeset, name);

  *first_n = fixture_take_int64 (
      palier_prospect_store_insert (self->workspace, &changeset, prospects, NULL));
  PalierOriginRange ranges[] = { { *first_n, 2, (guint) count },
                                 { *first_n, (guint64) count + 2, 1 } };
  add_origins (self, &changeset, ranges, G_N_ELEMENTS (ranges));
  fixture_done (palier_import_store_add (self->workspace, file));
  return changeset;
}

static void
assert_origin (const PalierOrigins *origins, guint i, gint64 n, guint64 line, const char *name)
{
  const PalierOrigin *row = &g_array_index (origins->rows, PalierOrigin, i);
  const PalierImportFile *file = g_ptr_array_index (origins->files, row->file);

  g_assert_cmpint (row->n, ==, n);
  g_assert_cmpuint (row->line, ==, line);
  g_assert_cmpstr (file->file_name, ==, name);
}

static void
test_files (Fixture *self, gconstpointer unused)
{
  gint64 n;
  PalierId id = import_some (self, "a.csv", 2, &n);

  fixture_done (palier_changeset_store_close (self->workspace, &id));
  id = import_some (self, "b.csv", 2, &n);
  fixture_done (palier_changeset_store_close (self->workspace, &id));
  g_autoptr (GPtrArray) files = fixture_take_boxed (palier_import_store_list (self->workspace, 0));
  g_assert_cmpuint (files->len, ==, 2);
  const PalierImportFile *file = g_ptr_array_index (files, 0);
  g_assert_true (palier_id_equal (&file->changeset, &id));
  g_assert_cmpstr (file->file_name, ==, "b.csv");
  g_assert_cmpstr (file->format, ==, "csv");
  g_assert_cmpint (file->at_ms, ==, START_MS);
  g_assert_cmpuint (file->rows, ==, 7);
  g_assert_cmpuint (file->created, ==, 3);
  g_assert_cmpuint (file->updated, ==, 2);
  g_assert_cmpuint (file->unchanged, ==, 1);
  g_assert_cmpuint (file->skipped, ==, 1);
  g_assert_cmpuint (file->suppressed, ==, 4);
  g_assert_cmpstr (file->legal_basis, ==, "consent");
  g_assert_cmpstr (file->source, ==, "Salon de Nantes");
  g_assert_cmpstr (file->source_date, ==, "2025-10-01");
  g_assert_cmpstr (file->mapping, ==, "{\"columns\":[]}");

  g_autoptr (PalierImportFile) found =
      fixture_take_boxed (palier_import_store_find (self->workspace, "hash of a.csv"));
  g_assert_cmpstr (found->file_name, ==, "a.csv");
  g_assert_null (fixture_take_boxed (palier_import_store_find (self->workspace, "another")));
  g_autoptr (PalierChangeset) changeset =
      fixture_take_boxed (palier_changeset_store_get (self->workspace, &id));
  g_assert_cmpuint (changeset->n_records, ==, 2);
}

static void
test_origins (Fixture *self, gconstpointer unused)
{
  gint64 a, b;
  PalierId id = import_some (self, "a.csv", 5, &a);

  fixture_done (palier_changeset_store_close (self->workspace, &id));
  id = import_some (self, "b.csv", 5, &b);
  add_origins (self, &id, &(PalierOriginRange) { a + 4, 100, 1 }, 1);
  fixture_done (palier_changeset_store_close (self->workspace, &id));

  gint64 ns[] = { b, a + 4, a, 1000000 };
  g_autoptr (PalierOrigins) origins = get_origins (self, ns, G_N_ELEMENTS (ns));
  g_assert_cmpuint (origins->rows->len, ==, 6);
  assert_origin (origins, 0, a, 2, "a.csv");
  assert_origin (origins, 1, a, 7, "a.csv");
  assert_origin (origins, 2, a + 4, 6, "a.csv");
  assert_origin (origins, 3, a + 4, 100, "b.csv");
  assert_origin (origins, 4, b, 2, "b.csv");
  assert_origin (origins, 5, b, 7, "b.csv");
}

static void
test_given_up (Fixture *self, gconstpointer unused)
{
  gint64 n;
  PalierId id = import_some (self, "a.csv", 3, &n);

  fixture_done (palier_changeset_store_abandon (self->workspace, &id));
  g_autoptr (PalierOrigins) origins = get_origins (self, &n, 1);
  g_autoptr (GPtrArray) files = fixture_take_boxed (palier_import_store_list (self->workspace, 0));
  g_assert_cmpuint (origins->rows->len, ==, 0);
  g_assert_cmpuint (files->len, ==, 0);
}

static void
test_undone (Fixture *self, gconstpointer unused)
{
  gint64 kept, gone;
  PalierId other = import_some (self, "b.csv", 3, &kept);

  fixture_done (palier_changeset_store_close (self->workspace, &other));
  PalierId id = import_some (self, "a.csv", 3, &gone);
  fixture_done (palier_changeset_store_close (self->workspace, &id));
  g_autoptr (PalierUndoResult) result =
      fixture_take_boxed (palier_changeset_store_undo (self->workspace, &id));
  gint64 ns[] = { kept, gone };
  g_autoptr (PalierOrigins) origins = get_origins (self, ns, G_N_ELEMENTS (ns));
  g_autoptr (GPtrArray) files = fixture_take_boxed (palier_import_store_list (self->workspace, 0));

  g_assert_cmpuint (origins->rows->len, ==, 2);
  assert_origin (origins, 0, kept, 2, "b.csv");
  g_assert_cmpuint (files->len, ==, 2);
  g_assert_null (fixture_take_boxed (palier_import_store_find (self->workspace, "hash of a.csv")));
}

static void
test_many (Fixture *self, gconstpointer unused)
{
  PalierId id = begin (self);
  g_autoptr (PalierImportFile) file = make_file (&id, "a.csv");
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < 5; i++)
    add_origins (self, &id,
                 &(PalierOriginRange) { 1 + i * PALIER_ORIGIN_RANGE_MAX,
                                        2 + i * PALIER_ORIGIN_RANGE_MAX, PALIER_ORIGIN_RANGE_MAX },
                 1);
  fixture_done (palier_import_store_add (self->workspace, file));
  fixture_done (palier_changeset_store_close (self->workspace, &id));
  for (gint64 n = 5 * PALIER_ORIGIN_RANGE_MAX; n > 0; n -= 3)
    for (int twice = 0; twice < 2; twice++)
      g_array_append_val (ns, n);
  g_autoptr (PalierOrigins) origins = get_origins (self, (gint64 *) ns->data, ns->len);
  g_assert_cmpuint (origins->rows->len, ==, ns->len / 2);
  for (guint i = 0; i < origins->rows->len; i++)
  {
    const PalierOrigin *row = &g_array_index (origins->rows, PalierOrigin, i);
    g_assert_cmpuint (row->line, ==, (guint64) row->n + 1);
    g_assert_cmpuint (row->file, ==, 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add (name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("/import-store/files", test_files);
  ADD ("/import-store/origins", test_origins);
  ADD ("/import-store/given-up", test_given_up);
  ADD ("/import-store/undone", test_undone);
  ADD ("/import-store/many", test_many);
  return g_test_run ();
}
