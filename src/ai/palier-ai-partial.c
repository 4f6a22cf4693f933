/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scanner, not a parser: it follows strings, their escapes and which of them are names, and
 * counts the objects that hold a text. Half an escape or half a letter waits for its rest, so that
 * what is shown is always valid. Before the first brace everything is prose. */
#include "palier-ai-partial.h"

#include <string.h>

#define NAME_MAX_BYTES 16

typedef enum
{
  PROSE,
  OUTSIDE, /* of strings */
  INSIDE,
  ESCAPE, /* behind a backslash */
  HEX,    /* behind \u */
} State;

struct _PalierAiPartial
{
  State state;
  gboolean value;   /* the next string, or this one, is a value */
  GString *name;    /* the last string that may be a name */
  GString *target;  /* (nullable): where the string goes */
  GString *pending; /* bytes of a letter that is not whole */
  guint hex, digits, high;
  guint n;
  struct
  {
    GString *subject, *body;
  } objects[PALIER_AI_PARTIAL_OBJECTS];
};

PalierAiPartial *
palier_ai_partial_new (void)
{
  PalierAiPartial *self = g_new0 (PalierAiPartial, 1);

  self->name = g_string_new (NULL);
  self->pending = g_string_new (NULL);
  return self;
}

void
palier_ai_partial_free (PalierAiPartial *self)
{
  for (guint i = 0; i < self->n; i++)
  {
    g_string_free (self->objects[i].subject, TRUE);
    g_string_free (self->objects[i].body, TRUE);
  }
  g_string_free (self->name, TRUE);
  g_string_free (self->pending, TRUE);
  g_free (self);
}

/* A new object, unless the last one has nothing yet: the outermost holds no text itself. */
static void
begin_object (PalierAiPartial *self)
{
  guint last = self->n - 1;

  if (self->n == PALIER_AI_PARTIAL_OBJECTS
      || (self->n > 0 && self->objects[last].subject->len + self->objects[last].body->len == 0))
    return;
  self->objects[self->n].subject = g_string_new (NULL);
  self->objects[self->n].body = g_string_new (NULL);
  self->n++;
}

static GString *
target_of (PalierAiPartial *self)
{
  if (!self->value)
    return self->name;
  if (strcmp (self->name->str, "subject") == 0)
    return self->objects[self->n - 1].subject;
  if (strcmp (self->name->str, "body") == 0)
    return self->objects[self->n - 1].body;
  return NULL;
}

static void
begin_string (PalierAiPartial *self)
{
  self->state = INSIDE;
  self->target = target_of (self);
  self->high = 0;
  g_string_truncate (self->pending, 0);
  if (self->target != NULL)
    g_string_truncate (self->target, 0);
}

static void
append (PalierAiPartial *self, const char *bytes, gsize length)
{
  gboolean fits = self->target != self->name || self->name->len + length <= NAME_MAX_BYTES;

  if (self->target != NULL && fits)
    g_string_append_len (self->target, bytes, (gssize) length);
}

static void
append_letter (PalierAiPartial *self, gunichar letter)
{
  char bytes[6];

  append (self, bytes, (gsize) g_unichar_to_utf8 (letter, bytes));
}

/* A high surrogate that no low one followed stands for nothing. */
static void
drop_high (PalierAiPartial *self)
{
  if (self->high != 0)
    append_letter (self, 0xfffd);
  self->high = 0;
}

static void
take_code (PalierAiPartial *self, guint code)
{
  if (self->high != 0 && code >= 0xdc00 && code < 0xe000)
  {
    append_letter (self, 0x10000 + ((self->high - 0xd800) << 10) + (code - 0xdc00));
    self->high = 0;
    return;
  }
  drop_high (self);
  if (code >= 0xd800 && code < 0xdc00)
    self->high = code;
  else
    append_letter (self, code == 0 || (code >= 0xdc00 && code < 0xe000) ? 0xfffd : code);
}

/* Bytes of a letter until it is whole; what cannot become one is left out. */
static void
take_byte (PalierAiPartial *self, char byte)
{
  drop_high (self);
  g_string_append_c (self->pending, byte);
  gunichar letter = g_utf8_get_char_validated (self->pending->str, (gssize) self->pending->len);
  if (letter == (gunichar) -2)
    return;
  if (letter != (gunichar) -1)
    append (self, self->pending->str, self->pending->len);
  g_string_truncate (self->pending, 0);
}

static void
take_escape (PalierAiPartial *self, char c)
{
  static const char from[] = "nrtbf\"\\/", to[] = "\n\r\t\b\f\"\\/";
  const char *at = strchr (from, c);

  self->state = INSIDE;
  if (c == 'u')
  {
    self->state = HEX;
    self->hex = self->digits = 0;
  }
  else if (c != '\0' && at != NULL)
    take_byte (self, to[at - from]);
}

static void
take_hex (PalierAiPartial *self, char c)
{
  if (!g_ascii_isxdigit (c))
  {
    self->state = INSIDE;
    return;
  }
  self->hex = self->hex * 16 + (guint) g_ascii_xdigit_value (c);
  if (++self->digits < 4)
    return;
  self->state = INSIDE;
  take_code (self, self->hex);
}

static void
take_inside (PalierAiPartial *self, char c)
{
  if (c == '\\')
    self->state = ESCAPE;
  else if (c != '"')
    take_byte (self, c);
  else
  {
    drop_high (self);
    self->state = OUTSIDE;
    self->target = NULL;
  }
}

static void
take_outside (PalierAiPartial *self, char c)
{
  if (c == '{')
    begin_object (self);
  if (c == ':')
    self->value = TRUE;
  else if (strchr ("{},[]", c) != NULL)
    self->value = FALSE;
  else if (c == '"')
    begin_string (self);
}

static void
take (PalierAiPartial *self, char c)
{
  switch (self->state)
  {
  case PROSE:
    if (c != '{')
      break;
    self->state = OUTSIDE;
    begin_object (self);
    break;
  case OUTSIDE:
    take_outside (self, c);
    break;
  case INSIDE:
    take_inside (self, c);
    break;
  case ESCAPE:
    take_escape (self, c);
    break;
  case HEX:
    take_hex (self, c);
    break;
  default:
    g_assert_not_reached ();
  }
}

/* @text: the next piece of the answer, cut anywhere */
void
palier_ai_partial_feed (PalierAiPartial *self, const char *text)
{
  for (; *text != '\0'; text++)
    take (self, *text);
}

/* How many objects have a text, or may come to have one. */
guint
palier_ai_partial_get_count (const PalierAiPartial *self)
{
  return self->n;
}

/* (transfer none): until the next feed */
const char *
palier_ai_partial_get_subject (const PalierAiPartial *self, guint index)
{
  g_assert (index < self->n);
  return self->objects[index].subject->str;
}

/* (transfer none): until the next feed */
const char *
palier_ai_partial_get_body (const PalierAiPartial *self, guint index)
{
  g_assert (index < self->n);
  return self->objects[index].body->str;
}
