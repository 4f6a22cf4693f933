/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of templates. */
#include <glib/gi18n.h>
#include <string.h>

#include "palier-composer.h"
#include "palier-draft-lint.h"
#include "palier-words-table.h"
#include "palier-words.h"

static const PalierWords finding_words[] = {
  { "encoding", N_ ("This is not text in UTF-8: save the file in this encoding") },
  { "too_long", N_ ("This is longer than a template can be") },
  { "header", N_ ("A line above the text is not known, or does not take this value") },
  { "no_body", N_ ("There is no text below an empty line") },
  { "several", N_ ("A second template begins here: each needs a file of its own") },
  { "subject", N_ ("An e-mail or a letter needs its subjects together; others have none") },
  { "syntax", N_ ("A mark in braces is not known or not closed") },
  { "unknown_key", N_ ("No fact has this name: declare it as a variable, or correct it") },
};

static const PalierWords channel_words[] = {
  { "email", N_ ("E-mail") },  { "sms", N_ ("Text message") }, { "linkedin", N_ ("LinkedIn") },
  { "letter", N_ ("Letter") }, { "call", N_ ("Call") },
};

static const PalierWords category_words[] = {
  { "prospection", N_ ("Prospection") },
  { "follow_up", N_ ("Follow-up") },
  { "event", N_ ("Event") },
  { "information", N_ ("Information") },
};

static const PalierWords reference_words[] = {
  { "customer", N_ ("The customer needs a name of at most 100 characters") },
  { "achieved", N_ ("What was achieved needs a text of at most 300 characters") },
  { "figure", N_ ("The figure can have 100 characters at most") },
  { "period", N_ ("The period can have 100 characters at most") },
  { "proof", N_ ("The proof can have 300 characters at most") },
  { "city", N_ ("The town can have 100 characters at most") },
  { "postal_code", N_ ("There is no such postal code") },
  { "kind", N_ ("A customer is an agency or a person") },
  { "specializations", N_ ("There is no such specialisation") },
  { "team_size", N_ ("There is no such size of a team") },
  { "permission", N_ ("The permission is none, anonymous or named") },
  { "permission_how", N_ ("Say in at most 100 characters how the permission was given") },
};

/* @field: of a reference, which does not take what it was given */
char *
palier_words_reference_fault (const char *field)
{
  return g_strdup_printf (_ ("%s. Nothing was saved."), PALIER_WORDS (reference_words, field));
}

const char *
palier_words_template_channel (const char *channel)
{
  return PALIER_WORDS (channel_words, channel);
}

const char *
palier_words_template_category (const char *category)
{
  return PALIER_WORDS (category_words, category);
}

static gboolean
is_own_code (const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (finding_words); i++)
    if (strcmp (finding_words[i].code, code) == 0)
      return TRUE;
  return FALSE;
}

/* Returns: (transfer full): without the line */
char *
palier_words_finding (const PalierTemplateFinding *finding)
{
  if (!is_own_code (finding->code))
    return palier_words_check (&(PalierCheck) { .code = finding->code, .detail = finding->detail });
  if (finding->detail == NULL || strcmp (finding->code, "syntax") == 0)
    return g_strdup (PALIER_WORDS (finding_words, finding->code));
  return g_strdup_printf (_ ("%s: %s"), PALIER_WORDS (finding_words, finding->code),
                          finding->detail);
}

/* Returns: (transfer full) (nullable): NULL where @error is not of a template that cannot be read
 */
char *
palier_words_template_fault (const GError *error)
{
  const char *code = palier_draft_fault_code (error), *detail;

  if (code == NULL)
    return NULL;
  PalierTemplateFinding finding = { .code = (char *) code };
  finding.line = palier_drafting_error_line (error, &detail);
  finding.detail = (char *) detail;
  g_autofree char *words = palier_words_finding (&finding);
  /* Translators: a line of a template, and what is wrong there */
  return g_strdup_printf (_ ("Line %u: %s. Nothing was changed."), finding.line, words);
}
