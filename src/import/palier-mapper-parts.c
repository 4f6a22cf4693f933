/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three columns on one date: its day, month and year. */
#include "palier-digits.h"
#include "palier-mapper-private.h"

/**
 * palier_mapper_set_parts:
 * @slots: (element-type PalierMapperSlot): all columns of a date
 * @sample: (nullable) (element-type GStrv)
 *
 * Tells the three from each other; where they are no parts of a date nothing is set.
 */
void
palier_mapper_set_parts (GPtrArray *slots, GPtrArray *sample)
{
  const char *headers[PALIER_N_DATE_PARTS];
  guint columns[PALIER_N_DATE_PARTS];
  PalierDatePart parts[PALIER_N_DATE_PARTS];

  if (slots->len != PALIER_N_DATE_PARTS)
    return;
  for (guint i = 0; i < PALIER_N_DATE_PARTS; i++)
  {
    const PalierMapperSlot *slot = slots->pdata[i];
    headers[i] = slot->header;
    columns[i] = slot->index;
  }
  if (!palier_date_parts_read (headers, sample, columns, parts))
    return;
  for (guint i = 0; i < PALIER_N_DATE_PARTS; i++)
  {
    PalierMapperSlot *slot = slots->pdata[i];
    slot->part = parts[i];
    slot->order = PALIER_DATE_DAY_FIRST;
  }
}

/* "9/12/1937", "9 décembre 1937", and "?" for what is not there. */
static char *
write_date (char *const cells[PALIER_DATE_PART_YEAR + 1])
{
  const char *month = cells[PALIER_DATE_PART_MONTH];
  const char *mark = month == NULL || g_ascii_isdigit (*month) ? "/" : " ";
  g_autoptr (GString) text = g_string_new (NULL);

  for (int part = PALIER_DATE_PART_DAY; part <= PALIER_DATE_PART_YEAR; part++)
    g_string_append_printf (text, "%s%s", part > PALIER_DATE_PART_DAY ? mark : "",
                            cells[part] != NULL ? cells[part] : "?");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The cell that holds a whole date, as somebody writes it who mends one: (nullable) */
static const char *
find_whole (const PalierMapperWork *work, char *const cells[PALIER_DATE_PART_YEAR + 1])
{
  for (int part = PALIER_DATE_PART_DAY; part <= PALIER_DATE_PART_YEAR; part++)
  {
    PalierReading verdict = PALIER_READING_BLANK;
    g_autofree char *date =
        palier_date_normalize (cells[part], PALIER_DATE_DAY_FIRST, work->mapper->year, &verdict);
    if (date != NULL && verdict == PALIER_READING_OK)
      return cells[part];
  }
  return NULL;
}

/* A date of which a part is missing is told and left out. */
void
palier_mapper_read_parts (PalierMapperWork *work, PalierField field, GPtrArray *slots)
{
  char *cells[PALIER_DATE_PART_YEAR + 1] = { NULL };
  guint n = 0;

  for (guint i = 0; i < slots->len; i++)
  {
    const PalierMapperSlot *slot = slots->pdata[i];
    const char *cell = palier_mapper_cell (work, slot);
    cells[slot->part] = cell != NULL ? palier_text_squeeze (cell) : NULL;
    n += cell != NULL;
  }
  work->slot = slots->pdata[0];
  g_autofree char *text = write_date (cells);
  const char *whole = find_whole (work, cells);
  if (whole != NULL || n == slots->len)
    palier_mapper_read (work, field, whole != NULL ? whole : text);
  else if (n > 0)
    palier_mapper_tell (work, field, PALIER_READING_INVALID, text, NULL);
  for (int part = 0; part <= PALIER_DATE_PART_YEAR; part++)
    g_free (cells[part]);
}
