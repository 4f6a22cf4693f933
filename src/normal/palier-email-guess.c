/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a wrong address was likely meant to be. It is only ever proposed. */
#include "palier-email-private.h"

#include <string.h>

#include "palier-fold.h"

/* Mailboxes of the public, most used in France first. */
static const char *const webmail[] = {
  "gmail.com",        "orange.fr",   "hotmail.fr",   "hotmail.com",    "wanadoo.fr",
  "yahoo.fr",         "free.fr",     "outlook.fr",   "outlook.com",    "sfr.fr",
  "laposte.net",      "icloud.com",  "live.fr",      "yahoo.com",      "neuf.fr",
  "bbox.fr",          "aol.com",     "me.com",       "msn.com",        "numericable.fr",
  "club-internet.fr", "cegetel.net", "aliceadsl.fr", "protonmail.com", "proton.me",
  "gmx.fr",           "gmx.com",     "mail.com",     "ymail.com",      "email.com",
  "live.com",         "mac.com",     "9online.fr",   "noos.fr",        "voila.fr",
  "skynet.be",        "bluewin.ch",  "hotmail.be",   "googlemail.com", "dartybox.com",
};

/* What is typed for them, where the distance of one letter does not tell. */
static const struct
{
  const char *typed;
  const char *meant;
} slips[] = {
  { "gmail.fr", "gmail.com" },      { "gmail.con", "gmail.com" },
  { "gmail.cm", "gmail.com" },      { "gmail.co", "gmail.com" },
  { "gmail", "gmail.com" },         { "gmial.com", "gmail.com" },
  { "gmaill.com", "gmail.com" },    { "gml.com", "gmail.com" },
  { "laposte.fr", "laposte.net" },  { "la-poste.net", "laposte.net" },
  { "orange.com.fr", "orange.fr" }, { "orange", "orange.fr" },
  { "hotmail", "hotmail.com" },     { "wanadoo.com", "wanadoo.fr" },
  { "wanado.fr", "wanadoo.fr" },    { "icloud.fr", "icloud.com" },
  { "yahoo", "yahoo.fr" },          { "free", "free.fr" },
  { "outlok.com", "outlook.com" },  { "hotmai.fr", "hotmail.fr" },
  { "freee.fr", "free.fr" },        { "frree.fr", "free.fr" },
  { "frre.fr", "free.fr" },         { "feee.fr", "free.fr" },
  { "srf.fr", "sfr.fr" },           { "ssfr.fr", "sfr.fr" },
  { "gmail.com.fr", "gmail.com" },  { "hotmail.com.fr", "hotmail.com" },
};

static gboolean
is_in (const char *const *list, gsize n, const char *text)
{
  for (gsize i = 0; i < n; i++)
    if (strcmp (list[i], text) == 0)
      return TRUE;
  return FALSE;
}

/* Where two words differ by one letter put in, left out, changed, or by two neighbours swapped. */
static gboolean
is_one_slip (const char *a, const char *b)
{
  gsize la = strlen (a), lb = strlen (b), i = 0;

  if (la > lb)
    return is_one_slip (b, a);
  if (lb - la > 1 || strcmp (a, b) == 0)
    return FALSE;
  while (i < la && a[i] == b[i])
    i++;
  if (la < lb)
    return strcmp (a + i, b + i + 1) == 0;
  if (strcmp (a + i + 1, b + i + 1) == 0)
    return TRUE;
  return i + 1 < la && a[i] == b[i + 1] && a[i + 1] == b[i] && strcmp (a + i + 2, b + i + 2) == 0;
}

/* Whether it is a mailbox service of the public. */
gboolean
palier_email_is_webmail_domain (const char *domain)
{
  return is_in (webmail, G_N_ELEMENTS (webmail), domain);
}

/* (nullable): the public mailbox service that @domain was likely meant to be */
const char *
palier_email_meant_domain (const char *domain)
{
  for (gsize i = 0; i < G_N_ELEMENTS (slips); i++)
    if (strcmp (slips[i].typed, domain) == 0)
      return slips[i].meant;
  if (is_in (webmail, G_N_ELEMENTS (webmail), domain))
    return NULL;
  /* Of short names (free.fr, sfr.fr) too many neighbours are real. */
  for (gsize i = 0; i < G_N_ELEMENTS (webmail); i++)
    if (strlen (webmail[i]) >= 8 && is_one_slip (domain, webmail[i]))
      return webmail[i];
  return NULL;
}

/* Ends of domains that are none, and what a finger meant beside or between the keys. */
static const char *const ends[][2] = {
  { ".con", ".com" },  { ".cmo", ".com" }, { ".ocm", ".com" },  { ".vom", ".com" },
  { ".xom", ".com" },  { ".cim", ".com" }, { ".cpm", ".com" },  { ".coml", ".com" },
  { ".comm", ".com" }, { ".c0m", ".com" }, { ".coom", ".com" }, { ".ft", ".fr" },
  { ".fe", ".fr" },    { ".rf", ".fr" },   { ".frr", ".fr" },   { ".ffr", ".fr" },
  { ".f", ".fr" },     { ".nte", ".net" }, { ".met", ".net" },  { ".ney", ".net" },
  { ".orgg", ".org" }, { ".ogr", ".org" },
};

/* (transfer full) (nullable): @domain with an end that exists */
static char *
mend_end (const char *domain)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_suffix (domain, ends[i][0]))
      return g_strdup_printf ("%.*s%s", (int) (strlen (domain) - strlen (ends[i][0])), domain,
                              ends[i][1]);
  return NULL;
}

/* Letters of other scripts that look like ours: they come with copied and with forged addresses. */
static char
look_alike (gunichar c)
{
  static const struct
  {
    gunichar letter;
    char latin;
  } pairs[] = { { 0x430, 'a' }, { 0x435, 'e' }, { 0x43e, 'o' }, { 0x440, 'p' }, { 0x441, 'c' },
                { 0x443, 'y' }, { 0x445, 'x' }, { 0x456, 'i' }, { 0x458, 'j' }, { 0x455, 's' },
                { 0x3b1, 'a' }, { 0x3bf, 'o' }, { 0x3c1, 'p' }, { 0x3bd, 'v' }, { 0x261, 'g' },
                { 0x501, 'd' }, { 0x4bb, 'h' }, { 0x43c, 'm' }, { 0x43a, 'k' }, { 0x442, 't' } };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (pairs[i].letter == c)
      return pairs[i].latin;
  return '\0';
}

static GString *
plain_letters (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
  {
    char latin = look_alike (g_utf8_get_char (p));
    if (latin != '\0')
      g_string_append_c (out, latin);
    else
      g_string_append_unichar (out, g_utf8_get_char (p));
  }
  return out;
}

/* "jean.dupontgmail.com", "jean.dupont.gmail.com": the sign is missing before a known service. */
static void
put_at (GString *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (webmail); i++)
  {
    gsize length = strlen (webmail[i]);
    /* Of short ones (me.com) a name may end so. */
    if (length < 7 || text->len < length + 3 || !g_str_has_suffix (text->str, webmail[i]))
      continue;
    gsize at = text->len - length;
    if (strchr (".-_ ", text->str[at - 1]) != NULL)
      text->str[at - 1] = '@';
    else
      g_string_insert_c (text, (gssize) at, '@');
    return;
  }
}

/**
 * palier_email_guess:
 * @text: valid UTF-8
 * @is_valid: whether it is an address in form, so that only a slip in it is looked for
 *
 * Returns: (transfer full): a text that may be the address meant; to be checked like any other
 */
char *
palier_email_guess (const char *text, gboolean is_valid)
{
  static const char *const spelled[][2] = {
    { " arobase ", "@" }, { "(arobase)", "@" }, { "[arobase]", "@" }, { " at ", "@" },
    { "(point)", "." },   { " point ", "." },   { "(dot)", "." },     { "[dot]", "." },
    { " dot ", "." },     { "@@", "@" },        { "..", "." },        { ".@", "@" },
    { "@.", "@" },        { " ", "" },
  };
  /* Accents are right in the name of a host ("héhé.fr"), and in no mailbox. */
  g_autofree char *folded = is_valid ? g_strdup (text) : palier_fold (text);
  GString *plain = plain_letters (folded);

  /* All of another script, it is what it is. */
  if (is_valid && !g_str_is_ascii (plain->str))
    g_string_assign (plain, text);
  for (gsize i = 0; i < G_N_ELEMENTS (spelled) && !is_valid; i++)
    g_string_replace (plain, spelled[i][0], spelled[i][1], 0);
  char *at = strchr (plain->str, '@');
  if (at == NULL)
    put_at (plain);
  else
    g_strdelimit (at, ",;:", '.');
  at = strchr (plain->str, '@');
  if (at == NULL)
    return g_string_free (plain, FALSE);

  g_autofree char *domain = g_strdup (at + 1);
  g_autofree char *mended = mend_end (domain);
  const char *end = mended != NULL ? mended : domain;
  const char *meant = palier_email_meant_domain (end);
  g_string_truncate (plain, (gsize) (at + 1 - plain->str));
  g_string_append (plain, meant != NULL ? meant : end);
  return g_string_free (plain, FALSE);
}
