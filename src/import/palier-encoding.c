/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which letters the bytes of a text file are.
 *
 * A byte-order mark decides; then zero bytes (UTF-16, UTF-32); then validity as UTF-8. What remains
 * is a one-byte encoding, and the candidates of French files are weighed by how many of their high
 * bytes are French letters next to others: Windows-1252, Mac Roman, the DOS page. Only where none
 * of them fits is the file likely in another script, and uchardet asked. */
#include "palier-encoding.h"

#include <string.h>
#include <uchardet.h>

#define GUESS_BYTES (256 * 1024)

static gsize
count_zeros (const guint8 *bytes, gsize length, gsize from, gsize step)
{
  gsize n = 0;

  for (gsize i = from; i < length; i += step)
    n += bytes[i] == 0;
  return n;
}

/* Text in two or four bytes a letter is half or three quarters zero, always at the same places. */
static const char *
guess_wide (const guint8 *bytes, gsize length)
{
  gsize quarter = length / 4;

  if (length < 8 || quarter == 0)
    return NULL;
  gsize zeros[4];
  for (gsize i = 0; i < 4; i++)
    zeros[i] = count_zeros (bytes, quarter * 4, i, 4);
  if (zeros[0] * 10 > quarter * 9 && zeros[1] * 10 > quarter * 9 && zeros[3] * 4 < quarter)
    return "UTF-32BE";
  if (zeros[3] * 10 > quarter * 9 && zeros[2] * 10 > quarter * 9 && zeros[0] * 4 < quarter)
    return "UTF-32LE";
  gsize even = zeros[0] + zeros[2], odd = zeros[1] + zeros[3];
  if (odd * 10 > quarter * 2 * 6 && even * 20 < quarter * 2)
    return "UTF-16LE";
  if (even * 10 > quarter * 2 * 6 && odd * 20 < quarter * 2)
    return "UTF-16BE";
  return NULL;
}

/* Length of the UTF-8 sequence at @p, 0 where it is none, -1 where it may go on behind the end. */
int
palier_encoding_sequence_length (const guint8 *p, gsize left)
{
  gunichar letter = g_utf8_get_char_validated ((const char *) p, (gssize) MIN (left, 4));

  if (letter == (gunichar) -2)
    return left < 4 ? -1 : 0;
  return letter == (gunichar) -1 ? 0 : (int) g_utf8_skip[*p];
}

static void
count_utf8 (const guint8 *bytes, gsize length, gsize *good, gsize *bad)
{
  *good = *bad = 0;
  for (gsize i = 0; i < length;)
  {
    if (bytes[i] < 0x80)
    {
      i++;
      continue;
    }
    int n = palier_encoding_sequence_length (bytes + i, length - i);
    if (n < 0)
      return;
    *good += n > 0;
    *bad += n == 0;
    i += (gsize) MAX (n, 1);
  }
}

/* How many bytes are letters that French puts among others, in one encoding. */
static gsize
count_french (const guint8 *bytes, gsize length, const char *letters)
{
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    if (bytes[i] >= 0x80 && strchr (letters, (char) bytes[i]) != NULL
        && ((i > 0 && g_ascii_isalpha (bytes[i - 1]))
            || (i + 1 < length && g_ascii_isalpha (bytes[i + 1]))))
      n++;
  return n;
}

/* In Windows-1252 80 to 9F are letters and signs, in Latin-9 nothing; Latin-9 has € and œ where the
 * other has ¤ and ½. */
static const char *
choose_latin (const guint8 *bytes, gsize length)
{
  gboolean controls = FALSE, latin9 = FALSE;

  for (gsize i = 0; i < length; i++)
  {
    controls = controls || (bytes[i] >= 0x80 && bytes[i] <= 0x9f);
    latin9 = latin9 || bytes[i] == 0xa4 || (bytes[i] >= 0xbc && bytes[i] <= 0xbe);
  }
  return latin9 && !controls ? "ISO-8859-15" : "WINDOWS-1252";
}

static char *
ask_uchardet (const guint8 *bytes, gsize length)
{
  uchardet_t detector = uchardet_new ();
  char *answer = NULL;

  if (uchardet_handle_data (detector, (const char *) bytes, length) == 0)
  {
    uchardet_data_end (detector);
    const char *name = uchardet_get_charset (detector);
    GIConv probe = *name != '\0' ? g_iconv_open ("UTF-8", name) : (GIConv) -1;
    if (probe != (GIConv) -1)
    {
      g_iconv_close (probe);
      answer = g_strdup (name);
    }
  }
  uchardet_delete (detector);
  return answer;
}

static char *
guess_narrow (const guint8 *bytes, gsize length)
{
  gsize high = 0;
  gsize windows = count_french (bytes, length,
                                "\xe9\xe8\xea\xeb\xe0\xe2\xe7\xee\xef\xf4\xfb\xf9\xfc\xf6\xe4"
                                "\xc9\xc8\xc0\xc7\xca\xce\xd4\x9c\xbd\x92\xab\xbb\xb0\xa0\x80");
  gsize mac = count_french (bytes, length,
                            "\x8e\x8f\x90\x91\x88\x89\x8d\x94\x95\x99\x9e\x9d\x9f\x83\xe9\xcb"
                            "\x82\xcf\xd5");
  gsize dos = count_french (bytes, length, "\x82\x8a\x88\x89\x85\x83\x87\x8c\x8b\x93\x96\x97\x90");

  for (gsize i = 0; i < length; i++)
    high += bytes[i] >= 0x80;
  if (mac > windows * 2 && mac > dos)
    return g_strdup ("MACINTOSH");
  if (dos > windows * 2 && dos >= mac)
    return g_strdup ("CP850");
  if (windows * 2 < high && high >= 8)
  {
    char *other = ask_uchardet (bytes, length);
    if (other != NULL && !g_str_has_prefix (other, "ISO-8859-1") && strcmp (other, "ASCII") != 0)
      return other;
    g_free (other);
  }
  return g_strdup (choose_latin (bytes, length));
}

/**
 * palier_encoding_guess:
 * @is_whole: whether @bytes are the whole file
 * @bom: (out): length of the byte-order mark
 *
 * Returns: (transfer full): a name that iconv knows; "UTF-8" where all is ASCII so far
 */
char *
palier_encoding_guess (const guint8 *bytes, gsize length, gboolean is_whole, gsize *bom)
{
  static const struct
  {
    const char *mark;
    gsize length;
    const char *encoding;
  } marks[] = { { "\xef\xbb\xbf", 3, "UTF-8" },
                { "\xff\xfe\0\0", 4, "UTF-32LE" },
                { "\0\0\xfe\xff", 4, "UTF-32BE" },
                { "\xff\xfe", 2, "UTF-16LE" },
                { "\xfe\xff", 2, "UTF-16BE" } };
  gsize good, bad;

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (length >= marks[i].length && memcmp (bytes, marks[i].mark, marks[i].length) == 0)
    {
      *bom = marks[i].length;
      return g_strdup (marks[i].encoding);
    }
  *bom = 0;
  length = MIN (length, GUESS_BYTES);
  const char *wide = guess_wide (bytes, length);
  if (wide != NULL)
    return g_strdup (wide);
  count_utf8 (bytes, length, &good, &bad);
  if (bad == 0 || good > bad * 4)
    return g_strdup ("UTF-8");
  return guess_narrow (bytes, length);
}
