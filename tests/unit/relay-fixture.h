/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A store in a folder of its own, with a clock that stands still. */
#pragma once

#include "palier-store.h"

typedef struct
{
  char *path;
  PalierClock *clock;
  PalierRandom *random;
  PalierSealKey key;
  PalierStore *store;
  PalierTenant *tenant;
} Fixture;

#define FIXTURE_NOW G_GINT64_CONSTANT (1795370000000)

static inline gboolean
fixture_add_tenant (PalierTx *tx, gpointer data, GError **error)
{
  Fixture *self = data;

  self->tenant = palier_store_get_tenant (tx, 7, NULL);
  if (self->tenant == NULL)
    self->tenant = palier_store_add_tenant (tx, 7, error);
  return self->tenant != NULL;
}

static inline void
fixture_open (Fixture *self, const PalierDbEngine *engine)
{
  g_autoptr (GError) error = NULL;

  self->store =
      palier_store_open (engine, self->path, &self->key, self->clock, self->random, &error);
  g_assert_no_error (error);
  g_assert_true (palier_store_write (self->store, fixture_add_tenant, self, NULL));
}

/* As another process would: nothing of the one before is left in memory. */
static inline void
fixture_reopen (Fixture *self, const PalierDbEngine *engine)
{
  palier_store_close (self->store);
  fixture_open (self, engine);
}

static inline void
fixture_set_up (Fixture *self, const PalierDbEngine *engine)
{
  g_autofree char *folder = g_dir_make_tmp ("palier-relay-XXXXXX", NULL);

  self->path = g_build_filename (folder, "relay.sqlite", NULL);
  self->clock = palier_clock_new_fake (FIXTURE_NOW);
  self->random = palier_random_new_seeded (5);
  self->key.bytes[0] = 1;
  fixture_open (self, engine);
}

static inline void
fixture_tear_down (Fixture *self)
{
  g_clear_pointer (&self->store, palier_store_close);
  palier_clock_unref (self->clock);
  palier_random_unref (self->random);
  g_free (self->path);
}

static inline void
fixture_write (Fixture *self, PalierTxFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;

  palier_store_write (self->store, func, data, &error);
  g_assert_no_error (error);
}
