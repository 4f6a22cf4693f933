/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-store.h"
#include "palier-system-mail.h"

G_BEGIN_DECLS

typedef struct
{
  guint timeout_ms;        /* of one call */
  guint first_pause_ms;    /* after a failed call; it grows */
  gint64 patience_ms;      /* after which a webhook that fails is disabled */
  gboolean plain_loopback; /* this machine may be told, too */
  PalierSystemMail *mail;  /* tells owners of what was disabled */
  const char *stream;      /* (nullable): where all events go: palier_event_stream_new() */
  const char *stream_key;
} PalierPublisherOptions;

/* Tells subscribers outside what happened, each in the order of the events, on threads of its own.
 */
typedef struct _PalierPublisher PalierPublisher;

PalierPublisher *palier_publisher_new (PalierStore *store, const PalierPublisherOptions *options);
void palier_publisher_start (PalierPublisher *self);
void palier_publisher_wake (PalierPublisher *self);
void palier_publisher_stop (PalierPublisher *self);
void palier_publisher_free (PalierPublisher *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierPublisher, palier_publisher_free)

G_END_DECLS
