/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session over a new workspace with a key file; futures are awaited by turning the main loop. */
#pragma once

#include <glib/gstdio.h>

#include "palier-session.h"

typedef struct
{
  char *folder;
  char *workspace;
  char *key_file;
  PalierClock *clock;
  PalierRandom *random;
  PalierSession *session;
} Fixture;

#define START_MS G_GINT64_CONSTANT (1763800000000) /* 22 November 2025 */

static inline const GValue *
fixture_wait (DexFuture *future, GError **error)
{
  /* A future of another thread settles without waking this one's main loop. */
  while (dex_future_is_pending (future))
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (200);
  return dex_future_get_value (future, error);
}

static inline void
fixture_done (DexFuture *future)
{
  g_autoptr (GError) error = NULL;

  fixture_wait (future, &error);
  g_assert_no_error (error);
  dex_unref (future);
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
  gint64 number = G_VALUE_HOLDS_INT (value) ? g_value_get_int (value) : g_value_get_int64 (value);
  dex_unref (future);
  return number;
}

static inline void
fixture_fails (DexFuture *future, GQuark domain, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fixture_wait (future, &error));
  g_assert_error (error, domain, code);
  dex_unref (future);
}

static inline PalierSession *
fixture_session (Fixture *self)
{
  return palier_session_new (&(PalierSessionOptions) { .directory = self->workspace,
                                                       .key_file = self->key_file,
                                                       .clock = self->clock,
                                                       .random = self->random });
}

static inline void
fixture_set_up (Fixture *self, gconstpointer unused)
{
  dex_init ();
  self->folder = g_dir_make_tmp ("palier-session-XXXXXX", NULL);
  self->workspace = g_build_filename (self->folder, "base", NULL);
  self->key_file = g_build_filename (self->folder, "key", NULL);
  self->clock = palier_clock_new_fake (START_MS);
  self->random = palier_random_new_seeded (11);
  self->session = fixture_session (self);
  fixture_done (palier_session_create (self->session));
}

static inline void
fixture_remove (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
  {
    g_autofree char *child = g_build_filename (path, name, NULL);
    fixture_remove (child);
  }
  g_remove (path);
}

static inline void
fixture_close (Fixture *self)
{
  fixture_done (palier_session_close (self->session));
  g_clear_object (&self->session);
}

static inline void
fixture_tear_down (Fixture *self, gconstpointer unused)
{
  if (self->session != NULL)
    fixture_close (self);
  fixture_remove (self->folder);
  g_free (self->folder);
  g_free (self->workspace);
  g_free (self->key_file);
  palier_clock_unref (self->clock);
  palier_random_unref (self->random);
}

/* A file of the fixture's folder: (transfer full). */
static inline char *
fixture_file (Fixture *self, const char *name, const char *text)
{
  char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static inline PalierPreview *
fixture_inspect (Fixture *self, const char *path)
{
  return fixture_take_boxed (palier_import_service_inspect (
      palier_session_get_imports (self->session), path, NULL, NULL, NULL));
}

static inline PalierImportSummary *
fixture_import (Fixture *self, const char *name, const char *text,
                const PalierImportOptions *options)
{
  g_autofree char *path = fixture_file (self, name, text);
  g_autoptr (PalierPreview) preview = fixture_inspect (self, path);

  return fixture_take_boxed (palier_import_service_run (palier_session_get_imports (self->session),
                                                        preview, options, NULL, NULL, NULL, NULL));
}

static inline GPtrArray *
fixture_find (Fixture *self, const char *search)
{
  g_autoptr (PalierQuery) query = palier_query_new ();

  query->sort = PALIER_FIELD_NONE;
  query->search = g_strdup (search);
  PalierProspectService *prospects = palier_session_get_prospects (self->session);
  g_autoptr (GArray) numbers =
      fixture_take_boxed (palier_prospect_service_numbers (prospects, query, 0));
  return fixture_take_boxed (palier_prospect_service_page (prospects, numbers, 0, numbers->len));
}

static inline gint64
fixture_count (Fixture *self)
{
  return fixture_take_int64 (
      palier_prospect_service_count (palier_session_get_prospects (self->session), NULL));
}

/* The one prospect that @search finds. */
static inline PalierProspect *
fixture_one (Fixture *self, const char *search)
{
  g_autoptr (GPtrArray) items = fixture_find (self, search);

  g_assert_cmpuint (items->len, ==, 1);
  return palier_prospect_ref (palier_prospect_item_get_prospect (g_ptr_array_index (items, 0)));
}

#define FIXTURE_FILE                                                                               \
  "Société;Civilité;Nom;Prénom;E-mail;Portable;Ville\n"                                            \
  "Agence du Port;Mme;LE GOFF;Jeanne;jeanne.legoff@agence-du-port.example;06 39 98 00 01;Vannes\n" \
  "Cabinet Duval;M.;Duval;Paul;contact@cabinet-duval.example;;Rennes\n"                            \
  "Agence du Port;Mme;Le Goff;Jeanne;jeanne.legoff@agence-du-port.example;;\n"                     \
  "Immo Sud;M.;Roux;Luc;luc.roux@@immo-sud;06 39 98 00 02;Nîmes\n"
