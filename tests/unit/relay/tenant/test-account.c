/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. register, and what is refused         3. refresh: rotation, a second use ends the session
 * 2. login: known, unknown, wrong: alike   4. tokens of the local relay */
#include "palier-account-service.h"

#include "relay-fixture.h"

#define PASSWORD "une phrase de passe assez longue"

static void
test_register (void)
{
  static const struct
  {
    const char *email;
    const char *password;
    int error; /* -1: none */
  } cases[] = {
    { "Claire.Morel@Example.fr", PASSWORD, -1 },
    { "claire.morel@example.fr", PASSWORD, PALIER_ACCOUNT_ERROR_TAKEN },
    { "nobody", PASSWORD, PALIER_ACCOUNT_ERROR_EMAIL },
    { "", PASSWORD, PALIER_ACCOUNT_ERROR_EMAIL },
    { "paul@example.fr", "court", PALIER_ACCOUNT_ERROR_PASSWORD },
    { "paul@example.fr", PASSWORD, -1 },
  };
  Fixture fixture = { 0 };
  gint64 first = 0;

  fixture_set_up (&fixture, &palier_db_sqlite);
  g_autoptr (PalierAuthority) authority = palier_authority_new (fixture.store, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (PalierLogin) login = palier_account_register (
        authority, fixture.store, cases[i].email, cases[i].password, &error);
    if (cases[i].error >= 0)
      g_assert_error (error, PALIER_ACCOUNT_ERROR, cases[i].error);
    else
    {
      g_assert_no_error (error);
      PalierTenant *tenant = palier_authority_admit (authority, login->access, NULL);
      g_assert_nonnull (tenant);
      g_assert_cmpint (tenant->id, ==, login->tenant);
      g_assert_cmpint (tenant->id, !=, first);
      first = tenant->id;
    }
  }
  fixture_tear_down (&fixture);
}

static void
test_login (void)
{
  Fixture fixture = { 0 };

  fixture_set_up (&fixture, &palier_db_sqlite);
  g_autoptr (PalierAuthority) authority = palier_authority_new (fixture.store, NULL);
  g_autoptr (PalierLogin) first =
      palier_account_register (authority, fixture.store, "claire@example.fr", PASSWORD, NULL);
  g_autoptr (PalierLogin) login =
      palier_account_login (authority, fixture.store, " CLAIRE@example.fr", PASSWORD, NULL);
  g_assert_nonnull (login);
  g_assert_cmpint (login->tenant, ==, first->tenant);
  const char *const bad[][2] = { { "claire@example.fr", PASSWORD "x" },
                                 { "other@example.fr", PASSWORD },
                                 { "nobody", PASSWORD },
                                 { "claire@example.fr", "" } };
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
  {
    g_autoptr (GError) error = NULL;
    g_assert_null (palier_account_login (authority, fixture.store, bad[i][0], bad[i][1], &error));
    g_assert_error (error, PALIER_ACCOUNT_ERROR, PALIER_ACCOUNT_ERROR_CREDENTIALS);
  }
  /* The key that signs stays with the store; the session ends by itself. */
  g_autoptr (PalierAuthority) again = palier_authority_new (fixture.store, NULL);
  g_assert_nonnull (palier_authority_admit (again, login->access, NULL));
  palier_clock_advance (fixture.clock, PALIER_ACCESS_MS);
  g_assert_null (palier_authority_admit (again, login->access, NULL));
  fixture_tear_down (&fixture);
}

static void
test_refresh (void)
{
  Fixture fixture = { 0 };
  g_autoptr (GError) error = NULL;

  fixture_set_up (&fixture, &palier_db_sqlite);
  g_autoptr (PalierAuthority) authority = palier_authority_new (fixture.store, NULL);
  g_autoptr (PalierLogin) first =
      palier_account_register (authority, fixture.store, "claire@example.fr", PASSWORD, NULL);
  g_autoptr (PalierLogin) second =
      palier_account_refresh (authority, fixture.store, first->refresh, NULL);
  g_assert_nonnull (second);
  g_assert_cmpstr (first->refresh, !=, second->refresh);
  /* The answer was lost: asked again at once, it is given again. */
  g_autoptr (PalierLogin) repeated =
      palier_account_refresh (authority, fixture.store, first->refresh, NULL);
  g_assert_nonnull (repeated);
  /* Later, whoever still holds the old one is a thief, or was robbed: all of the session ends. */
  palier_clock_advance (fixture.clock, 11000);
  g_assert_null (palier_account_refresh (authority, fixture.store, first->refresh, &error));
  g_assert_error (error, PALIER_ACCOUNT_ERROR, PALIER_ACCOUNT_ERROR_CREDENTIALS);
  g_assert_null (palier_account_refresh (authority, fixture.store, second->refresh, NULL));
  g_assert_null (palier_authority_admit (authority, second->access, NULL));
  g_assert_null (palier_account_refresh (authority, fixture.store, "nonsense", NULL));
  g_assert_null (palier_authority_admit (authority, second->refresh, NULL));
  fixture_tear_down (&fixture);
}

static void
test_local (void)
{
  Fixture fixture = { 0 };

  fixture_set_up (&fixture, &palier_db_sqlite);
  g_autoptr (PalierAuthority) authority =
      palier_authority_new_local (fixture.store, "0123456789abcdef0123456789abcdef");
  g_assert_null (palier_authority_admit (authority, NULL, NULL));
  g_assert_null (palier_authority_admit (authority, "", NULL));
  g_assert_null (palier_authority_admit (authority, "0123456789abcdef0123456789abcdeF", NULL));
  /* The right token, and no tenant yet. */
  g_assert_null (palier_authority_admit (authority, "0123456789abcdef0123456789abcdef", NULL));
  fixture_tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/account/register", test_register);
  g_test_add_func ("/relay/account/login", test_login);
  g_test_add_func ("/relay/account/refresh", test_refresh);
  g_test_add_func ("/relay/account/local", test_local);
  return g_test_run ();
}
