/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-signal.h"

static const char *const names[] = { "unknown", "no", "yes" };

const char *
palier_signal_name (PalierSignal signal)
{
  g_assert ((guint) signal < G_N_ELEMENTS (names));
  return names[signal];
}

/* Anything but "yes" and "no", NULL too, is unknown. */
PalierSignal
palier_signal_from_name (const char *name)
{
  if (g_strcmp0 (name, "yes") == 0)
    return PALIER_SIGNAL_YES;
  return g_strcmp0 (name, "no") == 0 ? PALIER_SIGNAL_NO : PALIER_SIGNAL_UNKNOWN;
}

/* The three operations are Kleene's strong logic: what is certain whatever the unknown turns out to
 * be is certain. */
PalierSignal
palier_signal_not (PalierSignal a)
{
  if (a == PALIER_SIGNAL_UNKNOWN)
    return a;
  return a == PALIER_SIGNAL_YES ? PALIER_SIGNAL_NO : PALIER_SIGNAL_YES;
}

PalierSignal
palier_signal_and (PalierSignal a, PalierSignal b)
{
  if (a == PALIER_SIGNAL_NO || b == PALIER_SIGNAL_NO)
    return PALIER_SIGNAL_NO;
  return a == PALIER_SIGNAL_YES ? b : PALIER_SIGNAL_UNKNOWN;
}

PalierSignal
palier_signal_or (PalierSignal a, PalierSignal b)
{
  return palier_signal_not (palier_signal_and (palier_signal_not (a), palier_signal_not (b)));
}
