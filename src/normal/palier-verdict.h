/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What became of a text on its way to its normal form. */
typedef enum
{
  PALIER_VERDICT_OK,        /* valid; at most spaces, punctuation and case changed */
  PALIER_VERDICT_BLANK,     /* nothing there */
  PALIER_VERDICT_REPAIRED,  /* valid once put right (a lost leading zero, a serial date) */
  PALIER_VERDICT_MORE,      /* valid; the text holds more than this one value */
  PALIER_VERDICT_DOUBTFUL,  /* valid in form, likely wrong (gmial.com); a proposal may exist */
  PALIER_VERDICT_INVALID,   /* not such a value */
  PALIER_VERDICT_DESTROYED, /* a spreadsheet rounded the digits away: 3,56E+13 */
} PalierVerdict;

/* Whether a verdict comes with a value. */
static inline gboolean
palier_verdict_has_value (PalierVerdict verdict)
{
  return verdict == PALIER_VERDICT_OK || verdict == PALIER_VERDICT_REPAIRED
         || verdict == PALIER_VERDICT_MORE || verdict == PALIER_VERDICT_DOUBTFUL;
}

/* No single value is longer than this; what is, is refused unread. */
#define PALIER_NORMAL_MAX 4096

G_END_DECLS
