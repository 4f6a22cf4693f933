/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The checks after any writer, a person included. Codes: unsourced, placeholder, length, promise,
 * spam, mention, notice, language, alphabet (see PalierCheck). */
#include "palier-draft-check.h"

#include <string.h>

#include "palier-composer.h"
#include "palier-draft-channel.h"
#include "palier-draft-facts.h"
#include "palier-draft-sourced.h"
#include "palier-draft-words.h"
#include "palier-fold.h"
#include "palier-french.h"

#define WORDS_MIN 25
#define WORDS_A_MINUTE 200
#define BODY_MAX (64 * 1024) /* bytes: longer ones are not looked into */
#define LINKS_MAX 2
#define FRENCH_SHARE 0.2 /* of the words of French prose some 0.4 are in the list */

/* Where the text ends and the block under it begins: its first line, as the last such line. */
static gsize
text_length (const PalierDraftContext *context, const char *body)
{
  const char *footer = palier_composer_footer (context);
  g_autofree char *line = g_strndup (footer, strcspn (footer, "\n"));
  g_autofree char *head = g_strconcat ("\n", line, "\n", NULL);
  const char *at = *line != '\0' ? g_strrstr (body, head) : NULL;

  return at != NULL ? (gsize) (at - body) : strlen (body);
}

static void
find_placeholders (const char *masked, GPtrArray *checks)
{
  g_autoptr (GMatchInfo) match = NULL;
  int start, end;

  for (g_regex_match (palier_draft_words ()->hole, masked, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
  {
    g_autofree char *words = g_match_info_fetch (match, 0);
    g_match_info_fetch_pos (match, 0, &start, &end);
    palier_draft_add_check (checks, "placeholder", PALIER_SEVERITY_ERROR, (gsize) start,
                            (gsize) end, words);
  }
}

static void
find_phrases (const PalierDraftPhrases *phrases, const char *masked, const char *code,
              PalierSeverity severity, GPtrArray *checks)
{
  if (!g_regex_match (phrases->any, masked, 0, NULL))
    return;
  for (guint i = 0; i < phrases->each->len; i++)
  {
    g_autoptr (GMatchInfo) match = NULL;
    int start, end;
    if (!g_regex_match (phrases->each->pdata[i], masked, 0, &match))
      continue;
    g_autofree char *words = g_match_info_fetch (match, 0);
    g_match_info_fetch_pos (match, 0, &start, &end);
    palier_draft_add_check (checks, code, severity, (gsize) start, (gsize) end, words);
  }
}

static guint
count_links (const char *text, gsize length)
{
  guint n = 0;

  for (const char *p = text; (p = strstr (p, "http")) != NULL && p < text + length; p++)
    n += g_str_has_prefix (p, "http://") || g_str_has_prefix (p, "https://");
  return n;
}

static void
find_shouting (const char *masked, GPtrArray *checks)
{
  g_autoptr (GMatchInfo) match = NULL;
  int start, end;

  if (!g_regex_match (palier_draft_words ()->shouting, masked, 0, &match))
    return;
  g_autofree char *word = g_match_info_fetch (match, 0);
  g_match_info_fetch_pos (match, 0, &start, &end);
  palier_draft_add_check (checks, "spam", PALIER_SEVERITY_WARNING, (gsize) start, (gsize) end,
                          word);
}

static void
find_spam (const char *subject, const char *masked, gsize length, GPtrArray *checks)
{
  const char *mark = strchr (masked, '!');

  find_phrases (&palier_draft_words ()->spam, masked, "spam", PALIER_SEVERITY_WARNING, checks);
  find_shouting (masked, checks);
  if (mark != NULL)
    palier_draft_add_check (checks, "spam", PALIER_SEVERITY_WARNING, (gsize) (mark - masked),
                            (gsize) (mark - masked) + 1, "!");
  if (strchr (subject, '!') != NULL)
    palier_draft_add_check (checks, "spam", PALIER_SEVERITY_WARNING, 0, 0, "!");
  if (count_links (masked, length) > LINKS_MAX)
    palier_draft_add_check (checks, "spam", PALIER_SEVERITY_WARNING, 0, 0, "http");
}

static void
check_language (const char *body, gsize length, GPtrArray *checks)
{
  g_autofree char *text = g_strndup (body, length);
  g_autofree char *folded = palier_fold_words (text);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  guint n = g_strv_length (words), french = 0;

  for (guint i = 0; i < n; i++)
    french += g_hash_table_contains (palier_draft_words ()->french, words[i]);
  if (n >= WORDS_MIN && french < FRENCH_SHARE * n)
    palier_draft_add_check (checks, "language", PALIER_SEVERITY_WARNING, 0, 0, NULL);
}

/* A subject claims as much as a body does. */
static void
check_subject (const PalierDraftContext *context, const char *subject, GPtrArray *checks)
{
  g_autofree char *masked =
      palier_draft_mask (palier_draft_context_get_masks (context), subject, FALSE);
  guint first = checks->len;

  find_placeholders (masked, checks);
  find_phrases (&palier_draft_words ()->promises, masked, "promise", PALIER_SEVERITY_ERROR, checks);
  for (guint i = first; i < checks->len; i++)
    ((PalierCheck *) checks->pdata[i])->in_subject = TRUE;
}

/**
 * palier_draft_check:
 * @body: with the block under it; of more than 64 KiB, or no UTF-8, is refused as it is
 *
 * Returns: (transfer full) (element-type PalierCheck): the findings, places in bytes into @body
 *   or @subject;
 *   empty where all is well
 */
GPtrArray *
palier_draft_check (const PalierDraftContext *context, const char *subject, const char *body)
{
  GPtrArray *checks = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_check_free);
  gsize length;

  if (strlen (body) > BODY_MAX || !g_utf8_validate (body, -1, NULL)
      || !g_utf8_validate (subject, -1, NULL))
  {
    palier_draft_add_check (checks, "length", PALIER_SEVERITY_ERROR, 0, 0, NULL);
    return checks;
  }
  length = text_length (context, body);
  g_autofree char *masked =
      palier_draft_mask (palier_draft_context_get_masks (context), body, FALSE);
  g_autofree char *text = g_strndup (masked, length);

  palier_draft_check_length (context, subject, body, length, checks);
  find_placeholders (masked, checks);
  check_subject (context, subject, checks);
  palier_draft_find_unsourced (context, subject, body, checks);
  find_phrases (&palier_draft_words ()->promises, text, "promise", PALIER_SEVERITY_ERROR, checks);
  find_spam (subject, text, length, checks);
  palier_draft_check_sender (context, body, checks);
  check_language (body, length, checks);
  return checks;
}

/* How long the text takes to read, without the block under it: seconds, at 200 words a minute. */
int
palier_draft_reading_s (const PalierDraftContext *context, const char *body)
{
  guint words = palier_draft_count_words (body, text_length (context, body));

  return (int) ((words * 60 + WORDS_A_MINUTE - 1) / WORDS_A_MINUTE);
}
