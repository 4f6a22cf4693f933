/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. SIRET. 2. SIREN, also out of a SIRET or a VAT number. */
#include "palier-siret.h"

#define OK PALIER_READING_OK
#define INVALID PALIER_READING_INVALID

typedef struct
{
  const char *text;
  const char *value;
  PalierReading verdict;
} Case;

static const Case sirets[] = {
  { "73282932000074", "73282932000074", OK },
  { "732 829 320 00074", "73282932000074", OK },
  { "732\u202f829\u00a0320\u202f00074", "73282932000074", OK },
  { "732.829.320.00074", "73282932000074", OK },
  { "SIRET n° 732 829 320 00074", "73282932000074", OK },
  { "73282932000074.0", "73282932000074", OK },
  { "'73282932000074", "73282932000074", OK },
  { "39860733300059", "39860733300059", OK },
  { "13002526500013", "13002526500013", OK },
  { "35600000000048", "35600000000048", OK },
  { "35600000049837", "35600000049837", OK },
  { "5520176200006", "05520176200006", PALIER_READING_REPAIRED },
  { "35600000000000", NULL, PALIER_READING_DESTROYED },
  { "541002200007", "00541002200007", PALIER_READING_REPAIRED },
  { "5420701200015", NULL, INVALID },
  { "12345678912345", NULL, INVALID },
  { "00000000000000", NULL, INVALID },
  { "3,56E+13", NULL, PALIER_READING_DESTROYED },
  { "7.32829E+13", NULL, PALIER_READING_DESTROYED },
  { "732829320", NULL, INVALID },
  { "73282932000074 et autre", NULL, INVALID },
  { "732829320000740000000000000000", NULL, INVALID },
  { "néant", NULL, INVALID },
  { "", NULL, PALIER_READING_BLANK },
  { NULL, NULL, PALIER_READING_BLANK },
};

static const Case sirens[] = {
  { "732829320", "732829320", OK },
  { "732 829 320", "732829320", OK },
  { "RCS Paris 732 829 320", "732829320", OK },
  { "443061841", "443061841", OK },
  { "73282932000074", "732829320", OK },
  { "FR44732829320", "732829320", OK },
  { "FR 44 732 829 320", "732829320", OK },
  { "05410022", "005410022", PALIER_READING_REPAIRED },
  { "5410027", NULL, INVALID },
  { "123456789", NULL, INVALID },
  { "7,3E+08", NULL, PALIER_READING_DESTROYED },
  { "", NULL, PALIER_READING_BLANK },
};

static void
check (const Case *cases, gsize n, char *(*normalize) (const char *, PalierReading *) )
{
  for (gsize i = 0; i < n; i++)
  {
    PalierReading verdict;
    g_test_message ("%s", cases[i].text);
    g_autofree char *value = normalize (cases[i].text, &verdict);
    g_assert_cmpstr (value, ==, cases[i].value);
    g_assert_cmpint (verdict, ==, cases[i].verdict);
  }
}

static void
test_siret (void)
{
  check (sirets, G_N_ELEMENTS (sirets), palier_siret_normalize);
}

static void
test_siren (void)
{
  check (sirens, G_N_ELEMENTS (sirens), palier_siren_normalize);
}

/* Every valid SIRET that begins with 0 comes back whole after a spreadsheet ate the zero. */
static void
test_lost_zero (void)
{
  PalierReading verdict;
  guint n = 0;

  for (guint i = 0; i < 1000; i++)
  {
    g_autofree char *siret = g_strdup_printf ("05410%09u", i * 7919);
    if (!palier_siret_is_valid (siret))
      continue;
    g_autofree char *value = palier_siret_normalize (siret + 1, &verdict);
    g_assert_cmpstr (value, ==, siret);
    g_assert_cmpint (verdict, ==, PALIER_READING_REPAIRED);
    n++;
  }
  g_assert_cmpuint (n, >, 50);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/siret/siret", test_siret);
  g_test_add_func ("/siret/siren", test_siren);
  g_test_add_func ("/siret/lost-zero", test_lost_zero);
  return g_test_run ();
}
