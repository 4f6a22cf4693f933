/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1  a message keeps all it has, and what is folded from events
 * 2  approving is an undoable action; withdrawing too; filters, order
 * 3  events are appended once; timeline, history
 * 4  the dashboard's figures, as a table
 * 5  pending changes: each record once, in pages, acknowledged; a change under way stays pending
 * 6  two bases that exchange their changes come to the same; applying again changes nothing
 * 7  rows of an open changeset are not pushed
 * 8  the tables have the columns that the wire's tables name
 * 9  a relay that lost its ledger: what was on its way there is uncertain, nothing else
 * 10 how many messages are uncertain, set aside and queued, withdrawn ones left out
 * 11 what came of the messages of one template
 * 12 messages that take the place of others; undo brings these back
 */
#include "palier-change-store.h"
#include "palier-digest-store.h"
#include "palier-database.h"
#include "palier-event-store.h"
#include "palier-message-store.h"
#include "palier-record.h"
#include "palier-consent-store.h"
#include "storage-fixture.h"

static PalierMessage *
make_message (Fixture *self, const PalierId *prospect)
{
  PalierMessage *message = palier_message_new ();
  PalierFact *fact = palier_fact_new ();
  PalierCheck *check = palier_check_new ();

  message->id = palier_workspace_new_id (self->workspace);
  message->prospect = *prospect;
  message->channel = g_strdup ("email");
  message->angle = g_strdup ("question");
  message->subject = g_strdup ("Votre secteur");
  message->body = g_strdup ("Bonjour,\n\nà Nantes…");
  message->created_ms = START_MS;
  message->personalization = 62;
  message->reading_s = 41;
  message->has_notice = TRUE;
  fact->key = g_strdup ("city");
  fact->value = g_strdup ("Nantes");
  fact->source = g_strdup ("import");
  fact->personal = TRUE;
  fact->at_ms = START_MS - 5;
  message->facts = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_fact_free);
  g_ptr_array_add (message->facts, fact);
  check->code = g_strdup ("length");
  check->severity = PALIER_SEVERITY_WARNING;
  check->end = 9;
  check->in_subject = TRUE;
  message->checks = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_check_free);
  g_ptr_array_add (message->checks, check);
  message->writer = palier_message_writer_new ();
  message->writer->model = g_strdup ("un-modèle");
  message->writer->cost_micro_eur = 1250;
  message->writer->fallback = g_strdup ("timeout");
  return message;
}

static PalierId
add_prospect (Fixture *self, int i)
{
  g_autoptr (GPtrArray) prospects = fixture_prospects (i, 1);
  PalierId id = palier_workspace_new_id (self->workspace);

  palier_prospect_set_id (g_ptr_array_index (prospects, 0), &id);
  fixture_take_int64 (palier_prospect_store_insert (self->workspace, NULL, prospects, NULL));
  return id;
}

/* @template: (nullable) */
static PalierId
add_message_of (Fixture *self, const PalierId *prospect, const char *template)
{
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_message_free);
  PalierMessage *message = make_message (self, prospect);
  PalierId id = message->id;

  message->template_key = g_strdup (template);
  g_ptr_array_add (messages, message);
  fixture_done (palier_message_store_insert (self->workspace, NULL, messages));
  return id;
}

static PalierId
add_message (Fixture *self, const PalierId *prospect)
{
  return add_message_of (self, prospect, NULL);
}

static PalierMessage *
get_message (Fixture *self, const PalierId *id)
{
  return fixture_take_boxed (palier_message_store_get (self->workspace, id));
}

static guint
add_event (Fixture *self, const char *name, gint64 at_ms, const PalierId *prospect,
           const PalierId *message, const char *data)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_event_free);
  PalierEvent *event = palier_event_new ();

  event->id = palier_workspace_new_id (self->workspace);
  event->name = g_strdup (name);
  event->at_ms = at_ms;
  event->prospect = *prospect;
  event->message = *message;
  event->data = g_strdup (data);
  g_ptr_array_add (events, event);
  guint n_new = (guint) fixture_take_int64 (palier_event_store_append (self->workspace, events));
  g_assert_cmpint (fixture_take_int64 (palier_event_store_append (self->workspace, events)), ==, 0);
  return n_new;
}

static void
test_message (Fixture *self, gconstpointer unused)
{
  PalierId prospect = add_prospect (self, 2);
  PalierId id = add_message (self, &prospect);
  PalierId unknown = palier_workspace_new_id (self->workspace);
  g_autoptr (PalierMessage) message = get_message (self, &id);

  g_assert_cmpstr (message->body, ==, "Bonjour,\n\nà Nantes…");
  g_assert_cmpint (message->personalization, ==, 62);
  g_assert_true (message->has_notice);
  g_assert_cmpstr (message->prospect_name, ==, "Jeanne Lefèvre");
  g_assert_null (message->delivery);
  g_assert_cmpuint (message->facts->len, ==, 1);
  const PalierFact *fact = g_ptr_array_index (message->facts, 0);
  g_assert_cmpstr (fact->value, ==, "Nantes");
  g_assert_true (fact->personal);
  g_assert_cmpint (fact->at_ms, ==, START_MS - 5);
  const PalierCheck *check = g_ptr_array_index (message->checks, 0);
  g_assert_cmpuint (check->severity, ==, PALIER_SEVERITY_WARNING);
  g_assert_true (check->in_subject);
  g_assert_cmpstr (message->writer->model, ==, "un-modèle");
  g_assert_cmpint (message->writer->cost_micro_eur, ==, 1250);
  g_assert_cmpstr (message->writer->fallback, ==, "timeout");

  add_event (self, "message.state", START_MS + 2, &prospect, &id, "{\"state\":\"accepted\"}");
  add_event (self, "message.state", START_MS + 1, &prospect, &id,
             "{\"state\":\"deferred\",\"reason\":\"server_later\"}");
  g_autoptr (PalierMessage) sent = get_message (self, &id);
  g_assert_cmpstr (sent->delivery, ==, "accepted");
  g_assert_null (sent->delivery_reason);
  fixture_fails (palier_message_store_get (self->workspace, &unknown),
                 PALIER_STORAGE_ERROR_NOT_FOUND);
}

static void
test_approve (Fixture *self, gconstpointer unused)
{
  PalierId one = add_prospect (self, 1), two = add_prospect (self, 2);
  PalierId ids[] = { add_message (self, &one), add_message (self, &two) };
  PalierMessageFilter approved = { .state = PALIER_MESSAGE_APPROVED };
  PalierMessageFilter of_one = { .prospect = &one, .state = -1 };

  palier_clock_advance (self->clock, 1000);
  g_autoptr (PalierChangeset) changeset =
      fixture_take_boxed (palier_message_store_approve (self->workspace, ids, 2, START_MS + 1000));
  g_assert_cmpuint (changeset->n_records, ==, 2);
  g_autoptr (GArray) of_first =
      fixture_take_boxed (palier_message_store_ids (self->workspace, &of_one));
  g_assert_cmpuint (of_first->len, ==, 1);
  g_autoptr (GArray) ns =
      fixture_take_boxed (palier_message_store_ids (self->workspace, &approved));
  g_assert_cmpuint (ns->len, ==, 2);
  g_autoptr (GPtrArray) rows = fixture_take_boxed (palier_message_store_rows (self->workspace, ns));
  const PalierMessage *newest = g_ptr_array_index (rows, 0);
  g_assert_true (palier_id_equal (&newest->id, &ids[1]));
  g_assert_cmpint (newest->approved_ms, ==, START_MS + 1000);

  g_autoptr (PalierMessage) edited = get_message (self, &ids[0]);
  palier_clock_advance (self->clock, 1000);
  edited->due_ms = START_MS + 9000;
  fixture_done (palier_message_store_update (self->workspace, edited));
  fixture_done (palier_message_store_withdraw (self->workspace, ids, 1));
  g_autoptr (PalierUndoResult) undone =
      fixture_take_boxed (palier_changeset_store_undo (self->workspace, &changeset->id));
  g_assert_cmpuint (undone->n_conflicts, ==, 1);
  g_autoptr (PalierMessage) first = get_message (self, &ids[0]);
  g_autoptr (PalierMessage) second = get_message (self, &ids[1]);
  g_assert_cmpint (first->state, ==, PALIER_MESSAGE_WITHDRAWN);
  g_assert_cmpint (first->due_ms, ==, START_MS + 9000);
  g_assert_cmpint (second->state, ==, PALIER_MESSAGE_DRAFT);
  g_assert_cmpint (second->approved_ms, ==, 0);
}

static void
test_replace (Fixture *self, gconstpointer unused)
{
  PalierId prospect = add_prospect (self, 2);
  PalierId former = add_message (self, &prospect);
  PalierMessageFilter drafts = { .prospect = &prospect, .state = PALIER_MESSAGE_DRAFT };

  add_message (self, &prospect);
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_message_free);
  PalierMessage *message = make_message (self, &prospect);

  g_ptr_array_add (messages, message);
  g_autoptr (PalierChangeset) changeset =
      fixture_take_boxed (palier_message_store_replace (self->workspace, &former, 1, messages));
  g_assert_cmpuint (changeset->n_records, ==, 2);
  g_autoptr (GArray) now = fixture_take_boxed (palier_message_store_ids (self->workspace, &drafts));
  g_assert_cmpuint (now->len, ==, 2);
  drafts.prospect = NULL;
  drafts.made_by = &changeset->id;
  g_autoptr (GArray) made =
      fixture_take_boxed (palier_message_store_ids (self->workspace, &drafts));
  g_assert_cmpuint (made->len, ==, 1);
  g_assert_cmpint (g_array_index (made, gint64, 0), ==, g_array_index (now, gint64, 0));

  fixture_done (palier_changeset_store_undo (self->workspace, &changeset->id));
  g_autoptr (PalierMessage) back = get_message (self, &former);
  g_assert_cmpstr (back->body, ==, "Bonjour,\n\nà Nantes…");
  g_autoptr (GArray) left =
      fixture_take_boxed (palier_message_store_ids (self->workspace, &drafts));
  g_assert_cmpuint (left->len, ==, 0);
  drafts.prospect = &prospect;
  drafts.made_by = NULL;
  g_autoptr (GArray) then =
      fixture_take_boxed (palier_message_store_ids (self->workspace, &drafts));
  g_assert_cmpuint (then->len, ==, 2);
  fixture_fails (palier_message_store_replace (self->workspace, &PALIER_ID_NIL, 1, messages),
                 PALIER_STORAGE_ERROR_NOT_FOUND);
}

static void
test_events (Fixture *self, gconstpointer unused)
{
  PalierId prospect = add_prospect (self, 1), nobody = PALIER_ID_NIL;
  PalierId message = add_message (self, &prospect);
  gint64 n = 1;
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof n);

  g_assert_cmpuint (add_event (self, "message.sent", 100, &prospect, &message, NULL), ==, 1);
  add_event (self, "message.opened", 110, &prospect, &message, "{\"machine\":true}");
  add_event (self, "message.opened", 120, &prospect, &message, "{\"machine\":false}");
  add_event (self, "message.opened", 125, &prospect, &message, NULL);
  add_event (self, "message.clicked", 110, &prospect, &message, NULL);
  add_event (self, "message.replied", 130, &prospect, &message, NULL);
  add_event (self, "workspace.opened", 140, &nobody, &nobody, NULL);
  g_autoptr (GPtrArray) timeline =
      fixture_take_boxed (palier_event_store_timeline (self->workspace, &prospect, 3));
  g_assert_cmpuint (timeline->len, ==, 3);
  g_assert_cmpstr (((PalierEvent *) g_ptr_array_index (timeline, 0))->name, ==, "message.replied");
  g_array_append_val (ns, n);
  g_autoptr (GArray) found =
      fixture_take_boxed (palier_event_store_history (self->workspace, ns, 111));
  const PalierProspectHistory *history = &g_array_index (found, PalierProspectHistory, 0);
  g_assert_cmpint (history->last_sent_ms, ==, 100);
  g_assert_cmpint (history->last_open_ms, ==, 125);
  g_assert_cmpint (history->last_click_ms, ==, 110);
  g_assert_cmpuint (history->n_opened, ==, 1);
  g_assert_cmpuint (history->recent_opens, ==, 2);
  g_assert_cmpuint (history->recent_clicks, ==, 0);
  g_assert_cmpuint (history->n_replied, ==, 1);
  g_assert_false (history->unsubscribed);
}

static void
consent_to_opens (Fixture *self, const PalierId *subject)
{
  g_autoptr (GPtrArray) consents =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_consent_free);
  PalierConsent *consent = palier_consent_new ();

  consent->subject = *subject;
  consent->purpose = g_strdup ("open");
  consent->given = TRUE;
  consent->at_ms = 50;
  g_ptr_array_add (consents, consent);
  fixture_done (palier_consent_store_append (self->workspace, NULL, consents));
}

static void
give_to_relay (Fixture *self, const PalierId *id)
{
  g_autoptr (PalierMessage) message =
      fixture_take_boxed (palier_message_store_get (self->workspace, id));
  message->due_ms = START_MS;
  fixture_done (palier_message_store_update (self->workspace, message));
}

static const char *
get_delivery (Fixture *self, const PalierId *id)
{
  g_autoptr (PalierMessage) message =
      fixture_take_boxed (palier_message_store_get (self->workspace, id));
  return g_intern_string (message->delivery != NULL ? message->delivery : "none");
}

/* The relay has taken them. */
static void
acknowledge (Fixture *self, PalierChanges *changes)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  PalierDelivery delivery = { .records = none, .taken = changes };

  g_autofree PalierApplied *applied =
      fixture_take_boxed (palier_change_store_apply (self->workspace, &delivery));
  g_assert_cmpuint (applied->n_put_aside, ==, 0);
}

static void
assert_counts (Fixture *self, guint64 uncertain, guint64 set_aside, guint64 queued)
{
  g_autofree PalierMessageCounts *counts =
      fixture_take_boxed (palier_message_store_count (self->workspace));

  g_assert_cmpuint (counts->uncertain, ==, uncertain);
  g_assert_cmpuint (counts->set_aside, ==, set_aside);
  g_assert_cmpuint (counts->queued, ==, queued);
}

/* What a relay without its ledger was given: each message by what is known of it. */
static void
test_doubt (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    const char *event; /* (nullable) */
    gboolean given;
    gboolean told; /* by the relay as it is now */
    const char *then;
  } cases[] = {
    { NULL, TRUE, FALSE, "uncertain" },
    { "{\"state\":\"scheduled\"}", TRUE, FALSE, "uncertain" },
    { "{\"state\":\"deferred\"}", TRUE, FALSE, "uncertain" },
    { "{\"state\":\"scheduled\"}", TRUE, TRUE, "scheduled" },
    { "{\"state\":\"accepted\"}", TRUE, FALSE, "accepted" },
    { "{\"state\":\"refused\"}", TRUE, FALSE, "refused" },
    { "{\"state\":\"set_aside\"}", TRUE, FALSE, "set_aside" },
    { NULL, FALSE, FALSE, "none" },
  };
  g_autoptr (GHashTable) told = g_hash_table_new (palier_id_hash, palier_id_equal);
  PalierId messages[G_N_ELEMENTS (cases)];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    PalierId prospect = add_prospect (self, (int) i);
    messages[i] = add_message (self, &prospect);
    fixture_done (palier_message_store_approve (self->workspace, &messages[i], 1, 60));
    if (cases[i].given)
      give_to_relay (self, &messages[i]);
    if (cases[i].event != NULL)
      add_event (self, "message.state", 100, &prospect, &messages[i], cases[i].event);
    if (cases[i].told)
      g_hash_table_add (told, &messages[i]);
  }
  assert_counts (self, 0, 1, 4);
  /* As long as the changes wait here, no relay has them. */
  g_assert_cmpint (fixture_take_int64 (palier_event_store_doubt (self->workspace, told)), ==, 0);
  g_autoptr (PalierChanges) changes = fixture_take_boxed (
      palier_change_store_pending (self->workspace, PALIER_CHANGED (PALIER_KIND_MESSAGE), 100));
  acknowledge (self, changes);
  g_assert_cmpint (fixture_take_int64 (palier_event_store_doubt (self->workspace, told)), ==, 3);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (get_delivery (self, &messages[i]), ==, cases[i].then);
  g_assert_cmpint (fixture_take_int64 (palier_event_store_doubt (self->workspace, told)), ==, 0);
  assert_counts (self, 3, 1, 1);
  fixture_done (palier_message_store_withdraw (self->workspace, messages, G_N_ELEMENTS (cases)));
  assert_counts (self, 0, 0, 0);
}

/* Where a message is, is told by its last event, whatever comes first, and only of one that is
 * approved. */
static void
test_counts (Fixture *self, gconstpointer unused)
{
  PalierId prospect = add_prospect (self, 1);
  PalierId message = add_message (self, &prospect);

  add_event (self, "message.state", 100, &prospect, &message, "{\"state\":\"accepted\"}");
  fixture_done (palier_message_store_approve (self->workspace, &message, 1, 60));
  give_to_relay (self, &message);
  assert_counts (self, 0, 0, 0);
  add_event (self, "message.state", 90, &prospect, &message, "{\"state\":\"scheduled\"}");
  assert_counts (self, 0, 0, 0);
  add_event (self, "message.state", 110, &prospect, &message, "{\"state\":\"deferred\"}");
  assert_counts (self, 0, 0, 1);
  add_event (self, "message.state", 120, &prospect, &message, "{\"state\":\"uncertain\"}");
  assert_counts (self, 1, 0, 0);
  add_event (self, "message.state", 130, &prospect, &message, "{\"state\":\"refused\"}");
  assert_counts (self, 0, 0, 0);
  add_event (self, "message.state", 140, &prospect, &message, "{\"state\":\"waiting\"}");
  assert_counts (self, 0, 0, 1);
  fixture_done (palier_message_store_withdraw (self->workspace, &message, 1));
  assert_counts (self, 0, 0, 0);
}

static void
test_dashboard (Fixture *self, gconstpointer unused)
{
  PalierId prospects[4], messages[4];

  for (int i = 0; i < 4; i++)
  {
    prospects[i] = add_prospect (self, i);
    messages[i] = add_message (self, &prospects[i]);
  }
  fixture_done (palier_message_store_approve (self->workspace, messages, 4, START_MS));
  g_autoptr (PalierDashboard) approved =
      fixture_take_boxed (palier_event_store_dashboard (self->workspace, 0, G_MAXINT64));
  g_assert_cmpuint (approved->queued, ==, 0);
  for (int i = 0; i < 4; i++)
    give_to_relay (self, &messages[i]);
  consent_to_opens (self, &prospects[0]);
  for (int i = 0; i < 3; i++)
    add_event (self, "message.sent", 100 + i, &prospects[i], &messages[i], NULL);
  add_event (self, "message.state", 100, &prospects[0], &messages[0], "{\"state\":\"accepted\"}");
  add_event (self, "message.state", 101, &prospects[1], &messages[1], "{\"state\":\"accepted\"}");
  add_event (self, "message.state", 102, &prospects[2], &messages[2], "{\"state\":\"uncertain\"}");
  add_event (self, "message.opened", 110, &prospects[0], &messages[0], "{\"machine\":false}");
  add_event (self, "message.opened", 111, &prospects[0], &messages[0], "{\"machine\":false}");
  add_event (self, "message.opened", 112, &prospects[1], &messages[1], "{\"machine\":true}");
  add_event (self, "message.bounced", 113, &prospects[1], &messages[1], NULL);
  g_autoptr (PalierDashboard) all =
      fixture_take_boxed (palier_event_store_dashboard (self->workspace, 0, G_MAXINT64));
  g_autoptr (PalierDashboard) late =
      fixture_take_boxed (palier_event_store_dashboard (self->workspace, 102, G_MAXINT64));
  const struct
  {
    guint64 figure;
    guint64 expected;
  } cases[] = {
    { all->sent, 3 },           { all->delivered, 2 },       { all->bounced, 1 },
    { all->open_consented, 1 }, { all->opened, 1 },          { all->opened_machine, 1 },
    { all->clicked, 0 },        { all->click_consented, 0 }, { all->uncertain, 1 },
    { all->queued, 1 },         { all->funnel[0], 4 },       { all->funnel[1], 3 },
    { all->funnel[2], 1 },      { all->funnel[3], 0 },       { late->sent, 1 },
    { late->opened, 0 },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_test_message ("case %d", (int) i);
    g_assert_cmpuint (cases[i].figure, ==, cases[i].expected);
  }
}

/* What came of a template's messages, and of no other's. */
static void
test_template (Fixture *self, gconstpointer unused)
{
  static const struct
  {
    const char *template;
    guint64 sent, replied;
  } cases[] = { { "a", 2, 1 }, { "b", 1, 0 }, { "c", 0, 0 } };
  static const char *const templates[] = { "a", "a", "b", NULL, "a" };

  for (int i = 0; i < (int) G_N_ELEMENTS (templates); i++)
  {
    PalierId prospect = add_prospect (self, i);
    PalierId message = add_message_of (self, &prospect, templates[i]);
    if (i < 4)
      add_event (self, "message.sent", 100 + i, &prospect, &message, NULL);
    if (i == 0 || i == 3)
      add_event (self, "message.replied", 110, &prospect, &message, NULL);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierDashboard) dashboard =
        fixture_take_boxed (palier_event_store_template (self->workspace, cases[i].template));
    g_assert_cmpuint (dashboard->sent, ==, cases[i].sent);
    g_assert_cmpuint (dashboard->replied, ==, cases[i].replied);
  }
}

static PalierChanges *
get_pending (Fixture *self, guint limit)
{
  return fixture_take_boxed (
      palier_change_store_pending (self->workspace, PALIER_CHANGED_ALL, limit));
}

static void
edit_city (Fixture *self, const PalierId *id, const char *city)
{
  g_autoptr (GPtrArray) edits =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_edit_free);

  palier_clock_advance (self->clock, 10);
  g_ptr_array_add (edits, palier_prospect_edit_new (id, PALIER_FIELD_CITY, city, NULL));
  fixture_done (palier_prospect_store_update (self->workspace, NULL, edits));
}

static void
test_pending (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) prospects = fixture_prospects (0, 25);
  guint prospect_bit = PALIER_CHANGED (PALIER_KIND_PROSPECT), seen = 0;

  fixture_take_int64 (palier_prospect_store_insert (self->workspace, NULL, prospects, NULL));
  PalierId id = add_prospect (self, 30);
  edit_city (self, &id, "Brest");
  edit_city (self, &id, "Lyon");
  for (gboolean more = TRUE; more;)
  {
    g_autoptr (PalierChanges) page =
        fixture_take_boxed (palier_change_store_pending (self->workspace, prospect_bit, 10));
    seen += page->records->len;
    more = page->more;
    if (!more)
    {
      const PalierRecord *last = g_ptr_array_index (page->records, page->records->len - 1);
      g_assert_cmpstr (palier_record_get (last, PALIER_FIELD_CITY), ==, "Lyon");
      edit_city (self, &id, "Metz");
    }
    acknowledge (self, page);
  }
  g_assert_cmpuint (seen, ==, 26);
  g_autoptr (PalierChanges) rest =
      fixture_take_boxed (palier_change_store_pending (self->workspace, prospect_bit, 10));
  g_assert_cmpuint (rest->records->len, ==, 1);
  fixture_done (palier_change_store_requeue (self->workspace, prospect_bit));
  g_autoptr (PalierChanges) again =
      fixture_take_boxed (palier_change_store_pending (self->workspace, prospect_bit, 100));
  g_assert_cmpuint (again->records->len, ==, 26);
}

/* What is entered again stands before the messages that wait, and once. */
static void
test_requeue_some (Fixture *self, gconstpointer unused)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (PalierId));
  PalierId elsewhere = palier_workspace_new_id (self->workspace);
  PalierId prospects[3];

  for (int i = 0; i < 3; i++)
    prospects[i] = add_prospect (self, i);
  g_autoptr (PalierChanges) first = get_pending (self, 1000);
  acknowledge (self, first);
  add_message (self, &prospects[0]);
  edit_city (self, &prospects[2], "Metz");
  for (int i = 0; i < 3; i++)
    g_array_append_val (ids, prospects[i]);
  g_array_append_val (ids, elsewhere);
  for (int times = 0; times < 2; times++)
    fixture_done (palier_change_store_requeue_some (self->workspace, PALIER_KIND_PROSPECT, ids));
  g_autoptr (PalierChanges) again = get_pending (self, 1000);
  guint n_prospects = 0;
  for (guint i = 0; i < again->records->len; i++)
  {
    const PalierRecord *record = g_ptr_array_index (again->records, i);
    n_prospects += record->kind == PALIER_KIND_PROSPECT;
    g_assert_cmpint (record->kind == PALIER_KIND_MESSAGE, ==, i == again->records->len - 1);
  }
  g_assert_cmpuint (n_prospects, ==, 3);
}

static const PalierRecord *
find_record (const PalierChanges *changes, const PalierId *id)
{
  for (guint i = 0; i < changes->records->len; i++)
  {
    const PalierRecord *record = g_ptr_array_index (changes->records, i);
    if (palier_id_equal (&record->id, id))
      return record;
  }
  g_assert_not_reached ();
}

/* A record's digest is that of what is given to the relay; they come by id, in pages. */
static void
test_digests (Fixture *self, gconstpointer unused)
{
  PalierId after = PALIER_ID_NIL;
  guint seen = 0;

  for (int i = 0; i < 5; i++)
    add_prospect (self, i);
  g_autoptr (PalierChanges) all = get_pending (self, 1000);
  for (guint n = 2; n == 2; seen += n)
  {
    g_autoptr (GArray) page = fixture_take_boxed (
        palier_digest_store_page (self->workspace, PALIER_KIND_PROSPECT, &after, 2));
    n = page->len;
    for (guint i = 0; i < n; i++)
    {
      const PalierRecordDigest *one = &g_array_index (page, PalierRecordDigest, i);
      gsize length = 0;
      g_autofree char *json = palier_record_to_json (find_record (all, &one->id), &length);
      PalierRecordDigest wanted = palier_record_digest (&one->id, json, length);
      g_assert_cmpmem (one, sizeof *one, &wanted, sizeof wanted);
      g_assert_cmpint (palier_id_compare (&after, &one->id), <, 0);
      after = one->id;
    }
  }
  g_assert_cmpuint (seen, ==, 5);
}

static guint
exchange (Fixture *from, Fixture *to)
{
  g_autoptr (PalierChanges) changes = get_pending (from, 1000);
  PalierDelivery delivery = { .records = changes->records, .cursor_key = "cursor", .cursor = "7" };
  g_autofree PalierApplied *applied =
      fixture_take_boxed (palier_change_store_apply (to->workspace, &delivery));
  g_autofree PalierApplied *again =
      fixture_take_boxed (palier_change_store_apply (to->workspace, &delivery));

  g_assert_cmpuint (again->n_new + again->n_changed, ==, 0);
  acknowledge (from, changes);
  return applied->n_new + applied->n_changed;
}

static char *
dump (Fixture *self)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  fixture_done (palier_change_store_requeue (self->workspace, PALIER_CHANGED_ALL));
  g_autoptr (PalierChanges) all = get_pending (self, 1000);
  for (guint i = 0; i < all->records->len; i++)
    g_ptr_array_add (texts, palier_record_to_json (g_ptr_array_index (all->records, i), NULL));
  g_ptr_array_sort_values (texts, (GCompareFunc) g_strcmp0);
  g_ptr_array_add (texts, NULL);
  return g_strjoinv ("\n", (char **) texts->pdata);
}

static void
test_exchange (Fixture *self, gconstpointer unused)
{
  Fixture other = { 0 };

  fixture_set_up_empty (&other, NULL);
  palier_random_unref (other.random);
  other.random = palier_random_new_seeded (8);
  fixture_create (&other);
  PalierId prospect = add_prospect (self, 1);
  PalierId message = add_message (self, &prospect);
  add_event (self, "message.sent", 100, &prospect, &message, NULL);
  g_assert_cmpuint (exchange (self, &other), >=, 3);
  g_assert_cmpuint (fixture_count (&other, "lefevre"), ==, 1);
  /* Both write, unaware of each other; the later one wins on both. */
  edit_city (self, &prospect, "Brest");
  palier_clock_advance (other.clock, 5000);
  edit_city (&other, &prospect, "Dijon");
  PalierId second = add_prospect (&other, 2);
  fixture_done (palier_prospect_store_delete (other.workspace, &second, 1));
  exchange (self, &other);
  exchange (&other, self);
  exchange (self, &other);
  g_assert_cmpuint (fixture_count (self, "dijon"), ==, 1);
  g_assert_cmpuint (fixture_count (self, NULL), ==, 1);
  g_autofree char *here = dump (self);
  g_autofree char *there = dump (&other);
  g_assert_cmpstr (here, ==, there);
  fixture_done (palier_workspace_check (other.workspace));
  fixture_done (palier_workspace_check (self->workspace));
  fixture_tear_down (&other, NULL);
}

static void
test_open_not_pushed (Fixture *self, gconstpointer unused)
{
  PalierId import = palier_workspace_new_id (self->workspace);
  g_autoptr (GPtrArray) prospects = fixture_prospects (0, 5);
  guint bit = PALIER_CHANGED (PALIER_KIND_PROSPECT);

  fixture_done (palier_changeset_store_begin (self->workspace, &import, "import", NULL));
  fixture_take_int64 (palier_prospect_store_insert (self->workspace, &import, prospects, NULL));
  fixture_done (palier_change_store_requeue (self->workspace, PALIER_CHANGED_ALL));
  g_autoptr (PalierChanges) none =
      fixture_take_boxed (palier_change_store_pending (self->workspace, bit, 10));
  g_assert_cmpuint (none->records->len, ==, 0);
  fixture_done (palier_changeset_store_close (self->workspace, &import));
  g_autoptr (PalierChanges) five =
      fixture_take_boxed (palier_change_store_pending (self->workspace, bit, 10));
  g_assert_cmpuint (five->records->len, ==, 5);
}

static void
test_columns (Fixture *self, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (self->folder, "base.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierDatabase) database = palier_database_open (
      path, self->key, PALIER_DATABASE_READER, self->clock, self->random, &error);

  for (int kind = 0; kind < PALIER_N_KINDS; kind++)
    for (guint i = 0; i < palier_kind_n_fields ((PalierKind) kind); i++)
    {
      const PalierKindField *field = palier_kind_field ((PalierKind) kind, i);
      gboolean number = field->type == PALIER_TYPE_INTEGER || field->type == PALIER_TYPE_TIME;
      const char *type = number ? "INTEGER" : field->type == PALIER_TYPE_ID ? "BLOB" : "TEXT";
      gint64 found = 0;
      g_assert_true (palier_database_number (
          database, &found, &error,
          "SELECT count(*) FROM pragma_table_info (?) WHERE name = ? AND type = ?", "ttt",
          palier_kind_name ((PalierKind) kind), field->name, type));
      g_test_message ("%s.%s", palier_kind_name ((PalierKind) kind), field->name);
      g_assert_cmpint (found, ==,
                       kind != PALIER_KIND_PROSPECT || palier_field_info ((PalierField) i)->stored);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(path, function)                                                                       \
  g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  TEST ("/storage/records/message", test_message);
  TEST ("/storage/records/approve", test_approve);
  TEST ("/storage/records/replace", test_replace);
  TEST ("/storage/records/events", test_events);
  TEST ("/storage/records/doubt", test_doubt);
  TEST ("/storage/records/dashboard", test_dashboard);
  TEST ("/storage/records/template", test_template);
  TEST ("/storage/records/pending", test_pending);
  TEST ("/storage/records/counts", test_counts);
  TEST ("/storage/records/exchange", test_exchange);
  TEST ("/storage/records/requeue-some", test_requeue_some);
  TEST ("/storage/records/digests", test_digests);
  TEST ("/storage/records/open-not-pushed", test_open_not_pushed);
  TEST ("/storage/records/columns", test_columns);
  return g_test_run ();
}
