/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Three values: without consent to tracking, with remote images off, or when a machine opened, we
 * do not know. Unknown is never "no". */
typedef enum
{
  PALIER_SIGNAL_UNKNOWN,
  PALIER_SIGNAL_NO,
  PALIER_SIGNAL_YES,
} PalierSignal;

const char *palier_signal_name (PalierSignal signal);
PalierSignal palier_signal_from_name (const char *name);
PalierSignal palier_signal_not (PalierSignal a);
PalierSignal palier_signal_and (PalierSignal a, PalierSignal b);
PalierSignal palier_signal_or (PalierSignal a, PalierSignal b);

G_END_DECLS
