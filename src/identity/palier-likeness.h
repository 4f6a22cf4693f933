/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How much alike two folded texts are. Bytes are compared: what folding leaves is ASCII but for
 * foreign scripts. Longer texts are looked at up to PALIER_LIKENESS_MAX bytes. */
#define PALIER_LIKENESS_MAX 64

typedef struct
{
  const char *text;
  guint length;
} PalierSpan;

double palier_jaro_winkler (PalierSpan a, PalierSpan b);
guint palier_span_distance (PalierSpan a, PalierSpan b, guint most);
guint32 palier_sound_of (PalierSpan word);

G_END_DECLS
