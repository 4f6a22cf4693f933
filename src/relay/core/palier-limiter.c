/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-limiter.h"

#define NAMES_MAX 20000

typedef struct
{
  gint64 left_ms; /* what is left, in milliseconds of refilling */
  gint64 at_ms;
} Bucket;

struct _PalierLimiter
{
  GMutex lock;
  gint64 refill_ms;
  gint64 full_ms;
  gint64 swept_ms;
  GHashTable *buckets;
};

/* @refill_ms: how long one more takes to come back */
PalierLimiter *
palier_limiter_new (guint burst, gint64 refill_ms)
{
  PalierLimiter *self = g_new0 (PalierLimiter, 1);

  g_mutex_init (&self->lock);
  self->refill_ms = refill_ms;
  self->full_ms = burst * refill_ms;
  self->buckets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
palier_limiter_free (PalierLimiter *self)
{
  g_hash_table_unref (self->buckets);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static gboolean
is_full_again (gpointer name, gpointer value, gpointer data)
{
  const Bucket *bucket = value;
  const gint64 *limits = data;
  return bucket->left_ms + limits[0] - bucket->at_ms >= limits[1];
}

static Bucket *
get_bucket (PalierLimiter *self, const char *name, gint64 now_ms)
{
  Bucket *bucket = g_hash_table_lookup (self->buckets, name);

  if (bucket != NULL)
    return bucket;
  /* Looking through all of them is for once in a while, or a flood would pay for its own success.
   */
  if (g_hash_table_size (self->buckets) >= NAMES_MAX && now_ms >= self->swept_ms + self->refill_ms)
  {
    gint64 limits[] = { now_ms, self->full_ms };
    g_hash_table_foreach_remove (self->buckets, is_full_again, limits);
    self->swept_ms = now_ms;
  }
  /* A flood of names: those that wait already go on waiting, the new ones wait too. */
  if (g_hash_table_size (self->buckets) >= NAMES_MAX)
    return NULL;
  bucket = g_new0 (Bucket, 1);
  bucket->left_ms = self->full_ms;
  bucket->at_ms = now_ms;
  g_hash_table_insert (self->buckets, g_strdup (name), bucket);
  return bucket;
}

static guint
seconds (gint64 time_ms)
{
  return (guint) ((time_ms + 999) / 1000);
}

/**
 * palier_limiter_spend:
 * @left: (out): what remains in it
 *
 * Takes one from @name's bucket.
 *
 * Returns: 0 when there was one, else in how many seconds there will be
 */
guint
palier_limiter_spend (PalierLimiter *self, const char *name, gint64 now_ms, PalierAllowance *left)
{
  gint64 left_ms;
  guint wait_s = 0;

  g_mutex_lock (&self->lock);
  Bucket *bucket = get_bucket (self, name, now_ms);
  if (bucket != NULL)
  {
    bucket->left_ms = MIN (self->full_ms, bucket->left_ms + MAX (0, now_ms - bucket->at_ms));
    bucket->at_ms = now_ms;
  }
  left_ms = bucket != NULL ? bucket->left_ms : 0;
  if (left_ms < self->refill_ms)
    wait_s = seconds (self->refill_ms - left_ms);
  else
    bucket->left_ms = left_ms -= self->refill_ms;
  g_mutex_unlock (&self->lock);
  *left =
      (PalierAllowance) { (guint) (self->full_ms / self->refill_ms),
                          (guint) (left_ms / self->refill_ms), seconds (self->full_ms - left_ms) };
  return wait_s;
}

guint
palier_limiter_take (PalierLimiter *self, const char *name, gint64 now_ms)
{
  PalierAllowance left;
  return palier_limiter_spend (self, name, now_ms, &left);
}

/* Gives back what palier_limiter_take() took: the try was a good one. */
void
palier_limiter_give_back (PalierLimiter *self, const char *name)
{
  g_mutex_lock (&self->lock);
  Bucket *bucket = g_hash_table_lookup (self->buckets, name);
  if (bucket != NULL)
    bucket->left_ms = MIN (self->full_ms, bucket->left_ms + self->refill_ms);
  g_mutex_unlock (&self->lock);
}
