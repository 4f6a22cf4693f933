/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether time tells a known address from an unknown one, at login, registration and reset. Known
 * and unknown by turns. Always: the medians are near each other, which they are not when work is
 * left out. In the long runs: Welch's t over 10,000 of each stays under 4.5. */
#include "palier-account-service.h"

#include "palier-password-change.h"
#include "palier-registration.h"
#include "relay-fixture.h"

#define PASSWORD "une phrase de passe assez longue"
#define SIRET "73282932000074"
#define KNOWN "claire@agence.example"
#define FEW 7    /* where a password is hashed */
#define MORE 100 /* where none is */
#define MANY 10000
#define T_MAX 4.5

typedef struct
{
  Fixture fixture;
  PalierAuthority *authority;
} Relay;

typedef void (*Ask) (Relay *relay, const char *email);

static void
ask_login (Relay *relay, const char *email)
{
  PalierCredentials credentials = { email, "faux mot de passe", NULL, NULL };
  g_assert_null (palier_account_login (relay->authority, relay->fixture.store, &credentials, NULL));
}

static void
ask_registration (Relay *relay, const char *email)
{
  PalierApplicant applicant = { email, PASSWORD, SIRET };
  g_auto (PalierNotice) notice = { 0 };
  g_autofree char *handle =
      palier_registration_begin (relay->fixture.store, &applicant, &notice, NULL);
  g_assert_nonnull (handle);
}

static void
ask_reset (Relay *relay, const char *email)
{
  g_auto (PalierNotice) notice = { 0 };
  g_autofree char *handle = palier_password_reset_begin (relay->fixture.store, email,
                                                         PALIER_LANGUAGE_UNKNOWN, &notice, NULL);
  g_assert_nonnull (handle);
}

static double
measure (Relay *relay, Ask ask, const char *email)
{
  gint64 start_us = g_get_monotonic_time ();

  ask (relay, email);
  /* What waits for a code ends, so that neither kind finds more of it than the other. */
  palier_clock_advance (relay->fixture.clock, 1000);
  return (double) (g_get_monotonic_time () - start_us);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

static double
get_median (GArray *times)
{
  g_array_sort (times, compare);
  return g_array_index (times, double, times->len / 2);
}

static void
sum_up (GArray *times, double *mean, double *variance)
{
  double sum = 0, squares = 0;

  for (guint i = 0; i < times->len; i++)
    sum += g_array_index (times, double, i);
  *mean = sum / times->len;
  for (guint i = 0; i < times->len; i++)
  {
    double off = g_array_index (times, double, i) - *mean;
    squares += off * off;
  }
  *variance = squares / (times->len - 1);
}

/* Welch's t, squared */
static double
get_welch_squared (GArray *a, GArray *b)
{
  double means[2], variances[2];

  sum_up (a, &means[0], &variances[0]);
  sum_up (b, &means[1], &variances[1]);
  double off = means[0] - means[1];
  return off * off / (variances[0] / a->len + variances[1] / b->len);
}

static void
check (Relay *relay, const char *what, Ask ask, guint least)
{
  gboolean exact = g_getenv ("PALIER_TEST_LONG") != NULL;
  guint pairs = exact ? MANY : least;
  g_autoptr (GArray) known = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) unknown = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < pairs; i++)
  {
    g_autofree char *stranger = g_strdup_printf ("marie%u@agence.example", i);
    double first = measure (relay, ask, i % 2 == 0 ? KNOWN : stranger);
    double second = measure (relay, ask, i % 2 == 0 ? stranger : KNOWN);
    g_array_append_vals (i % 2 == 0 ? known : unknown, &first, 1);
    g_array_append_vals (i % 2 == 0 ? unknown : known, &second, 1);
  }
  double squared = get_welch_squared (known, unknown);
  double ratio = get_median (known) / get_median (unknown);
  g_test_message ("%s: %u pairs, medians known / unknown %.3f, square of t = %.2f", what, pairs,
                  ratio, squared);
  g_assert_cmpfloat (ratio, >, 0.5);
  g_assert_cmpfloat (ratio, <, 2);
  if (exact)
    g_assert_cmpfloat (squared, <, T_MAX * T_MAX);
}

static void
test_timing (void)
{
  Relay relay = { 0 };
  PalierApplicant applicant = { KNOWN, PASSWORD, SIRET };
  g_auto (PalierNotice) notice = { 0 };

  fixture_set_up (&relay.fixture, fixture_engine ());
  relay.authority = palier_authority_new (relay.fixture.store, NULL);
  g_autofree char *handle =
      palier_registration_begin (relay.fixture.store, &applicant, &notice, NULL);
  g_autoptr (PalierLogin) login = palier_registration_finish (relay.authority, relay.fixture.store,
                                                              handle, notice.code, NULL, NULL);
  g_assert_nonnull (login);
  check (&relay, "login", ask_login, FEW);
  check (&relay, "registration", ask_registration, FEW);
  check (&relay, "reset", ask_reset, MORE);
  palier_authority_free (relay.authority);
  fixture_tear_down (&relay.fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/account/timing", test_timing);
  return g_test_run ();
}
