/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-clock.h"
#include "palier-id.h"

G_BEGIN_DECLS

/* Who wrote a value, and when by the hybrid clock: time first, then the device, so that two devices
 * never write the same mark. All zero: never written. As text 32 lower-case hexadecimal digits,
 * which sort as the marks do. */
typedef struct
{
  PalierStamp time;
  guint64 device; /* palier_mark_device() */
} PalierMark;

#define PALIER_MARK_NONE ((PalierMark) { 0, 0 })
#define PALIER_MARK_TEXT_SIZE 33

guint64 palier_mark_device (const PalierId *device);

/* Both are asked for each field of each record that passes. */
static inline int
palier_mark_compare (PalierMark a, PalierMark b)
{
  if (a.time != b.time)
    return a.time < b.time ? -1 : 1;
  if (a.device != b.device)
    return a.device < b.device ? -1 : 1;
  return 0;
}

static inline gboolean
palier_mark_is_none (PalierMark mark)
{
  return mark.time == 0 && mark.device == 0;
}

char *palier_mark_format (PalierMark mark, char buffer[PALIER_MARK_TEXT_SIZE]);
gboolean palier_mark_parse (const char *text, PalierMark *out);

G_END_DECLS
