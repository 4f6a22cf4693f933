/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-sequence-edit.h"

/* A step that is added comes so many days after the last one. */
#define PAUSE_DAYS 4

static const PalierSendWindow office = { PALIER_DAYS_WEEK, 9 * 60, 18 * 60, FALSE };

/* Returns: (transfer full) */
PalierSequence *
palier_sequence_copy (const PalierSequence *self)
{
  PalierSequence *copy = palier_sequence_new (self->name);

  copy->last_id = self->last_id;
  copy->exits = self->exits;
  g_array_append_vals (copy->steps, self->steps->data, self->steps->len);
  for (guint i = 0; i < copy->steps->len; i++)
  {
    PalierStep *step = palier_sequence_edit_step (copy, i);
    step->templates = g_strdupv (step->templates);
  }
  return copy;
}

PalierStep *
palier_sequence_edit_step (PalierSequence *self, guint index)
{
  return &g_array_index (self->steps, PalierStep, index);
}

/* An e-mail some days after the last step, to those who have not answered; on the first day to
 * everybody. Its text is to be chosen. */
void
palier_sequence_add_step (PalierSequence *self)
{
  PalierStep step = { .day = 1, .window = office };

  if (self->steps->len > 0)
  {
    const PalierStep *last = palier_sequence_get_step (self, self->steps->len - 1);
    step.day = MIN (last->day + PAUSE_DAYS, PALIER_STEP_DAY_MAX);
    step.conditions = PALIER_CONDITION_NO_RESPONSE;
    step.window = last->window;
  }
  g_array_append_val (self->steps, step);
  palier_sequence_number_steps (self);
}

void
palier_sequence_remove_step (PalierSequence *self, guint index)
{
  g_array_remove_index (self->steps, index);
}

/**
 * palier_sequence_move_step:
 * @by: -1: up, 1: down
 *
 * The days stay where they are: what is done on them changes places.
 *
 * Returns: FALSE where there is no step to change places with
 */
gboolean
palier_sequence_move_step (PalierSequence *self, guint index, int by)
{
  guint other = index + (guint) by;

  if (other >= self->steps->len)
    return FALSE;
  PalierStep *a = palier_sequence_edit_step (self, index);
  PalierStep *b = palier_sequence_edit_step (self, other);
  PalierStep moved = *a;
  guint day = b->day;
  *a = *b;
  a->day = moved.day;
  *b = moved;
  b->day = day;
  return TRUE;
}

guint
palier_step_count_templates (const PalierStep *self)
{
  return self->templates != NULL ? g_strv_length (self->templates) : 0;
}

/**
 * palier_step_set_template:
 * @index: at most the number of those that are there: then it is one more
 * @template: (nullable): a key or an id; NULL takes out what stands there
 */
void
palier_step_set_template (PalierStep *self, guint index, const char *template)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = palier_step_count_templates (self);

  for (guint i = 0; i < MAX (n, index + 1); i++)
    if (i != index)
      g_strv_builder_add (builder, self->templates[i]);
    else if (template != NULL)
      g_strv_builder_add (builder, template);
  g_strfreev (self->templates);
  self->templates = g_strv_builder_end (builder);
}
