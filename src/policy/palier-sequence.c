/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-sequence.h"

static const char *const conditions[] = { "opened", "clicked", "replied", "no_response" };
static const char *const unknowns[] = { "go", "wait" };

G_STATIC_ASSERT (G_N_ELEMENTS (conditions) == PALIER_N_CONDITIONS);
G_STATIC_ASSERT (G_N_ELEMENTS (unknowns) == PALIER_N_UNKNOWNS);

static void
step_clear (gpointer data)
{
  PalierStep *self = data;

  g_strfreev (self->templates);
}

/* Ends on a reply and on a meeting, as good manners ask. */
PalierSequence *
palier_sequence_new (const char *name)
{
  PalierSequence *self = g_atomic_rc_box_new0 (PalierSequence);

  self->name = g_strdup (name);
  self->steps = g_array_new (FALSE, TRUE, sizeof (PalierStep));
  g_array_set_clear_func (self->steps, step_clear);
  self->exits = (PalierExits) { TRUE, TRUE, 0 };
  return self;
}

PalierSequence *
palier_sequence_ref (PalierSequence *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
sequence_clear (gpointer data)
{
  PalierSequence *self = data;

  g_free (self->name);
  g_array_unref (self->steps);
}

void
palier_sequence_free (PalierSequence *self)
{
  g_atomic_rc_box_release_full (self, sequence_clear);
}

const PalierStep *
palier_sequence_get_step (const PalierSequence *self, guint index)
{
  return &g_array_index (self->steps, PalierStep, index);
}

/* Returns: the index of the step, -1 where there is none of that id */
int
palier_sequence_find_step (const PalierSequence *self, guint id)
{
  for (guint i = 0; i < self->steps->len; i++)
    if (palier_sequence_get_step (self, i)->id == id)
      return (int) i;
  return -1;
}

/* Gives the steps that have no id yet the next ones. */
void
palier_sequence_number_steps (PalierSequence *self)
{
  for (guint i = 0; i < self->steps->len; i++)
    self->last_id = MAX (self->last_id, palier_sequence_get_step (self, i)->id);
  for (guint i = 0; i < self->steps->len; i++)
  {
    PalierStep *step = &g_array_index (self->steps, PalierStep, i);
    if (step->id == 0)
      step->id = ++self->last_id;
  }
}

/**
 * palier_step_holds:
 *
 * Who replied has opened, and so has who clicked: a pixel that nobody consented to is not needed to
 * know that.
 *
 * Returns: whether all of the step's conditions hold
 */
PalierSignal
palier_step_holds (const PalierStep *step, const PalierResponses *responses)
{
  const PalierSignal answers[PALIER_N_CONDITIONS] = {
    palier_signal_or (responses->opened, palier_signal_or (responses->clicked, responses->replied)),
    responses->clicked,
    responses->replied,
    palier_signal_not (responses->replied),
  };
  PalierSignal all = PALIER_SIGNAL_YES;

  for (guint i = 0; i < PALIER_N_CONDITIONS; i++)
    if ((step->conditions & (1u << i)) != 0)
      all = palier_signal_and (all, answers[i]);
  return all;
}

/* @attempts: messages and tasks that have gone */
gboolean
palier_exits_reached (const PalierExits *exits, const PalierResponses *responses, guint attempts)
{
  return (exits->on_reply && responses->replied == PALIER_SIGNAL_YES)
         || (exits->on_meeting && responses->met == PALIER_SIGNAL_YES)
         || (exits->max_attempts > 0 && attempts >= exits->max_attempts);
}

const char *
palier_condition_name (PalierConditions condition)
{
  for (guint i = 0; i < PALIER_N_CONDITIONS; i++)
    if (condition == (PalierConditions) (1u << i))
      return conditions[i];
  g_assert_not_reached ();
}

/* Returns: 0 for a name that is none */
PalierConditions
palier_condition_from_name (const char *name)
{
  for (guint i = 0; i < PALIER_N_CONDITIONS; i++)
    if (g_strcmp0 (conditions[i], name) == 0)
      return (PalierConditions) (1u << i);
  return 0;
}

const char *
palier_unknown_name (PalierUnknown unknown)
{
  g_assert ((guint) unknown < PALIER_N_UNKNOWNS);
  return unknowns[unknown];
}

/* Returns: FALSE for a name that is none */
gboolean
palier_unknown_parse (const char *name, PalierUnknown *out)
{
  for (guint i = 0; i < PALIER_N_UNKNOWNS; i++)
    if (g_strcmp0 (unknowns[i], name) == 0)
    {
      *out = (PalierUnknown) i;
      return TRUE;
    }
  return FALSE;
}
