/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Bytes to the name of their encoding. 2. Decoding piece by piece gives what decoding at once
 * gives. 3. ASCII that turns out to be Windows-1252. 4. Where stray bytes stood. */
#include <string.h>

#include "palier-decoder.h"
#include "palier-encoding.h"

#define FRENCH "Prénom;Société;Ville\nZoé;L'Été à Pâques;Besançon\nGaël;Forêt & Cie;Orléans\n"

static const char *const encodings[] = {
  "UTF-8", "WINDOWS-1252", "MACINTOSH", "CP850", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE",
};

static void
test_guess (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
  {
    gsize length, bom;
    g_autofree char *bytes = g_convert (FRENCH, -1, encodings[i], "UTF-8", NULL, &length, NULL);
    g_assert_nonnull (bytes);
    g_autofree char *guess = palier_encoding_guess ((guint8 *) bytes, length, TRUE, &bom);
    g_assert_cmpstr (guess, ==, encodings[i]);
    g_assert_cmpuint (bom, ==, 0);
  }
}

static void
test_guess_more (void)
{
  static const struct
  {
    const char *bytes;
    gssize length;
    const char *encoding;
    gsize bom;
  } cases[] = { { "\xef\xbb\xbfNom", -1, "UTF-8", 3 },
                { "\xff\xfeN\0o\0", 6, "UTF-16LE", 2 },
                { "\xfe\xff\0N\0o", 6, "UTF-16BE", 2 },
                { "Nom;Prix\nDupont;12 \x80\n", -1, "WINDOWS-1252", 0 },
                { "Nom;Prix\nDupont;12 \xa4\nc\xbdur\n", -1, "ISO-8859-15", 0 },
                { "Nom;Ville\n", -1, "UTF-8", 0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    gsize bom;
    gsize length = cases[i].length < 0 ? strlen (cases[i].bytes) : (gsize) cases[i].length;
    g_autofree char *guess =
        palier_encoding_guess ((const guint8 *) cases[i].bytes, length, TRUE, &bom);
    g_assert_cmpstr (guess, ==, cases[i].encoding);
    g_assert_cmpuint (bom, ==, cases[i].bom);
  }
}

static void
test_pieces (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
    for (gsize step = 1; step < 8; step++)
    {
      gsize length;
      g_autofree char *bytes = g_convert (FRENCH, -1, encodings[i], "UTF-8", NULL, &length, NULL);
      g_autoptr (PalierDecoder) decoder = palier_decoder_new (encodings[i], NULL);
      g_autoptr (GByteArray) out = g_byte_array_new ();
      for (gsize at = 0; at < length; at += step)
        palier_decoder_push (decoder, (guint8 *) bytes + at, MIN (step, length - at),
                             at + step >= length, out);
      g_assert_cmpmem (out->data, out->len, FRENCH, strlen (FRENCH));
      g_assert_false (palier_decoder_take_bad_before (decoder, G_MAXUINT64));
    }
}

static void
test_late_windows (void)
{
  g_autoptr (PalierDecoder) decoder = palier_decoder_new ("UTF-8", NULL);
  g_autoptr (GByteArray) out = g_byte_array_new ();

  palier_decoder_push (decoder, (const guint8 *) "Nom;", 4, FALSE, out);
  g_assert_cmpstr (palier_decoder_get_encoding (decoder), ==, "UTF-8");
  palier_decoder_push (decoder, (const guint8 *) "Zo\xe9", 3, FALSE, out);
  palier_decoder_push (decoder, (const guint8 *) "\x80;\xe8\n", 4, TRUE, out);
  g_assert_cmpstr (palier_decoder_get_encoding (decoder), ==, "WINDOWS-1252");
  g_assert_cmpmem (out->data, out->len, "Nom;Zoé€;è\n", strlen ("Nom;Zoé€;è\n"));
}

static void
test_stray (void)
{
  g_autoptr (PalierDecoder) decoder = palier_decoder_new ("UTF-8", NULL);
  g_autoptr (GByteArray) out = g_byte_array_new ();

  palier_decoder_push (decoder, (const guint8 *) "é;Jos\xe9;x", 9, TRUE, out);
  g_assert_cmpmem (out->data, out->len, "é;José;x", strlen ("é;José;x"));
  g_assert_false (palier_decoder_take_bad_before (decoder, 6));
  g_assert_true (palier_decoder_take_bad_before (decoder, 7));
  g_assert_false (palier_decoder_take_bad_before (decoder, 100));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/encoding/guess", test_guess);
  g_test_add_func ("/encoding/guess-more", test_guess_more);
  g_test_add_func ("/encoding/pieces", test_pieces);
  g_test_add_func ("/encoding/late-windows", test_late_windows);
  g_test_add_func ("/encoding/stray", test_stray);
  return g_test_run ();
}
