/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who asked for a link or a pixel. 1. The table of guesses, with their reasons. 2. A replay of hits
 * of which it is known who they are: how often the guess is right. 3. Networks and headers. */
#include "palier-hit-judge.h"

#include <stdlib.h>
#include <string.h>

#define FIREFOX "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
#define GMAIL                                                                                      \
  "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
#define LATER 3600000

#define O PALIER_LINK_OPEN
#define C PALIER_LINK_CLICK
#define HUMAN PALIER_HIT_HUMAN
#define UNSURE PALIER_HIT_UNSURE
#define MACHINE PALIER_HIT_MACHINE

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
    const char *reason;
    gboolean prefetch;
    PalierNetworkClass network;
  } cases[] = {
    { C, FIREFOX, FALSE, LATER, 0, HUMAN, "reader" },
    { C, FIREFOX, FALSE, 2999, 0, MACHINE, "too_fast" },
    { C, FIREFOX, FALSE, 4999, 0, MACHINE, "too_fast" },
    { C, FIREFOX, FALSE, 5000, 0, UNSURE, "too_fast" },
    { C, FIREFOX, FALSE, 9999, 0, UNSURE, "too_fast" },
    { C, FIREFOX, FALSE, 10000, 0, HUMAN, "reader" },
    { C, FIREFOX, FALSE, -1, 0, MACHINE, "too_fast" },
    { C, FIREFOX, FALSE, LATER, 1, MACHINE, "all_links" },
    { C, FIREFOX, TRUE, LATER, 0, MACHINE, "head" },
    { C, NULL, FALSE, LATER, 0, MACHINE, "no_agent" },
    { C, "", FALSE, LATER, 0, MACHINE, "no_agent" },
    { C, "curl/8.14", FALSE, LATER, 0, MACHINE, "tool" },
    { C, "Mozilla/5.0 (compatible; bingBot/2.0)", FALSE, LATER, 0, MACHINE, "crawler" },
    { C, "python-requests/2.32", FALSE, LATER, 0, MACHINE, "tool" },
    { C, "Mozilla/5.0", FALSE, LATER, 0, MACHINE, "no_engine" },
    { C, "Something 1.0", FALSE, LATER, 0, MACHINE, "not_browser" },
    { C, "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)", FALSE, LATER, 0, MACHINE,
      "outdated" },
    { C, FIREFOX, FALSE, LATER, 0, MACHINE, "prefetch", TRUE },
    { C, FIREFOX, FALSE, LATER, 0, MACHINE, "scanner_network", FALSE, PALIER_NETWORK_SCANNER },
    { C, "Barracuda Link Protect", FALSE, LATER, 0, MACHINE, "scanner" },
    { C, "SkypeUriPreview Preview/0.5", FALSE, LATER, 0, MACHINE, "preview" },
    { O, FIREFOX, FALSE, LATER, 0, HUMAN, "reader" },
    { O, FIREFOX, FALSE, 100, 0, MACHINE, "too_fast" },
    { O, FIREFOX, FALSE, 2000, 0, UNSURE, "too_fast" },
    { O, FIREFOX, FALSE, 5000, 0, HUMAN, "reader" },
    { O, FIREFOX, FALSE, LATER, 1, HUMAN, "reader" },
    { O, "Mozilla/5.0", FALSE, LATER, 0, MACHINE, "apple_privacy" },
    { O, GMAIL, FALSE, LATER, 0, UNSURE, "image_proxy" },
    { O, GMAIL, FALSE, 100, 0, MACHINE, "too_fast" },
    { O, "YahooMailProxy; https://help.yahoo.com/kb/", FALSE, LATER, 0, UNSURE, "image_proxy" },
    { O, "Something 1.0", FALSE, LATER, 0, UNSURE, "not_browser" },
    { O, "Microsoft Office/16.0 (Microsoft Outlook 16.0)", FALSE, LATER, 0, HUMAN, "reader" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    PalierHitEvidence evidence = { .kind = cases[i].kind,
                                   .user_agent = cases[i].agent,
                                   .by_head = cases[i].head,
                                   .prefetch = cases[i].prefetch,
                                   .network = cases[i].network,
                                   .since_sent_ms = cases[i].since_ms,
                                   .other_clicks = cases[i].others };
    PalierHitGuess guess = palier_hit_judge (&evidence);
    g_test_message ("%zu %s", i, cases[i].agent);
    g_assert_cmpint (guess.by, ==, cases[i].by);
    g_assert_cmpstr (palier_hit_reason_name (guess.reason), ==, cases[i].reason);
  }
}

enum
{
  TRUTH,
  KIND,
  SECONDS,
  OTHERS,
  ADDRESS,
  MARK,
  AGENT,
  N_CELLS
};

static PalierHitGuess
judge_row (char **cells)
{
  PalierHitEvidence evidence = {
    .kind = g_str_equal (cells[KIND], "open") ? PALIER_LINK_OPEN : PALIER_LINK_CLICK,
    .user_agent = cells[AGENT],
    .by_head = g_str_equal (cells[MARK], "head"),
    .prefetch = g_str_equal (cells[MARK], "prefetch"),
    .network = palier_network_class (cells[ADDRESS]),
    .since_sent_ms = g_ascii_strtoll (cells[SECONDS], NULL, 10) * 1000,
    .other_clicks = (guint) atoi (cells[OTHERS]),
  };
  return palier_hit_judge (&evidence);
}

static PalierHitBy
read_truth (const char *name)
{
  for (int by = PALIER_HIT_HUMAN; by <= PALIER_HIT_MACHINE; by++)
    if (g_str_equal (palier_hit_by_name (by), name))
      return (PalierHitBy) by;
  g_assert_not_reached ();
}

/* What of @truth was taken for what it is, in per cent. */
static double
get_share (const guint told[3][3], PalierHitBy truth)
{
  guint all = told[truth][0] + told[truth][1] + told[truth][2];
  return 100.0 * told[truth][truth] / all;
}

static void
print_table (const guint told[3][3])
{
  g_test_message ("truth      human  unsure  machine");
  for (int truth = 0; truth < 3; truth++)
    g_test_message ("%-8s  %6u  %6u  %7u  %.1f %%", palier_hit_by_name (truth), told[truth][0],
                    told[truth][1], told[truth][2], get_share (told, truth));
}

static void
test_replay (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("TEST_DATA"), "hits", "replay.txt", NULL);
  g_autofree char *text = NULL;
  guint told[3][3] = { 0 };
  guint rows = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
  {
    if (lines[i][0] == '\0' || lines[i][0] == '#')
      continue;
    g_auto (GStrv) cells = g_strsplit (lines[i], "|", N_CELLS);
    g_assert_cmpuint (g_strv_length (cells), ==, N_CELLS);
    for (guint k = 0; k < N_CELLS; k++)
      g_strstrip (cells[k]);
    PalierHitGuess guess = judge_row (cells);
    PalierHitBy truth = read_truth (cells[TRUTH]);
    if (guess.by != truth)
      g_test_message ("line %u: %s is told %s (%s)", i + 1, lines[i], palier_hit_by_name (guess.by),
                      palier_hit_reason_name (guess.reason));
    told[truth][guess.by]++;
    rows++;
  }
  print_table (told);
  g_assert_cmpuint (rows, >=, 200);
  g_assert_cmpfloat (get_share (told, PALIER_HIT_MACHINE), >=, 95);
  g_assert_cmpfloat (get_share (told, PALIER_HIT_HUMAN), >=, 95);
  g_assert_cmpuint (told[PALIER_HIT_UNSURE][PALIER_HIT_MACHINE], ==, 0);
}

static void
test_network (void)
{
  static const char *const scanners[] = { "40.94.0.0", "40.94.255.255", "52.103.255.255",
                                          "104.47.127.255", "::ffff:67.231.152.1" };
  static const char *const others[] = { NULL,
                                        "",
                                        "-",
                                        "40.93.255.255",
                                        "40.95.0.0",
                                        "52.104.0.0",
                                        "104.47.128.0",
                                        "90.12.44.7",
                                        "2a01:cb00::1",
                                        "40.94" };

  for (gsize i = 0; i < G_N_ELEMENTS (scanners); i++)
    g_assert_cmpint (palier_network_class (scanners[i]), ==, PALIER_NETWORK_SCANNER);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_cmpint (palier_network_class (others[i]), ==, PALIER_NETWORK_ANY);
}

static void
test_prefetch (void)
{
  g_assert_true (palier_hit_is_prefetch ("prefetch"));
  g_assert_true (palier_hit_is_prefetch ("Prefetch;prerender"));
  g_assert_true (palier_hit_is_prefetch ("preview"));
  g_assert_false (palier_hit_is_prefetch (NULL));
  g_assert_false (palier_hit_is_prefetch ("navigate"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/hit/judge", test_judge);
  g_test_add_func ("/relay/hit/replay", test_replay);
  g_test_add_func ("/relay/hit/network", test_network);
  g_test_add_func ("/relay/hit/prefetch", test_prefetch);
  return g_test_run ();
}
