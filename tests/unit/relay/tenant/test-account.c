/* SPDX-License-Identifier: GPL-3.0-or-later */
/*  1. registering: what is refused, and that a known address looks like any other
 *  2. the code: once, in time, five tries, with its own handle
 *  3. the operator confirms instead                     4. login: known, unknown, wrong: alike
 *  5. refresh: rotation, two at once, a second use ends the session
 *  6. the second factor: inactive until confirmed, replay, recovery codes, one of a hundred wins
 *  7. devices, and what ends the others                  8. password: change, reset, voided codes
 *  9. keys rotate by their id                           10. tries are counted by address and device
 * 11. the local relay's token */
#include "palier-account-service.h"

#include <string.h>

#include "palier-challenge-store.h"
#include "palier-factor-store.h"
#include "palier-password-change.h"
#include "palier-registration.h"
#include "palier-second-factor.h"
#include "relay-fixture.h"

#define PASSWORD "une phrase de passe assez longue"
#define SIRET "732 829 320 00074"
#define EMAIL "claire@agence.example"

typedef struct
{
  Fixture fixture;
  PalierStore *store;
  PalierAuthority *authority;
} Relay;

static void
set_up (Relay *self)
{
  *self = (Relay) { 0 };
  fixture_set_up (&self->fixture, fixture_engine ());
  self->store = self->fixture.store;
  self->authority = palier_authority_new (self->store, NULL);
  g_assert_nonnull (self->authority);
}

static void
tear_down (Relay *self)
{
  palier_authority_free (self->authority);
  fixture_tear_down (&self->fixture);
}

static char *
begin (Relay *self, const char *email, PalierNotice *notice)
{
  PalierApplicant applicant = { email, PASSWORD, SIRET };
  g_autoptr (GError) error = NULL;
  char *handle = palier_registration_begin (self->store, &applicant, notice, &error);

  g_assert_no_error (error);
  return handle;
}

static PalierLogin *
open_account (Relay *self, const char *email)
{
  g_auto (PalierNotice) notice = { 0 };
  g_autofree char *handle = begin (self, email, &notice);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (notice.kind, ==, PALIER_NOTICE_VERIFY);
  PalierLogin *login = palier_registration_finish (self->authority, self->store, handle,
                                                   notice.code, "Poste de l’accueil", &error);
  g_assert_no_error (error);
  return login;
}

static PalierLogin *
log_in (Relay *self, const char *password, const char *factor, int expected)
{
  PalierCredentials credentials = { EMAIL, password, factor, "Portable" };
  g_autoptr (GError) error = NULL;
  PalierLogin *login = palier_account_login (self->authority, self->store, &credentials, &error);

  if (expected < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, PALIER_ACCOUNT_ERROR, expected);
  return login;
}

static gboolean
is_admitted (Relay *self, const PalierLogin *login, PalierCaller *caller)
{
  PalierCaller any;
  return palier_authority_admit (self->authority, login->access, caller != NULL ? caller : &any,
                                 NULL);
}

static void
test_register (void)
{
  static const struct
  {
    PalierApplicant applicant;
    int error; /* -1: none */
  } cases[] = {
    { { "Claire.Morel@Example.fr", PASSWORD, SIRET }, -1 },
    { { "nobody", PASSWORD, SIRET }, PALIER_ACCOUNT_ERROR_EMAIL },
    { { "", PASSWORD, SIRET }, PALIER_ACCOUNT_ERROR_EMAIL },
    { { "paul@example.fr", "court", SIRET }, PALIER_ACCOUNT_ERROR_PASSWORD },
    { { "paul@example.fr", "motdepasse", SIRET }, PALIER_ACCOUNT_ERROR_PASSWORD },
    { { "paul@example.fr", "\xff\xfe mauvais octets", SIRET }, PALIER_ACCOUNT_ERROR_PASSWORD },
    { { "paul@example.fr", PASSWORD, "732 829 320 00075" }, PALIER_ACCOUNT_ERROR_SIRET },
    { { "paul@example.fr", PASSWORD, "" }, PALIER_ACCOUNT_ERROR_SIRET },
  };
  Relay relay;

  set_up (&relay);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GError) error = NULL;
    g_auto (PalierNotice) notice = { 0 };
    g_autofree char *handle =
        palier_registration_begin (relay.store, &cases[i].applicant, &notice, &error);
    if (cases[i].error >= 0)
      g_assert_error (error, PALIER_ACCOUNT_ERROR, cases[i].error);
    else
      g_assert_no_error (error);
    g_assert_cmpint (handle != NULL, ==, cases[i].error < 0);
  }
  /* A known address: the same answer, another mail, and a code that opens nothing. */
  g_autoptr (PalierLogin) login = open_account (&relay, EMAIL);
  g_auto (PalierNotice) notice = { 0 }, other_notice = { 0 };
  g_autofree char *handle = begin (&relay, " CLAIRE@agence.example", &notice);
  g_autofree char *other = begin (&relay, "new@agence.example", &other_notice);
  g_assert_cmpuint (strlen (handle), ==, strlen (other));
  g_assert_cmpint (notice.kind, ==, PALIER_NOTICE_KNOWN);
  g_autoptr (GError) error = NULL;
  g_assert_null (
      palier_registration_finish (relay.authority, relay.store, handle, notice.code, NULL, &error));
  g_assert_error (error, PALIER_ACCOUNT_ERROR, PALIER_ACCOUNT_ERROR_CODE);
  tear_down (&relay);
}

static gboolean
finishes (Relay *relay, const char *handle, const char *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierLogin) login =
      palier_registration_finish (relay->authority, relay->store, handle, code, NULL, &error);
  if (login == NULL)
    g_assert_error (error, PALIER_ACCOUNT_ERROR, PALIER_ACCOUNT_ERROR_CODE);
  return login != NULL;
}

static void
test_code (void)
{
  PalierNotice notices[4] = { 0 };
  char *handles[4];
  Relay relay;

  set_up (&relay);
  for (int i = 0; i < 4; i++)
    handles[i] = begin (&relay, i == 3 ? "paul@example.fr" : EMAIL, &notices[i]);
  /* Nothing exists before: the right password opens nothing. */
  g_assert_null (log_in (&relay, PASSWORD, NULL, PALIER_ACCOUNT_ERROR_CREDENTIALS));
  /* A code without its handle, a handle without its code. */
  g_assert_false (finishes (&relay, handles[0], notices[1].code));
  g_assert_false (finishes (&relay, "nonsense", notices[0].code));
  g_assert_false (finishes (&relay, handles[0], "nonsense"));
  /* Five wrong ones, and the right one is too late. */
  for (int i = 0; i < PALIER_CHALLENGE_TRIES; i++)
    g_assert_false (finishes (&relay, handles[1], "0000-0000-0000"));
  g_assert_false (finishes (&relay, handles[1], notices[1].code));
  g_autofree char *typed = g_ascii_strdown (notices[0].code, -1);
  g_assert_true (finishes (&relay, handles[0], typed));
  /* Once; and what else waited for this address is void. */
  g_assert_false (finishes (&relay, handles[0], notices[0].code));
  g_assert_false (finishes (&relay, handles[2], notices[2].code));
  palier_clock_advance (relay.fixture.clock, PALIER_CHALLENGE_MS);
  g_assert_false (finishes (&relay, handles[3], notices[3].code));
  for (int i = 0; i < 4; i++)
  {
    g_free (handles[i]);
    palier_notice_clear (&notices[i]);
  }
  tear_down (&relay);
}

static void
test_operator (void)
{
  g_auto (PalierNotice) first = { 0 }, second = { 0 };
  g_autoptr (GError) error = NULL;
  Relay relay;

  set_up (&relay);
  g_autofree char *one = begin (&relay, EMAIL, &first);
  g_autofree char *two = begin (&relay, EMAIL, &second);
  g_autoptr (GPtrArray) waiting =
      palier_registration_list (relay.store, " CLAIRE@agence.example", NULL);
  g_assert_cmpuint (waiting->len, ==, 2);
  g_assert_cmpstr (((PalierChallenge *) waiting->pdata[0])->siret, ==, "73282932000074");
  g_assert_false (palier_registration_approve (relay.store, EMAIL, 3, &error));
  g_assert_error (error, PALIER_ACCOUNT_ERROR, PALIER_ACCOUNT_ERROR_CODE);
  g_assert_true (palier_registration_approve (relay.store, EMAIL, 2, NULL));
  g_assert_false (palier_registration_approve (relay.store, EMAIL, 1, NULL));
  g_autoptr (PalierLogin) login = log_in (&relay, PASSWORD, NULL, -1);
  PalierCaller caller;
  g_assert_true (is_admitted (&relay, login, &caller));
  g_assert_cmpint (caller.role, ==, PALIER_ROLE_OWNER);
  g_assert_true (palier_password_set (relay.store, EMAIL, PASSWORD " deux", NULL));
  g_assert_false (is_admitted (&relay, login, NULL));
  g_autoptr (PalierLogin) again = log_in (&relay, PASSWORD " deux", NULL, -1);
  g_assert_nonnull (again);
  g_assert_false (palier_password_set (relay.store, "other@example.fr", PASSWORD, NULL));
  tear_down (&relay);
}

static void
test_login (void)
{
  static const char *const bad[][2] = {
    { EMAIL, PASSWORD "x" }, { EMAIL, "" }, { "other@example.fr", PASSWORD }, { "nobody", PASSWORD }
  };
  Relay relay;

  set_up (&relay);
  g_autoptr (PalierLogin) first = open_account (&relay, EMAIL);
  PalierCredentials credentials = { " CLAIRE@agence.example", PASSWORD, NULL, NULL };
  g_autoptr (PalierLogin) login =
      palier_account_login (relay.authority, relay.store, &credentials, NULL);
  g_assert_nonnull (login);
  g_assert_cmpint (login->tenant, ==, first->tenant);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
  {
    g_autoptr (GError) error = NULL;
    credentials = (PalierCredentials) { bad[i][0], bad[i][1], NULL, NULL };
    g_assert_null (palier_account_login (relay.authority, relay.store, &credentials, &error));
    g_assert_error (error, PALIER_ACCOUNT_ERROR, PALIER_ACCOUNT_ERROR_CREDENTIALS);
  }
  g_assert_true (is_admitted (&relay, login, NULL));
  palier_clock_advance (relay.fixture.clock, PALIER_ACCESS_MS);
  g_assert_false (is_admitted (&relay, login, NULL));
  tear_down (&relay);
}

static void
test_refresh (void)
{
  g_autoptr (GError) error = NULL;
  Relay relay;

  set_up (&relay);
  g_autoptr (PalierLogin) first = open_account (&relay, EMAIL);
  g_autoptr (PalierLogin) second =
      palier_account_refresh (relay.authority, relay.store, first->refresh, 0, NULL);
  g_assert_nonnull (second);
  g_assert_cmpstr (first->refresh, !=, second->refresh);
  /* Two programs of one device, or an answer that was lost: asked again at once, both go on. */
  g_autoptr (PalierLogin) repeated =
      palier_account_refresh (relay.authority, relay.store, first->refresh, 0, NULL);
  g_assert_nonnull (repeated);
  g_autoptr (PalierLogin) third =
      palier_account_refresh (relay.authority, relay.store, second->refresh, 0, NULL);
  g_autoptr (PalierLogin) fourth =
      palier_account_refresh (relay.authority, relay.store, repeated->refresh, 0, NULL);
  g_assert_true (third != NULL && fourth != NULL);
  g_assert_true (is_admitted (&relay, third, NULL) && is_admitted (&relay, fourth, NULL));
  /* Later, whoever still holds the old one is a thief, or was robbed: all of the session ends. */
  palier_clock_advance (relay.fixture.clock, PALIER_REFRESH_GRACE_MS + 1);
  g_assert_null (palier_account_refresh (relay.authority, relay.store, first->refresh, 0, &error));
  g_assert_error (error, PALIER_ACCOUNT_ERROR, PALIER_ACCOUNT_ERROR_CREDENTIALS);
  g_assert_null (palier_account_refresh (relay.authority, relay.store, third->refresh, 0, NULL));
  g_assert_false (is_admitted (&relay, third, NULL));
  g_assert_null (palier_account_refresh (relay.authority, relay.store, "nonsense", 0, NULL));
  /* A refresh token is no access token, nor the other way round. */
  PalierCaller caller;
  g_assert_false (palier_authority_admit (relay.authority, fourth->refresh, &caller, NULL));
  g_assert_null (palier_account_refresh (relay.authority, relay.store, fourth->access, 0, NULL));
  tear_down (&relay);
}

/* ---- the second factor */

typedef struct
{
  PalierCaller *caller;
  PalierFactor factor;
} Read;

static gboolean
read_factor (PalierTx *tx, gpointer data, GError **error)
{
  Read *read = data;
  palier_factor_store_get (tx, read->caller->tenant, &read->caller->account, &read->factor);
  return TRUE;
}

static char *
dup_totp (Relay *relay, PalierCaller *caller)
{
  Read read = { .caller = caller };
  gint64 step = palier_clock_now_ms (relay->fixture.clock) / 30000;

  g_assert_true (palier_store_read (relay->store, read_factor, &read, NULL));
  return g_strdup_printf ("%06u", palier_totp_code (&read.factor.secret, step));
}

static GStrv
enrol (Relay *relay, PalierCaller *caller)
{
  g_autoptr (PalierEnrolment) enrolment =
      palier_second_factor_enrol (relay->store, caller, PASSWORD, NULL);
  g_assert_nonnull (enrolment);
  g_autofree char *code = dup_totp (relay, caller);
  GStrv codes = palier_second_factor_confirm (relay->store, caller, code, NULL);
  g_assert_cmpuint (g_strv_length (codes), ==, PALIER_RECOVERY_CODES);
  return codes;
}

static void
test_factor (void)
{
  g_autoptr (GError) error = NULL;
  PalierCaller caller;
  Relay relay;

  set_up (&relay);
  g_autoptr (PalierLogin) login = open_account (&relay, EMAIL);
  g_autoptr (PalierLogin) other = log_in (&relay, PASSWORD, NULL, -1);
  g_assert_true (is_admitted (&relay, login, &caller));
  g_assert_null (palier_second_factor_enrol (relay.store, &caller, "wrong", &error));
  g_assert_error (error, PALIER_ACCOUNT_ERROR, PALIER_ACCOUNT_ERROR_CREDENTIALS);
  g_assert_null (palier_second_factor_confirm (relay.store, &caller, "000000", NULL));
  /* Not confirmed: it asks nothing of anybody. */
  palier_enrolment_free (palier_second_factor_enrol (relay.store, &caller, PASSWORD, NULL));
  g_assert_null (palier_second_factor_confirm (relay.store, &caller, "x", NULL));
  g_autoptr (PalierLogin) plain = log_in (&relay, PASSWORD, NULL, -1);
  g_auto (GStrv) codes = enrol (&relay, &caller);
  g_assert_true (is_admitted (&relay, login, NULL));
  g_assert_false (is_admitted (&relay, other, NULL));
  g_assert_null (palier_second_factor_enrol (relay.store, &caller, PASSWORD, NULL));

  /* The code that confirmed it is used up, as is any that let somebody in. */
  g_autofree char *used = dup_totp (&relay, &caller);
  log_in (&relay, PASSWORD, NULL, PALIER_ACCOUNT_ERROR_FACTOR_NEEDED);
  log_in (&relay, PASSWORD, used, PALIER_ACCOUNT_ERROR_FACTOR_WRONG);
  log_in (&relay, "wrong", used, PALIER_ACCOUNT_ERROR_CREDENTIALS);
  palier_clock_advance (relay.fixture.clock, 30000);
  g_autofree char *next = dup_totp (&relay, &caller);
  g_autoptr (PalierLogin) entered = log_in (&relay, PASSWORD, next, -1);
  log_in (&relay, PASSWORD, next, PALIER_ACCOUNT_ERROR_FACTOR_WRONG);
  /* A clock that is one step slow; two are too many. */
  palier_clock_advance (relay.fixture.clock, 30000);
  g_autofree char *slow = dup_totp (&relay, &caller);
  palier_clock_advance (relay.fixture.clock, 30000);
  g_autoptr (PalierLogin) late = log_in (&relay, PASSWORD, slow, -1);
  palier_clock_advance (relay.fixture.clock, 30000);
  g_autofree char *slower = dup_totp (&relay, &caller);
  palier_clock_advance (relay.fixture.clock, 60000);
  log_in (&relay, PASSWORD, slower, PALIER_ACCOUNT_ERROR_FACTOR_WRONG);

  /* Recovery codes, once each. */
  g_autoptr (PalierLogin) recovered = log_in (&relay, PASSWORD, codes[0], -1);
  log_in (&relay, PASSWORD, codes[0], PALIER_ACCOUNT_ERROR_FACTOR_WRONG);
  g_assert_false (palier_second_factor_end (relay.store, &caller, PASSWORD, codes[0], NULL));
  g_assert_true (palier_second_factor_end (relay.store, &caller, PASSWORD, codes[1], NULL));
  g_assert_false (is_admitted (&relay, entered, NULL));
  g_autoptr (PalierLogin) free_again = log_in (&relay, PASSWORD, NULL, -1);
  tear_down (&relay);
}

typedef struct
{
  Relay *relay;
  PalierCaller *caller;
  const char *recovery;
  PalierChallenge challenge;
  int wins; /* atomic */
} Race;

static gboolean
use_both (PalierTx *tx, gpointer data, GError **error)
{
  Race *race = data;
  const PalierCaller *caller = race->caller;
  g_auto (PalierChallenge) challenge = race->challenge;
  PalierFactorState state =
      palier_second_factor_check (tx, caller->tenant, &caller->account, race->recovery);

  g_assert_true (palier_challenge_store_take (tx, &challenge, error));
  g_assert_cmpint (state == PALIER_FACTOR_GOOD, ==, challenge.email != NULL);
  g_atomic_int_add (&race->wins, challenge.email != NULL);
  return TRUE;
}

static void
race_once (gpointer unused, gpointer data)
{
  Race *race = data;
  g_assert_true (palier_store_write (race->relay->store, use_both, race, NULL));
}

static gboolean
add_challenge (PalierTx *tx, gpointer data, GError **error)
{
  Race *race = data;
  PalierChallenge challenge = race->challenge;

  challenge.email = (char *) EMAIL;
  return palier_challenge_store_add (tx, &challenge, error);
}

static void
test_races (void)
{
  PalierCaller caller;
  Relay relay;

  set_up (&relay);
  g_autoptr (PalierLogin) login = open_account (&relay, EMAIL);
  g_assert_true (is_admitted (&relay, login, &caller));
  g_auto (GStrv) codes = enrol (&relay, &caller);
  Race race = {
    .relay = &relay, .caller = &caller, .recovery = codes[0], .challenge = { .purpose = "reset" }
  };
  g_assert_true (palier_store_write (relay.store, add_challenge, &race, NULL));
  GThreadPool *pool = g_thread_pool_new (race_once, &race, 16, FALSE, NULL);
  for (guint i = 0; i < 100; i++)
    g_thread_pool_push (pool, &race, NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
  g_assert_cmpint (race.wins, ==, 1);
  tear_down (&relay);
}

/* ---- devices and passwords */

typedef struct
{
  PalierCaller *caller;
  GPtrArray *sessions;
  PalierId end;
} Devices;

static gboolean
list_devices (PalierTx *tx, gpointer data, GError **error)
{
  Devices *self = data;
  self->sessions = palier_session_store_list (tx, self->caller->tenant, &self->caller->account);
  return TRUE;
}

static gboolean
end_device (PalierTx *tx, gpointer data, GError **error)
{
  Devices *self = data;
  g_assert_false (
      palier_session_store_revoke_of (tx, self->caller->tenant, &self->end, &self->end));
  return palier_session_store_revoke_of (tx, self->caller->tenant, &self->caller->account,
                                         &self->end);
}

static void
test_devices (void)
{
  PalierCaller caller;
  Relay relay;

  set_up (&relay);
  g_autoptr (PalierLogin) first = open_account (&relay, EMAIL);
  palier_clock_advance (relay.fixture.clock, 1000);
  PalierCredentials credentials = { EMAIL, PASSWORD, NULL, "Poste\n\x1b[31m de Paul" };
  g_autoptr (PalierLogin) second =
      palier_account_login (relay.authority, relay.store, &credentials, NULL);
  g_assert_true (is_admitted (&relay, second, &caller));
  Devices devices = { .caller = &caller };
  g_assert_true (palier_store_read (relay.store, list_devices, &devices, NULL));
  g_assert_cmpuint (devices.sessions->len, ==, 2);
  const PalierRelaySession *last = devices.sessions->pdata[0];
  const PalierRelaySession *old = devices.sessions->pdata[1];
  g_assert_true (palier_id_equal (&last->id, &caller.session));
  g_assert_cmpstr (last->name, ==, "Poste[31m de Paul");
  g_assert_cmpstr (old->name, ==, "Poste de l’accueil");
  g_assert_cmpint (last->used_ms, ==, old->used_ms + 1000);
  devices.end = old->id;
  g_assert_true (palier_store_write (relay.store, end_device, &devices, NULL));
  g_assert_false (is_admitted (&relay, first, NULL));
  g_assert_null (palier_account_refresh (relay.authority, relay.store, first->refresh, 0, NULL));
  g_assert_true (is_admitted (&relay, second, NULL));
  g_ptr_array_unref (devices.sessions);
  tear_down (&relay);
}

static void
test_password (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (PalierNotice) notice = { 0 }, nobody = { 0 }, changed = { 0 };
  PalierCaller caller;
  Relay relay;

  set_up (&relay);
  g_autoptr (PalierLogin) first = open_account (&relay, EMAIL);
  g_autoptr (PalierLogin) second = log_in (&relay, PASSWORD, NULL, -1);
  g_assert_true (is_admitted (&relay, second, &caller));
  g_autofree char *handle =
      palier_password_reset_begin (relay.store, EMAIL, PALIER_LANGUAGE_UNKNOWN, &notice, NULL);
  g_assert_false (palier_password_change (relay.store, &caller, "wrong", PASSWORD " deux", &error));
  g_assert_error (error, PALIER_ACCOUNT_ERROR, PALIER_ACCOUNT_ERROR_CREDENTIALS);
  g_assert_false (palier_password_change (relay.store, &caller, PASSWORD, "court", NULL));
  g_assert_true (is_admitted (&relay, first, NULL));
  g_assert_true (palier_password_change (relay.store, &caller, PASSWORD, PASSWORD " deux", NULL));
  /* The others end with their next request, this one goes on; a code that waited is void. */
  g_assert_false (is_admitted (&relay, first, NULL));
  g_assert_true (is_admitted (&relay, second, NULL));
  g_assert_false (palier_password_reset_finish (relay.store, handle, notice.code, PASSWORD " trois",
                                                &changed, NULL));
  palier_notice_clear (&notice);

  /* By mail: of an unknown address the answer is the same, and nothing is mailed. */
  g_autofree char *again =
      palier_password_reset_begin (relay.store, EMAIL, PALIER_LANGUAGE_UNKNOWN, &notice, NULL);
  g_autofree char *none = palier_password_reset_begin (relay.store, "other@example.fr",
                                                       PALIER_LANGUAGE_UNKNOWN, &nobody, NULL);
  g_assert_cmpuint (strlen (again), ==, strlen (none));
  g_assert_cmpint (notice.kind, ==, PALIER_NOTICE_RESET);
  g_assert_cmpint (nobody.kind, ==, PALIER_NOTICE_NONE);
  g_clear_error (&error);
  g_assert_false (palier_password_reset_finish (relay.store, none, nobody.code, PASSWORD " trois",
                                                &changed, &error));
  g_assert_error (error, PALIER_ACCOUNT_ERROR, PALIER_ACCOUNT_ERROR_CODE);
  g_assert_true (palier_password_reset_finish (relay.store, again, notice.code, PASSWORD " trois",
                                               &changed, NULL));
  g_assert_cmpint (changed.kind, ==, PALIER_NOTICE_CHANGED);
  g_assert_false (is_admitted (&relay, second, NULL));
  g_autoptr (PalierLogin) last = log_in (&relay, PASSWORD " trois", NULL, -1);
  tear_down (&relay);
}

static void
test_keys (void)
{
  Relay relay;

  set_up (&relay);
  g_autoptr (PalierLogin) before = open_account (&relay, EMAIL);
  /* Another process rotates; this one finds the new key within a minute. */
  palier_clock_advance (relay.fixture.clock, 1);
  g_assert_true (palier_authority_rotate (relay.store, NULL));
  palier_clock_advance (relay.fixture.clock, 61 * 1000);
  g_autoptr (PalierLogin) after = log_in (&relay, PASSWORD, NULL, -1);
  g_autofree char *old_kid = palier_jwt_dup_kid (before->access);
  g_autofree char *new_kid = palier_jwt_dup_kid (after->access);
  g_assert_cmpstr (old_kid, !=, new_kid);
  g_assert_true (is_admitted (&relay, before, NULL));
  g_assert_true (is_admitted (&relay, after, NULL));
  /* The key that signs stays with the store. */
  g_autoptr (PalierAuthority) again = palier_authority_new (relay.store, NULL);
  PalierCaller caller;
  g_assert_true (palier_authority_admit (again, after->access, &caller, NULL));
  /* A month later another one signs by itself. */
  palier_clock_advance (relay.fixture.clock, G_GINT64_CONSTANT (31) * 24 * 60 * 60 * 1000);
  g_autoptr (PalierLogin) later = log_in (&relay, PASSWORD, NULL, -1);
  g_autofree char *third_kid = palier_jwt_dup_kid (later->access);
  g_assert_cmpstr (third_kid, !=, new_kid);
  tear_down (&relay);
}

static void
test_buckets (void)
{
  Relay relay;

  set_up (&relay);
  g_autoptr (PalierLogin) login = open_account (&relay, EMAIL);
  g_autoptr (PalierLogin) other = open_account (&relay, "paul@agence.example");
  g_autofree char *plain = palier_account_dup_bucket (relay.store, EMAIL, NULL);
  g_autofree char *same = palier_account_dup_bucket (relay.store, " CLAIRE@Agence.example ", NULL);
  g_autofree char *known = palier_account_dup_bucket (relay.store, EMAIL, login->device);
  g_autofree char *foreign = palier_account_dup_bucket (relay.store, EMAIL, other->device);
  g_autofree char *forged = g_strdup (login->device);
  forged[0] = forged[0] == '0' ? '1' : '0';
  g_autofree char *false_one = palier_account_dup_bucket (relay.store, EMAIL, forged);
  g_assert_cmpstr (plain, ==, same);
  g_assert_cmpstr (plain, !=, known);
  g_assert_cmpstr (plain, ==, foreign);
  g_assert_cmpstr (plain, ==, false_one);
  tear_down (&relay);
}

static void
test_local (void)
{
  Fixture fixture = { 0 };
  PalierCaller caller;

  fixture_set_up (&fixture, fixture_engine ());
  g_autoptr (PalierAuthority) authority =
      palier_authority_new_local (fixture.store, "0123456789abcdef0123456789abcdef");
  g_assert_false (palier_authority_admit (authority, NULL, &caller, NULL));
  g_assert_false (palier_authority_admit (authority, "", &caller, NULL));
  g_assert_false (
      palier_authority_admit (authority, "0123456789abcdef0123456789abcdeF", &caller, NULL));
  /* The right token, and no tenant yet. */
  g_assert_false (
      palier_authority_admit (authority, "0123456789abcdef0123456789abcdef", &caller, NULL));
  fixture_tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/account/register", test_register);
  g_test_add_func ("/relay/account/code", test_code);
  g_test_add_func ("/relay/account/operator", test_operator);
  g_test_add_func ("/relay/account/login", test_login);
  g_test_add_func ("/relay/account/refresh", test_refresh);
  g_test_add_func ("/relay/account/factor", test_factor);
  g_test_add_func ("/relay/account/races", test_races);
  g_test_add_func ("/relay/account/devices", test_devices);
  g_test_add_func ("/relay/account/password", test_password);
  g_test_add_func ("/relay/account/keys", test_keys);
  g_test_add_func ("/relay/account/buckets", test_buckets);
  g_test_add_func ("/relay/account/local", test_local);
  return g_test_run ();
}
