/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Written forms to E.164, with verdict and kind. 2. Normalising twice is once. 3. The French
 * written form. 4. Several in one cell. */
#include "palier-phone.h"

#define OK PALIER_READING_OK
#define REPAIRED PALIER_READING_REPAIRED
#define MORE PALIER_READING_MORE
#define INVALID PALIER_READING_INVALID
#define MOBILE PALIER_PHONE_MOBILE
#define LAND PALIER_PHONE_LANDLINE
#define UNKNOWN PALIER_PHONE_UNKNOWN

static const struct
{
  const char *text;
  const char *country;
  const char *e164;
  PalierReading verdict;
  PalierPhoneKind kind;
} cases[] = {
  { "06 39 98 12 34", NULL, "+33639981234", OK, MOBILE },
  { "06.39.98.12.34", NULL, "+33639981234", OK, MOBILE },
  { "06-39-98-12-34", NULL, "+33639981234", OK, MOBILE },
  { "06/39/98/12/34", NULL, "+33639981234", OK, MOBILE },
  { "06\u00a039\u202f98\u00a012\u00a034", NULL, "+33639981234", OK, MOBILE },
  { "+33 6 39 98 12 34", NULL, "+33639981234", OK, MOBILE },
  { "+33 (0)6 39 98 12 34", NULL, "+33639981234", OK, MOBILE },
  { "+33(0)199001234", NULL, "+33199001234", OK, LAND },
  { "+330639981234", NULL, "+33639981234", OK, MOBILE },
  { "(+33) 6 39 98 12 34", NULL, "+33639981234", OK, MOBILE },
  { "0033 6 39 98 12 34", NULL, "+33639981234", OK, MOBILE },
  { "33639981234", NULL, "+33639981234", OK, MOBILE },
  { "p:+33639981234", NULL, "+33639981234", OK, MOBILE },
  { "tel:+33-6-39-98-12-34", NULL, "+33639981234", OK, MOBILE },
  { "Tél. : 01 99 00 12 34 (bureau)", NULL, "+33199001234", OK, LAND },
  { "'0639981234", NULL, "+33639981234", OK, MOBILE },
  { "=\"0639981234\"", NULL, "+33639981234", OK, MOBILE },
  { "6 39 98 12 34", NULL, "+33639981234", REPAIRED, MOBILE },
  { "639981234", NULL, "+33639981234", REPAIRED, MOBILE },
  { "639981234.0", NULL, "+33639981234", REPAIRED, MOBILE },
  { "01 99 00 12 34 / 06 39 98 12 34", NULL, "+33199001234", MORE, LAND },
  { "0199001234 0639981234", NULL, "+33199001234", MORE, LAND },
  { "01 99 00 12 34 ou 06 39 98 12 34", NULL, "+33199001234", MORE, LAND },
  { "+33199001234+33639981234", NULL, "+33199001234", MORE, LAND },
  { "0199001234, 01.99.00.12.34", NULL, "+33199001234", OK, LAND },
  { "raj@agency.example / 0639981234", NULL, "+33639981234", OK, MOBILE },
  { "6,12E+08", NULL, NULL, PALIER_READING_DESTROYED, UNKNOWN },
  { " 3.36123E+10 ", NULL, NULL, PALIER_READING_DESTROYED, UNKNOWN },
  { "0692 12 34 56", NULL, "+262692123456", OK, MOBILE },
  { "+33 692 12 34 56", NULL, "+262692123456", OK, MOBILE },
  { "+262 692 12 34 56", NULL, "+262692123456", OK, MOBILE },
  { "0262 12 34 56", NULL, "+262262123456", OK, LAND },
  { "0639 12 34 56", NULL, "+262639123456", OK, MOBILE },
  { "0596 12 34 56", NULL, "+596596123456", OK, LAND },
  { "0690123456", NULL, "+590690123456", OK, MOBILE },
  { "0694123456", NULL, "+594694123456", OK, MOBILE },
  { "09 70 00 00 00", NULL, "+33970000000", OK, PALIER_PHONE_NOMADIC },
  { "0 800 12 34 56", NULL, "+33800123456", OK, PALIER_PHONE_SPECIAL },
  { "+32 475 12 34 56", NULL, "+32475123456", OK, MOBILE },
  { "+32 (0)2 123 45 67", NULL, "+3221234567", OK, LAND },
  { "0475 12 34 56", "BE", "+32475123456", OK, MOBILE },
  { "+41 79 123 45 67", NULL, "+41791234567", OK, MOBILE },
  { "022 123 45 67", "CH", "+41221234567", OK, LAND },
  { "+352 621 123 456", NULL, "+352621123456", OK, UNKNOWN },
  { "+1 415-555-8821", NULL, "+14155558821", OK, UNKNOWN },
  { "00 33 6 39 98 12 34", NULL, "+33639981234", OK, MOBILE },
  { "+590 690 12 34 56", NULL, "+590690123456", OK, MOBILE },
  { "+594 694 12 34 56", NULL, "+594694123456", OK, MOBILE },
  { "+596 596 12 34 56", NULL, "+596596123456", OK, LAND },
  { "O6 39 98 12 34", NULL, "+33639981234", REPAIRED, MOBILE },
  { "06 39 98 l2 34", NULL, "+33639981234", REPAIRED, MOBILE },
  { "01 99 00 12 34 poste 12", NULL, "+33199001234", OK, LAND },
  { "3949", NULL, NULL, INVALID, UNKNOWN },
  { "01 99 00 12", NULL, NULL, INVALID, UNKNOWN },
  { "00 00 00 00 00", NULL, NULL, INVALID, UNKNOWN },
  { "5551234567", NULL, NULL, INVALID, UNKNOWN },
  { "73282932000074", NULL, NULL, INVALID, UNKNOWN },
  { "à rappeler", NULL, NULL, INVALID, UNKNOWN },
  { "12/03/2024", NULL, NULL, INVALID, UNKNOWN },
  { "", NULL, NULL, PALIER_READING_BLANK, UNKNOWN },
  { " \u00a0", NULL, NULL, PALIER_READING_BLANK, UNKNOWN },
  { NULL, NULL, NULL, PALIER_READING_BLANK, UNKNOWN },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    PalierReading verdict;
    PalierPhoneKind kind;
    g_test_message ("%s", cases[i].text);
    g_autofree char *e164 =
        palier_phone_normalize (cases[i].text, cases[i].country, &kind, &verdict);
    g_assert_cmpstr (e164, ==, cases[i].e164);
    g_assert_cmpint (verdict, ==, cases[i].verdict);
    g_assert_cmpint (kind, ==, cases[i].kind);
    if (e164 == NULL)
      continue;
    g_autofree char *twice = palier_phone_normalize (e164, NULL, NULL, &verdict);
    g_assert_cmpstr (twice, ==, e164);
    g_assert_cmpint (verdict, ==, OK);
  }
}

static void
test_format (void)
{
  static const char *const forms[][2] = {
    { "+33639981234", "06 39 98 12 34" },    { "+262692123456", "06 92 12 34 56" },
    { "+32475123456", "+32 4 75 12 34 56" }, { "+41791234567", "+41 7 91 23 45 67" },
    { "+14155558821", "+14155558821" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
  {
    g_autofree char *written = palier_phone_format (forms[i][0]);
    g_assert_cmpstr (written, ==, forms[i][1]);
  }
}

static void
test_list (void)
{
  static const struct
  {
    const char *text;
    const char *found; /* numbers, with their extensions */
  } lists[] = {
    { "01 99 00 12 34 / 06 39 98 12 34", "+33199001234 +33639981234" },
    { "Bureau : 01 99 00 12 34 poste 12, mobile 06.39.98.12.34", "+33199001234x12 +33639981234" },
    { "01 99 00 12 34 ext. 204", "+33199001234x204" },
    { "01 99 00 12 34 #7", "+33199001234x7" },
    { "01 99 00 12 34\n01-99-00-12-34\n06 39 98 12 34", "+33199001234 +33639981234" },
    { "+33 1 99 00 12 34+32 475 12 34 56", "+33199001234 +32475123456" },
    { "6,12E+08", "" },
    { "rien", "" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
  {
    PalierPhone phones[4];
    g_autoptr (GString) joined = g_string_new (NULL);
    g_test_message ("%s", lists[i].text);
    guint n = palier_phone_list (lists[i].text, NULL, phones, G_N_ELEMENTS (phones));
    for (guint j = 0; j < n; j++)
      g_string_append_printf (joined, "%s%s%s%s", j > 0 ? " " : "", phones[j].e164,
                              *phones[j].extension != '\0' ? "x" : "", phones[j].extension);
    g_assert_cmpstr (joined->str, ==, lists[i].found);
  }
  g_assert_cmpuint (palier_phone_list (lists[0].text, NULL, NULL, 0), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/phone/cases", test_cases);
  g_test_add_func ("/phone/list", test_list);
  g_test_add_func ("/phone/format", test_format);
  return g_test_run ();
}
