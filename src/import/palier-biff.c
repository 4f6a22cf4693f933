/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The globals of an old workbook: sheets, formats, shared strings. A text may go on in CONTINUE
 * records, each of which says anew whether its letters have one byte or two. */
#include "palier-biff.h"

#include <string.h>

#include "palier-reader.h"

#define MAX_SHEETS 1024
#define MAX_STYLES 65536
#define MAX_STRINGS (256 * 1024 * 1024)

guint16
palier_biff_get16 (const guint8 *p)
{
  return (guint16) (p[0] | p[1] << 8);
}

guint32
palier_biff_get32 (const guint8 *p)
{
  return (guint32) p[0] | (guint32) p[1] << 8 | (guint32) p[2] << 16 | (guint32) p[3] << 24;
}

/**
 * palier_biff_next:
 * @offset: (inout): in the stream
 *
 * Returns: FALSE at its end; a record that is cut short is none
 */
gboolean
palier_biff_next (PalierBiff *self, gsize *offset, PalierBiffRecord *record)
{
  const GByteArray *stream = self->stream;

  if (*offset > stream->len || stream->len - *offset < 4)
    return FALSE;
  record->type = palier_biff_get16 (stream->data + *offset);
  record->length = palier_biff_get16 (stream->data + *offset + 2);
  record->data = stream->data + *offset + 4;
  record->offset = *offset;
  if (stream->len - *offset - 4 < record->length)
    return FALSE;
  *offset += 4 + record->length;
  return TRUE;
}

/* A place in the data of a record and of those that continue it. */
typedef struct
{
  PalierBiff *biff;
  PalierBiffRecord record;
  gsize at;
  gsize next; /* offset of the record behind it */
} Place;

/* Goes on to the CONTINUE record where this one is used up. Returns: whether a byte is left */
static gboolean
has_more (Place *place)
{
  while (place->at >= place->record.length)
  {
    gsize next = place->next;
    PalierBiffRecord record;
    if (!palier_biff_next (place->biff, &next, &record) || record.type != PALIER_BIFF_CONTINUE)
      return FALSE;
    place->record = record;
    place->next = next;
    place->at = 0;
  }
  return TRUE;
}

static guint8
take8 (Place *place)
{
  return has_more (place) ? place->record.data[place->at++] : 0;
}

static guint16
take16 (Place *place)
{
  guint16 low = take8 (place);
  return (guint16) (low | take8 (place) << 8);
}

static guint32
take32 (Place *place)
{
  guint32 low = take16 (place);
  return low | (guint32) take16 (place) << 16;
}

static void
skip (Place *place, guint64 length)
{
  while (length > 0 && has_more (place))
  {
    gsize step = (gsize) MIN (length, place->record.length - place->at);
    place->at += step;
    length -= step;
  }
}

static void
append_letter (GByteArray *out, gunichar letter)
{
  char buffer[6];

  if (letter == 0)
    return;
  int n = g_unichar_to_utf8 (g_unichar_validate (letter) ? letter : 0xfffd, buffer);
  g_byte_array_append (out, (const guint8 *) buffer, (guint) n);
}

/* @count letters of UTF-16, or of its lower bytes. */
static void
take_letters (Place *place, guint count, gboolean wide, GByteArray *out)
{
  gunichar high = 0;
  guint room = out->len + PALIER_CELL_MAX - 8;

  for (guint i = 0; i < count && has_more (place); i++)
  {
    if (place->at == 0 && i > 0)
    {
      wide = (place->record.data[place->at++] & 1) != 0;
      if (!has_more (place))
        return;
    }
    gunichar letter = wide ? take16 (place) : take8 (place);
    if (out->len > room)
      continue;
    if (letter >= 0xdc00 && letter < 0xe000 && high != 0)
      letter = 0x10000 + ((high - 0xd800) << 10) + (letter - 0xdc00);
    high = letter >= 0xd800 && letter < 0xdc00 ? letter : 0;
    if (high == 0)
      append_letter (out, letter);
  }
}

/* A text of BIFF8 whose number of letters was read: flags, what it carries besides, letters. */
static void
take_text (Place *place, guint count, GByteArray *out)
{
  guint8 flags = take8 (place);
  guint64 besides = 0;

  if ((flags & 8) != 0)
    besides += (guint64) take16 (place) * 4;
  if ((flags & 4) != 0)
    besides += take32 (place);
  take_letters (place, count, (flags & 1) != 0, out);
  skip (place, besides);
}

/* A text of BIFF5, one byte a letter. */
static void
take_bytes (Place *place, guint count, GByteArray *out)
{
  g_autoptr (GString) bytes = g_string_new (NULL);

  for (guint i = 0; i < count && has_more (place); i++)
  {
    guint8 byte = take8 (place);
    if (byte != 0)
      g_string_append_c (bytes, (char) byte);
  }
  g_autofree char *text =
      g_convert (bytes->str, (gssize) bytes->len, "UTF-8", place->biff->charset, NULL, NULL, NULL);
  if (text == NULL)
    text = g_convert (bytes->str, (gssize) bytes->len, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
  if (text != NULL)
    g_byte_array_append (out, (const guint8 *) text, (guint) strlen (text));
}

/**
 * palier_biff_append_text:
 * @at: where in the record the text's length stands
 * @length_size: of that length, 1 or 2 bytes
 * @out: (inout): the text is appended, in UTF-8
 */
void
palier_biff_append_text (PalierBiff *self, const PalierBiffRecord *record, gsize at,
                         guint length_size, GByteArray *out)
{
  Place place = { self, *record, at, record->offset + 4 + record->length };
  guint count = length_size == 1 ? take8 (&place) : take16 (&place);

  if (self->is_biff8)
    take_text (&place, count, out);
  else
    take_bytes (&place, count, out);
}

static void
read_strings (PalierBiff *self, const PalierBiffRecord *record)
{
  Place place = { self, *record, 4, record->offset + 4 + record->length };
  guint32 n = take32 (&place);

  for (guint32 i = 0; i < n && has_more (&place) && self->strings->len < MAX_STRINGS; i++)
  {
    guint32 start = self->strings->len;
    g_array_append_val (self->string_starts, start);
    take_text (&place, take16 (&place), self->strings);
    g_byte_array_append (self->strings, (const guint8 *) "", 1);
  }
}

static void
read_sheet (PalierBiff *self, const PalierBiffRecord *record)
{
  g_autoptr (GByteArray) name = g_byte_array_new ();

  if (record->length < 8 || (record->data[5] & 0x0f) != 0
      || self->names->len + self->hidden_names->len >= MAX_SHEETS)
    return;
  guint32 offset = palier_biff_get32 (record->data);
  gboolean hidden = (record->data[4] & 3) != 0;
  palier_biff_append_text (self, record, 6, 1, name);
  g_byte_array_append (name, (const guint8 *) "", 1);
  g_ptr_array_add (hidden ? self->hidden_names : self->names, g_strdup ((const char *) name->data));
  g_array_append_val (hidden ? self->hidden_offsets : self->offsets, offset);
}

static void
read_format (PalierBiff *self, const PalierBiffRecord *record)
{
  g_autoptr (GByteArray) code = g_byte_array_new ();

  if (record->length < 4 || g_hash_table_size (self->codes) >= MAX_STYLES)
    return;
  palier_biff_append_text (self, record, 2, self->is_biff8 ? 2 : 1, code);
  g_byte_array_append (code, (const guint8 *) "", 1);
  g_hash_table_replace (
      self->codes, GINT_TO_POINTER ((int) palier_biff_get16 (record->data)),
      GINT_TO_POINTER ((int) palier_xlsx_format_of_code ((const char *) code->data) + 1));
}

static void
read_style (PalierBiff *self, const PalierBiffRecord *record)
{
  if (record->length < 4 || self->formats->len >= MAX_STYLES)
    return;
  int id = palier_biff_get16 (record->data + 2);
  int known = GPOINTER_TO_INT (g_hash_table_lookup (self->codes, GINT_TO_POINTER (id)));
  PalierXlsxFormat format =
      known > 0 ? (PalierXlsxFormat) (known - 1) : palier_xlsx_format_of_id (id);
  g_array_append_val (self->formats, format);
}

static const char *
charset_of (guint16 page)
{
  static const struct
  {
    guint16 page;
    const char *charset;
  } pages[] = { { 437, "CP437" },   { 850, "CP850" },       { 852, "CP852" },
                { 874, "CP874" },   { 932, "CP932" },       { 936, "CP936" },
                { 949, "CP949" },   { 950, "CP950" },       { 1250, "CP1250" },
                { 1251, "CP1251" }, { 1253, "CP1253" },     { 1254, "CP1254" },
                { 1255, "CP1255" }, { 1256, "CP1256" },     { 1257, "CP1257" },
                { 1258, "CP1258" }, { 10000, "MACINTOSH" }, { 32768, "MACINTOSH" } };

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    if (pages[i].page == page)
      return pages[i].charset;
  return "CP1252";
}

static void
read_global (PalierBiff *self, const PalierBiffRecord *record)
{
  switch (record->type)
  {
  case PALIER_BIFF_FILE_PASS:
    self->encrypted = TRUE;
    break;
  case PALIER_BIFF_CODE_PAGE:
    if (record->length >= 2)
      self->charset = charset_of (palier_biff_get16 (record->data));
    break;
  case PALIER_BIFF_DATE_MODE:
    self->since_1904 = record->length >= 2 && palier_biff_get16 (record->data) == 1;
    break;
  case PALIER_BIFF_SHEET:
    read_sheet (self, record);
    break;
  case PALIER_BIFF_FORMAT:
    read_format (self, record);
    break;
  case PALIER_BIFF_STYLE:
    read_style (self, record);
    break;
  case PALIER_BIFF_SHARED_STRINGS:
    if (record->length >= 8 && self->string_starts->len == 0)
      read_strings (self, record);
    break;
  default:
    break;
  }
}

static PalierBiff *
new_biff (GByteArray *stream)
{
  PalierBiff *self = g_new0 (PalierBiff, 1);

  self->stream = g_byte_array_ref (stream);
  self->charset = "CP1252";
  self->names = g_ptr_array_new_null_terminated (4, g_free, TRUE);
  self->hidden_names = g_ptr_array_new_null_terminated (4, g_free, TRUE);
  self->offsets = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->hidden_offsets = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->codes = g_hash_table_new (NULL, NULL);
  self->formats = g_array_new (FALSE, FALSE, sizeof (PalierXlsxFormat));
  self->strings = g_byte_array_new ();
  self->string_starts = g_array_new (FALSE, FALSE, sizeof (guint32));
  return self;
}

/**
 * palier_biff_new:
 * @stream: the workbook
 *
 * Returns: (nullable): %NULL where it is none of Excel 5 to 2003
 */
PalierBiff *
palier_biff_new (GByteArray *stream)
{
  g_autoptr (PalierBiff) self = new_biff (stream);
  PalierBiffRecord record;
  gsize offset = 0;

  if (!palier_biff_next (self, &offset, &record) || record.type != PALIER_BIFF_BEGIN
      || record.length < 4)
    return NULL;
  guint16 version = palier_biff_get16 (record.data);
  if (version != 0x0600 && version != 0x0500)
    return NULL;
  self->is_biff8 = version == 0x0600;
  while (palier_biff_next (self, &offset, &record) && record.type != PALIER_BIFF_EOF
         && !self->encrypted)
    read_global (self, &record);
  return g_steal_pointer (&self);
}

void
palier_biff_free (PalierBiff *self)
{
  g_byte_array_unref (self->stream);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->hidden_names);
  g_array_unref (self->offsets);
  g_array_unref (self->hidden_offsets);
  g_hash_table_unref (self->codes);
  g_array_unref (self->formats);
  g_byte_array_unref (self->strings);
  g_array_unref (self->string_starts);
  g_free (self);
}
