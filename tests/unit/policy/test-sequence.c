/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. What a condition says by what is known: unknown is never "no". 2. Exits. 3. Each fault of a
 * sequence, by its step. */
#include "palier-sequence.h"

#define YES PALIER_SIGNAL_YES
#define NO PALIER_SIGNAL_NO
#define UNKNOWN PALIER_SIGNAL_UNKNOWN

static void
test_conditions (void)
{
  const PalierConditions opened = PALIER_CONDITION_OPENED, clicked = PALIER_CONDITION_CLICKED;
  const PalierConditions replied = PALIER_CONDITION_REPLIED, none = PALIER_CONDITION_NO_RESPONSE;
  const struct
  {
    PalierConditions conditions;
    PalierResponses responses;
    PalierSignal holds;
  } cases[] = {
    { 0, { UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN }, YES },
    { opened, { YES, NO, NO, NO }, YES },
    { opened, { NO, NO, NO, NO }, NO },
    { opened, { UNKNOWN, NO, NO, NO }, UNKNOWN },
    { opened, { UNKNOWN, YES, NO, NO }, YES }, /* who clicked has opened */
    { opened, { NO, NO, YES, NO }, YES },      /* … and so has who replied */
    { opened, { NO, UNKNOWN, NO, NO }, UNKNOWN },
    { clicked, { YES, UNKNOWN, NO, NO }, UNKNOWN },
    { clicked, { YES, NO, YES, NO }, NO },
    { none, { YES, YES, NO, NO }, YES },
    { none, { YES, YES, UNKNOWN, NO }, UNKNOWN },
    { none, { UNKNOWN, UNKNOWN, YES, NO }, NO },
    { replied, { NO, NO, UNKNOWN, NO }, UNKNOWN },
    { opened | none, { YES, NO, NO, NO }, YES },
    { opened | none, { UNKNOWN, NO, YES, NO }, NO },
    { opened | none, { UNKNOWN, NO, NO, NO }, UNKNOWN },
    { clicked | none, { YES, NO, UNKNOWN, NO }, NO },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    PalierStep step = { .conditions = cases[i].conditions };
    g_test_message ("case %zu", i);
    g_assert_cmpint (palier_step_holds (&step, &cases[i].responses), ==, cases[i].holds);
  }
}

static void
test_exits (void)
{
  static const struct
  {
    PalierExits exits;
    PalierResponses responses;
    guint attempts;
    gboolean reached;
  } cases[] = {
    { { TRUE, TRUE, 0 }, { YES, YES, NO, NO }, 9, FALSE },
    { { TRUE, TRUE, 0 }, { NO, NO, YES, NO }, 0, TRUE },
    { { TRUE, TRUE, 0 }, { NO, NO, UNKNOWN, UNKNOWN }, 0, FALSE },
    { { FALSE, TRUE, 0 }, { NO, NO, YES, NO }, 0, FALSE },
    { { FALSE, TRUE, 0 }, { NO, NO, NO, YES }, 0, TRUE },
    { { TRUE, FALSE, 0 }, { NO, NO, NO, YES }, 0, FALSE },
    { { TRUE, TRUE, 3 }, { NO, NO, NO, NO }, 2, FALSE },
    { { TRUE, TRUE, 3 }, { NO, NO, NO, NO }, 3, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_test_message ("case %zu", i);
    g_assert_cmpint (palier_exits_reached (&cases[i].exits, &cases[i].responses, cases[i].attempts),
                     ==, cases[i].reached);
  }
}

static PalierStep
new_step (guint day, PalierChannel channel, const char *template_key)
{
  return (PalierStep) { .day = day,
                        .channel = channel,
                        .templates =
                            template_key != NULL ? g_strsplit (template_key, " ", -1) : NULL,
                        .window = { PALIER_DAYS_WEEK, 9 * 60, 18 * 60, FALSE } };
}

static PalierSequence *
new_sequence (void)
{
  PalierSequence *sequence = palier_sequence_new ("Relance");
  PalierStep steps[] = { new_step (1, PALIER_CHANNEL_EMAIL, "a"),
                         new_step (4, PALIER_CHANNEL_SMS, "b c"),
                         new_step (4, PALIER_CHANNEL_CALL, NULL) };

  g_array_append_vals (sequence->steps, steps, G_N_ELEMENTS (steps));
  return sequence;
}

static PalierStep *
get_step (PalierSequence *sequence, guint index)
{
  return &g_array_index (sequence->steps, PalierStep, index);
}

static void
remove_name (PalierSequence *sequence)
{
  *sequence->name = '\0';
}

static void
remove_steps (PalierSequence *sequence)
{
  g_array_set_size (sequence->steps, 0);
}

static void
add_steps (PalierSequence *sequence)
{
  while (sequence->steps->len <= PALIER_STEPS_MAX)
  {
    PalierStep step = new_step (9, PALIER_CHANNEL_CALL, NULL);
    g_array_append_val (sequence->steps, step);
  }
}

static void
try_too_often (PalierSequence *sequence)
{
  sequence->exits.max_attempts = PALIER_ATTEMPTS_MAX + 1;
}

static void
begin_before (PalierSequence *sequence)
{
  get_step (sequence, 0)->day = 0;
}

static void
turn_round (PalierSequence *sequence)
{
  get_step (sequence, 1)->day = 5;
}

static void
depend_on_nothing (PalierSequence *sequence)
{
  get_step (sequence, 0)->conditions = PALIER_CONDITION_OPENED;
}

static void
contradict (PalierSequence *sequence)
{
  get_step (sequence, 1)->conditions = PALIER_CONDITION_REPLIED | PALIER_CONDITION_NO_RESPONSE;
}

static void
come_too_late (PalierSequence *sequence)
{
  get_step (sequence, 2)->conditions = PALIER_CONDITION_REPLIED;
}

static void
close_window (PalierSequence *sequence)
{
  get_step (sequence, 2)->window.days = 0;
}

static void
turn_window (PalierSequence *sequence)
{
  get_step (sequence, 2)->window.to = 8 * 60;
}

static void
remove_text (PalierSequence *sequence)
{
  g_clear_pointer (&get_step (sequence, 1)->templates, g_strfreev);
}

static void
add_texts (PalierSequence *sequence)
{
  g_strfreev (get_step (sequence, 1)->templates);
  get_step (sequence, 1)->templates = g_strsplit ("a b c d e", " ", -1);
}

static void
test_faults (void)
{
  static const struct
  {
    void (*spoil) (PalierSequence *);
    PalierSequenceFaultKind kind;
    guint step;
  } cases[] = {
    { remove_name, PALIER_SEQUENCE_NO_NAME, 0 },
    { remove_steps, PALIER_SEQUENCE_NO_STEPS, 0 },
    { add_steps, PALIER_SEQUENCE_TOO_MANY_STEPS, 0 },
    { try_too_often, PALIER_SEQUENCE_ATTEMPTS, 0 },
    { begin_before, PALIER_SEQUENCE_DAY, 1 },
    { turn_round, PALIER_SEQUENCE_ORDER, 3 },
    { depend_on_nothing, PALIER_SEQUENCE_FIRST_DEPENDS, 1 },
    { contradict, PALIER_SEQUENCE_CONTRADICTION, 2 },
    { come_too_late, PALIER_SEQUENCE_NEVER, 3 },
    { close_window, PALIER_SEQUENCE_WINDOW, 3 },
    { turn_window, PALIER_SEQUENCE_WINDOW, 3 },
    { remove_text, PALIER_SEQUENCE_NO_TEMPLATE, 2 },
    { add_texts, PALIER_SEQUENCE_TOO_MANY_TEMPLATES, 2 },
  };
  g_autoptr (PalierSequence) sound = new_sequence ();
  g_autoptr (GArray) nothing = palier_sequence_check (sound);

  g_assert_cmpuint (nothing->len, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierSequence) sequence = new_sequence ();
    cases[i].spoil (sequence);
    g_autoptr (GArray) faults = palier_sequence_check (sequence);
    g_test_message ("%s", palier_sequence_fault_name (cases[i].kind));
    g_assert_cmpuint (faults->len, ==, 1);
    g_assert_cmpint (g_array_index (faults, PalierSequenceFault, 0).kind, ==, cases[i].kind);
    g_assert_cmpuint (g_array_index (faults, PalierSequenceFault, 0).step, ==, cases[i].step);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sequence/conditions", test_conditions);
  g_test_add_func ("/sequence/exits", test_exits);
  g_test_add_func ("/sequence/faults", test_faults);
  return g_test_run ();
}
