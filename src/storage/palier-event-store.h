/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-dashboard.h"
#include "palier-event.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

/* What was exchanged with one prospect: what the timing of a score looks at. */
typedef struct
{
  gint64 first_sent_ms; /* 0: never, as below */
  gint64 last_sent_ms;
  gint64 last_open_ms; /* by a human */
  gint64 last_click_ms;
  gint64 last_reply_ms;
  guint n_sent;
  guint n_opened; /* messages, by a human */
  guint n_clicked;
  guint n_replied;
  gboolean unsubscribed;
  guint recent_opens; /* by a human, each of them: one message may be opened twice */
  guint recent_clicks;
} PalierProspectHistory;

DexFuture *palier_event_store_append (PalierWorkspace *workspace, GPtrArray *events);
DexFuture *palier_event_store_doubt (PalierWorkspace *workspace, GHashTable *told);
DexFuture *
palier_event_store_timeline (PalierWorkspace *workspace, const PalierId *prospect, guint limit);
DexFuture *palier_event_store_history (PalierWorkspace *workspace, GArray *ns, gint64 recent_ms);
DexFuture *palier_event_store_dashboard (PalierWorkspace *workspace, gint64 from_ms, gint64 to_ms);
DexFuture *palier_event_store_template (PalierWorkspace *workspace, const char *template);

G_END_DECLS
