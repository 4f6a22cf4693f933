/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a model wrote, before it becomes a draft with its checks. A model that was talked into
 * something by the data shows it in what it was never asked for: links and addresses, markup,
 * another language or script, its own instructions. Such an answer is refused whole: nobody would
 * want to mend it. */
#include "palier-draft-answer.h"

#include <string.h>

#include "palier-composer.h"
#include "palier-draft-words.h"
#include "palier-fold.h"

#define SHINGLE 8         /* words of the instructions in a row that are no accident */
#define PARAGRAPH_MIN 8   /* words, from which on its language can be told */
#define PARAGRAPH_BARE 14 /* … and without one small word of ours it is none of ours */
#define BODY_MAX 3000     /* characters: twice the longest text that is asked for */

static const struct
{
  const char *name;
  const char *pattern;
} marks[] = {
  { "a link", "//\\S|\\bwww\\.|\\b(?:mailto|javascript|data|tel):|"
              "\\b[a-z0-9-]+\\.(?:com|org|net|fr|eu|io|be|ch|re|info|biz|app|dev|co|ru|xyz|top|"
              "site|online|shop|link|click|page|test|example|invalid)\\b" },
  { "an address", "\\S@\\S|\\barobase\\b|\\((?:at|a)\\)" },
  { "a number to call", "(?<!\\d)(?:\\+\\s?\\d{2}|00\\d{2}|0)[\\s.\u00a0\u202f()-]*[1-9]"
                        "(?:[\\s.\u00a0\u202f-]*\\d{2}){4}" },
  { "markup", "<\\s*/?\\s*[a-z!][^>]*>?|&(?:#\\w+|[a-z]{2,8});|!\\[|\\]\\(|```|\\*\\*|^#{1,6} " },
  { "a code", "[A-Za-z0-9+/=_-]{40,}|\\b(?:sk|pk|ghp|xox[bp])[-_][A-Za-z0-9_-]{10,}|"
              "\\b[A-Z]{2}\\d{2}(?:\\s?[A-Z0-9]{4}){4,}" },
  { "a role",
    "^\\s*(?:system|assistant|user|syst[eè]me|développeur|developer)\\s*:|\\bFIN [0-9a-f]{8}|"
    "\\bDONNEES\\b" },
};

static GRegex *
compile (gsize index)
{
  static GRegex *regexes[G_N_ELEMENTS (marks)];
  static gsize ready;

  if (g_once_init_enter (&ready))
  {
    for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
      regexes[i] = g_regex_new (marks[i].pattern,
                                G_REGEX_CASELESS | G_REGEX_MULTILINE | G_REGEX_OPTIMIZE, 0, NULL);
    g_once_init_leave (&ready, 1);
  }
  g_assert (regexes[index] != NULL);
  return regexes[index];
}

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error_literal (error, PALIER_DRAFTING_ERROR, PALIER_DRAFTING_ERROR_ANSWER, why);
  return FALSE;
}

static gboolean
has_no_marks (const char *text, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (g_regex_match (compile (i), text, 0, NULL))
      return refuse (error, marks[i].name);
  return TRUE;
}

/* Letters of other scripts look like ours or say what no reader of ours reads; what is invisible
 * was not meant for a reader. */
static gboolean
is_legible (const char *text, GError **error)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
  {
    gunichar c = g_utf8_get_char (p);
    GUnicodeType type = g_unichar_type (c);
    if (g_unichar_isalpha (c) && g_unichar_get_script (c) != G_UNICODE_SCRIPT_LATIN
        && g_unichar_get_script (c) != G_UNICODE_SCRIPT_COMMON)
      return refuse (error, "another script");
    if (type == G_UNICODE_FORMAT || type == G_UNICODE_PRIVATE_USE || type == G_UNICODE_UNASSIGNED
        || (c >= 0xff01 && c <= 0xff5e) || (c >= 0x1d400 && c <= 0x1d7ff))
      return refuse (error, "letters that are none");
  }
  return TRUE;
}

/* Small words of our neighbours' languages that are none of ours, folded. */
static const char *const foreign[] = {
  "the",      "and",     "to",    "of",     "you",      "your", "we",    "our",  "with",
  "for",      "this",    "that",  "is",     "are",      "will", "would", "have", "from",
  "der",      "die",     "das",   "und",    "wir",      "sie",  "mit",   "zu",   "ihnen",
  "ihre",     "nicht",   "sehr",  "el",     "los",      "una",  "usted", "para", "con",
  "nuestros", "nuestra", "hemos", "cuando", "queremos", "gli",  "che",   "di",   "sono",
  "nostro",   "voce",    "nao",   "com",    "obrigado", NULL,
};

static gboolean
is_french (const char *paragraph)
{
  g_autofree char *folded = palier_fold_words (paragraph);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  guint n = g_strv_length (words), ours = 0, others = 0;

  for (guint i = 0; i < n; i++)
  {
    ours += g_hash_table_contains (palier_draft_words ()->french, words[i]);
    others += g_strv_contains (foreign, words[i]);
  }
  return n < PARAGRAPH_MIN || (others <= ours && (ours > 0 || n < PARAGRAPH_BARE));
}

static gboolean
is_french_throughout (const char *body, GError **error)
{
  g_auto (GStrv) paragraphs = g_strsplit (body, "\n\n", -1);

  for (gsize i = 0; paragraphs[i] != NULL; i++)
    if (!is_french (paragraphs[i]))
      return refuse (error, "another language");
  return TRUE;
}

/* Whether the text repeats the instructions or the mark of the block. */
static gboolean
keeps_secrets (const PalierDraftPrompt *prompt, const char *text, GError **error)
{
  g_autofree char *folded = palier_fold_words (text);
  g_autofree char *secret = palier_fold_words (prompt->system);
  g_auto (GStrv) words = g_strsplit (secret, " ", -1);

  if (strstr (text, prompt->mark) != NULL)
    return refuse (error, "the mark of the data");
  for (gsize i = 0; i + SHINGLE <= g_strv_length (words); i++)
  {
    g_autoptr (GString) run = g_string_new (words[i]);
    for (gsize j = 1; j < SHINGLE; j++)
      g_string_append_printf (run, " %s", words[i + j]);
    if (strstr (folded, run->str) != NULL)
      return refuse (error, "the instructions");
  }
  return TRUE;
}

/**
 * palier_draft_answer_accept:
 * @prompt: what was asked
 * @body: as the model wrote it, without the block under it
 *
 * Returns: whether this may become a draft, to be checked as any other; else %FALSE with
 *   PALIER_DRAFTING_ERROR_ANSWER
 */
gboolean
palier_draft_answer_accept (const PalierDraftPrompt *prompt, const char *subject, const char *body,
                            GError **error)
{
  g_autofree char *all = g_strconcat (subject, "\n\n", body, NULL);

  if (g_utf8_strlen (body, -1) > BODY_MAX)
    return refuse (error, "more than was asked for");
  return is_legible (all, error) && has_no_marks (all, error) && keeps_secrets (prompt, all, error)
         && is_french_throughout (body, error);
}
