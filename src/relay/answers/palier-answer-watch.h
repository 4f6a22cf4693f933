/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-store.h"

G_BEGIN_DECLS

/* Threads that look into the mailboxes of senders, each as often as is set. */
typedef struct _PalierAnswerWatch PalierAnswerWatch;

typedef struct
{
  gboolean plain_loopback;
  guint poll_ms;
} PalierAnswerWatchOptions;

PalierAnswerWatch *
palier_answer_watch_new (PalierStore *store, const PalierAnswerWatchOptions *options);
void palier_answer_watch_free (PalierAnswerWatch *self);

G_END_DECLS
