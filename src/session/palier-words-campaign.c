/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of sequences and of what they do. */
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "palier-words-table.h"
#include "palier-words.h"

static const PalierWords fault_words[] = {
  { "no_name", N_ ("The sequence has no name") },
  { "no_steps", N_ ("The sequence has no step") },
  { "too_many_steps", N_ ("A sequence has 30 steps at most") },
  { "attempts", N_ ("There are 30 attempts at most") },
  { "day", N_ ("the day is a number from 1 to 365") },
  { "order", N_ ("this day is before the day of the step above") },
  { "first_depends", N_ ("the first step cannot depend on an answer to what came before") },
  { "contradiction", N_ ("these conditions never hold together") },
  { "never", N_ ("this never happens: an answer ends the sequence before") },
  { "window", N_ ("these hours never open") },
  { "no_template", N_ ("a message needs a template") },
  { "too_many_templates", N_ ("four templates at most are tried against each other") },
};

/* A code and the number of a step, or "unreadable" and what could not be read. */
char *
palier_words_sequence_fault (const char *fault)
{
  g_auto (GStrv) parts = g_strsplit (fault, " ", 2);
  const char *rest = parts[0] != NULL && parts[1] != NULL ? parts[1] : "";

  if (strcmp (parts[0], "unreadable") == 0)
    return g_strdup_printf (_ ("This file is no sequence that can be read (%s). Nothing was "
                               "changed."),
                            rest);
  const char *words = PALIER_WORDS (fault_words, parts[0]);
  if (strcmp (rest, "0") == 0)
    return g_strdup_printf (_ ("%s. Nothing was changed."), words);
  return g_strdup_printf (_ ("Step %s: %s. Nothing was changed."), rest, words);
}

/* What is wrong, where it stands: (transfer full) */
char *
palier_words_fault_in_place (PalierSequenceFaultKind kind)
{
  return palier_words_sentence (PALIER_WORDS (fault_words, palier_sequence_fault_name (kind)));
}

/* Returns: (transfer full): "5 steps over 14 days · E-mail, LinkedIn" */
char *
palier_words_sequence (const PalierSequence *sequence)
{
  guint n = sequence->steps->len, last = 0;
  gboolean by[PALIER_N_CHANNELS] = { FALSE };
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
  {
    const PalierStep *step = palier_sequence_get_step (sequence, i);
    last = MAX (last, step->day);
    by[step->channel] = TRUE;
  }
  g_string_append_printf (words, ngettext ("%u step", "%u steps", n), n);
  if (last > 1)
    g_string_append_printf (words, ngettext (" over %u day", " over %u days", last), last);
  for (guint i = 0, listed = 0; i < PALIER_N_CHANNELS; i++)
    if (by[i])
      g_string_append_printf (words, "%s%s", listed++ == 0 ? " · " : ", ",
                              palier_words_channel ((PalierChannel) i));
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* ---- a step */

const char *
palier_words_channel (PalierChannel channel)
{
  return palier_words_template_channel (palier_channel_name (channel));
}

static const PalierWords condition_words[] = {
  { "opened", N_ ("has opened") },
  { "clicked", N_ ("has clicked") },
  { "replied", N_ ("has replied") },
  { "no_response", N_ ("has not replied") },
};

/* Of a prospect, until a step. */
const char *
palier_words_condition (PalierConditions condition)
{
  return PALIER_WORDS (condition_words, palier_condition_name (condition));
}

/* Returns: (transfer full): "Only if: has opened, has not replied" */
char *
palier_words_conditions (PalierConditions conditions)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < PALIER_N_CONDITIONS; i++)
    if ((conditions & (1u << i)) != 0)
      g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "",
                              palier_words_condition ((PalierConditions) (1u << i)));
  /* Translators: a step of a campaign that depends on nothing */
  return words->len == 0 ? g_strdup (_ ("In any case"))
                         : g_strdup_printf (_ ("Only if: %s"), words->str);
}

/* Returns: (transfer full): "Day 4 · E-mail" */
char *
palier_words_step (const PalierStep *step)
{
  /* Translators: a step of a campaign: its day, its channel */
  return g_strdup_printf (_ ("Day %u · %s"), step->day, palier_words_channel (step->channel));
}

static const PalierWords aside_words[] = {
  { "exit", N_ ("The sequence ends before: the prospect has answered, or enough was tried.") },
  { "condition", N_ ("The condition of the step does not hold, or nobody knows yet.") },
  { "paused", N_ ("Paused.") },
  { "pacing", N_ ("Not before the end of what is planned.") },
  { "no_address", N_ ("There is no address for this channel.") },
  { "window", N_ ("These hours never open.") },
};

/* Why steps of a rehearsal do not leave. */
char *
palier_words_kept_back (const PalierRehearsalAside *aside)
{
  if (aside->reason != PALIER_REASON_GATE)
    return g_strdup (PALIER_WORDS (aside_words, palier_send_reason_name (aside->reason)));
  return palier_words_verdict (&(PalierVerdict) {
      .kind = PALIER_VERDICT_BLOCKED, .reason = aside->gate, .alternative = PALIER_CHANNEL_NONE });
}
