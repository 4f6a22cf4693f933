/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record as JSON:
 *
 *   {"kind":"prospect","id":ID,"mark":MARK,
 *    "fields":{"company":"…","staff":3,"tags":["a","b"]},
 *    "marks":{"staff":MARK},                    what was not written with the row's mark
 *    "sets":{"tags":{"b":[[DEVICE,ADDED,REMOVED]…]}},    elements that did not come with the row
 *    "deleted":[MS,MARK],"merged":[ID or null,MARK],"erased":true}
 *
 * MARK is 32 hexadecimal digits, DEVICE, ADDED and REMOVED 16. A part that would be empty is left
 * out, a record has one text only, and what is read is as strict as what is written: an unknown
 * key, a key twice, a value out of its form are refused. From "marks" on, the same object is what a
 * store keeps beside its columns. */
#include "palier-record-json.h"
#include "palier-record-private.h"

#include <string.h>

#define MAX_DECODED_ELEMENTS 4096
#define HEX16 "%016" G_GINT64_MODIFIER "x"

typedef yyjson_mut_doc Doc;
typedef yyjson_mut_val Node;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (yyjson_doc, yyjson_doc_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (yyjson_mut_doc, yyjson_mut_doc_free)

/* ---- Writing */

static Node *
make_mark (Doc *doc, PalierMark mark)
{
  char buffer[PALIER_MARK_TEXT_SIZE];
  return yyjson_mut_strcpy (doc, palier_mark_format (mark, buffer));
}

static Node *
make_hex (Doc *doc, guint64 value)
{
  char buffer[17];
  g_snprintf (buffer, sizeof buffer, HEX16, value);
  return yyjson_mut_strcpy (doc, buffer);
}

/* Whether the element is as an import writes it: one add, by the row's mark. */
static gboolean
came_with_row (const PalierElement *element, PalierMark row)
{
  const PalierDot *dot = &g_array_index (element->dots, PalierDot, 0);
  return element->dots->len == 1 && dot->device == row.device && dot->added == row.time
         && dot->removed == 0;
}

static Node *
make_set (Doc *doc, const GPtrArray *elements)
{
  Node *list = yyjson_mut_arr (doc);

  for (guint i = 0; i < elements->len; i++)
  {
    const PalierElement *element = g_ptr_array_index (elements, i);
    if (palier_element_is_present (element))
      yyjson_mut_arr_add_str (doc, list, element->text);
  }
  return list;
}

static Node *
make_value (Doc *doc, PalierFieldType type, const char *text)
{
  if (type == PALIER_TYPE_INTEGER || type == PALIER_TYPE_TIME)
    return yyjson_mut_sint (doc, g_ascii_strtoll (text, NULL, 10));
  return yyjson_mut_str (doc, text);
}

static Node *
make_fields (Doc *doc, const PalierRecord *self)
{
  Node *fields = yyjson_mut_obj (doc);

  for (guint i = 0; i < palier_kind_n_fields (self->kind); i++)
  {
    const PalierRecordField *field = &self->fields[i];
    if (field->elements == NULL && field->text == NULL)
      continue;
    const PalierKindField *info = palier_kind_field (self->kind, i);
    Node *value = field->elements != NULL ? make_set (doc, field->elements)
                                          : make_value (doc, info->type, field->text);
    if (!(yyjson_mut_is_arr (value) && yyjson_mut_arr_size (value) == 0))
      yyjson_mut_obj_add_val (doc, fields, info->name, value);
  }
  return fields;
}

static Node *
make_marks (Doc *doc, const PalierRecord *self, PalierMark row)
{
  Node *marks = yyjson_mut_obj (doc);

  for (guint i = 0; i < palier_kind_n_fields (self->kind); i++)
  {
    const PalierRecordField *field = &self->fields[i];
    gboolean like_row = palier_mark_compare (field->mark, row) == 0 && field->text != NULL;
    if (!palier_mark_is_none (field->mark) && !like_row)
      yyjson_mut_obj_add_val (doc, marks, palier_kind_field (self->kind, i)->name,
                              make_mark (doc, field->mark));
  }
  return marks;
}

static Node *
make_dots (Doc *doc, const GArray *dots)
{
  Node *list = yyjson_mut_arr (doc);

  for (guint i = 0; i < dots->len; i++)
  {
    const PalierDot *dot = &g_array_index (dots, PalierDot, i);
    Node *triple = yyjson_mut_arr_add_arr (doc, list);
    yyjson_mut_arr_append (triple, make_hex (doc, dot->device));
    yyjson_mut_arr_append (triple, make_hex (doc, dot->added));
    yyjson_mut_arr_append (triple, make_hex (doc, dot->removed));
  }
  return list;
}

static Node *
make_elements (Doc *doc, const GPtrArray *elements, PalierMark row)
{
  Node *own = yyjson_mut_obj (doc);

  for (guint i = 0; i < elements->len; i++)
  {
    const PalierElement *element = g_ptr_array_index (elements, i);
    if (!came_with_row (element, row))
      yyjson_mut_obj_add_val (doc, own, element->text, make_dots (doc, element->dots));
  }
  return own;
}

static void
add_unless_empty (Doc *doc, Node *parent, const char *key, Node *object)
{
  if (yyjson_mut_obj_size (object) > 0)
    yyjson_mut_obj_add_val (doc, parent, key, object);
}

static Node *
make_sets (Doc *doc, const PalierRecord *self, PalierMark row)
{
  Node *sets = yyjson_mut_obj (doc);

  for (guint i = 0; i < palier_kind_n_fields (self->kind); i++)
    if (self->fields[i].elements != NULL)
      add_unless_empty (doc, sets, palier_kind_field (self->kind, i)->name,
                        make_elements (doc, self->fields[i].elements, row));
  return sets;
}

static void
add_registers (Doc *doc, Node *root, const PalierRecord *self)
{
  if (!palier_mark_is_none (self->deleted_mark))
  {
    Node *pair = yyjson_mut_obj_add_arr (doc, root, "deleted");
    yyjson_mut_arr_add_sint (doc, pair, self->deleted_ms);
    yyjson_mut_arr_append (pair, make_mark (doc, self->deleted_mark));
  }
  if (!palier_mark_is_none (self->merged_mark))
  {
    char text[PALIER_ID_TEXT_SIZE];
    Node *pair = yyjson_mut_obj_add_arr (doc, root, "merged");
    if (palier_id_is_nil (&self->merged_into))
      yyjson_mut_arr_add_null (doc, pair);
    else
      yyjson_mut_arr_add_strcpy (doc, pair, palier_id_format (&self->merged_into, text));
    yyjson_mut_arr_append (pair, make_mark (doc, self->merged_mark));
  }
  if (self->erased)
    yyjson_mut_obj_add_true (doc, root, "erased");
}

static void
add_marks (Doc *doc, Node *root, const PalierRecord *self, PalierMark row)
{
  add_unless_empty (doc, root, "marks", make_marks (doc, self, row));
  add_unless_empty (doc, root, "sets", make_sets (doc, self, row));
  add_registers (doc, root, self);
}

/* Its memory is malloc's, which g_free() gives back too. */
static char *
write_doc (Doc *doc, gsize *length)
{
  char *text = yyjson_mut_write (doc, YYJSON_WRITE_NOFLAG, length);
  g_assert (text != NULL);
  return text;
}

/**
 * palier_record_to_json:
 * @length: (out) (optional): bytes, without the final zero
 *
 * Returns: (transfer full): the one JSON text of the record's state: equal states, equal bytes
 */
char *
palier_record_to_json (const PalierRecord *self, gsize *length)
{
  g_autoptr (yyjson_mut_doc) doc = yyjson_mut_doc_new (NULL);
  PalierMark row = palier_record_row_mark (self);
  char id[PALIER_ID_TEXT_SIZE];
  Node *root = yyjson_mut_obj (doc);

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_str (doc, root, "kind", palier_kind_name (self->kind));
  yyjson_mut_obj_add_strcpy (doc, root, "id", palier_id_format (&self->id, id));
  yyjson_mut_obj_add_val (doc, root, "mark", make_mark (doc, row));
  add_unless_empty (doc, root, "fields", make_fields (doc, self));
  add_marks (doc, root, self, row);
  return write_doc (doc, length);
}

/* Returns: (nullable) (transfer full): what a store keeps beside the columns and the row's mark;
 * NULL when there is nothing to add, as after an import */
char *
palier_record_dup_marks (const PalierRecord *self)
{
  g_autoptr (yyjson_mut_doc) doc = yyjson_mut_doc_new (NULL);
  Node *root = yyjson_mut_obj (doc);

  yyjson_mut_doc_set_root (doc, root);
  add_marks (doc, root, self, palier_record_row_mark (self));
  return yyjson_mut_obj_size (root) > 0 ? write_doc (doc, NULL) : NULL;
}

/* ---- Reading */

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
