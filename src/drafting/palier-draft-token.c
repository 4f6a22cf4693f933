/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text as words, digits and marks, each with its place. */
#include "palier-draft-token.h"

#include <string.h>

#include "palier-fold.h"

/* Where a text is being read. */
typedef struct
{
  const char *text;
  gboolean spaced, line, opens;
} Cursor;

/* Marks that are written in several ways, and what they are read as. */
static const struct
{
  gunichar mark;
  const char *fold;
} marks[] = { { 0x2019, "'" }, { 0x2018, "'" }, { 0x2010, "-" }, { 0x2011, "-" }, { 0x2012, "-" },
              { 0x2013, "-" }, { 0x2014, "-" }, { 0x2212, "-" }, { 0xb2, "2" } };

static const char *
fold_mark (PalierTokens *self, gunichar mark)
{
  char written[7] = "";

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (marks[i].mark == mark)
      return marks[i].fold;
  g_unichar_to_utf8 (mark, written);
  return g_string_chunk_insert (self->words, written);
}

/* Most words are plain ASCII: these are folded where they are kept. */
static const char *
fold_word (PalierTokens *self, const char *from, gsize length)
{
  gsize n = 0;

  while (n < length && g_ascii_isalpha (from[n]))
    n++;
  if (n == length)
  {
    char *kept = g_string_chunk_insert_len (self->words, from, (gssize) length);
    for (char *p = kept; *p != '\0'; p++)
      *p = g_ascii_tolower (*p);
    return kept;
  }
  g_autofree char *word = g_strndup (from, length);
  g_autofree char *folded = palier_fold (word);

  return g_string_chunk_insert (self->words, folded);
}

static gboolean
is_letter (gunichar c)
{
  return c < 0x80 ? g_ascii_isalpha ((char) c) : g_unichar_isalpha (c);
}

static gboolean
is_large (gunichar c)
{
  return c < 0x80 ? g_ascii_isupper ((char) c) : g_unichar_isupper (c);
}

static const char *
end_of_word (const char *p, PalierToken *token)
{
  guint letters = 0, large = 0;

  token->large = is_large (g_utf8_get_char (p));
  for (gunichar c; is_letter (c = g_utf8_get_char (p)); p = g_utf8_next_char (p))
  {
    letters++;
    large += is_large (c);
  }
  token->upper = letters > 1 && large == letters;
  return p;
}

static gboolean
closes_sentence (gunichar c)
{
  return c == '.' || c == '?' || c == '!' || c == ':' || c == 0x2026;
}

/* Between the parts of a line: "Claire Morel – Carte professionnelle". */
static gboolean
separates (gunichar c)
{
  return c == '|' || c == '-' || c == 0x2013 || c == 0x2014 || c == 0x2022 || c == 0xb7;
}

/* Quotes, dashes and pictures before a word leave it where it stands. */
static gboolean
keeps_opening (gunichar c)
{
  return c == 0xab || c == 0xbb || c == '"' || c == 0x201c || c == '*' || c == '-' || c == 0x2013
         || c == 0x2014 || c == 0x2022 || c == '(' || (c >= 0x2190 && !g_unichar_isalnum (c));
}

/* "M.", "J.": the point of a word that is cut short ends no sentence. */
static gboolean
is_cut (const PalierTokens *self)
{
  static const char *const brief[] = { "mr", "mme", "mlle", "dr", "me", "st", "ste", NULL };
  const PalierToken *last =
      self->items->len > 1 ? &g_array_index (self->items, PalierToken, self->items->len - 2) : NULL;

  return last != NULL && last->kind == PALIER_TOKEN_WORD && last->large
         && (last->fold[1] == '\0' || g_strv_contains (brief, last->fold));
}

/* @token: the last of @self */
static void
follow (const PalierTokens *self, Cursor *cursor, const PalierToken *token, gunichar c)
{
  cursor->spaced = cursor->line = FALSE;
  if (token->kind != PALIER_TOKEN_MARK || (c == '.' && is_cut (self)))
    cursor->opens = FALSE;
  else if (closes_sentence (c) || (token->spaced && separates (c)))
    cursor->opens = TRUE;
  else if (!keeps_opening (c))
    cursor->opens = FALSE;
}

static const char *
read_token (PalierTokens *self, Cursor *cursor, const char *p)
{
  gunichar c = g_utf8_get_char (p);
  const char *end = g_utf8_next_char (p);
  PalierToken token = { .start = (gsize) (p - cursor->text),
                        .spaced = cursor->spaced,
                        .line = cursor->line,
                        .opens = cursor->opens };

  if (g_ascii_isdigit (*p))
  {
    token.kind = PALIER_TOKEN_DIGITS;
    end = p + strspn (p, "0123456789");
    token.fold = g_string_chunk_insert_len (self->words, p, end - p);
  }
  else if (is_letter (c))
  {
    token.kind = PALIER_TOKEN_WORD;
    end = end_of_word (p, &token);
    token.fold = fold_word (self, p, (gsize) (end - p));
  }
  else
  {
    token.kind = c == 0xb2 ? PALIER_TOKEN_DIGITS : PALIER_TOKEN_MARK;
    token.fold = fold_mark (self, c);
  }
  token.end = (gsize) (end - cursor->text);
  g_array_append_val (self->items, token);
  follow (self, cursor, &token, c);
  return end;
}

/* Reads @text into @self, which need not be set up; palier_tokens_clear() frees what it holds. */
void
palier_tokens_read (PalierTokens *self, const char *text)
{
  Cursor cursor = { .text = text, .spaced = TRUE, .line = TRUE, .opens = TRUE };

  self->items = g_array_sized_new (FALSE, FALSE, sizeof (PalierToken), 64);
  self->words = g_string_chunk_new (1024);
  for (const char *p = text; *p != '\0';)
  {
    gunichar c = g_utf8_get_char (p);
    if (!g_unichar_isspace (c))
    {
      p = read_token (self, &cursor, p);
      continue;
    }
    cursor.spaced = TRUE;
    if (c == '\n')
      cursor.line = cursor.opens = TRUE;
    p = g_utf8_next_char (p);
  }
}

void
palier_tokens_clear (PalierTokens *self)
{
  g_clear_pointer (&self->items, g_array_unref);
  g_clear_pointer (&self->words, g_string_chunk_free);
}

/* (transfer none): of kind PALIER_TOKEN_END beyond the last */
const PalierToken *
palier_tokens_get (const PalierTokens *self, guint i)
{
  static const PalierToken end = { .fold = "", .spaced = TRUE, .line = TRUE };

  return i < self->items->len ? &g_array_index (self->items, PalierToken, i) : &end;
}

gboolean
palier_tokens_is (const PalierTokens *self, guint i, const char *fold)
{
  return strcmp (palier_tokens_get (self, i)->fold, fold) == 0;
}

/* Whether @mark stands at @i without space around it: of "quatre-vingt", "06.12". */
gboolean
palier_tokens_joined (const PalierTokens *self, guint i, const char *mark)
{
  return palier_tokens_is (self, i, mark) && !palier_tokens_get (self, i)->spaced
         && !palier_tokens_get (self, i + 1)->spaced;
}
