/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-export-cell.h"

#include <string.h>

#include "palier-custom.h"

/* What a sheet takes for the beginning of a formula (OWASP, "CSV injection"); full-width signs too,
 * which some turn into the plain ones. */
gboolean
palier_cell_is_formula (const char *text)
{
  static const char *const wide[] = { "\uff1d", "\uff0b", "\uff0d", "\uff20" };

  if (*text != '\0' && strchr ("=+-@\t\r", *text) != NULL)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (wide); i++)
    if (g_str_has_prefix (text, wide[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_cents (PalierField field)
{
  return field == PALIER_FIELD_ESTIMATED_VALUE_CENTS || field == PALIER_FIELD_SOURCE_COST_CENTS;
}

static gboolean
has_words (PalierField field)
{
  const PalierFieldInfo *info = palier_field_info (field);

  return info->choices != NULL || info->type == PALIER_TYPE_YES_NO;
}

static void
append_key (PalierCell *self, const PalierExport *export, PalierField field, const char *key)
{
  const char *word = export->word != NULL && has_words (field) ? export->word (field, key) : key;

  g_string_append (self->text, word);
}

/* "a\nb" → "a, b". */
static void
append_set (PalierCell *self, const PalierExport *export, PalierField field, const char *value)
{
  g_auto (GStrv) keys = g_strsplit (value, "\n", -1);

  for (gsize i = 0; keys[i] != NULL; i++)
  {
    g_string_append (self->text, i > 0 ? ", " : "");
    append_key (self, export, field, keys[i]);
  }
}

static void
set_number (PalierCell *self, PalierField field, const char *value)
{
  gint64 number;

  if (!g_ascii_string_to_signed (value, 10, G_MININT64, G_MAXINT64, &number, NULL))
  {
    g_string_append (self->text, value);
    return;
  }
  self->kind = PALIER_CELL_NUMBER;
  self->number = is_cents (field) ? (double) number / 100 : (double) number;
  if (is_cents (field) && number % 100 == 0)
    g_string_append_printf (self->text, "%" G_GINT64_FORMAT, number / 100);
  else if (is_cents (field))
    g_string_append_printf (self->text, "%" G_GINT64_FORMAT ".%02d", number / 100,
                            (int) ABS (number % 100));
  else
    g_string_append (self->text, value);
}

/* A moment as the second it was, UTC. */
static void
set_time (PalierCell *self, const char *value)
{
  gint64 ms = g_ascii_strtoll (value, NULL, 10);
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_utc (ms / 1000);
  g_autofree char *text = at != NULL ? g_date_time_format_iso8601 (at) : NULL;

  g_string_append (self->text, text != NULL ? text : value);
}

/* What a sheet can hold: no control characters but ends of lines. */
static void
append_text (PalierCell *self, const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  for (const char *p = valid; *p != '\0'; p++)
    if ((guchar) *p >= ' ' || *p == '\n' || *p == '\t')
      g_string_append_c (self->text, *p);
}

static void
set_custom (PalierCell *self, const PalierProspect *prospect, const char *name)
{
  g_autofree char *text =
      palier_custom_dup_text (palier_prospect_get (prospect, PALIER_FIELD_CUSTOM), name);

  self->kind = text != NULL ? PALIER_CELL_TEXT : PALIER_CELL_EMPTY;
  if (text != NULL)
    append_text (self, text);
}

/* Sets the cell to what @prospect has in @column; its text is reused from cell to cell. */
void
palier_cell_set (PalierCell *self, const PalierExport *export, const PalierProspect *prospect,
                 const PalierExportColumn *column)
{
  PalierField field = column->field;
  const char *value = palier_prospect_get (prospect, field);

  g_string_truncate (self->text, 0);
  if (column->custom != NULL)
  {
    set_custom (self, prospect, column->custom);
    return;
  }
  self->kind = value != NULL ? PALIER_CELL_TEXT : PALIER_CELL_EMPTY;
  if (value == NULL)
    return;
  switch (palier_field_info (field)->type)
  {
  case PALIER_TYPE_INTEGER:
    set_number (self, field, value);
    break;
  case PALIER_TYPE_DATE:
    self->kind = PALIER_CELL_DATE;
    g_string_append (self->text, value);
    break;
  case PALIER_TYPE_TIME:
    set_time (self, value);
    break;
  case PALIER_TYPE_SET:
    append_set (self, export, field, value);
    break;
  case PALIER_TYPE_CHOICE:
  case PALIER_TYPE_YES_NO:
    append_key (self, export, field, value);
    break;
  case PALIER_TYPE_TEXT:
  case PALIER_TYPE_LONG_TEXT:
  case PALIER_TYPE_EMAIL:
  case PALIER_TYPE_PHONE:
  case PALIER_TYPE_URL:
  case PALIER_TYPE_ID:
  case PALIER_TYPE_JSON:
    append_text (self, value);
    break;
  }
}

/* In characters, so that what such fields hold can be read without pulling. */
int
palier_cell_width (PalierField field)
{
  switch (palier_field_info (field)->type)
  {
  case PALIER_TYPE_EMAIL:
  case PALIER_TYPE_URL:
    return 32;
  case PALIER_TYPE_LONG_TEXT:
    return 48;
  case PALIER_TYPE_SET:
    return 24;
  case PALIER_TYPE_TIME:
    return 21;
  case PALIER_TYPE_PHONE:
    return 15;
  case PALIER_TYPE_INTEGER:
  case PALIER_TYPE_DATE:
  case PALIER_TYPE_YES_NO:
    return 12;
  case PALIER_TYPE_TEXT:
  case PALIER_TYPE_CHOICE:
  case PALIER_TYPE_ID:
  case PALIER_TYPE_JSON:
    break;
  }
  return 20;
}
