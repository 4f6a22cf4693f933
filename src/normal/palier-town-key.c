/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What two spellings of one town have in common. It is asked for every row of a file, several
 * times, so it works on the stack. data/gazetteer/make-gazetteer.py does the same to the names of
 * the gazetteer; its test looks every commune up by its own name. */
#include "palier-town-key.h"

#include <string.h>

/* U+00C0 to U+00FF without their accents; a dot stands for what is no letter or two. */
static const char latin[] = "aaaaaa.ceeeeiiii.nooooo.ouuuuy..aaaaaa.ceeeeiiii.nooooo.ouuuuy.y";

/* Returns: the letter or digit without accent and case; NUL: something between words */
static const char *
fold_letter (gunichar c, char buffer[2])
{
  buffer[0] = '\0';
  buffer[1] = '\0';
  if (c < 0x80)
    buffer[0] = g_ascii_isalnum ((char) c) ? g_ascii_tolower ((char) c) : '\0';
  else if (c == 0x152 || c == 0x153)
    return "oe";
  else if (c == 0xC6 || c == 0xE6)
    return "ae";
  else if (c == 0xDF)
    return "ss";
  else if (c == 0x178)
    buffer[0] = 'y';
  else if (c >= 0xC0 && c <= 0xFF && latin[c - 0xC0] != '.')
    buffer[0] = latin[c - 0xC0];
  return buffer;
}

/* Words under work: the key so far and where its first and its last word end and begin. */
typedef struct
{
  char *out;
  gsize length;
  gsize n_words;
  gsize first_end;
  gsize last_start;
  gboolean too_long;
} Words;

static const char *
spell_out (const char *word)
{
  static const char *const forms[][2] = { { "st", "saint" },   { "ste", "sainte" },
                                          { "sts", "saints" }, { "stes", "saintes" },
                                          { "s", "sur" },      { "ss", "sous" },
                                          { "lez", "les" } };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    if (strcmp (forms[i][0], word) == 0)
      return forms[i][1];
  return word;
}

static void
add_word (Words *self, const char *word)
{
  const char *spelled = spell_out (word);
  gsize length = strlen (spelled);

  if (length == 0)
    return;
  if (self->length + length >= PALIER_TOWN_KEY_SIZE)
  {
    self->too_long = TRUE;
    return;
  }
  self->last_start = self->length;
  memcpy (self->out + self->length, spelled, length + 1);
  self->length += length;
  if (self->n_words++ == 0)
    self->first_end = self->length;
}

static gboolean
is_article (const char *text, gsize length)
{
  return (length == 1 && *text == 'l') || (length == 2 && strncmp (text, "le", 2) == 0)
         || (length == 2 && strncmp (text, "la", 2) == 0)
         || (length == 3 && strncmp (text, "les", 3) == 0);
}

/* "Le Havre", "Havre (Le)" → "havre" */
static void
drop_articles (Words *self)
{
  if (self->n_words > 1 && is_article (self->out, self->first_end))
  {
    self->length -= self->first_end;
    self->last_start -= self->first_end;
    self->n_words--;
    memmove (self->out, self->out + self->first_end, self->length + 1);
  }
  if (self->n_words > 1
      && is_article (self->out + self->last_start, self->length - self->last_start))
  {
    self->length = self->last_start;
    self->out[self->length] = '\0';
  }
}

/* The letter at *@p, which is moved behind it; combining accents are passed over. */
static const char *
next_letter (const char **p, char buffer[2])
{
  gunichar c = (guchar) * *p < 0x80 ? (gunichar) * *p : g_utf8_get_char_validated (*p, -1);

  if (c == (gunichar) -1 || c == (gunichar) -2)
  {
    *p += 1;
    return "";
  }
  *p = g_utf8_next_char (*p);
  return c >= 0x300 && c <= 0x36F ? NULL : fold_letter (c, buffer);
}

/**
 * palier_town_key:
 * @text: (nullable): a name in any spelling
 *
 * Writes it without case, accents, hyphens, spaces and the article at its beginning or end, with
 * "St", "Ste", "s/" and "lez" spelled out.
 *
 * Returns: the length of the key; 0 where there is none, or one too long for a town
 */
gsize
palier_town_key (const char *text, char out[PALIER_TOWN_KEY_SIZE])
{
  Words words = { .out = out };
  char word[PALIER_TOWN_KEY_SIZE], buffer[2];
  gsize length = 0;

  out[0] = '\0';
  for (const char *p = text != NULL ? text : ""; *p != '\0' && !words.too_long;)
  {
    const char *letter = next_letter (&p, buffer);
    if (letter != NULL && *letter == '\0')
    {
      word[length] = '\0';
      add_word (&words, word);
      length = 0;
    }
    for (; letter != NULL && *letter != '\0' && !words.too_long; letter++)
      if (length + 1 < sizeof word)
        word[length++] = *letter;
      else
        words.too_long = TRUE;
  }
  word[length] = '\0';
  add_word (&words, word);
  if (words.too_long)
    words.length = 0;
  else
    drop_articles (&words);
  out[words.length] = '\0';
  return words.length;
}

/* How many letters of an article stand glued to the front of a key: "lhaylesroses"; 0: none. */
gsize
palier_town_key_glued (const char *key)
{
  return key[0] == 'l' && key[1] != '\0' && strchr ("aeiouyh", key[1]) != NULL ? 1 : 0;
}
