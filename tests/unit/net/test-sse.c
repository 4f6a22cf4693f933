/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Streams as they are written, each fed whole, byte by byte, and cut in two at every place: the
 * events are the same. */
#include "palier-sse.h"

#include <string.h>

#include "palier-net.h"

#define BOUND 64

static const struct
{
  const char *stream;
  const char *events; /* name=data; */
} cases[] = {
  { "data: a\n\n", "message=a;" },
  { "data: a\r\n\r\n", "message=a;" },
  { "data:a\n\ndata:  b\n\n", "message=a;message= b;" },
  { "data: a\ndata: b\n\n", "message=a\nb;" },
  { "data\ndata: b\n\n", "message=\nb;" },
  { ": keep-alive\n\ndata: a\n: still\ndata: b\n\n", "message=a\nb;" },
  { "event: error\ndata: {}\n\ndata: x\n\n", "error={};message=x;" },
  { "event: lonely\n\ndata: a\n\n", "message=a;" },
  { "id: 5\nretry: 10\nother: x\ndata: a\n\n", "message=a;" },
  { "\xef\xbb\xbf"
    "data: a\n\n",
    "message=a;" },
  { "data: \xef\xbb\xbf\n\n", "message=\xef\xbb\xbf;" },
  { "data: déjà vu \u202f€\n\n", "message=déjà vu \u202f€;" },
  { "data: \xc3\n\n", "message=\ufffd;" },
  { "data: [DONE]\n\n", "message=[DONE];" },
  { "data: cut off", "" },
  { "data: cut off\n", "" },
  { "\n\n\n", "" },
  { "{\"error\":\"no stream\"}\n\n", "" },
  { "dat: a\ndatax: b\n\n", "" },
};

static void
take_events (PalierSse *sse, GString *out)
{
  char *name, *data;

  while (palier_sse_next (sse, &name, &data))
  {
    g_string_append_printf (out, "%s=%s;", name, data);
    g_free (name);
    g_free (data);
  }
}

/* @cut: where the stream is cut in two; -1: everywhere */
static char *
read_all (const char *stream, gssize cut)
{
  g_autoptr (PalierSse) sse = palier_sse_new (BOUND);
  GString *out = g_string_new (NULL);
  gsize length = strlen (stream);

  for (gsize at = 0, part; at < length; at += part)
  {
    part = cut < 0 ? 1 : at < (gsize) cut ? (gsize) cut - at : length - at;
    g_assert_true (palier_sse_feed (sse, stream + at, part, NULL));
    take_events (sse, out);
  }
  return g_string_free (out, FALSE);
}

static void
test_streams (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gssize cut = -1; cut < (gssize) strlen (cases[i].stream); cut++)
    {
      g_autofree char *events = read_all (cases[i].stream, cut);
      g_assert_cmpstr (events, ==, cases[i].events);
    }
}

static void
test_nul (void)
{
  g_autoptr (PalierSse) sse = palier_sse_new (BOUND);
  g_autofree char *data = NULL;

  g_assert_true (palier_sse_feed (sse, "data: a\0b\n\n", 11, NULL));
  g_assert_true (palier_sse_next (sse, NULL, &data));
  g_assert_cmpstr (data, ==, "a\ufffdb");
}

/* An event that grows past the bound ends the reading, in one line or in many. */
static void
test_bound (void)
{
  static const char *const long_ones[] = {
    "data: 0123456789012345678901234567890123456789012345678901234567890123456789",
    "data: 012345678901234567890123456789\ndata: 012345678901234567890123456789\ndata: 0\n\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (long_ones); i++)
  {
    g_autoptr (PalierSse) sse = palier_sse_new (BOUND);
    g_autoptr (GError) error = NULL;
    g_autofree char *data = NULL;
    g_assert_true (palier_sse_feed (sse, "data: a\n\n", 9, NULL));
    g_assert_false (palier_sse_feed (sse, long_ones[i], strlen (long_ones[i]), &error));
    g_assert_error (error, PALIER_NET_ERROR, PALIER_NET_ERROR_TOO_LARGE);
    g_assert_false (palier_sse_feed (sse, "\n\n", 2, NULL));
    g_assert_true (palier_sse_next (sse, NULL, &data));
    g_assert_cmpstr (data, ==, "a");
    g_assert_false (palier_sse_next (sse, NULL, &data));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sse/streams", test_streams);
  g_test_add_func ("/sse/nul", test_nul);
  g_test_add_func ("/sse/bound", test_bound);
  return g_test_run ();
}
