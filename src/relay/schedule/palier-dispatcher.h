/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-agency.h"

G_BEGIN_DECLS

typedef struct
{
  PalierSites sites; /* what it points to is kept by the caller */
  gboolean plain_loopback;
  PalierMeter meter;
  guint threads;
  guint lines_per_sender;
  guint smtp_timeout_ms;
  guint silence_ms; /* after which a relay on the same store is held for dead */
} PalierDispatcherOptions;

/* Claims what is due and hands it over, on threads of its own. */
typedef struct _PalierDispatcher PalierDispatcher;

PalierDispatcher *
palier_dispatcher_new (PalierStore *store, const PalierDispatcherOptions *options);
gboolean palier_dispatcher_start (PalierDispatcher *self, GError **error);
void palier_dispatcher_wake (PalierDispatcher *self);
void palier_dispatcher_stop (PalierDispatcher *self, guint patience_ms);
void palier_dispatcher_free (PalierDispatcher *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierDispatcher, palier_dispatcher_free)

G_END_DECLS
