/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The states of a job (one message, one prospect, one channel, one time), for app and relay alike:
 *
 *     waiting ⇄ set_aside
 *        ↓ ↑       ↑
 *      scheduled ──┤                  ┌→ accepted
 *        ↓ ↑       │                  ├→ refused
 *      claimed ────┴→ handing_over ───┼→ deferred → claimed …
 *                                     └→ uncertain → (settled by hand) accepted, refused, cancelled
 *
 * cancelled from every state in which the message has certainly not left, and claimed → waiting
 * where its campaign is planned anew. handing_over is durable before the first byte leaves: whoever
 * finds it after a crash makes it uncertain, never scheduled. The table in the .c says the same,
 * and palier_send_state_move() asserts it. */
typedef enum
{
  PALIER_SEND_WAITING,   /* for a condition or for approval */
  PALIER_SEND_SET_ASIDE, /* by a rule: the reason says which */
  PALIER_SEND_SCHEDULED,
  PALIER_SEND_CLAIMED, /* leased by a worker; nothing has left */
  PALIER_SEND_HANDING_OVER,
  PALIER_SEND_ACCEPTED, /* by the next server: not yet delivered */
  PALIER_SEND_DEFERRED,
  PALIER_SEND_REFUSED,
  PALIER_SEND_CANCELLED,
  PALIER_SEND_UNCERTAIN, /* may have left: never sent again by itself */
  PALIER_N_SEND_STATES
} PalierSendState;

#define PALIER_SEND_STATE_NONE ((PalierSendState) - 1)

/* Why a job is in its state. */
typedef enum
{
  PALIER_REASON_NONE,
  PALIER_REASON_NOT_APPROVED,
  PALIER_REASON_CONDITION,     /* of the sequence: not yet true */
  PALIER_REASON_GATE,          /* the legal gate: its own reason goes with it */
  PALIER_REASON_NO_ADDRESS,    /* none, or one that cannot be written to */
  PALIER_REASON_NO_SENDER,     /* no sending identity, or no secret for it */
  PALIER_REASON_SENDER_BROKEN, /* its server refuses the sender itself: login, TLS, unknown host */
  PALIER_REASON_WINDOW,        /* outside the hours */
  PALIER_REASON_PACING,        /* the mailbox's or the domain's pace, or the daily cap */
  PALIER_REASON_QUOTA,
  PALIER_REASON_PAUSED,
  PALIER_REASON_CONNECTION,   /* not reached, or the line fell before the message was given over */
  PALIER_REASON_SERVER_LATER, /* 4xx */
  PALIER_REASON_SERVER_NEVER, /* 5xx */
  PALIER_REASON_GAVE_UP,      /* deferred for too long */
  PALIER_REASON_LINE_DROPPED, /* after the message was given over, before the answer */
  PALIER_REASON_CRASH,        /* found in handing_over at a start */
  PALIER_REASON_WITHDRAWN,    /* by the user */
  PALIER_REASON_EXIT,         /* the sequence ended for this prospect */
  PALIER_REASON_UNSUBSCRIBED,
  PALIER_REASON_ERASED,
  PALIER_REASON_BAD_MESSAGE, /* cannot be composed */
  PALIER_REASON_BY_HAND,     /* an uncertain one settled by the user */
  PALIER_REASON_RELAY_LOST,  /* the relay that had it has lost its ledger */
  PALIER_REASON_EXPIRED,     /* a task that nobody did */
  PALIER_N_SEND_REASONS
} PalierSendReason;

const char *palier_send_state_name (PalierSendState state);
PalierSendState palier_send_state_from_name (const char *name);
gboolean palier_send_state_can_move (PalierSendState from, PalierSendState to);
PalierSendState palier_send_state_move (PalierSendState from, PalierSendState to);
gboolean palier_send_state_is_final (PalierSendState state);
gboolean palier_send_state_may_have_left (PalierSendState state);

const char *palier_send_reason_name (PalierSendReason reason);
PalierSendReason palier_send_reason_from_name (const char *name);

G_END_DECLS
