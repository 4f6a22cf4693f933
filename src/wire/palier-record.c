/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-record-private.h"

#include <string.h>

G_DEFINE_QUARK (palier-wire-error-quark, palier_wire_error)

PalierRecord *
palier_record_new (PalierKind kind, const PalierId *id)
{
  PalierRecord *self = g_new0 (PalierRecord, 1);
  self->kind = kind;
  self->id = *id;
  self->fields = g_new0 (PalierRecordField, palier_kind_n_fields (kind));
  return self;
}

static void
clear_fields (PalierRecord *self)
{
  for (guint i = 0; i < palier_kind_n_fields (self->kind); i++)
  {
    g_clear_pointer (&self->fields[i].text, g_free);
    g_clear_pointer (&self->fields[i].elements, g_ptr_array_unref);
    self->fields[i].mark = PALIER_MARK_NONE;
  }
}

void
palier_record_free (PalierRecord *self)
{
  clear_fields (self);
  g_free (self->fields);
  g_free (self);
}

/* Returns: (nullable): the value of a field that is no set */
const char *
palier_record_get (const PalierRecord *self, guint field)
{
  g_assert (!palier_record_is_set (self, field));
  return self->fields[field].text;
}

static char *
join_set (const GPtrArray *elements)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; elements != NULL && i < elements->len; i++)
  {
    const PalierElement *element = g_ptr_array_index (elements, i);
    if (!palier_element_is_present (element))
      continue;
    if (text->len > 0)
      g_string_append_c (text, '\n');
    g_string_append (text, element->text);
  }
  if (text->len == 0)
    return g_string_free (text, TRUE), NULL;
  return g_string_free_and_steal (text);
}

/* Returns: (nullable) (transfer full): the canonical text of any field */
char *
palier_record_dup (const PalierRecord *self, guint field)
{
  if (palier_record_is_set (self, field))
    return join_set (self->fields[field].elements);
  return g_strdup (self->fields[field].text);
}

gint64
palier_record_get_integer (const PalierRecord *self, guint field, gint64 unknown)
{
  const char *text = palier_record_get (self, field);
  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : unknown;
}

gboolean
palier_record_get_id (const PalierRecord *self, guint field, PalierId *out)
{
  return palier_id_parse (palier_record_get (self, field), out);
}

/* Returns: who wrote the field last; for a set, the latest add in it */
PalierMark
palier_record_get_mark (const PalierRecord *self, guint field)
{
  const GPtrArray *elements = self->fields[field].elements;
  PalierMark latest = self->fields[field].mark;

  for (guint i = 0; elements != NULL && i < elements->len; i++)
  {
    const GArray *dots = ((PalierElement *) g_ptr_array_index (elements, i))->dots;
    for (guint j = 0; j < dots->len; j++)
    {
      const PalierDot *dot = &g_array_index (dots, PalierDot, j);
      PalierMark mark = { dot->added, dot->device };
      if (palier_mark_compare (mark, latest) > 0)
        latest = mark;
    }
  }
  return latest;
}

static gboolean
set_elements (PalierRecord *self, guint field, const char *lines, PalierMark mark)
{
  g_auto (GStrv) wanted = g_strsplit (lines != NULL ? lines : "", "\n", -1);
  GPtrArray *elements = self->fields[field].elements;
  gboolean changed = FALSE;

  for (guint i = 0; elements != NULL && i < elements->len; i++)
  {
    PalierElement *element = g_ptr_array_index (elements, i);
    if (!palier_element_is_present (element)
        || g_strv_contains ((const char *const *) wanted, element->text))
      continue;
    for (guint j = 0; j < element->dots->len; j++)
    {
      PalierDot *dot = &g_array_index (element->dots, PalierDot, j);
      dot->removed = dot->added;
    }
    changed = TRUE;
  }
  for (char **line = wanted; *line != NULL; line++)
  {
    if (**line == '\0')
      continue;
    PalierElement *element = palier_record_ensure_element (self, field, *line);
    if (palier_element_is_present (element))
      continue;
    PalierDot *dot = palier_element_ensure_dot (element, mark.device);
    dot->added = MAX (mark.time, dot->removed + 1);
    changed = TRUE;
  }
  return changed;
}

/* Whether the pair (@mark, @text) wins over what the field holds. Equal marks of different texts,
 * which no honest device makes, are decided by the bytes, so that all devices decide alike. */
static gboolean
wins (const PalierRecordField *held, PalierFieldMerge merge, PalierMark mark, const char *text)
{
  if (palier_mark_is_none (mark))
    return FALSE;
  if (palier_mark_is_none (held->mark))
    return TRUE;
  int order = palier_mark_compare (mark, held->mark);
  if (order == 0)
    return g_strcmp0 (text, held->text) > 0;
  return merge == PALIER_MERGE_ONCE ? order < 0 : order > 0;
}

/**
 * palier_record_set:
 * @text: (nullable): the canonical value, valid for the field (palier_value_is_valid()); for a set
 *   one element a line
 * @mark: of the device that writes, newer than what it has seen
 *
 * Writes a field here, or the state of a field elsewhere: an older mark loses, and a field that is
 * written once keeps its first value.
 *
 * Returns: whether anything changed
 */
gboolean
palier_record_set (PalierRecord *self, guint field, const char *text, PalierMark mark)
{
  if (self->erased)
    return FALSE;
  if (palier_record_is_set (self, field))
    return set_elements (self, field, text, mark);
  if (!wins (&self->fields[field], palier_kind_field (self->kind, field)->merge, mark, text))
    return FALSE;
  self->fields[field].mark = mark;
  g_set_str (&self->fields[field].text, text);
  return TRUE;
}

void
palier_record_set_integer (PalierRecord *self, guint field, gint64 value, PalierMark mark)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, value);
  palier_record_set (self, field, text, mark);
}

/* Puts a value in place without a mark, as a store reads its columns; palier_record_load_marks()
 * follows. */
void
palier_record_load_value (PalierRecord *self, guint field, const char *text)
{
  if (!palier_record_is_set (self, field))
  {
    g_set_str (&self->fields[field].text, text);
    return;
  }
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0')
      palier_record_ensure_element (self, field, *line);
}

static void
set_deleted (PalierRecord *self, gint64 at_ms, PalierMark mark)
{
  int order = palier_mark_compare (mark, self->deleted_mark);

  if (self->erased || order < 0 || (order == 0 && at_ms <= self->deleted_ms))
    return;
  self->deleted_mark = mark;
  self->deleted_ms = at_ms;
}

/* Hides the record, whatever others write into it at the same time. */
void
palier_record_delete (PalierRecord *self, gint64 at_ms, PalierMark mark)
{
  set_deleted (self, at_ms, mark);
}

void
palier_record_undelete (PalierRecord *self, PalierMark mark)
{
  set_deleted (self, 0, mark);
}

/* @into: the record that took this one's place, or nil to part them again */
void
palier_record_set_merged_into (PalierRecord *self, const PalierId *into, PalierMark mark)
{
  int order = palier_mark_compare (mark, self->merged_mark);

  if (self->erased || order < 0
      || (order == 0 && palier_id_compare (into, &self->merged_into) <= 0))
    return;
  self->merged_mark = mark;
  self->merged_into = *into;
}

/* Removes the content for ever: nothing merged into it later brings any back. */
void
palier_record_erase (PalierRecord *self)
{
  clear_fields (self);
  self->deleted_mark = self->merged_mark = PALIER_MARK_NONE;
  self->deleted_ms = 0;
  self->merged_into = PALIER_ID_NIL;
  self->erased = TRUE;
}

static gboolean
merge_set (PalierRecord *self, guint field, const GPtrArray *elements)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < elements->len; i++)
  {
    const PalierElement *theirs = g_ptr_array_index (elements, i);
    PalierElement *ours = palier_record_ensure_element (self, field, theirs->text);
    for (guint j = 0; j < theirs->dots->len; j++)
    {
      const PalierDot *from = &g_array_index (theirs->dots, PalierDot, j);
      PalierDot *into = palier_element_ensure_dot (ours, from->device);
      changed |= from->added > into->added || from->removed > into->removed;
      into->added = MAX (into->added, from->added);
      into->removed = MAX (into->removed, from->removed);
    }
  }
  return changed;
}

static gboolean
merge_fields (PalierRecord *self, const PalierRecord *other)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < palier_kind_n_fields (self->kind); i++)
  {
    const PalierRecordField *theirs = &other->fields[i];
    if (theirs->elements != NULL)
      changed |= merge_set (self, i, theirs->elements);
    else if (!palier_mark_is_none (theirs->mark))
      changed |= palier_record_set (self, i, theirs->text, theirs->mark);
  }
  return changed;
}

/**
 * palier_record_merge:
 * @other: another state of the same record
 *
 * The join of two states: commutative, associative, idempotent, so that all devices come to the
 * same bytes whatever order and however often they hear of changes.
 *
 * Returns: whether @self changed
 */
gboolean
palier_record_merge (PalierRecord *self, const PalierRecord *other)
{
  g_assert (self->kind == other->kind && palier_id_equal (&self->id, &other->id));

  if (self->erased)
    return FALSE;
  if (other->erased)
  {
    palier_record_erase (self);
    return TRUE;
  }
  PalierRecord before = *self;
  gboolean changed = merge_fields (self, other);
  set_deleted (self, other->deleted_ms, other->deleted_mark);
  palier_record_set_merged_into (self, &other->merged_into, other->merged_mark);
  return changed || before.deleted_ms != self->deleted_ms
         || palier_mark_compare (before.deleted_mark, self->deleted_mark) != 0
         || !palier_id_equal (&before.merged_into, &self->merged_into)
         || palier_mark_compare (before.merged_mark, self->merged_mark) != 0;
}

/* A setting's id follows from its key (UUIDv8, RFC 9562 § 5.8), so that two devices that write one
 * setting write one record. */
PalierId
palier_setting_id (const char *key)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  PalierId id;

  g_checksum_update (checksum, (const guchar *) "setting:", -1);
  g_checksum_update (checksum, (const guchar *) key, -1);
  g_checksum_get_digest (checksum, digest, &length);
  memcpy (id.bytes, digest, sizeof id.bytes);
  id.bytes[6] = (guint8) (0x80 | (id.bytes[6] & 0x0f));
  id.bytes[8] = (guint8) (0x80 | (id.bytes[8] & 0x3f));
  return id;
}
