/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an event means for the stage of a prospect, and what the base makes of it.
 *
 * 1. the rule, event by event
 * 2. stages go forward only; what is given up is opened again by a reply alone
 * 3. a stage set by hand stays until something later happens
 * 4. each event is looked at once */
#include "session-fixture.h"

#include "palier-event-store.h"
#include "palier-stage-mover.h"

static void
test_rule (void)
{
  static const struct
  {
    const char *name;
    const char *data; /* (nullable) */
    const char *to;   /* (nullable) */
    gboolean sign;
  } cases[] = {
    { "message.sent", NULL, "contacted", FALSE },
    { "message.opened", NULL, "engaged", TRUE },
    { "message.opened", "{\"machine\":true}", NULL, FALSE },
    { "message.clicked", NULL, "engaged", TRUE },
    { "message.replied", NULL, "engaged", TRUE },
    { "message.replied", "{\"class\":\"interested\"}", "qualified", TRUE },
    { "message.unsubscribed", NULL, "opted-out", FALSE },
    { "message.bounced", NULL, NULL, FALSE },
    { "deal.won", NULL, "customer", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierEvent) event = palier_event_new ();
    PalierStageMove move;
    event->name = g_strdup (cases[i].name);
    event->data = g_strdup (cases[i].data);
    g_assert_cmpint (palier_stage_mover_rule (event, &move), ==, cases[i].to != NULL);
    g_assert_cmpstr (move.to, ==, cases[i].to);
    g_assert_cmpint (move.is_sign, ==, cases[i].sign);
  }
}

static PalierWorkspace *
open_workspace (Fixture *self)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  guint8 bytes[PALIER_WORKSPACE_KEY_SIZE];

  g_assert_true (g_file_get_contents (self->key_file, &text, NULL, NULL));
  for (gsize i = 0; i < sizeof bytes; i++)
    bytes[i] =
        (guint8) (g_ascii_xdigit_value (text[2 * i]) << 4 | g_ascii_xdigit_value (text[2 * i + 1]));
  g_autoptr (GBytes) key = g_bytes_new (bytes, sizeof bytes);
  DexFuture *opening = palier_workspace_open (self->workspace, key, PALIER_WORKSPACE_READ_WRITE,
                                              self->clock, self->random);
  const GValue *value = fixture_wait (opening, &error);
  g_assert_no_error (error);
  PalierWorkspace *workspace = g_value_dup_object (value);
  dex_unref (opening);
  return workspace;
}

typedef struct
{
  PalierCore *core;
  GError *error;
  gboolean good;
} Run;

static DexFuture *
run_fiber (gpointer data)
{
  Run *run = data;

  run->good = palier_stage_mover_run (run->core, &run->error);
  return dex_future_new_true ();
}

/* What came from the relay @at_ms, taken up as after an exchange. */
static void
happen (Fixture *self, const PalierId *prospect, const char *name, gint64 at_ms)
{
  PalierWorkspace *workspace = open_workspace (self);
  g_autoptr (PalierCore) core = g_atomic_rc_box_new0 (PalierCore);
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_event_free);
  PalierEvent *event = palier_event_new ();
  Run run = { .core = core };

  event->id = palier_workspace_new_id (workspace);
  event->name = g_strdup (name);
  event->at_ms = at_ms;
  event->prospect = *prospect;
  g_ptr_array_add (events, event);
  fixture_done (palier_event_store_append (workspace, events));
  core->clock = palier_clock_ref (self->clock);
  core->random = palier_random_ref (self->random);
  core->workspace = workspace;
  core->scoring = palier_scoring_parameters_get_default ();
  for (int i = 0; i < 2; i++)
  {
    fixture_done (dex_scheduler_spawn (NULL, 0, run_fiber, &run, NULL));
    g_assert_no_error (run.error);
    g_assert_true (run.good);
  }
  fixture_done (palier_workspace_close (workspace));
}

static void
assert_stage (Fixture *self, const PalierId *id, const char *stage, guint n_moves)
{
  PalierProspectService *prospects = palier_session_get_prospects (self->session);
  g_autoptr (PalierProspect) prospect =
      fixture_take_boxed (palier_prospect_service_get (prospects, id));
  g_autoptr (GPtrArray) timeline =
      fixture_take_boxed (palier_prospect_service_timeline (prospects, id));
  guint n = 0;

  for (guint i = 0; i < timeline->len; i++)
    n += g_str_equal (((PalierEvent *) g_ptr_array_index (timeline, i))->name,
                      "prospect.stage_changed");
  g_assert_cmpstr (palier_prospect_get (prospect, PALIER_FIELD_STAGE), ==, stage);
  g_assert_cmpuint (n, ==, n_moves);
}

static void
set_stage (Fixture *self, const PalierId *id, const char *stage)
{
  g_autoptr (PalierProspect) edited = fixture_take_boxed (palier_prospect_service_update (
      palier_session_get_prospects (self->session), id, PALIER_FIELD_STAGE, stage));
}

static void
test_moves (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierImportSummary) summary = fixture_import (self, "c.csv", FIXTURE_FILE, NULL);
  g_autoptr (PalierProspect) prospect = fixture_one (self, "goff");
  PalierId id = *palier_prospect_get_id (prospect);

  happen (self, &id, "message.sent", START_MS + 1000);
  assert_stage (self, &id, "contacted", 1);
  happen (self, &id, "message.clicked", START_MS + 2000);
  happen (self, &id, "message.sent", START_MS + 3000);
  assert_stage (self, &id, "engaged", 2);

  palier_clock_advance (self->clock, 10000);
  set_stage (self, &id, "prospect");
  happen (self, &id, "message.clicked", START_MS + 4000);
  assert_stage (self, &id, "prospect", 3);
  happen (self, &id, "message.clicked", START_MS + 20000);
  assert_stage (self, &id, "engaged", 4);

  set_stage (self, &id, "lost");
  happen (self, &id, "message.sent", START_MS + 30000);
  assert_stage (self, &id, "lost", 5);
  happen (self, &id, "message.replied", START_MS + 40000);
  assert_stage (self, &id, "engaged", 6);
  happen (self, &id, "message.unsubscribed", START_MS + 50000);
  happen (self, &id, "message.replied", START_MS + 60000);
  assert_stage (self, &id, "opted-out", 7);
}

/* A sign takes the place of an earlier one, and of a date that is yet to come. */
static void
test_last_sign (Fixture *self, gconstpointer unused)
{
  static const char *const noted_dates[] = { "2020-01-01", "2099-01-01" };
  PalierProspectService *prospects = palier_session_get_prospects (self->session);
  g_autoptr (PalierImportSummary) summary = fixture_import (self, "c.csv", FIXTURE_FILE, NULL);
  g_autoptr (PalierProspect) prospect = fixture_one (self, "goff");
  PalierId id = *palier_prospect_get_id (prospect);

  for (gsize i = 0; i < G_N_ELEMENTS (noted_dates); i++)
  {
    gint64 at_ms = START_MS + 1000 * (gint64) (i + 1);
    g_autoptr (PalierProspect) noted = fixture_take_boxed (
        palier_prospect_service_update (prospects, &id, PALIER_FIELD_LAST_SIGN_AT, noted_dates[i]));
    g_assert_cmpint (palier_prospect_get_integer (noted, PALIER_FIELD_LAST_SIGN_AT, 0), !=, at_ms);
    happen (self, &id, "message.clicked", at_ms);
    g_autoptr (PalierProspect) after =
        fixture_take_boxed (palier_prospect_service_get (prospects, &id));
    g_assert_cmpint (palier_prospect_get_integer (after, PALIER_FIELD_LAST_SIGN_AT, 0), ==, at_ms);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/stages/rule", test_rule);
  g_test_add ("/session/stages/moves", Fixture, NULL, fixture_set_up, test_moves,
              fixture_tear_down);
  g_test_add ("/session/stages/last-sign", Fixture, NULL, fixture_set_up, test_last_sign,
              fixture_tear_down);
  return g_test_run ();
}
