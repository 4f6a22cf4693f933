/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Senders' secrets, and what became of messages. */
#include "palier-relay-api.h"

#include <string.h>

#include "palier-intake.h"
#include "palier-job-store.h"
#include "palier-json.h"
#include "palier-reader-store.h"

#define SECRET_MAX 4096

typedef struct
{
  PalierTenant *tenant;
  PalierId id;
  char *secret;
  PalierSealKey key;
  PalierSendJob *job;
  guint64 counts[PALIER_N_SEND_STATES];
} Question;

static gboolean
put_secret (PalierTx *tx, gpointer data, GError **error)
{
  Question *question = data;

  palier_secret_store_put (tx, question->tenant, &question->id, question->secret);
  palier_intake_wake_sender (tx, question->tenant, &question->id);
  return palier_db_check (tx->db, error);
}

/* The text member @name of the body, which is wiped. */
static char *
take_secret (PalierRequest *request, const char *name)
{
  yyjson_doc *doc = palier_json_read ((const char *) request->body->data, request->body->len);
  yyjson_val *value = yyjson_obj_get (yyjson_doc_get_root (doc), name);
  const char *text = yyjson_get_str (value);
  gsize length = yyjson_get_len (value);
  char *secret = NULL;

  if (text != NULL && length > 0 && length <= SECRET_MAX && strlen (text) == length)
    secret = g_strdup (text);
  yyjson_doc_free (doc);
  explicit_bzero (request->body->data, request->body->len);
  return secret;
}

/* {"secret":TEXT}. Write-only: there is no way to read a secret back. */
void
palier_api_put_secret (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  Question question = { .tenant = request->tenant };
  g_autoptr (GError) error = NULL;

  question.secret = take_secret (request, "secret");
  if (question.secret == NULL || !palier_id_parse (request->part, &question.id))
    palier_request_problem (request, 400, "bad_request");
  else if (!palier_store_write (api->store, put_secret, &question, &error))
    palier_relay_api_fail (request, error);
  else
    palier_request_answer_text (request, 204, "text/plain", "");
  if (question.secret != NULL)
    explicit_bzero (question.secret, strlen (question.secret));
  g_free (question.secret);
}

static gboolean
get_job (PalierTx *tx, gpointer data, GError **error)
{
  Question *question = data;

  question->job = palier_job_store_get (tx, question->tenant, &question->id);
  return palier_db_check (tx->db, error);
}

static void
answer_job (PalierRequest *request, const PalierSendJob *job)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  gsize length = 0;

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_str (doc, root, "id", request->part);
  yyjson_mut_obj_add_str (doc, root, "state", palier_send_state_name (job->state));
  yyjson_mut_obj_add_str (doc, root, "reason", palier_send_reason_name (job->reason));
  yyjson_mut_obj_add_int (doc, root, "due_at", job->due_ms);
  yyjson_mut_obj_add_int (doc, root, "changed_at", job->changed_ms);
  yyjson_mut_obj_add_uint (doc, root, "attempts", job->attempts);
  if (job->code != 0)
    yyjson_mut_obj_add_int (doc, root, "code", job->code);
  char *json = yyjson_mut_write (doc, 0, &length);
  palier_request_answer_json (request, 200, json, length);
  yyjson_mut_doc_free (doc);
}

void
palier_api_message (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  Question question = { .tenant = request->tenant };
  g_autoptr (GError) error = NULL;

  if (!palier_id_parse (request->part, &question.id))
    palier_request_problem (request, 400, "bad_request");
  else if (!palier_store_read (api->store, get_job, &question, &error))
    palier_relay_api_fail (request, error);
  else if (question.job == NULL)
    palier_request_problem (request, 404, "not_found");
  else
    answer_job (request, question.job);
  g_clear_pointer (&question.job, palier_send_job_free);
}

static gboolean
count_jobs (PalierTx *tx, gpointer data, GError **error)
{
  Question *question = data;

  palier_job_store_count (tx, question->tenant, question->counts);
  return palier_db_check (tx->db, error);
}

/* {"scheduled":N,…}: how many are in each state. */
void
palier_api_messages (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  Question question = { .tenant = request->tenant };
  g_autoptr (GError) error = NULL;

  if (!palier_store_read (api->store, count_jobs, &question, &error))
  {
    palier_relay_api_fail (request, error);
    return;
  }
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  gsize length = 0;
  yyjson_mut_doc_set_root (doc, root);
  for (int i = 0; i < PALIER_N_SEND_STATES; i++)
    yyjson_mut_obj_add_uint (doc, root, palier_send_state_name ((PalierSendState) i),
                             question.counts[i]);
  char *json = yyjson_mut_write (doc, 0, &length);
  palier_request_answer_json (request, 200, json, length);
  yyjson_mut_doc_free (doc);
}
