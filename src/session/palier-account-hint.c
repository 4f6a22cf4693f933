/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each function takes what was typed so far and gives in @words (out) (transfer full) what to say
 * of it in the user's language, empty where there is nothing to say. */
#include "palier-account-hint.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-email.h"
#include "palier-siret.h"

#define SIRET_DIGITS 14
#define PASSWORD_LEAST 8
#define PASSWORD_GOOD 14

static PalierHint
say (PalierHint hint, const char *text, char **words)
{
  *words = g_strdup (text);
  return hint;
}

PalierHint
palier_account_hint_email (const char *text, char **words)
{
  PalierReading verdict;
  g_autofree char *proposal = NULL;
  g_autofree char *address = palier_email_normalize (text, &proposal, &verdict);

  if (*text == '\0')
    return say (PALIER_HINT_NONE, "", words);
  if (address == NULL)
    return say (PALIER_HINT_NONE, _ ("Your address at the agency."), words);
  if (palier_email_is_webmail (address))
    return say (PALIER_HINT_WARNING,
                _ ("This is an address that anyone can have. One of your agency inspires more "
                   "trust, and stays yours."),
                words);
  return say (PALIER_HINT_GOOD, _ ("A code will be sent to this address."), words);
}

/* Returns: how many digits @text has; -1: it holds what no SIRET does */
static int
count_digits (const char *text)
{
  int n = 0;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (g_ascii_isdigit (*c))
      n++;
    else if (!g_unichar_isspace (g_utf8_get_char (c)))
      return -1;
  return n;
}

PalierHint
palier_account_hint_siret (const char *text, char **words)
{
  PalierReading verdict;
  g_autofree char *digits = palier_siret_normalize (text, &verdict);
  int n = count_digits (text);

  if (*text == '\0')
    return say (PALIER_HINT_NONE, _ ("The fourteen digits of your agency."), words);
  if (n >= 0 && n < SIRET_DIGITS)
  {
    *words = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%d digit of fourteen", "%d digits of fourteen", (gulong) n),
        n);
    return PALIER_HINT_NONE;
  }
  if (n == SIRET_DIGITS && digits != NULL && palier_siret_is_valid (digits))
    return say (PALIER_HINT_GOOD, _ ("This SIRET is valid."), words);
  return say (PALIER_HINT_WRONG,
              _ ("This SIRET is not valid: it has fourteen digits, and a misspelt one shows."),
              words);
}

static gsize
count_distinct (const char *text)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    g_hash_table_add (seen, GUINT_TO_POINTER (g_utf8_get_char (c)));
  return g_hash_table_size (seen);
}

/* Length is what makes a password hard to guess, unless it repeats itself. */
PalierHint
palier_account_hint_password (const char *text, char **words)
{
  gsize length = (gsize) g_utf8_strlen (text, -1);
  gsize worth = MIN (length, 2 * count_distinct (text));

  if (length == 0)
    return say (
        PALIER_HINT_NONE,
        _ ("Eight characters at least; a few words in a row are easy to remember and hard to "
           "guess."),
        words);
  if (length < PASSWORD_LEAST)
    return say (PALIER_HINT_WRONG, _ ("Too short: eight characters at least."), words);
  if (worth < PASSWORD_GOOD)
    return say (PALIER_HINT_WARNING, _ ("Fair. Longer is stronger: add a word or two."), words);
  return say (PALIER_HINT_GOOD, _ ("Strong."), words);
}
