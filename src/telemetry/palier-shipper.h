/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Brings items to a server, many with one request, and never keeps who adds them waiting: where the
 * server is away or slow, the oldest are dropped. */
typedef struct _PalierShipper PalierShipper;

/* Returns: (transfer full): a request's body */
typedef GBytes *(*PalierShipperPack) (const GPtrArray *items, gpointer data);

/* @limits: (nullable): the header that was wanted. Returns: for how long the server wishes to be
 * left alone, in ms; 0: it does not */
typedef gint64 (*PalierShipperPause) (guint status, gint64 retry_after_ms, const char *limits);

/* Texts are copied. */
typedef struct
{
  const char *url; /* https; http to this machine only */
  const char *content_type;
  const char *header; /* (nullable): "Name: value" */
  guint queue_max;
  guint batch_max;
  guint interval_ms;        /* between two requests, where the queue is not half full */
  guint first_pause_ms;     /* before a second try; it doubles */
  const char *wanted;       /* (nullable): a header of the answers; a literal, for … */
  PalierShipperPause pause; /* (nullable): NULL: as Retry-After says */
  PalierShipperPack pack;
  gpointer data;
  GDestroyNotify destroy;
} PalierShipperOptions;

PalierShipper *palier_shipper_new (const PalierShipperOptions *options);
void palier_shipper_free (PalierShipper *self, guint patience_ms);
void palier_shipper_add (PalierShipper *self, gpointer item);
guint64 palier_shipper_get_dropped (PalierShipper *self);

G_END_DECLS
