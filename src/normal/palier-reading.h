/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What became of a text on its way to its normal form. */
typedef enum
{
  PALIER_READING_OK,        /* valid; at most spaces, punctuation and case changed */
  PALIER_READING_BLANK,     /* nothing there */
  PALIER_READING_REPAIRED,  /* valid once put right (a lost leading zero, a serial date) */
  PALIER_READING_MORE,      /* valid; the text holds more than this one value */
  PALIER_READING_DOUBTFUL,  /* valid in form, likely wrong (gmial.com); a proposal may exist */
  PALIER_READING_INVALID,   /* not such a value */
  PALIER_READING_DESTROYED, /* a spreadsheet rounded the digits away: 3,56E+13 */
} PalierReading;

/* Whether a verdict comes with a value. */
static inline gboolean
palier_reading_has_value (PalierReading verdict)
{
  return verdict == PALIER_READING_OK || verdict == PALIER_READING_REPAIRED
         || verdict == PALIER_READING_MORE || verdict == PALIER_READING_DOUBTFUL;
}

/* No single value is longer than this; what is, is refused unread. */
#define PALIER_NORMAL_MAX 4096

G_END_DECLS
