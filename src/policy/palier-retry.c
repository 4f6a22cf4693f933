/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-retry.h"

#define MINUTE_MS G_GINT64_CONSTANT (60000)

/**
 * palier_retry_next_ms:
 * @attempts: how many attempts there were, at least 1
 * @first_ms: when the first was
 * @now_ms: when the last one was deferred
 *
 * When to try a deferred job again: after 1, 5, 15, 60 minutes, then every 4 hours; slow enough for
 * greylisting and for servers that throttle new senders.
 *
 * Returns: the time, or PALIER_RETRY_NEVER when it would be more than 72 h after the first attempt
 */
gint64
palier_retry_next_ms (guint attempts, gint64 first_ms, gint64 now_ms)
{
  static const int minutes[] = { 1, 5, 15, 60, 240 };
  guint step = MIN (MAX (attempts, 1), G_N_ELEMENTS (minutes)) - 1;
  gint64 next = now_ms + minutes[step] * MINUTE_MS;

  return next - first_ms > PALIER_RETRY_STOP_MS ? PALIER_RETRY_NEVER : next;
}

/**
 * palier_retry_back_off:
 * @failures: how many there were before this one
 * @first_ms: the pause after the first
 * @chance: any number, by which the pauses of many part
 *
 * Returns: when to try again: the pause grows fourfold each time, to six hours, and is shortened by
 *   up to a quarter
 */
gint64
palier_retry_back_off (guint failures, gint64 first_ms, guint64 chance, gint64 now_ms)
{
  gint64 pause = MAX (first_ms, 1);

  for (guint i = 0; i < failures && pause < PALIER_BACK_OFF_MOST_MS; i++)
    pause *= 4;
  pause = MIN (pause, PALIER_BACK_OFF_MOST_MS);
  return now_ms + pause - (gint64) (chance % (guint64) (pause / 4 + 1));
}
