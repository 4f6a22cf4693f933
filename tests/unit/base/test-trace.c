/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A caller's trace is taken up as W3C writes it; anything else begins a new one. */
#include "palier-trace.h"

#include <string.h>

#define TRACE "4bf92f3577b34da6a3ce929d0e0e4736"
#define PARENT "00f067aa0ba902b7"

static void
test_cases (void)
{
  static const struct
  {
    const char *header;
    gboolean taken;
    gboolean sampled;
  } cases[] = {
    { "00-" TRACE "-" PARENT "-01", TRUE, TRUE },
    { "00-" TRACE "-" PARENT "-00", TRUE, FALSE },
    { "01-" TRACE "-" PARENT "-03-more", TRUE, TRUE },
    { "01-" TRACE "-" PARENT "-01more", FALSE, FALSE },
    { "00-" TRACE "-" PARENT "-01-more", FALSE, FALSE },
    { "ff-" TRACE "-" PARENT "-01", FALSE, FALSE },
    { "00-00000000000000000000000000000000-" PARENT "-01", FALSE, FALSE },
    { "00-" TRACE "-0000000000000000-01", FALSE, FALSE },
    { "00-4BF92F3577B34DA6A3CE929D0E0E4736-" PARENT "-01", FALSE, FALSE },
    { "00-" TRACE "-" PARENT, FALSE, FALSE },
    { "00_" TRACE "-" PARENT "-01", FALSE, FALSE },
    { "", FALSE, FALSE },
    { NULL, FALSE, FALSE },
  };
  g_autoptr (PalierRandom) random = palier_random_new_seeded (1);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    PalierTrace trace;
    palier_trace_begin (&trace, cases[i].header, random);
    g_assert_cmpuint (strlen (trace.span), ==, 16);
    g_assert_cmpuint (strlen (trace.trace), ==, 32);
    g_assert_cmpint (g_str_equal (trace.trace, TRACE), ==, cases[i].taken);
    g_assert_cmpstr (trace.parent, ==, cases[i].taken ? PARENT : "");
    g_assert_cmpint (trace.sampled, ==, cases[i].sampled);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/trace/cases", test_cases);
  return g_test_run ();
}
