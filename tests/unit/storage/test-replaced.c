/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was written here and gives way to another device's word.
 *
 * 1. it is kept, once, with what stands there now, who wrote that and when; what this device writes
 *    after that settles it, and so does letting it go
 * 2. not kept is: the same value, what came with the record, what a rule wrote, a value that wins
 * 3. one prospect's and everybody's, the latest of a field; not of a record that is hidden
 * 4. it is kept for a time, and a number of them; an erasure takes it along */
#include "palier-replaced-store.h"

#include "palier-change-store.h"
#include "palier-database.h"
#include "palier-event-store.h"
#include "palier-replaced-keep.h"
#include "palier-setting-store.h"
#include "storage-fixture.h"

#define DAY_MS (24 * 60 * 60 * G_GINT64_CONSTANT (1000))
#define THEIRS 99

static PalierId
add (Fixture *self, int i)
{
  g_autoptr (GPtrArray) prospects = fixture_prospects (i, 1);
  PalierId id = palier_workspace_new_id (self->workspace);

  palier_prospect_set_id (g_ptr_array_index (prospects, 0), &id);
  fixture_take_int64 (palier_prospect_store_insert (self->workspace, NULL, prospects, NULL));
  return id;
}

static void
edit (Fixture *self, const PalierId *id, PalierField field, const char *value)
{
  g_autoptr (GPtrArray) edits =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_edit_free);

  palier_clock_advance (self->clock, 10);
  g_ptr_array_add (edits, palier_prospect_edit_new (id, field, value, NULL));
  fixture_done (palier_prospect_store_update (self->workspace, NULL, edits));
}

/* As another device writes it now, or @later_ms after. Returns: how many values gave way */
static guint
deliver_later (Fixture *self, const PalierId *id, guint field, const char *value, gint64 later_ms)
{
  PalierMark mark = { (PalierStamp) (palier_clock_now_ms (self->clock) + later_ms) << 16, THEIRS };
  PalierRecord *record = palier_record_new (PALIER_KIND_PROSPECT, id);
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_record_free);
  PalierDelivery delivery = { .records = records };

  palier_record_set (record, field, value, mark);
  g_ptr_array_add (records, record);
  g_autofree PalierApplied *applied =
      fixture_take_boxed (palier_change_store_apply (self->workspace, &delivery));
  return applied->n_replaced;
}

static guint
deliver (Fixture *self, const PalierId *id, guint field, const char *value)
{
  palier_clock_advance (self->clock, 10);
  return deliver_later (self, id, field, value, 0);
}

static GPtrArray *
list (Fixture *self, const PalierId *id)
{
  return fixture_take_boxed (palier_replaced_store_list (self->workspace, id, 100));
}

static guint
count (Fixture *self, const PalierId *id)
{
  g_autoptr (GPtrArray) all = list (self, id);
  return all->len;
}

static void
test_kept (Fixture *self, gconstpointer unused)
{
  PalierId id = add (self, 1);
  g_autofree char *setting = palier_author_dup_setting (THEIRS);
  g_autofree char *author = palier_author_to_text ("zoe@gare.example", "accueil");

  edit (self, &id, PALIER_FIELD_CITY, "Lyon");
  g_assert_cmpuint (deliver (self, &id, PALIER_FIELD_CITY, "Metz"), ==, 1);
  gint64 written_ms = palier_clock_now_ms (self->clock);
  g_assert_cmpuint (deliver_later (self, &id, PALIER_FIELD_CITY, "Metz", 0), ==, 0);

  g_autoptr (GPtrArray) before = list (self, &id);
  const PalierReplaced *one = g_ptr_array_index (before, 0);
  g_assert_cmpuint (before->len, ==, 1);
  g_assert_cmpstr (one->field, ==, "city");
  g_assert_cmpstr (one->value, ==, "Lyon");
  g_assert_cmpstr (one->now, ==, "Metz");
  g_assert_cmpint (one->now_ms, ==, written_ms);
  g_assert_true (palier_id_equal (&one->id, &id));
  g_assert_null (one->member);
  fixture_done (palier_setting_store_set (self->workspace, setting, author));
  g_autoptr (GPtrArray) named = list (self, &id);
  one = g_ptr_array_index (named, 0);
  g_assert_cmpstr (one->member, ==, "zoe@gare.example");
  g_assert_cmpstr (one->computer, ==, "accueil");
}

static void
test_settled (Fixture *self, gconstpointer unused)
{
  PalierId id = add (self, 1);

  edit (self, &id, PALIER_FIELD_CITY, "Lyon");
  deliver (self, &id, PALIER_FIELD_CITY, NULL);
  g_autoptr (GPtrArray) emptied = list (self, &id);
  g_assert_cmpuint (emptied->len, ==, 1);
  g_assert_null (((const PalierReplaced *) g_ptr_array_index (emptied, 0))->now);
  edit (self, &id, PALIER_FIELD_CITY, "Nice");
  g_assert_cmpuint (count (self, &id), ==, 0);
  deliver (self, &id, PALIER_FIELD_CITY, "Brest");
  g_autoptr (GPtrArray) again = list (self, &id);
  g_assert_cmpuint (again->len, ==, 1);
  g_assert_cmpstr (((const PalierReplaced *) g_ptr_array_index (again, 0))->value, ==, "Nice");
  g_assert_true (
      fixture_take_boolean (palier_replaced_store_forget (self->workspace, &id, "city")));
  g_assert_false (
      fixture_take_boolean (palier_replaced_store_forget (self->workspace, &id, "city")));
  g_assert_cmpuint (count (self, &id), ==, 0);
}

static void
add_move (Fixture *self, const PalierId *id, const char *to, const char *cause)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_event_free);
  PalierEvent *event = palier_event_new ();

  palier_clock_advance (self->clock, 10);
  event->id = palier_workspace_new_id (self->workspace);
  event->name = g_strdup ("prospect.stage_changed");
  event->at_ms = palier_clock_now_ms (self->clock);
  event->prospect = *id;
  event->data =
      g_strdup_printf ("{\"from\":\"prospect\",\"to\":\"%s\",\"cause\":\"%s\"}", to, cause);
  g_ptr_array_add (events, event);
  fixture_done (palier_event_store_append (self->workspace, events));
}

static void
test_not_kept (Fixture *self, gconstpointer unused)
{
  PalierId id = add (self, 1);

  g_assert_cmpuint (deliver (self, &id, PALIER_FIELD_POSTAL_CODE, "01000"), ==, 0);
  edit (self, &id, PALIER_FIELD_CITY, "Lyon");
  g_assert_cmpuint (deliver (self, &id, PALIER_FIELD_CITY, "Lyon"), ==, 0);
  edit (self, &id, PALIER_FIELD_CITY, "Lille");
  g_assert_cmpuint (deliver_later (self, &id, PALIER_FIELD_CITY, "Metz", -1000), ==, 0);

  edit (self, &id, PALIER_FIELD_STAGE, "contacted");
  add_move (self, &id, "contacted", "message.delivered");
  g_assert_cmpuint (deliver (self, &id, PALIER_FIELD_STAGE, "engaged"), ==, 0);
  edit (self, &id, PALIER_FIELD_STAGE, "qualified");
  add_move (self, &id, "qualified", "user");
  g_assert_cmpuint (deliver (self, &id, PALIER_FIELD_STAGE, "lost"), ==, 1);
  edit (self, &id, PALIER_FIELD_LAST_SIGN_AT, "1750000000000");
  g_assert_cmpuint (deliver (self, &id, PALIER_FIELD_LAST_SIGN_AT, "1750000000001"), ==, 0);
  g_assert_cmpuint (count (self, NULL), ==, 1);
}

static void
test_list (Fixture *self, gconstpointer unused)
{
  PalierId first = add (self, 1), second = add (self, 2);

  for (int i = 0; i < 3; i++)
  {
    g_autofree char *ours = g_strdup_printf ("Ici %d", i);
    g_autofree char *theirs = g_strdup_printf ("Ailleurs %d", i);
    edit (self, &first, PALIER_FIELD_CITY, ours);
    g_assert_cmpuint (deliver (self, &first, PALIER_FIELD_CITY, theirs), ==, 1);
  }
  edit (self, &second, PALIER_FIELD_STREET, "1 rue Haute");
  deliver (self, &second, PALIER_FIELD_STREET, "2 rue Basse");
  g_autoptr (GPtrArray) all = list (self, NULL);
  const PalierReplaced *latest = g_ptr_array_index (all, 0), *other = g_ptr_array_index (all, 1);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (latest->field, ==, "street");
  g_assert_cmpstr (other->value, ==, "Ici 2");
  g_assert_cmpstr (other->now, ==, "Ailleurs 2");
  g_assert_cmpuint (count (self, &first), ==, 1);
  g_autoptr (GPtrArray) one =
      fixture_take_boxed (palier_replaced_store_list (self->workspace, NULL, 1));
  g_assert_cmpuint (one->len, ==, 1);
  g_autoptr (PalierChangeset) gone =
      fixture_take_boxed (palier_prospect_store_delete (self->workspace, &second, 1));
  g_assert_cmpuint (count (self, NULL), ==, 1);
}

static void
test_retention (Fixture *self, gconstpointer unused)
{
  PalierId old = add (self, 1), young = add (self, 2);

  edit (self, &old, PALIER_FIELD_CITY, "Lyon");
  deliver (self, &old, PALIER_FIELD_CITY, "Metz");
  palier_clock_advance (self->clock, PALIER_REPLACED_DAYS * DAY_MS - 1000);
  edit (self, &young, PALIER_FIELD_CITY, "Lyon");
  deliver (self, &young, PALIER_FIELD_CITY, "Metz");
  g_assert_cmpuint (count (self, NULL), ==, 2);
  palier_clock_advance (self->clock, 2000);
  fixture_reopen (self);
  g_assert_cmpuint (count (self, &old), ==, 0);
  g_assert_cmpuint (count (self, &young), ==, 1);
}

/* The oldest go first. */
static void
test_bound (Fixture *self, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (self->folder, "base.db", NULL);
  g_autoptr (GError) error = NULL;
  gint64 first = 0, n = 0;

  fixture_close (self);
  g_autoptr (PalierDatabase) database = palier_database_open (
      path, self->key, PALIER_DATABASE_READ_WRITE, self->clock, self->random, &error);
  g_assert_no_error (error);
  palier_database_run (database, &error,
                       "INSERT INTO replaced WITH RECURSIVE one (i) AS (SELECT 1 UNION ALL "
                       "SELECT i + 1 FROM one WHERE i < ?2) "
                       "SELECT 0, i, 'city', i, 'Lyon', ?1 + i FROM one",
                       "ii", START_MS, (gint64) PALIER_REPLACED_MAX + 5);
  g_assert_no_error (error);
  g_assert_true (palier_replaced_sweep (database, START_MS + DAY_MS, &error));
  palier_database_number (database, &n, &error, "SELECT count (*) FROM replaced", "");
  palier_database_number (database, &first, &error, "SELECT min (n) FROM replaced", "");
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, PALIER_REPLACED_MAX);
  g_assert_cmpint (first, ==, 6);
}

static void
test_erased (Fixture *self, gconstpointer unused)
{
  PalierId id = add (self, 1);
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_record_free);
  PalierDelivery delivery = { .records = records };
  PalierRecord *tombstone = palier_record_new (PALIER_KIND_PROSPECT, &id);

  edit (self, &id, PALIER_FIELD_CITY, "Lyon");
  deliver (self, &id, PALIER_FIELD_CITY, "Metz");
  g_assert_cmpuint (count (self, NULL), ==, 1);
  palier_record_erase (tombstone);
  g_ptr_array_add (records, tombstone);
  g_autofree PalierApplied *applied =
      fixture_take_boxed (palier_change_store_apply (self->workspace, &delivery));
  g_assert_cmpuint (count (self, NULL), ==, 0);
  g_assert_false (
      fixture_take_boolean (palier_replaced_store_forget (self->workspace, &id, "city")));
  fixture_done (palier_workspace_check (self->workspace));
}

#define TEST(path, function)                                                                       \
  g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("/storage/replaced/kept", test_kept);
  TEST ("/storage/replaced/settled", test_settled);
  TEST ("/storage/replaced/not-kept", test_not_kept);
  TEST ("/storage/replaced/list", test_list);
  TEST ("/storage/replaced/retention", test_retention);
  TEST ("/storage/replaced/bound", test_bound);
  TEST ("/storage/replaced/erased", test_erased);
  return g_test_run ();
}
