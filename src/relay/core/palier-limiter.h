/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Token buckets by name (an account, an address): a burst, then a steady rate. Safe on any thread;
 * what it knows ends with the process. */
typedef struct _PalierLimiter PalierLimiter;

PalierLimiter *palier_limiter_new (guint burst, gint64 refill_ms);
void palier_limiter_free (PalierLimiter *self);
/* What is left of a bucket. */
typedef struct
{
  guint limit;
  guint remaining;
  guint reset_s; /* until it is full */
} PalierAllowance;

guint palier_limiter_take (PalierLimiter *self, const char *name, gint64 now_ms);
guint
palier_limiter_spend (PalierLimiter *self, const char *name, gint64 now_ms, PalierAllowance *left);
void palier_limiter_give_back (PalierLimiter *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierLimiter, palier_limiter_free)

G_END_DECLS
