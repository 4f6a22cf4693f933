/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-dispatcher.h"
#include "palier-lane.h"
#include "palier-watch.h"

G_BEGIN_DECLS

/* Claims at once, in lanes and in batches. */
#define PALIER_HELD_MAX 512

/* What the claimer and the workers share; the lock guards all but the options. */
struct _PalierDispatcher
{
  PalierStore *store;
  PalierDispatcherOptions options;
  GCancellable *cancellable;
  PalierWatch *watch;

  GMutex lock;
  GCond work;  /* a lane is ready, or the end */
  GCond claim; /* something is due, there is room, or the end */
  GCond end;
  gboolean stopping;
  gboolean stopped;
  gint64 patience_us;
  gboolean woken;
  guint held;        /* jobs in lanes and in batches */
  gboolean doubtful; /* after a failure the store may hold more for this process than it knows of */
  GQueue ready;      /* of PalierLane */
  GPtrArray *lanes;
  GThread *claimer;
  GPtrArray *workers;
};

void palier_dispatcher_doubt (PalierDispatcher *self);
gint64 palier_dispatcher_now_ms (PalierDispatcher *self);
void palier_dispatcher_offer (PalierDispatcher *self, PalierLane *lane);
void palier_dispatcher_empty_lane (PalierDispatcher *self, PalierLane *lane, PalierSendState to,
                                   PalierSendReason reason, gint64 due_ms);

/* The threads' functions, over a PalierDispatcher. */
gpointer palier_claimer_main (gpointer dispatcher);
gpointer palier_worker_main (gpointer dispatcher);

G_END_DECLS
