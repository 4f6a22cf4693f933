/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a relay's refusals about an account mean and what to do, by their codes. */
#include <glib/gi18n.h>

#include "palier-session-error.h"

static const struct
{
  const char *code;
  const char *words;
} rows[] = {
  { "agency_name_invalid",
    N_ ("The name has more than eighty letters, or some that do not show.") },
  { "address_taken",
    N_ ("This address has an account at another agency, and an address belongs to "
        "one agency only. Leave that one first, or have another address invited.") },
  { "code_wrong",
    N_ ("This code is not the right one, or it is not valid any more. Ask for another "
        "after five tries or half an hour.") },
  { "credentials", N_ ("The relay does not know this e-mail address and password.") },
  { "domain_invalid", N_ ("Your agency cannot have this domain. Take one that is yours, such as "
                          "clients.your-agency.fr.") },
  { "email_invalid", N_ ("This is no e-mail address.") },
  { "factor_active", N_ ("This account has a second factor already. End it first.") },
  { "factor_needed", N_ ("This account asks for a code too: the one of your authenticator, or a "
                         "recovery code.") },
  { "factor_none", N_ ("No second factor waits to be confirmed. Begin again.") },
  { "factor_wrong", N_ ("This code is not the right one, or it was used before. Wait for the next "
                        "one, and check your computer's clock.") },
  { "forbidden", N_ ("Your role in the agency does not allow this. Ask an owner.") },
  { "host_changed", N_ ("This was changed too often: the addresses before are kept for you for "
                        "ninety days. Take one of them, or wait.") },
  { "known_member", N_ ("This address belongs to a member of your agency already.") },
  { "last_owner", N_ ("An agency must have an owner, and this is the last one. Make another member "
                      "an owner first.") },
  { "messages_wait", N_ ("Messages still wait to leave from this computer. Let them leave, or take "
                         "them back, then sign in: so none is sent twice and none is lost.") },
  { "no_hosts", N_ ("This relay gives agencies no addresses of their own. Ask its operator.") },
  { "no_mail", N_ ("This relay sends no mail, so it cannot invite anybody. Its operator does, with "
                   "“palier-relay tenant invite”.") },
  { "nothing_asked", N_ ("No code was asked for from this computer. Ask for one first.") },
  { "not_found",
    N_ ("The relay does not know this device, this person, this key or this webhook.") },
  { "nothing_to_do", N_ ("This webhook is not active: make it active first.") },
  { "password_refused",
    N_ ("This password is too weak: take eight characters at least, and none of "
        "the usual ones.") },
  { "plan_without_api", N_ ("Your plan has no keys for programs. Take a larger plan.") },
  { "plan_without_domain",
    N_ ("Your plan has no domain of your own. Take a larger plan; an address "
        "under the relay’s domain is in every plan.") },
  { "registration_closed", N_ ("This relay opens no accounts. Ask its operator.") },
  { "siret_invalid",
    N_ ("This SIRET is not valid: it has fourteen digits, and a misspelt one shows.") },
  { "slug_invalid",
    N_ ("An address has 3 to 40 letters without accents, digits and single hyphens, "
        "such as agence-durand.") },
  { "slug_taken", N_ ("This address is not free. Take another one.") },
  { "too_many", N_ ("There are as many as there may be. Remove one first.") },
  { "too_many_tries", N_ ("Too many tries. Wait a quarter of an hour, then try again.") },
  { "url_refused", N_ ("A webhook needs an address that begins with https:// and leads to the "
                       "Internet.") },
  { "user_limit", N_ ("Your plan has no room for another user. End an invitation or a member's "
                      "account, or take a larger plan.") },
  { "value_refused", N_ ("A scope, an event or the name is not one that the relay knows. See "
                         "palierctl’s manual.") },
};

/* Returns: (nullable) (transfer none): in the user's language */
const char *
palier_session_account_words (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_strcmp0 (rows[i].code, code) == 0)
      return _ (rows[i].words);
  return NULL;
}

gboolean
palier_session_account_has_words (const char *code)
{
  return palier_session_account_words (code) != NULL;
}
