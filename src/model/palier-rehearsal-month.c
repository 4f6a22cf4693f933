/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-rehearsal-month.h"

/* Days are those of Paris, by which sends are counted. */
static void
day_of (gint64 at_ms, GDate *out)
{
  palier_region_day (PALIER_REGION_FRANCE, at_ms, out);
}

guint
palier_rehearsal_day_total (const PalierRehearsalDay *day)
{
  guint total = 0;

  for (guint i = 0; i < PALIER_N_CHANNELS; i++)
    total += day->goes[i];
  return total;
}

/**
 * palier_rehearsal_fill_month:
 * @month: any day of it
 * @out: valid as long as @self is
 */
void
palier_rehearsal_fill_month (const PalierRehearsal *self, const GDate *month,
                             PalierMonthCell out[PALIER_MONTH_CELLS])
{
  GDate day = *month;

  g_date_set_day (&day, 1);
  g_date_subtract_days (&day, (guint) g_date_get_weekday (&day) - G_DATE_MONDAY);
  for (guint i = 0; i < PALIER_MONTH_CELLS; i++)
  {
    out[i] = (PalierMonthCell) { day, g_date_get_month (&day) == g_date_get_month (month), NULL };
    g_date_add_days (&day, 1);
  }
  for (guint i = 0; i < self->days->len; i++)
  {
    const PalierRehearsalDay *sends = &g_array_index (self->days, PalierRehearsalDay, i);
    day_of (sends->day_ms, &day);
    int cell = g_date_days_between (&out[0].day, &day);
    if (cell >= 0 && cell < PALIER_MONTH_CELLS)
      out[cell].sends = sends;
  }
}

/* Returns: (transfer full) (element-type guint): the rows of what goes on @day, by time */
GArray *
palier_rehearsal_list_day (const PalierRehearsal *self, const GDate *day)
{
  const gint64 from_ms = palier_region_midnight_ms (PALIER_REGION_FRANCE, day);
  GArray *list = g_array_new (FALSE, FALSE, sizeof (guint));
  GDate next = *day;

  g_date_add_days (&next, 1);
  const gint64 until_ms = palier_region_midnight_ms (PALIER_REGION_FRANCE, &next);
  for (guint i = 0; i < self->rows->len; i++)
  {
    const PalierPlanRow *row = &g_array_index (self->rows, PalierPlanRow, i);
    if (row->state == PALIER_SEND_SCHEDULED && row->at_ms >= from_ms && row->at_ms < until_ms)
      g_array_append_val (list, i);
  }
  return list;
}

static gboolean
is_kept_back_so (const PalierPlanRow *row, const PalierRehearsalAside *aside)
{
  return row->state == (guint) aside->state && row->reason == (guint) aside->reason
         && (aside->reason != PALIER_REASON_GATE || row->gate == (guint) aside->gate);
}

/* Returns: (transfer full) (element-type PalierProspect): nobody twice, @most of them */
GPtrArray *
palier_rehearsal_list_kept_back (const PalierRehearsal *self, const PalierRehearsalAside *aside,
                                 guint most)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_unref);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < self->rows->len && list->len < most; i++)
  {
    const PalierPlanRow *row = &g_array_index (self->rows, PalierPlanRow, i);
    if (is_kept_back_so (row, aside)
        && g_hash_table_add (seen, GUINT_TO_POINTER (row->enrolment + 1)))
      g_ptr_array_add (list, palier_prospect_ref (self->prospects->pdata[row->enrolment]));
  }
  return list;
}
