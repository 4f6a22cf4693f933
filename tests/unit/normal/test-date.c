/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Written forms to ISO, day first and month first. 2. Moments to milliseconds. 3. What a text
 * says about its column's order. */
#include "palier-date.h"

#define OK PALIER_READING_OK
#define INVALID PALIER_READING_INVALID
#define DAY PALIER_DATE_DAY_FIRST
#define MONTH PALIER_DATE_MONTH_FIRST

static const struct
{
  const char *text;
  PalierDateOrder order;
  const char *date;
  PalierReading verdict;
} cases[] = {
  { "12/03/2024", DAY, "2024-03-12", OK },
  { "12/03/2024", MONTH, "2024-12-03", OK },
  { "25/03/2024", MONTH, "2024-03-25", OK },
  { "03/25/2024", DAY, "2024-03-25", OK },
  { "1/2/24", DAY, "2024-02-01", OK },
  { "1/2/27", DAY, "1927-02-01", OK },
  { "1/2/99", DAY, "1999-02-01", OK },
  { "12.03.2024", DAY, "2024-03-12", OK },
  { "12-03-2024", DAY, "2024-03-12", OK },
  { "12 / 03 / 2024", DAY, "2024-03-12", OK },
  { "2024-03-12", DAY, "2024-03-12", OK },
  { "2024/03/12", MONTH, "2024-03-12", OK },
  { "2024-03-12T10:00:00Z", DAY, "2024-03-12", OK },
  { "2024-03-12 10:00:00.123", DAY, "2024-03-12", OK },
  { "12/03/2024 14:30", DAY, "2024-03-12", OK },
  { "12/03/2024 à 14h30", DAY, "2024-03-12", OK },
  { "20240312", DAY, "2024-03-12", OK },
  { "12 mars 2024", DAY, "2024-03-12", OK },
  { "1er avril 2023", DAY, "2023-04-01", OK },
  { "lundi 5 février 2024", DAY, "2024-02-05", OK },
  { "12-août-24", DAY, "2024-08-12", OK },
  { "14 juil. 2024", DAY, "2024-07-14", OK },
  { "14 juin 2024", DAY, "2024-06-14", OK },
  { "March 12, 2024", DAY, "2024-03-12", OK },
  { "12 Dec 2024", DAY, "2024-12-12", OK },
  { "3 mars 2024", DAY, "2024-03-03", OK },
  { "03/2024", DAY, "2024-03-01", PALIER_READING_REPAIRED },
  { "2024-03", DAY, "2024-03-01", PALIER_READING_REPAIRED },
  { "mars 2024", DAY, "2024-03-01", PALIER_READING_REPAIRED },
  { "Décembre 2024", DAY, "2024-12-01", PALIER_READING_REPAIRED },
  { "13/2024", DAY, NULL, INVALID },
  { "03/24", DAY, NULL, INVALID },
  { "vers 2024", DAY, NULL, INVALID },
  { "45363", DAY, "2024-03-12", PALIER_READING_REPAIRED },
  { "45363,5", DAY, "2024-03-12", PALIER_READING_REPAIRED },
  { "45363.0", DAY, "2024-03-12", PALIER_READING_REPAIRED },
  { "31/02/2024", DAY, NULL, INVALID },
  { "29/02/2023", DAY, NULL, INVALID },
  { "00/00/0000", DAY, NULL, INVALID },
  { "13/13/2024", DAY, NULL, INVALID },
  { "2024", DAY, NULL, INVALID },
  { "06 12 34 56 78", DAY, NULL, INVALID },
  { "75011", DAY, NULL, INVALID },
  { "bientôt", DAY, NULL, INVALID },
  { "", DAY, NULL, PALIER_READING_BLANK },
  { NULL, DAY, NULL, PALIER_READING_BLANK },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    PalierReading verdict;
    g_test_message ("%s", cases[i].text);
    g_autofree char *date = palier_date_normalize (cases[i].text, cases[i].order, 2026, &verdict);
    g_assert_cmpstr (date, ==, cases[i].date);
    g_assert_cmpint (verdict, ==, cases[i].verdict);
  }
}

static const struct
{
  const char *text;
  gint64 ms;
} moments[] = {
  { "2024-03-12", 1710244800000 },
  { "12/03/2024 14:30", 1710250200000 },
  { "12/07/2024 14:30", 1720787400000 },
  { "2024-03-12T13:30:00Z", 1710250200000 },
  { "1:30 PM", -1 },
  { "3/12/2024, 2:30 pm", 1733232600000 },
};

static void
test_moments (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (moments); i++)
  {
    gint64 ms = -1;
    g_test_message ("%s", moments[i].text);
    gboolean valid = palier_time_normalize (moments[i].text, DAY, 2026, &ms, NULL);
    g_assert_cmpint (valid, ==, moments[i].ms >= 0);
    g_assert_cmpint (ms, ==, moments[i].ms);
  }
}

static void
test_votes (void)
{
  g_assert_cmpint (palier_date_order_vote ("25/03/2024"), ==, 1);
  g_assert_cmpint (palier_date_order_vote ("03/25/2024"), ==, -1);
  g_assert_cmpint (palier_date_order_vote ("03/04/2024"), ==, 0);
  g_assert_cmpint (palier_date_order_vote ("2024-03-25"), ==, 0);
  g_assert_cmpint (palier_date_order_vote ("n/a"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/date/cases", test_cases);
  g_test_add_func ("/date/moments", test_moments);
  g_test_add_func ("/date/votes", test_votes);
  return g_test_run ();
}
