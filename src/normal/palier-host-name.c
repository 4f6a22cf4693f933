/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of hosts that an agency may have: one label under a relay's own domain, or a domain of
 * its own. */
#include "palier-host-name.h"

#include <string.h>

#define LABEL_MOST 63
#define DOMAIN_MOST 253
#define TEXT_MOST 1000

static char *
dup_plain (const char *text)
{
  return text != NULL && strnlen (text, TEXT_MOST + 1) <= TEXT_MOST
                 && g_utf8_validate (text, -1, NULL)
             ? g_strstrip (g_strdup (text))
             : NULL;
}

/* Letters of DNS in lower case, digits and single hyphens between them. */
static gboolean
is_label (const char *label)
{
  gsize length = strlen (label);

  return length > 0 && length <= LABEL_MOST && label[0] != '-' && label[length - 1] != '-'
         && strspn (label, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

/**
 * palier_slug_normalize:
 * @text: (nullable): as it was typed
 *
 * A slug is 3 to 40 letters without accents, digits and single hyphens, with a letter in it. No two
 * hyphens in a row: so none is the written form of other letters (xn--), which could look like
 * another agency's.
 *
 * Returns: (transfer full) (nullable)
 */
char *
palier_slug_normalize (const char *text)
{
  g_autofree char *plain = dup_plain (text);
  g_autofree char *slug = plain != NULL ? g_ascii_strdown (plain, -1) : NULL;

  if (slug == NULL || strlen (slug) < PALIER_SLUG_LEAST || strlen (slug) > PALIER_SLUG_MOST
      || !is_label (slug) || strstr (slug, "--") != NULL
      || strspn (slug, "0123456789-") == strlen (slug))
    return NULL;
  return g_steal_pointer (&slug);
}

/* Names that mean the relay itself, its mail or its operator to readers, browsers and mail
 * programs. */
gboolean
palier_slug_is_reserved (const char *slug)
{
  static const char *const reserved[] = {
    "abuse",       "account",   "accounts",  "admin",      "administrator", "aide",
    "api",         "app",       "assets",    "assistance", "autoconfig",    "autodiscover",
    "billing",     "blog",      "bounce",    "cdn",        "compte",        "connexion",
    "contact",     "demo",      "dev",       "dns",        "docs",          "facturation",
    "files",       "ftp",       "help",      "hostmaster", "imap",          "immo-ai",
    "info",        "localhost", "login",     "mail",       "mailer-daemon", "metrics",
    "mta-sts",     "noreply",   "no-reply",  "paiement",   "palier",        "pop",
    "postmaster",  "preprod",   "prod",      "proxy",      "relais",        "relay",
    "root",        "secure",    "securite",  "security",   "smtp",          "staging",
    "static",      "statut",    "status",    "support",    "test",          "track",
    "unsubscribe", "webhooks",  "webmaster", "webmail",    "wpad",          "www",
    NULL,
  };

  return g_strv_contains (reserved, slug);
}

/**
 * palier_domain_normalize:
 * @text: (nullable): "agence.fr", "Immobilière-Durand.fr", "xn--…"
 *
 * Returns: (transfer full) (nullable): the name in letters of DNS, lower case, with a dot in it and
 *   none at its end; NULL where it is none, or is an address
 */
char *
palier_domain_normalize (const char *text)
{
  g_autofree char *plain = dup_plain (text);
  g_autofree char *ascii = plain != NULL ? g_hostname_to_ascii (plain) : NULL;
  g_autofree char *domain = ascii != NULL ? g_ascii_strdown (ascii, -1) : NULL;

  if (domain == NULL)
    return NULL;
  if (g_str_has_suffix (domain, "."))
    domain[strlen (domain) - 1] = '\0';
  const char *dot = strrchr (domain, '.');
  if (dot == NULL || strlen (domain) > DOMAIN_MOST || !g_ascii_isalpha (dot[1]))
    return NULL;
  g_auto (GStrv) labels = g_strsplit (domain, ".", -1);
  for (guint i = 0; labels[i] != NULL; i++)
    if (!is_label (labels[i]))
      return NULL;
  return g_steal_pointer (&domain);
}

/* Whether @domain is in no public DNS, or leads to whoever asks: RFC 6761 and its like. */
gboolean
palier_domain_is_special (const char *domain)
{
  static const char *const zones[] = { "alt", "arpa",      "corp",  "home",  "internal", "invalid",
                                       "lan", "localhost", "local", "onion", "private" };

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    if (palier_domain_is_within (domain, zones[i]))
      return TRUE;
  return FALSE;
}

/* Whether @domain is @zone or under it; both in their normal form. */
gboolean
palier_domain_is_within (const char *domain, const char *zone)
{
  gsize length = strlen (domain);
  gsize end = strlen (zone);

  return length >= end && strcmp (domain + length - end, zone) == 0
         && (length == end || domain[length - end - 1] == '.');
}
