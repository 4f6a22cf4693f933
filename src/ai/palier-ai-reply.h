/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-ai.h"

G_BEGIN_DECLS

#define PALIER_AI_TEXT_MAX (1024 * 1024)

/* Of this folder alone: an answer as it comes, in pieces or whole. Pure. */
typedef struct
{
  GString *text;
  GString *refusal;
  char *finish; /* (nullable): why it ended */
  char *model;  /* (nullable) */
  PalierAiUsage usage;
  gboolean has_usage;
  gboolean chosen; /* something was of the expected shape */
  gboolean done;   /* nothing follows */
} PalierAiReply;

PalierAiReply *palier_ai_reply_new (void);
void palier_ai_reply_free (PalierAiReply *self);

gboolean palier_ai_reply_take_event (PalierAiReply *self, const char *name, const char *data,
                                     char **delta, GError **error);
gboolean
palier_ai_reply_take_whole (PalierAiReply *self, const char *data, gsize length, GError **error);
gboolean palier_ai_reply_finish (const PalierAiReply *self, GError **error);

GError *palier_ai_reply_fault (guint status, const char *type, const char *body, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierAiReply, palier_ai_reply_free)

G_END_DECLS
