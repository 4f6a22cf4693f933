/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. files of lengths around a block come back   2. a bit, a byte less or more, two blocks
 * exchanged, another key: refused */
#include "palier-sealed-file.h"

#include <glib/gstdio.h>
#include <string.h>

#define BLOCK (1024 * 1024)
#define SEALED (BLOCK + 29)
#define HEAD (8 + 32 + 29)

typedef struct
{
  char *folder;
  char *plain;
  char *sealed;
  char *back;
  PalierRandom *random;
  PalierSealKey key;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->folder = g_dir_make_tmp ("palier-sealed-XXXXXX", NULL);
  self->plain = g_build_filename (self->folder, "plain", NULL);
  self->sealed = g_build_filename (self->folder, "sealed", NULL);
  self->back = g_build_filename (self->folder, "back", NULL);
  self->random = palier_random_new_seeded (3);
  self->key.bytes[5] = 9;
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_unlink (self->plain);
  g_unlink (self->sealed);
  g_unlink (self->back);
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->plain);
  g_free (self->sealed);
  g_free (self->back);
  palier_random_unref (self->random);
}

static char *
seal (Fixture *self, gsize length, gsize *sealed_length)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *plain = g_malloc (length + 1);
  char *sealed = NULL;

  palier_random_bytes (self->random, (guint8 *) plain, length + 1);
  g_assert_true (g_file_set_contents (self->plain, plain, (gssize) length, NULL));
  palier_sealed_file_write (self->plain, self->sealed, &self->key, self->random, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (self->sealed, &sealed, sealed_length, NULL));
  return sealed;
}

static void
test_lengths (Fixture *self, gconstpointer unused)
{
  static const gsize lengths[] = { 0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
  {
    g_autoptr (GError) error = NULL;
    g_autofree char *plain = NULL;
    g_autofree char *back = NULL;
    gsize length = 0;
    gsize sealed_length = 0;
    g_autofree char *sealed = seal (self, lengths[i], &sealed_length);
    palier_sealed_file_read (self->sealed, self->back, &self->key, &error);
    g_assert_no_error (error);
    g_assert_true (g_file_get_contents (self->plain, &plain, &length, NULL));
    g_assert_cmpuint (length, ==, lengths[i]);
    g_assert_true (g_file_get_contents (self->back, &back, &length, NULL));
    g_assert_cmpmem (back, length, plain, lengths[i]);
    if (lengths[i] >= 16)
      g_assert_null (memmem (sealed, sealed_length, plain, 16));
  }
}

static void
assert_refused (Fixture *self, const char *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (self->sealed, bytes, (gssize) length, NULL));
  g_assert_false (palier_sealed_file_read (self->sealed, self->back, &self->key, &error));
  g_assert_error (error, PALIER_KEYS_ERROR, PALIER_KEYS_ERROR_TAMPERED);
}

static void
exchange_blocks (char *sealed)
{
  g_autofree char *first = g_memdup2 (sealed + HEAD, SEALED);

  memcpy (sealed + HEAD, sealed + HEAD + SEALED, SEALED);
  memcpy (sealed + HEAD + SEALED, first, SEALED);
}

static void
test_refused (Fixture *self, gconstpointer unused)
{
  gsize length = 0;
  g_autofree char *sealed = seal (self, 2 * BLOCK + 100, &length);
  const gsize places[] = { 0, 9, HEAD, HEAD + SEALED - 1, HEAD + SEALED, length - 1 };
  const gsize lengths[] = { 0, 8, HEAD, HEAD + SEALED, HEAD + 2 * SEALED, length - 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
  {
    sealed[places[i]] ^= 4;
    assert_refused (self, sealed, length);
    sealed[places[i]] ^= 4;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    assert_refused (self, sealed, lengths[i]);
  g_autofree char *longer = g_malloc0 (length + 1);
  memcpy (longer, sealed, length);
  assert_refused (self, longer, length + 1);
  self->key.bytes[0] ^= 1;
  assert_refused (self, sealed, length);
  self->key.bytes[0] ^= 1;
  exchange_blocks (sealed);
  assert_refused (self, sealed, length);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/relay/keys/sealed-file/lengths", Fixture, NULL, set_up, test_lengths, tear_down);
  g_test_add ("/relay/keys/sealed-file/refused", Fixture, NULL, set_up, test_refused, tear_down);
  return g_test_run ();
}
