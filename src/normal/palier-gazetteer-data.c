/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The resource where it lies: its sections, and the numbers in them. */
#include "palier-gazetteer-private.h"

#include <gio/gio.h>
#include <string.h>

#include "palier-normal-resources.h"

#define RESOURCE "/fr/immo_ai/Palier/normal/gazetteer.bin"
#define LAYOUT 1

guint
palier_gazetteer_u16 (const guint8 *section, guint i)
{
  guint16 value;
  memcpy (&value, section + (gsize) i * 2, sizeof value);
  return GUINT16_FROM_LE (value);
}

guint32
palier_gazetteer_u32 (const guint8 *section, guint i)
{
  guint32 value;
  memcpy (&value, section + (gsize) i * 4, sizeof value);
  return GUINT32_FROM_LE (value);
}

static gpointer
open_data (gpointer unused)
{
  static PalierGazetteer self;
  self.bytes = g_resource_lookup_data (palier_normal_get_resource (), RESOURCE, 0, NULL);
  const guint8 *data = g_bytes_get_data (self.bytes, NULL);

  g_assert (memcmp (data, "PALG", 4) == 0 && palier_gazetteer_u32 (data, 1) == LAYOUT);
  self.communes = data + palier_gazetteer_u32 (data, 2);
  self.n_communes = palier_gazetteer_u32 (data, 3);
  self.starts = data + palier_gazetteer_u32 (data, 4);
  self.codes_of = data + palier_gazetteer_u32 (data, 6);
  self.postal = data + palier_gazetteer_u32 (data, 8);
  /* The last one only closes the list. */
  self.n_postal = palier_gazetteer_u32 (data, 9) - 1;
  self.communes_of = data + palier_gazetteer_u32 (data, 10);
  self.slots = data + palier_gazetteer_u32 (data, 12);
  self.areas = (const char *) data + palier_gazetteer_u32 (data, 14);
  self.n_areas_bytes = palier_gazetteer_u32 (data, 15);
  self.names = (const char *) data + palier_gazetteer_u32 (data, 16);
  return &self;
}

const PalierGazetteer *
palier_gazetteer_data (void)
{
  static GOnce once = G_ONCE_INIT;
  return g_once (&once, open_data, NULL);
}

/* The five characters at @code as a number: 2A004 → 100004, 2B033 → 101033; -1: not such a one. */
static gint64
parse_insee (const char *code)
{
  gboolean corsica = code[0] == '2' && (code[1] == 'A' || code[1] == 'B');

  if (strnlen (code, 6) != 5 || strspn (code + 2, "0123456789") != 3
      || (!corsica && !(g_ascii_isdigit (code[0]) && g_ascii_isdigit (code[1]))))
    return -1;
  gint64 rest = g_ascii_strtoll (code + 2, NULL, 10);
  if (corsica)
    return (code[1] == 'A' ? 100000 : 101000) + rest;
  return ((code[0] - '0') * 10 + (code[1] - '0')) * 1000 + rest;
}

/* The last @n digits of @number. Asked for each name that is compared, so without printf. */
static void
write_digits (guint number, char *out, guint n)
{
  while (n-- > 0)
  {
    out[n] = (char) ('0' + number % 10);
    number /= 10;
  }
}

static void
format_insee (guint number, char out[6])
{
  write_digits (number, out, 5);
  out[5] = '\0';
  if (number >= 100000)
  {
    out[0] = '2';
    out[1] = number >= 101000 ? 'B' : 'A';
  }
}

static guint64
record_of (guint i)
{
  guint64 value;
  memcpy (&value, palier_gazetteer_data ()->communes + (gsize) i * 8, sizeof value);
  return GUINT64_FROM_LE (value);
}

guint
palier_gazetteer_insee_number (guint commune)
{
  return (guint) (record_of (commune) >> 20) & 0x1FFFF;
}

/* Three bits of the hash of its key. */
guint
palier_gazetteer_tag (guint commune)
{
  return (guint) (record_of (commune) >> 61);
}

guint
palier_gazetteer_n_communes (void)
{
  return palier_gazetteer_data ()->n_communes;
}

/* @number: below palier_gazetteer_n_communes() */
void
palier_gazetteer_get (guint number, PalierCommune *out)
{
  guint64 record = record_of (number);
  guint last = (guint) (record >> 39) & 0x3FFFFF;

  out->number = number;
  out->kind = (PalierCommuneKind) ((record >> 37) & 3);
  out->name = palier_gazetteer_data ()->names + (record & 0xFFFFF);
  out->population =
      out->kind == PALIER_COMMUNE_FORMER ? (guint) (record_of (last) >> 39) & 0x3FFFFF : last;
  format_insee (palier_gazetteer_insee_number (number), out->insee);
  gboolean overseas = out->insee[0] == '9' && out->insee[1] >= '7';
  g_strlcpy (out->department, out->insee, overseas ? 4 : 3);
}

/* The commune that an arrondissement or a former commune is part of; of others itself. */
static guint
parent_of (guint number)
{
  guint64 record = record_of (number);

  if (((record >> 37) & 3) == PALIER_COMMUNE_FORMER)
    return (guint) (record >> 39) & 0x3FFFFF;
  /* Arrondissements stand behind their city. */
  while (((record_of (number) >> 37) & 3) != PALIER_COMMUNE_CURRENT)
    number--;
  return number;
}

/* The commune of today that @self is, or is part of. Returns: whether that is another one */
gboolean
palier_commune_current (const PalierCommune *self, PalierCommune *out)
{
  guint parent = parent_of (self->number);

  palier_gazetteer_get (parent, out);
  return parent != self->number;
}

/* The first commune of today whose code is not below @wanted. */
static guint
lower_bound (guint wanted)
{
  guint low = 0, high = palier_gazetteer_n_communes ();

  while (low < high)
  {
    guint middle = low + (high - low) / 2;
    if (palier_gazetteer_insee_number (parent_of (middle)) < wanted)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/**
 * palier_gazetteer_by_insee:
 * @insee: five characters: "2A004", "75112"
 */
gboolean
palier_gazetteer_by_insee (const char *insee, PalierCommune *out)
{
  static const guint cities[] = { 75056, 69123, 13055 };
  gint64 wanted = insee != NULL ? parse_insee (insee) : -1;
  guint n = palier_gazetteer_n_communes ();

  if (wanted < 0)
    return FALSE;
  guint at = lower_bound ((guint) wanted);
  if (at < n && palier_gazetteer_insee_number (at) == wanted)
  {
    palier_gazetteer_get (at, out);
    return TRUE;
  }
  /* Arrondissements stand behind their city, not in the order of their codes. */
  for (gsize i = 0; i < G_N_ELEMENTS (cities); i++)
  {
    guint city = wanted / 1000 == cities[i] / 1000 ? lower_bound (cities[i]) : n;
    for (at = city; at < n && parent_of (at) == city; at++)
      if (palier_gazetteer_insee_number (at) == wanted)
      {
        palier_gazetteer_get (at, out);
        return TRUE;
      }
  }
  return FALSE;
}

/* The communes of a département: from @from to before @to; none where the code is not one. */
void
palier_gazetteer_department_range (const char *code, guint *from, guint *to)
{
  gsize length = strlen (code);
  char insee[6] = "00000";

  *from = *to = 0;
  if (length < 2 || length > 3)
    return;
  memcpy (insee, code, length);
  gint64 first = parse_insee (insee);
  if (first < 0)
    return;
  *from = lower_bound ((guint) first);
  *to = lower_bound ((guint) first + (length == 2 ? 1000 : 100));
}
