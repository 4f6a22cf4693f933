/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-relay-figures.h"

static guint64 figures[PALIER_N_FIGURES];

typedef struct
{
  const char *name;
  const char *labels; /* (nullable) */
  const char *help;
} Row;

/* The samples of one family stand together. */
static const Row rows[] = {
  [PALIER_FIGURE_REFUSED_REQUESTS] = { "palier_refused_requests_total", NULL,
                                       "Requests answered with a problem document." },
  [PALIER_FIGURE_SYNCED_RECORDS] = { "palier_synced_records_total", NULL,
                                     "Records that devices gave." },
  [PALIER_FIGURE_ACCEPTED] = { "palier_emails_sent_total", "result=\"accepted\"",
                               "Attempts to hand a message over, and messages set aside." },
  [PALIER_FIGURE_DEFERRED] = { "palier_emails_sent_total", "result=\"deferred\"", NULL },
  [PALIER_FIGURE_REFUSED] = { "palier_emails_sent_total", "result=\"refused\"", NULL },
  [PALIER_FIGURE_UNCERTAIN] = { "palier_emails_sent_total", "result=\"uncertain\"", NULL },
  [PALIER_FIGURE_SET_ASIDE] = { "palier_emails_sent_total", "result=\"set_aside\"", NULL },
  [PALIER_FIGURE_OPENS] = { "palier_email_events_total", "type=\"open\"",
                            "What readers, and machines on their way, did." },
  [PALIER_FIGURE_CLICKS] = { "palier_email_events_total", "type=\"click\"", NULL },
  [PALIER_FIGURE_UNSUBSCRIBES] = { "palier_email_events_total", "type=\"unsubscribe\"", NULL },
  [PALIER_FIGURE_LOGINS] = { "palier_logins_total", "result=\"accepted\"", "Tries to log in." },
  [PALIER_FIGURE_REFUSED_LOGINS] = { "palier_logins_total", "result=\"refused\"", NULL },
  [PALIER_FIGURE_WRITINGS] = { "palier_writings_total", "result=\"answered\"",
                               "What the service that writes was to answer." },
  [PALIER_FIGURE_WRITINGS_DECLINED] = { "palier_writings_total", "result=\"declined\"", NULL },
  [PALIER_FIGURE_WRITINGS_FAILED] = { "palier_writings_total", "result=\"failed\"", NULL },
  [PALIER_FIGURE_WRITINGS_LEFT] = { "palier_writings_total", "result=\"left\"", NULL },
  [PALIER_FIGURE_WRITINGS_REFUSED] = { "palier_writings_total", "result=\"refused\"", NULL },
  [PALIER_FIGURE_WRITING_TOKENS] = { "palier_writing_tokens_total", NULL,
                                     "Tokens that it read and wrote." },
  [PALIER_FIGURE_WRITING_COST] = { "palier_writing_cost_micros_total", NULL,
                                   "What that cost, in millionths of a euro." },
};

G_STATIC_ASSERT (G_N_ELEMENTS (rows) == PALIER_N_FIGURES);

/* Safe on any thread. */
void
palier_figure_add (PalierFigure figure, guint64 count)
{
  __atomic_add_fetch (&figures[figure], count, __ATOMIC_RELAXED);
}

guint64
palier_figure_get (PalierFigure figure)
{
  return __atomic_load_n (&figures[figure], __ATOMIC_RELAXED);
}

void
palier_figure_print_head (GString *out, const char *name, const char *type, const char *help)
{
  g_string_append_printf (out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

/* In digits that lead back to the same number, with a point whatever the locale. */
void
palier_figure_print_sample (GString *out, const char *name, const char *labels, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (out, name);
  if (labels != NULL)
    g_string_append_printf (out, "{%s}", labels);
  g_string_append_printf (out, " %s\n", g_ascii_dtostr (number, sizeof number, value));
}

/* Appends the text form of Prometheus. */
void
palier_figures_print (GString *out)
{
  for (int i = 0; i < PALIER_N_FIGURES; i++)
  {
    if (rows[i].help != NULL)
      palier_figure_print_head (out, rows[i].name, "counter", rows[i].help);
    palier_figure_print_sample (out, rows[i].name, rows[i].labels,
                                (double) palier_figure_get ((PalierFigure) i));
  }
}
