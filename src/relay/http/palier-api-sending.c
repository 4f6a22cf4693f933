/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Senders' secrets, and what became of messages. */
#include "palier-api-form.h"
#include "palier-api-once.h"

#include <string.h>

#include "palier-intake.h"
#include "palier-job-store.h"
#include "palier-json.h"
#include "palier-mailbox-store.h"
#include "palier-reader-store.h"

#define SECRET_MAX 4096
#define PAGE 50
#define PAGE_MAX 200

typedef struct
{
  PalierTenant *tenant;
  PalierId id;
  char *secret;
  PalierSealKey key;
  PalierSendJob *job;
  PalierRequest *request;
  const PalierId *before; /* (nullable) */
  guint limit;
} Question;

static gboolean
put_secret (PalierTx *tx, gpointer data, GError **error)
{
  Question *question = data;

  palier_secret_store_put (tx, question->tenant, &question->id, question->secret);
  palier_intake_wake_sender (tx, question->tenant, &question->id);
  palier_mailbox_store_hasten (tx, question->tenant, &question->id);
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

static yyjson_mut_val *
describe_job (yyjson_mut_doc *doc, const PalierSendJob *job)
{
  yyjson_mut_val *item = yyjson_mut_obj (doc);
  char id[PALIER_ID_TEXT_SIZE];

  yyjson_mut_obj_add_strcpy (doc, item, "id", palier_id_format (&job->id, id));
  if (!palier_id_is_nil (&job->prospect))
    yyjson_mut_obj_add_strcpy (doc, item, "prospect_id", palier_id_format (&job->prospect, id));
  yyjson_mut_obj_add_str (doc, item, "state", palier_send_state_name (job->state));
  yyjson_mut_obj_add_str (doc, item, "reason", palier_send_reason_name (job->reason));
  yyjson_mut_obj_add_int (doc, item, "due_at", job->due_ms);
  yyjson_mut_obj_add_int (doc, item, "changed_at", job->changed_ms);
  yyjson_mut_obj_add_uint (doc, item, "attempts", job->attempts);
  if (job->code != 0)
    yyjson_mut_obj_add_int (doc, item, "code", job->code);
  return item;
}

static void
answer_job (PalierRequest *request, const PalierSendJob *job)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);

  yyjson_mut_doc_set_root (doc, describe_job (doc, job));
  palier_api_answer (request, 200, doc);
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
list_jobs (PalierTx *tx, gpointer data, GError **error)
{
  Question *question = data;
  g_autoptr (GPtrArray) page =
      palier_job_store_page (tx, question->tenant, question->before, question->limit);

  if (!palier_db_check (tx->db, error))
    return FALSE;
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  yyjson_mut_val *list = yyjson_mut_obj_add_arr (doc, root, "messages");
  yyjson_mut_doc_set_root (doc, root);
  for (guint i = 0; i < page->len; i++)
    yyjson_mut_arr_append (list, describe_job (doc, g_ptr_array_index (page, i)));
  if (page->len == question->limit)
  {
    const PalierSendJob *last = g_ptr_array_index (page, page->len - 1);
    char id[PALIER_ID_TEXT_SIZE];
    yyjson_mut_obj_add_strcpy (doc, root, "cursor", palier_id_format (&last->id, id));
  }
  palier_api_answer (question->request, 200, doc);
  return TRUE;
}

/* What was given to be sent, the newest first. */
void
palier_api_messages (PalierRequest *request, gpointer data)
{
  const char *after = palier_request_get_query (request, "after");
  Question question = { .tenant = request->tenant, .request = request };

  if (!palier_api_get_limit (request, PAGE, PAGE_MAX, &question.limit))
    return;
  if (after != NULL && !palier_id_parse (after, &question.id))
  {
    palier_request_problem (request, 400, "bad_request");
    return;
  }
  question.before = after != NULL ? &question.id : NULL;
  palier_api_read (data, request, list_jobs, &question);
}
