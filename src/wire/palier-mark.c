/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-mark.h"

/* The last 8 bytes of a device's id: 62 random bits, enough to tell a tenant's devices apart, and
 * half the size in every mark. */
guint64
palier_mark_device (const PalierId *device)
{
  guint64 tag = 0;

  for (int i = 8; i < 16; i++)
    tag = tag << 8 | device->bytes[i];
  return tag;
}

char *
palier_mark_format (PalierMark mark, char buffer[PALIER_MARK_TEXT_SIZE])
{
  g_snprintf (buffer, PALIER_MARK_TEXT_SIZE, "%016" G_GINT64_MODIFIER "x%016" G_GINT64_MODIFIER "x",
              mark.time, mark.device);
  return buffer;
}

static gboolean
parse_half (const char *text, guint64 *out)
{
  *out = 0;
  for (int i = 0; i < 16; i++)
  {
    if (!g_ascii_isxdigit (text[i]) || g_ascii_isupper (text[i]))
      return FALSE;
    *out = *out << 4 | (guint64) g_ascii_xdigit_value (text[i]);
  }
  return TRUE;
}

/* Takes exactly what palier_mark_format() writes; @text may be NULL. */
gboolean
palier_mark_parse (const char *text, PalierMark *out)
{
  return text != NULL && parse_half (text, &out->time) && parse_half (text + 16, &out->device)
         && text[32] == '\0';
}
