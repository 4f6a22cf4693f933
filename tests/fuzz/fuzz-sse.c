/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stream in pieces whose sizes its first byte chooses: the events are those of the whole. */
#include "fuzz.h"
#include "palier-sse.h"

#include <string.h>

#define BOUND 1024

static char *
read_all (const char *stream, gsize length, gsize piece)
{
  g_autoptr (PalierSse) sse = palier_sse_new (BOUND);
  GString *out = g_string_new (NULL);
  char *name, *data;

  for (gsize at = 0; at < length; at += piece)
    if (!palier_sse_feed (sse, stream + at, MIN (piece, length - at), NULL))
      break;
  while (palier_sse_next (sse, &name, &data))
  {
    g_assert_true (g_utf8_validate (data, -1, NULL) && g_utf8_validate (name, -1, NULL));
    g_string_append_printf (out, "%s=%s;", name, data);
    g_free (name);
    g_free (data);
  }
  return g_string_free (out, FALSE);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  const char *stream = (const char *) data + 1;

  if (length < 2)
    return 0;
  g_autofree char *pieces = read_all (stream, length - 1, MAX (data[0], 1));
  g_autofree char *whole = read_all (stream, length - 1, length);
  /* Where an event is too long, what is refused depends on the pieces; what was whole does not. */
  g_assert_true (g_str_has_prefix (whole, pieces) || g_str_has_prefix (pieces, whole));
  return 0;
}
