/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "palier-clock.h"
#include "palier-composer.h"
#include "palier-query.h"
#include "palier-random.h"
#include "palier-scoring-parameters.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

/* The agency's plan as the relay last told it, beside the base. */
#define PALIER_LOCAL_PLAN "plan"

/* What all services of one session share. A fiber holds a reference, so that closing a window
 * never pulls the base from under it. */
typedef struct
{
  PalierClock *clock;
  PalierRandom *random;
  char *directory;
  char *key_file;  /* (nullable): else the keyring */
  char *relay_url; /* (nullable): as the options say */
  GBytes *key;     /* of the workspace, 32 bytes */
  PalierWorkspace *workspace;
  PalierComposer *composer; /* (nullable): palier_core_get_composer() */
  const PalierScoringParameters *scoring;
} PalierCore;

PalierCore *palier_core_ref (PalierCore *self);
void palier_core_unref (PalierCore *self);
gint64 palier_core_now_ms (PalierCore *self);
PalierComposer *palier_core_get_composer (PalierCore *self, GError **error);

/* One call of a service on its way through a fiber: the arguments, kept until it ends. What a call
 * does not need stays 0. */
typedef struct
{
  PalierCore *core;
  GObject *service; /* (nullable) */
  PalierId id;
  GArray *ids; /* (nullable) (element-type PalierId) */
  PalierField field;
  gint64 number;
  gint64 other_number;
  char *first; /* (nullable): texts, in the order of the call */
  char *second;
  char *third;
  PalierQuery *query;        /* (nullable) */
  GCancellable *cancellable; /* (nullable) */
  gpointer value;            /* (nullable) */
  GDestroyNotify free_value;
} PalierCall;

DexFuture *palier_call_run (const PalierCall *call, DexFiberFunc fiber);
GArray *palier_ids_new (const PalierId *ids, gsize n_ids);
DexFuture *palier_reject (GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierCore, palier_core_unref)

G_END_DECLS
