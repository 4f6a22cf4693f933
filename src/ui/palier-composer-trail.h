/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-message.h"

G_BEGIN_DECLS

/* Whom the composer leads to, one after the other: those of a list, in the order in which it stood
 * when it was left. */
typedef struct _PalierComposerTrail PalierComposerTrail;

/* One of them. */
typedef struct
{
  gint64 number;          /* row number of a prospect; 0: @message says whose it is */
  PalierMessage *message; /* (nullable) */
} PalierComposerStop;

PalierComposerTrail *palier_composer_trail_new (void);
void palier_composer_trail_free (PalierComposerTrail *self);

void palier_composer_trail_add_prospect (PalierComposerTrail *self, gint64 number);
void palier_composer_trail_add_message (PalierComposerTrail *self, PalierMessage *message);
void palier_composer_trail_begin (PalierComposerTrail *self, guint at);

gboolean palier_composer_trail_leads (const PalierComposerTrail *self, int step);
const PalierComposerStop *palier_composer_trail_go (PalierComposerTrail *self, int step);
char *palier_composer_trail_dup_place (const PalierComposerTrail *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierComposerTrail, palier_composer_trail_free)

G_END_DECLS
