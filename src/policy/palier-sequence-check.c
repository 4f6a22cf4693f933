/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of a sequence. */
#include "palier-sequence.h"

static const char *const faults[] = {
  "no_name", "no_steps", "too_many_steps", "attempts",
  "day",     "order",    "first_depends",  "contradiction",
  "never",   "window",   "no_template",    "too_many_templates",
};

G_STATIC_ASSERT (G_N_ELEMENTS (faults) == PALIER_N_SEQUENCE_FAULTS);

const char *
palier_sequence_fault_name (PalierSequenceFaultKind kind)
{
  g_assert ((guint) kind < PALIER_N_SEQUENCE_FAULTS);
  return faults[kind];
}

static void
add (GArray *list, PalierSequenceFaultKind kind, guint step)
{
  PalierSequenceFault fault = { kind, step };

  g_array_append_val (list, fault);
}

/* Messages are written before they leave; a call or a profile can do with what the user knows. */
static gboolean
needs_text (PalierChannel channel)
{
  return channel != PALIER_CHANNEL_CALL && channel != PALIER_CHANNEL_LINKEDIN;
}

static gboolean
opens_ever (const PalierSendWindow *window)
{
  return (window->days & PALIER_DAYS_ALL) != 0 && window->from < window->to
         && window->to <= 24 * 60;
}

static void
check_conditions (const PalierSequence *self, const PalierStep *step, guint number, GArray *list)
{
  const PalierConditions both = PALIER_CONDITION_REPLIED | PALIER_CONDITION_NO_RESPONSE;

  if (number == 1 && step->conditions != 0)
    add (list, PALIER_SEQUENCE_FIRST_DEPENDS, number);
  else if ((step->conditions & both) == both)
    add (list, PALIER_SEQUENCE_CONTRADICTION, number);
  else if ((step->conditions & PALIER_CONDITION_REPLIED) != 0 && self->exits.on_reply)
    add (list, PALIER_SEQUENCE_NEVER, number);
}

static void
check_step (const PalierSequence *self, guint index, GArray *list)
{
  const PalierStep *step = palier_sequence_get_step (self, index);
  guint number = index + 1;
  guint n_templates = step->templates != NULL ? g_strv_length (step->templates) : 0;

  if (step->day < 1 || step->day > PALIER_STEP_DAY_MAX)
    add (list, PALIER_SEQUENCE_DAY, number);
  else if (index > 0 && step->day < palier_sequence_get_step (self, index - 1)->day)
    add (list, PALIER_SEQUENCE_ORDER, number);
  check_conditions (self, step, number, list);
  if (!opens_ever (&step->window))
    add (list, PALIER_SEQUENCE_WINDOW, number);
  if (n_templates == 0 && needs_text (step->channel))
    add (list, PALIER_SEQUENCE_NO_TEMPLATE, number);
  else if (n_templates > PALIER_STEP_TEMPLATES_MAX)
    add (list, PALIER_SEQUENCE_TOO_MANY_TEMPLATES, number);
}

/* Returns: (transfer full) (element-type PalierSequenceFault): nothing where it can run */
GArray *
palier_sequence_check (const PalierSequence *self)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (PalierSequenceFault));

  if (self->name == NULL || *self->name == '\0')
    add (list, PALIER_SEQUENCE_NO_NAME, 0);
  if (self->steps->len == 0)
    add (list, PALIER_SEQUENCE_NO_STEPS, 0);
  if (self->steps->len > PALIER_STEPS_MAX)
    add (list, PALIER_SEQUENCE_TOO_MANY_STEPS, 0);
  if (self->exits.max_attempts > PALIER_ATTEMPTS_MAX)
    add (list, PALIER_SEQUENCE_ATTEMPTS, 0);
  for (guint i = 0; i < MIN (self->steps->len, PALIER_STEPS_MAX); i++)
    check_step (self, i, list);
  return list;
}
