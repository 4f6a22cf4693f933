/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-ai.h"

G_BEGIN_DECLS

/* What the relay streams to who asked: events of chat.completion.chunk, written here whatever
 * service it asked. Pure; each is appended whole. */
void palier_writing_event_text (GString *out, const char *model, const char *text);
void palier_writing_event_end (GString *out, const char *model, const char *finish,
                               gboolean declined, const PalierAiUsage *usage);
void palier_writing_event_fault (GString *out, const char *code);

G_END_DECLS
