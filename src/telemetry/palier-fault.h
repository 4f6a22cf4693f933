/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where faults are told, as its keeper writes it: https://KEY@HOST[/PATH]/PROJECT. */
typedef struct
{
  char *dsn; /* without a password, if one was in it */
  char *url; /* that takes envelopes */
  char *key;
} PalierFaultPlace;

gboolean palier_fault_place_parse (PalierFaultPlace *self, const char *dsn, GError **error);
void palier_fault_place_clear (PalierFaultPlace *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PalierFaultPlace, palier_fault_place_clear)

#define PALIER_FAULT_FRAMES_MAX 32

/* What went wrong in this program, for those who mend it. */
typedef struct
{
  const char *level; /* "fatal", "error", "warning": a literal */
  const char *where; /* the part of the program */
  const char *type;  /* (nullable): of a crash: the signal */
  char *message;     /* scrubbed */
  char trace[33];    /* empty: none */
  gint64 at_ms;
  guint n_frames;
  guint64 frames[PALIER_FAULT_FRAMES_MAX]; /* of a crash: offsets in the program, innermost first */
} PalierFault;

/* Who tells. */
typedef struct
{
  const char *service;
  const char *version;
} PalierFaultSource;

void palier_fault_free (PalierFault *self);
char *palier_fault_dup_scrubbed (const char *text);
gint64 palier_fault_pause_ms (guint status, gint64 retry_after_ms, const char *limits);
GBytes *palier_fault_write (const PalierFault *self, const PalierFaultPlace *place,
                            const PalierFaultSource *source, const char *event_id, gint64 now_ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierFault, palier_fault_free)

G_END_DECLS
