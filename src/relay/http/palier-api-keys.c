/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys of the public API. Who owns the agency makes them; a key is shown once, and only its digest
 * is kept. */
#include "palier-api-form.h"

#include <string.h>

#include "palier-api-key.h"
#include "palier-api-once.h"
#include "palier-api-plan.h"
#include "palier-json.h"

#define NAME_MAX_BYTES 200

typedef struct
{
  PalierRequest *request;
  PalierMeter meter;
  PalierApiKey *key; /* (nullable): to be added */
  char *text;        /* … and what its program shows */
  PalierId id;
} Ask;

static yyjson_mut_val *
describe_grants (yyjson_mut_doc *doc, guint grants)
{
  yyjson_mut_val *list = yyjson_mut_arr (doc);

  for (guint i = 0; i < PALIER_N_GRANTS; i++)
    if ((grants & (1u << i)) != 0)
      yyjson_mut_arr_add_str (doc, list, palier_grant_name (i));
  return list;
}

/* @key: must live as long as @doc */
static yyjson_mut_val *
describe_key (yyjson_mut_doc *doc, const PalierApiKey *key)
{
  yyjson_mut_val *item = yyjson_mut_obj (doc);
  char id[PALIER_ID_TEXT_SIZE];

  yyjson_mut_obj_add_strcpy (doc, item, "id", palier_id_format (&key->id, id));
  yyjson_mut_obj_add_str (doc, item, "prefix", key->prefix);
  yyjson_mut_obj_add_str (doc, item, "name", key->name);
  yyjson_mut_obj_add_val (doc, item, "scopes", describe_grants (doc, key->grants));
  yyjson_mut_obj_add_int (doc, item, "created_at", key->created_ms);
  if (key->used_ms != 0)
    yyjson_mut_obj_add_int (doc, item, "used_at", key->used_ms);
  if (key->expires_ms != 0)
    yyjson_mut_obj_add_int (doc, item, "expires_at", key->expires_ms);
  return item;
}

static gboolean
list_keys (PalierTx *tx, gpointer data, GError **error)
{
  Ask *self = data;
  g_autoptr (GPtrArray) keys = palier_key_store_list (tx, self->request->tenant);

  if (!palier_db_check (tx->db, error))
    return FALSE;
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  yyjson_mut_val *list = yyjson_mut_obj_add_arr (doc, root, "keys");
  yyjson_mut_doc_set_root (doc, root);
  for (guint i = 0; i < keys->len; i++)
    yyjson_mut_arr_append (list, describe_key (doc, g_ptr_array_index (keys, i)));
  palier_api_answer (self->request, 200, doc);
  return TRUE;
}

void
palier_api_keys (PalierRequest *request, gpointer data)
{
  Ask ask = { .request = request };

  if (palier_api_has_accounts (data, request))
    palier_api_read (data, request, list_keys, &ask);
}

/* ---- one more ---- */

static gboolean
read_scopes (yyjson_val *list, guint *grants)
{
  yyjson_arr_iter iter = yyjson_arr_iter_with (list);

  for (yyjson_val *one; (one = yyjson_arr_iter_next (&iter)) != NULL;)
  {
    PalierGrant grant = palier_grant_from_name (yyjson_get_str (one));
    if (grant == PALIER_GRANT_NONE)
      return FALSE;
    *grants |= grant;
  }
  return *grants != 0;
}

/* Returns: (nullable): which member is wrong */
static const char *
read_key (yyjson_val *root, gint64 now_ms, PalierApiKey *key)
{
  yyjson_val *name = yyjson_obj_get (root, "name");
  yyjson_val *expiry = yyjson_obj_get (root, "expires_at");
  gsize length = yyjson_get_len (name);

  if (!yyjson_is_str (name) || length == 0 || length > NAME_MAX_BYTES
      || strlen (yyjson_get_str (name)) != length)
    return "name";
  if (!read_scopes (yyjson_obj_get (root, "scopes"), &key->grants))
    return "scopes";
  if (expiry != NULL && (!yyjson_is_int (expiry) || yyjson_get_sint (expiry) <= now_ms))
    return "expires_at";
  key->name = g_strdup (yyjson_get_str (name));
  key->expires_ms = yyjson_get_sint (expiry);
  return NULL;
}

static void
answer_key (PalierRequest *request, const Ask *ask)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = describe_key (doc, ask->key);

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_str (doc, root, "key", ask->text);
  palier_api_answer (request, 201, doc);
}

static gboolean
add_key (PalierTx *tx, gpointer data, GError **error)
{
  Ask *self = data;
  PalierTenant *tenant = self->request->tenant;
  guint8 digest[PALIER_DIGEST_SIZE];
  g_autoptr (GPtrArray) keys = palier_key_store_list (tx, tenant);

  if (!palier_api_plan_has_api (tx, self->request, self->meter))
    return palier_db_check (tx->db, error);
  if (keys->len >= PALIER_KEYS_MAX)
  {
    palier_request_problem (self->request, 409, "too_many");
    return palier_db_check (tx->db, error);
  }
  self->key->id = palier_id_new (palier_store_get_clock (tx->store), tx->random);
  self->key->created_ms = tx->now_ms;
  self->text = palier_api_key_new (tx->random);
  self->key->prefix = palier_api_key_dup_prefix (self->text);
  palier_digest (self->text, strlen (self->text), digest);
  palier_key_store_add (tx, tenant, self->key, digest);
  answer_key (self->request, self);
  return palier_db_check (tx->db, error);
}

/* {"name":TEXT,"scopes":[NAME…],"expires_at":MS?} */
void
palier_api_add_key (PalierRequest *request, gpointer data)
{
  PalierRelayApi *api = data;
  g_autoptr (PalierApiKey) key = g_new0 (PalierApiKey, 1);
  Ask ask = { .request = request, .meter = api->meter, .key = key };

  if (!palier_api_has_accounts (api, request))
    return;
  yyjson_doc *doc = palier_json_read ((const char *) request->body->data, request->body->len);
  gint64 now_ms = palier_clock_now_ms (palier_store_get_clock (api->store));
  const char *wrong = read_key (yyjson_doc_get_root (doc), now_ms, key);
  if (doc == NULL)
    palier_request_problem (request, 400, "bad_request");
  else if (wrong != NULL)
    palier_request_problem_of (request, 422, "value_refused", wrong);
  else
    palier_api_write (api, request, add_key, &ask);
  yyjson_doc_free (doc);
  if (ask.text != NULL)
    explicit_bzero (ask.text, strlen (ask.text));
  g_free (ask.text);
}

static gboolean
revoke_key (PalierTx *tx, gpointer data, GError **error)
{
  Ask *self = data;

  if (palier_key_store_remove (tx, self->request->tenant, &self->id))
    palier_request_answer_text (self->request, 204, "text/plain", "");
  else
    palier_request_problem (self->request, 404, "not_found");
  return palier_db_check (tx->db, error);
}

void
palier_api_revoke_key (PalierRequest *request, gpointer data)
{
  Ask ask = { .request = request };

  if (!palier_api_has_accounts (data, request))
    return;
  if (palier_id_parse (request->part, &ask.id))
    palier_api_write (data, request, revoke_key, &ask);
  else
    palier_request_problem (request, 404, "not_found");
}

/* Who asks: so that a program can try its key. */
void
palier_api_me (PalierRequest *request, gpointer data)
{
  const PalierCaller *caller = &request->caller;
  gboolean program = !palier_id_is_nil (&caller->key);
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  char handle[20];

  g_snprintf (handle, sizeof handle, "%016" G_GINT64_MODIFIER "x", request->tenant->id);
  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_str (doc, root, "tenant", handle);
  yyjson_mut_obj_add_str (doc, root, "role", program ? "program" : palier_role_name (caller->role));
  yyjson_mut_obj_add_val (doc, root, "scopes",
                          describe_grants (doc, program ? caller->grants : PALIER_GRANT_ANY));
  palier_api_answer (request, 200, doc);
}
