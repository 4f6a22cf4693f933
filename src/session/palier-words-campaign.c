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
