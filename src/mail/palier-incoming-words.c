/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Phrases as data, looked for among the words of a text. */
#include "palier-incoming-words.h"

#include <gio/gio.h>
#include <string.h>

#include "palier-fold.h"
#include "palier-mail-resources.h"

#define RESOURCE "/fr/immo_ai/Palier/mail/incoming.txt"
#define GAP_MAX 4 /* words that "*" stands for, at most */
#define TOKENS_MAX 8192

static const char *const names[] = {
  "robot name",
  "bounce subject",
  "bounce",
  "delayed",
  "no such user",
  "mailbox full",
  "blocked",
  "passing",
  "auto subject",
  "auto",
  "away",
  "away formula",
  "engaged",
  "receipt subject",
  "courtesy",
  "unsubscribe",
  "unsubscribe footer",
  "unsubscribe alone",
  "wrong person",
  "not interested",
  "later",
  "later weak",
  "interested",
  "interested weak",
};
G_STATIC_ASSERT (G_N_ELEMENTS (names) == PALIER_N_WORDS);

typedef char **Phrase;

/* ---- The phrases */

static PalierWordsSection
find_section (const char *line)
{
  for (guint i = 0; i < PALIER_N_WORDS; i++)
    if (strncmp (line + 1, names[i], strlen (names[i])) == 0 && line[1 + strlen (names[i])] == ']')
      return i;
  g_assert_not_reached ();
}

static Phrase
read_phrase (const char *line)
{
  g_autofree char *folded = palier_fold (line);

  g_strdelimit (folded, "'-", ' ');
  g_strstrip (folded);
  return g_strsplit_set (folded, " ", -1);
}

static GPtrArray **
load (void)
{
  g_autoptr (GBytes) bytes =
      g_resource_lookup_data (palier_mail_get_resource (), RESOURCE, 0, NULL);
  g_assert (bytes != NULL);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GPtrArray **sections = g_new0 (GPtrArray *, PALIER_N_WORDS);
  guint section = 0;

  for (guint i = 0; i < PALIER_N_WORDS; i++)
    sections[i] = g_ptr_array_new ();
  for (char **line = lines; *line != NULL; line++)
    if (**line == '[')
      section = find_section (*line);
    else if (**line != '\0' && **line != '#')
      g_ptr_array_add (sections[section], read_phrase (*line));
  return sections;
}

static GPtrArray *
get_section (PalierWordsSection section)
{
  static GPtrArray **sections;
  static gsize ready;

  if (g_once_init_enter (&ready))
  {
    sections = load ();
    g_once_init_leave (&ready, 1);
  }
  return sections[section];
}

/* ---- The words of a text */

static gboolean
ends_sentence (const char *p)
{
  return strchr (".!?;:", *p) != NULL && (p[1] == '\0' || p[1] == ' ' || strchr (".!?", p[1]));
}

static gboolean
is_word (const char *p)
{
  return (guchar) *p >= 0x80 ? g_unichar_isalnum (g_utf8_get_char (p)) : g_ascii_isalnum (*p);
}

static void
add_end (GPtrArray *tokens)
{
  static char end[] = ".";

  if (tokens->len > 0 && tokens->pdata[tokens->len - 1] != (gpointer) end)
    g_ptr_array_add (tokens, end);
}

static void
split (PalierWords *self)
{
  char *p = self->folded;

  while (*p != '\0' && self->tokens->len < TOKENS_MAX)
  {
    if (is_word (p))
    {
      g_ptr_array_add (self->tokens, p);
      while (*p != '\0' && is_word (p))
        p = g_utf8_next_char (p);
    }
    gboolean end = *p != '\0' && ends_sentence (p);
    if (*p != '\0')
    {
      char *next = g_utf8_next_char (p);
      *p = '\0';
      p = next;
    }
    if (end)
      add_end (self->tokens);
  }
}

/* An empty line ends a sentence too, and so does a line that is a list's. */
static char *
mark_paragraphs (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GString *out = g_string_new (NULL);

  for (char **line = lines; *line != NULL; line++)
    g_string_append_printf (out, "%s\n", palier_is_blank (*line) ? " . " : *line);
  return g_string_free_and_steal (out);
}

/* @text: UTF-8; what lies behind the first thousands of words is not looked at */
PalierWords *
palier_words_new (const char *text)
{
  PalierWords *self = g_new0 (PalierWords, 1);
  g_autofree char *marked = mark_paragraphs (text);

  self->folded = palier_fold (marked);
  self->tokens = g_ptr_array_new ();
  split (self);
  return self;
}

void
palier_words_free (PalierWords *self)
{
  g_ptr_array_unref (self->tokens);
  g_free (self->folded);
  g_free (self);
}

/* Returns: how many words there are, ends of sentences left out */
guint
palier_words_count (const PalierWords *self)
{
  guint n = 0;

  for (guint i = 0; i < self->tokens->len; i++)
    n += strcmp (self->tokens->pdata[i], ".") != 0;
  return n;
}

/* ---- Looking for */

static const char *
token (const PalierWords *self, guint i)
{
  return i < self->tokens->len ? self->tokens->pdata[i] : ".";
}

static gboolean
word_fits (const char *pattern, const char *word)
{
  gsize length = strlen (pattern);

  if (length > 1 && pattern[length - 1] == '~')
    return strncmp (pattern, word, length - 1) == 0;
  return strcmp (pattern, word) == 0;
}

/* Returns: the place behind the phrase when it begins at @at, else 0 */
static guint
match (const PalierWords *self, char *const *phrase, guint at)
{
  for (; *phrase != NULL; phrase++)
  {
    if (strcmp (*phrase, "*") == 0)
    {
      for (guint gap = 0; gap <= GAP_MAX; gap++)
      {
        guint end = match (self, phrase + 1, at + gap);
        if (end != 0 || strcmp (token (self, at + gap), ".") == 0)
          return end;
      }
      return 0;
    }
    if (!word_fits (*phrase, token (self, at)))
      return 0;
    at++;
  }
  return at;
}

/* A phrase that begins with "^" stands at the beginning of a sentence. */
static guint
match_phrase (const PalierWords *self, char *const *phrase, guint at)
{
  if (strcmp (*phrase, "^") != 0)
    return match (self, phrase, at);
  return at == 0 || strcmp (token (self, at - 1), ".") == 0 ? match (self, phrase + 1, at) : 0;
}

static guint
match_any (const PalierWords *self, GPtrArray *phrases, guint at)
{
  guint longest = 0;

  for (guint i = 0; i < phrases->len; i++)
    longest = MAX (longest, match_phrase (self, g_ptr_array_index (phrases, i), at));
  return longest;
}

gboolean
palier_words_have (const PalierWords *self, PalierWordsSection section)
{
  return palier_words_begin (self, section, self->tokens->len);
}

/* Whether a phrase of @section begins within the first @within words. */
gboolean
palier_words_begin (const PalierWords *self, PalierWordsSection section, guint within)
{
  GPtrArray *phrases = get_section (section);

  for (guint i = 0; i < MIN (within, self->tokens->len); i++)
    if (match_any (self, phrases, i) != 0)
      return TRUE;
  return FALSE;
}

static char *
take_words (PalierWords *self, guint from, guint to)
{
  static char end[] = ".";
  GString *out = g_string_new (NULL);

  for (guint i = from; i < to; i++)
  {
    g_string_append_printf (out, "%s%s", i > from ? " " : "", token (self, i));
    self->tokens->pdata[i] = end;
  }
  return g_string_free_and_steal (out);
}

/**
 * palier_words_take:
 * @found: (element-type utf8) (nullable): gets what was found, owned
 *
 * Takes all phrases of @section out of the text, so that what is looked for afterwards does not
 * find its own words within them.
 *
 * Returns: how many were found
 */
guint
palier_words_take (PalierWords *self, PalierWordsSection section, GPtrArray *found)
{
  GPtrArray *phrases = get_section (section);
  guint n = 0;

  for (guint i = 0; i < self->tokens->len; i++)
  {
    guint end = match_any (self, phrases, i);
    if (end == 0)
      continue;
    g_autofree char *words = take_words (self, i, MIN (end, self->tokens->len));
    if (found != NULL)
      g_ptr_array_add (found, g_steal_pointer (&words));
    n++;
  }
  return n;
}
