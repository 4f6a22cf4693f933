/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record from its JSON, of which palier-record-json.c tells the form. What is read is as strict
 * as what is written. */
#include "palier-record-json.h"
#include "palier-record-private.h"

#include <string.h>

#define MAX_DECODED_ELEMENTS 4096

G_DEFINE_AUTOPTR_CLEANUP_FUNC (yyjson_doc, yyjson_doc_free)

static gboolean
fail (GError **error, PalierWireError code, const char *what)
{
  g_set_error (error, PALIER_WIRE_ERROR, code, "%s", what);
  return FALSE;
}

/* Returns: (nullable): a string without a zero inside */
const char *
palier_json_text (yyjson_val *value)
{
  const char *text = yyjson_get_str (value);
  return text != NULL && strlen (text) == yyjson_get_len (value) ? text : NULL;
}

gboolean
palier_json_id (yyjson_val *value, PalierId *out)
{
  const char *text = palier_json_text (value);
  char again[PALIER_ID_TEXT_SIZE];

  return palier_id_parse (text, out) && strcmp (palier_id_format (out, again), text) == 0;
}

static gboolean
read_hex (yyjson_val *value, guint64 *out)
{
  const char *text = palier_json_text (value);
  char whole[PALIER_MARK_TEXT_SIZE];
  PalierMark mark;

  if (text == NULL || strlen (text) != 16)
    return FALSE;
  g_snprintf (whole, sizeof whole, "%s%s", text, text);
  if (!palier_mark_parse (whole, &mark))
    return FALSE;
  *out = mark.time;
  return TRUE;
}

static gboolean
find_field (PalierRecord *self, yyjson_val *key, guint *out)
{
  const char *name = palier_json_text (key);
  int field = name != NULL ? palier_kind_find_field (self->kind, name) : -1;

  *out = (guint) MAX (field, 0);
  return field >= 0;
}

static gboolean
read_set (PalierRecord *self, guint field, yyjson_val *list)
{
  const char *choices = palier_kind_field (self->kind, field)->choices;
  PalierKindField one = { NULL, choices != NULL ? PALIER_TYPE_CHOICE : PALIER_TYPE_TEXT, 0, FALSE,
                          choices };
  yyjson_arr_iter iter;
  yyjson_val *item;

  if (yyjson_arr_size (list) == 0 || yyjson_arr_size (list) > MAX_DECODED_ELEMENTS)
    return FALSE;
  yyjson_arr_iter_init (list, &iter);
  while ((item = yyjson_arr_iter_next (&iter)) != NULL)
  {
    const char *text = palier_json_text (item);
    guint place;
    if (text == NULL || strlen (text) > PALIER_RECORD_MAX_ELEMENT || strchr (text, '\n') != NULL
        || !palier_value_is_valid (&one, text)
        || palier_record_find_element (self, field, text, &place) != NULL)
      return FALSE;
    palier_record_ensure_element (self, field, text);
  }
  return TRUE;
}

static gboolean
read_value (PalierRecord *self, guint field, yyjson_val *value)
{
  const PalierKindField *info = palier_kind_field (self->kind, field);
  char number[24];
  const char *text;

  if (info->type == PALIER_TYPE_SET)
    return yyjson_is_arr (value) && read_set (self, field, value);
  if (info->type == PALIER_TYPE_INTEGER || info->type == PALIER_TYPE_TIME)
  {
    if (!yyjson_is_int (value) || (yyjson_is_uint (value) && yyjson_get_uint (value) > G_MAXINT64))
      return FALSE;
    g_snprintf (number, sizeof number, "%" G_GINT64_FORMAT, yyjson_get_sint (value));
    text = number;
  }
  else
    text = palier_json_text (value);
  if (text == NULL || self->fields[field].text != NULL || !palier_value_is_valid (info, text))
    return FALSE;
  self->fields[field].text = g_strdup (text);
  return TRUE;
}

static gboolean
read_fields (PalierRecord *self, yyjson_val *fields, GError **error)
{
  yyjson_obj_iter iter;
  yyjson_val *key;
  guint field;

  if (fields == NULL)
    return TRUE;
  if (!yyjson_obj_iter_init (fields, &iter))
    return fail (error, PALIER_WIRE_ERROR_SYNTAX, "fields");
  while ((key = yyjson_obj_iter_next (&iter)) != NULL)
  {
    if (!find_field (self, key, &field))
      return fail (error, PALIER_WIRE_ERROR_KIND, "an unknown field");
    if (!read_value (self, field, yyjson_obj_iter_get_val (key)))
      return fail (error, PALIER_WIRE_ERROR_VALUE, palier_kind_field (self->kind, field)->name);
  }
  return TRUE;
}

static gboolean
read_marks (PalierRecord *self, yyjson_val *marks, GError **error)
{
  yyjson_obj_iter iter;
  yyjson_val *key;
  guint field;

  if (marks == NULL)
    return TRUE;
  if (!yyjson_obj_iter_init (marks, &iter))
    return fail (error, PALIER_WIRE_ERROR_SYNTAX, "marks");
  while ((key = yyjson_obj_iter_next (&iter)) != NULL)
  {
    if (!find_field (self, key, &field) || palier_record_is_set (self, field))
      return fail (error, PALIER_WIRE_ERROR_KIND, "a mark of an unknown field");
    if (!palier_mark_is_none (self->fields[field].mark)
        || !palier_mark_parse (palier_json_text (yyjson_obj_iter_get_val (key)),
                               &self->fields[field].mark)
        || palier_mark_is_none (self->fields[field].mark))
      return fail (error, PALIER_WIRE_ERROR_SYNTAX, "a mark");
  }
  return TRUE;
}

static gboolean
read_dot (PalierElement *element, yyjson_val *triple)
{
  PalierDot dot, *place;

  if (yyjson_arr_size (triple) != 3 || !read_hex (yyjson_arr_get (triple, 0), &dot.device)
      || !read_hex (yyjson_arr_get (triple, 1), &dot.added)
      || !read_hex (yyjson_arr_get (triple, 2), &dot.removed) || dot.added == 0
      || dot.removed > dot.added)
    return FALSE;
  place = palier_element_ensure_dot (element, dot.device);
  if (place->added != 0)
    return FALSE;
  *place = dot;
  return TRUE;
}

/* The dots of one element. Whether they say that it is in the set must agree with the field. */
static gboolean
read_element (PalierRecord *self, guint field, const char *text, yyjson_val *dots)
{
  guint place;

  if (text == NULL || text[0] == '\0' || strlen (text) > PALIER_RECORD_MAX_ELEMENT
      || strchr (text, '\n') != NULL || yyjson_arr_size (dots) == 0
      || yyjson_arr_size (dots) > PALIER_RECORD_MAX_DOTS)
    return FALSE;
  gboolean listed = palier_record_find_element (self, field, text, &place) != NULL;
  PalierElement *element = palier_record_ensure_element (self, field, text);
  if (element->dots->len > 0)
    return FALSE;
  for (gsize i = 0; i < yyjson_arr_size (dots); i++)
    if (!read_dot (element, yyjson_arr_get (dots, i)))
      return FALSE;
  return listed == palier_element_is_present (element);
}

static gboolean
read_elements (PalierRecord *self, guint field, yyjson_val *elements)
{
  yyjson_obj_iter iter;
  yyjson_val *key;

  if (!yyjson_obj_iter_init (elements, &iter) || yyjson_obj_size (elements) > MAX_DECODED_ELEMENTS)
    return FALSE;
  while ((key = yyjson_obj_iter_next (&iter)) != NULL)
    if (!read_element (self, field, palier_json_text (key), yyjson_obj_iter_get_val (key)))
      return FALSE;
  return TRUE;
}

static gboolean
read_sets (PalierRecord *self, yyjson_val *sets, GError **error)
{
  yyjson_obj_iter iter;
  yyjson_val *key;
  guint field;

  if (sets == NULL)
    return TRUE;
  if (!yyjson_obj_iter_init (sets, &iter))
    return fail (error, PALIER_WIRE_ERROR_SYNTAX, "sets");
  while ((key = yyjson_obj_iter_next (&iter)) != NULL)
  {
    if (!find_field (self, key, &field) || !palier_record_is_set (self, field))
      return fail (error, PALIER_WIRE_ERROR_KIND, "an unknown set");
    if (!read_elements (self, field, yyjson_obj_iter_get_val (key)))
      return fail (error, PALIER_WIRE_ERROR_VALUE, palier_kind_field (self->kind, field)->name);
  }
  return TRUE;
}

/* Gives the row's mark to all that has a value and no mark of its own. */
static void
spread_row_mark (PalierRecord *self, PalierMark row)
{
  for (guint i = 0; i < palier_kind_n_fields (self->kind); i++)
  {
    PalierRecordField *field = &self->fields[i];
    if (field->text != NULL && palier_mark_is_none (field->mark))
      field->mark = row;
    for (guint j = 0; field->elements != NULL && j < field->elements->len; j++)
    {
      PalierElement *element = g_ptr_array_index (field->elements, j);
      if (element->dots->len == 0)
        palier_element_ensure_dot (element, row.device)->added = row.time;
    }
  }
}

/* Whether all that has a value has a mark. */
static gboolean
is_marked (const PalierRecord *self)
{
  for (guint i = 0; i < palier_kind_n_fields (self->kind); i++)
  {
    const PalierRecordField *field = &self->fields[i];
    if (field->text != NULL && palier_mark_is_none (field->mark))
      return FALSE;
    for (guint j = 0; field->elements != NULL && j < field->elements->len; j++)
    {
      const PalierElement *element = g_ptr_array_index (field->elements, j);
      if (g_array_index (element->dots, PalierDot, 0).added == 0)
        return FALSE;
    }
  }
  return TRUE;
}

static gboolean
read_deleted (PalierRecord *self, yyjson_val *pair)
{
  if (pair == NULL)
    return TRUE;
  yyjson_val *ms = yyjson_arr_get (pair, 0);
  self->deleted_ms = yyjson_get_sint (ms);
  return yyjson_arr_size (pair) == 2 && yyjson_is_int (ms) && self->deleted_ms >= 0
         && palier_mark_parse (palier_json_text (yyjson_arr_get (pair, 1)), &self->deleted_mark)
         && !palier_mark_is_none (self->deleted_mark);
}

static gboolean
read_merged (PalierRecord *self, yyjson_val *pair)
{
  if (pair == NULL)
    return TRUE;
  yyjson_val *into = yyjson_arr_get (pair, 0);
  return yyjson_arr_size (pair) == 2
         && (yyjson_is_null (into) || palier_json_id (into, &self->merged_into))
         && palier_mark_parse (palier_json_text (yyjson_arr_get (pair, 1)), &self->merged_mark)
         && !palier_mark_is_none (self->merged_mark);
}

static gboolean
is_empty (const PalierRecord *self)
{
  return palier_mark_is_none (palier_record_latest_mark (self));
}

static gboolean
read_state (PalierRecord *self, PalierMark row, yyjson_val *root, GError **error)
{
  yyjson_val *erased = yyjson_obj_get (root, "erased");

  if (!read_marks (self, yyjson_obj_get (root, "marks"), error)
      || !read_sets (self, yyjson_obj_get (root, "sets"), error))
    return FALSE;
  spread_row_mark (self, row);
  if (!is_marked (self))
    return fail (error, PALIER_WIRE_ERROR_SYNTAX, "a value without a mark");
  if (!read_deleted (self, yyjson_obj_get (root, "deleted"))
      || !read_merged (self, yyjson_obj_get (root, "merged")))
    return fail (error, PALIER_WIRE_ERROR_SYNTAX, "deleted or merged");
  if (erased != NULL && (!yyjson_is_true (erased) || !is_empty (self)))
    return fail (error, PALIER_WIRE_ERROR_SYNTAX, "an erased record with content");
  self->erased = erased != NULL;
  return TRUE;
}

static gboolean
has_only_known_keys (yyjson_val *root)
{
  static const char *const known[] = { "kind", "id",      "mark",   "fields", "marks",
                                       "sets", "deleted", "merged", "erased" };
  gsize found = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    found += yyjson_obj_get (root, known[i]) != NULL;
  return yyjson_is_obj (root) && found == yyjson_obj_size (root);
}

static gboolean
read_record (PalierRecord *self, yyjson_val *root, GError **error)
{
  PalierMark row;

  if (!palier_mark_parse (palier_json_text (yyjson_obj_get (root, "mark")), &row))
    return fail (error, PALIER_WIRE_ERROR_SYNTAX, "mark");
  if (!read_fields (self, yyjson_obj_get (root, "fields"), error)
      || !read_state (self, row, root, error))
    return FALSE;
  /* The row's mark is the oldest one, or else two texts would say the same. */
  if (palier_mark_compare (palier_record_row_mark (self), row) != 0)
    return fail (error, PALIER_WIRE_ERROR_SYNTAX, "the row's mark is not its oldest");
  return TRUE;
}

/* @value: an object inside a document; the result keeps nothing of it */
PalierRecord *
palier_record_decode (yyjson_val *value, GError **error)
{
  PalierId id;

  if (!has_only_known_keys (value) || !palier_json_id (yyjson_obj_get (value, "id"), &id))
  {
    fail (error, PALIER_WIRE_ERROR_SYNTAX, "no record");
    return NULL;
  }
  PalierKind kind = palier_kind_from_name (palier_json_text (yyjson_obj_get (value, "kind")));
  if (kind == PALIER_KIND_NONE)
  {
    fail (error, PALIER_WIRE_ERROR_KIND, "an unknown kind");
    return NULL;
  }
  g_autoptr (PalierRecord) self = palier_record_new (kind, &id);
  return read_record (self, value, error) ? g_steal_pointer (&self) : NULL;
}

static yyjson_doc *
read_doc (const char *json, gsize length, GError **error)
{
  yyjson_doc *doc = NULL;

  if (length > PALIER_RECORD_MAX_BYTES)
    fail (error, PALIER_WIRE_ERROR_LIMIT, "a record of more than 1 MiB");
  else if ((doc = yyjson_read (json, length, YYJSON_READ_NOFLAG)) == NULL)
    fail (error, PALIER_WIRE_ERROR_SYNTAX, "no JSON");
  return doc;
}

/**
 * palier_record_from_json:
 *
 * Reads what palier_record_to_json() writes, and nothing else.
 *
 * Returns: (transfer full) (nullable): the record; on error PALIER_WIRE_ERROR
 */
PalierRecord *
palier_record_from_json (const char *json, gsize length, GError **error)
{
  g_autoptr (yyjson_doc) doc = read_doc (json, length, error);
  return doc != NULL ? palier_record_decode (yyjson_doc_get_root (doc), error) : NULL;
}

/**
 * palier_record_load_marks:
 * @self: with its values put in by palier_record_load_value()
 * @row: the row's mark
 * @marks: (nullable): what palier_record_dup_marks() gave
 *
 * Ends the reading of a record from a store's columns.
 */
gboolean
palier_record_load_marks (PalierRecord *self, PalierMark row, const char *marks, GError **error)
{
  if (marks == NULL)
  {
    spread_row_mark (self, row);
    return TRUE;
  }
  g_autoptr (yyjson_doc) doc = read_doc (marks, strlen (marks), error);
  return doc != NULL && read_state (self, row, yyjson_doc_get_root (doc), error);
}
