/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-verdict-words.h"

#include <glib/gi18n.h>
#include "palier-format.h"

/* Of one row, as short as a cell of a table wants it. */
const char *
palier_verdict_words (PalierImportVerdict verdict)
{
  static const char *const words[] = {
    N_ ("New"),           N_ ("Repeated"),      N_ ("Known"), N_ ("Perhaps repeated"),
    N_ ("Perhaps known"), N_ ("Wants no mail"), N_ ("Empty"),
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (words) == PALIER_N_VERDICTS);
  return _ (words[verdict]);
}

/* Of all rows of a kind of doubles; NULL for what is no double. */
const char *
palier_verdict_title (PalierImportVerdict verdict)
{
  switch (verdict)
  {
  case PALIER_VERDICT_IN_FILE:
    return _ ("Repeated in the file");
  case PALIER_VERDICT_IN_BASE:
    return _ ("Already in your base");
  case PALIER_VERDICT_UNSURE_IN_FILE:
    return _ ("Perhaps repeated in the file");
  case PALIER_VERDICT_UNSURE_IN_BASE:
    return _ ("Perhaps in your base");
  case PALIER_VERDICT_NEW:
  case PALIER_VERDICT_SUPPRESSED:
  case PALIER_VERDICT_NOTHING:
  case PALIER_N_VERDICTS:
  default:
    return NULL;
  }
}

const char *
palier_decision_words (PalierDecision decision)
{
  static const char *const words[] = { N_ ("Keep both"), N_ ("Merge"), N_ ("Leave out") };

  G_STATIC_ASSERT (G_N_ELEMENTS (words) == PALIER_N_DECISIONS);
  return _ (words[decision]);
}

/* What the two have in common. */
static const char *
reason_words (const char *code)
{
  static const struct
  {
    const char *code;
    const char *words;
  } reasons[] = {
    { "email", N_ ("the same e-mail") },
    { "phone", N_ ("the same number") },
    { "siret", N_ ("the same SIRET") },
    { "linkedin", N_ ("the same LinkedIn page") },
    { "name", N_ ("the same name and town") },
    { "near_firm", N_ ("a similar name at the same firm") },
    { "near_place", N_ ("a similar name at the same place") },
    { "near_contact", N_ ("a similar name and similar contact details") },
    { "near_name", N_ ("a similar name") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_strcmp0 (code, reasons[i].code) == 0)
      return _ (reasons[i].words);
  return _ ("the same details");
}

static char *
dup_other_words (PalierImportRow *row)
{
  PalierProspect *other = palier_import_row_get_other (row);
  guint64 other_line = palier_import_row_get_other_line (row);
  g_autofree char *name = other ? palier_prospect_dup_display_name (other) : NULL;
  g_autofree char *line = palier_format_count (other_line);

  if (other_line == 0 && name)
    /* Translators: somebody's name */
    return g_strdup_printf (_ ("%s, in your base"), name);
  return g_strdup_printf (_ ("line %s of the file"), line);
}

static gboolean
is_unsure (PalierImportVerdict verdict)
{
  return verdict == PALIER_VERDICT_UNSURE_IN_BASE || verdict == PALIER_VERDICT_UNSURE_IN_FILE;
}

/**
 * palier_import_row_dup_words:
 *
 * Returns: (transfer full): a sentence on what @row is and why
 */
char *
palier_import_row_dup_words (PalierImportRow *row)
{
  PalierImportVerdict verdict = palier_import_row_get_verdict (row);
  g_autofree char *other = NULL;

  if (verdict == PALIER_VERDICT_NEW)
    return g_strdup (_ ("A new contact."));
  if (verdict == PALIER_VERDICT_SUPPRESSED)
    return g_strdup (_ ("This person asked not to be written to, and stays out."));
  if (verdict == PALIER_VERDICT_NOTHING)
    return g_strdup (_ ("This row holds nothing to store."));
  other = dup_other_words (row);
  /* Translators: who it is; what the two have in common */
  return g_strdup_printf (is_unsure (verdict) ? _ ("Perhaps the same as %s: %s.")
                                              : _ ("The same as %s: %s."),
                          other, reason_words (palier_import_row_get_reason (row)));
}
