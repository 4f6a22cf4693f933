/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-sync.h"
#include "palier-json.h"
#include "palier-record-json.h"

#include <string.h>

#define FRAME_BYTES 512 /* of a request, around its records */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (yyjson_doc, yyjson_doc_free)

static gboolean
fail (GError **error, PalierWireError code, const char *what)
{
  g_set_error (error, PALIER_WIRE_ERROR, code, "%s", what);
  return FALSE;
}

/* Returns: (transfer none): the stable code by which a record that does not decode is refused */
const char *
palier_sync_refusal_code (PalierWireError error)
{
  static const char *const codes[] = { "record_syntax", "record_kind", "record_value",
                                       PALIER_SYNC_TOO_BIG, "wire_version" };

  g_assert ((guint) error < G_N_ELEMENTS (codes));
  return codes[error];
}

static const char *const hold_codes[PALIER_N_HOLDS] = { "forbidden", "contact_limit",
                                                        "subscription_ended" };

const char *
palier_hold_code (PalierHold hold)
{
  return hold_codes[hold];
}

/* Returns: the hold, or PALIER_HOLD_NONE for a code of another kind */
PalierHold
palier_hold_from_code (const char *code)
{
  for (int i = 0; i < PALIER_N_HOLDS; i++)
    if (g_strcmp0 (hold_codes[i], code) == 0)
      return (PalierHold) i;
  return PALIER_HOLD_NONE;
}

/* ---- Reading */

static gboolean
read_count (yyjson_val *value, guint64 *out)
{
  *out = yyjson_get_uint (value);
  return yyjson_is_uint (value);
}

static gboolean
read_cursor (yyjson_val *value, PalierCursor *out)
{
  return palier_json_id (yyjson_obj_get (value, "epoch"), &out->epoch)
         && read_count (yyjson_obj_get (value, "seq"), &out->seq);
}

/* What is not said is no mistake. */
static gboolean
read_given (yyjson_val *value, guint64 *out)
{
  *out = PALIER_SYNC_NOTHING_GIVEN;
  return value == NULL || (read_count (value, out) && *out <= PALIER_SYNC_NOTHING_GIVEN);
}

/* What can be said of a record that does not decode. */
static void
put_aside (GArray *bad, yyjson_val *value, const GError *error)
{
  PalierSyncRefused one = { PALIER_KIND_NONE, PALIER_ID_NIL,
                            palier_sync_refusal_code ((PalierWireError) error->code) };

  one.kind = palier_kind_from_name (palier_json_text (yyjson_obj_get (value, "kind")));
  palier_json_id (yyjson_obj_get (value, "id"), &one.id);
  g_array_append_val (bad, one);
}

static gboolean
read_records (yyjson_val *list, GPtrArray *records, GArray *bad, GError **error)
{
  yyjson_arr_iter iter;
  yyjson_val *item;

  if (!yyjson_arr_iter_init (list, &iter))
    return fail (error, PALIER_WIRE_ERROR_SYNTAX, "records");
  if (yyjson_arr_size (list) > PALIER_SYNC_MAX_RECORDS)
    return fail (error, PALIER_WIRE_ERROR_LIMIT, "more than 1,000 records");
  while ((item = yyjson_arr_iter_next (&iter)) != NULL)
  {
    g_autoptr (GError) own = NULL;
    PalierRecord *record = palier_record_decode (item, &own);
    if (record != NULL)
      g_ptr_array_add (records, record);
    else
      put_aside (bad, item, own);
  }
  return TRUE;
}

static yyjson_doc *
read_doc (const char *json, gsize length, GError **error)
{
  if (length > PALIER_SYNC_MAX_BYTES)
  {
    fail (error, PALIER_WIRE_ERROR_LIMIT, "more than 3 MiB");
    return NULL;
  }
  g_autoptr (yyjson_doc) doc = palier_json_read (json, length);
  yyjson_val *wire = doc != NULL ? yyjson_obj_get (yyjson_doc_get_root (doc), "wire") : NULL;
  if (!yyjson_is_uint (wire))
  {
    fail (error, PALIER_WIRE_ERROR_SYNTAX, "no sync document");
    return NULL;
  }
  if (yyjson_get_uint (wire) != PALIER_WIRE_VERSION)
  {
    fail (error, PALIER_WIRE_ERROR_VERSION, "another wire version");
    return NULL;
  }
  return g_steal_pointer (&doc);
}

static gboolean
read_request (PalierSyncRequest *self, yyjson_val *root, GError **error)
{
  if (!palier_json_id (yyjson_obj_get (root, "device"), &self->device)
      || !palier_json_id (yyjson_obj_get (root, "batch"), &self->batch)
      || !read_cursor (yyjson_obj_get (root, "cursor"), &self->cursor)
      || !read_given (yyjson_obj_get (root, "given"), &self->given))
    return fail (error, PALIER_WIRE_ERROR_SYNTAX, "device, batch, cursor or given");
  self->quiet = yyjson_is_true (yyjson_obj_get (root, "quiet"));
  return read_records (yyjson_obj_get (root, "records"), self->records, self->bad, error);
}

/**
 * palier_sync_request_parse:
 *
 * A record that does not decode goes to `bad`, to be refused by itself; the rest stands.
 *
 * Returns: (transfer full) (nullable): the request; on error PALIER_WIRE_ERROR
 */
PalierSyncRequest *
palier_sync_request_parse (const char *json, gsize length, GError **error)
{
  g_autoptr (yyjson_doc) doc = read_doc (json, length, error);
  if (doc == NULL)
    return NULL;

  g_autoptr (PalierSyncRequest) self = g_new0 (PalierSyncRequest, 1);
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_record_free);
  self->bad = g_array_new (FALSE, FALSE, sizeof (PalierSyncRefused));
  return read_request (self, yyjson_doc_get_root (doc), error) ? g_steal_pointer (&self) : NULL;
}

void
palier_sync_request_free (PalierSyncRequest *self)
{
  g_ptr_array_unref (self->records);
  g_array_unref (self->bad);
  g_free (self);
}

static gboolean
read_accepted (yyjson_val *list, GArray *out)
{
  yyjson_arr_iter iter;
  yyjson_val *item;

  if (!yyjson_arr_iter_init (list, &iter) || yyjson_arr_size (list) > PALIER_SYNC_MAX_RECORDS)
    return FALSE;
  while ((item = yyjson_arr_iter_next (&iter)) != NULL)
  {
    PalierSyncAccepted one = { 0 };
    one.kind = palier_kind_from_name (palier_json_text (yyjson_obj_get (item, "kind")));
    if (one.kind == PALIER_KIND_NONE || !palier_json_id (yyjson_obj_get (item, "id"), &one.id)
        || !read_count (yyjson_obj_get (item, "seq"), &one.seq))
      return FALSE;
    g_array_append_val (out, one);
  }
  return TRUE;
}

/* A code is a short word of the relay's; what is longer is not kept. */
static const char *
intern_code (yyjson_val *value)
{
  static const char *const known[] = { "record_syntax", "record_kind", "record_value",
                                       PALIER_SYNC_TOO_BIG, PALIER_SYNC_CLOCK_AHEAD };
  const char *code = palier_json_text (value);
  PalierHold hold = palier_hold_from_code (code);

  if (hold != PALIER_HOLD_NONE)
    return hold_codes[hold];

  for (gsize i = 0; code != NULL && i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i], code))
      return known[i];
  return code != NULL ? "other" : NULL;
}

static gboolean
read_refused (yyjson_val *list, GArray *out)
{
  yyjson_arr_iter iter;
  yyjson_val *item;

  if (!yyjson_arr_iter_init (list, &iter) || yyjson_arr_size (list) > PALIER_SYNC_MAX_RECORDS)
    return FALSE;
  while ((item = yyjson_arr_iter_next (&iter)) != NULL)
  {
    PalierSyncRefused one = { 0 };
    one.kind = palier_kind_from_name (palier_json_text (yyjson_obj_get (item, "kind")));
    one.code = intern_code (yyjson_obj_get (item, "code"));
    if (one.code == NULL || !palier_json_id (yyjson_obj_get (item, "id"), &one.id))
      return FALSE;
    g_array_append_val (out, one);
  }
  return TRUE;
}

/* A relay that says nothing of them takes everything. */
static void
read_terms (yyjson_val *terms, PalierSyncTerms *out)
{
  yyjson_val *may_write = yyjson_obj_get (terms, "may_write");
  yyjson_val *room = yyjson_obj_get (terms, "room");

  out->may_write = !yyjson_is_false (may_write);
  out->room = yyjson_is_uint (room) ? yyjson_get_sint (room) : PALIER_SYNC_NO_LIMIT;
}

static gboolean
read_answer (PalierSyncAnswer *self, yyjson_val *root, GError **error)
{
  yyjson_val *now = yyjson_obj_get (root, "now"), *more = yyjson_obj_get (root, "more");

  read_terms (yyjson_obj_get (root, "terms"), &self->terms);
  self->now_ms = yyjson_get_sint (now);
  self->more = yyjson_get_bool (more);
  if (!yyjson_is_int (now) || !yyjson_is_bool (more)
      || !read_cursor (yyjson_obj_get (root, "cursor"), &self->cursor)
      || !read_given (yyjson_obj_get (root, "given"), &self->given)
      || !read_accepted (yyjson_obj_get (root, "accepted"), self->accepted)
      || !read_refused (yyjson_obj_get (root, "refused"), self->refused))
    return fail (error, PALIER_WIRE_ERROR_SYNTAX, "no answer of a relay");
  return read_records (yyjson_obj_get (root, "records"), self->records, self->bad, error);
}

/* As palier_sync_request_parse(), for what a relay answers. */
PalierSyncAnswer *
palier_sync_answer_parse (const char *json, gsize length, GError **error)
{
  g_autoptr (yyjson_doc) doc = read_doc (json, length, error);
  if (doc == NULL)
    return NULL;

  g_autoptr (PalierSyncAnswer) self = g_new0 (PalierSyncAnswer, 1);
  self->accepted = g_array_new (FALSE, FALSE, sizeof (PalierSyncAccepted));
  self->refused = g_array_new (FALSE, FALSE, sizeof (PalierSyncRefused));
  self->bad = g_array_new (FALSE, FALSE, sizeof (PalierSyncRefused));
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_record_free);
  return read_answer (self, yyjson_doc_get_root (doc), error) ? g_steal_pointer (&self) : NULL;
}

void
palier_sync_answer_free (PalierSyncAnswer *self)
{
  g_array_unref (self->accepted);
  g_array_unref (self->refused);
  g_array_unref (self->bad);
  g_ptr_array_unref (self->records);
  g_free (self);
}

/* ---- Writing */

struct _PalierSyncWriter
{
  GString *records;
  GString *accepted;
  GString *refused;
  guint n_records;
  gsize most; /* bytes of all records */
  guint64 given;
  gboolean quiet;
  PalierSyncTerms terms;
};

PalierSyncWriter *
palier_sync_writer_new (void)
{
  PalierSyncWriter *self = g_new0 (PalierSyncWriter, 1);
  self->records = g_string_new (NULL);
  self->accepted = g_string_new (NULL);
  self->refused = g_string_new (NULL);
  self->most = PALIER_SYNC_MAX_BYTES;
  self->given = PALIER_SYNC_NOTHING_GIVEN;
  self->terms = (PalierSyncTerms) { .may_write = TRUE, .room = PALIER_SYNC_NO_LIMIT };
  return self;
}

void
palier_sync_writer_free (PalierSyncWriter *self)
{
  g_string_free (self->records, TRUE);
  g_string_free (self->accepted, TRUE);
  g_string_free (self->refused, TRUE);
  g_free (self);
}

/* @bytes: of a whole request; it takes no more, and no record that is too much by itself */
void
palier_sync_writer_set_most (PalierSyncWriter *self, gsize bytes)
{
  self->most = bytes > FRAME_BYTES ? bytes - FRAME_BYTES : 0;
}

/**
 * palier_sync_writer_add:
 *
 * Adds a record, unless the batch is full (1,000 records or 1 MiB). An empty batch takes any one
 * record that the other side takes, so that a big one gets through.
 *
 * Returns: FALSE when it was not added: end this batch, and send the record with the next; where
 *   the batch is empty, never
 */
gboolean
palier_sync_writer_add (PalierSyncWriter *self, const PalierRecord *record)
{
  gsize length;
  g_autofree char *json = palier_record_to_json (record, &length);
  return palier_sync_writer_add_json (self, json, length);
}

/* As palier_sync_writer_add(); @json: what palier_record_to_json() wrote, kept by a store */
gboolean
palier_sync_writer_add_json (PalierSyncWriter *self, const char *json, gsize length)
{
  gsize full = MIN (self->most, PALIER_SYNC_FULL_BYTES);

  if (self->n_records == PALIER_SYNC_MAX_RECORDS || length > self->most
      || (self->n_records > 0 && self->records->len + 1 + length > full))
    return FALSE;
  if (self->n_records++ > 0)
    g_string_append_c (self->records, ',');
  g_string_append_len (self->records, json, (gssize) length);
  return TRUE;
}

static void
append_named (GString *list, PalierKind kind, const PalierId *id)
{
  char text[PALIER_ID_TEXT_SIZE];

  g_string_append_printf (list, "%s{\"kind\":\"%s\",\"id\":\"%s\"", list->len > 0 ? "," : "",
                          kind != PALIER_KIND_NONE ? palier_kind_name (kind) : "",
                          palier_id_format (id, text));
}

void
palier_sync_writer_accept (PalierSyncWriter *self, PalierKind kind, const PalierId *id, guint64 seq)
{
  append_named (self->accepted, kind, id);
  g_string_append_printf (self->accepted, ",\"seq\":%" G_GUINT64_FORMAT "}", seq);
}

/* @code: a word of letters and underscores */
void
palier_sync_writer_refuse (PalierSyncWriter *self, PalierKind kind, const PalierId *id,
                           const char *code)
{
  append_named (self->refused, kind, id);
  g_string_append_printf (self->refused, ",\"code\":\"%s\"}", code);
}

static GString *
begin (PalierCursor cursor)
{
  char epoch[PALIER_ID_TEXT_SIZE];
  GString *text = g_string_new (NULL);

  g_string_append_printf (
      text, "{\"wire\":%d,\"cursor\":{\"epoch\":\"%s\",\"seq\":%" G_GUINT64_FORMAT "}",
      PALIER_WIRE_VERSION, palier_id_format (&cursor.epoch, epoch), cursor.seq);
  return text;
}

static void
append_list (GString *text, const char *name, const GString *list)
{
  g_string_append_printf (text, ",\"%s\":[", name);
  g_string_append_len (text, list->str, (gssize) list->len);
  g_string_append_c (text, ']');
}

static void
append_given (const PalierSyncWriter *self, GString *text)
{
  if (self->given != PALIER_SYNC_NOTHING_GIVEN)
    g_string_append_printf (text, ",\"given\":%" G_GUINT64_FORMAT, self->given);
}

/* Of a request and of an answer; until then it says nothing of it. */
void
palier_sync_writer_set_given (PalierSyncWriter *self, guint64 given)
{
  self->given = given;
}

/* A request that asks for nothing. */
void
palier_sync_writer_set_quiet (PalierSyncWriter *self)
{
  self->quiet = TRUE;
}

/* Returns: (transfer full): the body of POST /v1/sync */
GBytes *
palier_sync_writer_finish_request (PalierSyncWriter *self, const PalierId *device,
                                   const PalierId *batch, PalierCursor cursor)
{
  char id[PALIER_ID_TEXT_SIZE];
  GString *text = begin (cursor);

  g_string_append_printf (text, ",\"device\":\"%s\"", palier_id_format (device, id));
  g_string_append_printf (text, ",\"batch\":\"%s\"", palier_id_format (batch, id));
  append_given (self, text);
  if (self->quiet)
    g_string_append (text, ",\"quiet\":true");
  append_list (text, "records", self->records);
  g_string_append_c (text, '}');
  return g_string_free_to_bytes (text);
}

/* Until then an answer says that everything is taken. */
void
palier_sync_writer_set_terms (PalierSyncWriter *self, const PalierSyncTerms *terms)
{
  self->terms = *terms;
}

/**
 * palier_sync_writer_finish_answer:
 * @cursor: the place of the last record added, or the end of the sequence
 * @now_ms: the relay's wall clock
 * @more: whether there is more after @cursor
 */
GBytes *
palier_sync_writer_finish_answer (PalierSyncWriter *self, PalierCursor cursor, gint64 now_ms,
                                  gboolean more)
{
  GString *text = begin (cursor);

  g_string_append_printf (text, ",\"now\":%" G_GINT64_FORMAT ",\"more\":%s", now_ms,
                          more ? "true" : "false");
  append_given (self, text);
  g_string_append_printf (text, ",\"terms\":{\"may_write\":%s",
                          self->terms.may_write ? "true" : "false");
  if (self->terms.room != PALIER_SYNC_NO_LIMIT)
    g_string_append_printf (text, ",\"room\":%" G_GINT64_FORMAT, self->terms.room);
  g_string_append_c (text, '}');
  append_list (text, "accepted", self->accepted);
  append_list (text, "refused", self->refused);
  append_list (text, "records", self->records);
  g_string_append_c (text, '}');
  return g_string_free_to_bytes (text);
}
