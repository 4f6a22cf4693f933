/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-export-format.h"

#include <string.h>

static const struct
{
  const char *name;
  const char *suffix;
} formats[] = { { "csv", "csv" }, { "xlsx", "xlsx" }, { "vcard", "vcf" } };

G_STATIC_ASSERT (G_N_ELEMENTS (formats) == PALIER_N_EXPORT_FORMATS);

const char *
palier_export_format_name (PalierExportFormat format)
{
  g_assert ((guint) format < G_N_ELEMENTS (formats));
  return formats[format].name;
}

/* Without the point. */
const char *
palier_export_format_suffix (PalierExportFormat format)
{
  g_assert ((guint) format < G_N_ELEMENTS (formats));
  return formats[format].suffix;
}

/* Returns: whether there is one of that name */
gboolean
palier_export_format_from_name (const char *name, PalierExportFormat *format)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (formats[i].name, name))
    {
      *format = (PalierExportFormat) i;
      return TRUE;
    }
  return FALSE;
}

/* Where the suffix of one of the formats begins, with its point; else the end of @path. */
static const char *
find_suffix (const char *path, PalierExportFormat *format)
{
  const char *point = strrchr (path, '.');

  for (guint i = 0; point != NULL && i < G_N_ELEMENTS (formats); i++)
    if (g_ascii_strcasecmp (point + 1, formats[i].suffix) == 0)
    {
      *format = (PalierExportFormat) i;
      return point;
    }
  return path + strlen (path);
}

/* By the suffix; CSV where it is none of ours. */
PalierExportFormat
palier_export_format_from_path (const char *path)
{
  PalierExportFormat format = PALIER_EXPORT_CSV;

  find_suffix (path, &format);
  return format;
}

/**
 * palier_export_format_complete:
 * @path: as typed
 *
 * A file is what was chosen, and its name says so: "liste" and "liste.csv" become "liste.xlsx",
 * "liste 2026.11" becomes "liste 2026.11.xlsx".
 *
 * Returns: (transfer full): @path with the suffix of @format, in place of that of another one
 */
char *
palier_export_format_complete (PalierExportFormat format, const char *path)
{
  PalierExportFormat named = PALIER_N_EXPORT_FORMATS;
  const char *end = find_suffix (path, &named);

  if (named == format)
    return g_strdup (path);
  return g_strdup_printf ("%.*s.%s", (int) (end - path), path,
                          palier_export_format_suffix (format));
}
