/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-send-state.h"

#define BIT(state) (1u << PALIER_SEND_##state)

typedef struct
{
  PalierSendState state;
  const char *name;
  guint next; /* one bit a state */
} StateRow;

static const StateRow states[] = {
  { PALIER_SEND_WAITING, "waiting", BIT (SCHEDULED) | BIT (SET_ASIDE) | BIT (CANCELLED) },
  { PALIER_SEND_SET_ASIDE, "set_aside", BIT (WAITING) | BIT (SCHEDULED) | BIT (CANCELLED) },
  { PALIER_SEND_SCHEDULED, "scheduled",
    BIT (CLAIMED) | BIT (WAITING) | BIT (SET_ASIDE) | BIT (CANCELLED) },
  /* Back to scheduled when the lease ends, or when the window closed meanwhile; to waiting when its
   * campaign is planned anew. */
  { PALIER_SEND_CLAIMED, "claimed",
    BIT (HANDING_OVER) | BIT (SCHEDULED) | BIT (WAITING) | BIT (SET_ASIDE) | BIT (CANCELLED) },
  { PALIER_SEND_HANDING_OVER, "handing_over",
    BIT (ACCEPTED) | BIT (DEFERRED) | BIT (REFUSED) | BIT (SET_ASIDE) | BIT (UNCERTAIN) },
  { PALIER_SEND_ACCEPTED, "accepted", 0 },
  { PALIER_SEND_DEFERRED, "deferred",
    BIT (CLAIMED) | BIT (SET_ASIDE) | BIT (REFUSED) | BIT (CANCELLED) },
  { PALIER_SEND_REFUSED, "refused", 0 },
  { PALIER_SEND_CANCELLED, "cancelled", 0 },
  { PALIER_SEND_UNCERTAIN, "uncertain", BIT (ACCEPTED) | BIT (REFUSED) | BIT (CANCELLED) },
};

G_STATIC_ASSERT (G_N_ELEMENTS (states) == PALIER_N_SEND_STATES);

static const char *const reasons[] = {
  "none",         "not_approved",  "condition",    "gate",         "no_address",
  "no_sender",    "sender_broken", "window",       "pacing",       "quota",
  "paused",       "connection",    "server_later", "server_never", "gave_up",
  "line_dropped", "crash",         "withdrawn",    "exit",         "unsubscribed",
  "erased",       "bad_message",   "by_hand",      "relay_lost",   "expired",
};

G_STATIC_ASSERT (G_N_ELEMENTS (reasons) == PALIER_N_SEND_REASONS);

static const StateRow *
get_row (PalierSendState state)
{
  g_assert ((int) state >= 0 && state < PALIER_N_SEND_STATES);
  g_assert (states[state].state == state);
  return &states[state];
}

const char *
palier_send_state_name (PalierSendState state)
{
  return get_row (state)->name;
}

/* Returns: the state, or PALIER_SEND_STATE_NONE; @name may be NULL. */
PalierSendState
palier_send_state_from_name (const char *name)
{
  for (int i = 0; name != NULL && i < PALIER_N_SEND_STATES; i++)
    if (g_str_equal (states[i].name, name))
      return states[i].state;
  return PALIER_SEND_STATE_NONE;
}

gboolean
palier_send_state_can_move (PalierSendState from, PalierSendState to)
{
  get_row (to);
  return (get_row (from)->next & (1u << to)) != 0;
}

/**
 * palier_send_state_move:
 *
 * The one way to change a job's state; a move that the table does not hold is a bug of the caller
 * and ends the program before it is written.
 *
 * Returns: @to
 */
PalierSendState
palier_send_state_move (PalierSendState from, PalierSendState to)
{
  if (!palier_send_state_can_move (from, to))
    g_error ("a job cannot go from %s to %s", palier_send_state_name (from),
             palier_send_state_name (to));
  return to;
}

gboolean
palier_send_state_is_final (PalierSendState state)
{
  return get_row (state)->next == 0;
}

/* Whether the reader may hold the message: then nothing sends it again. */
gboolean
palier_send_state_may_have_left (PalierSendState state)
{
  return state == PALIER_SEND_HANDING_OVER || state == PALIER_SEND_ACCEPTED
         || state == PALIER_SEND_UNCERTAIN;
}

const char *
palier_send_reason_name (PalierSendReason reason)
{
  g_assert ((int) reason >= 0 && reason < PALIER_N_SEND_REASONS);
  return reasons[reason];
}

/* Returns: the reason; PALIER_REASON_NONE for an unknown name and for NULL. */
PalierSendReason
palier_send_reason_from_name (const char *name)
{
  for (int i = 0; name != NULL && i < PALIER_N_SEND_REASONS; i++)
    if (g_str_equal (reasons[i], name))
      return (PalierSendReason) i;
  return PALIER_REASON_NONE;
}
