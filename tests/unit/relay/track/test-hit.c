/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who asked for a link or a pixel: the table of guesses. */
#include "palier-hit.h"

#define FIREFOX "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
#define GMAIL                                                                                      \
  "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
#define LATER 3600000

static void
test_judge (void)
{
  static const struct
  {
    PalierLinkKind kind;
    const char *agent;
    gboolean head;
    gint64 since_ms;
    guint others;
    PalierHitBy by;
  } cases[] = {
    { PALIER_LINK_CLICK, FIREFOX, FALSE, LATER, 0, PALIER_HIT_HUMAN },
    { PALIER_LINK_CLICK, FIREFOX, FALSE, 2999, 0, PALIER_HIT_MACHINE },
    { PALIER_LINK_CLICK, FIREFOX, FALSE, 3000, 0, PALIER_HIT_HUMAN },
    { PALIER_LINK_CLICK, FIREFOX, FALSE, LATER, 1, PALIER_HIT_MACHINE },
    { PALIER_LINK_CLICK, FIREFOX, TRUE, LATER, 0, PALIER_HIT_MACHINE },
    { PALIER_LINK_CLICK, NULL, FALSE, LATER, 0, PALIER_HIT_MACHINE },
    { PALIER_LINK_CLICK, "", FALSE, LATER, 0, PALIER_HIT_MACHINE },
    { PALIER_LINK_CLICK, "curl/8.14", FALSE, LATER, 0, PALIER_HIT_MACHINE },
    { PALIER_LINK_CLICK, "Mozilla/5.0 (compatible; bingBot/2.0)", FALSE, LATER, 0,
      PALIER_HIT_MACHINE },
    { PALIER_LINK_CLICK, "python-requests/2.32", FALSE, LATER, 0, PALIER_HIT_MACHINE },
    { PALIER_LINK_OPEN, FIREFOX, FALSE, LATER, 0, PALIER_HIT_HUMAN },
    { PALIER_LINK_OPEN, FIREFOX, FALSE, 100, 0, PALIER_HIT_MACHINE },
    { PALIER_LINK_OPEN, "Mozilla/5.0", FALSE, LATER, 0, PALIER_HIT_MACHINE },
    { PALIER_LINK_OPEN, GMAIL, FALSE, LATER, 0, PALIER_HIT_PROXY },
    { PALIER_LINK_OPEN, "YahooMailProxy; https://help.yahoo.com/kb/", FALSE, LATER, 0,
      PALIER_HIT_PROXY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (palier_hit_judge (cases[i].kind, cases[i].agent, cases[i].head,
                                       cases[i].since_ms, cases[i].others),
                     ==, cases[i].by);
}

static void
test_new (void)
{
  static const char *const bad[] = { "", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                                     "../etc/passwd" };

  g_assert_null (palier_hit_new (PALIER_LINK_CLICK, NULL, NULL, FALSE));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (palier_hit_new (PALIER_LINK_CLICK, bad[i], NULL, FALSE));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/hit/judge", test_judge);
  g_test_add_func ("/relay/hit/new", test_new);
  return g_test_run ();
}
