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

#define HEX16 "%016" G_GINT64_MODIFIER "x"

typedef yyjson_mut_doc Doc;
typedef yyjson_mut_val Node;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (yyjson_mut_doc, yyjson_mut_doc_free)

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
