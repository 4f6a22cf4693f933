/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-draft-template.h"
#include "palier-random.h"

G_BEGIN_DECLS

/* Of the texts below and of how the data are laid out: kept with each draft. */
#define PALIER_DRAFT_PROMPT_VERSION "2"

/* What a model is to write, and from what. */
typedef struct
{
  const PalierDraftContext *context;
  const char *const *angles;           /* (array zero-terminated=1): of palier_composer_angles() */
  const PalierDraftTemplate *template; /* (nullable): whose line is to be kept */
  const char *site_text;               /* (nullable): from the prospect's site: no fact */
  const char *reply;                   /* (nullable): the prospect's last answer: no fact */
  const char *const *unsourced; /* (nullable) (array zero-terminated=1): what no fact bears out of a
                                   first answer, and is not to be said again */
  const char *text;             /* (nullable): a draft, without the block under it, … */
  const char *paragraph;        /* … of which this one is to be written anew */
  PalierDraftTone tone;
  PalierDraftLength length;
} PalierDraftTask;

typedef struct
{
  char *system; /* how to write: the same for every prospect, so that services keep it at hand */
  char *user;   /* the data, in a block that nothing in it can end, and the task behind it */
  char *mark;   /* of the block: 32 hexadecimal digits */
} PalierDraftPrompt;

PalierDraftPrompt *palier_draft_prompt_new (const PalierDraftTask *task, PalierRandom *random);
void palier_draft_prompt_free (PalierDraftPrompt *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierDraftPrompt, palier_draft_prompt_free)

G_END_DECLS
