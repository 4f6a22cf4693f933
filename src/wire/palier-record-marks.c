/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All the marks of a record together. */
#include "palier-record.h"

static void
visit_mark (PalierMark mark, PalierMark *least, PalierMark *latest)
{
  if (palier_mark_is_none (mark))
    return;
  if (palier_mark_is_none (*least) || palier_mark_compare (mark, *least) < 0)
    *least = mark;
  if (palier_mark_compare (mark, *latest) > 0)
    *latest = mark;
}

static void
visit_marks (const PalierRecord *self, PalierMark *least, PalierMark *latest)
{
  for (guint i = 0; i < palier_kind_n_fields (self->kind); i++)
  {
    const GPtrArray *elements = self->fields[i].elements;
    visit_mark (self->fields[i].mark, least, latest);
    for (guint j = 0; elements != NULL && j < elements->len; j++)
    {
      const GArray *dots = ((PalierElement *) g_ptr_array_index (elements, j))->dots;
      for (guint k = 0; k < dots->len; k++)
      {
        const PalierDot *dot = &g_array_index (dots, PalierDot, k);
        visit_mark ((PalierMark) { dot->added, dot->device }, least, latest);
      }
    }
  }
}

/* Returns: the oldest mark of the fields: the one that is kept once for the row. An import writes
 * all fields with one mark; what is changed later overrides it. None for a record without fields.
 */
PalierMark
palier_record_row_mark (const PalierRecord *self)
{
  PalierMark least = PALIER_MARK_NONE, latest = PALIER_MARK_NONE;

  visit_marks (self, &least, &latest);
  return least;
}

/* Returns: the newest of all marks: what the reader's clock must pass, and what must not be too far
 * ahead of the relay's */
PalierMark
palier_record_latest_mark (const PalierRecord *self)
{
  PalierMark least = PALIER_MARK_NONE, latest = PALIER_MARK_NONE;

  visit_marks (self, &least, &latest);
  visit_mark (self->deleted_mark, &least, &latest);
  visit_mark (self->merged_mark, &least, &latest);
  return latest;
}

static gboolean
restamp_mark (PalierMark *mark, PalierMarkFunc func, gpointer data)
{
  PalierStamp time = palier_mark_is_none (*mark) ? 0 : func (*mark, data);
  gboolean changed = time != mark->time;

  mark->time = time;
  return changed;
}

static gboolean
restamp_dot (PalierDot *dot, PalierMarkFunc func, gpointer data)
{
  PalierMark added = { dot->added, dot->device }, removed = { dot->removed, dot->device };
  gboolean changed = restamp_mark (&added, func, data);

  if (dot->removed != 0)
    changed |= restamp_mark (&removed, func, data);
  dot->added = added.time;
  dot->removed = removed.time;
  return changed;
}

static gboolean
restamp_elements (GPtrArray *elements, PalierMarkFunc func, gpointer data)
{
  gboolean changed = FALSE;

  for (guint i = 0; elements != NULL && i < elements->len; i++)
  {
    GArray *dots = ((PalierElement *) g_ptr_array_index (elements, i))->dots;
    for (guint j = 0; j < dots->len; j++)
      changed |= restamp_dot (&g_array_index (dots, PalierDot, j), func, data);
  }
  return changed;
}

/**
 * palier_record_restamp:
 * @func: gets each mark and says the time it is to have; it must keep the order of those of one
 *   device
 *
 * Returns: whether any has changed
 */
gboolean
palier_record_restamp (PalierRecord *self, PalierMarkFunc func, gpointer data)
{
  gboolean changed = restamp_mark (&self->deleted_mark, func, data);

  changed |= restamp_mark (&self->merged_mark, func, data);
  for (guint i = 0; i < palier_kind_n_fields (self->kind); i++)
  {
    changed |= restamp_mark (&self->fields[i].mark, func, data);
    changed |= restamp_elements (self->fields[i].elements, func, data);
  }
  return changed;
}
