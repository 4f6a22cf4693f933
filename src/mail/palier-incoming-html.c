/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTML of a mail as plain text, up to where the mail that it answers is quoted. */
#include <string.h>

#include "palier-incoming-parts.h"

/* What begins a quotation in the HTML of mail programs. */
static const char *const quotes[] = {
  "gmail_quote",
  "moz-cite-prefix",
  "divRplyFwdMsg",
  "appendonsend",
  "yahoo_quoted",
  "type=\"cite\"",
  "type=cite",
  "OutlookMessageHeader",
  "mail-editor-reference-message-container",
  "ms-outlook-mobile-reference-message",
  "reply-intro",
  "protonmail_quote",
  "zmail_extra",
  "border-top:solid #E1E1E1",
  "border-top:solid #B5C4DF",
  "border:none;border-top:solid",
};

static const struct
{
  const char *name;
  const char *text;
} entities[] = {
  { "nbsp", " " },   { "amp", "&" },    { "lt", "<" },     { "gt", ">" },     { "quot", "\"" },
  { "apos", "'" },   { "eacute", "é" }, { "egrave", "è" }, { "ecirc", "ê" },  { "agrave", "à" },
  { "acirc", "â" },  { "ccedil", "ç" }, { "ocirc", "ô" },  { "icirc", "î" },  { "iuml", "ï" },
  { "ugrave", "ù" }, { "ucirc", "û" },  { "euml", "ë" },   { "Eacute", "É" }, { "Agrave", "À" },
  { "rsquo", "’" },  { "lsquo", "‘" },  { "laquo", "«" },  { "raquo", "»" },  { "hellip", "…" },
  { "ndash", "–" },  { "mdash", "—" },  { "oelig", "œ" },  { "euro", "€" },   { "deg", "°" },
};

static gsize
find_quote (const char *html)
{
  gsize first = strlen (html);

  for (gsize i = 0; i < G_N_ELEMENTS (quotes); i++)
  {
    const char *found = strstr (html, quotes[i]);
    if (found == NULL || (gsize) (found - html) >= first)
      continue;
    while (found > html && *found != '<')
      found--;
    first = (gsize) (found - html);
  }
  return first;
}

/* Returns: how long the entity at @p is, 0 when it is none */
static gsize
append_entity (GString *out, const char *p)
{
  const char *end = memchr (p, ';', strnlen (p, 12));
  if (end == NULL)
    return 0;
  gsize length = (gsize) (end - p - 1);
  if (p[1] == '#')
  {
    gboolean hex = p[2] == 'x' || p[2] == 'X';
    guint64 letter = g_ascii_strtoull (p + (hex ? 3 : 2), NULL, hex ? 16 : 10);
    if (letter >= ' ' && letter <= 0x10ffff && g_unichar_validate ((gunichar) letter))
      g_string_append_unichar (out, (gunichar) letter);
    return length + 2;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (entities); i++)
    if (strlen (entities[i].name) == length && strncmp (p + 1, entities[i].name, length) == 0)
    {
      g_string_append (out, entities[i].text);
      return length + 2;
    }
  return 0;
}

static gboolean
is_tag (const char *p, const char *name)
{
  gsize length = strlen (name);
  return g_ascii_strncasecmp (p, name, length) == 0 && !g_ascii_isalnum (p[length]);
}

static gboolean
breaks_line (const char *tag)
{
  static const char *const names[] = { "br", "p",  "div", "tr", "li",    "ul",
                                       "h1", "h2", "h3",  "hr", "table", "blockquote" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (is_tag (tag, names[i]))
      return TRUE;
  return FALSE;
}

/* Returns: behind what is no text: a comment, a style sheet, a script */
static const char *
skip_hidden (const char *tag)
{
  static const char *const names[][2] = { { "style", "</style" },
                                          { "script", "</script" },
                                          { "title", "</title" } };

  if (g_str_has_prefix (tag, "!--"))
  {
    const char *end = strstr (tag, "-->");
    return end != NULL ? end + 3 : tag + strlen (tag);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (is_tag (tag, names[i][0]))
    {
      const char *end = tag;
      while (*end != '\0' && g_ascii_strncasecmp (end, names[i][1], strlen (names[i][1])) != 0)
        end++;
      return end;
    }
  return NULL;
}

static const char *
pass_tag (GString *out, const char *p)
{
  const char *hidden = skip_hidden (p + 1);
  if (hidden != NULL)
    return hidden;
  const char *name = p[1] == '/' ? p + 2 : p + 1;
  if (is_tag (name, "br") || (p[1] == '/' && breaks_line (name)) || is_tag (name, "blockquote"))
    g_string_append_c (out, '\n');
  const char *end = strchr (p, '>');
  return end != NULL ? end + 1 : p + strlen (p);
}

/* Returns: (transfer full): the text, one line for each paragraph */
char *
palier_incoming_html_text (const char *html)
{
  g_autofree char *own = g_strndup (html, find_quote (html));
  GString *out = g_string_new (NULL);

  for (const char *p = own; *p != '\0';)
  {
    gsize entity = *p == '&' ? append_entity (out, p) : 0;
    if (*p == '<')
      p = pass_tag (out, p);
    else if (entity > 0)
      p += entity;
    else
    {
      g_string_append_c (out, *p == '\n' || *p == '\r' ? ' ' : *p);
      p++;
    }
  }
  return g_string_free_and_steal (out);
}
