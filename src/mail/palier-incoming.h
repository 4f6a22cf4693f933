/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a mail that came in is. */
typedef enum
{
  PALIER_INCOMING_REPLY,         /* a person wrote */
  PALIER_INCOMING_UNSUBSCRIBE,   /* a person wrote that nothing more is wanted */
  PALIER_INCOMING_OUT_OF_OFFICE, /* a program wrote that the reader is away */
  PALIER_INCOMING_AUTO_REPLY,    /* a program wrote anything else */
  PALIER_INCOMING_BOUNCE,        /* not delivered, and not tried again */
  PALIER_INCOMING_DELAYED,       /* not delivered yet */
  PALIER_INCOMING_DELIVERED,     /* a receipt of a server */
  PALIER_INCOMING_COMPLAINT,     /* the reader called it spam (RFC 5965) */
  PALIER_INCOMING_READ_RECEIPT,  /* RFC 8098 */
  PALIER_N_INCOMING_KINDS
} PalierIncomingKind;

typedef enum
{
  PALIER_BOUNCE_HARD,    /* the address is dead */
  PALIER_BOUNCE_SOFT,    /* full, too slow, too big, or nobody says why */
  PALIER_BOUNCE_BLOCKED, /* the sender's fault: policy, reputation, authentication */
  PALIER_N_BOUNCES
} PalierBounce;

typedef enum
{
  PALIER_REPLY_UNCLEAR,
  PALIER_REPLY_INTERESTED,
  PALIER_REPLY_LATER,
  PALIER_REPLY_NOT_INTERESTED,
  PALIER_REPLY_WRONG_PERSON,
  PALIER_N_REPLIES
} PalierReplyClass;

#define PALIER_INCOMING_MAX_BYTES                                                                  \
  (1024 * 1024) /* what is read of a mail; the rest tells nothing                                  \
                 */
#define PALIER_INCOMING_MAX_TEXT (16 * 1024)
#define PALIER_INCOMING_MAX_IDS 64

typedef struct
{
  PalierIncomingKind kind;
  char **ids;    /* Message-IDs that it returns or answers, without brackets, the surest first */
  char *from;    /* (nullable): the address alone */
  char *subject; /* (nullable) */
  gint64 date_ms;
  char *text; /* what its writer wrote himself: no quotes, no signature; at most MAX_TEXT bytes */

  PalierBounce bounce; /* of a bounce */
  char **recipients;   /* of a bounce or a delay: who was not reached */
  char *status;        /* (nullable): RFC 3463, "5.1.1" */
  char *diagnostic;    /* (nullable): the server's words */

  char *back_on; /* (nullable): "2026-12-15", when an absence ends */

  PalierReplyClass reply; /* of a person's mail */
  char **decided;         /* the words that decided, folded; empty when none did */
} PalierIncoming;

PalierIncoming *palier_incoming_read (GBytes *bytes, GError **error);
void palier_incoming_free (PalierIncoming *self);
const char *palier_incoming_kind_name (PalierIncomingKind kind);
const char *palier_bounce_name (PalierBounce bounce);
const char *palier_reply_class_name (PalierReplyClass reply);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierIncoming, palier_incoming_free)

G_END_DECLS
