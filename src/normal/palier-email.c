/* SPDX-License-Identifier: GPL-3.0-or-later */
/* E-mail addresses as people paste them, to the form in which they are stored and written to. Only
 * what delivers in practice is taken: dot-atom local parts (RFC 5321 § 4.1.2 without quoted ones)
 * and domains with a dot. */
#include "palier-email.h"

#include <string.h>

#include "palier-digits.h"
#include "palier-email-private.h"

/* Local parts that a firm reads together. */
static const char *const roles[] = {
  "contact",     "contacts",     "info",         "infos",       "information",   "accueil",
  "agence",      "secretariat",  "direction",    "gestion",     "location",      "locations",
  "transaction", "transactions", "vente",        "ventes",      "commercial",    "syndic",
  "immobilier",  "immo",         "comptabilite", "compta",      "facturation",   "administration",
  "admin",       "bonjour",      "hello",        "mail",        "email",         "bureau",
  "office",      "sales",        "support",      "service",     "serviceclient", "service-client",
  "webmaster",   "postmaster",   "rh",           "recrutement", "marketing",     "communication",
  "estimation",  "achat",        "achats",       "neuf",        "no-reply",      "noreply",
  "team",        "equipe",
};

static gboolean
is_in (const char *const *list, gsize n, const char *text)
{
  for (gsize i = 0; i < n; i++)
    if (strcmp (list[i], text) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_local_part (const char *text, gsize length)
{
  if (length == 0 || length > 64 || text[0] == '.' || text[length - 1] == '.')
    return FALSE;
  for (gsize i = 0; i < length; i++)
  {
    if (!g_ascii_isalnum (text[i]) && strchr ("!#$%&'*+-/=?^_`{|}~.", text[i]) == NULL)
      return FALSE;
    if (text[i] == '.' && text[i + 1] == '.')
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_label (const char *label, gboolean last)
{
  gsize length = strlen (label);

  if (length == 0 || length > 63 || label[0] == '-' || label[length - 1] == '-')
    return FALSE;
  if (last && (length < 2 || g_ascii_isdigit (label[0])))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (label[i]) && label[i] != '-')
      return FALSE;
  return TRUE;
}

/* Whether it is a host name with a dot, in its ASCII form (RFC 5890) at most 253 long. */
static gboolean
is_domain (const char *domain)
{
  g_autofree char *ascii = g_hostname_to_ascii (domain);
  if (ascii == NULL || strlen (ascii) > 253)
    return FALSE;
  g_auto (GStrv) labels = g_strsplit (ascii, ".", -1);
  guint n = g_strv_length (labels);
  for (guint i = 0; i < n; i++)
    if (!is_label (labels[i], i == n - 1))
      return FALSE;
  return n >= 2;
}

static void
replace_all (char **text, const char *from, const char *to)
{
  GString *out = g_string_new_take (*text);
  g_string_replace (out, from, to, 0);
  *text = g_string_free (out, FALSE);
}

/* Opens what people put around an address: "mailto:", "Name <a@b>", "(at)", quotes, a full stop.
 * @more: whether a second address follows. */
static char *
unwrap (const char *text, gboolean *more)
{
  g_autofree char *plain = palier_text_squeeze (text);
  replace_all (&plain, "(at)", "@");
  replace_all (&plain, "[at]", "@");
  replace_all (&plain, "(a)", "@");
  replace_all (&plain, "[a]", "@");
  replace_all (&plain, "＠", "@");
  replace_all (&plain, " @", "@");
  replace_all (&plain, "@ ", "@");
  const char *start = strrchr (plain, '<');
  const char *p = start != NULL && strchr (start, '@') != NULL ? start + 1 : plain;
  if (g_ascii_strncasecmp (p, "mailto:", 7) == 0)
    p += 7;

  const char *at = strchr (p, '@');
  if (at == NULL)
    return g_strdup (p);
  const char *begin = at, *end = at;
  while (begin > p && strchr (" ,;:|<>\"()[]", begin[-1]) == NULL)
    begin--;
  while (*begin == '\'')
    begin++;
  while (*end != '\0' && strchr (" ,;:|<>\"()[]?/", *end) == NULL)
    end++;
  while (end > at && (end[-1] == '.' || end[-1] == '\''))
    end--;
  *more = strchr (end, '@') != NULL;
  return g_strndup (begin, (gsize) (end - begin));
}

/* No server in use tells the case of a local part apart, so one mailbox is one text. */
static char *
lower_address (const char *local, const char *domain)
{
  g_autofree char *lower = g_ascii_strdown (local, -1);
  return g_strconcat (lower, "@", domain, NULL);
}

/* @address: (out): of text that is one, in lower case */
static PalierReading
judge (const char *text, char **address)
{
  gboolean more = FALSE;
  g_autofree char *bare = unwrap (text, &more);
  char *at = strchr (bare, '@');

  if (at == NULL || strchr (at + 1, '@') != NULL || strlen (bare) > 254)
    return PALIER_READING_INVALID;
  g_autofree char *domain = g_utf8_strdown (at + 1, -1);
  gboolean valid = is_local_part (bare, (gsize) (at - bare));
  *at = '\0';
  if (!valid || !is_domain (domain))
    return PALIER_READING_INVALID;
  *address = lower_address (bare, domain);
  return more ? PALIER_READING_MORE : PALIER_READING_OK;
}

/* (nullable): another valid address that @text was likely meant to be */
static char *
propose (const char *text, const char *address)
{
  g_autofree char *guess = NULL;
  char *proposal = NULL;
  gboolean more = FALSE;

  if (address != NULL)
    guess = palier_email_guess (address, TRUE);
  else
  {
    g_autofree char *bare = unwrap (text, &more);
    /* What stands around is part of the slip where no sign was found. */
    guess = palier_email_guess (
        strchr (bare, '@') != NULL && strchr (text, ',') == NULL ? bare : text, FALSE);
  }
  if (judge (guess, &proposal) != PALIER_READING_OK || g_strcmp0 (proposal, address) == 0)
    g_clear_pointer (&proposal, g_free);
  return proposal;
}

/**
 * palier_email_normalize:
 * @text: (nullable): what was typed or pasted
 * @proposal: (out) (optional) (nullable) (transfer full): what was likely meant (gmial.com →
 *   gmail.com); never taken by itself
 * @verdict: (out) (optional): DOUBTFUL with a proposal, MORE where a second address follows
 *
 * Returns: (transfer full) (nullable): the first address, in lower case
 */
char *
palier_email_normalize (const char *text, char **proposal, PalierReading *verdict)
{
  g_autofree char *address = NULL;
  g_autofree char *meant = NULL;
  PalierReading found = PALIER_READING_INVALID;

  if (text == NULL || *palier_text_skip_space (text) == '\0')
    found = PALIER_READING_BLANK;
  else if (!palier_text_is_oversized (text) && g_utf8_validate (text, -1, NULL))
  {
    found = judge (text, &address);
    meant = propose (text, address);
    if (meant != NULL && address != NULL)
      found = PALIER_READING_DOUBTFUL;
  }
  if (verdict != NULL)
    *verdict = found;
  if (proposal != NULL)
    *proposal = g_steal_pointer (&meant);
  return g_steal_pointer (&address);
}

/* The form in which two spellings of one mailbox are equal, of an address that did not come through
 * palier_email_normalize(): from a provider's report, say. */
char *
palier_email_key (const char *address)
{
  return g_utf8_strdown (address, -1);
}

/* Whether several people of a firm read it: contact@, accueil@, agence.lyon@ … */
gboolean
palier_email_is_generic (const char *address)
{
  gsize length = strcspn (address, "@");
  g_autofree char *local = g_ascii_strdown (address, (gssize) length);

  if (is_in (roles, G_N_ELEMENTS (roles), local))
    return TRUE;
  local[strcspn (local, ".-_+0123456789")] = '\0';
  return is_in (roles, G_N_ELEMENTS (roles), local);
}

/* Whether its domain is a mailbox service of the public, and so says nothing about a firm. */
gboolean
palier_email_is_webmail (const char *address)
{
  const char *at = strchr (address, '@');

  return at != NULL && palier_email_is_webmail_domain (at + 1);
}
