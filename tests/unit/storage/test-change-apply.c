/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an exchange brings, and what the other side says of what it was given.
 *
 * 1. new rows are searched, also those that come twice in a batch; many at once some time after,
 *    whatever happens to them meanwhile, also to the program
 * 2. a record that the relay refuses is put aside with its reason, forgotten by the log, and tried
 *    again when it changes or on demand; one that does not read here, from the beginning
 *    (but what the relay holds back: that goes to it once it says that it takes it)
 * 3. changes ahead of the relay's clock are stamped anew, in their order, and what follows is
 *    stamped by the relay's clock; an undo still knows its own
 * 4. nothing of an open changeset is given to the relay
 * 5. what did not fit into a batch is given with the next */
#include "palier-aside-store.h"
#include "palier-change-store.h"
#include "palier-changeset-store.h"
#include "palier-consent-store.h"
#include "palier-index-store.h"
#include "palier-sync.h"
#include "storage-fixture.h"

#define DAY_MS (24 * 60 * 60 * G_GINT64_CONSTANT (1000))
/* Not the settings, of which each base has one from the beginning. */
#define ALL ((PALIER_CHANGED (PALIER_N_KINDS) - 1) & ~PALIER_CHANGED (PALIER_KIND_SETTING))

static PalierChanges *
get_pending (Fixture *self)
{
  return fixture_take_boxed (palier_change_store_pending (self->workspace, ALL, 1000));
}

static PalierApplied *
deliver (Fixture *self, const PalierDelivery *delivery)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  PalierDelivery whole = *delivery;

  if (whole.records == NULL)
    whole.records = none;
  return fixture_take_boxed (palier_change_store_apply (self->workspace, &whole));
}

static PalierId
add_one (Fixture *self, int i)
{
  g_autoptr (GPtrArray) prospects = fixture_prospects (i, 1);

  fixture_take_int64 (palier_prospect_store_insert (self->workspace, NULL, prospects, NULL));
  g_autoptr (PalierChanges) pending = fixture_take_boxed (
      palier_change_store_pending (self->workspace, PALIER_CHANGED (PALIER_KIND_PROSPECT), 1000));
  const PalierRecord *last = g_ptr_array_index (pending->records, pending->records->len - 1);
  return last->id;
}

static PalierId
edit_city (Fixture *self, const PalierId *id, const char *city)
{
  g_autoptr (GPtrArray) edits =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_edit_free);

  palier_clock_advance (self->clock, 10);
  g_ptr_array_add (edits, palier_prospect_edit_new (id, PALIER_FIELD_CITY, city, NULL));
  g_autoptr (PalierChangeset) changeset =
      fixture_take_boxed (palier_prospect_store_update (self->workspace, NULL, edits));
  return changeset->id;
}

static GArray *
refusal (const PalierId *id, const char *code)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (PalierSyncRefused));
  PalierSyncRefused one = { PALIER_KIND_PROSPECT, *id, code };

  return g_array_append_val (list, one);
}

static PalierRecord *
make_record (guint number, const char *city, gint64 at_ms)
{
  PalierId id = { { [0] = 1, [6] = 0x70, [8] = 0x80, [15] = (guint8) number } };
  PalierRecord *record = palier_record_new (PALIER_KIND_PROSPECT, &id);
  PalierMark mark = { (PalierStamp) at_ms << 16, 99 };

  palier_record_set (record, PALIER_FIELD_COMPANY, "Étude Ailleurs", mark);
  palier_record_set (record, PALIER_FIELD_CITY, city, mark);
  return record;
}

static void
test_new_rows (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_record_free);
  PalierDelivery delivery = { .records = records };

  for (guint i = 0; i < 20; i++)
    g_ptr_array_add (records, make_record (i, "Brest", START_MS));
  g_ptr_array_insert (records, 7, make_record (3, "Quimper", START_MS + 1));
  g_autofree PalierApplied *applied = deliver (self, &delivery);
  g_assert_cmpuint (applied->n_new, ==, 20);
  g_assert_cmpuint (applied->n_changed, ==, 1);
  g_assert_cmpuint (applied->n_replaced, ==, 0);
  g_assert_cmpuint (fixture_count (self, "ailleurs"), ==, 20);
  g_assert_cmpuint (fixture_count (self, "quimper"), ==, 1);
  fixture_done (palier_workspace_check (self->workspace));
}

#define MANY 6000
#define ADDRESS "etude@ailleurs.example"

static void
deliver_many (Fixture *self)
{
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_record_free);
  PalierDelivery delivery = { .records = records, .more_follows = TRUE };

  for (guint i = 0; i < MANY; i++)
  {
    PalierRecord *record = make_record (i, "Brest", START_MS);
    record->id.bytes[14] = (guint8) (i >> 8);
    if (i == 5)
      palier_record_set (record, PALIER_FIELD_EMAIL, ADDRESS, palier_record_row_mark (record));
    g_ptr_array_add (records, record);
  }
  g_autofree PalierApplied *applied = deliver (self, &delivery);
  g_assert_cmpuint (applied->n_new, ==, MANY);
}

static guint
count_steps (Fixture *self)
{
  guint n = 1;

  while (fixture_take_boolean (palier_index_store_step (self->workspace)))
    n++;
  return n;
}

static void
test_many (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) again =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_record_free);
  PalierDelivery delivery = { .records = again };
  PalierId own = add_one (self, 1);

  deliver_many (self);
  g_assert_cmpuint (fixture_count (self, "ailleurs"), ==, 0);
  g_ptr_array_add (again, make_record (3, "Quimper", START_MS + 1));
  g_autofree PalierApplied *applied = deliver (self, &delivery);
  g_assert_cmpuint (applied->n_changed, ==, 1);
  edit_city (self, &own, "Quimper");
  g_assert_cmpuint (fixture_count (self, "quimper"), ==, 1);
  g_assert_cmpuint (count_steps (self), ==, 2);
  g_assert_cmpuint (fixture_count (self, "ailleurs"), ==, MANY);
  g_assert_cmpuint (fixture_count (self, "quimper"), ==, 2);
  g_assert_cmpuint (count_steps (self), ==, 1);
  fixture_done (palier_workspace_check (self->workspace));
}

/* A base that had no prospects puts off their keys, too. */
static void
test_many_and_reopened (Fixture *self, gconstpointer unused)
{
  PalierProspectKey key = { PALIER_FIELD_EMAIL, ADDRESS };

  deliver_many (self);
  g_autoptr (GArray) before =
      fixture_take_boxed (palier_prospect_store_find (self->workspace, &key, 1));
  fixture_reopen (self);
  g_assert_cmpuint (fixture_count (self, "ailleurs"), ==, MANY);
  g_autoptr (GArray) after =
      fixture_take_boxed (palier_prospect_store_find (self->workspace, &key, 1));
  g_assert_cmpuint (before->len, ==, 1);
  g_assert_cmpuint (after->len, ==, 1);
  g_assert_cmpuint (count_steps (self), ==, 1);
  fixture_done (palier_workspace_check (self->workspace));
}

static void
on_changed_cb (PalierWorkspace *workspace, guint kinds, gpointer seen)
{
  *(guint *) seen |= kinds;
}

/* Who looks for them is told once they are found, whether their keys were put off or not. */
static void
test_many_are_told (Fixture *self, gconstpointer unused)
{
  guint seen = 0;

  deliver_many (self);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_signal_connect (self->workspace, "changed", G_CALLBACK (on_changed_cb), &seen);
  g_assert_cmpuint (count_steps (self), ==, 2);
  while (seen == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmphex (seen, ==, PALIER_CHANGED (PALIER_KIND_PROSPECT));
}

static guint
count_aside (Fixture *self)
{
  g_autoptr (GPtrArray) list = fixture_take_boxed (palier_aside_store_list (self->workspace));
  return list->len;
}

static void
test_aside (Fixture *self, gconstpointer unused)
{
  PalierId id = add_one (self, 1);
  g_autoptr (PalierChanges) given = get_pending (self);
  g_autoptr (GArray) refused = refusal (&id, "record_value");
  PalierDelivery verdict = { .taken = given, .refused = refused };

  g_autofree PalierApplied *applied = deliver (self, &verdict);
  g_assert_cmpuint (applied->n_put_aside, ==, 1);
  g_autoptr (PalierChanges) none = get_pending (self);
  g_assert_cmpuint (none->records->len, ==, 0);
  g_autoptr (GPtrArray) list = fixture_take_boxed (palier_aside_store_list (self->workspace));
  const PalierAside *aside = g_ptr_array_index (list, 0);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (aside->code, ==, "record_value");
  g_assert_false (aside->pulled);

  g_assert_cmpint (fixture_take_int64 (palier_aside_store_retry (self->workspace, "cursor")), ==,
                   1);
  g_autoptr (PalierChanges) again = get_pending (self);
  g_assert_cmpuint (again->records->len, ==, 1);
  verdict.taken = again;
  g_free (deliver (self, &verdict));
  g_assert_cmpuint (count_aside (self), ==, 1);
  /* It is mended: the next time it is taken. */
  edit_city (self, &id, "Lyon");
  g_autoptr (PalierChanges) mended = get_pending (self);
  PalierDelivery taken = { .taken = mended };
  g_free (deliver (self, &taken));
  g_assert_cmpuint (count_aside (self), ==, 0);
}

static void
test_unread (Fixture *self, gconstpointer unused)
{
  PalierId id = { { [15] = 1 } };
  g_autoptr (GArray) unread = refusal (&id, "record_kind");
  PalierDelivery delivery = { .unread = unread, .cursor_key = "cursor", .cursor = "x:9" };

  g_free (deliver (self, &delivery));
  g_assert_cmpuint (count_aside (self), ==, 1);
  fixture_take_int64 (palier_aside_store_retry (self->workspace, "cursor"));
  PalierDelivery begun = { .cursor_key = NULL };
  g_free (deliver (self, &begun));
  g_assert_cmpuint (count_aside (self), ==, 0);
}

static void
test_room (Fixture *self, gconstpointer unused)
{
  PalierId first = add_one (self, 1);
  add_one (self, 2);
  g_autoptr (PalierChanges) given = fixture_take_boxed (
      palier_change_store_pending (self->workspace, PALIER_CHANGED (PALIER_KIND_PROSPECT), 1000));
  g_autoptr (GArray) refused = g_array_new (FALSE, FALSE, sizeof (PalierSyncRefused));
  for (guint i = 0; i < given->records->len; i++)
  {
    const PalierRecord *record = g_ptr_array_index (given->records, i);
    PalierSyncRefused one = { PALIER_KIND_PROSPECT, record->id,
                              palier_hold_code (PALIER_HOLD_CONTACTS) };
    g_array_append_val (refused, one);
  }
  PalierDelivery full = { .taken = given, .refused = refused, .terms = { .may_write = TRUE } };
  PalierDelivery room = { .terms = { .may_write = TRUE, .room = 1 } };
  PalierDelivery no_limit = { .terms = { .may_write = TRUE, .room = PALIER_SYNC_NO_LIMIT } };

  g_autofree PalierApplied *held = deliver (self, &full);
  g_assert_cmpuint (held->n_held, ==, 2);
  g_assert_cmpuint (held->n_released, ==, 0);
  g_autofree PalierApplied *one = deliver (self, &room);
  g_assert_cmpuint (one->n_released, ==, 1);
  g_autoptr (PalierChanges) oldest = fixture_take_boxed (
      palier_change_store_pending (self->workspace, PALIER_CHANGED (PALIER_KIND_PROSPECT), 1000));
  g_assert_cmpuint (oldest->records->len, ==, 1);
  g_assert_true (palier_id_equal (&((PalierRecord *) oldest->records->pdata[0])->id, &first));
  g_autofree PalierApplied *rest = deliver (self, &no_limit);
  g_assert_cmpuint (rest->n_released, ==, 1);
}

static void
test_held (Fixture *self, gconstpointer unused)
{
  PalierId one = add_one (self, 1);
  g_autoptr (PalierChanges) given = get_pending (self);
  g_autoptr (GArray) refused = refusal (&one, palier_hold_code (PALIER_HOLD_ROLE));
  PalierDelivery verdict = { .taken = given, .refused = refused };
  PalierDelivery silent = { 0 }, word = { .terms = { .may_write = TRUE } };

  g_autofree PalierApplied *first = deliver (self, &verdict);
  g_assert_cmpuint (first->n_held, ==, 1);
  g_assert_cmpuint (first->n_put_aside, ==, 0);
  g_autofree PalierAsideCounts *counts =
      fixture_take_boxed (palier_aside_store_count (self->workspace));
  g_assert_cmpuint (counts->held[PALIER_HOLD_ROLE], ==, 1);
  g_assert_cmpuint (counts->unread, ==, 0);

  /* Neither a try on demand nor an exchange under the same terms gives it again. */
  g_assert_cmpint (fixture_take_int64 (palier_aside_store_retry (self->workspace, "cursor")), ==,
                   0);
  g_autofree PalierApplied *second = deliver (self, &silent);
  g_assert_cmpuint (second->n_released, ==, 0);
  g_autoptr (PalierChanges) none = get_pending (self);
  g_assert_cmpuint (none->records->len, ==, 0);

  g_autofree PalierApplied *third = deliver (self, &word);
  g_assert_cmpuint (third->n_released, ==, 1);
  g_autoptr (PalierChanges) again = get_pending (self);
  g_assert_cmpuint (again->records->len, ==, 1);
  g_autoptr (GPtrArray) aside = fixture_take_boxed (palier_aside_store_list (self->workspace));
  g_assert_cmpuint (aside->len, ==, 0);
}

static PalierMark
pending_mark (Fixture *self, const PalierId *id)
{
  g_autoptr (PalierChanges) pending = get_pending (self);

  for (guint i = 0; i < pending->records->len; i++)
  {
    const PalierRecord *record = g_ptr_array_index (pending->records, i);
    if (palier_id_equal (&record->id, id))
      return palier_record_get_mark (record, PALIER_FIELD_CITY);
  }
  return PALIER_MARK_NONE;
}

static void
test_restamp (Fixture *self, gconstpointer unused)
{
  gint64 relay_ms = START_MS + 1000;
  PalierId early = add_one (self, 1);
  PalierMark before = pending_mark (self, &early);

  palier_clock_advance (self->clock, DAY_MS);
  PalierId one = add_one (self, 2), other = add_one (self, 3);
  PalierId changeset = edit_city (self, &one, "Lyon");
  g_autoptr (PalierChanges) given = get_pending (self);
  g_autoptr (GArray) refused = refusal (&one, PALIER_SYNC_CLOCK_AHEAD);
  PalierDelivery verdict = { .taken = given, .refused = refused, .relay_now_ms = relay_ms };

  g_autofree PalierApplied *applied = deliver (self, &verdict);
  g_assert_cmpuint (applied->n_put_aside, ==, 0);
  g_assert_cmpuint (applied->n_restamped, >=, 2);
  g_assert_cmpint (applied->clock_off_ms, >, DAY_MS - 2000);
  PalierMark first = pending_mark (self, &other), second = pending_mark (self, &one);
  g_assert_true (palier_mark_is_none (pending_mark (self, &early)));
  g_assert_cmpint (PALIER_STAMP_MS (first.time), >=, PALIER_STAMP_MS (before.time));
  g_assert_cmpint (PALIER_STAMP_MS (second.time), <=, relay_ms + 1);
  g_assert_cmpuint (first.time, <, second.time);

  palier_clock_advance (self->clock, 60000);
  edit_city (self, &other, "Nice");
  PalierMark next = pending_mark (self, &other);
  g_assert_cmpuint (next.time, >, second.time);
  g_assert_cmpint (PALIER_STAMP_MS (next.time), <, relay_ms + 2 * 60000);
  g_autoptr (PalierUndoResult) undone =
      fixture_take_boxed (palier_changeset_store_undo (self->workspace, &changeset));
  g_assert_cmpuint (undone->n_conflicts, ==, 0);
  g_assert_cmpuint (undone->n_records, ==, 1);
  fixture_done (palier_workspace_check (self->workspace));
}

static void
test_open (Fixture *self, gconstpointer unused)
{
  PalierId import = palier_workspace_new_id (self->workspace);
  g_autoptr (GPtrArray) consents =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_consent_free);
  PalierConsent *consent = palier_consent_new ();

  consent->subject = import;
  consent->purpose = g_strdup ("prospecting");
  g_ptr_array_add (consents, consent);
  fixture_done (palier_changeset_store_begin (self->workspace, &import, "import", NULL));
  fixture_done (palier_consent_store_append (self->workspace, &import, consents));
  fixture_done (palier_change_store_requeue (self->workspace, ALL));
  g_autoptr (PalierChanges) none = get_pending (self);
  g_assert_cmpuint (none->records->len, ==, 0);
  fixture_done (palier_changeset_store_close (self->workspace, &import));
  g_autoptr (PalierChanges) both = get_pending (self);
  g_assert_cmpuint (both->records->len, ==, 2);
}

/* What did not fit into a batch waits on, whether a line of the log was cut or left out whole. */
static void
test_partly_given (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) prospects = fixture_prospects (0, 10);
  g_autoptr (GHashTable) seen =
      g_hash_table_new_full (palier_id_hash, palier_id_equal, g_free, NULL);

  fixture_take_int64 (palier_prospect_store_insert (self->workspace, NULL, prospects, NULL));
  for (int i = 20; i < 24; i++)
    add_one (self, i);
  for (guint rounds = 0; rounds < 20; rounds++)
  {
    g_autoptr (PalierChanges) given = fixture_take_boxed (
        palier_change_store_pending (self->workspace, PALIER_CHANGED (PALIER_KIND_PROSPECT), 1000));
    if (given->records->len == 0)
      break;
    palier_changes_keep (given, 3);
    for (guint i = 0; i < given->records->len; i++)
    {
      const PalierRecord *record = g_ptr_array_index (given->records, i);
      g_assert_true (g_hash_table_add (seen, g_memdup2 (&record->id, sizeof record->id)));
    }
    PalierDelivery verdict = { .taken = given };
    g_autofree PalierApplied *applied = deliver (self, &verdict);
    g_assert_cmpuint (applied->n_put_aside, ==, 0);
  }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 14);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(path, function)                                                                       \
  g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  TEST ("/storage/apply/new-rows", test_new_rows);
  TEST ("/storage/apply/many", test_many);
  TEST ("/storage/apply/many-and-reopened", test_many_and_reopened);
  TEST ("/storage/apply/many-are-told", test_many_are_told);
  TEST ("/storage/apply/aside", test_aside);
  TEST ("/storage/apply/held", test_held);
  TEST ("/storage/apply/room", test_room);
  TEST ("/storage/apply/unread", test_unread);
  TEST ("/storage/apply/restamp", test_restamp);
  TEST ("/storage/apply/open", test_open);
  TEST ("/storage/apply/partly-given", test_partly_given);
  return g_test_run ();
}
