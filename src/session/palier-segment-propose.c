/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Segments that the base itself suggests: a few rules of the trade, each tried on the départements
 * with most prospects and on the whole base. Only what is worth a campaign is shown: enough people
 * to be worth it, and few enough to say something about them. */
#include "palier-segment-propose.h"

#include "palier-segment-store.h"

#define N_DEPARTMENTS 3
#define LEAST 5
#define MOST_SHARE 0.8 /* of the base: what nearly all are is no segment */
#define MOST_PROPOSED 8

/* In the order of their worth. */
static const char *const rules[] = {
  "band=hot contacted=no email=yes",
  "kind=agency website=no band=hot,warm",
  "project=sell band=hot,warm email=yes",
  "contacted=yes replied=no band=hot,warm",
  "email=no phone=yes band=hot,warm",
  "consent=given contacted=no",
  "kind=agency website=no",
};

static PalierFilter *
make_filter (const char *rule, const char *department)
{
  PalierFilter *filter = palier_filter_new ();
  g_auto (GStrv) terms = g_strsplit (rule, " ", -1);

  for (char **term = terms; *term != NULL; term++)
    palier_filter_add_text (filter, *term, NULL);
  if (department != NULL)
    palier_filter_add (filter, PALIER_FILTER_DEPARTMENT, FALSE, department, NULL);
  return filter;
}

static gboolean
is_kept (GPtrArray *segments, const PalierFilter *filter)
{
  g_autofree char *wanted = palier_filter_to_json (filter);

  for (guint i = 0; i < segments->len; i++)
  {
    const PalierSegment *segment = g_ptr_array_index (segments, i);
    g_autofree char *json =
        segment->filter != NULL ? palier_filter_to_json (segment->filter) : NULL;
    if (g_strcmp0 (json, wanted) == 0)
      return TRUE;
  }
  return FALSE;
}

/* What is looked at: the base, its segments, and what is found worth proposing. */
typedef struct
{
  PalierCore *core;
  GPtrArray *segments;
  GPtrArray *rows;
  guint64 total;
} Look;

static gboolean
try_rule (Look *look, const char *rule, const char *department, gboolean *taken, GError **error)
{
  g_autoptr (PalierFilter) filter = make_filter (rule, department);

  if (is_kept (look->segments, filter))
    return TRUE;
  g_autoptr (PalierSegmentRow) row = palier_segment_row_make (look->core, NULL, filter, error);
  if (row == NULL)
    return FALSE;
  if (row->count < LEAST || (double) row->count > MOST_SHARE * (double) look->total)
    return TRUE;
  *taken = TRUE;
  g_ptr_array_add (look->rows, g_steal_pointer (&row));
  return TRUE;
}

/* Each rule in the first département where it is worth it, and over the whole base. */
static gboolean
try_rules (Look *look, GPtrArray *departments, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rules) && look->rows->len < MOST_PROPOSED; i++)
  {
    gboolean taken = FALSE;
    for (guint j = 0; j < departments->len && !taken; j++)
    {
      const PalierSegmentValue *department = g_ptr_array_index (departments, j);
      if (!try_rule (look, rules[i], department->value, &taken, error))
        return FALSE;
    }
    if (!try_rule (look, rules[i], NULL, &taken, error))
      return FALSE;
  }
  if (look->rows->len > MOST_PROPOSED)
    g_ptr_array_set_size (look->rows, MOST_PROPOSED);
  return TRUE;
}

/* In a fiber. Returns: (element-type PalierSegmentRow) */
GPtrArray *
palier_segment_propose (PalierCore *core, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_segment_row_free);
  g_autoptr (GPtrArray) segments =
      dex_await_boxed (palier_segment_store_list (core->workspace), error);
  if (segments == NULL)
    return NULL;
  g_autoptr (GPtrArray) departments = dex_await_boxed (
      palier_segment_store_values (core->workspace, PALIER_FILTER_DEPARTMENT, N_DEPARTMENTS),
      error);
  g_autoptr (GArray) all =
      departments != NULL
          ? dex_await_boxed (palier_segment_store_measure (core->workspace, NULL), error)
          : NULL;
  if (all == NULL)
    return NULL;
  Look look = { core, segments, rows, g_array_index (all, guint64, 0) };
  return try_rules (&look, departments, error) ? g_steal_pointer (&rows) : NULL;
}
