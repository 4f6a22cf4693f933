/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each rule of the next action, in its order: a row holds all that rows above it do not. */
#include "test-helper.h"

#define HOT "60"
#define COLD "0"

static void
test_rules (void)
{
  static const struct
  {
    const char *kind, *email, *staff, *stage;
    PalierScoringHistory history;
    const char *action, *reason;
    gint64 due_ms;
  } cases[] = {
    { "agency", "a@example.fr", HOT, "opted-out", { 0 }, "leave", "opposed", 0 },
    { "agency", "a@example.fr", HOT, NULL, { .opposed = TRUE }, "leave", "opposed", 0 },
    { "person", "a@example.fr", NULL, NULL, { 0 }, "ask_consent", "no_legal_basis", 0 },
    { "agency", NULL, HOT, NULL, { 0 }, "complete_email", "email_missing", 0 },
    { "agency",
      "a@example.fr",
      HOT,
      NULL,
      { .email_bounced = TRUE },
      "complete_email",
      "email_wrong",
      0 },
    { "agency",
      "a@example.fr",
      HOT,
      NULL,
      { .unanswered_reply_ms = NOW, .clicks_72h = 1 },
      "answer",
      "reply_waiting",
      NOW },
    { "agency",
      "a@example.fr",
      HOT,
      NULL,
      { .clicks_72h = 1, .opens_72h = 2 },
      "call",
      "clicked",
      NOW },
    { "agency", "a@example.fr", HOT, NULL, { .opens_72h = 2 }, "call", "opened_often", NOW },
    { "agency",
      "a@example.fr",
      HOT,
      NULL,
      { .opens_72h = 1 },
      "write",
      "hot_never_contacted",
      NOW },
    { "agency", "a@example.fr", HOT, "customer", { 0 }, "complete", "to_complete", 0 },
    { "agency",
      "a@example.fr",
      HOT,
      NULL,
      { .last_contact_ms = NOW - DAY_MS, .waiting_until_ms = NOW + 3 * DAY_MS },
      "wait",
      "in_sequence",
      NOW + 3 * DAY_MS },
    { "agency",
      "a@example.fr",
      HOT,
      NULL,
      { .last_contact_ms = NOW - DAY_MS, .open_meeting_ms = NOW - DAY_MS },
      "log_outcome",
      "meeting_open",
      NOW },
    { "agency",
      "a@example.fr",
      HOT,
      NULL,
      { .last_contact_ms = NOW - DAY_MS, .open_meeting_ms = NOW + DAY_MS },
      "complete",
      "to_complete",
      0 },
    { "agency",
      "a@example.fr",
      COLD,
      NULL,
      { .last_contact_ms = NOW - 31 * DAY_MS },
      "relaunch",
      "warm_silent",
      0 },
    { "agency",
      "a@example.fr",
      COLD,
      NULL,
      { .last_contact_ms = NOW - 29 * DAY_MS },
      "complete",
      "to_complete",
      0 },
    { "agency", "a@example.fr", COLD, NULL, { 0 }, "write", "warm_never_contacted", 0 },
    { "agency",
      "a@example.fr",
      COLD,
      NULL,
      { .last_sign_ms = NOW - 1096 * DAY_MS },
      "delete",
      "retention",
      0 },
    { "agency",
      "a@example.fr",
      COLD,
      "customer",
      { .last_sign_ms = NOW - 1096 * DAY_MS },
      "complete",
      "to_complete",
      0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierProspect) p = prospect_of (cases[i].kind, "email", cases[i].email, "staff",
                                                cases[i].staff, "stage", cases[i].stage, NULL);
    PalierScoring s = score_of (p, NULL, &cases[i].history);
    g_assert_cmpstr (s.action, ==, cases[i].action);
    g_assert_cmpstr (s.action_reason, ==, cases[i].reason);
    g_assert_cmpint (s.action_due_ms, ==, cases[i].due_ms);
  }
}

/* A well-known agency with nothing to do. */
static void
test_nothing (void)
{
  g_autoptr (PalierProspect) p =
      prospect_of ("agency", "email", "a@example.fr", "website", "https://a.example", "portals",
                   "a", "staff", "60", "active_listings", "300", NULL);
  PalierScoringHistory h = { .last_contact_ms = NOW - DAY_MS, .last_sign_ms = NOW };
  PalierScoring s = score_of (p, NULL, &h);

  g_assert_false (s.to_complete);
  g_assert_cmpstr (s.action, ==, "none");
}

/* The three years count from the last sign, and without one from when the data came. */
static void
test_retention (void)
{
  g_autoptr (PalierProspect) p = prospect_of ("agency", "email", "a@example.fr", "staff", COLD,
                                              "portals", "a", "last_sign_at", "1000", NULL);

  g_assert_cmpstr (score_of (p, NULL, NULL).action, ==, "delete");
  palier_prospect_set (p, PALIER_FIELD_LAST_SIGN_AT, NULL);
  palier_prospect_set (p, PALIER_FIELD_ACTIVE_LISTINGS, "0");
  palier_prospect_set (p, PALIER_FIELD_SOURCE_DATE, "2023-09-10");
  PalierScoringMarket rising = PALIER_SCORING_MARKET_EMPTY;
  rising.volume_change = 1;
  rising.adoption_share = 0;
  g_assert_cmpstr (score_of (p, &rising, NULL).action, ==, "delete");
  palier_prospect_set (p, PALIER_FIELD_SOURCE_DATE, "2024-09-10");
  g_assert_cmpstr (score_of (p, &rising, NULL).action, !=, "delete");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scoring/action/rules", test_rules);
  g_test_add_func ("/scoring/action/nothing", test_nothing);
  g_test_add_func ("/scoring/action/retention", test_retention);
  return g_test_run ();
}
