/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-access-store.h"

G_BEGIN_DECLS

/* Takes what is to be written down of reading, so that no reader waits for a commit. */
typedef struct _PalierAccessRecorder PalierAccessRecorder;

PalierAccessRecorder *palier_access_recorder_new (PalierStore *store);
void palier_access_recorder_free (PalierAccessRecorder *self);
gboolean palier_access_recorder_add (PalierAccessRecorder *self, PalierTenant *tenant,
                                     const PalierAccessEntry *access);

G_END_DECLS
