/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. By what a prospect can be reached. 2. A rehearsal's figures: days, channels, cost, who is kept
 * back and why, nobody counted twice. 3. Colleagues are not written to on one day. 4. The mailbox's
 * cap. 5. Nobody. */
#include "palier-rehearse.h"

#include "palier-sequences.h"
#include "palier-wall-time.h"

#define MONDAY (G_GINT64_CONSTANT (1796025600) * 1000) /* 2026-11-30T08:00:00Z */
#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

static const PalierCampaignMeans means = { .mail.gap_ms = 60 * 1000 };

static void
test_reaches (void)
{
  static const struct
  {
    PalierField field;
    PalierChannel channel;
  } cases[] = {
    { PALIER_FIELD_EMAIL, PALIER_CHANNEL_EMAIL },
    { PALIER_FIELD_MOBILE, PALIER_CHANNEL_SMS },
    { PALIER_FIELD_MOBILE, PALIER_CHANNEL_CALL },
    { PALIER_FIELD_PHONE, PALIER_CHANNEL_CALL },
    { PALIER_FIELD_LINKEDIN, PALIER_CHANNEL_LINKEDIN },
    { PALIER_FIELD_CITY, PALIER_CHANNEL_LETTER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierProspect) prospect = palier_prospect_new ();
    if (cases[i].field == PALIER_FIELD_CITY)
      palier_prospect_set (prospect, PALIER_FIELD_STREET, "1 rue Haute");
    g_assert_false (palier_campaign_reaches (prospect, cases[i].channel));
    palier_prospect_set (prospect, cases[i].field, "x");
    g_assert_true (palier_campaign_reaches (prospect, cases[i].channel));
  }
}

static void
member_clear (gpointer data)
{
  palier_prospect_unref (((PalierCampaignMember *) data)->prospect);
}

static GArray *
members_new (void)
{
  GArray *members = g_array_new (FALSE, TRUE, sizeof (PalierCampaignMember));

  g_array_set_clear_func (members, member_clear);
  return members;
}

static PalierCampaignMember *
add_member (GArray *members, gboolean person, const char *siren)
{
  PalierCampaignMember member = { .prospect = palier_prospect_new (),
                                  .responses = { .replied = PALIER_SIGNAL_NO } };

  palier_prospect_set (member.prospect, PALIER_FIELD_EMAIL, "contact@agence.example");
  palier_prospect_set (member.prospect, PALIER_FIELD_MOBILE, "+33639980001");
  if (siren != NULL)
    palier_prospect_set (member.prospect, PALIER_FIELD_SIREN, siren);
  for (guint i = 0; i < PALIER_N_CHANNELS; i++)
    member.questions[i] = (PalierGateQuestion) { .is_agency = !person,
                                                 .channel = (PalierChannel) i,
                                                 .nature = PALIER_NATURE_PROFESSIONAL,
                                                 .basis = PALIER_BASIS_LEGITIMATE_INTEREST };
  g_array_append_val (members, member);
  return &g_array_index (members, PalierCampaignMember, members->len - 1);
}

static void
test_figures (void)
{
  g_autoptr (PalierSequence) sequence = palier_sequences_get ("agences-sans-site-web");
  g_autoptr (GArray) members = members_new ();

  add_member (members, FALSE, NULL);
  add_member (members, FALSE, NULL);
  add_member (members, TRUE, NULL); /* has agreed to nothing */
  g_autoptr (PalierRehearsal) rehearsal = palier_rehearse (sequence, members, &means, MONDAY);

  g_assert_cmpuint (rehearsal->rows->len, ==, 15);
  g_assert_cmpuint (rehearsal->n_reached, ==, 2);
  g_assert_cmpuint (rehearsal->n_goes[PALIER_CHANNEL_EMAIL], ==, 6);
  g_assert_cmpuint (rehearsal->n_goes[PALIER_CHANNEL_SMS], ==, 2);
  g_assert_cmpuint (rehearsal->n_guessed, ==, 2);
  g_assert_cmpfloat_with_epsilon (rehearsal->cost, 0.16, 0.001);
  g_assert_cmpint (rehearsal->first_ms, ==, MONDAY);

  g_assert_cmpuint (rehearsal->days->len, ==, 4);
  const PalierRehearsalDay *first = &g_array_index (rehearsal->days, PalierRehearsalDay, 0);
  g_assert_cmpint (first->day_ms, ==, palier_wall_day_ms (MONDAY));
  g_assert_cmpuint (first->goes[PALIER_CHANNEL_EMAIL], ==, 2);

  /* Nobody has a profile; the person is protected by the gate on each of the other steps. */
  g_assert_cmpuint (rehearsal->asides->len, ==, 2);
  const PalierRehearsalAside *gate = &g_array_index (rehearsal->asides, PalierRehearsalAside, 0);
  g_assert_cmpint (gate->reason, ==, PALIER_REASON_GATE);
  g_assert_cmpint (gate->gate, ==, PALIER_GATE_NO_CONSENT);
  g_assert_cmpuint (gate->n_steps, ==, 4);
  g_assert_cmpuint (gate->n_prospects, ==, 1);
  const PalierRehearsalAside *profile = &g_array_index (rehearsal->asides, PalierRehearsalAside, 1);
  g_assert_cmpint (profile->reason, ==, PALIER_REASON_NO_ADDRESS);
  g_assert_cmpuint (profile->n_prospects, ==, 3);
}

static void
test_colleagues (void)
{
  g_autoptr (PalierSequence) sequence = palier_sequences_get ("agences-sans-site-web");
  g_autoptr (GArray) members = members_new ();
  gint64 last_ms[2] = { 0 };

  for (guint i = 0; i < 4; i++)
    add_member (members, FALSE, i % 2 == 0 ? "999000001" : "999000002");
  g_autoptr (PalierRehearsal) rehearsal = palier_rehearse (sequence, members, &means, MONDAY);
  for (guint i = 0; i < rehearsal->rows->len; i++)
  {
    const PalierPlanRow *row = &g_array_index (rehearsal->rows, PalierPlanRow, i);
    gint64 *last = &last_ms[row->enrolment % 2];
    if (row->state != PALIER_SEND_SCHEDULED)
      continue;
    g_assert_cmpint (row->at_ms, >=, *last + (*last != 0 ? 2 * DAY_MS : 0));
    *last = row->at_ms;
  }
}

static void
test_cap (void)
{
  g_autoptr (PalierSequence) sequence = palier_sequences_get ("agences-sans-site-web");
  g_autoptr (GArray) members = members_new ();
  const PalierCampaignMeans few = { .mail = { .most_a_day = 2, .gap_ms = 60 * 1000 } };

  for (guint i = 0; i < 9; i++)
    add_member (members, FALSE, NULL);
  g_autoptr (PalierRehearsal) rehearsal = palier_rehearse (sequence, members, &few, MONDAY);
  g_assert_cmpuint (rehearsal->n_goes[PALIER_CHANNEL_EMAIL], ==, 27);
  for (guint i = 0; i < rehearsal->days->len; i++)
    g_assert_cmpuint (
        g_array_index (rehearsal->days, PalierRehearsalDay, i).goes[PALIER_CHANNEL_EMAIL], <=, 2);
}

static void
test_nobody (void)
{
  g_autoptr (PalierSequence) sequence = palier_sequences_get ("agences-partenariat");
  g_autoptr (GArray) members = members_new ();
  g_autoptr (PalierRehearsal) rehearsal = palier_rehearse (sequence, members, &means, MONDAY);

  g_assert_cmpuint (rehearsal->rows->len, ==, 0);
  g_assert_cmpuint (rehearsal->days->len, ==, 0);
  g_assert_cmpint (rehearsal->first_ms, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rehearse/reaches", test_reaches);
  g_test_add_func ("/rehearse/figures", test_figures);
  g_test_add_func ("/rehearse/colleagues", test_colleagues);
  g_test_add_func ("/rehearse/cap", test_cap);
  g_test_add_func ("/rehearse/nobody", test_nobody);
  return g_test_run ();
}
