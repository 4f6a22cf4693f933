/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "palier-check.h"
#include "palier-fact.h"
#include "palier-id.h"

G_BEGIN_DECLS

typedef enum
{
  PALIER_MESSAGE_DRAFT,
  PALIER_MESSAGE_APPROVED,
  PALIER_MESSAGE_WITHDRAWN,
} PalierMessageState;

const char *palier_message_state_name (PalierMessageState state);
gboolean palier_message_state_from_name (const char *name, PalierMessageState *out);

/* Who wrote a message, where it was not a person or the built-in composer alone, and what it took.
 */
typedef struct
{
  char *provider;       /* as the settings name it */
  char *model;          /* as the provider named it */
  char *prompt_version; /* of the words that asked for it */
  gint64 seed;
  gint64 tokens_in;
  gint64 tokens_out;
  gint64 cost_micro_eur; /* millionths of a euro */
  gint64 first_ms;       /* to its first words */
  gint64 latency_ms;     /* to the end of the text */
  char *fallback;        /* (nullable): a code: why the composer wrote in the provider's place */
} PalierMessageWriter;

PalierMessageWriter *palier_message_writer_new (void);
void palier_message_writer_free (PalierMessageWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierMessageWriter, palier_message_writer_free)

/* A draft or a message on its way. Delivery is no field of it: it is a fold over events. */
typedef struct
{
  PalierId id;
  PalierId prospect;
  char *channel;      /* email, sms, linkedin, call, letter */
  char *template_key; /* (nullable) */
  char *angle;        /* local_proof, service, question */
  char *subject;
  char *body; /* plain text with light Markdown */
  PalierMessageState state;
  gint64 due_ms; /* when it may leave; 0: not given to the relay yet */
  gint64 created_ms;
  gint64 approved_ms;
  int personalization;         /* 0 to 100 */
  int reading_s;               /* seconds */
  GPtrArray *facts;            /* (element-type PalierFact): those the text uses */
  GPtrArray *checks;           /* (element-type PalierCheck) */
  char *delivery;              /* (nullable): the send state, folded from events */
  char *delivery_reason;       /* (nullable) */
  char *delivery_data;         /* (nullable): JSON, the whole of what is known of its delivery */
  PalierId sender;             /* nil until it is given to the relay, as the next two */
  char *to;                    /* (nullable): the address as it stood when approved */
  char *to_name;               /* (nullable) */
  gboolean has_notice;         /* the body carries the information of art. 14 RGPD */
  PalierMessageWriter *writer; /* (nullable) */
  PalierId campaign;           /* nil: none */
  guint step;                  /* of the campaign: its id */
  char *prospect_name;         /* (nullable): for lists */
} PalierMessage;

/* How many approved messages are where, by the last that is known of each. */
typedef struct
{
  guint64 uncertain;
  guint64 set_aside; /* waiting for something to be mended */
  guint64 queued;    /* given to the relay and not yet handed over */
} PalierMessageCounts;

#define PALIER_TYPE_MESSAGE_COUNTS (palier_message_counts_get_type ())
GType palier_message_counts_get_type (void);
PalierMessageCounts *palier_message_counts_copy (const PalierMessageCounts *self);

#define PALIER_TYPE_MESSAGE (palier_message_get_type ())
GType palier_message_get_type (void);

PalierMessage *palier_message_new (void);
PalierMessage *palier_message_ref (PalierMessage *self);
void palier_message_free (PalierMessage *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierMessage, palier_message_free)

G_END_DECLS
