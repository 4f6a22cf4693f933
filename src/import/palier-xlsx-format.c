/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-xlsx-format.h"

#include <string.h>

static gboolean
is_any_of (char c, const char *letters)
{
  return c != '\0' && strchr (letters, c) != NULL;
}

/**
 * palier_xlsx_format_of_code:
 * @code: a number format as in styles.xml: "dd/mm/yyyy", "0.00%", "[h]:mm"
 */
PalierXlsxFormat
palier_xlsx_format_of_code (const char *code)
{
  gboolean date = FALSE, clock = FALSE, percent = FALSE;

  if (g_ascii_strcasecmp (code, "General") == 0 || g_ascii_strcasecmp (code, "Standard") == 0)
    return PALIER_XLSX_NUMBER;
  for (const char *p = code; *p != '\0' && *p != ';'; p++)
  {
    if (*p == '"' || *p == '[')
    {
      clock = clock || (*p == '[' && is_any_of (p[1], "hHmMsS") && is_any_of (p[2], "]hHmMsS"));
      p = strchr (p + 1, *p == '"' ? '"' : ']');
      if (p == NULL)
        break;
    }
    else if ((*p == '\\' || *p == '_' || *p == '*') && p[1] != '\0')
      p++;
    else
    {
      date = date || is_any_of (*p, "yYdD");
      clock = clock || is_any_of (*p, "hHsS");
      percent = percent || *p == '%';
      date = date || ((*p == 'm' || *p == 'M') && !clock && strpbrk (code, "hHsS") == NULL);
    }
  }
  return date      ? PALIER_XLSX_DATE
         : clock   ? PALIER_XLSX_TIME
         : percent ? PALIER_XLSX_PERCENT
                   : PALIER_XLSX_NUMBER;
}

/* The formats that need no code (ECMA-376 part 1, § 18.8.30), those of East Asia included. */
PalierXlsxFormat
palier_xlsx_format_of_id (int id)
{
  if (id == 9 || id == 10)
    return PALIER_XLSX_PERCENT;
  if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36
      || (id >= 50 && id <= 58))
    return PALIER_XLSX_DATE;
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47))
    return PALIER_XLSX_TIME;
  return PALIER_XLSX_NUMBER;
}
