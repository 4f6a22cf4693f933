/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A store in a folder or a database of its own, with a clock that stands still. */
#pragma once

#include <string.h>

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

/* The engine to test on: PostgreSQL's where the surroundings name a server. */
static inline const PalierDbEngine *
fixture_engine (void)
{
  return g_getenv ("PALIER_TEST_POSTGRES") != NULL ? &palier_db_postgres : &palier_db_sqlite;
}

static inline char *
fixture_create_database (const PalierDbEngine *engine, const char *like)
{
  const char *server = g_getenv ("PALIER_TEST_POSTGRES");
  static guint n;
  g_autoptr (PalierDb) db = palier_db_open (engine, server, PALIER_DB_MIGRATE, NULL);
  g_autofree char *make =
      g_strdup_printf ("create database fixture%u template %s strategy file_copy", ++n, like);

  g_assert_true (palier_db_execute (db, make, NULL));
  return g_strdup_printf ("postgresql://owner@/fixture%u%s", n, strchr (server, '?'));
}

/* Returns: (transfer full): where there is nothing yet */
static inline char *
fixture_make_place (const PalierDbEngine *engine)
{
  if (engine == &palier_db_postgres)
    return fixture_create_database (engine, "template1");
  g_autofree char *folder = g_dir_make_tmp ("palier-relay-XXXXXX", NULL);
  return g_build_filename (folder, "relay.sqlite", NULL);
}

/* The same with the tables, which a database copies from the first one: that takes less than all
 * migrations. */
static inline char *
fixture_make_tables (const PalierDbEngine *engine)
{
  static gboolean made;

  if (engine == &palier_db_postgres && made)
    return fixture_create_database (engine, "fixture1");
  char *place = fixture_make_place (engine);
  g_assert_true (palier_store_migrate (engine, place, 0, NULL));
  if (engine != &palier_db_postgres)
    return place;
  made = TRUE;
  g_free (place);
  return fixture_create_database (engine, "fixture1");
}

static inline void
fixture_set_up (Fixture *self, const PalierDbEngine *engine)
{
  self->path = fixture_make_tables (engine);
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
