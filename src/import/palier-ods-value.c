/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-ods-value.h"

#include <stdio.h>
#include <string.h>

#include "palier-serial-date.h"

/* @name: (nullable): as the attribute "value-type" says it; a text where it says nothing known */
PalierOdsType
palier_ods_type_of (const char *name)
{
  static const struct
  {
    const char *name;
    PalierOdsType type;
  } types[] = { { "float", PALIER_ODS_NUMBER },   { "currency", PALIER_ODS_NUMBER },
                { "date", PALIER_ODS_DATE },      { "time", PALIER_ODS_TIME },
                { "boolean", PALIER_ODS_YES_NO }, { "percentage", PALIER_ODS_PERCENT } };

  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (types); i++)
    if (strcmp (types[i].name, name) == 0)
      return types[i].type;
  return PALIER_ODS_TEXT;
}

/* The attribute that has the value. */
const char *
palier_ods_type_attribute (PalierOdsType type)
{
  static const char *const attributes[] = { "string-value", "value",      "value",
                                            "date-value",   "time-value", "boolean-value" };
  return attributes[type];
}

/* "PT14H30M00S" → "14:30:00" */
static void
write_time (GString *value)
{
  guint hours, minutes;
  double seconds = 0;

  if (sscanf (value->str, "PT%5uH%2uM%lfS", &hours, &minutes, &seconds) >= 2 && seconds >= 0
      && seconds < 60)
    g_string_printf (value, "%02u:%02u:%02d", hours, minutes, (int) seconds);
}

/* "2024-03-12T00:00:00" → "2024-03-12" */
static void
write_date (GString *value)
{
  char *t = strchr (value->str, 'T');

  if (t != NULL && (g_str_has_prefix (t, "T00:00:00") || t[1] == '\0'))
    g_string_truncate (value, (gsize) (t - value->str));
  else if (t != NULL)
    *t = ' ';
}

/* A number as somebody would type it. */
static void
write_number (GString *value, gboolean percent)
{
  char buffer[PALIER_SERIAL_DATE_SIZE];
  char *end;
  double number = g_ascii_strtod (value->str, &end);

  if (end == value->str || *end != '\0' || number != number)
    return;
  if (percent)
    palier_serial_percent (number, buffer);
  else
    palier_serial_number (number, buffer);
  g_string_assign (value, buffer);
}

/* @value: (inout): as the attribute has it, to what a user would have typed */
void
palier_ods_value_write (PalierOdsType type, GString *value)
{
  if (type == PALIER_ODS_NUMBER || type == PALIER_ODS_PERCENT)
    write_number (value, type == PALIER_ODS_PERCENT);
  else if (type == PALIER_ODS_DATE)
    write_date (value);
  else if (type == PALIER_ODS_TIME)
    write_time (value);
}
