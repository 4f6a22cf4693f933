/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an import found, in the user's language. */
#include <glib/gi18n.h>
#include <string.h>

#include "palier-words-table.h"
#include "palier-words.h"

static const PalierWords problem_words[] = {
  { "row_ragged", N_ ("More or fewer cells than the header") },
  { "row_unclosed", N_ ("A quotation mark is never closed") },
  { "row_cut", N_ ("A cell or the row is too long: its end was left out") },
  { "row_bad_bytes", N_ ("Letters that are not of the file's encoding") },
  { "row_hidden", N_ ("Hidden in the sheet, read all the same") },
  { "row_missing", N_ ("The workbook lacks the text of a cell") },
  { "row_empty", N_ ("Nothing to store") },
  { "row_no_contact", N_ ("Neither name nor address nor number") },
};

/* "<field>_<what>": what became of one cell. */
static const PalierWords reading_words[] = {
  { "invalid", N_ ("not valid") },
  { "destroyed", N_ ("rounded by a spreadsheet: the digits are lost") },
  { "repaired", N_ ("put right") },
  { "doubtful", N_ ("likely mistyped") },
  { "more", N_ ("more than one value: the first was taken") },
  { "unknown", N_ ("none of the values this field takes") },
  { "future", N_ ("a date to come: kept in the notes") },
};

static const PalierWords mapping_words[] = {
  { "header", N_ ("by its title") },
  { "content", N_ ("by its values") },
  { "both", N_ ("by its title and values") },
  { "memory", N_ ("as in your last file of this kind") },
  { "user", N_ ("chosen by you") },
  { "format", N_ ("said by the file's format") },
  { "alike", N_ ("as in other files where a column is called and placed like this") },
  { "beside", N_ ("as a further one beside the first") },
  { "parts", N_ ("day, month and year, which make a date together") },
  { "sensitive", N_ ("protected by law (health, belief, social-security number): left out") },
};

const char *
palier_words_mapping_reason (const char *reason)
{
  return PALIER_WORDS (mapping_words, reason);
}

/* The longest field name that @code begins with, or NONE. */
static PalierField
find_field (const char *code, const char **rest)
{
  for (const char *end = strrchr (code, '_'); end != NULL && end > code;)
  {
    g_autofree char *name = g_strndup (code, (gsize) (end - code));
    PalierField field = palier_field_from_name (name);
    *rest = end + 1;
    if (field != PALIER_FIELD_NONE)
      return field;
    end = memrchr (code, '_', (gsize) (end - code));
  }
  return PALIER_FIELD_NONE;
}

/**
 * palier_words_proposal:
 * @code: of a problem
 * @proposal: what is read, or may be meant, in its cell
 *
 * Returns: (transfer full): as a reader in this locale expects it
 */
char *
palier_words_proposal (const char *code, const char *proposal)
{
  const char *rest;
  PalierField field = find_field (code, &rest);

  return field != PALIER_FIELD_NONE ? palier_words_value (field, proposal) : g_strdup (proposal);
}

/**
 * palier_words_problem:
 *
 * Returns: (transfer full): what is wrong with a cell or a row, without its place
 */
char *
palier_words_problem (const PalierProblem *problem)
{
  const char *rest = problem->code;
  PalierField field = find_field (problem->code, &rest);
  const char *words = field != PALIER_FIELD_NONE ? PALIER_WORDS (reading_words, rest)
                                                 : PALIER_WORDS (problem_words, problem->code);
  g_autofree char *text = field != PALIER_FIELD_NONE
                              ? g_strdup_printf (_ ("%s: %s"), palier_words_field (field), words)
                              : g_strdup (words);

  if (problem->proposal == NULL)
    return g_steal_pointer (&text);
  g_autofree char *proposal = palier_words_proposal (problem->code, problem->proposal);
  if (!palier_problem_code_wants_mending (problem->code))
    return g_strdup_printf (_ ("%s (read as %s)"), text, proposal);
  return g_strdup_printf (_ ("%s (perhaps %s)"), text, proposal);
}

static const PalierWords shared_words[] = {
  { "email", N_ ("same e-mail") },
  { "phone", N_ ("same phone") },
  { "siret", N_ ("same SIRET") },
  { "linkedin", N_ ("same LinkedIn page") },
  { "name", N_ ("same name and address") },
  { "near_firm", N_ ("similar name at the same firm") },
  { "near_place", N_ ("similar name at the same place") },
  { "near_contact", N_ ("similar name and contact details") },
  { "near_name", N_ ("similar name") },
};

static char *
describe_other (PalierImportVerdict verdict, guint64 other_line, const char *other_name)
{
  g_autofree char *line = g_strdup_printf ("%" G_GUINT64_FORMAT, other_line);

  switch (verdict)
  {
  case PALIER_VERDICT_IN_FILE:
    return g_strdup_printf (_ ("Same as line %s"), line);
  case PALIER_VERDICT_UNSURE_IN_FILE:
    return g_strdup_printf (_ ("Perhaps the same as line %s"), line);
  case PALIER_VERDICT_IN_BASE:
    return g_strdup_printf (_ ("Same as your contact %s"), other_name);
  case PALIER_VERDICT_UNSURE_IN_BASE:
    return g_strdup_printf (_ ("Perhaps the same as your contact %s"), other_name);
  case PALIER_VERDICT_SUPPRESSED:
    return g_strdup (_ ("Asked not to be written to: left out"));
  case PALIER_VERDICT_NOTHING:
    return g_strdup (_ ("Nothing to store"));
  default:
    return g_strdup (_ ("New"));
  }
}

/**
 * palier_words_import_verdict:
 * @other_line: of the file, where the other one stands there
 * @other_name: (nullable): of the prospect of the base, where it stands there
 * @reason: (nullable): code of what they share
 *
 * Returns: (transfer full): what a row of a file is beside the others, and why
 */
char *
palier_words_import_verdict (PalierImportVerdict verdict, guint64 other_line,
                             const char *other_name, const char *reason)
{
  g_autofree char *text =
      describe_other (verdict, other_line, other_name != NULL ? other_name : "?");

  if (reason == NULL || !palier_verdict_is_double (verdict))
    return g_steal_pointer (&text);
  return g_strdup_printf (_ ("%s: %s"), text, PALIER_WORDS (shared_words, reason));
}
