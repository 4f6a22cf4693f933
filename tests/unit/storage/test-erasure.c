/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Privacy erasures.
 *
 * 1. a person's row, those merged into it, messages, events, notes, references and consents lose
 * their content, the addresses are barred, the others stay; it cannot be undone
 * 2. nothing of the person is left in any page of the base and its log, which held it before
 * 3. a tombstone from another device does the same here, names of actions and values that gave way
 *    included; what comes later and refers to it is erased and given back so
 * 4. what a relay lost is told again, erased messages too
 * 5. a wipe that was not done is done when the base is opened next */
#include <openssl/evp.h>
#include <string.h>

#include "palier-activity-store.h"
#include "palier-change-store.h"
#include "palier-changeset-store.h"
#include "palier-consent-store.h"
#include "palier-erasure-store.h"
#include "palier-event-store.h"
#include "palier-message-store.h"
#include "palier-record-json.h"
#include "palier-reference-store.h"
#include "palier-replaced-store.h"
#include "palier-suppression-store.h"
#include "storage-fixture.h"

#define ALL (PALIER_CHANGED (PALIER_N_KINDS) - 1)
#define PAGE 4096
#define RESERVED 80 /* of each page: the initial vector and its seal */

/* All that is known of the person, in words that nobody else has. */
static const char *const words[] = {
  "Zebulonne", "zebulonne", "Quatrepoint", "quatrepoint", "xylo@wapiti.example",
  "wapiti",    "Jaguarine", "Kodiakbrief", "Okapiproof",  "Gerboisine",
};

/* ---- reading the files as whoever has the key can */

static gboolean
any_word (const guint8 *bytes, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (memmem (bytes, length, words[i], strlen (words[i])) != NULL)
      return TRUE;
  return FALSE;
}

/* @start: where the cipher text begins: after the salt on the first page */
static gboolean
page_has (Fixture *self, const guint8 *page, gsize start)
{
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new ();
  guint8 plain[PAGE + 16];
  int length = 0;

  EVP_DecryptInit_ex (context, EVP_aes_256_cbc (), NULL, g_bytes_get_data (self->key, NULL),
                      page + PAGE - RESERVED);
  EVP_CIPHER_CTX_set_padding (context, 0);
  g_assert_cmpint (
      EVP_DecryptUpdate (context, plain, &length, page + start, (int) (PAGE - RESERVED - start)),
      ==, 1);
  EVP_CIPHER_CTX_free (context);
  return any_word (plain, (gsize) length);
}

/* @head, @frame: bytes before all pages, and before each */
static guint
count_pages (Fixture *self, const char *name, gsize head, gsize frame)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autofree char *content = NULL;
  gsize length = 0;
  guint count = 0;

  if (!g_file_get_contents (path, &content, &length, NULL))
    return 0;
  for (gsize at = head; at + frame + PAGE <= length; at += frame + PAGE)
  {
    const guint8 *page = (const guint8 *) content + at + frame;
    gboolean first = frame == 0 ? at == 0 : memcmp (page - frame, "\0\0\0\1", 4) == 0;
    count += page_has (self, page, first ? 16 : 0);
  }
  return count;
}

static guint
count_traces (Fixture *self)
{
  return count_pages (self, "base.db", 0, 0) + count_pages (self, "base.db-wal", 32, 24);
}

/* ---- a person */

static PalierId
add_person (Fixture *self)
{
  g_autoptr (GPtrArray) prospects = fixture_prospects (0, 30);
  PalierProspect *person = g_ptr_array_index (prospects, 7);
  PalierId changeset = palier_workspace_new_id (self->workspace);
  PalierId id = palier_workspace_new_id (self->workspace);

  palier_prospect_set (person, PALIER_FIELD_FIRST_NAME, "Zebulonne");
  palier_prospect_set (person, PALIER_FIELD_LAST_NAME, "Quatrepoint");
  palier_prospect_set (person, PALIER_FIELD_EMAIL, "xylo@wapiti.example");
  palier_prospect_set_original (person, PALIER_FIELD_LAST_NAME, "QUATREPOINT  Quatrepoint");
  palier_prospect_set_id (person, &id);
  fixture_done (palier_changeset_store_begin (self->workspace, &changeset, "create",
                                              "Zebulonne Quatrepoint"));
  fixture_take_int64 (palier_prospect_store_insert (self->workspace, &changeset, prospects, NULL));
  fixture_done (palier_changeset_store_close (self->workspace, &changeset));
  return id;
}

static void
add_event (Fixture *self, const PalierId *id)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_event_free);
  PalierEvent *event = palier_event_new ();

  event->id = palier_workspace_new_id (self->workspace);
  event->name = g_strdup ("lead.new");
  event->at_ms = START_MS;
  event->prospect = *id;
  event->data = g_strdup ("{\"who\":\"Zebulonne\"}");
  g_ptr_array_add (events, event);
  fixture_done (palier_event_store_append (self->workspace, events));
}

static void
add_message (Fixture *self, const PalierId *id)
{
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_message_free);
  PalierMessage *message = palier_message_new ();

  message->id = palier_workspace_new_id (self->workspace);
  message->prospect = *id;
  message->channel = g_strdup ("email");
  message->subject = g_strdup ("Kodiakbrief");
  message->body = g_strdup ("Bonjour Zebulonne");
  g_ptr_array_add (messages, message);
  fixture_done (palier_message_store_insert (self->workspace, NULL, messages));
}

static void
add_consent (Fixture *self, const PalierId *id)
{
  g_autoptr (GPtrArray) consents =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_consent_free);
  PalierConsent *consent = palier_consent_new ();

  consent->subject = *id;
  consent->purpose = g_strdup ("prospecting");
  consent->proof = g_strdup ("Okapiproof");
  g_ptr_array_add (consents, consent);
  fixture_done (palier_consent_store_append (self->workspace, NULL, consents));
}

/* It was changed, so that what it held stands in undo, too. */
static void
add_reference (Fixture *self, const PalierId *id)
{
  g_autoptr (PalierReference) reference = palier_reference_new ();

  reference->id = palier_workspace_new_id (self->workspace);
  reference->prospect = *id;
  reference->customer = g_strdup ("Zebulonne");
  reference->achieved = g_strdup ("Gerboisine");
  fixture_done (palier_reference_store_put (self->workspace, reference));
  g_set_str (&reference->achieved, "a vendu sa maison");
  fixture_done (palier_reference_store_put (self->workspace, reference));
}

static void
edit (Fixture *self, const PalierId *id, PalierField field, const char *value)
{
  g_autoptr (GPtrArray) edits =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_edit_free);

  g_ptr_array_add (edits, palier_prospect_edit_new (id, field, value, value));
  g_autoptr (PalierChangeset) changeset =
      fixture_take_boxed (palier_prospect_store_update (self->workspace, NULL, edits));
  g_assert_nonnull (changeset);
}

/* A row, a message, an event, a note that was edited, a consent, a reference. */
static PalierId
add_all (Fixture *self)
{
  PalierId id = add_person (self);

  add_event (self, &id);
  add_message (self, &id);
  add_consent (self, &id);
  add_reference (self, &id);
  fixture_done (palier_activity_store_add (self->workspace, &id, "note", "Jaguarine", START_MS));
  edit (self, &id, PALIER_FIELD_CITY, "Jaguarine-Ville");
  edit (self, &id, PALIER_FIELD_CITY, "Tours");
  return id;
}

static gboolean
is_barred (Fixture *self, const char *email)
{
  g_autoptr (GArray) one = palier_address_list_new ();

  palier_address_list_add (one, PALIER_ADDRESS_EMAIL, email);
  g_autoptr (GArray) found =
      fixture_take_boxed (palier_suppression_store_find (self->workspace, one));
  return g_array_index (found, gboolean, 0);
}

static guint
erase (Fixture *self, const PalierId *id)
{
  guint n = (guint) fixture_take_int64 (palier_erasure_store_erase (self->workspace, id));

  fixture_done (palier_erasure_store_wipe (self->workspace));
  return n;
}

static guint
count_with_content (Fixture *self, guint *tombstones)
{
  g_autoptr (PalierChanges) pending =
      fixture_take_boxed (palier_change_store_pending (self->workspace, ALL, 1000));
  guint count = 0;

  *tombstones = 0;
  for (guint i = 0; i < pending->records->len; i++)
  {
    gsize length;
    g_autofree char *json =
        palier_record_to_json (g_ptr_array_index (pending->records, i), &length);
    count += any_word ((const guint8 *) json, length);
    *tombstones += ((PalierRecord *) g_ptr_array_index (pending->records, i))->erased;
  }
  return count;
}

static void
test_erase (Fixture *self, gconstpointer unused)
{
  PalierId id = add_all (self), nobody = palier_workspace_new_id (self->workspace);
  guint tombstones;

  g_assert_cmpuint (fixture_count (self, "zebulonne"), ==, 1);
  g_assert_cmpuint (count_with_content (self, &tombstones), >=, 6);
  g_assert_cmpuint (erase (self, &id), ==, 6);
  g_assert_cmpuint (fixture_count (self, "zebulonne"), ==, 0);
  g_assert_cmpuint (fixture_count (self, NULL), ==, 29);
  g_assert_cmpuint (count_with_content (self, &tombstones), ==, 0);
  g_assert_cmpuint (tombstones, >=, 6); /* one that changed twice may stand twice in the log */
  g_assert_true (is_barred (self, "xylo@wapiti.example"));
  g_assert_cmpuint (erase (self, &id), ==, 0);
  fixture_fails (palier_erasure_store_erase (self->workspace, &nobody),
                 PALIER_STORAGE_ERROR_NOT_FOUND);
  fixture_done (palier_workspace_check (self->workspace));
}

static void
test_no_trace (Fixture *self, gconstpointer unused)
{
  PalierId id = add_all (self);

  g_assert_cmpuint (count_traces (self), >, 0);
  fixture_reopen (self);
  g_assert_cmpuint (count_traces (self), >, 0);
  g_assert_cmpuint (erase (self, &id), ==, 6);
  g_assert_cmpuint (count_traces (self), ==, 0);
  fixture_close (self);
  g_assert_cmpuint (count_traces (self), ==, 0);
}

static void
deliver (Fixture *self, PalierRecord *record)
{
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_record_free);
  PalierDelivery delivery = { .records = records };

  g_ptr_array_add (records, record);
  g_autofree PalierApplied *applied =
      fixture_take_boxed (palier_change_store_apply (self->workspace, &delivery));
  if (applied->n_erased > 0)
    fixture_done (palier_erasure_store_wipe (self->workspace));
}

/* As another device wrote it, a little later. */
static PalierMark
get_mark (Fixture *self)
{
  palier_clock_advance (self->clock, 10);
  return (PalierMark) { (PalierStamp) palier_clock_now_ms (self->clock) << 16, 99 };
}

static void
rename_person (Fixture *self, const PalierId *id)
{
  g_autoptr (GPtrArray) edits =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_edit_free);

  g_ptr_array_add (edits,
                   palier_prospect_edit_new (id, PALIER_FIELD_LAST_NAME, "Quatrepoint-Bis", NULL));
  fixture_done (palier_prospect_store_update (self->workspace, NULL, edits));
}

static void
test_tombstone (Fixture *self, gconstpointer unused)
{
  PalierId id = add_all (self), late = palier_workspace_new_id (self->workspace);
  PalierRecord *rename = palier_record_new (PALIER_KIND_PROSPECT, &id);
  PalierRecord *tombstone = palier_record_new (PALIER_KIND_PROSPECT, &id);
  PalierRecord *note = palier_record_new (PALIER_KIND_ACTIVITY, &late);
  char text[PALIER_ID_TEXT_SIZE];
  guint tombstones;

  rename_person (self, &id);
  PalierMark mark = get_mark (self);
  palier_record_set (rename, PALIER_FIELD_LAST_NAME, "Autrement", mark);
  deliver (self, rename);
  g_autoptr (GPtrArray) kept =
      fixture_take_boxed (palier_replaced_store_list (self->workspace, NULL, 10));
  g_assert_cmpuint (kept->len, ==, 1);
  palier_record_erase (tombstone);
  deliver (self, tombstone);
  palier_record_set (note, PALIER_ACTIVITY_FIELD_PROSPECT, palier_id_format (&id, text), mark);
  palier_record_set (note, PALIER_ACTIVITY_FIELD_TEXT, "Jaguarine", mark);
  deliver (self, note);
  g_autoptr (GPtrArray) left =
      fixture_take_boxed (palier_replaced_store_list (self->workspace, NULL, 10));
  g_assert_cmpuint (left->len, ==, 0);
  g_assert_cmpuint (count_with_content (self, &tombstones), ==, 0);
  /* What referred to it here, and what came later; its own was there already, and is not given. */
  g_assert_cmpuint (tombstones, >=, 6);
  g_assert_cmpuint (fixture_count (self, NULL), ==, 29);
  g_assert_cmpuint (count_traces (self), ==, 0);
  fixture_done (palier_workspace_check (self->workspace));
}

/* A relay that lost its history gets no message again, but hears which are gone for ever. */
static void
test_requeue (Fixture *self, gconstpointer unused)
{
  PalierId id = add_all (self);
  guint tombstones;

  add_message (self, &id);
  erase (self, &id);
  g_autoptr (PalierChanges) given =
      fixture_take_boxed (palier_change_store_pending (self->workspace, ALL, 1000));
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  PalierDelivery delivery = { .records = none, .taken = given };
  g_autofree PalierApplied *applied =
      fixture_take_boxed (palier_change_store_apply (self->workspace, &delivery));
  count_with_content (self, &tombstones);
  g_assert_cmpuint (tombstones, ==, 0);
  fixture_done (
      palier_change_store_requeue (self->workspace, ALL & ~PALIER_CHANGED (PALIER_KIND_MESSAGE)));
  count_with_content (self, &tombstones);
  g_assert_cmpuint (tombstones, ==, 7);
}

static void
test_wipe_later (Fixture *self, gconstpointer unused)
{
  PalierId id = add_all (self);

  fixture_take_int64 (palier_erasure_store_erase (self->workspace, &id));
  g_assert_cmpuint (count_traces (self), >, 0);
  fixture_reopen (self);
  g_assert_cmpuint (count_traces (self), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add (name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("/erasure/erase", test_erase);
  ADD ("/erasure/no-trace", test_no_trace);
  ADD ("/erasure/tombstone", test_tombstone);
  ADD ("/erasure/requeue", test_requeue);
  ADD ("/erasure/wipe-later", test_wipe_later);
  return g_test_run ();
}
