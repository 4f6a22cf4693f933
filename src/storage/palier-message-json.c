/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a message that are lists, as the JSON of its record. */
#include "palier-message-json.h"

#include <string.h>
#include <yyjson.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (yyjson_doc, yyjson_doc_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (yyjson_mut_doc, yyjson_mut_doc_free)

typedef void (*AddMembers) (yyjson_mut_doc *doc, yyjson_mut_val *object, gconstpointer item);

static void
add_text (yyjson_mut_doc *doc, yyjson_mut_val *object, const char *key, const char *text)
{
  if (text != NULL)
    yyjson_mut_obj_add_str (doc, object, key, text);
}

static char *
write_json (const yyjson_mut_doc *doc)
{
  char *text = yyjson_mut_write (doc, YYJSON_WRITE_ALLOW_INVALID_UNICODE, NULL);
  char *owned = g_strdup (text);

  free (text);
  return owned;
}

/* Returns: (nullable): NULL for none */
static char *
list_to_json (const GPtrArray *items, AddMembers add)
{
  g_autoptr (yyjson_mut_doc) doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_arr (doc);

  if (items == NULL || items->len == 0)
    return NULL;
  yyjson_mut_doc_set_root (doc, root);
  for (guint i = 0; i < items->len; i++)
    add (doc, yyjson_mut_arr_add_obj (doc, root), g_ptr_array_index (items, i));
  return write_json (doc);
}

static void
add_fact (yyjson_mut_doc *doc, yyjson_mut_val *object, gconstpointer item)
{
  const PalierFact *fact = item;

  add_text (doc, object, "key", fact->key);
  add_text (doc, object, "value", fact->value);
  add_text (doc, object, "display", fact->display);
  add_text (doc, object, "source", fact->source);
  add_text (doc, object, "detail", fact->detail);
  if (fact->at_ms != 0)
    yyjson_mut_obj_add_sint (doc, object, "at", fact->at_ms);
  if (fact->personal)
    yyjson_mut_obj_add_bool (doc, object, "personal", true);
}

static void
add_check (yyjson_mut_doc *doc, yyjson_mut_val *object, gconstpointer item)
{
  const PalierCheck *check = item;

  add_text (doc, object, "code", check->code);
  yyjson_mut_obj_add_uint (doc, object, "severity", check->severity);
  yyjson_mut_obj_add_uint (doc, object, "start", check->start);
  yyjson_mut_obj_add_uint (doc, object, "end", check->end);
  if (check->in_subject)
    yyjson_mut_obj_add_bool (doc, object, "in_subject", true);
  add_text (doc, object, "detail", check->detail);
}

char *
palier_message_facts_to_json (const GPtrArray *facts)
{
  return list_to_json (facts, add_fact);
}

char *
palier_message_checks_to_json (const GPtrArray *checks)
{
  return list_to_json (checks, add_check);
}

static char *
dup_text (yyjson_val *object, const char *key)
{
  return g_strdup (yyjson_get_str (yyjson_obj_get (object, key)));
}

static yyjson_doc *
parse (const char *json)
{
  return json != NULL ? yyjson_read (json, strlen (json), 0) : NULL;
}

/* Returns: (transfer full): empty for what is no list */
GPtrArray *
palier_message_facts_from_json (const char *json)
{
  GPtrArray *facts = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_fact_free);
  g_autoptr (yyjson_doc) doc = parse (json);
  yyjson_val *root = yyjson_doc_get_root (doc);

  for (gsize i = 0; i < yyjson_arr_size (root); i++)
  {
    yyjson_val *object = yyjson_arr_get (root, i);
    PalierFact *fact = palier_fact_new ();
    fact->key = dup_text (object, "key");
    fact->value = dup_text (object, "value");
    fact->display = dup_text (object, "display");
    fact->source = dup_text (object, "source");
    fact->detail = dup_text (object, "detail");
    fact->at_ms = yyjson_get_sint (yyjson_obj_get (object, "at"));
    fact->personal = yyjson_get_bool (yyjson_obj_get (object, "personal"));
    g_ptr_array_add (facts, fact);
  }
  return facts;
}

/* Returns: (transfer full): empty for what is no list */
GPtrArray *
palier_message_checks_from_json (const char *json)
{
  GPtrArray *checks = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_check_free);
  g_autoptr (yyjson_doc) doc = parse (json);
  yyjson_val *root = yyjson_doc_get_root (doc);

  for (gsize i = 0; i < yyjson_arr_size (root); i++)
  {
    yyjson_val *object = yyjson_arr_get (root, i);
    PalierCheck *check = palier_check_new ();
    check->code = dup_text (object, "code");
    check->severity = (PalierSeverity) MIN (yyjson_get_uint (yyjson_obj_get (object, "severity")),
                                            (guint64) PALIER_SEVERITY_ERROR);
    check->start = yyjson_get_uint (yyjson_obj_get (object, "start"));
    check->end = yyjson_get_uint (yyjson_obj_get (object, "end"));
    check->in_subject = yyjson_get_bool (yyjson_obj_get (object, "in_subject"));
    check->detail = dup_text (object, "detail");
    g_ptr_array_add (checks, check);
  }
  return checks;
}

/* @writer: (nullable); Returns: (nullable): NULL for none */
char *
palier_message_writer_to_json (const PalierMessageWriter *writer)
{
  g_autoptr (yyjson_mut_doc) doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);

  if (writer == NULL)
    return NULL;
  yyjson_mut_doc_set_root (doc, root);
  add_text (doc, root, "provider", writer->provider);
  add_text (doc, root, "model", writer->model);
  add_text (doc, root, "prompt_version", writer->prompt_version);
  yyjson_mut_obj_add_sint (doc, root, "seed", writer->seed);
  yyjson_mut_obj_add_sint (doc, root, "tokens_in", writer->tokens_in);
  yyjson_mut_obj_add_sint (doc, root, "tokens_out", writer->tokens_out);
  yyjson_mut_obj_add_sint (doc, root, "cost_micro_eur", writer->cost_micro_eur);
  yyjson_mut_obj_add_sint (doc, root, "first_ms", writer->first_ms);
  yyjson_mut_obj_add_sint (doc, root, "latency_ms", writer->latency_ms);
  add_text (doc, root, "fallback", writer->fallback);
  return write_json (doc);
}

static gint64
get_number (yyjson_val *object, const char *key)
{
  return yyjson_get_sint (yyjson_obj_get (object, key));
}

/* Returns: (transfer full) (nullable): NULL for what is no object */
PalierMessageWriter *
palier_message_writer_from_json (const char *json)
{
  g_autoptr (yyjson_doc) doc = parse (json);
  yyjson_val *root = yyjson_doc_get_root (doc);
  PalierMessageWriter *writer;

  if (!yyjson_is_obj (root))
    return NULL;
  writer = palier_message_writer_new ();
  writer->provider = dup_text (root, "provider");
  writer->model = dup_text (root, "model");
  writer->prompt_version = dup_text (root, "prompt_version");
  writer->seed = get_number (root, "seed");
  writer->tokens_in = get_number (root, "tokens_in");
  writer->tokens_out = get_number (root, "tokens_out");
  writer->cost_micro_eur = get_number (root, "cost_micro_eur");
  writer->first_ms = get_number (root, "first_ms");
  writer->latency_ms = get_number (root, "latency_ms");
  writer->fallback = dup_text (root, "fallback");
  return writer;
}

/* @json: (nullable): the data of the latest state event: {"state", "reason", …} */
void
palier_message_set_delivery (PalierMessage *message, const char *json)
{
  g_autoptr (yyjson_doc) doc = parse (json);
  yyjson_val *root = yyjson_doc_get_root (doc);

  g_free (message->delivery);
  g_free (message->delivery_reason);
  message->delivery = dup_text (root, "state");
  message->delivery_reason = dup_text (root, "reason");
  g_set_str (&message->delivery_data, json);
}
