/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prospects for programs. What they write is a change like any device's, stamped by this relay: it
 * reaches the desks by their next sync. */
#include "palier-api-access.h"
#include "palier-api-form.h"
#include "palier-api-once.h"
#include "palier-api-plan.h"
#include "palier-api-prospect-json.h"
#include "palier-intake.h"
#include "palier-json.h"
#include "palier-record-store.h"

#define PAGE 50
#define PAGE_MAX 200

typedef struct
{
  PalierRelayApi *api;
  PalierRequest *request;
  yyjson_val *root;
  guint limit;
  gboolean after;
  PalierId before;
} Ask;

static gboolean
is_gone (const PalierRecord *record)
{
  return record->erased || record->deleted_ms != 0 || !palier_id_is_nil (&record->merged_into);
}

static void
answer_prospect (PalierRequest *request, guint status, const PalierRecord *record)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);

  yyjson_mut_doc_set_root (doc, palier_api_describe_prospect (doc, record));
  palier_api_answer (request, status, doc);
}

/* Returns: (transfer full) (nullable): NULL when the request is answered, or with the connection's
 * error */
static PalierRecord *
find_prospect (PalierTx *tx, PalierRequest *request)
{
  PalierId id;
  g_autoptr (PalierRecord) record =
      palier_id_parse (request->part, &id)
          ? palier_record_store_get (tx, request->tenant, PALIER_KIND_PROSPECT, &id)
          : NULL;

  if (record != NULL && !is_gone (record))
    return g_steal_pointer (&record);
  palier_request_problem (request, 404, "not_found");
  return NULL;
}

/* ---- looking ---- */

/* What is gone is left out of a page, which may be short of it. */
static gboolean
list_prospects (PalierTx *tx, gpointer data, GError **error)
{
  Ask *self = data;
  g_autoptr (GPtrArray) page =
      palier_record_store_page (tx, self->request->tenant, PALIER_KIND_PROSPECT,
                                self->after ? &self->before : NULL, self->limit);

  if (!palier_db_check (tx->db, error))
    return FALSE;
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (PalierId));
  PalierAccessEntry access = { .action = PALIER_ACCESS_READ, .persons = shown };
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  yyjson_mut_val *list = yyjson_mut_obj_add_arr (doc, root, "prospects");
  yyjson_mut_doc_set_root (doc, root);
  for (guint i = 0; i < page->len; i++)
  {
    const PalierRecord *record = g_ptr_array_index (page, i);
    if (is_gone (record))
      continue;
    yyjson_mut_arr_append (list, palier_api_describe_prospect (doc, record));
    g_array_append_val (shown, record->id);
  }
  if (page->len == self->limit)
  {
    const PalierRecord *last = g_ptr_array_index (page, page->len - 1);
    char id[PALIER_ID_TEXT_SIZE];
    yyjson_mut_obj_add_strcpy (doc, root, "cursor", palier_id_format (&last->id, id));
  }
  if (palier_api_note (self->api, self->request, &access))
    palier_api_answer (self->request, 200, doc);
  else
    yyjson_mut_doc_free (doc);
  return TRUE;
}

void
palier_api_prospects (PalierRequest *request, gpointer data)
{
  const char *after = palier_request_get_query (request, "after");
  Ask ask = { .api = data, .request = request, .after = after != NULL };

  if (!palier_api_get_limit (request, PAGE, PAGE_MAX, &ask.limit))
    return;
  if (after != NULL && !palier_id_parse (after, &ask.before))
    palier_request_problem (request, 400, "bad_request");
  else
    palier_api_read (data, request, list_prospects, &ask);
}

static gboolean
show_prospect (PalierTx *tx, gpointer data, GError **error)
{
  Ask *self = data;
  g_autoptr (PalierRecord) record = find_prospect (tx, self->request);

  if (record != NULL && palier_api_note_read (self->api, self->request, &record->id))
    answer_prospect (self->request, 200, record);
  return palier_db_check (tx->db, error);
}

void
palier_api_prospect (PalierRequest *request, gpointer data)
{
  Ask ask = { .api = data, .request = request };

  palier_api_read (data, request, show_prospect, &ask);
}

/* ---- writing ---- */

static int
get_year (PalierTx *tx)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (tx->now_ms / 1000);
  return g_date_time_get_year (now);
}

/* FALSE when the request is answered. */
static gboolean
apply (PalierTx *tx, Ask *self, PalierRecord *record)
{
  const char *wrong =
      palier_api_apply_prospect (record, self->root, palier_tx_mark (tx), get_year (tx));

  if (wrong != NULL)
    palier_request_problem_of (self->request, 422, "value_refused", wrong);
  return wrong == NULL;
}

static void
set_unless (PalierRecord *record, PalierField field, const char *text, PalierMark mark)
{
  if (palier_record_get (record, field) == NULL)
    palier_record_set (record, field, text, mark);
}

static gboolean
is_anybody (const PalierRecord *record)
{
  static const PalierField who[] = { PALIER_FIELD_COMPANY,   PALIER_FIELD_FIRST_NAME,
                                     PALIER_FIELD_LAST_NAME, PALIER_FIELD_EMAIL,
                                     PALIER_FIELD_PHONE,     PALIER_FIELD_MOBILE };

  for (gsize i = 0; i < G_N_ELEMENTS (who); i++)
    if (palier_record_get (record, who[i]) != NULL)
      return TRUE;
  return FALSE;
}

static void
store (PalierTx *tx, PalierRequest *request, const PalierRecord *record, const char *event,
       yyjson_mut_doc *about)
{
  char *json = yyjson_mut_write (about, 0, NULL);

  request->prospect = record->id;
  palier_record_store_put (tx, request->tenant, record, NULL);
  palier_intake_apply (tx, request->tenant, record);
  if (event != NULL)
    palier_event_store_add (tx, request->tenant, event, tx->now_ms, &record->id, NULL, json);
  free (json);
}

static void
add_record (PalierTx *tx, PalierRequest *request, PalierRecord *record)
{
  PalierMark mark = palier_tx_mark (tx);
  gboolean firm = palier_record_get (record, PALIER_FIELD_COMPANY) != NULL;
  yyjson_mut_doc *about = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (about);

  set_unless (record, PALIER_FIELD_KIND, firm ? "agency" : "person", mark);
  set_unless (record, PALIER_FIELD_STAGE, "prospect", mark);
  set_unless (record, PALIER_FIELD_SOURCE, "API", mark);
  palier_record_set_integer (record, PALIER_FIELD_CREATED_AT, tx->now_ms, mark);
  yyjson_mut_doc_set_root (about, root);
  yyjson_mut_obj_add_str (about, root, "source", palier_record_get (record, PALIER_FIELD_SOURCE));
  store (tx, request, record, "lead.new", about);
  yyjson_mut_doc_free (about);
  answer_prospect (request, 201, record);
}

static gboolean
add_prospect (PalierTx *tx, gpointer data, GError **error)
{
  Ask *self = data;
  PalierId id = palier_id_new (palier_store_get_clock (tx->store), tx->random);
  g_autoptr (PalierRecord) record = palier_record_new (PALIER_KIND_PROSPECT, &id);

  if (apply (tx, self, record))
  {
    if (!is_anybody (record))
      palier_request_problem_of (self->request, 422, "value_refused", "company");
    else if (palier_api_plan_takes (tx, self->request, self->api->meter, TRUE))
    {
      add_record (tx, self->request, record);
      palier_api_plan_check_contacts (tx, self->request, self->api->meter);
    }
  }
  return palier_api_once_keep (tx, self->request, error);
}

static void
change_record (PalierTx *tx, PalierRequest *request, const PalierRecord *record, const char *from)
{
  const char *to = palier_record_get (record, PALIER_FIELD_STAGE);
  gboolean moved = to != NULL && g_strcmp0 (from, to) != 0;
  yyjson_mut_doc *about = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (about);

  yyjson_mut_doc_set_root (about, root);
  yyjson_mut_obj_add_str (about, root, "from", from != NULL ? from : "prospect");
  yyjson_mut_obj_add_str (about, root, "to", to != NULL ? to : "");
  yyjson_mut_obj_add_str (about, root, "cause", "api");
  store (tx, request, record, moved ? "prospect.stage_changed" : NULL, about);
  yyjson_mut_doc_free (about);
  answer_prospect (request, 200, record);
}

static gboolean
change_prospect (PalierTx *tx, gpointer data, GError **error)
{
  Ask *self = data;
  g_autoptr (PalierRecord) record = find_prospect (tx, self->request);
  g_autofree char *from =
      record != NULL ? g_strdup (palier_record_get (record, PALIER_FIELD_STAGE)) : NULL;

  if (record != NULL && palier_api_plan_takes (tx, self->request, self->api->meter, FALSE)
      && apply (tx, self, record) && palier_api_note_read (self->api, self->request, &record->id))
    change_record (tx, self->request, record, from);
  return palier_api_once_keep (tx, self->request, error);
}

static void
run_write (PalierRelayApi *api, PalierRequest *request, PalierTxFunc func)
{
  yyjson_doc *doc = palier_json_read ((const char *) request->body->data, request->body->len);
  Ask ask = { .api = api, .request = request, .root = yyjson_doc_get_root (doc) };

  if (yyjson_is_obj (ask.root))
    palier_api_write (api, request, func, &ask);
  else
    palier_request_problem (request, 400, "bad_request");
  yyjson_doc_free (doc);
}

void
palier_api_add_prospect (PalierRequest *request, gpointer data)
{
  run_write (data, request, add_prospect);
}

void
palier_api_change_prospect (PalierRequest *request, gpointer data)
{
  run_write (data, request, change_prospect);
}
