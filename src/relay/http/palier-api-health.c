/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-relay-api.h"

#include "palier-relay-figures.h"

/* The process answers. */
void
palier_api_health (PalierRequest *request, gpointer api)
{
  palier_request_answer_text (request, 200, "text/plain", "ok\n");
}

static gboolean
do_nothing (PalierTx *tx, gpointer data, GError **error)
{
  return TRUE;
}

/* The store takes a durable commit. */
void
palier_api_ready (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_autoptr (GError) error = NULL;

  if (palier_store_write (api->store, do_nothing, NULL, &error))
    palier_request_answer_text (request, 200, "text/plain", "ready\n");
  else
    palier_request_problem (request, 503, "unavailable");
}

void
palier_api_metrics (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  PalierStoreFigures figures = palier_store_get_figures (api->store);
  g_autoptr (GString) text = g_string_new (NULL);

  palier_figures_print (text);
  g_string_append_printf (text,
                          "# TYPE palier_relay_commits_total counter\n"
                          "palier_relay_commits_total %" G_GUINT64_FORMAT "\n"
                          "# TYPE palier_relay_transactions_total counter\n"
                          "palier_relay_transactions_total %" G_GUINT64_FORMAT "\n",
                          figures.commits, figures.transactions);
  palier_request_answer_text (request, 200, "text/plain; version=0.0.4; charset=utf-8", text->str);
}
