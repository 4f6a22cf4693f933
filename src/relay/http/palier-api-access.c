/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who read whom: written down before it is answered, and shown to the agency's owners. */
#include "palier-api-access.h"

#include "palier-api-form.h"
#include "palier-api-once.h"

#define PAGE 50
#define PAGE_MAX 200

/**
 * palier_api_note:
 * @access: what is done to whom; by whom is filled in here
 *
 * Returns: FALSE when it cannot be written down, and the request is answered instead
 */
gboolean
palier_api_note (PalierRelayApi *api, PalierRequest *request, PalierAccessEntry *access)
{
  access->account = request->caller.account;
  access->session = request->caller.session;
  access->key = request->caller.key;
  if (api->recorder == NULL || access->persons->len == 0
      || palier_access_recorder_add (api->recorder, request->tenant, access))
    return TRUE;
  request->retry_after = 5;
  palier_request_problem (request, 503, "unavailable");
  return FALSE;
}

/* One person is shown. */
gboolean
palier_api_note_read (PalierRelayApi *api, PalierRequest *request, const PalierId *person)
{
  g_autoptr (GArray) persons = g_array_new (FALSE, FALSE, sizeof (PalierId));
  PalierAccessEntry access = { .action = PALIER_ACCESS_READ, .persons = persons };

  g_array_append_vals (persons, person, 1);
  return palier_api_note (api, request, &access);
}

/* ---- what is written there */

typedef struct
{
  PalierRequest *request;
  guint limit;
  guint64 before;
  const PalierId *person; /* (nullable) */
} Question;

static void
add_id (yyjson_mut_doc *doc, yyjson_mut_val *item, const char *name, const PalierId *id)
{
  char text[PALIER_ID_TEXT_SIZE];

  if (!palier_id_is_nil (id))
    yyjson_mut_obj_add_strcpy (doc, item, name, palier_id_format (id, text));
}

static void
add_persons (yyjson_mut_doc *doc, yyjson_mut_val *item, const GArray *persons,
             const PalierId *person)
{
  yyjson_mut_val *list = yyjson_mut_obj_add_arr (doc, item, "persons");
  char text[PALIER_ID_TEXT_SIZE];

  for (guint i = 0; i < persons->len; i++)
  {
    const PalierId *one = &g_array_index (persons, PalierId, i);
    if (person == NULL || palier_id_equal (one, person))
      yyjson_mut_arr_add_strcpy (doc, list, palier_id_format (one, text));
  }
}

/* An entry that names nobody is about all that the agency has, or about the agency itself. */
static void
add_entry (yyjson_mut_doc *doc, yyjson_mut_val *list, const PalierAccessRow *row,
           const Question *question)
{
  yyjson_mut_val *item = yyjson_mut_arr_add_obj (doc, list);
  const PalierAccessEntry *access = &row->access;

  yyjson_mut_obj_add_uint (doc, item, "number", row->seq);
  yyjson_mut_obj_add_int (doc, item, "at", row->at_ms);
  yyjson_mut_obj_add_str (doc, item, "action", palier_access_action_name (access->action));
  add_id (doc, item, "account", &access->account);
  add_id (doc, item, "device", &access->session);
  add_id (doc, item, "key", &access->key);
  if (access->last != 0)
  {
    yyjson_mut_obj_add_uint (doc, item, "first", access->first);
    yyjson_mut_obj_add_uint (doc, item, "last", access->last);
  }
  add_persons (doc, item, access->persons, question->person);
}

static gboolean
list_entries (PalierTx *tx, gpointer data, GError **error)
{
  Question *self = data;
  g_autoptr (GArray) page = palier_access_store_page (tx, self->request->tenant, self->person,
                                                      &self->before, self->limit);

  if (!palier_db_check (tx->db, error))
    return FALSE;
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  yyjson_mut_val *list = yyjson_mut_obj_add_arr (doc, root, "entries");
  yyjson_mut_doc_set_root (doc, root);
  for (guint i = 0; i < page->len; i++)
    add_entry (doc, list, &g_array_index (page, PalierAccessRow, i), self);
  if (self->before != 0)
    yyjson_mut_obj_add_uint (doc, root, "next", self->before);
  else
    yyjson_mut_obj_add_null (doc, root, "next");
  palier_api_answer (self->request, 200, doc);
  return TRUE;
}

void
palier_api_access_log (PalierRequest *request, gpointer data)
{
  const char *after = palier_request_get_query (request, "after");
  const char *name = palier_request_get_query (request, "person");
  PalierId person;
  Question question = { .request = request,
                        .before = G_MAXINT64,
                        .person = name != NULL ? &person : NULL };

  if (!palier_api_has_accounts (data, request)
      || !palier_api_get_limit (request, PAGE, PAGE_MAX, &question.limit))
    return;
  if ((name != NULL && !palier_id_parse (name, &person))
      || (after != NULL
          && !g_ascii_string_to_unsigned (after, 10, 1, G_MAXINT64, &question.before, NULL)))
    palier_request_problem (request, 400, "bad_request");
  else
    palier_api_read (data, request, list_entries, &question);
}
