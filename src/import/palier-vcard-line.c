/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-vcard-line.h"

#include <string.h>

#include "palier-cells.h"

#define MAX_PARTS 256

struct _PalierVcardLines
{
  PalierText *text; /* borrowed */
  GString *whole;   /* the line with those folded into it */
  GString *ahead;   /* the line behind it */
  gboolean has_ahead;
  guint64 n_lines;
  guint64 ahead_line;
  char *charset; /* (nullable) */
  gboolean quoted_printable;
  GString *name;
  GString *value;
  PalierVcardProperty property;
};

/**
 * palier_vcard_lines_new:
 * @text: (transfer none): must live as long
 */
PalierVcardLines *
palier_vcard_lines_new (PalierText *text)
{
  PalierVcardLines *self = g_new0 (PalierVcardLines, 1);

  self->text = text;
  self->whole = g_string_new (NULL);
  self->ahead = g_string_new (NULL);
  self->name = g_string_new (NULL);
  self->value = g_string_new (NULL);
  return self;
}

void
palier_vcard_lines_free (PalierVcardLines *self)
{
  g_string_free (self->whole, TRUE);
  g_string_free (self->ahead, TRUE);
  g_string_free (self->name, TRUE);
  g_string_free (self->value, TRUE);
  g_free (self->charset);
  g_free (self);
}

/* After the text was rewound. */
void
palier_vcard_lines_rewind (PalierVcardLines *self)
{
  self->has_ahead = FALSE;
  self->n_lines = 0;
}

/* A text from the file without the zero bytes in it. */
static void
append_text (GString *to, const char *from, gsize length)
{
  gsize room = PALIER_CELL_MAX - MIN (to->len, PALIER_CELL_MAX);

  length = palier_cut_length (from, length, room);
  while (length > 0)
  {
    const char *zero = memchr (from, '\0', length);
    gsize part = zero != NULL ? (gsize) (zero - from) : length;
    g_string_append_len (to, from, (gssize) part);
    part += zero != NULL;
    from += part;
    length -= part;
  }
}

static gboolean
read_ahead (PalierVcardLines *self, GError **error)
{
  const char *line;
  gsize length;

  if (self->has_ahead)
    return TRUE;
  if (!palier_text_read_line (self->text, &line, &length, error))
    return FALSE;
  g_string_truncate (self->ahead, 0);
  append_text (self->ahead, line, length);
  self->ahead_line = ++self->n_lines;
  self->has_ahead = TRUE;
  return TRUE;
}

/* Whether the line's head says that it is quoted-printable, whose long lines end with "=". */
static gboolean
is_quoted_printable (const GString *line)
{
  const char *colon = memchr (line->str, ':', line->len);
  g_autofree char *head =
      colon != NULL ? g_ascii_strup (line->str, (gssize) (colon - line->str)) : NULL;

  return head != NULL && strstr (head, "QUOTED-PRINTABLE") != NULL;
}

/* A card's end is never the rest of a line. */
static gboolean
ends_card (const char *line)
{
  return g_ascii_strncasecmp (line, "END:VCARD", 9) == 0;
}

/* Reads a line with all that is folded into it. */
static gboolean
read_whole (PalierVcardLines *self, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (!read_ahead (self, error))
    return FALSE;
  self->property.line = self->ahead_line;
  g_string_assign (self->whole, self->ahead->str);
  self->has_ahead = FALSE;
  self->quoted_printable = is_quoted_printable (self->whole);
  while (read_ahead (self, &problem))
  {
    gsize length = self->whole->len;
    gboolean soft = self->quoted_printable && length > 0 && self->whole->str[length - 1] == '=';
    gboolean folded = *self->ahead->str == ' ' || *self->ahead->str == '\t';
    if ((!soft && !folded) || ends_card (self->ahead->str))
      break;
    if (soft)
      g_string_truncate (self->whole, length - 1);
    const char *rest = self->ahead->str + (folded && !soft ? 1 : 0);
    append_text (self->whole, rest, strlen (rest));
    self->has_ahead = FALSE;
  }
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static void
take_type (PalierVcardProperty *property, const char *word)
{
  static const struct
  {
    const char *word;
    PalierVcardTypes type;
  } types[] = { { "PREF", PALIER_VCARD_PREF },     { "WORK", PALIER_VCARD_WORK },
                { "HOME", PALIER_VCARD_HOME },     { "CELL", PALIER_VCARD_CELL },
                { "MOBILE", PALIER_VCARD_CELL },   { "IPHONE", PALIER_VCARD_CELL },
                { "FAX", PALIER_VCARD_FAX },       { "PAGER", PALIER_VCARD_PAGER },
                { "BASE64", PALIER_VCARD_BINARY }, { "B", PALIER_VCARD_BINARY } };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_ascii_strcasecmp (types[i].word, word) == 0)
      property->types |= types[i].type;
}

/* One parameter: "TYPE=work,cell", "CHARSET=ISO-8859-1", or as of 2.1 "WORK". */
static void
take_parameter (PalierVcardLines *self, const char *text, gsize length)
{
  g_autofree char *parameter = g_strndup (text, length);
  char *equals = strchr (parameter, '=');
  const char *values = equals != NULL ? equals + 1 : parameter;

  if (equals != NULL)
    *equals = '\0';
  if (equals != NULL && g_ascii_strcasecmp (parameter, "CHARSET") == 0)
    g_set_str (&self->charset, values);
  else if (equals != NULL && g_ascii_strcasecmp (parameter, "PREF") == 0)
    self->property.types |= PALIER_VCARD_PREF;
  else if (equals == NULL || g_ascii_strcasecmp (parameter, "TYPE") == 0
           || g_ascii_strcasecmp (parameter, "ENCODING") == 0)
  {
    g_auto (GStrv) words = g_strsplit_set (values, ",\"", MAX_PARTS);
    for (char **word = words; *word != NULL; word++)
      take_type (&self->property, g_strstrip (*word));
  }
}

/* Where the head of the line ends: at the first colon that is not between quotes. */
static const char *
take_head (PalierVcardLines *self, const char *line)
{
  gboolean quoted = FALSE, named = FALSE;
  const char *from = line;

  for (const char *p = line;; p++)
  {
    if (*p == '"')
      quoted = !quoted;
    if (*p == '\0' || (!quoted && (*p == ';' || *p == ':')))
    {
      if (*p == '\0')
        return NULL;
      if (named)
        take_parameter (self, from, (gsize) (p - from));
      else
        g_string_append_len (self->name, from, (gssize) (p - from));
      named = TRUE;
      from = p + 1;
      if (*p == ':')
        return from;
    }
    /* "item1.TEL" */
    if (*p == '.' && !named)
      from = p + 1;
  }
}

/* The charsets that address books wrote; any other name is not looked up. */
static gboolean
is_known_charset (const char *name)
{
  static const char *const known[] = { "ISO-8859-", "WINDOWS-125", "CP125",    "US-ASCII",
                                       "LATIN",     "CP85",        "MACINTOSH" };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_ascii_strncasecmp (name, known[i], strlen (known[i])) == 0 && strlen (name) < 16
        && strchr (name, '/') == NULL)
      return TRUE;
  return FALSE;
}

/* Bytes of quoted-printable text to UTF-8. */
static void
decode_quoted (PalierVcardLines *self, const char *text)
{
  g_autoptr (GString) bytes = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
  {
    int high = *p == '=' && p[1] != '\0' ? g_ascii_xdigit_value (p[1]) : -1;
    int low = high >= 0 ? g_ascii_xdigit_value (p[2]) : -1;
    char byte = *p;
    if (low >= 0)
    {
      byte = (char) (high * 16 + low);
      p += 2;
    }
    if (byte != '\0' && byte != '\r')
      g_string_append_c (bytes, byte);
  }
  g_autofree char *converted = NULL;
  if (self->charset != NULL && is_known_charset (self->charset))
    converted =
        g_convert (bytes->str, (gssize) bytes->len, "UTF-8", self->charset, NULL, NULL, NULL);
  else if (g_utf8_validate (bytes->str, (gssize) bytes->len, NULL))
    converted = g_strndup (bytes->str, bytes->len);
  if (converted == NULL)
    converted =
        g_convert (bytes->str, (gssize) bytes->len, "UTF-8", "WINDOWS-1252", NULL, NULL, NULL);
  if (converted == NULL)
    converted = g_utf8_make_valid (bytes->str, (gssize) bytes->len);
  append_text (self->value, converted, strlen (converted));
}

/**
 * palier_vcard_lines_next:
 *
 * Returns: (transfer none) (nullable): the next property, until the next call; lines that are none
 *   are left out. %NULL at the end, or with @error set
 */
const PalierVcardProperty *
palier_vcard_lines_next (PalierVcardLines *self, GError **error)
{
  while (read_whole (self, error))
  {
    self->property.types = 0;
    self->property.cut = self->whole->len >= PALIER_CELL_MAX;
    g_clear_pointer (&self->charset, g_free);
    g_string_truncate (self->name, 0);
    g_string_truncate (self->value, 0);
    const char *value = take_head (self, self->whole->str);
    if (value == NULL)
      continue;
    if (self->quoted_printable)
      decode_quoted (self, value);
    else
      append_text (self->value, value, strlen (value));
    g_strstrip (self->name->str);
    g_string_ascii_up (self->name);
    self->property.name = self->name->str;
    self->property.value = self->value->str;
    return &self->property;
  }
  return NULL;
}

static void
append_escaped (GString *to, char c)
{
  g_string_append_c (to, c == 'n' || c == 'N' ? '\n' : c);
}

/**
 * palier_vcard_split:
 * @separator: between the parts; 0: there is but one
 *
 * Returns: (transfer full): the parts, escapes taken out, spaces at their ends too
 */
char **
palier_vcard_split (const char *value, char separator)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_autoptr (GString) part = g_string_new (NULL);
  guint n = 1;

  for (const char *p = value; *p != '\0'; p++)
  {
    if (*p == '\\' && p[1] != '\0')
      append_escaped (part, *++p);
    else if (separator != '\0' && *p == separator && n < MAX_PARTS)
    {
      g_strv_builder_add (parts, g_strstrip (part->str));
      g_string_truncate (part, 0);
      n++;
    }
    else
      g_string_append_c (part, *p);
  }
  g_strv_builder_add (parts, g_strstrip (part->str));
  return g_strv_builder_end (parts);
}
