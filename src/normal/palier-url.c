/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses of web sites and of LinkedIn profiles. */
#include "palier-url.h"

#include <string.h>

#include "palier-digits.h"

#define MAX_URL 2048

static gboolean
is_host (const char *host)
{
  g_autofree char *ascii = g_hostname_to_ascii (host);
  const char *dot = ascii != NULL ? strrchr (ascii, '.') : NULL;

  if (dot == NULL || strlen (ascii) > 253 || strlen (dot + 1) < 2 || g_ascii_isdigit (dot[1]))
    return FALSE;
  g_auto (GStrv) labels = g_strsplit (ascii, ".", -1);
  for (guint i = 0; labels[i] != NULL; i++)
  {
    gsize length = strlen (labels[i]);
    if (length == 0 || length > 63 || labels[i][0] == '-'
        || strspn (labels[i], "abcdefghijklmnopqrstuvwxyz0123456789-_") != length)
      return FALSE;
  }
  return TRUE;
}

/* The first word of @text that has a dot: what people put around an address goes. */
static char *
first_address (const char *text, gboolean *more)
{
  g_autofree char *plain = palier_text_squeeze (text);
  const char *p = plain;
  gsize length = strcspn (p, " ,;|<>\"");

  while (p[length] != '\0' && memchr (p, '.', length) == NULL)
  {
    p += length + 1;
    length = strcspn (p, " ,;|<>\"");
  }
  const char *rest = p + length;
  *more = strchr (rest, '.') != NULL;
  return g_strndup (p, length);
}

/* Host in lower case, no port of course, no slash alone behind it. */
static char *
rebuild (const char *scheme, const char *address)
{
  gsize length = strcspn (address, "/?#");
  g_autofree char *host_raw = g_strndup (address, length);
  g_autofree char *host = g_utf8_strdown (host_raw, -1);
  const char *path = address + length;
  char *port = strchr (host, ':');
  g_autofree char *bare = g_strndup (host, port != NULL ? (gsize) (port - host) : strlen (host));

  if (strchr (host, '@') != NULL || !is_host (bare)
      || (port != NULL && strspn (port + 1, "0123456789") != strlen (port + 1)))
    return NULL;
  for (const char *p = path; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      return NULL;
  return g_strconcat (scheme, host, strcmp (path, "/") == 0 ? "" : path, NULL);
}

/**
 * palier_url_normalize:
 * @text: (nullable): "www.agence.fr", "HTTP://Agence.fr/", "site : agence.fr"
 * @verdict: (out) (optional): MORE where a second address follows
 *
 * Returns: (transfer full) (nullable): an address of http or https; https where none was written
 */
char *
palier_url_normalize (const char *text, PalierReading *verdict)
{
  PalierReading found = PALIER_READING_BLANK;
  char *url = NULL;

  if (text != NULL && *palier_text_skip_space (text) != '\0')
  {
    gboolean more = FALSE;
    gboolean readable = strnlen (text, MAX_URL + 1) <= MAX_URL && g_utf8_validate (text, -1, NULL);
    g_autofree char *address = readable ? first_address (text, &more) : g_strdup ("");
    const char *scheme = "https://";
    const char *p = address;
    if (g_ascii_strncasecmp (p, "https://", 8) == 0)
      p += 8;
    else if (g_ascii_strncasecmp (p, "http://", 7) == 0)
    {
      p += 7;
      scheme = "http://";
    }
    else if (g_str_has_prefix (p, "//"))
      p += 2;
    url = rebuild (scheme, p);
    found = url == NULL ? PALIER_READING_INVALID : more ? PALIER_READING_MORE : PALIER_READING_OK;
  }
  if (verdict != NULL)
    *verdict = found;
  return url;
}

/* "in/jean-dupont", "company/agence": the part of a profile's address that names it. */
static char *
profile_path (const char *text)
{
  static const char *const kinds[] = { "in/", "company/", "pub/", "school/" };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
  {
    if (g_ascii_strncasecmp (text, kinds[i], strlen (kinds[i])) != 0)
      continue;
    const char *name = text + strlen (kinds[i]);
    gsize length = strcspn (name, "/?# ");
    if (length == 0 || length > 200)
      return NULL;
    g_autofree char *raw = g_strndup (name, length);
    g_autofree char *lower = g_utf8_strdown (raw, -1);
    return g_strconcat (kinds[i], lower, NULL);
  }
  return NULL;
}

/**
 * palier_linkedin_normalize:
 * @text: (nullable): "fr.linkedin.com/in/Jean-Dupont/?trk=x", "in/jean-dupont"
 *
 * Returns: (transfer full) (nullable): "https://www.linkedin.com/in/jean-dupont"
 */
char *
palier_linkedin_normalize (const char *text, PalierReading *verdict)
{
  char *url = NULL;
  gboolean blank = text == NULL || *palier_text_skip_space (text) == '\0';

  if (!blank && strnlen (text, MAX_URL + 1) <= MAX_URL && g_utf8_validate (text, -1, NULL))
  {
    g_autofree char *plain = palier_text_squeeze (text);
    const char *site = strcasestr (plain, "linkedin.com/");
    const char *start = site != NULL ? site + strlen ("linkedin.com/") : plain;
    g_autofree char *path = profile_path (start + (*start == '/'));
    if (path != NULL)
      url = g_strconcat ("https://www.linkedin.com/", path, NULL);
  }
  if (verdict != NULL)
    *verdict = blank         ? PALIER_READING_BLANK
               : url != NULL ? PALIER_READING_OK
                             : PALIER_READING_INVALID;
  return url;
}
