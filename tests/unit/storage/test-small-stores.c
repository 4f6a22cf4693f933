/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stores of a few rows.
 *
 * 1. a setting, and a local one of the same name, are kept apart and over a restart
 * 2. a sender is added, changed in place and removed
 * 3. a consent is appended once, whatever happens; the latest comes first
 * 4. a changeset that is given up takes its consents along
 * 5. a suppressed address is found, also after a restart, another is not; adding it twice adds it
 * once
 * 6. bases that come together know by both keys whom either must not write to */
#include "storage-fixture.h"

#include "palier-change-store.h"
#include "palier-consent-store.h"
#include "palier-setting-store.h"
#include "palier-suppression-store.h"

static char *
take_text (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  char *text = g_value_dup_string (fixture_wait (future, &error));

  g_assert_no_error (error);
  dex_unref (future);
  return text;
}

static void
assert_texts (Fixture *self, const char *setting, const char *local)
{
  g_autofree char *a = take_text (palier_setting_store_get (self->workspace, "place"));
  g_autofree char *b = take_text (palier_local_store_get (self->workspace, "place"));

  g_assert_cmpstr (a, ==, setting);
  g_assert_cmpstr (b, ==, local);
}

static void
test_settings (Fixture *self, gconstpointer unused)
{
  assert_texts (self, NULL, NULL);
  fixture_done (palier_setting_store_set (self->workspace, "place", "Tours"));
  fixture_done (palier_local_store_set (self->workspace, "place", "left"));
  fixture_done (palier_setting_store_set (self->workspace, "place", "Blois"));
  assert_texts (self, "Blois", "left");
  fixture_reopen (self);
  assert_texts (self, "Blois", "left");
  fixture_done (palier_local_store_set (self->workspace, "place", NULL));
  assert_texts (self, "Blois", NULL);
}

static void
test_senders (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierSender) sender = palier_sender_new ();

  sender->id = palier_workspace_new_id (self->workspace);
  sender->host = g_strdup ("smtp.example.org");
  sender->port = 587;
  sender->security = g_strdup ("starttls");
  sender->from_email = g_strdup ("agence@example.org");
  fixture_done (palier_sender_store_put (self->workspace, sender));
  sender->port = 465;
  sender->allow_plain_loopback = TRUE;
  fixture_done (palier_sender_store_put (self->workspace, sender));

  g_autoptr (GPtrArray) found = fixture_take_boxed (palier_sender_store_list (self->workspace));
  g_assert_cmpuint (found->len, ==, 1);
  const PalierSender *kept = g_ptr_array_index (found, 0);
  g_assert_true (palier_id_equal (&kept->id, &sender->id));
  g_assert_cmpstr (kept->host, ==, "smtp.example.org");
  g_assert_cmpint (kept->port, ==, 465);
  g_assert_null (kept->user);
  g_assert_true (kept->allow_plain_loopback);

  fixture_done (palier_sender_store_remove (self->workspace, &sender->id));
  g_autoptr (GPtrArray) none = fixture_take_boxed (palier_sender_store_list (self->workspace));
  g_assert_cmpuint (none->len, ==, 0);
}

static PalierConsent *
make_consent (Fixture *self, const PalierId *subject, gint64 at_ms, gboolean given)
{
  PalierConsent *consent = palier_consent_new ();

  consent->id = palier_workspace_new_id (self->workspace);
  consent->subject = *subject;
  consent->purpose = g_strdup ("prospecting");
  consent->channel = g_strdup ("email");
  consent->given = given;
  consent->at_ms = at_ms;
  consent->origin = g_strdup ("user");
  consent->proof = g_strdup ("by phone");
  return consent;
}

static guint
count_consents (Fixture *self, const PalierId *subject)
{
  g_autoptr (GPtrArray) found =
      fixture_take_boxed (palier_consent_store_of_subject (self->workspace, subject));
  return found->len;
}

static void
test_consents (Fixture *self, gconstpointer unused)
{
  PalierId subject = palier_workspace_new_id (self->workspace);
  g_autoptr (GPtrArray) consents =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_consent_free);

  g_ptr_array_add (consents, make_consent (self, &subject, 1000, TRUE));
  g_ptr_array_add (consents, make_consent (self, &subject, 2000, FALSE));
  fixture_done (palier_consent_store_append (self->workspace, NULL, consents));
  fixture_done (palier_consent_store_append (self->workspace, NULL, consents));

  g_autoptr (GPtrArray) found =
      fixture_take_boxed (palier_consent_store_of_subject (self->workspace, &subject));
  g_assert_cmpuint (found->len, ==, 2);
  const PalierConsent *latest = g_ptr_array_index (found, 0);
  g_assert_false (latest->given);
  g_assert_cmpint (latest->at_ms, ==, 2000);
  g_assert_cmpstr (latest->origin, ==, "user");
  g_assert_cmpstr (latest->channel, ==, "email");
}

static void
test_consents_of_changeset (Fixture *self, gconstpointer unused)
{
  PalierId subject = palier_workspace_new_id (self->workspace);
  PalierId changeset = palier_workspace_new_id (self->workspace);
  g_autoptr (GPtrArray) consents =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_consent_free);

  g_ptr_array_add (consents, make_consent (self, &subject, 1000, TRUE));
  fixture_done (palier_changeset_store_begin (self->workspace, &changeset, "import", "a.csv"));
  fixture_done (palier_consent_store_append (self->workspace, &changeset, consents));
  g_assert_cmpuint (count_consents (self, &subject), ==, 1);
  fixture_done (palier_changeset_store_abandon (self->workspace, &changeset));
  g_assert_cmpuint (count_consents (self, &subject), ==, 0);
}

static GArray *
address (const char *email)
{
  GArray *list = palier_address_list_new ();

  palier_address_list_add (list, PALIER_ADDRESS_EMAIL, email);
  return list;
}

static void
suppress (Fixture *self, const char *email)
{
  g_autoptr (GArray) one = address (email);

  fixture_done (palier_suppression_store_add (self->workspace, one, START_MS, "asked"));
}

static gboolean
is_suppressed (Fixture *self, const char *email)
{
  g_autoptr (GArray) one = address (email);
  g_autoptr (GArray) found =
      fixture_take_boxed (palier_suppression_store_find (self->workspace, one));

  g_assert_cmpuint (found->len, ==, 1);
  return g_array_index (found, gboolean, 0);
}

static void
test_suppressions (Fixture *self, gconstpointer unused)
{
  suppress (self, "a@example.org");
  fixture_reopen (self);
  suppress (self, "a@example.org");
  g_assert_cmpint (fixture_take_int64 (palier_suppression_store_count (self->workspace)), ==, 1);
  g_assert_true (is_suppressed (self, "a@example.org"));
  g_assert_false (is_suppressed (self, "b@example.org"));
}

/* What is to be given of one base goes into the other, as an exchange brings it. */
static void
deliver (Fixture *from, Fixture *to, PalierKind kind)
{
  g_autoptr (PalierChanges) changes = fixture_take_boxed (
      palier_change_store_pending (from->workspace, PALIER_CHANGED (kind), 1000));
  PalierDelivery delivery = { .records = changes->records };
  g_autofree PalierApplied *applied =
      fixture_take_boxed (palier_change_store_apply (to->workspace, &delivery));

  g_assert_cmpuint (applied->n_put_aside, ==, 0);
}

static void
test_keys (Fixture *self, gconstpointer unused)
{
  Fixture other = { 0 };

  fixture_set_up_empty (&other, NULL);
  palier_random_unref (other.random);
  other.random = palier_random_new_seeded (8);
  fixture_create (&other);
  suppress (self, "a@example.org");
  deliver (self, &other, PALIER_KIND_SUPPRESSION);
  g_assert_false (is_suppressed (&other, "a@example.org"));
  deliver (self, &other, PALIER_KIND_SETTING);
  g_assert_true (is_suppressed (&other, "a@example.org"));
  suppress (&other, "a@example.org");
  g_assert_cmpint (fixture_take_int64 (palier_suppression_store_count (other.workspace)), ==, 1);
  suppress (&other, "b@example.org");
  deliver (&other, self, PALIER_KIND_SUPPRESSION);
  deliver (&other, self, PALIER_KIND_SETTING);
  g_assert_true (is_suppressed (self, "b@example.org"));
  fixture_tear_down (&other, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add (name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("/small-stores/settings", test_settings);
  ADD ("/small-stores/senders", test_senders);
  ADD ("/small-stores/consents", test_consents);
  ADD ("/small-stores/consents-of-changeset", test_consents_of_changeset);
  ADD ("/small-stores/suppressions", test_suppressions);
  ADD ("/small-stores/keys", test_keys);
  return g_test_run ();
}
