/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "palier-id.h"

G_BEGIN_DECLS

/* Something that happened, written once, never changed. Names: prospect.imported, prospect.scored,
 * message.generated, message.sent, message.opened, message.clicked, message.replied,
 * message.bounced, message.unsubscribed, message.state, ... */
typedef struct
{
  gint64 n; /* row number, where the store says it; else 0 */
  PalierId id;
  char *name;
  gint64 at_ms;
  PalierId prospect; /* nil where it concerns none */
  PalierId message;  /* nil where it concerns none */
  char *data;        /* (nullable): a JSON object */
  char *text;        /* (nullable): of an activity: what the user wrote */
} PalierEvent;

#define PALIER_TYPE_EVENT (palier_event_get_type ())
GType palier_event_get_type (void);

PalierEvent *palier_event_new (void);
PalierEvent *palier_event_ref (PalierEvent *self);
void palier_event_free (PalierEvent *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierEvent, palier_event_free)

G_END_DECLS
