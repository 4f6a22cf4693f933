/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-column-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-field-chooser.h"
#include "palier-format.h"
#include "palier-words.h"

#define SURE 0.9
#define LIKELY 0.6 /* from here on a guess is placed */

int
palier_column_target (const PalierColumn *column)
{
  if (column->use == PALIER_COLUMN_NOTE)
    return PALIER_TARGET_NOTE;
  if (column->use == PALIER_COLUMN_CUSTOM)
    return PALIER_TARGET_CUSTOM;
  return (int) column->field;
}

/**
 * palier_column_set_target:
 *
 * Puts the column onto @target, as a hand does: what was said of it at its old place is forgotten.
 */
void
palier_column_set_target (PalierColumn *column, int target)
{
  PalierColumn as = { .field = PALIER_FIELD_NONE, .policy = column->policy };

  if (target == PALIER_TARGET_NOTE)
    as.use = PALIER_COLUMN_NOTE;
  else if (target == PALIER_TARGET_CUSTOM)
    as.use = PALIER_COLUMN_CUSTOM;
  else
    as.field = (PalierField) target;
  palier_column_place (column, &as);
  /* Keys of the list it was on mean nothing for another one. */
  g_clear_pointer (&column->values, g_ptr_array_unref);
  g_set_str (&column->reason, "user");
}

char *
palier_column_dup_title (const PalierColumn *column)
{
  if (column->header && *column->header)
    return g_strdup (column->header);
  return g_strdup_printf (_ ("Column %u"), column->index + 1);
}

/* Up to @n values of the column. */
char *
palier_column_dup_samples (const PalierColumn *column, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; column->samples && column->samples[i] && i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " · " : "", column->samples[i]);
  return g_strdelimit (g_string_free (text, FALSE), "\r\n\t", ' ');
}

static const char *
sureness (double confidence)
{
  if (confidence >= SURE)
    return _ ("Sure");
  return confidence >= LIKELY ? _ ("Likely") : _ ("Uncertain");
}

/* By the program, because it found no field for it. */
static gboolean
is_kept_beside (const PalierColumn *column)
{
  return column->use != PALIER_COLUMN_FIELD && g_strcmp0 (column->reason, "user") != 0
         && g_strcmp0 (column->reason, "memory") != 0;
}

/**
 * palier_column_dup_sureness:
 *
 * Returns: (transfer full) (nullable): the same in two or three words
 */
char *
palier_column_dup_sureness (const PalierColumn *column)
{
  int target = palier_column_target (column);
  g_autofree char *percent = palier_format_percent (column->confidence);

  if (target == PALIER_TARGET_NONE && g_strcmp0 (column->reason, "sensitive") == 0)
    return g_strdup (_ ("Sensitive"));
  if (target == PALIER_TARGET_NONE && column->guess == PALIER_FIELD_NONE)
    return NULL;
  if (target == PALIER_TARGET_NONE)
    return g_strdup_printf (_ ("Perhaps %s"), palier_words_field (column->guess));
  if (is_kept_beside (column))
    return g_strdup (_ ("No field of ours"));
  if (g_strcmp0 (column->reason, "memory") == 0)
    return g_strdup (_ ("As last time"));
  if (target != (int) column->guess || g_strcmp0 (column->reason, "user") == 0)
    return g_strdup (_ ("Chosen by you"));
  /* Translators: Sure, Likely or Uncertain; a percentage */
  return g_strdup_printf (_ ("%s, %s"), sureness (column->confidence), percent);
}

/**
 * palier_column_dup_guess:
 *
 * Returns: (transfer full) (nullable): why it stands where it stands, or what it may be
 */
char *
palier_column_dup_guess (const PalierColumn *column)
{
  int target = palier_column_target (column);
  const char *why = palier_words_mapping_reason (column->reason);
  g_autofree char *percent = palier_format_percent (column->confidence);

  if (target == PALIER_TARGET_NONE && g_strcmp0 (column->reason, "sensitive") == 0)
    return g_strdup (_ ("Looks like health, beliefs or origin: the law wants a reason to keep it"));
  if (target == PALIER_TARGET_NONE && column->guess == PALIER_FIELD_NONE)
    return NULL;
  if (target == PALIER_TARGET_NONE)
    /* Translators: a field that a column may be meant for, and how sure that is */
    return g_strdup_printf (_ ("Perhaps %s, %s"), palier_words_field (column->guess), percent);
  if (is_kept_beside (column))
    return g_strdup (_ ("No field of ours takes it, so it is kept under its own name"));
  if (g_strcmp0 (column->reason, "memory") == 0)
    return g_strdup (why);
  if (target != (int) column->guess || g_strcmp0 (column->reason, "user") == 0)
    return g_strdup (palier_words_mapping_reason ("user"));
  /* Translators: Sure, Likely or Uncertain; a percentage; why a column was taken for a field */
  return g_strdup_printf (_ ("%s %s: %s"), sureness (column->confidence), percent, why);
}

/* What a split makes of the texts. */
const char *
palier_split_words (PalierSplit split)
{
  static const char *const words[] = {
    N_ ("As it is"),
    N_ ("Title, first name, last name"),
    N_ ("Postal code, town"),
    N_ ("Street, postal code, town, country"),
    N_ ("Phone, mobile, further numbers"),
    N_ ("E-mail, further e-mails"),
    N_ ("E-mails and numbers"),
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (words) == PALIER_N_SPLITS);
  return _ (words[split]);
}

static void
append (GString *text, const char *words)
{
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, words);
}

/* Texts of a field without a closed list are taken as they are. */
static gboolean
has_values_to_match (const PalierColumn *column)
{
  return column->values && column->values->len > 0 && column->field != PALIER_FIELD_NONE
         && palier_field_info (column->field)->choices != NULL;
}

static void
append_values (GString *text, GPtrArray *values)
{
  guint taken = 0;

  for (guint i = 0; i < values->len; i++)
    taken += ((PalierColumnValue *) g_ptr_array_index (values, i))->key != NULL;
  /* Translators: how many of a column's values are of a list of ours; short, it stands on a chip */
  g_autofree char *words = g_strdup_printf (_ ("Values: %u of %u"), taken, values->len);
  append (text, words);
}

/**
 * palier_column_dup_details:
 *
 * Returns: (transfer full): what was set for the column beside its place; empty for nothing
 */
char *
palier_column_dup_details (const PalierColumn *column)
{
  GString *text = g_string_new (NULL);

  if (!palier_column_is_used (column))
    return g_string_free (text, FALSE);
  if (column->split != PALIER_SPLIT_NONE)
  {
    /* Translators: the fields that the texts of a column are split into */
    g_autofree char *words = g_strdup_printf (_ ("Split: %s"), palier_split_words (column->split));
    append (text, words);
  }
  if (has_values_to_match (column))
    append_values (text, column->values);
  if (column->policy == PALIER_POLICY_OVERWRITE)
    append (text, _ ("Replaces what is known"));
  if (column->policy == PALIER_POLICY_NEVER)
    append (text, _ ("For new contacts only"));
  return g_string_free (text, FALSE);
}
