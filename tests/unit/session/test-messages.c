/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a prospect to a message that may leave.
 *
 * 1. drafts: three angles, stored, of this prospect; edit checks anew
 * 2. approve: blocked by a finding of severity error unless confirmed; a draft only
 * 3. the gate: a person without consent, a suppressed address, a withdrawn consent, no address
 * 4. send: needs a mailbox; sets sender and time; asks the gate again
 * 5. the verdict in words
 * 6. withdraw; undo of an approval
 * 7. the list follows, and keeps its items
 * 8. drafts for many: one each, who may not be written to is left out with the reason; a template
 * that is not there; cancelled
 * 9. they are one action, whose undo leaves what was approved or edited since; they are read one by
 * one, in their order; cancelled on its way, what was written stays and can be undone */
#include "session-fixture.h"

#include "palier-storage-error.h"

#define PEOPLE                                                                                     \
  "Type;Société;Civilité;Nom;Prénom;E-mail;Ville;Nb annonces\n"                                    \
  "Agence;Agence du Port;Mme;Le Goff;Jeanne;jeanne@agence-du-port.example;Vannes;12\n"             \
  "Particulier;;M.;Durand;Paul;paul.durand@example.org;Nantes;\n"                                  \
  "Agence;Cabinet Sud;M.;Roux;Luc;;Nîmes;4\n"

static PalierMessageService *
messages (Fixture *self)
{
  return palier_session_get_messages (self->session);
}

static void
set_profile (Fixture *self)
{
  g_autoptr (PalierProfile) profile = palier_profile_new ();
  static const char *const values[][2] = {
    { "agency_name", "Agence du Quai" },
    { "first_name", "Anne" },
    { "last_name", "Morel" },
    { "email", "anne@agence-du-quai.example" },
    { "phone", "+33199001234" },
    { "street", "1 quai du Port" },
    { "postal_code", "56000" },
    { "city", "Vannes" },
    { "siret", "73282932000074" },
    { "card", "CPI 5601 2020 000 000 001" },
    { "legal_mentions", "Agence du Quai, SARL au capital de 8 000 €, RCS Vannes" }
  };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    g_assert_true (palier_profile_set_key (profile, values[i][0], values[i][1]));
  fixture_done (
      palier_settings_service_set_profile (palier_session_get_settings (self->session), profile));
}

static void
set_sender (Fixture *self)
{
  g_autoptr (PalierSender) sender = palier_sender_new ();

  sender->host = g_strdup ("127.0.0.1");
  sender->port = 9;
  sender->security = g_strdup ("none");
  sender->from_email = g_strdup ("anne@agence-du-quai.example");
  sender->allow_plain_loopback = TRUE;
  fixture_done (palier_settings_service_set_sender (palier_session_get_settings (self->session),
                                                    sender, "secret"));
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  fixture_set_up (self, unused);
  set_profile (self);
  g_autoptr (PalierImportSummary) summary = fixture_import (self, "p.csv", PEOPLE, NULL);
  g_assert_cmpuint (summary->created, ==, 3);
}

static PalierId
find (Fixture *self, const char *search)
{
  g_autoptr (PalierProspect) prospect = fixture_one (self, search);
  return *palier_prospect_get_id (prospect);
}

static GPtrArray *
draft (Fixture *self, const PalierId *prospect)
{
  return fixture_take_boxed (palier_message_service_draft (messages (self), prospect, 3));
}

/* The first draft for the one that @search finds. */
static PalierId
draft_one (Fixture *self, const char *search)
{
  PalierId prospect = find (self, search);
  g_autoptr (GPtrArray) drafts = draft (self, &prospect);
  return ((PalierMessage *) g_ptr_array_index (drafts, 0))->id;
}

static void
assert_blocked (Fixture *self, const PalierId *message, PalierSessionError code)
{
  fixture_fails (
      palier_message_service_approve (messages (self), message, PALIER_APPROVE_CONFIRMED),
      PALIER_SESSION_ERROR, (int) code);
}

static PalierMessage *
approve (Fixture *self, const PalierId *message)
{
  fixture_done (palier_message_service_approve (messages (self), message, PALIER_APPROVE_CHECKED));
  return fixture_take_boxed (palier_message_service_get (messages (self), message));
}

static void
test_draft (Fixture *self, gconstpointer unused)
{
  PalierId prospect = find (self, "goff");
  g_autoptr (GPtrArray) drafts = draft (self, &prospect);
  g_autoptr (GHashTable) angles = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (drafts->len, ==, 3);
  for (guint i = 0; i < drafts->len; i++)
  {
    PalierMessage *message = g_ptr_array_index (drafts, i);
    g_autoptr (PalierMessage) stored =
        fixture_take_boxed (palier_message_service_get (messages (self), &message->id));
    g_hash_table_add (angles, message->angle);
    g_assert_cmpstr (stored->body, ==, message->body);
    g_assert_cmpint (stored->state, ==, PALIER_MESSAGE_DRAFT);
    g_assert_true (stored->has_notice);
    g_assert_true (palier_id_equal (&stored->prospect, &prospect));
  }
  g_assert_cmpuint (g_hash_table_size (angles), ==, 3);

  g_autoptr (GPtrArray) found =
      fixture_take_boxed (palier_message_service_find (messages (self), &prospect, "draft"));
  g_assert_cmpuint (found->len, ==, 3);
}

static void
test_edit (Fixture *self, gconstpointer unused)
{
  PalierId id = draft_one (self, "goff");
  g_autoptr (PalierMessage) edited = fixture_take_boxed (palier_message_service_edit (
      messages (self), &id, "Bonjour", "Gagnez 87 % de mandats, {{firstName}} !"));

  g_assert_cmpstr (edited->subject, ==, "Bonjour");
  g_assert_cmpuint (edited->checks->len, >, 0);
  g_assert_false (edited->has_notice);
  fixture_fails (palier_message_service_approve (messages (self), &id, PALIER_APPROVE_CHECKED),
                 PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_GATE);
}

static void
test_checks (Fixture *self, gconstpointer unused)
{
  PalierId id = draft_one (self, "goff");
  g_autoptr (PalierMessage) draft =
      fixture_take_boxed (palier_message_service_get (messages (self), &id));
  g_autofree char *body = g_strconcat ("Chiffre : 87 % de mandats.\n\n", draft->body, NULL);
  g_autoptr (PalierMessage) edited =
      fixture_take_boxed (palier_message_service_edit (messages (self), &id, draft->subject, body));

  g_assert_true (edited->has_notice);
  fixture_fails (palier_message_service_approve (messages (self), &id, PALIER_APPROVE_CHECKED),
                 PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_CHECKS);
  fixture_done (palier_message_service_approve (messages (self), &id, PALIER_APPROVE_CONFIRMED));
  g_autoptr (PalierMessage) approved =
      fixture_take_boxed (palier_message_service_get (messages (self), &id));
  g_assert_cmpint (approved->state, ==, PALIER_MESSAGE_APPROVED);
  g_assert_cmpstr (approved->to, ==, "jeanne@agence-du-port.example");
  g_assert_cmpint (approved->due_ms, ==, 0);
  assert_blocked (self, &id, PALIER_SESSION_ERROR_STATE);
}

static void
test_gate (Fixture *self, gconstpointer unused)
{
  PalierConsentService *consents = palier_session_get_consents (self->session);
  PalierId person = find (self, "durand"), agency = find (self, "goff");
  PalierId to_person = draft_one (self, "durand"), to_agency = draft_one (self, "goff");
  PalierId to_nobody = draft_one (self, "roux");

  assert_blocked (self, &to_nobody, PALIER_SESSION_ERROR_NO_ADDRESS);
  assert_blocked (self, &to_person, PALIER_SESSION_ERROR_GATE);
  fixture_done (palier_consent_service_record (consents, &person, "prospecting", "email", TRUE,
                                               "by phone, today"));
  g_autoptr (GPtrArray) again = draft (self, &person);
  g_autoptr (PalierMessage) allowed =
      approve (self, &((PalierMessage *) g_ptr_array_index (again, 0))->id);
  palier_clock_advance (self->clock, 1000);
  fixture_done (
      palier_consent_service_record (consents, &person, "prospecting", "email", FALSE, "by phone"));
  assert_blocked (self, &((PalierMessage *) g_ptr_array_index (again, 1))->id,
                  PALIER_SESSION_ERROR_GATE);

  fixture_done (palier_consent_service_suppress (consents, &agency, "asked"));
  assert_blocked (self, &to_agency, PALIER_SESSION_ERROR_GATE);
  fixture_fails (palier_consent_service_record (consents, &person, "nonsense", NULL, TRUE, NULL),
                 PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_OPTIONS);
}

static void
test_send (Fixture *self, gconstpointer unused)
{
  PalierId id = draft_one (self, "goff");
  PalierId agency = find (self, "goff");
  g_autoptr (PalierMessage) approved = approve (self, &id);

  fixture_fails (palier_message_service_send (messages (self), &id, 1, 0), PALIER_SESSION_ERROR,
                 PALIER_SESSION_ERROR_NO_SENDER);
  set_sender (self);
  g_assert_cmpint (fixture_take_int64 (palier_message_service_send (messages (self), &id, 1, 0)),
                   ==, 1);
  g_autoptr (PalierMessage) queued =
      fixture_take_boxed (palier_message_service_get (messages (self), &id));
  g_assert_cmpint (queued->due_ms, ==, START_MS);
  g_assert_false (palier_id_is_nil (&queued->sender));

  gint64 later = START_MS + 3600 * 1000;
  g_assert_cmpint (
      fixture_take_int64 (palier_message_service_send (messages (self), &id, 1, later)), ==, 1);
  g_autoptr (PalierMessage) moved =
      fixture_take_boxed (palier_message_service_get (messages (self), &id));
  g_assert_cmpint (moved->due_ms, ==, later);

  fixture_done (palier_consent_service_suppress (palier_session_get_consents (self->session),
                                                 &agency, "asked"));
  fixture_fails (palier_message_service_send (messages (self), &id, 1, 0), PALIER_SESSION_ERROR,
                 PALIER_SESSION_ERROR_GATE);
}

static void
test_verdict (Fixture *self, gconstpointer unused)
{
  PalierId to_person = draft_one (self, "durand"), to_agency = draft_one (self, "goff");
  g_autoptr (PalierMessageVerdict) blocked =
      fixture_take_boxed (palier_message_service_verdict (messages (self), &to_person));
  g_autoptr (PalierMessageVerdict) allowed =
      fixture_take_boxed (palier_message_service_verdict (messages (self), &to_agency));

  g_assert_cmpint (blocked->verdict.kind, ==, PALIER_VERDICT_BLOCKED);
  g_assert_cmpint (blocked->verdict.reason, ==, PALIER_GATE_NO_CONSENT);
  g_assert_nonnull (strstr (blocked->words, "L34-5"));
  g_assert_cmpint (allowed->verdict.kind, ==, PALIER_VERDICT_NEEDS_NOTICE);
}

static void
test_withdraw (Fixture *self, gconstpointer unused)
{
  PalierId id = draft_one (self, "goff");
  PalierUndoService *undo = palier_session_get_undo (self->session);
  g_autoptr (PalierMessage) approved = approve (self, &id);
  g_autoptr (PalierChangeset) last = fixture_take_boxed (palier_undo_service_last (undo));

  g_assert_cmpstr (last->action, ==, "approve");
  g_autoptr (PalierUndo) undone = fixture_take_boxed (palier_undo_service_undo (undo, &last->id));
  g_autoptr (PalierMessage) draft_again =
      fixture_take_boxed (palier_message_service_get (messages (self), &id));
  g_assert_cmpint (draft_again->state, ==, PALIER_MESSAGE_DRAFT);

  g_autoptr (PalierMessage) approved_again = approve (self, &id);
  g_autoptr (PalierMessage) withdrawn =
      fixture_take_boxed (palier_message_service_withdraw (messages (self), &id));
  g_assert_cmpint (withdrawn->state, ==, PALIER_MESSAGE_WITHDRAWN);
}

static void
wait_for_items (GListModel *list, guint n)
{
  gint64 end = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;

  while (g_list_model_get_n_items (list) != n && g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, n);
}

static void
test_list (Fixture *self, gconstpointer unused)
{
  g_autoptr (GListModel) list = palier_message_service_list (messages (self));
  PalierId id = draft_one (self, "goff");

  wait_for_items (list, 3);
  g_autoptr (PalierMessageItem) first = g_list_model_get_item (list, 0);
  g_autoptr (PalierMessage) approved = approve (self, &id);
  PalierId other = draft_one (self, "durand");
  wait_for_items (list, 6);
  g_autoptr (PalierMessageItem) fourth = g_list_model_get_item (list, 3);
  g_assert_true (first == fourth);
  g_assert_false (palier_id_equal (&other, &palier_message_item_get_message (fourth)->id));
}

typedef struct
{
  guint n_calls;
  guint n_messages;
  guint n_left;
  guint done;
} Taken;

static void
on_taken (GPtrArray *drafts, GPtrArray *left, guint done, guint total, gpointer data)
{
  Taken *self = data;

  self->n_calls++;
  self->n_messages += drafts->len;
  self->n_left += left->len;
  for (guint i = 0; i < left->len; i++)
    g_assert_cmpstr (((PalierDraftLeft *) left->pdata[i])->words, !=, NULL);
  g_assert_cmpuint (done, >, self->done);
  g_assert_cmpuint (done, <=, total);
  self->done = done;
}

static GArray *
find_everybody (Fixture *self)
{
  g_autoptr (PalierQuery) query = palier_query_new ();

  return fixture_take_boxed (
      palier_prospect_service_numbers (palier_session_get_prospects (self->session), query, 0));
}

static void
import_many (Fixture *self, guint n)
{
  g_autoptr (GString) file = g_string_new ("Société;E-mail;Ville\n");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (file, "Cabinet %u;contact@cabinet-%u.example;Vannes\n", i, i);
  g_autoptr (PalierImportSummary) summary = fixture_import (self, "many.csv", file->str, NULL);
  g_assert_cmpuint (summary->created, ==, n);
}

static void
test_many (Fixture *self, gconstpointer unused)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Taken taken = { 0 };
  PalierDraftOrder order = {
    .n_variants = 1, .taken = on_taken, .data = &taken, .cancellable = cancellable
  };

  import_many (self, 450);
  g_autoptr (GArray) everybody = find_everybody (self);
  g_autoptr (PalierChangeset) changeset =
      fixture_take_boxed (palier_message_service_draft_many (messages (self), everybody, &order));
  g_autoptr (GPtrArray) stored =
      fixture_take_boxed (palier_message_service_find (messages (self), NULL, "draft"));
  g_assert_cmpstr (changeset->action, ==, "draft");
  g_assert_cmpuint (changeset->n_records, ==, 451);
  g_assert_cmpuint (stored->len, ==, 451);
  g_assert_cmpuint (taken.n_messages, ==, 451);
  g_assert_cmpuint (taken.n_left, ==, 2);
  g_assert_cmpuint (taken.n_calls, ==, 3);
  g_assert_cmpuint (taken.done, ==, 453);

  order.taken = NULL;
  order.template = "rien de tel";
  fixture_fails (palier_message_service_draft_many (messages (self), everybody, &order),
                 PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_NO_TEMPLATE);
  order.template = NULL;
  g_cancellable_cancel (cancellable);
  g_assert_null (
      fixture_take_boxed (palier_message_service_draft_many (messages (self), everybody, &order)));
}

static PalierChangeset *
draft_many (Fixture *self, GArray *numbers, PalierDraftsTaken taken, gpointer data,
            GCancellable *cancellable)
{
  PalierDraftOrder order = {
    .n_variants = 1, .taken = taken, .data = data, .cancellable = cancellable
  };

  return fixture_take_boxed (palier_message_service_draft_many (messages (self), numbers, &order));
}

static PalierMessage *
get_row (Fixture *self, GArray *numbers, guint i)
{
  return fixture_take_boxed (
      palier_message_service_get_row (messages (self), g_array_index (numbers, gint64, i)));
}

static GArray *
drafts_of (Fixture *self, const PalierId *changeset)
{
  return fixture_take_boxed (palier_message_service_numbers (messages (self), changeset, "draft"));
}

static void
test_undo_many (Fixture *self, gconstpointer unused)
{
  PalierUndoService *undos = palier_session_get_undo (self->session);
  PalierId alone = draft_one (self, "goff");

  import_many (self, 250);
  g_autoptr (GArray) everybody = find_everybody (self);
  g_autoptr (PalierChangeset) changeset = draft_many (self, everybody, NULL, NULL, NULL);
  g_autoptr (GArray) numbers = drafts_of (self, &changeset->id);
  g_assert_cmpuint (numbers->len, ==, 251);
  g_autoptr (PalierMessage) first = get_row (self, numbers, 0);
  g_autoptr (PalierMessage) second = get_row (self, numbers, 1);
  g_autoptr (PalierMessage) third = get_row (self, numbers, 2);
  g_assert_true (first->created_ms <= second->created_ms);
  palier_clock_advance (self->clock, 1000);
  g_autoptr (PalierMessage) approved = approve (self, &first->id);
  fixture_done (palier_message_service_edit (messages (self), &second->id, "Autre", second->body));
  g_autoptr (PalierMessage) again = approve (self, &third->id);
  g_autoptr (PalierChangeset) last = fixture_take_boxed (palier_undo_service_last (undos));
  fixture_done (palier_undo_service_undo (undos, &last->id));

  g_autoptr (PalierUndo) undone =
      fixture_take_boxed (palier_undo_service_undo (undos, &changeset->id));
  g_assert_cmpuint (undone->n_records, ==, 249);
  g_assert_cmpuint (undone->conflicts->len, ==, 2);
  g_assert_true (g_str_has_prefix (undone->words->pdata[0], first->prospect_name));
  g_autoptr (GArray) left = drafts_of (self, &changeset->id);
  g_assert_cmpuint (left->len, ==, 1);
  g_autoptr (PalierMessage) gone = get_row (self, numbers, 2);
  g_assert_null (gone);
  fixture_done (palier_message_service_get (messages (self), &alone));
}

static void
cancel_now (GPtrArray *drafts, GPtrArray *left, guint done, guint total, gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
}

static void
test_cancel_many (Fixture *self, gconstpointer unused)
{
  PalierUndoService *undos = palier_session_get_undo (self->session);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  import_many (self, 1250);
  g_autoptr (GArray) everybody = find_everybody (self);
  g_autoptr (PalierChangeset) changeset =
      draft_many (self, everybody, cancel_now, cancellable, cancellable);
  g_autoptr (GArray) numbers = drafts_of (self, NULL);
  g_assert_cmpuint (changeset->n_records, ==, numbers->len);
  g_assert_cmpuint (numbers->len, <, 1000);
  g_autoptr (PalierUndo) undone =
      fixture_take_boxed (palier_undo_service_undo (undos, &changeset->id));
  g_assert_cmpuint (undone->n_records, ==, numbers->len);
  g_autoptr (GArray) none = drafts_of (self, NULL);
  g_assert_cmpuint (none->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add (name, Fixture, NULL, set_up, test, fixture_tear_down)
  ADD ("/messages/draft", test_draft);
  ADD ("/messages/edit", test_edit);
  ADD ("/messages/checks", test_checks);
  ADD ("/messages/gate", test_gate);
  ADD ("/messages/send", test_send);
  ADD ("/messages/verdict", test_verdict);
  ADD ("/messages/withdraw", test_withdraw);
  ADD ("/messages/list", test_list);
  ADD ("/messages/many", test_many);
  ADD ("/messages/undo-many", test_undo_many);
  ADD ("/messages/cancel-many", test_cancel_many);
  return g_test_run ();
}
