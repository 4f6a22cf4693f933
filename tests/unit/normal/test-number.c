/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Numbers. 2. Money. 3. Yes and no. */
#include "palier-number.h"

#define OK PALIER_READING_OK
#define MORE PALIER_READING_MORE
#define INVALID PALIER_READING_INVALID

static const struct
{
  const char *text;
  double value;
  PalierReading verdict;
} numbers[] = {
  { "12", 12, OK },
  { "1 234,56", 1234.56, OK },
  { "1\u202f234,56 €", 1234.56, OK },
  { "1.234,56", 1234.56, OK },
  { "1,234.56", 1234.56, OK },
  { "1234.56", 1234.56, OK },
  { "1.234", 1234, OK },
  { "0.234", 0.234, OK },
  { "1.234.567", 1234567, OK },
  { "1 234 567", 1234567, OK },
  { "-3,5", -3.5, OK },
  { "~ 85 m²", 85, OK },
  { "3 agents", 3, OK },
  { "10 à 19 salariés", 10, MORE },
  { "350 k€", 350000, OK },
  { "350K", 350000, OK },
  { "1,2 M€", 1200000, OK },
  { "1,5 million d'euros", 1500000, OK },
  { "€ 1,200.00", 1200, OK },
  { "3,5E+05", 350000, OK },
  { "250 k€", 250000, OK },
  { "250.000 €", 250000, OK },
  { "1 200 000 EUR", 1200000, OK },
  { "200-250 k€", 200000, MORE },
  { "entre 200 et 250 k€", 200000, MORE },
  { "200 à 250K€", 200000, MORE },
  { "250 k€ - 300 k€", 250000, MORE },
  { "250 000 € à 1,2 M€", 250000, MORE },
  { "environ 85", 85, OK },
  { "Budget max 300 000 €", 300000, OK },
  { "agence 3", 0, INVALID },
  { "néant", 0, INVALID },
  { "99999999999999999999", 0, INVALID },
  { "", 0, PALIER_READING_BLANK },
};

static void
test_numbers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
  {
    PalierReading verdict;
    double value = 0;
    g_test_message ("%s", numbers[i].text);
    palier_number_read (numbers[i].text, &value, &verdict);
    g_assert_cmpint (verdict, ==, numbers[i].verdict);
    if (verdict == OK || verdict == MORE)
      g_assert_cmpfloat_with_epsilon (value, numbers[i].value, 1e-9);
  }
}

static void
test_money (void)
{
  gint64 cents;

  g_assert_true (palier_money_read_cents ("349 999,99 €", &cents, NULL));
  g_assert_cmpint (cents, ==, 34999999);
  g_assert_true (palier_money_read_cents ("0,29", &cents, NULL));
  g_assert_cmpint (cents, ==, 29);
  g_assert_false (palier_money_read_cents ("9000000000000000", &cents, NULL));
  g_assert_false (palier_money_read_cents (NULL, &cents, NULL));
}

static void
test_yes_no (void)
{
  static const struct
  {
    const char *text;
    int value; /* -1: neither */
  } cases[] = { { "Oui", 1 },     { "N", 0 },      { "VRAI", 1 },    { "x", 1 },
                { "✓", 1 },       { "0", 0 },      { "1", 1 },       { "Opt-in", 1 },
                { "opt-out", 0 }, { "refusé", 0 }, { "accepté", 1 }, { "peut-être", -1 },
                { "2", -1 },      { "", -1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    gboolean value = -1;
    gboolean valid = palier_yes_no_read (cases[i].text, &value, NULL);
    g_test_message ("%s", cases[i].text);
    g_assert_cmpint (valid, ==, cases[i].value >= 0);
    g_assert_cmpint (value, ==, cases[i].value);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/number/numbers", test_numbers);
  g_test_add_func ("/number/money", test_money);
  g_test_add_func ("/number/yes-no", test_yes_no);
  return g_test_run ();
}
