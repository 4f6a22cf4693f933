/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Argon2id as OWASP asks (August 2026): 19 MiB, two passes, one lane. Callers bound how many run at
 * once; none runs on the thread that answers HTTP. */
#include "palier-password.h"

#include <argon2.h>
#include <string.h>

#define MEMORY_KIB 19456
#define PASSES 2
#define LANES 1
#define SALT_SIZE 16
#define HASH_SIZE 32
#define PHC_MAX 256

/* Words that an attacker tries first here; the length rule does the rest. */
static const char *const refused[] = {
  "password",   "motdepasse", "azertyuiop", "qwertyuiop", "12345678", "123456789", "1234567890",
  "immobilier", "palier123",  "agence123",  "azerty123",  "bonjour1", "loulou123", "doudou123",
};

/**
 * palier_password_is_acceptable:
 *
 * ASVS 5.0 § 6.2: at least eight characters, any of them, no rule of composition, not one of the
 * first that are tried.
 */
gboolean
palier_password_is_acceptable (const char *password)
{
  if (strlen (password) > PALIER_PASSWORD_MAX || !g_utf8_validate (password, -1, NULL)
      || g_utf8_strlen (password, -1) < PALIER_PASSWORD_MIN)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    if (g_ascii_strcasecmp (password, refused[i]) == 0)
      return FALSE;
  return TRUE;
}

/* Returns: (transfer full) (nullable): the PHC string; NULL when memory is short */
char *
palier_password_hash (const char *password, PalierRandom *random)
{
  guint8 salt[SALT_SIZE];
  char phc[PHC_MAX];

  palier_random_bytes (random, salt, sizeof salt);
  if (argon2id_hash_encoded (PASSES, MEMORY_KIB, LANES, password, strlen (password), salt,
                             sizeof salt, HASH_SIZE, phc, sizeof phc)
      != ARGON2_OK)
    return NULL;
  return g_strdup (phc);
}

/**
 * palier_password_verify:
 * @phc: (nullable): what palier_password_hash() gave; NULL when the account does not exist: the
 *   same work is done, so that time does not tell
 */
gboolean
palier_password_verify (const char *password, const char *phc)
{
  static const char nobody[] = "$argon2id$v=19$m=19456,t=2,p=1$"
                               "cGFsaWVyLW5vYm9keS0wMA$"
                               "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  if (strlen (password) > PALIER_PASSWORD_MAX)
    return FALSE;
  gboolean same =
      argon2id_verify (phc != NULL ? phc : nobody, password, strlen (password)) == ARGON2_OK;
  return same && phc != NULL;
}
