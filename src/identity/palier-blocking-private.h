/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-blocking.h"
#include "palier-name-sketch.h"

G_BEGIN_DECLS

#define PALIER_BLOCKING_MAX_CUSTOM_KEYS 8

typedef guint32 (*PalierKeyFunc) (PalierBlocking *self, const PalierText *row, guint argument);

typedef struct
{
  PalierKeyFunc key;
  guint argument;
} PalierBlockingPass;

struct _PalierBlocking
{
  PalierRecords *records;
  PalierTextPool *pool;
  guint32 n;
  PalierBlockingPass passes[32];
  guint n_passes;
  guint32 personal;             /* bits of the passes whose key is one person's alone */
  PalierNameSketches *sketches; /* of each record */
  guint32 *keys;                /* n_passes a record */
  guint32 *complete;            /* of each record the passes whose block was compared throughout */
  guint32 *ranks;               /* of each text, in the order of the alphabet; names only */
  guint32 *sounds;              /* of each text; names only */
  guint customs[PALIER_BLOCKING_MAX_CUSTOM_KEYS];
  guint n_customs;
};

static inline guint32
palier_blocking_mix (guint32 a, guint32 b)
{
  guint64 mixed = (((guint64) a << 32) | b) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  mixed ^= mixed >> 31;
  mixed *= G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  return MAX ((guint32) (mixed >> 32), 1);
}

void palier_blocking_add_passes (PalierBlocking *self);

G_END_DECLS
