/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. which passwords are taken   2. a hash knows its password, and nobody has none */
#include "palier-password.h"

#include <string.h>

static void
test_acceptable (void)
{
  static const struct
  {
    const char *password;
    gboolean good;
  } cases[] = {
    { "", FALSE },           { "court", FALSE },
    { "sept777", FALSE },    { "huit8888", TRUE },
    { "été à Sète", TRUE },  { "éééééééé", TRUE }, /* eight characters, whatever their bytes */
    { "éééé", FALSE },       { "une phrase de passe assez longue", TRUE },
    { "motdepasse", FALSE }, { "MotDePasse", FALSE },
    { "azertyuiop", FALSE }, { "\xff\xff\xff\xff\xff\xff\xff\xff", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (palier_password_is_acceptable (cases[i].password), ==, cases[i].good);
  g_autofree char *longest = g_strnfill (PALIER_PASSWORD_MAX, 'x');
  g_autofree char *longer = g_strnfill (PALIER_PASSWORD_MAX + 1, 'x');
  g_assert_true (palier_password_is_acceptable (longest));
  g_assert_false (palier_password_is_acceptable (longer));
}

static void
test_verify (void)
{
  g_autoptr (PalierRandom) random = palier_random_new_seeded (1);
  g_autofree char *one = palier_password_hash ("une phrase", random);
  g_autofree char *two = palier_password_hash ("une phrase", random);

  g_assert_true (g_str_has_prefix (one, "$argon2id$v=19$m=19456,t=2,p=1$"));
  g_assert_cmpstr (one, !=, two);
  g_assert_true (palier_password_verify ("une phrase", one));
  g_assert_false (palier_password_verify ("une phrase ", one));
  g_assert_false (palier_password_verify ("Une phrase", one));
  g_assert_false (palier_password_verify ("", one));
  g_assert_false (palier_password_verify ("une phrase", NULL));
  g_assert_false (palier_password_verify ("une phrase", "not a hash"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/password/acceptable", test_acceptable);
  g_test_add_func ("/relay/password/verify", test_verify);
  return g_test_run ();
}
