/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-sync-range.h"

#include <string.h>

#include "palier-json.h"
#include "palier-record-json.h"
#include "palier-record.h"

#define HEX_SIZE (2 * PALIER_DIGEST_BYTES + 1)

typedef yyjson_mut_doc Doc;
typedef yyjson_mut_val Node;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (yyjson_doc, yyjson_doc_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (yyjson_mut_doc, yyjson_mut_doc_free)

/* ---- digests */

static void
digest (gconstpointer data, gsize length, guint8 out[PALIER_DIGEST_BYTES])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 whole[32];
  gsize size = sizeof whole;

  g_checksum_update (checksum, data, (gssize) length);
  g_checksum_get_digest (checksum, whole, &size);
  memcpy (out, whole, PALIER_DIGEST_BYTES);
}

/* @json: what palier_record_to_json() wrote */
PalierRecordDigest
palier_record_digest (const PalierId *id, const char *json, gsize length)
{
  PalierRecordDigest self = { .id = *id };

  digest (json, length, self.bytes);
  return self;
}

G_STATIC_ASSERT (sizeof (PalierRecordDigest) == sizeof (PalierId) + PALIER_DIGEST_BYTES);

/* @records: by id */
void
palier_range_sum (PalierRangeSum *self, const PalierRecordDigest *records, guint n)
{
  self->count = n;
  digest (records, n * sizeof *records, self->hash);
}

static const char *
format_hex (const guint8 bytes[PALIER_DIGEST_BYTES], char text[HEX_SIZE])
{
  for (int i = 0; i < PALIER_DIGEST_BYTES; i++)
    g_snprintf (text + 2 * i, 3, "%02x", bytes[i]);
  return text;
}

static gboolean
read_hex (yyjson_val *value, guint8 out[PALIER_DIGEST_BYTES])
{
  const char *text = palier_json_text (value);
  char again[HEX_SIZE];

  if (text == NULL || strlen (text) != HEX_SIZE - 1)
    return FALSE;
  for (int i = 0; i < PALIER_DIGEST_BYTES; i++)
    out[i] = (guint8) (g_ascii_xdigit_value (text[2 * i]) << 4
                       | (g_ascii_xdigit_value (text[2 * i + 1]) & 15));
  return strcmp (format_hex (out, again), text) == 0;
}

/* ---- reading */

static yyjson_doc *
read_doc (const char *json, gsize length, GError **error)
{
  g_autoptr (yyjson_doc) doc = palier_json_read (json, length);
  yyjson_val *wire = doc != NULL ? yyjson_obj_get (yyjson_doc_get_root (doc), "wire") : NULL;

  if (yyjson_is_uint (wire) && yyjson_get_uint (wire) == PALIER_WIRE_VERSION)
    return g_steal_pointer (&doc);
  g_set_error_literal (error, PALIER_WIRE_ERROR,
                       yyjson_is_uint (wire) ? PALIER_WIRE_ERROR_VERSION : PALIER_WIRE_ERROR_SYNTAX,
                       "no document of ranges in this version");
  return NULL;
}

static gboolean
read_range (yyjson_val *value, GArray *out)
{
  yyjson_val *to = yyjson_obj_get (value, "to");
  PalierIdRange range = { .to = PALIER_ID_NIL };

  if (!palier_json_id (yyjson_obj_get (value, "after"), &range.after)
      || (to != NULL && !palier_json_id (to, &range.to)))
    return FALSE;
  g_array_append_val (out, range);
  return TRUE;
}

static gboolean
read_request (PalierRangesRequest *self, yyjson_val *root)
{
  yyjson_val *list = yyjson_obj_get (root, "ranges");
  yyjson_arr_iter iter;
  yyjson_val *item;

  self->kind = palier_kind_from_name (palier_json_text (yyjson_obj_get (root, "kind")));
  self->list = yyjson_is_true (yyjson_obj_get (root, "list"));
  if (self->kind == PALIER_KIND_NONE || !yyjson_arr_iter_init (list, &iter)
      || yyjson_arr_size (list) == 0
      || yyjson_arr_size (list) > (self->list ? 1 : PALIER_RANGES_MOST))
    return FALSE;
  while ((item = yyjson_arr_iter_next (&iter)) != NULL)
    if (!read_range (item, self->ranges))
      return FALSE;
  return TRUE;
}

/* Returns: (transfer full) (nullable): on error PALIER_WIRE_ERROR */
PalierRangesRequest *
palier_ranges_request_parse (const char *json, gsize length, GError **error)
{
  g_autoptr (yyjson_doc) doc = read_doc (json, length, error);
  if (doc == NULL)
    return NULL;

  g_autoptr (PalierRangesRequest) self = g_new0 (PalierRangesRequest, 1);
  self->ranges = g_array_new (FALSE, FALSE, sizeof (PalierIdRange));
  if (read_request (self, yyjson_doc_get_root (doc)))
    return g_steal_pointer (&self);
  g_set_error_literal (error, PALIER_WIRE_ERROR, PALIER_WIRE_ERROR_SYNTAX, "kind or ranges");
  return NULL;
}

void
palier_ranges_request_free (PalierRangesRequest *self)
{
  g_array_unref (self->ranges);
  g_free (self);
}

static gboolean
read_listed (PalierRangeSum *sum, yyjson_val *list)
{
  yyjson_arr_iter iter;
  yyjson_val *pair;

  sum->records = g_array_new (FALSE, FALSE, sizeof (PalierRecordDigest));
  if (!yyjson_arr_iter_init (list, &iter) || yyjson_arr_size (list) > PALIER_RANGE_MOST)
    return FALSE;
  while ((pair = yyjson_arr_iter_next (&iter)) != NULL)
  {
    PalierRecordDigest one;
    if (!palier_json_id (yyjson_arr_get (pair, 0), &one.id)
        || !read_hex (yyjson_arr_get (pair, 1), one.bytes))
      return FALSE;
    g_array_append_val (sum->records, one);
  }
  return TRUE;
}

static void
sum_clear (gpointer sum)
{
  g_clear_pointer (&((PalierRangeSum *) sum)->records, g_array_unref);
}

static gboolean
read_sum (yyjson_val *value, GArray *out)
{
  yyjson_val *count = yyjson_obj_get (value, "count"), *list = yyjson_obj_get (value, "records");
  g_array_set_size (out, out->len + 1);
  PalierRangeSum *sum = &g_array_index (out, PalierRangeSum, out->len - 1);

  sum->count = (guint) yyjson_get_uint (count);
  sum->more = yyjson_is_true (yyjson_obj_get (value, "more"));
  if (!yyjson_is_uint (count))
    return FALSE;
  if (list != NULL)
    return read_listed (sum, list);
  return sum->more || read_hex (yyjson_obj_get (value, "hash"), sum->hash);
}

/* Returns: (transfer full) */
PalierRangesAnswer *
palier_ranges_answer_new (const PalierId *epoch)
{
  PalierRangesAnswer *self = g_new0 (PalierRangesAnswer, 1);

  self->epoch = *epoch;
  self->sums = g_array_new (FALSE, TRUE, sizeof (PalierRangeSum));
  g_array_set_clear_func (self->sums, sum_clear);
  return self;
}

/* Returns: (transfer full) (nullable): on error PALIER_WIRE_ERROR */
PalierRangesAnswer *
palier_ranges_answer_parse (const char *json, gsize length, GError **error)
{
  g_autoptr (yyjson_doc) doc = read_doc (json, length, error);
  if (doc == NULL)
    return NULL;

  g_autoptr (PalierRangesAnswer) self = palier_ranges_answer_new (&PALIER_ID_NIL);
  yyjson_val *root = yyjson_doc_get_root (doc);
  yyjson_val *list = yyjson_obj_get (root, "ranges");
  yyjson_arr_iter iter;
  yyjson_val *item;
  gboolean good = palier_json_id (yyjson_obj_get (root, "epoch"), &self->epoch)
                  && yyjson_arr_iter_init (list, &iter)
                  && yyjson_arr_size (list) <= PALIER_RANGES_MOST;
  while (good && (item = yyjson_arr_iter_next (&iter)) != NULL)
    good = read_sum (item, self->sums);
  if (good)
    return g_steal_pointer (&self);
  g_set_error_literal (error, PALIER_WIRE_ERROR, PALIER_WIRE_ERROR_SYNTAX, "no sums of ranges");
  return NULL;
}

void
palier_ranges_answer_free (PalierRangesAnswer *self)
{
  g_array_unref (self->sums);
  g_free (self);
}

/* ---- writing */

static Node *
begin (Doc *doc)
{
  Node *root = yyjson_mut_obj (doc);

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_uint (doc, root, "wire", PALIER_WIRE_VERSION);
  return root;
}

static GBytes *
end (Doc *doc)
{
  gsize length = 0;
  char *text = yyjson_mut_write (doc, YYJSON_WRITE_NOFLAG, &length);

  return g_bytes_new_with_free_func (text, length, free, text);
}

static void
add_id (Doc *doc, Node *object, const char *name, const PalierId *id)
{
  char text[PALIER_ID_TEXT_SIZE];

  yyjson_mut_obj_add_strcpy (doc, object, name, palier_id_format (id, text));
}

/* Returns: (transfer full): the body of the request */
GBytes *
palier_ranges_request_write (PalierKind kind, const PalierIdRange *ranges, guint n_ranges,
                             gboolean list)
{
  g_autoptr (yyjson_mut_doc) doc = yyjson_mut_doc_new (NULL);
  Node *root = begin (doc);

  yyjson_mut_obj_add_str (doc, root, "kind", palier_kind_name (kind));
  yyjson_mut_obj_add_bool (doc, root, "list", list);
  Node *array = yyjson_mut_obj_add_arr (doc, root, "ranges");
  for (guint i = 0; i < n_ranges; i++)
  {
    Node *range = yyjson_mut_arr_add_obj (doc, array);
    add_id (doc, range, "after", &ranges[i].after);
    if (!palier_id_is_nil (&ranges[i].to))
      add_id (doc, range, "to", &ranges[i].to);
  }
  return end (doc);
}

static void
add_listed (Doc *doc, Node *sum, const GArray *records)
{
  Node *list = yyjson_mut_obj_add_arr (doc, sum, "records");
  char id[PALIER_ID_TEXT_SIZE], hex[HEX_SIZE];

  for (guint i = 0; i < records->len; i++)
  {
    const PalierRecordDigest *one = &g_array_index (records, PalierRecordDigest, i);
    Node *pair = yyjson_mut_arr_add_arr (doc, list);
    yyjson_mut_arr_add_strcpy (doc, pair, palier_id_format (&one->id, id));
    yyjson_mut_arr_add_strcpy (doc, pair, format_hex (one->bytes, hex));
  }
}

static void
add_sum (Doc *doc, Node *list, const PalierRangeSum *sum)
{
  Node *object = yyjson_mut_arr_add_obj (doc, list);
  char hex[HEX_SIZE];

  yyjson_mut_obj_add_uint (doc, object, "count", sum->count);
  if (sum->more || sum->records != NULL)
    yyjson_mut_obj_add_bool (doc, object, "more", sum->more);
  if (sum->records != NULL)
    add_listed (doc, object, sum->records);
  else if (!sum->more)
    yyjson_mut_obj_add_strcpy (doc, object, "hash", format_hex (sum->hash, hex));
}

/* Returns: (transfer full): the body of the answer */
GBytes *
palier_ranges_answer_write (const PalierRangesAnswer *self)
{
  g_autoptr (yyjson_mut_doc) doc = yyjson_mut_doc_new (NULL);
  Node *root = begin (doc);

  add_id (doc, root, "epoch", &self->epoch);
  Node *list = yyjson_mut_obj_add_arr (doc, root, "ranges");
  for (guint i = 0; i < self->sums->len; i++)
    add_sum (doc, list, &g_array_index (self->sums, PalierRangeSum, i));
  return end (doc);
}
