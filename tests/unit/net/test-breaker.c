/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Histories of calls as words: + well, - failed, o neither (each allowed, one a second), x refused,
 * N>  N seconds pass. After each the state: C closed, O open, H half open. */
#include "palier-breaker.h"

#include <stdlib.h>
#include <string.h>

#define SECOND 1000

static const struct
{
  const char *history;
  char state;
} cases[] = {
  { "", 'C' },
  { "----", 'C' },
  { "-----", 'O' },
  { "----+----+", 'O' },      /* 8 of 10 */
  { "----+----", 'C' },       /* 8 of 9: too few to say */
  { "-+-+-+-+-+", 'O' },      /* half of 10 */
  { "-+-+-+-+++", 'C' },      /* 4 of 10 */
  { "-+-+-+-+ 61> ++", 'C' }, /* the old ones are forgotten */
  { "----oo-", 'O' },         /* what says nothing breaks no row */
  { "oooooooooooo", 'C' },
  { "----- x", 'O' },
  { "----- 28> x", 'O' },
  { "----- 30> o", 'H' },
  { "----- 30> +", 'H' },
  { "----- 30> ++", 'C' },
  { "----- 30> o++", 'C' },
  { "----- 30> +-", 'O' },
  { "----- 30> - 58> x", 'O' }, /* 60 s the second time */
  { "----- 30> - 60> +", 'H' },
  { "----- 30> - 60> - 120> - 240> - 298> x", 'O' }, /* 300 s at most */
  { "----- 30> - 60> - 120> - 240> - 300> ++", 'C' },
  { "----- 30> ++----", 'C' },              /* nothing is held against it */
  { "----- 30> - 60> ++----- 30> +", 'H' }, /* … and it opens for 30 s again */
};

static gint64
step (PalierBreaker *breaker, char what, gint64 now_ms)
{
  gboolean allowed = palier_breaker_allows (breaker, now_ms);

  g_assert_true (allowed == (what != 'x'));
  if (what == '+')
    palier_breaker_note (breaker, PALIER_CALL_WELL, now_ms);
  if (what == '-')
    palier_breaker_note (breaker, PALIER_CALL_FAILED, now_ms);
  if (what == 'o')
    palier_breaker_note (breaker, PALIER_CALL_NEITHER, now_ms);
  return now_ms + SECOND;
}

static void
test_histories (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    PalierBreaker breaker = { 0 };
    gint64 now_ms = 1000000;
    g_test_message ("%s", cases[i].history);
    for (const char *p = cases[i].history; *p != '\0'; p++)
      if (g_ascii_isdigit (*p))
        now_ms += strtol (p, (char **) &p, 10) * SECOND;
      else if (*p != ' ')
        now_ms = step (&breaker, *p, now_ms);
    g_assert_cmpint ("COH"[breaker.state], ==, cases[i].state);
  }
}

/* While one call tries, others are refused; its time is told. */
static void
test_one_probe (void)
{
  PalierBreaker breaker = { 0 };

  for (int i = 0; i < 5; i++)
    step (&breaker, '-', 0);
  g_assert_cmpint (palier_breaker_wait_ms (&breaker, 10 * SECOND), ==, 20 * SECOND);
  g_assert_true (palier_breaker_allows (&breaker, 30 * SECOND));
  g_assert_false (palier_breaker_allows (&breaker, 30 * SECOND));
  g_assert_cmpint (palier_breaker_wait_ms (&breaker, 30 * SECOND), ==, 0);
  palier_breaker_note (&breaker, PALIER_CALL_WELL, 31 * SECOND);
  g_assert_true (palier_breaker_allows (&breaker, 31 * SECOND));
}

static void
test_trip (void)
{
  PalierBreaker breaker = { 0 };

  palier_breaker_trip (&breaker, 0);
  g_assert_false (palier_breaker_allows (&breaker, 29 * SECOND));
  g_assert_true (palier_breaker_allows (&breaker, 30 * SECOND));
}

/* What had begun before it opened changes nothing. */
static void
test_late (void)
{
  PalierBreaker breaker = { 0 };

  for (int i = 0; i < 5; i++)
    step (&breaker, '-', 0);
  palier_breaker_note (&breaker, PALIER_CALL_WELL, SECOND);
  palier_breaker_note (&breaker, PALIER_CALL_FAILED, 29 * SECOND);
  g_assert_cmpint (breaker.state, ==, PALIER_BREAKER_OPEN);
  g_assert_true (palier_breaker_allows (&breaker, 30 * SECOND));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/breaker/histories", test_histories);
  g_test_add_func ("/breaker/one-probe", test_one_probe);
  g_test_add_func ("/breaker/late", test_late);
  g_test_add_func ("/breaker/trip", test_trip);
  return g_test_run ();
}
