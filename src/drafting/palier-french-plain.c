/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "palier-french.h"

/* Letters beyond ASCII that a text message has at no extra cost (3GPP 23.038, basic table). */
#define FREE "£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà"

static const struct
{
  const char *mark, *plain;
} marks[] = {
  { "\u202f", " " },   { "\u00a0", " " },   { "\u2019", "'" },   { "\u2018", "'" },
  { "«\u00a0", "\"" }, { "\u00a0»", "\"" }, { "«\u202f", "\"" }, { "\u202f»", "\"" },
  { "«", "\"" },       { "»", "\"" },       { "“", "\"" },       { "”", "\"" },
  { "…", "..." },      { "–", "-" },        { "—", "-" },        { "\u2212", "-" },
  { "œ", "oe" },       { "Œ", "OE" },       { "\u1d49", "e" },   { "\u02b3", "r" },
};

/* What a letter takes of a text message in GSM 7 bit; 0: it is in none of its tables. */
guint
palier_french_septets (gunichar c)
{
  if (c == 0x20ac || (c < 0x80 && strchr ("^{}\\[~]|\f", (char) c) != NULL))
    return c == 0 ? 0 : 2;
  return (c < 0x80 && c != '`') || g_utf8_strchr (FREE, -1, c) != NULL ? 1 : 0;
}

/* The longest mark that stands here; %NULL for none. */
static const char *
plain_of (const char *at, gsize *length)
{
  const char *plain = NULL;

  *length = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (strlen (marks[i].mark) > *length && g_str_has_prefix (at, marks[i].mark))
    {
      *length = strlen (marks[i].mark);
      plain = marks[i].plain;
    }
  return plain;
}

/* ê → e, ç → c; what has no such base stays. */
static void
append_base (GString *out, gunichar c)
{
  gunichar base, accent;

  if (c < 0x80 || g_utf8_strchr (FREE, -1, c) != NULL || !g_unichar_decompose (c, &base, &accent)
      || base >= 0x80)
    g_string_append_unichar (out, c);
  else
    g_string_append_unichar (out, base);
}

/* The text as a text message has it: in the letters of GSM 7 bit as far as French goes, so that 160
 * of them fit in one message, not 70. (transfer full) */
char *
palier_french_plain (const char *text)
{
  GString *out = g_string_new (NULL);
  gsize length;

  for (const char *p = text; *p != '\0'; p += length)
  {
    const char *plain = plain_of (p, &length);
    if (plain != NULL)
      g_string_append (out, plain);
    else
    {
      append_base (out, g_utf8_get_char (p));
      length = (gsize) (g_utf8_next_char (p) - p);
    }
  }
  return g_string_free_and_steal (out);
}
