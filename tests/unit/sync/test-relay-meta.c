/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. what a relay says of itself, whole and in part. 2. whether it and a program fit. */
#include "palier-relay-meta.h"

#include <string.h>

static PalierRelayMeta *
parse (const char *json)
{
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));

  return palier_relay_meta_parse (bytes);
}

static void
test_parse (void)
{
  static const char *const none[] = { "",
                                      "{",
                                      "[]",
                                      "<html>",
                                      "{\"version\":\"1.0.0\"}",
                                      "{\"version\":1,\"wire\":{\"least\":3,\"most\":3}}",
                                      "{\"wire\":{\"least\":3,\"most\":3}}" };

  for (gsize i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_null (parse (none[i]));
  g_autoptr (PalierRelayMeta) early =
      parse ("{\"version\":\"0.1.0\",\"wire\":{\"least\":3,\"most\":3},"
             "\"client\":{\"least\":\"0.1.0\",\"recommended\":\"0.1.0\"},"
             "\"accounts\":true,\"registration\":true}");
  g_assert_cmpuint (early->limits.records, ==, 1000);
  g_assert_cmpuint (early->limits.bytes, ==, 3 * 1024 * 1024);
  g_assert_cmpuint (g_strv_length (early->features), ==, 0);
  g_assert_null (early->agency);
  g_autoptr (PalierRelayMeta) late = parse (
      "{\"version\":\"9.1.0\",\"wire\":{\"least\":3,\"most\":5},\"agency\":\"Durand\","
      "\"features\":[\"mail\",7,\"telepathy\"],\"limits\":{\"records\":200,\"bytes\":50000,\"other\":1},"
      "\"unheard\":{}}");
  g_assert_cmpuint (late->limits.records, ==, 200);
  g_assert_cmpuint (late->limits.bytes, ==, 50000);
  g_assert_cmpstr (late->features[1], ==, "telepathy");
  g_assert_cmpstr (late->agency, ==, "Durand");
}

typedef struct
{
  guint least;
  guint most;
  const char *version; /* of the oldest program that is served */
  const char *recommended;
  PalierMetaVerdict verdict;
} Case;

/* A program of version 1.10.2 that speaks wire 3. */
static const Case cases[] = {
  { 3, 3, "1.10.2", "1.10.2", PALIER_META_FITS },
  { 1, 5, "0.9", "1.2.0", PALIER_META_FITS },
  { 3, 3, "1.9.9", "1.10.3", PALIER_META_ADVISED },
  { 3, 3, "1.10.3", "1.10.3", PALIER_META_OLD_CLIENT },
  { 3, 3, "2", "2", PALIER_META_OLD_CLIENT },
  { 4, 6, "1.0.0", "1.0.0", PALIER_META_OLD_CLIENT },
  { 1, 2, "1.0.0", "1.0.0", PALIER_META_OLD_RELAY },
  { 1, 3, NULL, NULL, PALIER_META_FITS },
};

static void
test_judge (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    PalierRelayMeta meta = { .wire_least = cases[i].least,
                             .wire_most = cases[i].most,
                             .least = (char *) cases[i].version,
                             .recommended = (char *) cases[i].recommended };
    g_assert_cmpint (palier_relay_meta_judge (&meta, 3, "1.10.2"), ==, cases[i].verdict);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay-meta/parse", test_parse);
  g_test_add_func ("/relay-meta/judge", test_judge);
  return g_test_run ();
}
