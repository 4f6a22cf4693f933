/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "palier-ai-month.h"
#include "palier-changeset.h"
#include "palier-gate.h"
#include "palier-message.h"
#include "palier-written.h"

G_BEGIN_DECLS

/* One row of the list of messages. Property: "message" (PALIER_TYPE_MESSAGE), replaced when it
 * changes. */
#define PALIER_TYPE_MESSAGE_ITEM (palier_message_item_get_type ())
G_DECLARE_FINAL_TYPE (PalierMessageItem, palier_message_item, PALIER, MESSAGE_ITEM, GObject)

PalierMessage *palier_message_item_get_message (PalierMessageItem *self);

/* The legal gate's verdict on one message, and its words. */
typedef struct
{
  PalierGateQuestion question; /* what the verdict goes by */
  PalierVerdict verdict;
  char *words; /* what it means and what can be done, in the user's language */
} PalierMessageVerdict;

#define PALIER_TYPE_MESSAGE_VERDICT (palier_message_verdict_get_type ())
GType palier_message_verdict_get_type (void);
PalierMessageVerdict *palier_message_verdict_ref (PalierMessageVerdict *self);
void palier_message_verdict_free (PalierMessageVerdict *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierMessageVerdict, palier_message_verdict_free)

/* Signal: "changed": messages were written, changed or undone, by whomever.
 *
 * Drafts and what becomes of them. A draft is approved, then sent: approving says that the text is
 * right and the gate lets it pass, sending gives it a time and to the relay. Nothing else sends. */
#define PALIER_TYPE_MESSAGE_SERVICE (palier_message_service_get_type ())
G_DECLARE_FINAL_TYPE (PalierMessageService, palier_message_service, PALIER, MESSAGE_SERVICE,
                      GObject)

typedef enum
{
  PALIER_APPROVE_CHECKED,   /* findings of severity error block */
  PALIER_APPROVE_CONFIRMED, /* the user has seen them and takes them on */
} PalierApproval;

/* A prospect that got no draft. */
typedef struct
{
  PalierId prospect;
  char *words; /* why, in the user's language */
} PalierDraftLeft;

/* @messages: (element-type PalierMessage): stored since the last call
 * @left: (element-type PalierDraftLeft)
 * @done: prospects seen to, of @total */
typedef void (*PalierDraftsTaken) (GPtrArray *messages, GPtrArray *left, guint done, guint total,
                                   gpointer data);

/* What a service would cost for many, before it is asked. */
typedef struct
{
  char *service;
  char *model;
  guint n;           /* prospects */
  gint64 tokens_in;  /* by the prompts of some of them */
  gint64 tokens_out; /* at most: of texts as long as they may be */
  gint64 cost_micro_eur;
  gboolean priced;      /* else nobody told the price */
  PalierAiMonth *month; /* what was spent by now, and of which budget */
} PalierWriteEstimate;

#define PALIER_TYPE_WRITE_ESTIMATE (palier_write_estimate_get_type ())
GType palier_write_estimate_get_type (void);
PalierWriteEstimate *palier_write_estimate_ref (PalierWriteEstimate *self);
void palier_write_estimate_free (PalierWriteEstimate *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierWriteEstimate, palier_write_estimate_free)

/* How many are to be written to. */
typedef struct
{
  const char *template; /* (nullable): as for palier_template_service_find() */
  guint n_variants;     /* where @template is none */
  const char *writer;   /* (nullable): a service, which costs (estimate first); else the composer */
  const char *channel;  /* (nullable): e-mail, where no template says it */
  const char *tone;     /* (nullable) */
  const char *length;   /* (nullable) */
  PalierId campaign;    /* nil: none; else the messages are those of a step of it, by @template */
  guint step;           /* its id */
  gboolean follow_up;   /* another message goes before, with what art. 14 asks for */
  PalierId changeset;   /* nil: one of their own; else they join those that are of it */
  PalierDraftsTaken taken;
  gpointer data;
  GDestroyNotify destroy;    /* (nullable): of @data */
  GCancellable *cancellable; /* (nullable) */
} PalierDraftOrder;

/* → PALIER_TYPE_WRITTEN */
DexFuture *palier_message_service_write (PalierMessageService *self, const PalierId *prospect,
                                         const PalierWriteOrder *order);
/* → PALIER_TYPE_WRITTEN of one message, checked anew */
DexFuture *
palier_message_service_rewrite_paragraph (PalierMessageService *self, const PalierId *id,
                                          guint paragraph, const PalierWriteOrder *order);
/* → G_TYPE_PTR_ARRAY of PalierMessage */
DexFuture *palier_message_service_draft (PalierMessageService *self, const PalierId *prospect,
                                         guint n_variants);
/* → G_TYPE_PTR_ARRAY of one PalierMessage */
DexFuture *palier_message_service_draft_from (PalierMessageService *self, const PalierId *prospect,
                                              const char *template);
/* → PALIER_TYPE_CHANGESET (nullable) */
DexFuture *palier_message_service_draft_many (PalierMessageService *self, GArray *numbers,
                                              const PalierDraftOrder *order);
/* → PALIER_TYPE_WRITE_ESTIMATE */
DexFuture *palier_message_service_estimate (PalierMessageService *self, GArray *numbers,
                                            const PalierDraftOrder *order);
GListModel *palier_message_service_list (PalierMessageService *self);
/* → G_TYPE_PTR_ARRAY of PalierMessage; both filters (nullable) */
DexFuture *palier_message_service_find (PalierMessageService *self, const PalierId *prospect,
                                        const char *state);
/* → G_TYPE_ARRAY of gint64 */
DexFuture *palier_message_service_numbers (PalierMessageService *self, const PalierId *made_by,
                                           const char *state);
/* → PALIER_TYPE_MESSAGE (nullable) */
DexFuture *palier_message_service_get_row (PalierMessageService *self, gint64 number);
/* → PALIER_TYPE_MESSAGE */
DexFuture *palier_message_service_get (PalierMessageService *self, const PalierId *id);
/* → PALIER_TYPE_MESSAGE, checked anew */
DexFuture *palier_message_service_edit (PalierMessageService *self, const PalierId *id,
                                        const char *subject, const char *body);
/* Of a message to @prospect that would leave at @at_ms → PALIER_TYPE_MESSAGE_VERDICT */
DexFuture *palier_message_service_ask_gate (PalierMessageService *self, const PalierId *prospect,
                                            PalierChannel channel, gint64 at_ms);
/* → PALIER_TYPE_MESSAGE_VERDICT */
DexFuture *palier_message_service_verdict (PalierMessageService *self, const PalierId *id);
/* → PALIER_TYPE_CHANGESET */
DexFuture *palier_message_service_approve (PalierMessageService *self, const PalierId *id,
                                           PalierApproval approval);
/* → int: how many are on their way */
DexFuture *palier_message_service_send (PalierMessageService *self, const PalierId *ids,
                                        gsize n_ids, gint64 due_ms);
/* → PALIER_TYPE_MESSAGE */
DexFuture *palier_message_service_withdraw (PalierMessageService *self, const PalierId *id);
/* → TRUE */
DexFuture *palier_message_service_send_test (PalierMessageService *self, const PalierId *id);

G_END_DECLS
