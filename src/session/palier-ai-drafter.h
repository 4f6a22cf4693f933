/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-ai-providers.h"
#include "palier-draft-prompt.h"
#include "palier-written.h"

G_BEGIN_DECLS

/* Of this folder alone: what a service is to write. Nothing of it is copied. */
typedef struct
{
  const PalierDraftContext *context;
  const PalierDraftTemplate *template; /* (nullable) */
  const char *template_key;            /* (nullable): as the messages name it */
  guint n_variants;
  const PalierMessage *message; /* (nullable): of which one paragraph is written anew, … */
  guint paragraph;              /* … as palier_draft_dup_paragraph() counts */
  PalierDraftTone tone;
  PalierDraftLength length;
  PalierTextGrown grown; /* (nullable) */
  gpointer data;
  GCancellable *cancellable; /* (nullable) */
} PalierAiDraftTask;

GPtrArray *
palier_ai_drafter_run (PalierCore *core, PalierAiService *ai, const char *writer,
                       const PalierAiDraftTask *task, PalierWritten *written, GError **error);

G_END_DECLS
