/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Names lead back. 2. Every allowed move, and no other. 3. A move that is not allowed ends the
 * program. 4. From no state in which the message may have left does a way lead to a new hand-over.
 */
#include "palier-send-state.h"

static const struct
{
  const char *from;
  const char *to; /* separated by spaces */
} moves[] = {
  { "waiting", "scheduled set_aside cancelled" },
  { "set_aside", "waiting scheduled cancelled" },
  { "scheduled", "claimed waiting set_aside cancelled" },
  { "claimed", "handing_over scheduled waiting set_aside cancelled" },
  { "handing_over", "accepted deferred refused set_aside uncertain" },
  { "accepted", "" },
  { "deferred", "claimed set_aside refused cancelled" },
  { "refused", "" },
  { "cancelled", "" },
  { "uncertain", "accepted refused cancelled" },
};

static void
test_names (void)
{
  for (int i = 0; i < PALIER_N_SEND_STATES; i++)
    g_assert_cmpint (palier_send_state_from_name (palier_send_state_name (i)), ==, i);
  g_assert_cmpint (palier_send_state_from_name ("sent"), ==, PALIER_SEND_STATE_NONE);
  g_assert_cmpint (palier_send_state_from_name (NULL), ==, PALIER_SEND_STATE_NONE);
  for (int i = 0; i < PALIER_N_SEND_REASONS; i++)
    g_assert_cmpint (palier_send_reason_from_name (palier_send_reason_name (i)), ==, i);
  g_assert_cmpint (palier_send_reason_from_name ("?"), ==, PALIER_REASON_NONE);
}

static void
test_moves (void)
{
  g_assert_cmpint (G_N_ELEMENTS (moves), ==, PALIER_N_SEND_STATES);
  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
  {
    PalierSendState from = palier_send_state_from_name (moves[i].from);
    g_auto (GStrv) allowed = g_strsplit (moves[i].to, " ", -1);
    for (int to = 0; to < PALIER_N_SEND_STATES; to++)
    {
      gboolean expected =
          g_strv_contains ((const char *const *) allowed, palier_send_state_name (to));
      g_assert_cmpint (palier_send_state_can_move (from, to), ==, expected);
    }
    g_assert_cmpint (palier_send_state_is_final (from), ==, moves[i].to[0] == '\0');
  }
  g_assert_cmpint (palier_send_state_move (PALIER_SEND_CLAIMED, PALIER_SEND_HANDING_OVER), ==,
                   PALIER_SEND_HANDING_OVER);
}

static void
test_forbidden (void)
{
  if (g_test_subprocess ())
  {
    palier_send_state_move (PALIER_SEND_UNCERTAIN, PALIER_SEND_SCHEDULED);
    return;
  }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*from uncertain to scheduled*");
}

/* All states that can be reached from @from. */
static guint
reach (PalierSendState from, guint seen)
{
  for (int to = 0; to < PALIER_N_SEND_STATES; to++)
    if (palier_send_state_can_move (from, to) && (seen & (1u << to)) == 0)
      seen = reach (to, seen | 1u << to);
  return seen;
}

static void
test_never_twice (void)
{
  g_assert_true (palier_send_state_may_have_left (PALIER_SEND_HANDING_OVER));
  for (int from = 0; from < PALIER_N_SEND_STATES; from++)
    if (palier_send_state_may_have_left (from) && from != PALIER_SEND_HANDING_OVER)
      g_assert_cmpuint (reach (from, 0) & (1u << PALIER_SEND_HANDING_OVER), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/send-state/names", test_names);
  g_test_add_func ("/send-state/moves", test_moves);
  g_test_add_func ("/send-state/forbidden", test_forbidden);
  g_test_add_func ("/send-state/never-twice", test_never_twice);
  return g_test_run ();
}
