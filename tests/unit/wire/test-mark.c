/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Text there and back; its order is the marks' order. 2. Other texts are refused. 3. The
 * device's tag. */
#include "palier-mark.h"

#include <string.h>

static void
test_text (void)
{
  static const PalierMark marks[] = {
    { 0, 0 },           { 0, 1 },
    { 1, 0 },           { 0x0123456789abcdef, 0xfedcba9876543210 },
    { G_MAXUINT64, 0 }, { G_MAXUINT64, G_MAXUINT64 }
  };
  char last[PALIER_MARK_TEXT_SIZE] = "";

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
  {
    char text[PALIER_MARK_TEXT_SIZE];
    PalierMark again;
    g_assert_true (palier_mark_parse (palier_mark_format (marks[i], text), &again));
    g_assert_cmpint (palier_mark_compare (marks[i], again), ==, 0);
    g_assert_cmpint (palier_mark_is_none (again), ==, i == 0);
    g_assert_cmpstr (last, <, text);
    if (i > 0)
    {
      g_assert_cmpint (palier_mark_compare (marks[i - 1], marks[i]), <, 0);
      g_assert_cmpint (palier_mark_compare (marks[i], marks[i - 1]), >, 0);
    }
    memcpy (last, text, sizeof last);
  }
}

static void
test_refused (void)
{
  static const char *const texts[] = {
    "",
    "0",
    "0000000000000000000000000000000",
    "000000000000000000000000000000000",
    "0000000000000000000000000000000g",
    "0000000000000000000000000000000A",
    "-0000000000000000000000000000001",
    " 0000000000000000000000000000001",
  };
  PalierMark mark;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_false (palier_mark_parse (texts[i], &mark));
  g_assert_false (palier_mark_parse (NULL, &mark));
}

static void
test_device (void)
{
  PalierId id;

  g_assert_true (palier_id_parse ("018f0000-0000-7000-8102-030405060708", &id));
  g_assert_cmpuint (palier_mark_device (&id), ==, 0x8102030405060708);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mark/text", test_text);
  g_test_add_func ("/mark/refused", test_refused);
  g_test_add_func ("/mark/device", test_device);
  return g_test_run ();
}
