/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-xlsx-escape.h"

#include <string.h>

/* The letter of an escape "_x000A_" at @text, or -1. */
static int
escaped_letter (const char *text, gsize length)
{
  int letter = 0;

  if (length < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_')
    return -1;
  for (int i = 2; i < 6; i++)
  {
    int digit = g_ascii_xdigit_value (text[i]);
    if (digit < 0)
      return -1;
    letter = letter * 16 + digit;
  }
  return letter;
}

/**
 * palier_xlsx_unescape:
 * @text: (inout)
 *
 * Takes the escapes out of a string: characters that XML does not allow are written _xHHHH_
 * (§ 22.9.2.19). Those that no text holds are left out.
 *
 * Returns: the new length, never more than @length
 */
gsize
palier_xlsx_unescape (char *text, gsize length)
{
  const char *end = text + length;
  char *to = text;

  if (memmem (text, length, "_x", 2) == NULL)
    return length;
  for (const char *from = text; from < end;)
  {
    int letter = escaped_letter (from, (gsize) (end - from));
    if (letter < 0)
    {
      *to++ = *from++;
      continue;
    }
    if (letter == '\n' || letter == '\t'
        || (letter >= ' ' && g_unichar_validate ((gunichar) letter)))
      to += g_unichar_to_utf8 ((gunichar) letter, to);
    from += 7;
  }
  return (gsize) (to - text);
}
