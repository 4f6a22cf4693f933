/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. A copy shares nothing. 2. Adding, removing, moving. 3. Templates of a step. */
#include "palier-sequence-edit.h"

/* Two steps: an e-mail on day 1, a call on day 5. */
static PalierSequence *
two_steps (void)
{
  static const char *const templates[] = { "one", NULL };
  PalierSequence *self = palier_sequence_new ("Two");

  palier_sequence_add_step (self);
  palier_sequence_edit_step (self, 0)->templates = g_strdupv ((char **) templates);
  palier_sequence_add_step (self);
  palier_sequence_edit_step (self, 1)->channel = PALIER_CHANNEL_CALL;
  return self;
}

static void
test_copy (void)
{
  g_autoptr (PalierSequence) self = two_steps ();
  g_autoptr (PalierSequence) copy = NULL;

  self->exits.max_attempts = 7;
  copy = palier_sequence_copy (self);
  g_assert_cmpstr (copy->name, ==, "Two");
  g_assert_cmpuint (copy->steps->len, ==, 2);
  g_assert_cmpuint (copy->exits.max_attempts, ==, 7);
  palier_step_set_template (palier_sequence_edit_step (copy, 0), 0, "other");
  palier_sequence_remove_step (copy, 1);
  g_assert_cmpuint (self->steps->len, ==, 2);
  g_assert_cmpstr (palier_sequence_get_step (self, 0)->templates[0], ==, "one");
}

static void
test_add (void)
{
  g_autoptr (PalierSequence) self = two_steps ();
  const PalierStep *first = palier_sequence_get_step (self, 0);

  g_assert_cmpuint (first->day, ==, 1);
  g_assert_cmpuint (first->conditions, ==, 0);
  palier_sequence_edit_step (self, 1)->window.from = 600;
  palier_sequence_add_step (self);
  const PalierStep *added = palier_sequence_get_step (self, 2);
  g_assert_cmpuint (added->day, ==, 9);
  g_assert_cmpuint (added->conditions, ==, PALIER_CONDITION_NO_RESPONSE);
  g_assert_cmpuint (added->window.from, ==, 600);
  palier_sequence_edit_step (self, 2)->day = PALIER_STEP_DAY_MAX;
  palier_sequence_add_step (self);
  g_assert_cmpuint (palier_sequence_get_step (self, 3)->day, ==, PALIER_STEP_DAY_MAX);
  palier_sequence_remove_step (self, 0);
  g_assert_cmpuint (self->steps->len, ==, 3);
  g_assert_cmpint (palier_sequence_get_step (self, 0)->channel, ==, PALIER_CHANNEL_CALL);
}

static void
test_move (void)
{
  g_autoptr (PalierSequence) self = two_steps ();

  g_assert_false (palier_sequence_move_step (self, 0, -1));
  g_assert_false (palier_sequence_move_step (self, 1, 1));
  g_assert_true (palier_sequence_move_step (self, 0, 1));
  g_assert_cmpint (palier_sequence_get_step (self, 0)->channel, ==, PALIER_CHANNEL_CALL);
  g_assert_cmpuint (palier_sequence_get_step (self, 0)->day, ==, 1);
  g_assert_cmpstr (palier_sequence_get_step (self, 1)->templates[0], ==, "one");
  g_assert_cmpuint (palier_sequence_get_step (self, 1)->day, ==, 5);
  g_assert_true (palier_sequence_move_step (self, 1, -1));
  g_assert_cmpstr (palier_sequence_get_step (self, 0)->templates[0], ==, "one");
  g_assert_cmpuint (palier_sequence_get_step (self, 1)->day, ==, 5);
}

static void
test_templates (void)
{
  static const struct
  {
    guint index;
    const char *template;
    const char *then;
  } cases[] = {
    { 0, "a", "a" },     { 1, "b", "a b" },  { 2, "c", "a b c" },
    { 1, "d", "a d c" }, { 0, NULL, "d c" }, { 2, NULL, "d c" },
  };
  PalierStep step = { .day = 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *then = NULL;
    palier_step_set_template (&step, cases[i].index, cases[i].template);
    then = g_strjoinv (" ", step.templates);
    g_assert_cmpstr (then, ==, cases[i].then);
  }
  g_assert_cmpuint (palier_step_count_templates (&step), ==, 2);
  g_strfreev (step.templates);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy/sequence-edit/copy", test_copy);
  g_test_add_func ("/policy/sequence-edit/add", test_add);
  g_test_add_func ("/policy/sequence-edit/move", test_move);
  g_test_add_func ("/policy/sequence-edit/templates", test_templates);
  return g_test_run ();
}
