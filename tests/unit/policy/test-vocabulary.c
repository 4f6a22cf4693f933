/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Names of channels, purposes, natures, bases, origins and gate reasons lead back; unknown ones
 * have their value. 2. The tables of three-valued logic. */
#include "palier-gate.h"

#define CHECK_NAMES(count, name, from_name, unknown)                                               \
  G_STMT_START                                                                                     \
  {                                                                                                \
    for (int i = 0; i < (int) (count); i++)                                                        \
      g_assert_cmpint (from_name (name (i)), ==, i);                                               \
    g_assert_cmpint (from_name ("?"), ==, unknown);                                                \
    g_assert_cmpint (from_name (NULL), ==, unknown);                                               \
  }                                                                                                \
  G_STMT_END

static void
test_names (void)
{
  PalierConsentOrigin origin = PALIER_CONSENT_BY_USER;

  CHECK_NAMES (PALIER_N_CHANNELS, palier_channel_name, palier_channel_from_name,
               PALIER_CHANNEL_NONE);
  CHECK_NAMES (PALIER_N_PURPOSES, palier_purpose_name, palier_purpose_from_name,
               PALIER_PURPOSE_NONE);
  CHECK_NAMES (PALIER_N_NATURES, palier_nature_name, palier_nature_from_name,
               PALIER_NATURE_UNKNOWN);
  CHECK_NAMES (PALIER_N_BASES, palier_basis_name, palier_basis_from_name, PALIER_BASIS_NONE);
  CHECK_NAMES (PALIER_N_GATE_REASONS, palier_gate_reason_name, palier_gate_reason_from_name,
               PALIER_N_GATE_REASONS);
  CHECK_NAMES (3, palier_signal_name, palier_signal_from_name, PALIER_SIGNAL_UNKNOWN);
  for (int i = 0; i < PALIER_N_CONSENT_ORIGINS; i++)
  {
    g_assert_true (palier_consent_origin_parse (palier_consent_origin_name (i), &origin));
    g_assert_cmpint (origin, ==, i);
  }
  g_assert_false (palier_consent_origin_parse ("?", &origin));
  g_assert_false (palier_consent_origin_parse (NULL, &origin));
}

#define U PALIER_SIGNAL_UNKNOWN
#define N PALIER_SIGNAL_NO
#define Y PALIER_SIGNAL_YES

static void
test_signals (void)
{
  static const struct
  {
    PalierSignal a, b, both, either;
  } cases[] = { { U, U, U, U }, { U, N, N, U }, { U, Y, U, Y },
                { N, N, N, N }, { N, Y, N, Y }, { Y, Y, Y, Y } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_assert_cmpint (palier_signal_and (cases[i].a, cases[i].b), ==, cases[i].both);
    g_assert_cmpint (palier_signal_and (cases[i].b, cases[i].a), ==, cases[i].both);
    g_assert_cmpint (palier_signal_or (cases[i].a, cases[i].b), ==, cases[i].either);
    g_assert_cmpint (palier_signal_or (cases[i].b, cases[i].a), ==, cases[i].either);
  }
  g_assert_cmpint (palier_signal_not (U), ==, U);
  g_assert_cmpint (palier_signal_not (N), ==, Y);
  g_assert_cmpint (palier_signal_not (Y), ==, N);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vocabulary/names", test_names);
  g_test_add_func ("/vocabulary/signals", test_signals);
  return g_test_run ();
}
