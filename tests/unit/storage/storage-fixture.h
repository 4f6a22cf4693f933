/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A workspace in a folder of its own, and futures awaited by turning the main loop. */
#pragma once

#include <glib/gstdio.h>
#include <libdex.h>

#include "palier-prospect-store.h"

typedef struct
{
  char *folder;
  GBytes *key;
  PalierClock *clock;
  PalierRandom *random;
  PalierWorkspace *workspace;
} Fixture;

#define START_MS G_GINT64_CONSTANT (1750000000000)

static inline const GValue *
fixture_wait (DexFuture *future, GError **error)
{
  while (dex_future_is_pending (future))
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (100);
  return dex_future_get_value (future, error);
}

static inline gpointer
fixture_take_boxed (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  const GValue *value = fixture_wait (future, &error);

  g_assert_no_error (error);
  gpointer boxed = g_value_dup_boxed (value);
  dex_unref (future);
  return boxed;
}

static inline gint64
fixture_take_int64 (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  const GValue *value = fixture_wait (future, &error);

  g_assert_no_error (error);
  gint64 number = G_VALUE_HOLDS_UINT (value) ? g_value_get_uint (value) : g_value_get_int64 (value);
  dex_unref (future);
  return number;
}

static inline gboolean
fixture_take_boolean (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  const GValue *value = fixture_wait (future, &error);

  g_assert_no_error (error);
  gboolean yes = g_value_get_boolean (value);
  dex_unref (future);
  return yes;
}

static inline void
fixture_done (DexFuture *future)
{
  g_autoptr (GError) error = NULL;

  fixture_wait (future, &error);
  g_assert_no_error (error);
  dex_unref (future);
}

/* Awaits a rejection with this code of storage. */
static inline void
fixture_fails (DexFuture *future, PalierStorageError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fixture_wait (future, &error));
  g_assert_error (error, PALIER_STORAGE_ERROR, (int) code);
  dex_unref (future);
}

static inline PalierWorkspace *
fixture_take_workspace (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  const GValue *value = fixture_wait (future, &error);

  g_assert_no_error (error);
  PalierWorkspace *workspace = g_value_dup_object (value);
  dex_unref (future);
  return workspace;
}

static inline DexFuture *
fixture_open_mode (Fixture *self, PalierWorkspaceMode mode)
{
  return palier_workspace_open (self->folder, self->key, mode, self->clock, self->random);
}

static inline DexFuture *
fixture_open (Fixture *self)
{
  return fixture_open_mode (self, PALIER_WORKSPACE_READ_WRITE);
}

static inline void
fixture_set_up_empty (Fixture *self, gconstpointer unused)
{
  guint8 key[PALIER_WORKSPACE_KEY_SIZE];

  dex_init ();
  for (guint i = 0; i < sizeof key; i++)
    key[i] = (guint8) (i * 7 + 1);
  self->folder = g_dir_make_tmp ("palier-storage-XXXXXX", NULL);
  self->key = g_bytes_new (key, sizeof key);
  self->clock = palier_clock_new_fake (START_MS);
  self->random = palier_random_new_seeded (7);
}

static inline void
fixture_create (Fixture *self)
{
  PalierId id = palier_id_new (self->clock, self->random);

  self->workspace = fixture_take_workspace (
      palier_workspace_create (self->folder, &id, self->key, self->clock, self->random));
}

static inline void
fixture_set_up (Fixture *self, gconstpointer unused)
{
  fixture_set_up_empty (self, NULL);
  fixture_create (self);
}

static inline void
fixture_close (Fixture *self)
{
  fixture_done (palier_workspace_close (self->workspace));
  g_clear_object (&self->workspace);
}

/* As after a restart of the program. */
static inline void
fixture_reopen (Fixture *self)
{
  fixture_close (self);
  self->workspace = fixture_take_workspace (fixture_open (self));
}

static inline void
fixture_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
  {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_unlink (path);
  }
  g_rmdir (folder);
}

static inline void
fixture_tear_down (Fixture *self, gconstpointer unused)
{
  if (self->workspace != NULL)
    fixture_close (self);
  fixture_remove_folder (self->folder);
  g_free (self->folder);
  g_bytes_unref (self->key);
  palier_clock_unref (self->clock);
  palier_random_unref (self->random);
}

/* Person number i: every second one an agency, e-mail and mobile its own. */
static inline PalierProspect *
fixture_prospect (int i)
{
  PalierProspect *prospect = palier_prospect_new ();
  g_autofree char *email = g_strdup_printf ("jeanne.%d@agence-%d.example", i, i % 97);
  g_autofree char *mobile = g_strdup_printf ("+336390%05d", i);
  g_autofree char *company = g_strdup_printf ("Agence du Vieux Chêne %d", i % 97);

  palier_prospect_set (prospect, PALIER_FIELD_KIND, i % 2 ? "agency" : "person");
  palier_prospect_set (prospect, PALIER_FIELD_FIRST_NAME, "Jeanne");
  palier_prospect_set (prospect, PALIER_FIELD_LAST_NAME, "Lefèvre");
  palier_prospect_set (prospect, PALIER_FIELD_COMPANY, company);
  palier_prospect_set (prospect, PALIER_FIELD_EMAIL, email);
  palier_prospect_set (prospect, PALIER_FIELD_MOBILE, mobile);
  palier_prospect_set (prospect, PALIER_FIELD_CITY, i % 3 ? "Nantes" : "Rezé");
  palier_prospect_set (prospect, PALIER_FIELD_STAGE, "prospect");
  return prospect;
}

static inline GPtrArray *
fixture_prospects (int first, int count)
{
  GPtrArray *prospects = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_unref);

  for (int i = first; i < first + count; i++)
    g_ptr_array_add (prospects, fixture_prospect (i));
  return prospects;
}

static inline guint
fixture_count (Fixture *self, const char *search)
{
  g_autoptr (PalierQuery) query = palier_query_new ();

  query->search = g_strdup (search);
  return (guint) fixture_take_int64 (palier_prospect_store_count (self->workspace, query));
}
