/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Rows folded, as a table: nothing said, given, withdrawn, given again by whom. 2. The order of
 * rows does not matter. 3. A consent ends by its date; one to calls after a year. 4. Tracking is
 * asked for by itself. */
#include "palier-permission.h"

#define DAY (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)
#define NOW (1000 * DAY)

typedef struct
{
  gboolean given;
  PalierConsentOrigin origin;
  int day;
} Said;

static PalierSignal
fold (const Said *said, gsize n, gboolean backwards)
{
  PalierConsentRow rows[8] = { 0 };

  for (gsize i = 0; i < n; i++)
  {
    const Said *one = &said[backwards ? n - 1 - i : i];
    rows[i] = (PalierConsentRow) { .purpose = PALIER_PURPOSE_PROSPECTING,
                                   .channel = PALIER_CHANNEL_EMAIL,
                                   .given = one->given,
                                   .origin = one->origin,
                                   .at_ms = one->day * DAY };
  }
  return palier_consent_fold (rows, n, PALIER_PURPOSE_PROSPECTING, PALIER_CHANNEL_EMAIL, NOW);
}

#define P PALIER_CONSENT_BY_PERSON
#define U PALIER_CONSENT_BY_USER
#define I PALIER_CONSENT_BY_IMPORT

static void
test_table (void)
{
  static const struct
  {
    Said said[4];
    gsize n;
    PalierSignal signal;
  } cases[] = {
    { { { 0 } }, 0, PALIER_SIGNAL_UNKNOWN },
    { { { TRUE, P, 1 } }, 1, PALIER_SIGNAL_YES },
    { { { TRUE, U, 1 } }, 1, PALIER_SIGNAL_YES },
    { { { TRUE, I, 1 } }, 1, PALIER_SIGNAL_YES },
    { { { FALSE, P, 1 } }, 1, PALIER_SIGNAL_NO },
    { { { TRUE, P, 1 }, { FALSE, P, 2 } }, 2, PALIER_SIGNAL_NO },
    { { { TRUE, P, 1 }, { FALSE, I, 2 } }, 2, PALIER_SIGNAL_NO },
    { { { FALSE, P, 1 }, { TRUE, P, 2 } }, 2, PALIER_SIGNAL_YES },
    { { { FALSE, P, 1 }, { TRUE, U, 2 } }, 2, PALIER_SIGNAL_NO },
    { { { FALSE, P, 1 }, { TRUE, I, 2 } }, 2, PALIER_SIGNAL_NO },
    { { { FALSE, P, 2 }, { TRUE, P, 2 } }, 2, PALIER_SIGNAL_NO },
    { { { FALSE, P, 1 }, { TRUE, P, 2 }, { FALSE, U, 3 }, { TRUE, I, 4 } }, 4, PALIER_SIGNAL_NO },
    { { { FALSE, P, 1 }, { TRUE, I, 2 }, { TRUE, P, 3 } }, 3, PALIER_SIGNAL_YES },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_assert_cmpint (fold (cases[i].said, cases[i].n, FALSE), ==, cases[i].signal);
    g_assert_cmpint (fold (cases[i].said, cases[i].n, TRUE), ==, cases[i].signal);
  }
}

static void
test_scope (void)
{
  PalierConsentRow row = { .purpose = PALIER_PURPOSE_PROSPECTING,
                           .channel = PALIER_CHANNEL_SMS,
                           .given = TRUE,
                           .at_ms = NOW - DAY };

#define FOLD(purpose, channel)                                                                     \
  palier_consent_fold (&row, 1, PALIER_PURPOSE_##purpose, PALIER_CHANNEL_##channel, NOW)
  g_assert_cmpint (FOLD (PROSPECTING, SMS), ==, PALIER_SIGNAL_YES);
  g_assert_cmpint (FOLD (PROSPECTING, EMAIL), ==, PALIER_SIGNAL_UNKNOWN);
  g_assert_cmpint (FOLD (PROFILING, SMS), ==, PALIER_SIGNAL_UNKNOWN);
  row.channel = PALIER_CHANNEL_NONE;
  g_assert_cmpint (FOLD (PROSPECTING, EMAIL), ==, PALIER_SIGNAL_YES);
#undef FOLD
}

static void
test_end (void)
{
  static const struct
  {
    PalierChannel channel;
    int given_days_ago;
    int expires_in_days; /* 0: no end */
    PalierSignal signal;
  } cases[] = {
    { PALIER_CHANNEL_EMAIL, 900, 0, PALIER_SIGNAL_YES },
    { PALIER_CHANNEL_EMAIL, 10, 1, PALIER_SIGNAL_YES },
    { PALIER_CHANNEL_EMAIL, 10, -1, PALIER_SIGNAL_UNKNOWN },
    { PALIER_CHANNEL_CALL, 364, 0, PALIER_SIGNAL_YES },
    { PALIER_CHANNEL_CALL, 365, 0, PALIER_SIGNAL_UNKNOWN },
    { PALIER_CHANNEL_CALL, 365, 100, PALIER_SIGNAL_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    PalierConsentRow row = { .purpose = PALIER_PURPOSE_PROSPECTING,
                             .channel = cases[i].channel,
                             .given = TRUE,
                             .at_ms = NOW - cases[i].given_days_ago * DAY };
    if (cases[i].expires_in_days != 0)
      row.expires_ms = NOW + cases[i].expires_in_days * DAY;
    g_assert_cmpint (
        palier_consent_fold (&row, 1, PALIER_PURPOSE_PROSPECTING, cases[i].channel, NOW), ==,
        cases[i].signal);
  }
}

static void
test_tracking (void)
{
  PalierConsentRow rows[] = {
    { PALIER_PURPOSE_PROSPECTING, PALIER_CHANNEL_EMAIL, TRUE, PALIER_CONSENT_BY_PERSON, DAY, 0 },
    { PALIER_PURPOSE_CLICK, PALIER_CHANNEL_EMAIL, TRUE, PALIER_CONSENT_BY_PERSON, DAY, 0 },
  };
  PalierTracking tracking =
      palier_tracking_permission (rows, G_N_ELEMENTS (rows), PALIER_CHANNEL_EMAIL, NOW);

  g_assert_cmpint (tracking.open, ==, PALIER_SIGNAL_UNKNOWN);
  g_assert_cmpint (tracking.click, ==, PALIER_SIGNAL_YES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/permission/table", test_table);
  g_test_add_func ("/permission/scope", test_scope);
  g_test_add_func ("/permission/end", test_end);
  g_test_add_func ("/permission/tracking", test_tracking);
  return g_test_run ();
}
