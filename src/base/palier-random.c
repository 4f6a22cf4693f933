/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-random.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

/* A pool spares a system call an id: an import makes one id a row. */
#define POOL_SIZE 4096

struct _PalierRandom
{
  gatomicrefcount references;
  GMutex lock;
  gboolean seeded;
  guint64 state;
  gsize left;
  guint8 pool[POOL_SIZE];
};

static PalierRandom *
create (gboolean seeded, guint64 seed)
{
  PalierRandom *self = g_new0 (PalierRandom, 1);
  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->lock);
  self->seeded = seeded;
  self->state = seed;
  return self;
}

/**
 * palier_random_new_system:
 *
 * Cryptographically strong bytes of the kernel (getrandom). Safe to share between threads.
 */
PalierRandom *
palier_random_new_system (void)
{
  return create (FALSE, 0);
}

/**
 * palier_random_new_seeded:
 *
 * The same @seed gives the same bytes, on every machine. For tests and for choices that must
 * repeat; never for secrets.
 */
PalierRandom *
palier_random_new_seeded (guint64 seed)
{
  return create (TRUE, seed);
}

PalierRandom *
palier_random_ref (PalierRandom *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
palier_random_unref (PalierRandom *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  explicit_bzero (self->pool, sizeof self->pool);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* SplitMix64 (Steele, Lea, Flood 2014): small, and equal everywhere. */
static guint64
next_seeded (PalierRandom *self)
{
  guint64 z = (self->state += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

static void
refill (PalierRandom *self)
{
  if (self->seeded)
  {
    for (gsize i = 0; i < POOL_SIZE; i += sizeof (guint64))
    {
      guint64 word = GUINT64_TO_LE (next_seeded (self));
      memcpy (self->pool + i, &word, sizeof word);
    }
  }
  else
  {
    gsize filled = 0;
    while (filled < POOL_SIZE)
    {
      ssize_t got = getrandom (self->pool + filled, POOL_SIZE - filled, 0);
      if (got < 0 && errno != EINTR)
        g_error ("getrandom: %s", g_strerror (errno));
      filled += got > 0 ? (gsize) got : 0;
    }
  }
  self->left = POOL_SIZE;
}

void
palier_random_bytes (PalierRandom *self, guint8 *out, gsize length)
{
  g_mutex_lock (&self->lock);
  while (length > 0)
  {
    if (self->left == 0)
      refill (self);
    gsize take = MIN (length, self->left);
    guint8 *from = self->pool + POOL_SIZE - self->left;
    memcpy (out, from, take);
    memset (from, 0, take);
    self->left -= take;
    out += take;
    length -= take;
  }
  g_mutex_unlock (&self->lock);
}

guint64
palier_random_uint64 (PalierRandom *self)
{
  guint64 word;
  palier_random_bytes (self, (guint8 *) &word, sizeof word);
  return GUINT64_FROM_LE (word);
}

/**
 * palier_random_below:
 * @limit: above 0
 *
 * A number from 0 to @limit - 1, without bias.
 */
guint64
palier_random_below (PalierRandom *self, guint64 limit)
{
  g_assert (limit > 0);
  guint64 reject = -limit % limit;
  guint64 word;
  do
    word = palier_random_uint64 (self);
  while (word < reject);
  return word % limit;
}
