/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows to drafts of prospects, by columns that are placed: which cells make a value, in which
 * order, and what a row is as a whole. Cells themselves are read by palier-mapper-value.c and its
 * neighbours. */
#include <string.h>

#include "palier-fold.h"
#include "palier-mapper-private.h"
#include "palier-street.h"

#define VALUE_SHOWN 200

void
palier_draft_free (PalierDraft *self)
{
  g_clear_pointer (&self->prospect, palier_prospect_unref);
  g_clear_pointer (&self->consent, palier_consent_free);
  g_free (self);
}

/* ---- making one */

static void
slot_free (gpointer data)
{
  PalierMapperSlot *self = data;

  g_free (self->header);
  g_free (self->name);
  g_free (self->joint);
  g_clear_pointer (&self->keys, g_hash_table_unref);
  g_free (self);
}

static GHashTable *
make_keys (const PalierColumn *column)
{
  GHashTable *keys;

  if (column->values == NULL || column->field == PALIER_FIELD_NONE
      || palier_field_info (column->field)->choices == NULL)
    return NULL;
  keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < column->values->len; i++)
  {
    const PalierColumnValue *value = column->values->pdata[i];
    g_hash_table_insert (keys, palier_fold_words (value->text), g_strdup (value->key));
  }
  return keys;
}

static PalierMapperSlot *
slot_new (const PalierColumn *column, GPtrArray *sample)
{
  PalierMapperSlot *self = g_new0 (PalierMapperSlot, 1);

  self->index = column->index;
  self->use = column->use;
  self->field = column->use == PALIER_COLUMN_FIELD ? column->field : PALIER_FIELD_NONE;
  self->split = column->split;
  self->header = g_strdup (column->header);
  self->name = g_strdup (palier_column_get_name (column));
  self->joint = g_strdup (column->joint);
  self->keys = make_keys (column);
  self->order = palier_mapper_date_order (column, sample);
  self->numbers = palier_mapper_number_style (column, sample);
  return self;
}

static void
place_slot (PalierMapper *self, PalierMapperSlot *slot)
{
  g_ptr_array_add (self->slots, slot);
  if (slot->use != PALIER_COLUMN_FIELD)
  {
    g_ptr_array_add (self->kept, slot);
    return;
  }
  if (self->of_field[slot->field] == NULL)
    self->of_field[slot->field] = g_ptr_array_new ();
  g_ptr_array_add (self->of_field[slot->field], slot);
}

/**
 * palier_mapper_new:
 * @columns: (element-type PalierColumn): several on one field make it together
 * @sample: (nullable) (element-type GStrv): rows by which is decided what one value leaves open
 * @now_ms: years of two digits are not later than it
 */
PalierMapper *
palier_mapper_new (GPtrArray *columns, GPtrArray *sample, gint64 now_ms)
{
  PalierMapper *self = g_new0 (PalierMapper, 1);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (now_ms / 1000);

  self->now_ms = now_ms;
  self->year = now != NULL ? g_date_time_get_year (now) : 2100;
  self->slots = g_ptr_array_new_with_free_func (slot_free);
  self->kept = g_ptr_array_new ();
  for (guint i = 0; i < columns->len; i++)
    if (palier_column_is_used (columns->pdata[i]))
      place_slot (self, slot_new (columns->pdata[i], sample));
  for (int i = 0; i < PALIER_N_FIELDS; i++)
    if (self->of_field[i] != NULL && palier_field_info ((PalierField) i)->type == PALIER_TYPE_DATE)
      palier_mapper_set_parts (self->of_field[i], sample);
  return self;
}

void
palier_mapper_free (PalierMapper *self)
{
  for (int i = 0; i < PALIER_N_FIELDS; i++)
    g_clear_pointer (&self->of_field[i], g_ptr_array_unref);
  g_ptr_array_unref (self->kept);
  g_ptr_array_unref (self->slots);
  g_free (self);
}

/* ---- what is shared */

void
palier_mapper_add_problem (PalierMapperWork *work, int column, const char *code, const char *value,
                           const char *proposal)
{
  if (work->problems == NULL)
    return;
  PalierProblem *problem = palier_problem_new ();
  problem->row = work->row->line;
  problem->column = column;
  problem->code = g_strdup (code);
  if (value != NULL)
    problem->value = g_utf8_truncate_middle (value, VALUE_SHOWN);
  problem->proposal = g_strdup (proposal);
  g_ptr_array_add (work->problems, problem);
}

/* What became of a field's cell, unless all is well: "<field>_<what>". */
void
palier_mapper_tell (PalierMapperWork *work, PalierField field, PalierReading verdict,
                    const char *value, const char *proposal)
{
  static const char *const words[] = {
    [PALIER_READING_REPAIRED] = "repaired",   [PALIER_READING_MORE] = "more",
    [PALIER_READING_DOUBTFUL] = "doubtful",   [PALIER_READING_INVALID] = "invalid",
    [PALIER_READING_DESTROYED] = "destroyed",
  };

  if (words[verdict] == NULL)
    return;
  g_autofree char *code = g_strconcat (palier_field_name (field), "_", words[verdict], NULL);
  palier_mapper_add_problem (work, (int) work->slot->index, code, value, proposal);
}

/* What a spreadsheet writes where a formula failed. */
static gboolean
is_spreadsheet_error (const char *text)
{
  static const char *const errors[] = { "#N/A",   "#REF!", "#VALUE!",  "#VALEUR!",
                                        "#NAME?", "#NOM?", "#DIV/0!",  "#NULL!",
                                        "#NUL!",  "#NUM!", "#NOMBRE!", "#SPILL!" };

  for (gsize i = 0; *text == '#' && i < G_N_ELEMENTS (errors); i++)
    if (strcmp (text, errors[i]) == 0)
      return TRUE;
  return FALSE;
}

/* (nullable): the cell of a column, as it stands; %NULL where there is nothing in it */
const char *
palier_mapper_cell (PalierMapperWork *work, const PalierMapperSlot *slot)
{
  const char *text = palier_row_cell (work->row, slot->index);

  if (*text == '\0' || palier_is_blank (text))
    return NULL;
  if (!is_spreadsheet_error (text))
    return text;
  if (slot->field != PALIER_FIELD_NONE)
  {
    work->slot = slot;
    palier_mapper_tell (work, slot->field, PALIER_READING_INVALID, text, NULL);
  }
  return NULL;
}

/* Whether a column other than the one that is read stands on @field. */
gboolean
palier_mapper_has_column (const PalierMapperWork *work, PalierField field)
{
  const GPtrArray *slots = work->mapper->of_field[field];

  return slots != NULL && (slots->len > 1 || slots->pdata[0] != work->slot);
}

/* Stores @value, with what stood in the cell where that is more than space around it. */
void
palier_mapper_put (PalierMapperWork *work, PalierField field, char *value, const char *cell)
{
  if (value == NULL)
    return;
  if (strcmp (value, cell) != 0)
  {
    g_autofree char *plain = g_strstrip (g_strdup (cell));
    if (strcmp (value, plain) != 0)
      palier_prospect_set_original (work->prospect, field, plain);
  }
  palier_prospect_take (work->prospect, field, value);
}

/* Stores a value that came from another field's cell, where nothing is known yet. */
void
palier_mapper_put_beside (PalierMapperWork *work, PalierField field, const char *value)
{
  if (value != NULL && *value != '\0' && palier_prospect_get (work->prospect, field) == NULL
      && !palier_mapper_has_column (work, field))
    palier_prospect_set (work->prospect, field, value);
}

/* @text: (transfer full). Returns: (transfer full): of @max bytes at most; that it was cut is told
 */
char *
palier_mapper_bound (PalierMapperWork *work, char *text, gsize max)
{
  if (strlen (text) <= max)
    return text;
  palier_mapper_add_problem (work, (int) work->slot->index, "row_cut", text, NULL);
  const char *end = g_utf8_find_prev_char (text, text + max + 1);
  text[end - text] = '\0';
  return text;
}

/* ---- the columns of one field */

/* How the values of several columns become one. */
typedef enum
{
  JOIN_FIRST, /* the first that is known */
  JOIN_TEXT,
  JOIN_EACH,  /* each is read by itself: they have slots */
  JOIN_PARTS, /* the day, month and year of a date */
} Joining;

static Joining
joining_of (PalierField field, GPtrArray *slots)
{
  const PalierMapperSlot *first = slots->pdata[0];

  if (first->part != PALIER_DATE_PART_NONE)
    return JOIN_PARTS;
  switch ((int) field)
  {
  case PALIER_FIELD_STREET:
  case PALIER_FIELD_NOTES:
  case PALIER_FIELD_COMPANY:
  case PALIER_FIELD_FULL_NAME:
  case PALIER_FIELD_FIRST_NAME:
  case PALIER_FIELD_LAST_NAME:
  case PALIER_FIELD_JOB:
  case PALIER_FIELD_SOURCE:
    return JOIN_TEXT;
  case PALIER_FIELD_EMAIL:
  case PALIER_FIELD_OTHER_EMAILS:
  case PALIER_FIELD_PHONE:
  case PALIER_FIELD_MOBILE:
  case PALIER_FIELD_OTHER_PHONES:
    return JOIN_EACH;
  default:
    return palier_field_info (field)->type == PALIER_TYPE_SET ? JOIN_TEXT : JOIN_FIRST;
  }
}

/* "12", "12 bis", "rue": what a street's name follows without a comma. */
static gboolean
is_beginning_of_street (const char *text)
{
  g_autofree char *folded = palier_fold_words (text);

  return (g_ascii_isdigit (*folded) && strlen (folded) <= 7) || palier_street_kind (folded) != NULL;
}

/* What stands between two texts of @field. */
static const char *
joint_of (PalierField field, const PalierMapperSlot *slot, const char *before)
{
  if (slot->joint != NULL)
    return slot->joint;
  if (field == PALIER_FIELD_STREET)
    return is_beginning_of_street (before) ? " " : ", ";
  if (field == PALIER_FIELD_NOTES || palier_field_info (field)->type == PALIER_TYPE_SET)
    return "\n";
  return " ";
}

static void
read_joined (PalierMapperWork *work, PalierField field, GPtrArray *slots)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const PalierMapperSlot *first = NULL;
  const char *before = NULL;

  for (guint i = 0; i < slots->len; i++)
  {
    const char *cell = palier_mapper_cell (work, slots->pdata[i]);
    if (cell == NULL || (before != NULL && strcmp (before, cell) == 0))
      continue;
    if (first != NULL)
      g_string_append (text, joint_of (field, slots->pdata[i], before));
    else
      first = slots->pdata[i];
    g_string_append (text, cell);
    before = cell;
  }
  work->slot = first;
  if (first != NULL)
    palier_mapper_read_split (work, field, text->str);
}

static void
read_each (PalierMapperWork *work, PalierField field, GPtrArray *slots, gboolean until_known)
{
  for (guint i = 0; i < slots->len; i++)
  {
    const char *cell = palier_mapper_cell (work, slots->pdata[i]);
    work->slot = slots->pdata[i];
    if (cell != NULL)
      palier_mapper_read_split (work, field, cell);
    if (until_known && palier_field_info (field)->stored
        && palier_prospect_get (work->prospect, field) != NULL)
      return;
  }
}

static void
read_field (PalierMapperWork *work, PalierField field)
{
  GPtrArray *slots = work->mapper->of_field[field];

  if (slots == NULL)
    return;
  Joining joining = joining_of (field, slots);
  if (joining == JOIN_PARTS)
    palier_mapper_read_parts (work, field, slots);
  else if (joining == JOIN_TEXT && slots->len > 1)
    read_joined (work, field, slots);
  else
    read_each (work, field, slots, joining == JOIN_FIRST);
}

static void
read_fields (PalierMapperWork *work)
{
  /* The country says how numbers and codes are read. */
  read_field (work, PALIER_FIELD_COUNTRY);
  for (int field = 0; field < PALIER_N_FIELDS; field++)
    if (field != PALIER_FIELD_COUNTRY
        && (palier_field_info ((PalierField) field)->stored || field == PALIER_FIELD_FULL_NAME))
      read_field (work, (PalierField) field);
}

/**
 * palier_mapper_apply:
 * @problems: (nullable) (element-type PalierProblem): what could not be taken as it stands is
 *   appended: "<field>_<invalid|destroyed|repaired|doubtful|more|unknown|future>", "row_…"
 *
 * Returns: (transfer full) (nullable): %NULL where the row holds nothing to store, which is told as
 *   "row_no_contact"
 */
PalierDraft *
palier_mapper_apply (PalierMapper *self, const PalierRow *row, GPtrArray *problems)
{
  g_autoptr (PalierProspect) prospect = palier_prospect_new ();
  PalierMapperWork work = { self, row, NULL, prospect, problems, NULL };

  palier_mapper_tell_flags (&work);
  read_fields (&work);
  palier_mapper_move_up (&work);
  palier_mapper_check_town (&work);
  if (!palier_mapper_has_contact (prospect))
  {
    palier_mapper_add_problem (&work, -1, "row_no_contact", NULL, NULL);
    return NULL;
  }
  palier_mapper_keep_others (&work);
  palier_mapper_decide_kind (&work);

  PalierDraft *draft = g_new0 (PalierDraft, 1);
  draft->line = row->line;
  draft->consent = palier_mapper_read_consent (&work);
  draft->prospect = g_steal_pointer (&prospect);
  return draft;
}
