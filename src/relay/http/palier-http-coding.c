/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bodies by gzip: of requests, bounded, and of answers, where it pays. A network takes longer for
 * a big answer than it takes to pack it; within this machine it is the other way round. */
#include "palier-http-coding.h"

#include <string.h>

#include "palier-net.h"

#define INFLATE_STEP 4096
#define PACKED_FROM 1024 /* bytes: what is less fits into one or two packets as it is */
#define LEVEL 1          /* records come to an eighth by it, and to a ninth by twice the work */

static gboolean
inflate (GInputStream *stream, GByteArray *out, gsize most, gboolean *too_large)
{
  guint8 piece[INFLATE_STEP];
  gssize got;

  while ((got = g_input_stream_read (stream, piece, sizeof piece, NULL, NULL)) > 0)
  {
    *too_large = out->len + (gsize) got > most;
    if (*too_large)
      return FALSE;
    g_byte_array_append (out, piece, (guint) got);
  }
  return got == 0;
}

/* Unpacks a body that came by gzip; its bound is the same as for one that did not. Returns: FALSE
 * when the request is answered */
gboolean
palier_http_coding_unpack (PalierHttpExchange *exchange)
{
  PalierRequest *request = &exchange->request;
  gboolean too_large = FALSE;

  if (!exchange->gzip)
    return TRUE;
  g_autoptr (GInputStream) packed =
      g_memory_input_stream_new_from_data (request->body->data, request->body->len, NULL);
  g_autoptr (GZlibDecompressor) gunzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GInputStream) stream = g_converter_input_stream_new (packed, G_CONVERTER (gunzip));
  g_autoptr (GByteArray) plain = g_byte_array_new ();
  if (!inflate (stream, plain, exchange->route->max_body, &too_large))
  {
    palier_request_problem (request, too_large ? 413 : 400,
                            too_large ? "too_large" : "bad_request");
    return FALSE;
  }
  g_byte_array_unref (request->body);
  request->body = g_steal_pointer (&plain);
  return TRUE;
}

/* @range: one of Accept-Encoding, as "gzip;q=0.5" */
static gboolean
is_gzip (const char *range)
{
  g_auto (GStrv) parts = g_strsplit (range, ";", 2);
  const char *weight = parts[0] != NULL && parts[1] != NULL ? strchr (parts[1], '=') : NULL;

  return parts[0] != NULL && g_ascii_strcasecmp (g_strstrip (parts[0]), "gzip") == 0
         && (weight == NULL || g_ascii_strtod (weight + 1, NULL) > 0);
}

static gboolean
accepts_gzip (PalierRequest *request)
{
  const char *header = palier_request_get_header (request, "Accept-Encoding");
  g_auto (GStrv) ranges = g_strsplit (header != NULL ? header : "", ",", 16);

  for (guint i = 0; ranges[i] != NULL; i++)
    if (is_gzip (ranges[i]))
      return TRUE;
  return FALSE;
}

/* Packs the answer to one who takes it so and is elsewhere. Tokens are in answers of open
 * operations only: what an outsider can have put beside a secret is never packed with it. */
void
palier_http_coding_pack (PalierHttpExchange *exchange)
{
  PalierRequest *request = &exchange->request;

  if (request->answer == NULL || g_bytes_get_size (request->answer) < PACKED_FROM
      || exchange->route->scope != PALIER_SCOPE_TENANT
      || !g_str_equal (request->type, "application/json")
      || palier_net_is_loopback (request->address) || !accepts_gzip (request))
    return;
  g_autoptr (GZlibCompressor) gzip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, LEVEL);
  GBytes *packed = g_converter_convert_bytes (G_CONVERTER (gzip), request->answer, NULL);
  if (packed == NULL)
    return;
  g_bytes_unref (request->answer);
  request->answer = packed;
  exchange->packed = TRUE;
}
