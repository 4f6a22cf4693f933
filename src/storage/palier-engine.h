/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-job.h"

G_BEGIN_DECLS

/* What jobs see of an open workspace: the two connections, each with its thread, and the locks. */
struct _PalierEngine
{
  char *folder;
  GBytes *key;
  PalierClock *clock;
  PalierRandom *random;
  PalierWorkspaceMode mode;

  PalierWorker *writing;
  PalierWorker *reading;
  PalierDatabase *writer; /* (nullable): read-only or closed */
  PalierDatabase *reader; /* (nullable): closed */
  gint64 data_version;    /* of the writer: another process has written when it moves */

  int locks;
  PalierId id;
  PalierId device;

  GSource *changed; /* set ready by tell_changed */
  guint pending;    /* atomic: the kinds to tell of */
};

PalierEngine *palier_engine_new (const char *folder, GBytes *key, PalierWorkspaceMode mode,
                                 PalierClock *clock, PalierRandom *random);
void palier_engine_free (PalierEngine *self);
void palier_engine_free_elsewhere (PalierEngine *self);
gboolean palier_engine_all_gone (void);

gboolean palier_engine_create (PalierEngine *self, const PalierId *id, GError **error);
gboolean palier_engine_open (PalierEngine *self, GError **error);
void palier_engine_close_reader (PalierEngine *self);
void palier_engine_close_writer (PalierEngine *self);
void palier_engine_look_for_others (PalierEngine *self);

gboolean palier_engine_lock_changeset (PalierEngine *self, gint64 changeset);
void palier_engine_unlock_changeset (PalierEngine *self, gint64 changeset);
void palier_engine_tell_changed (PalierEngine *self, guint kinds);

DexFuture *
palier_engine_run_read (PalierEngine *self, PalierReadJob job, PalierArguments *arguments);
DexFuture *
palier_engine_run_write (PalierEngine *self, PalierWriteJob job, PalierArguments *arguments);
DexFuture *
palier_engine_run_long (PalierEngine *self, PalierWriteJob job, PalierArguments *arguments);

G_END_DECLS
