/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The next best action: the first rule of the parameters that holds. */
#include "palier-scoring-measure-private.h"

#include <string.h>

static const char *const actions[] = { "none",        "leave",    "ask_consent", "complete_email",
                                       "answer",      "call",     "write",       "wait",
                                       "log_outcome", "relaunch", "complete",    "delete",
                                       NULL };

static const char *const action_reasons[] = { "nothing_due",
                                              "opposed",
                                              "no_legal_basis",
                                              "email_wrong",
                                              "email_missing",
                                              "reply_waiting",
                                              "clicked",
                                              "opened_often",
                                              "hot_never_contacted",
                                              "in_sequence",
                                              "meeting_open",
                                              "warm_silent",
                                              "retention",
                                              "warm_never_contacted",
                                              "to_complete",
                                              NULL };

/* Every code of an action; NULL-terminated. */
const char *const *
palier_scoring_actions (void)
{
  return actions;
}

/* Every code of a reason for an action; NULL-terminated. */
const char *const *
palier_scoring_action_reasons (void)
{
  return action_reasons;
}

static gboolean
is_stage (const PalierCase *self, const char *stage)
{
  return g_strcmp0 (palier_prospect_get (self->prospect, PALIER_FIELD_STAGE), stage) == 0;
}

static gboolean
is_opposed (const PalierCase *self)
{
  return self->history->opposed || is_stage (self, "opted-out");
}

/* A firm may be written to on legitimate interest, a person who has not consented may not (CPCE
 * art. L34-5); a basis somebody noted counts for both. */
static gboolean
lacks_legal_basis (const PalierCase *self)
{
  return self->kind == PALIER_SCORED_PERSON && palier_case_consent (self) != PALIER_SIGNAL_YES;
}

static gboolean
is_email_wrong (const PalierCase *self)
{
  return palier_case_measure (self, PALIER_CRITERION_EMAIL) == 0;
}

static guint
bits_of (const PalierCase *self, const PalierScoring *scoring)
{
  const PalierScoringHistory *h = self->history;
  const gboolean holds[PALIER_N_WHENS] = {
    [PALIER_WHEN_OPPOSED] = is_opposed (self),
    [PALIER_WHEN_NO_LEGAL_BASIS] = lacks_legal_basis (self),
    [PALIER_WHEN_EMAIL_WRONG] = is_email_wrong (self),
    [PALIER_WHEN_EMAIL_MISSING] = palier_prospect_get (self->prospect, PALIER_FIELD_EMAIL) == NULL,
    [PALIER_WHEN_REPLY_WAITING] = h->unanswered_reply_ms != 0,
    [PALIER_WHEN_CLICKED] = h->clicks_72h >= self->parameters->clicks,
    [PALIER_WHEN_OPENED_OFTEN] = h->opens_72h >= self->parameters->opens,
    [PALIER_WHEN_HOT] = scoring->band == PALIER_BAND_HOT,
    [PALIER_WHEN_WARM] = scoring->band == PALIER_BAND_WARM,
    [PALIER_WHEN_COLD] = scoring->band == PALIER_BAND_COLD,
    [PALIER_WHEN_NEVER_CONTACTED] = h->last_contact_ms == 0,
    [PALIER_WHEN_IN_SEQUENCE] = h->waiting_until_ms > self->now_ms,
    [PALIER_WHEN_MEETING_OPEN] = h->open_meeting_ms != 0 && h->open_meeting_ms <= self->now_ms,
    [PALIER_WHEN_CUSTOMER] = is_stage (self, "customer"),
    [PALIER_WHEN_TO_COMPLETE] = scoring->to_complete,
  };
  guint bits = 0;

  for (int i = 0; i < PALIER_N_WHENS; i++)
    bits |= holds[i] ? 1u << i : 0;
  return bits;
}

/* When the prospect last gave a sign or, if it never did, when its data came. */
static gint64
heard_ms (const PalierCase *self)
{
  if (self->last_sign_ms != 0)
    return self->last_sign_ms;
  gint64 came_ms = palier_case_date_ms (self, PALIER_FIELD_SOURCE_DATE);
  return came_ms != 0 ? came_ms
                      : palier_prospect_get_integer (self->prospect, PALIER_FIELD_CREATED_AT, 0);
}

static gboolean
is_older (const PalierCase *self, gint64 at_ms, int days)
{
  return days == 0 || (at_ms != 0 && self->now_ms - at_ms >= days * PALIER_DAY_MS);
}

static gint64
due_of (const PalierCase *self, PalierDue due)
{
  switch (due)
  {
  case PALIER_DUE_NOW:
    return self->now_ms;
  case PALIER_DUE_SEQUENCE:
    return self->history->waiting_until_ms;
  case PALIER_DUE_WHENEVER:
    break;
  }
  return 0;
}

void
palier_case_choose_action (const PalierCase *self, PalierScoring *scoring)
{
  guint bits = bits_of (self, scoring);
  gint64 touched_ms = MAX (self->history->last_contact_ms, self->last_sign_ms);
  gint64 heard = heard_ms (self);
  const PalierRule *rule = self->parameters->rules;

  /* The last one holds for everyone, says the reader of the parameters. */
  while ((rule->when & ~bits) != 0 || (rule->unless & bits) != 0
         || !is_older (self, touched_ms, rule->silent_days)
         || !is_older (self, heard, rule->unheard_days))
    rule++;
  scoring->action = actions[rule->action];
  scoring->action_reason = action_reasons[rule->reason];
  scoring->action_due_ms = due_of (self, rule->due);
}
