/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What probes, Prometheus and programs before their first sync ask. */
#include "palier-relay-api.h"

#include "palier-job-store.h"
#include "palier-kind.h"
#include "palier-process-figures.h"
#include "palier-relay-figures.h"
#include "palier-reporter.h"
#include "palier-sync.h"
#include "palier-tracer.h"
#include "yyjson.h"

/* The oldest client that this relay serves, and the one that it would rather see. */
#define CLIENT_LEAST "0.1.0"
#define CLIENT_RECOMMENDED PALIER_VERSION

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

static void
add_range (yyjson_mut_doc *doc, yyjson_mut_val *root, const char *name, gint64 least, gint64 most)
{
  yyjson_mut_val *range = yyjson_mut_obj_add_obj (doc, root, name);

  yyjson_mut_obj_add_int (doc, range, "least", least);
  yyjson_mut_obj_add_int (doc, range, "most", most);
}

/* What not every relay has. */
static void
add_features (yyjson_mut_doc *doc, yyjson_mut_val *root, const PalierRelayApi *api)
{
  yyjson_mut_val *features = yyjson_mut_obj_add_arr (doc, root, "features");
  gboolean accounts = palier_authority_has_accounts (api->authority);

  if (palier_system_mail_is_set_up (api->mail))
    yyjson_mut_arr_add_str (doc, features, "mail");
  if (accounts && api->meter == PALIER_METER_LIMIT)
    yyjson_mut_arr_add_str (doc, features, "plans");
  if (accounts && api->sites.public_url != NULL)
    yyjson_mut_arr_add_str (doc, features, "domains");
  if (accounts && api->sites.public_url != NULL && api->sites.base_domain != NULL)
    yyjson_mut_arr_add_str (doc, features, "slugs");
  if (api->sites.public_url != NULL)
    yyjson_mut_arr_add_str (doc, features, "tracking");
  if (api->desk != NULL)
    yyjson_mut_arr_add_str (doc, features, "writing");
}

/* What a program must be to talk to this relay. */
void
palier_api_meta (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  gsize length = 0;

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_str (doc, root, "version", PALIER_VERSION);
  add_range (doc, root, "wire", PALIER_WIRE_VERSION, PALIER_WIRE_VERSION);
  yyjson_mut_val *client = yyjson_mut_obj_add_obj (doc, root, "client");
  yyjson_mut_obj_add_str (doc, client, "least", CLIENT_LEAST);
  yyjson_mut_obj_add_str (doc, client, "recommended", CLIENT_RECOMMENDED);
  yyjson_mut_obj_add_bool (doc, root, "accounts", palier_authority_has_accounts (api->authority));
  yyjson_mut_obj_add_bool (doc, root, "registration", api->registration && request->agency == 0);
  if (request->agency_name != NULL)
    yyjson_mut_obj_add_str (doc, root, "agency", request->agency_name);
  add_features (doc, root, api);
  yyjson_mut_val *limits = yyjson_mut_obj_add_obj (doc, root, "limits");
  yyjson_mut_obj_add_int (doc, limits, "records", PALIER_SYNC_MAX_RECORDS);
  yyjson_mut_obj_add_int (doc, limits, "bytes", PALIER_SYNC_MAX_BYTES);
  char *json = yyjson_mut_write (doc, 0, &length);
  palier_request_answer_json (request, 200, json, length);
  yyjson_mut_doc_free (doc);
}

/* How long the message that has waited longest has been due. */
static gboolean
find_oldest (PalierTx *tx, gpointer age_s, GError **error)
{
  gint64 next_ms = G_MAXINT64;
  g_autoptr (GArray) none = palier_job_store_due_tenants (tx, 0, &next_ms);

  *(double *) age_s = (double) MAX (0, tx->now_ms - next_ms) / 1000;
  return palier_db_check (tx->db, error);
}

static void
print (GString *out, const char *name, const char *type, const char *help, double value)
{
  palier_figure_print_head (out, name, type, help);
  palier_figure_print_sample (out, name, NULL, value);
}

static void
print_store (const PalierRelayApi *api, GString *out)
{
  PalierStoreFigures figures = palier_store_get_figures (api->store);

  print (out, "palier_relay_commits_total", "counter", "Commits of the store.",
         (double) figures.commits);
  print (out, "palier_relay_transactions_total", "counter", "Writes that they carried.",
         (double) figures.transactions);
  palier_figure_print_head (out, "palier_queue_depth", "gauge", "What waits.");
  palier_figure_print_sample (out, "palier_queue_depth", "queue=\"commit\"", figures.waiting);
  palier_figure_print_sample (out, "palier_queue_depth", "queue=\"reader\"",
                              figures.readers.waiting);
  palier_figure_print_sample (out, "palier_queue_depth", "queue=\"hits\"",
                              (double) palier_hits_get_waiting (api->hits));
  palier_figure_print_head (out, "palier_db_pool_connections", "gauge",
                            "Connections of the store that read.");
  palier_figure_print_sample (out, "palier_db_pool_connections", "state=\"most\"",
                              figures.readers.most);
  palier_figure_print_sample (out, "palier_db_pool_connections", "state=\"open\"",
                              figures.readers.open);
  palier_figure_print_sample (out, "palier_db_pool_connections", "state=\"taken\"",
                              figures.readers.taken);
  print (out, "palier_db_pool_wait_seconds_total", "counter", "Time spent waiting for one.",
         (double) figures.readers.wait_us / 1e6);
}

static void
print_telemetry (GString *out)
{
  palier_figure_print_head (out, "palier_telemetry_dropped_total", "counter",
                            "What a collector or a place of faults did not take.");
  palier_figure_print_sample (out, "palier_telemetry_dropped_total", "kind=\"span\"",
                              (double) palier_tracer_get_dropped ());
  palier_figure_print_sample (out, "palier_telemetry_dropped_total", "kind=\"fault\"",
                              (double) palier_reporter_get_dropped ());
}

void
palier_api_metrics (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  double age_s = 0;

  palier_figure_print_head (text, "palier_build_info", "gauge", "The version.");
  palier_figure_print_sample (text, "palier_build_info", "version=\"" PALIER_VERSION "\"", 1);
  palier_figures_print (text);
  palier_process_figures_print (text);
  palier_request_print_server (request, text);
  print_store (api, text);
  print_telemetry (text);
  if (api->desk != NULL)
    print (text, "palier_writing_resting", "gauge",
           "Whether the service that writes failed so often that it is left alone.",
           palier_writing_desk_is_resting (api->desk));
  if (palier_store_read (api->store, find_oldest, &age_s, &error))
    print (text, "palier_queue_oldest_age_seconds", "gauge",
           "For how long the first message that is due has waited.", age_s);
  palier_request_answer_text (request, 200, "text/plain; version=0.0.4; charset=utf-8", text->str);
}
