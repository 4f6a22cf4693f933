/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-http-figures.h"

#include "palier-relay-figures.h"

#define STATUS_MIN 100
#define N_STATUSES 500

/* The specification's promises (0.1, 0.5 and 1 s) are among the bounds. */
static const double bounds_s[] = { 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                   0.25,  0.5,    1,     2.5,  5,     10 };
#define N_BOUNDS G_N_ELEMENTS (bounds_s)

typedef struct
{
  guint64 buckets[N_BOUNDS + 1]; /* not cumulated; the last holds what is beyond all bounds */
  guint64 sum_us;
  guint64 statuses[N_STATUSES];
} Row;

struct _PalierHttpFigures
{
  const PalierRoute *routes;
  gsize n_routes;
  Row *rows; /* one a route, and one for what is none */
};

PalierHttpFigures *
palier_http_figures_new (const PalierRoute *routes, gsize n_routes)
{
  PalierHttpFigures *self = g_new0 (PalierHttpFigures, 1);

  self->routes = routes;
  self->n_routes = n_routes;
  self->rows = g_new0 (Row, n_routes + 1);
  return self;
}

void
palier_http_figures_free (PalierHttpFigures *self)
{
  g_free (self->rows);
  g_free (self);
}

static void
add (guint64 *place, guint64 count)
{
  __atomic_add_fetch (place, count, __ATOMIC_RELAXED);
}

static double
load (const guint64 *place)
{
  return (double) __atomic_load_n (place, __ATOMIC_RELAXED);
}

/* @route: (nullable): NULL for a path that is none */
void
palier_http_figures_note (PalierHttpFigures *self, const PalierRoute *route, guint status,
                          gint64 taken_us)
{
  Row *row = &self->rows[route != NULL ? (gsize) (route - self->routes) : self->n_routes];
  gsize bucket = 0;

  while (bucket < N_BOUNDS && (double) taken_us > bounds_s[bucket] * 1e6)
    bucket++;
  add (&row->buckets[bucket], 1);
  add (&row->sum_us, (guint64) MAX (taken_us, 0));
  if (status >= STATUS_MIN && status < STATUS_MIN + N_STATUSES)
    add (&row->statuses[status - STATUS_MIN], 1);
}

/* Returns: (transfer full): the labels of a row: "*" of a path as the API's description writes it
 */
static char *
dup_labels (PalierHttpFigures *self, gsize row)
{
  if (row == self->n_routes)
    return g_strdup ("method=\"\",route=\"\"");
  g_autoptr (GString) path = g_string_new (self->routes[row].path);
  g_string_replace (path, "*", "{part}", 1);
  return g_strdup_printf ("method=\"%s\",route=\"%s\"", self->routes[row].method, path->str);
}

static void
print_statuses (PalierHttpFigures *self, gsize row, const char *labels, GString *out)
{
  for (guint i = 0; i < N_STATUSES; i++)
  {
    double count = load (&self->rows[row].statuses[i]);
    if (count == 0)
      continue;
    g_autofree char *all = g_strdup_printf ("%s,code=\"%u\"", labels, STATUS_MIN + i);
    palier_figure_print_sample (out, "palier_http_requests_total", all, count);
  }
}

static void
print_buckets (PalierHttpFigures *self, gsize row, const char *labels, GString *out)
{
  static const char name[] = "palier_http_request_duration_seconds";
  double count = 0;

  for (gsize i = 0; i <= N_BOUNDS; i++)
  {
    char bound[G_ASCII_DTOSTR_BUF_SIZE] = "+Inf";
    if (i < N_BOUNDS)
      g_ascii_formatd (bound, sizeof bound, "%g", bounds_s[i]);
    g_autofree char *all = g_strdup_printf ("%s,le=\"%s\"", labels, bound);
    count += load (&self->rows[row].buckets[i]);
    palier_figure_print_sample (out, "palier_http_request_duration_seconds_bucket", all, count);
  }
  g_autofree char *sum = g_strconcat (name, "_sum", NULL);
  g_autofree char *total = g_strconcat (name, "_count", NULL);
  palier_figure_print_sample (out, sum, labels, load (&self->rows[row].sum_us) / 1e6);
  palier_figure_print_sample (out, total, labels, count);
}

static void
print_rows (PalierHttpFigures *self, GString *out,
            void (*print) (PalierHttpFigures *, gsize, const char *, GString *))
{
  for (gsize i = 0; i <= self->n_routes; i++)
  {
    g_autofree char *labels = dup_labels (self, i);
    print (self, i, labels, out);
  }
}

void
palier_http_figures_print (PalierHttpFigures *self, GString *out)
{
  palier_figure_print_head (out, "palier_http_requests_total", "counter", "Answers by status.");
  print_rows (self, out, print_statuses);
  palier_figure_print_head (out, "palier_http_request_duration_seconds", "histogram",
                            "From the whole headers to the answer.");
  print_rows (self, out, print_buckets);
}
