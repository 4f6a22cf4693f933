/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an operator does for accounts where the relay sends no mail, beside a relay that runs or
 * without one: each is one transaction of the store. */
#include "palier-relay-process.h"

#include <stdio.h>
#include <string.h>

#include "palier-challenge-store.h"
#include "palier-password-change.h"
#include "palier-registration.h"

#define PASSWORD_MAX 1100

static int
fail (const GError *error)
{
  static const char *const words[PALIER_N_ACCOUNT_ERRORS] = {
    [PALIER_ACCOUNT_ERROR_EMAIL] = "there is no such account, or this is no address",
    [PALIER_ACCOUNT_ERROR_PASSWORD] = "this password is too short, too long or too well known",
    [PALIER_ACCOUNT_ERROR_CODE] = "no registration of this address waits",
  };
  const char *text = error->domain == PALIER_ACCOUNT_ERROR ? words[error->code] : NULL;

  fprintf (stderr, "palier-relay: %s\n", text != NULL ? text : error->message);
  return PALIER_EXIT_FAILED;
}

static void
print_waiting (GPtrArray *waiting)
{
  for (guint i = 0; i < waiting->len; i++)
  {
    const PalierChallenge *one = g_ptr_array_index (waiting, i);
    g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (one->created_ms / 1000);
    g_autofree char *text = g_date_time_format_iso8601 (time);
    printf ("%u  %s  SIRET %s\n", i + 1, text, one->siret);
  }
}

/* @which: (nullable): which of several, as they were printed */
static int
verify (PalierStore *store, const char *email, const char *which)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) waiting = palier_registration_list (store, email, &error);
  guint64 number = 1;

  if (waiting == NULL)
    return fail (error);
  if (which == NULL && waiting->len > 1)
  {
    print_waiting (waiting);
    fputs ("palier-relay: several registrations of this address wait: name one by its number\n",
           stderr);
    return PALIER_EXIT_USAGE;
  }
  if (which != NULL && !g_ascii_string_to_unsigned (which, 10, 1, G_MAXUINT, &number, NULL))
    number = 0;
  if (!palier_registration_approve (store, email, (guint) number, &error))
    return fail (error);
  puts ("confirmed");
  return PALIER_EXIT_DONE;
}

static int
set_password (PalierStore *store, const char *email)
{
  g_autoptr (GError) error = NULL;
  char line[PASSWORD_MAX];

  if (fgets (line, sizeof line, stdin) == NULL)
    *line = '\0';
  line[strcspn (line, "\n")] = '\0';
  gboolean good = palier_password_set (store, email, line, &error);
  explicit_bzero (line, sizeof line);
  if (!good)
    return fail (error);
  puts ("changed");
  return PALIER_EXIT_DONE;
}

/**
 * palier_relay_tenant:
 * @words: (array zero-terminated=1): verify ADDRESS [NUMBER], or password ADDRESS
 *
 * Returns: the exit status
 */
int
palier_relay_tenant (const PalierRelayConfig *config, char **words)
{
  guint count = g_strv_length (words);
  gboolean verifying = count >= 2 && count <= 3 && strcmp (words[0], "verify") == 0;
  gboolean setting = count == 2 && strcmp (words[0], "password") == 0;
  g_autoptr (GError) error = NULL;

  if (!verifying && !setting)
  {
    fputs ("palier-relay: tenant verify ADDRESS [NUMBER], or tenant password ADDRESS with the "
           "password on standard input\n",
           stderr);
    return PALIER_EXIT_USAGE;
  }
  g_autoptr (PalierStore) store = palier_relay_open_with_key (config, &error);
  if (store == NULL)
    return palier_relay_report (error);
  return verifying ? verify (store, words[1], words[2]) : set_password (store, words[1]);
}

/* Another key signs access tokens from now on. Returns: the exit status. */
int
palier_relay_rotate_key (const PalierRelayConfig *config)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierStore) store = palier_relay_open_with_key (config, &error);

  if (store == NULL || !palier_authority_rotate (store, &error))
    return palier_relay_report (error);
  puts ("another key signs; a relay that runs takes it within a minute");
  return PALIER_EXIT_DONE;
}
