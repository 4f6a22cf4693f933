/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. The sequences that ship can run. 2. The specification's has its days and channels. 3. A key
 * that is none. */
#include "palier-sequences.h"

static void
test_sound (void)
{
  g_auto (GStrv) keys = palier_sequences_list ();

  g_assert_cmpuint (g_strv_length (keys), >=, 3);
  for (char **key = keys; *key != NULL; key++)
  {
    g_autoptr (PalierSequence) sequence = palier_sequences_get (*key);
    g_autoptr (GArray) faults = palier_sequence_check (sequence);
    g_test_message ("%s: %s", *key, sequence->name);
    g_assert_cmpuint (faults->len, ==, 0);
  }
}

static void
test_sample (void)
{
  static const struct
  {
    guint day;
    PalierChannel channel;
    PalierConditions conditions;
  } steps[] = {
    { 1, PALIER_CHANNEL_EMAIL, 0 },
    { 4, PALIER_CHANNEL_EMAIL, PALIER_CONDITION_OPENED | PALIER_CONDITION_NO_RESPONSE },
    { 7, PALIER_CHANNEL_SMS, PALIER_CONDITION_NO_RESPONSE },
    { 10, PALIER_CHANNEL_LINKEDIN, PALIER_CONDITION_NO_RESPONSE },
    { 14, PALIER_CHANNEL_EMAIL, PALIER_CONDITION_NO_RESPONSE },
  };
  g_autoptr (PalierSequence) sequence = palier_sequences_get ("agences-sans-site-web");

  g_assert_cmpuint (sequence->steps->len, ==, G_N_ELEMENTS (steps));
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
  {
    const PalierStep *step = palier_sequence_get_step (sequence, i);
    g_assert_cmpuint (step->day, ==, steps[i].day);
    g_assert_cmpint (step->channel, ==, steps[i].channel);
    g_assert_cmpint (step->conditions, ==, steps[i].conditions);
  }
  g_assert_true (sequence->exits.on_reply && sequence->exits.on_meeting);
}

static void
test_none (void)
{
  g_assert_null (palier_sequences_get ("nothing"));
  g_assert_null (palier_sequences_get ("../scoring/scoring"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sequences/sound", test_sound);
  g_test_add_func ("/sequences/sample", test_sample);
  g_test_add_func ("/sequences/none", test_none);
  return g_test_run ();
}
