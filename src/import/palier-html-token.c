/* SPDX-License-Identifier: GPL-3.0-or-later */
/* As much of HTML's tokenizing (the standard's § 13.2.5) as tables need, on a window that is read
 * on as it is used up. Nothing is refused: what is no tag is text. */
#include "palier-html-token.h"

#include <string.h>

/* A tag or a comment that is longer is taken for text. */
#define TAG_MAX (64 * 1024)

struct _PalierHtmlTokens
{
  PalierText *text; /* borrowed */
  GByteArray *window;
  gsize pos;
  gboolean at_end;
  gsize no_tag_end;     /* up to here in the window no ">" stands, which was looked for */
  gsize no_comment_end; /* nor a "-->" */
  char skipped[24];     /* the element whose content is no markup, until it ends; or empty */
  PalierHtmlToken token;
};

/**
 * palier_html_tokens_new:
 * @text: (transfer none): must live as long
 */
PalierHtmlTokens *
palier_html_tokens_new (PalierText *text)
{
  PalierHtmlTokens *self = g_new0 (PalierHtmlTokens, 1);

  self->text = text;
  self->window = g_byte_array_new ();
  return self;
}

void
palier_html_tokens_free (PalierHtmlTokens *self)
{
  g_byte_array_unref (self->window);
  g_free (self);
}

/* After the text was rewound. */
void
palier_html_tokens_rewind (PalierHtmlTokens *self)
{
  g_byte_array_set_size (self->window, 0);
  self->pos = self->no_tag_end = self->no_comment_end = 0;
  self->at_end = FALSE;
  *self->skipped = '\0';
}

/* Makes @wanted bytes stand at the position, if there are so many. */
static gboolean
fill (PalierHtmlTokens *self, gsize wanted, GError **error)
{
  g_autoptr (GError) problem = NULL;

  while (self->window->len - self->pos < wanted && !self->at_end)
  {
    g_byte_array_remove_range (self->window, 0, (guint) self->pos);
    self->no_tag_end -= MIN (self->no_tag_end, self->pos);
    self->no_comment_end -= MIN (self->no_comment_end, self->pos);
    self->pos = 0;
    self->at_end = !palier_text_read (self->text, self->window, &problem);
    if (problem != NULL)
      return g_propagate_error (error, g_steal_pointer (&problem)), FALSE;
  }
  return self->window->len > self->pos;
}

/* Where @end stands first between the position and @limit, in the window; or 0. What was looked
 * through in vain is not looked through again: a page may begin a thousand tags and end none. */
static gsize
find (PalierHtmlTokens *self, const char *end, gsize limit, gsize *in_vain)
{
  gsize n = strlen (end);
  gsize from = MAX (self->pos + 1, *in_vain);
  const guint8 *text = self->window->data;

  limit = MIN (limit, self->window->len);
  if (from + n > limit)
    return 0;
  const guint8 *found = memmem (text + from, limit - from, end, n);
  if (found != NULL)
    return (gsize) (found - text) + n;
  *in_vain = limit - n + 1;
  return 0;
}

/* Where the tag at the position ends, in the window: behind its ">", quotes heeded where they close
 * at all; or 0. */
static gsize
tag_end (PalierHtmlTokens *self)
{
  gsize limit = MIN (self->window->len, self->pos + TAG_MAX);
  gsize first = find (self, ">", limit, &self->no_tag_end);
  const char *text = (const char *) self->window->data;
  char quote = '\0';

  for (gsize i = self->pos + 1; first != 0 && i < limit; i++)
    if (quote != '\0')
      quote = text[i] == quote ? '\0' : quote;
    else if ((text[i] == '"' || text[i] == '\'') && text[i - 1] == '=')
      quote = text[i];
    else if (text[i] == '>')
      return i + 1;
  return first;
}

/* Takes the tag of @length bytes at the position. Returns: FALSE where it is none to be told of */
static gboolean
take_tag (PalierHtmlTokens *self, const char *text, gsize length)
{
  PalierHtmlToken *token = &self->token;
  gsize i = 1, n = 0;

  token->kind = text[1] == '/' ? PALIER_HTML_END : PALIER_HTML_START;
  i += token->kind == PALIER_HTML_END;
  for (; i < length - 1 && !g_ascii_isspace (text[i]) && text[i] != '/'; i++)
    if (n + 1 < sizeof token->name)
      token->name[n++] = g_ascii_tolower (text[i]);
  token->name[n] = '\0';
  token->text = text + i;
  token->length = length - 1 - i;
  if (token->kind == PALIER_HTML_START
      && (strcmp (token->name, "script") == 0 || strcmp (token->name, "style") == 0
          || strcmp (token->name, "xml") == 0))
    memcpy (self->skipped, token->name, sizeof self->skipped);
  return n > 0 && g_ascii_isalpha (token->name[0]);
}

/* Reads over the content of a script or a style sheet. */
static gboolean
skip_raw (PalierHtmlTokens *self, GError **error)
{
  gsize n = strlen (self->skipped) + 2;

  while (*self->skipped != '\0' && fill (self, TAG_MAX, error))
  {
    const char *text = (const char *) self->window->data + self->pos;
    gsize left = self->window->len - self->pos;
    const char *end = memmem (text, left, "</", 2);
    if (end == NULL)
      self->pos += self->at_end ? left : left - 1;
    else if ((gsize) (text + left - end) >= n
             && g_ascii_strncasecmp (end + 2, self->skipped, n - 2) == 0)
    {
      self->pos += (gsize) (end - text);
      *self->skipped = '\0';
      return TRUE;
    }
    else
      self->pos += (gsize) (end - text) + 2;
  }
  return *self->skipped == '\0';
}

static gboolean
begins_tag (const char *text, gsize length)
{
  return length > 1 && text[0] == '<'
         && (g_ascii_isalpha (text[1]) || text[1] == '/' || text[1] == '!' || text[1] == '?');
}

/* Takes what stands at the position: a tag, or the text up to the next one. Returns: FALSE where it
 * is nothing to be told of */
static gboolean
take_token (PalierHtmlTokens *self)
{
  const char *text = (const char *) self->window->data + self->pos;
  gsize left = self->window->len - self->pos;
  gsize end = 0;

  if (begins_tag (text, left))
  {
    if (left >= 4 && memcmp (text, "<!--", 4) == 0)
      end = find (self, "-->", self->window->len, &self->no_comment_end);
    /* A comment that never ends would hide the rest of the page. */
    if (end == 0)
      end = tag_end (self);
  }
  if (end > 0)
  {
    gsize tag = end - self->pos;
    self->pos = end;
    return take_tag (self, text, tag);
  }
  const char *next = left > 1 ? memchr (text + 1, '<', left - 1) : NULL;
  gsize length = next != NULL ? (gsize) (next - text) : left;
  /* Of an entity that the window cuts through, nothing is taken yet. */
  if (next == NULL && !self->at_end && length > 64)
    length -= 32;
  while (length > 1 && length < left && ((guint8) text[length] & 0xc0) == 0x80)
    length--;
  const char *entity = next == NULL ? memrchr (text, '&', length) : NULL;
  if (entity != NULL && entity > text && (gsize) (text + length - entity) < 32 && length < left)
    length = (gsize) (entity - text);
  self->pos += length;
  self->token = (PalierHtmlToken) { PALIER_HTML_TEXT, "", text, length };
  return TRUE;
}

/**
 * palier_html_tokens_next:
 *
 * Returns: (transfer none) (nullable): the next tag or text, until the next call; %NULL at the end,
 *   or with @error set
 */
const PalierHtmlToken *
palier_html_tokens_next (PalierHtmlTokens *self, GError **error)
{
  for (;;)
  {
    if (*self->skipped != '\0' && !skip_raw (self, error))
      return NULL;
    if (!fill (self, TAG_MAX, error))
      return NULL;
    if (take_token (self))
      return &self->token;
  }
}

/**
 * palier_html_attribute:
 * @name: in small letters
 *
 * Returns: (transfer full) (nullable): its value, entities in it decoded
 */
char *
palier_html_attribute (const PalierHtmlToken *token, const char *name)
{
  const char *p = token->text, *end = token->text + token->length;
  gsize n = strlen (name);

  while (p < end)
  {
    while (p < end && (g_ascii_isspace (*p) || *p == '/'))
      p++;
    const char *from = p;
    while (p < end && !g_ascii_isspace (*p) && *p != '=')
      p++;
    gboolean found = (gsize) (p - from) == n && g_ascii_strncasecmp (from, name, n) == 0;
    const char *value = p;
    if (p < end && *p == '=')
    {
      value = ++p;
      char quote = p < end && (*p == '"' || *p == '\'') ? *p : '\0';
      value += quote != '\0';
      p += quote != '\0';
      while (p < end && (quote != '\0' ? *p != quote : !g_ascii_isspace (*p)))
        p++;
    }
    if (found)
    {
      GString *text = g_string_new (NULL);
      palier_html_append_text (text, value, (gsize) (p - value));
      return g_string_free (text, FALSE);
    }
    p += p < end;
  }
  return NULL;
}

/* The entities that programs write (§ 13.5): the letters of Latin-1 and the signs of print. */
static const struct
{
  const char *name;
  gunichar letter;
} entities[] = {
  { "AElig", 0xc6 },    { "Aacute", 0xc1 },   { "Acirc", 0xc2 },   { "Agrave", 0xc0 },
  { "Aring", 0xc5 },    { "Atilde", 0xc3 },   { "Auml", 0xc4 },    { "Ccedil", 0xc7 },
  { "Eacute", 0xc9 },   { "Ecirc", 0xca },    { "Egrave", 0xc8 },  { "Euml", 0xcb },
  { "Iacute", 0xcd },   { "Icirc", 0xce },    { "Igrave", 0xcc },  { "Iuml", 0xcf },
  { "Ntilde", 0xd1 },   { "OElig", 0x152 },   { "Oacute", 0xd3 },  { "Ocirc", 0xd4 },
  { "Ograve", 0xd2 },   { "Oslash", 0xd8 },   { "Otilde", 0xd5 },  { "Ouml", 0xd6 },
  { "Scaron", 0x160 },  { "Uacute", 0xda },   { "Ucirc", 0xdb },   { "Ugrave", 0xd9 },
  { "Uuml", 0xdc },     { "Yacute", 0xdd },   { "Yuml", 0x178 },   { "aacute", 0xe1 },
  { "acirc", 0xe2 },    { "aelig", 0xe6 },    { "agrave", 0xe0 },  { "amp", '&' },
  { "apos", '\'' },     { "aring", 0xe5 },    { "atilde", 0xe3 },  { "auml", 0xe4 },
  { "bull", 0x2022 },   { "ccedil", 0xe7 },   { "copy", 0xa9 },    { "deg", 0xb0 },
  { "eacute", 0xe9 },   { "ecirc", 0xea },    { "egrave", 0xe8 },  { "ensp", 0x2002 },
  { "euml", 0xeb },     { "euro", 0x20ac },   { "frac12", 0xbd },  { "gt", '>' },
  { "hellip", 0x2026 }, { "iacute", 0xed },   { "icirc", 0xee },   { "igrave", 0xec },
  { "iuml", 0xef },     { "laquo", 0xab },    { "ldquo", 0x201c }, { "lsquo", 0x2018 },
  { "lt", '<' },        { "mdash", 0x2014 },  { "middot", 0xb7 },  { "nbsp", 0xa0 },
  { "ndash", 0x2013 },  { "ntilde", 0xf1 },   { "oacute", 0xf3 },  { "ocirc", 0xf4 },
  { "oelig", 0x153 },   { "ograve", 0xf2 },   { "ordf", 0xaa },    { "ordm", 0xba },
  { "oslash", 0xf8 },   { "otilde", 0xf5 },   { "ouml", 0xf6 },    { "pound", 0xa3 },
  { "quot", '"' },      { "raquo", 0xbb },    { "rdquo", 0x201d }, { "reg", 0xae },
  { "rsquo", 0x2019 },  { "scaron", 0x161 },  { "shy", 0xad },     { "sup2", 0xb2 },
  { "szlig", 0xdf },    { "thinsp", 0x2009 }, { "times", 0xd7 },   { "trade", 0x2122 },
  { "uacute", 0xfa },   { "ucirc", 0xfb },    { "ugrave", 0xf9 },  { "uuml", 0xfc },
  { "yacute", 0xfd },   { "yuml", 0xff },     { "zwnj", 0x200c },  { "emsp", 0x2003 },
};

/* "&#233;", "&#xE9;" at @text, behind the "#". Returns: the letter, or 0 */
static gunichar
numbered_letter (const char *text, gsize length, gsize *used)
{
  gboolean hex = length > 0 && (text[0] == 'x' || text[0] == 'X');
  gunichar letter = 0;
  gsize i = hex ? 1 : 0;

  for (; i < length && i < 9; i++)
  {
    int digit = hex ? g_ascii_xdigit_value (text[i]) : g_ascii_digit_value (text[i]);
    if (digit < 0)
      break;
    letter = letter * (hex ? 16 : 10) + (gunichar) digit;
  }
  *used = i + (i < length && text[i] == ';');
  if (letter == 0 || letter > 0x10ffff || !g_unichar_validate (letter))
    return i > (hex ? 1 : 0) ? 0xfffd : 0;
  return letter;
}

static gunichar
named_letter (const char *text, gsize length, gsize *used)
{
  gsize n = 0;

  while (n < length && n < 8 && g_ascii_isalnum (text[n]))
    n++;
  *used = n + 1;
  if (n == 0 || n == length || text[n] != ';')
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS (entities); i++)
    if (strlen (entities[i].name) == n && memcmp (entities[i].name, text, n) == 0)
      return entities[i].letter;
  return 0;
}

/* Appends a text with its entities decoded and without NUL. */
void
palier_html_append_text (GString *to, const char *text, gsize length)
{
  for (gsize i = 0; i < length;)
  {
    gsize used = 0;
    gunichar letter = 0;
    if (text[i] == '&' && i + 2 < length)
      letter = text[i + 1] == '#' ? numbered_letter (text + i + 2, length - i - 2, &used)
                                  : named_letter (text + i + 1, length - i - 1, &used);
    if (letter != 0)
    {
      g_string_append_unichar (to, letter);
      i += used + (text[i + 1] == '#' ? 2 : 1);
      continue;
    }
    if (text[i] != '\0')
      g_string_append_c (to, text[i]);
    i++;
  }
}
