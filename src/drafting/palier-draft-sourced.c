/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is everything that the text claims a fact? First each fact that stands in the text word for word
 * is masked by spaces, byte for byte, so that positions stay. What then is left of figures must be
 * a figure of a fact with the same unit, and what is left of names is nobody's. */
#include "palier-draft-sourced.h"

#include <string.h>

#include "palier-draft-facts.h"
#include "palier-draft-words.h"
#include "palier-french.h"

void
palier_draft_add_check (GPtrArray *checks, const char *code, PalierSeverity severity, gsize start,
                        gsize end, const char *detail)
{
  PalierCheck *check = palier_check_new ();

  check->code = g_strdup (code);
  check->severity = severity;
  check->start = start;
  check->end = end;
  check->detail = g_strdup (detail);
  g_ptr_array_add (checks, check);
}

static int
compare_lengths (gconstpointer a, gconstpointer b)
{
  const PalierFact *one = *(PalierFact *const *) a, *other = *(PalierFact *const *) b;
  gsize x = strlen (one->display), y = strlen (other->display);

  return (x < y) - (x > y);
}

/* A lone figure is no words: 3 of "3 rue Haute" would stand for any 3. */
static gboolean
is_words (const char *display)
{
  for (const char *p = display; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalpha (g_utf8_get_char (p)))
      return TRUE;
  return strlen (display) >= 6;
}

static void
mask (char *text, const char *words)
{
  for (const char *at = text; (at = palier_draft_find_words (text, at, words)) != NULL;)
    memset ((char *) at, ' ', strlen (words));
}

/* The text without the facts in it, longest first: (transfer full). */
char *
palier_draft_mask_facts (const PalierDraftContext *context, const char *text)
{
  const GPtrArray *facts = palier_draft_context_get_facts (context);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  char *masked = g_strdup (text);

  for (guint i = 0; i < facts->len; i++)
    if (is_words (((PalierFact *) facts->pdata[i])->display))
      g_ptr_array_add (sorted, facts->pdata[i]);
  g_ptr_array_sort (sorted, compare_lengths);
  for (guint i = 0; i < sorted->len; i++)
  {
    const char *display = ((PalierFact *) sorted->pdata[i])->display;
    g_autofree char *capital = palier_french_sentence_case (display);
    mask (masked, display);
    mask (masked, capital);
  }
  return masked;
}

/* A figure of a text: its digits without separators, and %, € or nothing. */
typedef struct
{
  const char *start, *end;
  char *text;
} Figure;

static gboolean
is_joined (const char *p)
{
  const char *after = NULL;

  if (g_str_has_prefix (p, PALIER_NARROW_SPACE))
    after = p + strlen (PALIER_NARROW_SPACE);
  else if (g_str_has_prefix (p, PALIER_HARD_SPACE))
    after = p + strlen (PALIER_HARD_SPACE);
  else if (*p == ' ')
    after = p + 1;
  else if (*p == ',' || *p == '.')
    return g_ascii_isdigit (p[1]);
  return after != NULL && g_ascii_isdigit (after[0]) && g_ascii_isdigit (after[1])
         && g_ascii_isdigit (after[2]) && !g_ascii_isdigit (after[3]);
}

static const char *
unit_after (const char *p)
{
  static const char *const spaces[] = { PALIER_NARROW_SPACE, PALIER_HARD_SPACE, " ", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (spaces); i++)
  {
    const char *unit = g_str_has_prefix (p, spaces[i]) ? p + strlen (spaces[i]) : "";
    if (*unit == '%')
      return "%";
    if (g_str_has_prefix (unit, "€") || g_str_has_prefix (unit, "euro"))
      return "€";
  }
  return "";
}

/* The next figure from @p on; FALSE at the end. */
static gboolean
next_figure (const char *p, Figure *out)
{
  GString *text;

  for (; *p != '\0' && !g_ascii_isdigit (*p); p++)
    ;
  if (*p == '\0')
    return FALSE;
  out->start = p;
  text = g_string_new (NULL);
  while (g_ascii_isdigit (*p) || is_joined (p))
  {
    if (g_ascii_isdigit (*p) || *p == ',' || *p == '.')
      g_string_append_c (text, *p == '.' ? ',' : *p);
    p = g_utf8_next_char (p);
  }
  out->end = p;
  g_string_append (text, unit_after (p));
  out->text = g_string_free (text, FALSE);
  return TRUE;
}

static void
add_figures (GHashTable *figures, const char *text)
{
  Figure figure;

  for (const char *p = text; next_figure (p, &figure); p = figure.end)
    g_hash_table_add (figures, figure.text);
}

/* What may be counted with: not the sender's numbers, and nothing of how to reach anyone. */
static GHashTable *
collect_figures (const PalierDraftContext *context)
{
  const GPtrArray *facts = palier_draft_context_get_facts (context);
  GHashTable *figures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < facts->len; i++)
  {
    const PalierFact *fact = facts->pdata[i];
    if (g_str_has_prefix (fact->key, "sender_") || g_str_has_suffix (fact->key, "_url"))
      continue;
    add_figures (figures, fact->display);
    add_figures (figures, fact->value);
  }
  return figures;
}

static void
find_figures (const PalierDraftContext *context, const char *masked, GPtrArray *checks)
{
  g_autoptr (GHashTable) known = collect_figures (context);
  Figure figure;

  for (const char *p = masked; next_figure (p, &figure); p = figure.end)
  {
    if (!g_hash_table_contains (known, figure.text))
      palier_draft_add_check (checks, "unsourced", PALIER_SEVERITY_ERROR,
                              (gsize) (figure.start - masked), (gsize) (figure.end - masked),
                              figure.text);
    g_free (figure.text);
  }
}

static void
find_number_words (const char *masked, GPtrArray *checks)
{
  const GPtrArray *words = palier_draft_words ()->number_words;

  for (guint i = 0; i < words->len; i++)
  {
    g_autoptr (GMatchInfo) match = NULL;
    int start, end;
    for (g_regex_match (words->pdata[i], masked, 0, &match); g_match_info_matches (match);
         g_match_info_next (match, NULL))
    {
      g_autofree char *word = g_match_info_fetch (match, 0);
      g_match_info_fetch_pos (match, 0, &start, &end);
      palier_draft_add_check (checks, "unsourced", PALIER_SEVERITY_WARNING, (gsize) start,
                              (gsize) end, word);
    }
  }
}

/* Whether a sentence or a line begins at @at: a large letter then says nothing. */
static gboolean
begins_sentence (const char *masked, const char *at)
{
  while (at > masked)
  {
    gunichar before = g_utf8_get_char (at = g_utf8_prev_char (at));
    if (before == '\n' || before == '.' || before == '?' || before == '!' || before == ':')
      return TRUE;
    if (!g_unichar_isspace (before) && before != 0xab && before != '-' && before != '*')
      return FALSE;
  }
  return TRUE;
}

/* « à », « de », « sur » before it make it a place or a firm: a claim, not a slip. */
static gboolean
follows_preposition (const char *masked, const char *at)
{
  static const char *const before[] = { "à ",    "de ", "d'",  "d\u2019", "sur ",
                                        "chez ", "du ", "au ", "en ",     NULL };
  for (gsize i = 0; before[i] != NULL; i++)
  {
    gsize length = strlen (before[i]);
    if ((gsize) (at - masked) >= length && memcmp (at - length, before[i], length) == 0)
      return TRUE;
  }
  return FALSE;
}

static const char *
word_end (const char *p)
{
  while (g_unichar_isalpha (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  return p;
}

static void
find_names (const char *masked, GPtrArray *checks)
{
  GHashTable *allowed = palier_draft_words ()->capitals;

  for (const char *p = masked; *p != '\0';)
  {
    const char *end = word_end (p);
    g_autofree char *word = g_strndup (p, (gsize) (end - p));
    if (g_unichar_isupper (g_utf8_get_char (p)) && !begins_sentence (masked, p)
        && !g_hash_table_contains (allowed, word))
      palier_draft_add_check (checks, "unsourced",
                              follows_preposition (masked, p) ? PALIER_SEVERITY_ERROR
                                                              : PALIER_SEVERITY_WARNING,
                              (gsize) (p - masked), (gsize) (end - masked), word);
    p = end > p ? end : g_utf8_next_char (p);
  }
}

/* Adds a finding for each figure and name of a masked text that no fact holds. */
void
palier_draft_find_unsourced (const PalierDraftContext *context, const char *masked,
                             GPtrArray *checks)
{
  find_figures (context, masked, checks);
  find_number_words (masked, checks);
  find_names (masked, checks);
}
