/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes of any encoding to UTF-8, piece by piece.
 *
 * A file that is plain ASCII so far is called UTF-8, and becomes Windows-1252 at its first byte
 * that is not: what came before reads the same either way. */
#include "palier-decoder.h"

#include <errno.h>
#include <string.h>

#include "palier-encoding.h"

typedef enum
{
  DECODE_UTF8,
  DECODE_WINDOWS,
  DECODE_ICONV,
} DecoderKind;

struct _PalierDecoder
{
  DecoderKind kind;
  char *encoding;
  GIConv iconv;
  guint8 carry[16]; /* the beginning of a letter whose end is in the next piece */
  gsize n_carry;
  guint64 n_out;       /* bytes given out by earlier pushes */
  GArray *bad;         /* guint64: where in what was given out a stray byte stood */
  gboolean only_ascii; /* nothing else so far: the encoding may still turn out another */
};

/* 80 to 9F of Windows-1252; the five that are not defined stay control characters, as on the web.
 */
static const guint16 windows_upper[32] = {
  0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
  0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
  0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178,
};

static void
append_letter (GByteArray *out, gunichar letter)
{
  char buffer[6];
  int n = g_unichar_to_utf8 (letter, buffer);
  g_byte_array_append (out, (const guint8 *) buffer, (guint) n);
}

static void
append_windows (GByteArray *out, guint8 byte)
{
  append_letter (out, byte >= 0x80 && byte <= 0x9f ? windows_upper[byte - 0x80] : byte);
}

/* Beyond this many in one piece, further ones are not told apart. */
#define MAX_BAD 65536

static void
note_bad (PalierDecoder *self, const GByteArray *out, guint before)
{
  guint64 offset = self->n_out + out->len - before;

  if (self->bad->len < MAX_BAD)
    g_array_append_val (self->bad, offset);
}

/* A byte-order mark within a text is none: files that begin with one were put together. */
static gboolean
is_mark (const guint8 *bytes, gsize length)
{
  return length >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0;
}

/* Appends UTF-8 that was converted, without the marks in it. */
static void
append_converted (GByteArray *out, const guint8 *bytes, gsize length)
{
  const guint8 *mark;

  while ((mark = memmem (bytes, length, "\xef\xbb\xbf", 3)) != NULL)
  {
    g_byte_array_append (out, bytes, (guint) (mark - bytes));
    length -= (gsize) (mark + 3 - bytes);
    bytes = mark + 3;
  }
  g_byte_array_append (out, bytes, (guint) length);
}

static gsize
ascii_run (const guint8 *bytes, gsize length)
{
  gsize i = 0;
  guint64 eight;

  for (; i + 8 <= length; i += 8)
  {
    memcpy (&eight, bytes + i, 8);
    if ((eight & G_GUINT64_CONSTANT (0x8080808080808080)) != 0)
      break;
  }
  while (i < length && bytes[i] < 0x80)
    i++;
  return i;
}

static void
push_windows (const guint8 *bytes, gsize length, GByteArray *out)
{
  for (gsize i = 0; i < length;)
  {
    gsize run = ascii_run (bytes + i, length - i);
    g_byte_array_append (out, bytes + i, (guint) run);
    i += run;
    for (; i < length && bytes[i] >= 0x80; i++)
      append_windows (out, bytes[i]);
  }
}

static void
become_windows (PalierDecoder *self)
{
  self->kind = DECODE_WINDOWS;
  g_free (self->encoding);
  self->encoding = g_strdup ("WINDOWS-1252");
}

/* Returns: how many bytes were taken; fewer than @length where a letter is not whole yet, or where
 * the file turns out to be Windows-1252. A stray byte is read as Windows-1252 has it, and told. */
static gsize
push_utf8 (PalierDecoder *self, const guint8 *bytes, gsize length, gboolean is_last,
           GByteArray *out, guint before)
{
  gsize i = 0;

  while (i < length)
  {
    gsize run = ascii_run (bytes + i, length - i);
    g_byte_array_append (out, bytes + i, (guint) run);
    i += run;
    if (i == length)
      break;
    int n = palier_encoding_sequence_length (bytes + i, length - i);
    if (n < 0 && !is_last)
      break;
    if (n > 0)
    {
      if (!is_mark (bytes + i, length - i))
        g_byte_array_append (out, bytes + i, (guint) n);
      self->only_ascii = FALSE;
    }
    else if (self->only_ascii)
    {
      become_windows (self);
      break;
    }
    else
    {
      note_bad (self, out, before);
      append_windows (out, bytes[i]);
    }
    i += (gsize) MAX (n, 1);
  }
  return i;
}

static gsize
push_iconv (PalierDecoder *self, const guint8 *bytes, gsize length, gboolean is_last,
            GByteArray *out, guint before)
{
  char *in = (char *) bytes;
  gsize left = length;

  while (left > 0)
  {
    char buffer[4096];
    char *to = buffer;
    gsize room = sizeof buffer;
    gsize result = g_iconv (self->iconv, &in, &left, &to, &room);
    int problem = errno;
    append_converted (out, (const guint8 *) buffer, (gsize) (to - buffer));
    if (result != (gsize) -1 || problem == E2BIG)
      continue;
    if (problem == EINVAL && !is_last)
      break;
    note_bad (self, out, before);
    append_letter (out, 0xfffd);
    in++;
    left--;
  }
  return length - left;
}

/**
 * palier_decoder_new:
 * @encoding: as iconv names it
 *
 * Returns: (nullable): %NULL with G_CONVERT_ERROR_NO_CONVERSION for a name nobody knows
 */
PalierDecoder *
palier_decoder_new (const char *encoding, GError **error)
{
  g_autoptr (PalierDecoder) self = g_new0 (PalierDecoder, 1);

  self->encoding = g_ascii_strup (encoding, -1);
  self->only_ascii = TRUE;
  self->bad = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->iconv = (GIConv) -1;
  if (strcmp (self->encoding, "UTF-8") == 0 || strcmp (self->encoding, "UTF8") == 0)
    self->kind = DECODE_UTF8;
  else if (strcmp (self->encoding, "WINDOWS-1252") == 0 || strcmp (self->encoding, "CP1252") == 0)
    self->kind = DECODE_WINDOWS;
  else
  {
    self->kind = DECODE_ICONV;
    self->iconv = g_iconv_open ("UTF-8", encoding);
    if (self->iconv == (GIConv) -1)
    {
      g_set_error (error, G_CONVERT_ERROR, G_CONVERT_ERROR_NO_CONVERSION, "no encoding %s",
                   encoding);
      return NULL;
    }
  }
  return g_steal_pointer (&self);
}

void
palier_decoder_free (PalierDecoder *self)
{
  if (self->iconv != (GIConv) -1)
    g_iconv_close (self->iconv);
  g_array_unref (self->bad);
  g_free (self->encoding);
  g_free (self);
}

static gsize
push_piece (PalierDecoder *self, const guint8 *bytes, gsize length, gboolean is_last,
            GByteArray *out, guint before)
{
  gsize taken = 0;

  if (self->kind == DECODE_UTF8)
    taken = push_utf8 (self, bytes, length, is_last, out, before);
  if (self->kind == DECODE_WINDOWS)
  {
    push_windows (bytes + taken, length - taken, out);
    return length;
  }
  return self->kind == DECODE_ICONV ? push_iconv (self, bytes, length, is_last, out, before)
                                    : taken;
}

/**
 * palier_decoder_push:
 * @is_last: whether the file ends here
 * @out: (inout): UTF-8 is appended
 */
void
palier_decoder_push (PalierDecoder *self, const guint8 *bytes, gsize length, gboolean is_last,
                     GByteArray *out)
{
  guint before = out->len;

  /* A letter that was cut: complete it byte by byte. */
  while (self->n_carry > 0 && length > 0)
  {
    self->carry[self->n_carry++] = *bytes++;
    length--;
    gboolean ends = is_last && length == 0;
    gsize taken = push_piece (self, self->carry, self->n_carry,
                              ends || self->n_carry == sizeof self->carry, out, before);
    memmove (self->carry, self->carry + taken, self->n_carry - taken);
    self->n_carry -= taken;
  }
  if (self->n_carry > 0 && is_last)
  {
    push_piece (self, self->carry, self->n_carry, TRUE, out, before);
    self->n_carry = 0;
  }
  if (length > 0)
  {
    gsize taken = push_piece (self, bytes, length, is_last, out, before);
    self->n_carry = MIN (length - taken, sizeof self->carry);
    memcpy (self->carry, bytes + taken, self->n_carry);
  }
  self->n_out += out->len - before;
}

/* The encoding as it stands: what was ASCII may have become Windows-1252 since. */
const char *
palier_decoder_get_encoding (PalierDecoder *self)
{
  return self->encoding;
}

/* Whether stray bytes stood before @offset of all that was given out; they are forgotten. */
gboolean
palier_decoder_take_bad_before (PalierDecoder *self, guint64 offset)
{
  guint n = 0;

  while (n < self->bad->len && g_array_index (self->bad, guint64, n) < offset)
    n++;
  if (n > 0)
    g_array_remove_range (self->bad, 0, n);
  return n > 0;
}
