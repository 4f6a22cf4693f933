/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1  rows of an open changeset are seen by nobody, and by all once it is closed
 * 2  abandoned, or open at a restart: nothing is left of it
 * 3  an edit is undone, unless the field was written again
 * 4  a deletion is undone
 * 5  an import is undone; rows that somebody wrote into stay and are told
 *    its rows that it completed itself go with the others
 * 6  values put by in an open changeset take their place when it is closed
 * 7  a second undo, an unknown changeset: an error of their own
 * 8  a bulk load into an empty base: chunks, the indices afterwards
 */
#include "storage-fixture.h"

static PalierId
begin_import (Fixture *self)
{
  PalierId id = palier_workspace_new_id (self->workspace);

  fixture_done (palier_changeset_store_begin (self->workspace, &id, "import", "contacts.csv"));
  return id;
}

static void
insert (Fixture *self, const PalierId *changeset, int first, int count)
{
  g_autoptr (GPtrArray) prospects = fixture_prospects (first, count);

  fixture_take_int64 (palier_prospect_store_insert (self->workspace, changeset, prospects, NULL));
}

static PalierId
id_of (Fixture *self, const char *search)
{
  g_autoptr (PalierQuery) query = palier_query_new ();

  query->search = g_strdup (search);
  g_autoptr (GArray) ns =
      fixture_take_boxed (palier_prospect_store_ids (self->workspace, query, 1));
  g_assert_cmpuint (ns->len, ==, 1);
  g_autoptr (GPtrArray) rows =
      fixture_take_boxed (palier_prospect_store_rows (self->workspace, ns));
  return *palier_prospect_get_id (g_ptr_array_index (rows, 0));
}

static DexFuture *
edit (Fixture *self, const PalierId *changeset, const PalierId *id, PalierField field,
      const char *value)
{
  g_autoptr (GPtrArray) edits =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_edit_free);

  palier_clock_advance (self->clock, 1000);
  g_ptr_array_add (edits, palier_prospect_edit_new (id, field, value, NULL));
  return palier_prospect_store_update (self->workspace, changeset, edits);
}

static void
assert_field (Fixture *self, const PalierId *id, PalierField field, const char *value)
{
  g_autoptr (PalierProspect) prospect =
      fixture_take_boxed (palier_prospect_store_get (self->workspace, id));

  g_assert_cmpstr (palier_prospect_get (prospect, field), ==, value);
}

static void
assert_sound (Fixture *self)
{
  fixture_done (palier_workspace_check (self->workspace));
}

static PalierUndoResult *
undo (Fixture *self, const PalierId *id)
{
  palier_clock_advance (self->clock, 1000);
  return fixture_take_boxed (palier_changeset_store_undo (self->workspace, id));
}

static void
test_hidden (Fixture *self, gconstpointer unused)
{
  PalierProspectKey key = { PALIER_FIELD_EMAIL, "jeanne.5@agence-5.example" };

  insert (self, NULL, 100, 2);
  PalierId import = begin_import (self);
  insert (self, &import, 0, 30);
  insert (self, NULL, 200, 1);
  insert (self, &import, 30, 30);
  g_assert_cmpuint (fixture_count (self, NULL), ==, 3);
  g_assert_cmpuint (fixture_count (self, "jeanne.5"), ==, 0);
  g_autoptr (GArray) none =
      fixture_take_boxed (palier_prospect_store_find (self->workspace, &key, 1));
  g_assert_cmpuint (none->len, ==, 0);
  assert_sound (self);
  fixture_done (palier_changeset_store_close (self->workspace, &import));
  g_assert_cmpuint (fixture_count (self, NULL), ==, 63);
  g_autoptr (GArray) one =
      fixture_take_boxed (palier_prospect_store_find (self->workspace, &key, 1));
  g_assert_cmpuint (one->len, ==, 1);
  g_autoptr (PalierChangeset) changeset =
      fixture_take_boxed (palier_changeset_store_get (self->workspace, &import));
  g_assert_cmpuint (changeset->n_records, ==, 60);
  assert_sound (self);
}

static void
test_abandoned (Fixture *self, gconstpointer by_restart)
{
  insert (self, NULL, 100, 2);
  PalierId import = begin_import (self);
  insert (self, &import, 0, 800);
  insert (self, NULL, 2000, 1);
  insert (self, &import, 800, 10);
  if (by_restart)
    fixture_reopen (self);
  else
    fixture_done (palier_changeset_store_abandon (self->workspace, &import));
  g_assert_cmpuint (fixture_count (self, NULL), ==, 3);
  fixture_fails (palier_changeset_store_get (self->workspace, &import),
                 PALIER_STORAGE_ERROR_NOT_FOUND);
  fixture_fails (palier_changeset_store_close (self->workspace, &import),
                 PALIER_STORAGE_ERROR_NOT_FOUND);
  assert_sound (self);
}

static void
test_edit (Fixture *self, gconstpointer unused)
{
  insert (self, NULL, 0, 3);
  PalierId id = id_of (self, "+33639000001");
  g_autoptr (PalierChangeset) first =
      fixture_take_boxed (edit (self, NULL, &id, PALIER_FIELD_CITY, "Brest"));
  g_autoptr (PalierChangeset) second =
      fixture_take_boxed (edit (self, NULL, &id, PALIER_FIELD_TAGS, "vu\nà rappeler"));
  g_assert_cmpstr (first->action, ==, "edit");
  g_assert_cmpuint (fixture_count (self, "brest"), ==, 1);
  g_autoptr (PalierUndoResult) city = undo (self, &first->id);
  g_autoptr (PalierUndoResult) tags = undo (self, &second->id);
  g_assert_cmpuint (city->n_conflicts + tags->n_conflicts, ==, 0);
  assert_field (self, &id, PALIER_FIELD_CITY, "Nantes");
  assert_field (self, &id, PALIER_FIELD_TAGS, NULL);
  g_assert_cmpuint (fixture_count (self, "brest"), ==, 0);

  g_autoptr (PalierChangeset) third =
      fixture_take_boxed (edit (self, NULL, &id, PALIER_FIELD_CITY, "Lyon"));
  fixture_done (edit (self, NULL, &id, PALIER_FIELD_CITY, "Lille"));
  g_autoptr (PalierUndoResult) late = undo (self, &third->id);
  g_assert_cmpuint (late->n_records, ==, 0);
  g_assert_cmpuint (late->conflicts->len, ==, 1);
  const PalierConflict *conflict = g_ptr_array_index (late->conflicts, 0);
  g_assert_cmpstr (conflict->field, ==, "city");
  g_assert_true (palier_id_equal (&conflict->id, &id));
  assert_field (self, &id, PALIER_FIELD_CITY, "Lille");
  assert_sound (self);
}

static void
test_delete (Fixture *self, gconstpointer unused)
{
  insert (self, NULL, 0, 3);
  PalierId id = id_of (self, "+33639000001");
  g_autoptr (PalierChangeset) deleted =
      fixture_take_boxed (palier_prospect_store_delete (self->workspace, &id, 1));
  g_assert_cmpuint (fixture_count (self, NULL), ==, 2);
  g_assert_cmpuint (fixture_count (self, "jeanne.1"), ==, 0);
  fixture_fails (palier_prospect_store_get (self->workspace, &id), PALIER_STORAGE_ERROR_NOT_FOUND);
  assert_sound (self);
  g_autoptr (PalierUndoResult) result = undo (self, &deleted->id);
  g_assert_cmpuint (result->n_records, ==, 1);
  g_assert_cmpuint (fixture_count (self, "jeanne.1"), ==, 1);
  assert_sound (self);
}

static void
test_undo_import (Fixture *self, gconstpointer unused)
{
  insert (self, NULL, 9000, 5);
  PalierId import = begin_import (self);
  insert (self, &import, 0, 1000);
  fixture_done (palier_changeset_store_close (self->workspace, &import));
  PalierId written = id_of (self, "+33639000007"), moved = id_of (self, "+33639000008");
  fixture_done (edit (self, NULL, &written, PALIER_FIELD_NOTES, "Rappeler mardi"));
  fixture_done (edit (self, NULL, &moved, PALIER_FIELD_STAGE, "contacted"));
  g_autoptr (PalierUndoResult) result = undo (self, &import);
  g_assert_cmpuint (result->n_records, ==, 999);
  g_assert_cmpuint (result->n_conflicts, ==, 1);
  g_assert_cmpuint (fixture_count (self, NULL), ==, 6);
  assert_field (self, &written, PALIER_FIELD_NOTES, "Rappeler mardi");
  g_assert_cmpuint (fixture_count (self, "rappeler"), ==, 1);
  assert_sound (self);
  fixture_reopen (self);
  g_assert_cmpuint (fixture_count (self, NULL), ==, 6);
  g_autoptr (GPtrArray) list =
      fixture_take_boxed (palier_changeset_store_list (self->workspace, 0));
  PalierChangeset *undone = g_ptr_array_index (list, list->len - 2);
  g_assert_cmpstr (undone->action, ==, "import");
  g_assert_true (undone->undone);
  fixture_fails (palier_changeset_store_undo (self->workspace, &import),
                 PALIER_STORAGE_ERROR_STATE);
}

static void
test_undo_completed (Fixture *self, gconstpointer unused)
{
  PalierId import = begin_import (self);
  g_autoptr (GPtrArray) prospects = fixture_prospects (0, 3);
  PalierId first = palier_workspace_new_id (self->workspace);
  PalierId second = palier_workspace_new_id (self->workspace);

  palier_prospect_set_id (prospects->pdata[0], &first);
  palier_prospect_set_id (prospects->pdata[1], &second);
  fixture_take_int64 (palier_prospect_store_insert (self->workspace, &import, prospects, NULL));
  fixture_done (edit (self, &import, &first, PALIER_FIELD_WEBSITE, "https://oxalis.example"));
  fixture_done (edit (self, &import, &second, PALIER_FIELD_WEBSITE, "https://lotier.example"));
  fixture_done (palier_changeset_store_close (self->workspace, &import));
  fixture_done (edit (self, NULL, &second, PALIER_FIELD_NOTES, "Rappeler mardi"));
  g_autoptr (PalierUndoResult) result = undo (self, &import);
  g_assert_cmpuint (result->n_records, ==, 2);
  g_assert_cmpuint (result->n_conflicts, ==, 1);
  g_assert_cmpuint (fixture_count (self, NULL), ==, 1);
  assert_field (self, &second, PALIER_FIELD_WEBSITE, "https://lotier.example");
  assert_sound (self);
}

/* What the row found by @search is within the open changeset. */
static void
assert_will_be (Fixture *self, const PalierId *changeset, const char *search, PalierField field,
                const char *value)
{
  g_autoptr (PalierQuery) query = palier_query_new ();

  query->search = g_strdup (search);
  g_autoptr (GArray) ns =
      fixture_take_boxed (palier_prospect_store_ids (self->workspace, query, 1));
  g_autoptr (GPtrArray) rows =
      fixture_take_boxed (palier_prospect_store_rows_in (self->workspace, changeset, ns));
  g_assert_cmpstr (palier_prospect_get (rows->pdata[0], field), ==, value);
}

static void
test_staged (Fixture *self, gconstpointer unused)
{
  insert (self, NULL, 0, 3);
  PalierId id = id_of (self, "+33639000001");
  PalierId import = begin_import (self);
  insert (self, &import, 10, 5);
  fixture_done (edit (self, &import, &id, PALIER_FIELD_WEBSITE, "https://oxalis.example"));
  assert_field (self, &id, PALIER_FIELD_WEBSITE, NULL);
  assert_will_be (self, &import, "+33639000001", PALIER_FIELD_WEBSITE, "https://oxalis.example");
  fixture_done (palier_changeset_store_close (self->workspace, &import));
  assert_field (self, &id, PALIER_FIELD_WEBSITE, "https://oxalis.example");
  g_assert_cmpuint (fixture_count (self, "oxalis"), ==, 1);
  g_autoptr (PalierUndoResult) result = undo (self, &import);
  g_assert_cmpuint (result->n_records, ==, 6);
  assert_field (self, &id, PALIER_FIELD_WEBSITE, NULL);
  g_assert_cmpuint (fixture_count (self, NULL), ==, 3);
  assert_sound (self);
}

static void
test_errors (Fixture *self, gconstpointer unused)
{
  PalierId unknown = palier_workspace_new_id (self->workspace);
  g_autoptr (GPtrArray) prospects = fixture_prospects (0, 1);

  fixture_fails (palier_changeset_store_undo (self->workspace, &unknown),
                 PALIER_STORAGE_ERROR_NOT_FOUND);
  fixture_fails (palier_prospect_store_insert (self->workspace, &unknown, prospects, NULL),
                 PALIER_STORAGE_ERROR_NOT_FOUND);
  fixture_fails (edit (self, NULL, &unknown, PALIER_FIELD_CITY, "Brest"),
                 PALIER_STORAGE_ERROR_NOT_FOUND);
  insert (self, NULL, 0, 1);
  PalierId id = id_of (self, "jeanne");
  fixture_fails (edit (self, NULL, &id, PALIER_FIELD_STAGE, "nowhere"), PALIER_STORAGE_ERROR_VALUE);
  PalierId import = begin_import (self);
  fixture_fails (palier_changeset_store_undo (self->workspace, &import),
                 PALIER_STORAGE_ERROR_STATE);
  fixture_done (palier_changeset_store_close (self->workspace, &import));
  fixture_fails (palier_prospect_store_insert (self->workspace, &import, prospects, NULL),
                 PALIER_STORAGE_ERROR_STATE);
  g_autoptr (GPtrArray) list =
      fixture_take_boxed (palier_changeset_store_list (self->workspace, 0));
  g_assert_cmpuint (list->len, ==, 2);
  assert_sound (self);
}

static void
test_bulk (Fixture *self, gconstpointer unused)
{
  PalierProspectKey keys[] = { { PALIER_FIELD_EMAIL, "jeanne.700@agence-21.example" },
                               { PALIER_FIELD_MOBILE, "+33639090000" } };
  PalierId import = begin_import (self);

  insert (self, &import, 0, 600);
  insert (self, NULL, 90000, 1);
  insert (self, &import, 600, 600);
  g_autoptr (GArray) meanwhile =
      fixture_take_boxed (palier_prospect_store_find (self->workspace, keys, 2));
  g_assert_cmpuint (meanwhile->len, ==, 1);
  g_assert_cmpuint (g_array_index (meanwhile, PalierProspectMatch, 0).key, ==, 1);
  fixture_done (palier_changeset_store_close (self->workspace, &import));
  g_autoptr (GArray) after =
      fixture_take_boxed (palier_prospect_store_find (self->workspace, keys, 2));
  g_assert_cmpuint (after->len, ==, 2);
  g_assert_cmpuint (fixture_count (self, NULL), ==, 1201);
  assert_sound (self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(path, data, function)                                                                 \
  g_test_add (path, Fixture, data, fixture_set_up, function, fixture_tear_down)
  TEST ("/storage/changesets/hidden", NULL, test_hidden);
  TEST ("/storage/changesets/abandoned", NULL, test_abandoned);
  TEST ("/storage/changesets/left-open", "restart", test_abandoned);
  TEST ("/storage/changesets/edit", NULL, test_edit);
  TEST ("/storage/changesets/delete", NULL, test_delete);
  TEST ("/storage/changesets/import", NULL, test_undo_import);
  TEST ("/storage/changesets/completed", NULL, test_undo_completed);
  TEST ("/storage/changesets/staged", NULL, test_staged);
  TEST ("/storage/changesets/errors", NULL, test_errors);
  TEST ("/storage/changesets/bulk", NULL, test_bulk);
  return g_test_run ();
}
