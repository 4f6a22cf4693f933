/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <microhttpd.h>

#include "palier-authority.h"

G_BEGIN_DECLS

/* The open event streams (Server-Sent Events), by tenant. */
typedef struct _PalierStreams PalierStreams;

/* One that tells what happened, from a place on. */
typedef struct
{
  PalierCaller caller; /* whose right to read may end */
  guint64 seq;         /* up to where it was told */
} PalierFeed;

typedef enum
{
  PALIER_FEED_EMPTY, /* nothing more for now */
  PALIER_FEED_MORE,
  PALIER_FEED_END, /* the reader has lost the right to it */
} PalierFeedState;

/* Appends what comes next, as Server-Sent Events, and moves the place; on the streams' thread. */
typedef PalierFeedState (*PalierFeedFunc) (PalierFeed *feed, GString *out, gpointer data);

PalierStreams *palier_streams_new (PalierFeedFunc func, gpointer data);
void palier_streams_free (PalierStreams *self);
struct MHD_Response *
palier_streams_open (PalierStreams *self, gint64 tenant, const PalierFeed *feed,
                     struct MHD_Connection *connection);
void palier_streams_notify (PalierStreams *self, gint64 tenant);
void palier_streams_tick (PalierStreams *self);
void palier_streams_close (PalierStreams *self);

G_END_DECLS
