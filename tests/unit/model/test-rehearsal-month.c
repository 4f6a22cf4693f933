/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. The six weeks of a month, with what goes on each day. 2. What goes on one day, across the
 * change of the clocks. 3. Who is kept back, nobody twice. */
#include "palier-rehearsal-month.h"

static gint64
at (int year, int month, int day, int hour)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  return palier_region_midnight_ms (PALIER_REGION_FRANCE, &date)
         + G_GINT64_CONSTANT (3600000) * hour;
}

static PalierRehearsal *
rehearsal_new (void)
{
  PalierRehearsal *self = palier_rehearsal_new ();

  self->rows = g_array_new (FALSE, FALSE, sizeof (PalierPlanRow));
  return self;
}

static void
add_row (PalierRehearsal *self, guint who, PalierSendState state, PalierSendReason reason,
         PalierGateReason gate, gint64 at_ms)
{
  PalierPlanRow row = { .enrolment = who,
                        .state = (guint8) state,
                        .reason = (guint8) reason,
                        .gate = (guint8) gate,
                        .at_ms = at_ms };

  g_array_append_val (self->rows, row);
}

static void
test_month (void)
{
  static const struct
  {
    int year, month;
    int first_day, first_month; /* of the first cell */
    guint within;
  } cases[] = {
    { 2026, 12, 30, 11, 31 }, /* begins on a Tuesday */
    { 2027, 2, 1, 2, 28 },    /* on a Monday */
    { 2026, 11, 26, 10, 30 }, /* on a Sunday */
    { 2028, 2, 31, 1, 29 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierRehearsal) self = rehearsal_new ();
    PalierRehearsalDay sends = { .day_ms = at (cases[i].year, cases[i].month, 9, 0),
                                 .goes = { 3, 2 } };
    PalierMonthCell cells[PALIER_MONTH_CELLS];
    GDate month;
    guint within = 0, busy = 0;
    g_array_append_val (self->days, sends);
    g_date_clear (&month, 1);
    g_date_set_dmy (&month, 17, (GDateMonth) cases[i].month, (GDateYear) cases[i].year);
    palier_rehearsal_fill_month (self, &month, cells);
    g_assert_cmpint (g_date_get_day (&cells[0].day), ==, cases[i].first_day);
    g_assert_cmpint (g_date_get_month (&cells[0].day), ==, cases[i].first_month);
    for (guint cell = 0; cell < PALIER_MONTH_CELLS; cell++)
    {
      within += cells[cell].within;
      if (cells[cell].sends == NULL)
        continue;
      busy++;
      g_assert_cmpint (g_date_get_day (&cells[cell].day), ==, 9);
      g_assert_cmpuint (palier_rehearsal_day_total (cells[cell].sends), ==, 5);
    }
    g_assert_cmpuint (within, ==, cases[i].within);
    g_assert_cmpuint (busy, ==, 1);
  }
}

static void
test_day (void)
{
  g_autoptr (PalierRehearsal) self = rehearsal_new ();
  GDate day;

  /* The day on which the clocks go back has an hour more. */
  add_row (self, 0, PALIER_SEND_SCHEDULED, PALIER_REASON_NONE, 0, at (2026, 10, 24, 23));
  add_row (self, 1, PALIER_SEND_SCHEDULED, PALIER_REASON_NONE, 0, at (2026, 10, 25, 0));
  add_row (self, 2, PALIER_SEND_SET_ASIDE, PALIER_REASON_GATE, 0, at (2026, 10, 25, 9));
  add_row (self, 3, PALIER_SEND_SCHEDULED, PALIER_REASON_NONE, 0, at (2026, 10, 25, 24));
  add_row (self, 4, PALIER_SEND_SCHEDULED, PALIER_REASON_NONE, 0, at (2026, 10, 25, 25));
  g_date_clear (&day, 1);
  g_date_set_dmy (&day, 25, G_DATE_OCTOBER, 2026);
  g_autoptr (GArray) list = palier_rehearsal_list_day (self, &day);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmpuint (g_array_index (list, guint, 0), ==, 1);
  g_assert_cmpuint (g_array_index (list, guint, 1), ==, 3);
}

static guint
count_kept_back (const PalierRehearsal *self, PalierSendReason reason, PalierGateReason gate,
                 guint most)
{
  PalierRehearsalAside aside = { .state = PALIER_SEND_SET_ASIDE, .reason = reason, .gate = gate };
  g_autoptr (GPtrArray) list = palier_rehearsal_list_kept_back (self, &aside, most);

  return list->len;
}

static void
test_kept_back (void)
{
  g_autoptr (PalierRehearsal) self = rehearsal_new ();
  const PalierSendState aside = PALIER_SEND_SET_ASIDE;

  for (guint i = 0; i < 4; i++)
    g_ptr_array_add (self->prospects, palier_prospect_new ());
  add_row (self, 0, aside, PALIER_REASON_GATE, (PalierGateReason) 1, 0);
  add_row (self, 0, aside, PALIER_REASON_GATE, (PalierGateReason) 1, 0);
  add_row (self, 1, aside, PALIER_REASON_GATE, (PalierGateReason) 1, 0);
  add_row (self, 2, aside, PALIER_REASON_GATE, (PalierGateReason) 2, 0);
  add_row (self, 2, PALIER_SEND_SCHEDULED, PALIER_REASON_NONE, 0, 0);
  add_row (self, 3, aside, PALIER_REASON_NO_ADDRESS, (PalierGateReason) 1, 0);
  g_assert_cmpuint (count_kept_back (self, PALIER_REASON_GATE, (PalierGateReason) 1, 9), ==, 2);
  g_assert_cmpuint (count_kept_back (self, PALIER_REASON_GATE, (PalierGateReason) 1, 1), ==, 1);
  g_assert_cmpuint (count_kept_back (self, PALIER_REASON_GATE, (PalierGateReason) 2, 9), ==, 1);
  g_assert_cmpuint (count_kept_back (self, PALIER_REASON_NO_ADDRESS, PALIER_N_GATE_REASONS, 9), ==,
                    1);
  g_assert_cmpuint (count_kept_back (self, PALIER_REASON_PAUSED, PALIER_N_GATE_REASONS, 9), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/rehearsal-month/month", test_month);
  g_test_add_func ("/model/rehearsal-month/day", test_day);
  g_test_add_func ("/model/rehearsal-month/kept-back", test_kept_back);
  return g_test_run ();
}
