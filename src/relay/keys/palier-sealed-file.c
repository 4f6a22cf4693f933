/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file under lock: eight bytes of name, a key of its own sealed by the one that is given, then
 * blocks of a mebibyte, each sealed with its number and whether it is the last. So no block can be
 * changed, moved, left out or added, and a file that was cut short is known for it. */
#include "palier-sealed-file.h"

#include <string.h>

#define MAGIC "PALSEAL1"
#define MAGIC_SIZE 8
#define BLOCK (1024 * 1024)
#define OVERHEAD 29 /* of a seal */
#define WRAPPED_SIZE (PALIER_SEAL_KEY_SIZE + OVERHEAD)
#define PLACE_SIZE 9

static PalierSealPlace
make_place (guint64 number, gboolean last, guint8 row[PLACE_SIZE])
{
  guint64 wire = GUINT64_TO_BE (number);

  memcpy (row, &wire, sizeof wire);
  row[sizeof wire] = last ? 1 : 0;
  return (PalierSealPlace) { 0, "file", row, PLACE_SIZE };
}

static const PalierSealPlace key_place = { 0, "file.key", NULL, 0 };

/* ---- writing */

static gboolean
write_bytes (GOutputStream *out, GBytes *bytes, GError **error)
{
  return bytes != NULL
         && g_output_stream_write_all (out, g_bytes_get_data (bytes, NULL),
                                       g_bytes_get_size (bytes), NULL, NULL, error);
}

static gboolean
begin_file (GOutputStream *out, const PalierSealKey *key, PalierSealKey *own, PalierRandom *random,
            GError **error)
{
  palier_seal_key_random (random, own);
  g_autoptr (GBytes) wrapped =
      palier_seal (key, &key_place, random, own->bytes, sizeof own->bytes, error);

  return wrapped != NULL && g_output_stream_write_all (out, MAGIC, MAGIC_SIZE, NULL, NULL, error)
         && write_bytes (out, wrapped, error);
}

static gboolean
seal_blocks (GInputStream *in, GOutputStream *out, const PalierSealKey *own, PalierRandom *random,
             GError **error)
{
  g_autofree guint8 *block = g_malloc (BLOCK);
  gboolean last = FALSE;

  for (guint64 number = 0; !last; number++)
  {
    guint8 row[PLACE_SIZE];
    gsize length = 0;
    if (!g_input_stream_read_all (in, block, BLOCK, &length, NULL, error))
      return FALSE;
    last = length < BLOCK;
    PalierSealPlace place = make_place (number, last, row);
    g_autoptr (GBytes) sealed = palier_seal (own, &place, random, block, length, error);
    if (!write_bytes (out, sealed, error))
      return FALSE;
  }
  return TRUE;
}

static GFileOutputStream *
create (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  return g_file_replace (file, NULL, FALSE,
                         G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION, NULL, error);
}

static GFileInputStream *
open_file (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  return g_file_read (file, NULL, error);
}

/**
 * palier_sealed_file_write:
 * @plain: the file to seal, of any length
 * @sealed: where the result goes, for its owner only
 *
 * Returns: FALSE with an error of G_IO_ERROR or PALIER_KEYS_ERROR
 */
gboolean
palier_sealed_file_write (const char *plain, const char *sealed, const PalierSealKey *key,
                          PalierRandom *random, GError **error)
{
  g_autoptr (GFileInputStream) in = open_file (plain, error);
  g_autoptr (GFileOutputStream) out = in != NULL ? create (sealed, error) : NULL;
  PalierSealKey own;

  if (out == NULL)
    return FALSE;
  gboolean good = begin_file (G_OUTPUT_STREAM (out), key, &own, random, error)
                  && seal_blocks (G_INPUT_STREAM (in), G_OUTPUT_STREAM (out), &own, random, error)
                  && g_output_stream_close (G_OUTPUT_STREAM (out), NULL, error);
  palier_seal_key_clear (&own);
  return good;
}

/* ---- reading */

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error_literal (error, PALIER_KEYS_ERROR, PALIER_KEYS_ERROR_TAMPERED, why);
  return FALSE;
}

static gboolean
read_key (GInputStream *in, const PalierSealKey *key, PalierSealKey *own, GError **error)
{
  guint8 head[MAGIC_SIZE + WRAPPED_SIZE];
  gsize length = 0;

  if (!g_input_stream_read_all (in, head, sizeof head, &length, NULL, error))
    return FALSE;
  if (length < sizeof head || memcmp (head, MAGIC, MAGIC_SIZE) != 0)
    return refuse (error, "not a sealed file");
  g_autoptr (GBytes) plain = palier_unseal (key, &key_place, head + MAGIC_SIZE, WRAPPED_SIZE, NULL);
  if (plain == NULL)
    return refuse (error, "sealed with another key, or damaged in its head");
  memcpy (own->bytes, g_bytes_get_data (plain, NULL), sizeof own->bytes);
  return TRUE;
}

/* A block that is not whole can only be the last. */
static gboolean
unseal_blocks (GInputStream *in, GOutputStream *out, const PalierSealKey *own, GError **error)
{
  g_autofree guint8 *block = g_malloc (BLOCK + OVERHEAD);
  gboolean last = FALSE;

  for (guint64 number = 0; !last; number++)
  {
    guint8 row[PLACE_SIZE];
    gsize length = 0;
    if (!g_input_stream_read_all (in, block, BLOCK + OVERHEAD, &length, NULL, error))
      return FALSE;
    last = length < BLOCK + OVERHEAD;
    PalierSealPlace place = make_place (number, last, row);
    g_autoptr (GBytes) plain = palier_unseal (own, &place, block, length, NULL);
    if (plain == NULL)
      return refuse (error, "damaged, or not whole");
    if (!write_bytes (out, plain, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * palier_sealed_file_read:
 * @plain: where what palier_sealed_file_write() sealed goes, for its owner only; what is there
 *   after an error is worth nothing
 *
 * Returns: FALSE with PALIER_KEYS_ERROR_TAMPERED when key or bytes are not those of the writer, or
 *   an error of G_IO_ERROR
 */
gboolean
palier_sealed_file_read (const char *sealed, const char *plain, const PalierSealKey *key,
                         GError **error)
{
  g_autoptr (GFileInputStream) in = open_file (sealed, error);
  g_autoptr (GFileOutputStream) out = in != NULL ? create (plain, error) : NULL;
  PalierSealKey own;

  if (out == NULL)
    return FALSE;
  gboolean good = read_key (G_INPUT_STREAM (in), key, &own, error)
                  && unseal_blocks (G_INPUT_STREAM (in), G_OUTPUT_STREAM (out), &own, error)
                  && g_output_stream_close (G_OUTPUT_STREAM (out), NULL, error);
  palier_seal_key_clear (&own);
  return good;
}
