/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. A campaign comes back as it was, changes and goes, all of which can be undone. 2. One that a
 * newer version wrote means nobody by mistake. 3. A prospect enters a campaign once, and leaves
 * with an erasure. 4. A step's message is there once, whoever writes it. */
#include "palier-campaign-message-store.h"
#include "palier-campaign-store.h"
#include "palier-change-store.h"
#include "palier-changeset-store.h"
#include "palier-enrolment-store.h"
#include "palier-erasure-store.h"
#include "palier-event-store.h"
#include "palier-message-store.h"
#include "storage-fixture.h"

static PalierCampaign *
make_campaign (Fixture *self)
{
  PalierCampaign *campaign = palier_campaign_new ();
  PalierStep step = { .day = 1, .channel = PALIER_CHANNEL_CALL, .window = { 0x1f, 540, 1080, 0 } };

  campaign->id = palier_id_new (self->clock, self->random);
  campaign->name = g_strdup ("Sans site");
  campaign->sequence = palier_sequence_new ("Sans site");
  g_array_append_val (campaign->sequence->steps, step);
  palier_sequence_number_steps (campaign->sequence);
  campaign->audience = palier_filter_new ();
  g_assert_true (palier_filter_add_text (campaign->audience, "kind=agency", NULL));
  campaign->created_ms = START_MS;
  return campaign;
}

static PalierCampaign *
get_first (Fixture *self)
{
  g_autoptr (GPtrArray) list = fixture_take_boxed (palier_campaign_store_list (self->workspace));

  return list->len > 0 ? palier_campaign_ref (list->pdata[0]) : NULL;
}

static void
test_campaign (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierCampaign) campaign = make_campaign (self);

  g_assert_null (fixture_take_boxed (palier_campaign_store_put (self->workspace, campaign)));
  fixture_reopen (self);
  g_autoptr (PalierCampaign) kept = get_first (self);
  g_assert_cmpstr (kept->name, ==, "Sans site");
  g_assert_cmpint (kept->state, ==, PALIER_CAMPAIGN_DRAFT);
  g_assert_cmpuint (palier_sequence_get_step (kept->sequence, 0)->id, ==, 1);
  g_assert_nonnull (palier_filter_find (kept->audience, PALIER_FILTER_KIND, FALSE));

  g_autoptr (PalierCampaign) changed = palier_campaign_copy (kept);
  changed->state = PALIER_CAMPAIGN_RUNNING;
  changed->started_ms = START_MS + 1;
  g_clear_pointer (&changed->audience, palier_filter_free);
  g_autoptr (PalierChangeset) edit =
      fixture_take_boxed (palier_campaign_store_put (self->workspace, changed));
  g_autoptr (PalierCampaign) running = get_first (self);
  g_assert_cmpint (running->state, ==, PALIER_CAMPAIGN_RUNNING);
  g_assert_null (running->audience);
  g_assert_false (running->foreign);
  palier_undo_result_free (
      fixture_take_boxed (palier_changeset_store_undo (self->workspace, &edit->id)));
  g_autoptr (PalierCampaign) before = get_first (self);
  g_assert_cmpint (before->started_ms, ==, 0);
  g_assert_nonnull (before->audience);

  fixture_done (palier_campaign_store_remove (self->workspace, &campaign->id));
  g_assert_null (get_first (self));
}

static void
deliver (Fixture *self, PalierRecord *record)
{
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_record_free);
  PalierDelivery delivery = { .records = records };

  g_ptr_array_add (records, record);
  g_free (fixture_take_boxed (palier_change_store_apply (self->workspace, &delivery)));
}

static void
test_foreign (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierCampaign) campaign = make_campaign (self);
  PalierMark mark = { (PalierStamp) (START_MS + 1000) << 16, 99 };
  PalierRecord *theirs = palier_record_new (PALIER_KIND_CAMPAIGN, &campaign->id);

  fixture_done (palier_campaign_store_put (self->workspace, campaign));
  palier_record_set (theirs, PALIER_CAMPAIGN_FIELD_AUDIENCE,
                     "{\"terms\":[{\"key\":\"shoe_size\",\"values\":[\"42\"]}]}", mark);
  deliver (self, theirs);
  g_autoptr (PalierCampaign) kept = get_first (self);
  g_assert_true (kept->foreign);
  g_assert_null (kept->audience);
}

static GArray *
list_enrolled (Fixture *self, const PalierId *campaign)
{
  return fixture_take_boxed (palier_enrolment_store_list (self->workspace, campaign));
}

static void
enrol (Fixture *self, const PalierId *campaign, const PalierId *prospect, gint64 at_ms,
       PalierEnrolmentState state)
{
  g_autoptr (GArray) enrolled = g_array_new (FALSE, FALSE, sizeof (PalierEnrolled));
  PalierEnrolled one = { *campaign, *prospect, at_ms, state };

  g_array_append_val (enrolled, one);
  fixture_done (palier_enrolment_store_put (self->workspace, enrolled));
}

static void
test_enrolments (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) prospects = fixture_prospects (0, 2);
  PalierId campaign = palier_id_new (self->clock, self->random);
  PalierId changeset = palier_workspace_new_id (self->workspace);
  PalierId ids[2];

  for (guint i = 0; i < 2; i++)
  {
    ids[i] = palier_workspace_new_id (self->workspace);
    palier_prospect_set_id (prospects->pdata[i], &ids[i]);
  }
  fixture_done (palier_changeset_store_begin (self->workspace, &changeset, "create", NULL));
  fixture_take_int64 (palier_prospect_store_insert (self->workspace, &changeset, prospects, NULL));
  fixture_done (palier_changeset_store_close (self->workspace, &changeset));
  enrol (self, &campaign, &ids[0], START_MS, PALIER_ENROLMENT_ACTIVE);
  enrol (self, &campaign, &ids[1], START_MS + 1, PALIER_ENROLMENT_ACTIVE);
  enrol (self, &campaign, &ids[0], START_MS + 9, PALIER_ENROLMENT_PAUSED);
  g_autoptr (GArray) both = list_enrolled (self, &campaign);
  g_assert_cmpuint (both->len, ==, 2);
  const PalierEnrolled *first = &g_array_index (both, PalierEnrolled, 0);
  g_assert_true (palier_id_equal (&first->prospect, &ids[0]));
  g_assert_cmpint (first->entered_ms, ==, START_MS);
  g_assert_cmpint (first->state, ==, PALIER_ENROLMENT_PAUSED);

  g_assert_cmpint (fixture_take_int64 (palier_erasure_store_erase (self->workspace, &ids[0])), ==,
                   2);
  g_autoptr (GArray) left = list_enrolled (self, &campaign);
  g_assert_cmpuint (left->len, ==, 1);
  /* Who was erased is not entered again. */
  enrol (self, &campaign, &ids[0], START_MS + 10, PALIER_ENROLMENT_ACTIVE);
  g_autoptr (GArray) still = list_enrolled (self, &campaign);
  g_assert_cmpuint (still->len, ==, 1);
}

static void
test_messages (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_message_free);
  PalierId campaign = palier_id_new (self->clock, self->random);
  PalierId prospect = palier_id_new (self->clock, self->random);

  for (guint step = 1; step <= 2; step++)
  {
    PalierMessage *message = palier_message_new ();
    message->id = palier_enrolled_message_id (&campaign, &prospect, step);
    message->campaign = campaign;
    message->prospect = prospect;
    message->step = step;
    message->channel = g_strdup ("email");
    message->body = g_strdup_printf ("Étape %u", step);
    g_ptr_array_add (messages, message);
  }
  fixture_done (palier_message_store_insert (self->workspace, NULL, messages));
  PalierMessage *second = messages->pdata[1];
  g_set_str (&second->body, "Une autre fois");
  fixture_done (palier_message_store_insert (self->workspace, NULL, messages));
  g_autoptr (GArray) all =
      fixture_take_boxed (palier_message_store_ids (self->workspace, &PALIER_MESSAGE_FILTER_ALL));
  g_assert_cmpuint (all->len, ==, 2);
  g_autoptr (PalierMessage) kept =
      fixture_take_boxed (palier_message_store_get (self->workspace, &second->id));
  g_assert_cmpstr (kept->body, ==, "Étape 2");
  g_assert_cmpuint (kept->step, ==, 2);
  g_assert_true (palier_id_equal (&kept->campaign, &campaign));
}

static void
tell (Fixture *self, const PalierId *message, const char *name, const char *data)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_event_free);
  PalierEvent *event = palier_event_new ();

  event->id = palier_id_new (self->clock, self->random);
  event->name = g_strdup (name);
  event->at_ms = START_MS;
  event->message = *message;
  event->data = g_strdup (data);
  g_ptr_array_add (events, event);
  g_assert_cmpint (fixture_take_int64 (palier_event_store_append (self->workspace, events)), ==, 1);
}

static void
test_trials (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_message_free);
  PalierId campaign = palier_id_new (self->clock, self->random);

  for (guint i = 0; i < 5; i++)
  {
    PalierMessage *message = palier_message_new ();
    message->prospect = palier_id_new (self->clock, self->random);
    message->id = palier_enrolled_message_id (&campaign, &message->prospect, 2);
    message->campaign = campaign;
    message->step = 2;
    message->channel = g_strdup ("email");
    message->body = g_strdup ("Bonjour");
    message->template_key = g_strdup (i < 3 ? "un" : "deux");
    g_ptr_array_add (messages, message);
  }
  fixture_done (palier_message_store_insert (self->workspace, NULL, messages));
  for (guint i = 0; i < 4; i++)
    tell (self, &((PalierMessage *) messages->pdata[i])->id, "message.state",
          "{\"state\":\"accepted\"}");
  tell (self, &((PalierMessage *) messages->pdata[1])->id, "message.replied", NULL);
  g_autoptr (GPtrArray) trials =
      fixture_take_boxed (palier_campaign_message_store_trials (self->workspace, &campaign));
  g_assert_cmpuint (trials->len, ==, 2);
  const PalierCampaignTrial *two = trials->pdata[0], *one = trials->pdata[1];
  g_assert_cmpstr (two->template, ==, "deux");
  g_assert_cmpuint (two->n_sent, ==, 1);
  g_assert_cmpuint (one->n_sent, ==, 3);
  g_assert_cmpuint (one->n_replied, ==, 1);
}

/* Texts that are tried against each other are given out evenly. */
static void
test_variants (Fixture *self, gconstpointer unused)
{
  PalierId campaign = palier_id_new (self->clock, self->random);
  guint counts[3] = { 0 };

  for (guint i = 0; i < 600; i++)
  {
    PalierId prospect = palier_id_new (self->clock, self->random);
    PalierId message = palier_enrolled_message_id (&campaign, &prospect, 1);
    counts[palier_enrolled_variant (&message, 3)]++;
    g_assert_cmpuint (palier_enrolled_variant (&message, 1), ==, 0);
  }
  for (guint i = 0; i < 3; i++)
    g_assert_true (counts[i] > 150 && counts[i] < 250);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(path, function)                                                                       \
  g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  TEST ("/storage/campaigns/campaign", test_campaign);
  TEST ("/storage/campaigns/foreign", test_foreign);
  TEST ("/storage/campaigns/enrolments", test_enrolments);
  TEST ("/storage/campaigns/messages", test_messages);
  TEST ("/storage/campaigns/trials", test_trials);
  TEST ("/storage/campaigns/variants", test_variants);
  return g_test_run ();
}
