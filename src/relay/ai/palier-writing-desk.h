/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "palier-relay-config.h"
#include "palier-writing-fault.h"
#include "palier-writing-meter.h"
#include "palier-writing-question.h"

G_BEGIN_DECLS

/* The service that writes, which the operator pays and agencies ask through the relay: one for the
 * process. It lives on the thread of the main loop; questions come from any thread. */
typedef struct _PalierWritingDesk PalierWritingDesk;

PalierWritingDesk *palier_writing_desk_new (const PalierRelayConfig *config, PalierStore *store,
                                            PalierMeter meter, GError **error);
void palier_writing_desk_free (PalierWritingDesk *self);
gboolean palier_writing_desk_check (const PalierRelayConfig *config, GError **error);
gboolean palier_writing_desk_is_resting (const PalierWritingDesk *self);

typedef enum
{
  PALIER_WRITING_TAKEN,
  PALIER_WRITING_BUSY,    /* too many at once: of this agency, or of all */
  PALIER_WRITING_REFUSED, /* by the agency's plan */
  PALIER_WRITING_ERROR,   /* of the store */
} PalierWritingTake;

/* One question on its way, from palier_writing_desk_take(). */
typedef struct _PalierWriting PalierWriting;

typedef struct
{
  const char *code;   /* of a refusal */
  PalierLimitUse use; /* … by the limit of a month */
} PalierWritingRefusal;

PalierWritingTake
palier_writing_desk_take (PalierWritingDesk *self, PalierTenant *tenant,
                          PalierWritingQuestion *question, PalierWriting **writing,
                          PalierWritingRefusal *refusal, GError **error);

/* What comes of it, on the thread of the main loop: events any number of times, then the end, with
 * a fault where it is none of the events. */
typedef struct
{
  void (*events) (const char *events, gpointer data);
  void (*end) (const PalierWritingFault *fault, gpointer data);
} PalierWritingListener;

GCancellable *palier_writing_get_cancellable (PalierWriting *self);
void palier_writing_ask (PalierWriting *self, const PalierWritingListener *listener, gpointer data);

G_END_DECLS
