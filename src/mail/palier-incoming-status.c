/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server's refusal means: its status (RFC 3463), and the words beside it, which are surer
 * where servers give one status for all. */
#include <string.h>

#include "palier-incoming-private.h"

/* "5.1.1" at @p, with at most three digits each. Returns: its length, 0 when it is none */
static gsize
status_length (const char *p)
{
  const char *start = p;

  if (strchr ("45", *p) == NULL || *p == '\0')
    return 0;
  p++;
  for (int i = 0; i < 2; i++)
  {
    gsize digits = *p == '.' ? strspn (p + 1, "0123456789") : 0;
    if (digits == 0 || digits > 3)
      return 0;
    p += digits + 1;
  }
  return *p == '.' || g_ascii_isalnum (*p) ? 0 : (gsize) (p - start);
}

/* Nothing that goes on from before; "550-5.1.1" is a line of an answer that has several. */
static gboolean
is_apart (const char *text, const char *p)
{
  if (p - text >= 4 && p[-1] == '-' && g_ascii_isdigit (p[-2]))
    return p - text == 4 || !g_ascii_isalnum (p[-5]);
  return p == text || !(g_ascii_isalnum (p[-1]) || strchr (".-_@", p[-1]) != NULL);
}

/* A reply code of SMTP stands before a blank or a hyphen. */
static gboolean
is_reply_code (const char *p)
{
  return (*p == '4' || *p == '5') && strchr ("0123457", p[1]) != NULL && g_ascii_isdigit (p[1])
         && g_ascii_isdigit (p[2]) && strchr (" -:\n\r#", p[3]) != NULL;
}

static const struct
{
  const char *code;
  const char *status;
} codes[] = {
  { "421", "4.3.0" }, { "450", "4.2.0" }, { "451", "4.3.0" },
  { "452", "4.2.2" }, { "550", "5.0.0" }, { "551", "5.1.6" },
  { "552", "5.2.2" }, { "553", "5.1.3" }, { "554", "5.0.0" },
};

/* Returns: (transfer full) (nullable): the first enhanced status in @text, else what its first
 * reply code says */
char *
palier_incoming_status (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (is_apart (text, p) && status_length (p) > 0)
      return g_strndup (p, status_length (p));
  for (const char *p = text; *p != '\0'; p++)
    for (gsize i = 0; is_apart (text, p) && i < G_N_ELEMENTS (codes); i++)
      if (is_reply_code (p) && strncmp (p, codes[i].code, 3) == 0)
        return g_strdup (codes[i].status);
  return NULL;
}

static gboolean
is_one_of (const char *status, const char *const *list)
{
  return status != NULL && g_strv_contains (list, status);
}

/**
 * palier_incoming_bounce_of:
 * @status: (nullable)
 * @text: what the server said
 *
 * An address is dead only where something says so: who is refused for another reason is kept.
 */
PalierBounce
palier_incoming_bounce_of (const char *status, const char *text)
{
  static const char *const dead[] = { "5.1.0",   "5.1.1",   "5.1.2", "5.1.3", "5.1.4",
                                      "5.1.6",   "5.1.10",  "5.2.1", "5.4.1", "5.4.4",
                                      "5.4.310", "5.1.351", NULL };
  g_autoptr (PalierWords) words = palier_words_new (text);
  gboolean passing = status != NULL && status[0] == '4';

  if (palier_words_have (words, PALIER_WORDS_MAILBOX_FULL) || g_strcmp0 (status, "5.2.2") == 0)
    return PALIER_BOUNCE_SOFT;
  if (!passing && palier_words_have (words, PALIER_WORDS_NO_SUCH_USER))
    return PALIER_BOUNCE_HARD;
  if (is_one_of (status, dead))
    return PALIER_BOUNCE_HARD;
  if (status != NULL && (g_str_has_prefix (status, "5.7.") || g_str_has_prefix (status, "4.7.")))
    return PALIER_BOUNCE_BLOCKED;
  if (palier_words_have (words, PALIER_WORDS_BLOCKED)
      && !palier_words_have (words, PALIER_WORDS_PASSING))
    return PALIER_BOUNCE_BLOCKED;
  return PALIER_BOUNCE_SOFT;
}

/* ---- Addresses */

#define ADDRESSES_MAX 16

static gboolean
is_local (char c)
{
  return g_ascii_isalnum (c) || strchr ("!#$%&'*+-/=?^_`{|}~.", c) != NULL;
}

static char *
address_at (const char *text, const char *at)
{
  const char *from = at;
  const char *to = at + 1;

  while (from > text && from[-1] != '\0' && is_local (from[-1]))
    from--;
  while (*to != '\0' && (g_ascii_isalnum (*to) || *to == '.' || *to == '-'))
    to++;
  while (to > at + 1 && (to[-1] == '.' || to[-1] == '-'))
    to--;
  if (g_ascii_strncasecmp (from, "SMTP=", 5) == 0)
    from += 5;
  while (from < at && strchr ("'=/.", *from) != NULL)
    from++;
  if (from == at || to - at < 4 || memchr (at, '.', (gsize) (to - at)) == NULL || at - from > 64
      || to - at > 200)
    return NULL;
  return g_strndup (from, (gsize) (to - from));
}

static gboolean
is_system (const char *address)
{
  static const char *const locals[] = { "postmaster@", "mailer-daemon@", "mailerdaemon@",
                                        "abuse@",      "noreply@",       "no-reply@",
                                        "support@",    "helpdesk@",      "hostmaster@",
                                        "mail-daemon@" };

  for (gsize i = 0; i < G_N_ELEMENTS (locals); i++)
    if (g_ascii_strncasecmp (address, locals[i], strlen (locals[i])) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_known (GPtrArray *found, const char *address)
{
  for (guint i = 0; i < found->len; i++)
    if (g_ascii_strcasecmp (found->pdata[i], address) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_other (const char *const *others, const char *address)
{
  for (; others != NULL && *others != NULL; others++)
    if (g_ascii_strcasecmp (*others, address) == 0)
      return TRUE;
  return FALSE;
}

/**
 * palier_incoming_addresses:
 * @others: (nullable) (array zero-terminated=1): addresses that are not meant
 *
 * Returns: (transfer full): the addresses in @text but those of systems, each once
 */
char **
palier_incoming_addresses (const char *text, const char *const *others)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);

  for (const char *at = strchr (text, '@'); at != NULL && found->len < ADDRESSES_MAX;
       at = strchr (at + 1, '@'))
  {
    g_autofree char *address = address_at (text, at);
    if (address != NULL && !is_system (address) && !is_other (others, address)
        && !is_known (found, address))
      g_ptr_array_add (found, g_steal_pointer (&address));
  }
  g_ptr_array_add (found, NULL);
  return (char **) g_ptr_array_steal (found, NULL);
}
