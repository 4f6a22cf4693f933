/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-template-store.h"

#include "palier-job.h"
#include "palier-record-edit.h"
#include "palier-template-json.h"

#define SQL_LIST "WHERE deleted_ms IS NULL AND erased IS NULL ORDER BY palier_fold (name), n"

#define FIELD(name) PALIER_TEMPLATE_FIELD_##name

static PalierRecord *
to_record (const PalierTemplate *template, PalierMark mark)
{
  PalierRecord *record = palier_record_new (PALIER_KIND_TEMPLATE, &template->id);
  g_autofree char *variables = palier_template_variables_to_json (template->variables);

  palier_record_fill_text (record, FIELD (NAME), template->name, mark);
  palier_record_fill_text (record, FIELD (CATEGORY), template->category, mark);
  palier_record_fill_text (record, FIELD (CHANNEL), template->channel, mark);
  palier_record_fill_text (record, FIELD (KIND), template->kind, mark);
  palier_record_fill_text (record, FIELD (STEP), template->step, mark);
  palier_record_fill_text (record, FIELD (RELATION), template->relation, mark);
  palier_record_fill_text (record, FIELD (ANGLE), template->angle, mark);
  palier_record_fill_lines (record, FIELD (AGENCY_TYPES), template->agency_types, mark);
  palier_record_fill_lines (record, FIELD (SPECIALIZATIONS), template->specializations, mark);
  palier_record_fill_lines (record, FIELD (DIGITAL_MATURITY), template->maturities, mark);
  palier_record_fill_lines (record, FIELD (TEAM_SIZE), template->team_sizes, mark);
  palier_record_fill_lines (record, FIELD (SUBJECTS), template->subjects, mark);
  palier_record_fill_text (record, FIELD (BODY), template->body, mark);
  palier_record_fill_text (record, FIELD (VARIABLES), variables, mark);
  palier_record_fill_number (record, FIELD (CREATED_AT), template->created_ms, mark);
  palier_record_fill_number (record, FIELD (UPDATED_AT), template->updated_ms, mark);
  return record;
}

/* What a record of another device may lack is empty text: readers need not ask. */
static char *
dup_words (const PalierRecord *record, guint field)
{
  const char *text = palier_record_get (record, field);

  return g_strdup (text != NULL ? text : "");
}

static gpointer
from_record (const PalierRecord *record)
{
  PalierTemplate *template = palier_template_new ();

  template->id = record->id;
  template->name = dup_words (record, FIELD (NAME));
  template->category = dup_words (record, FIELD (CATEGORY));
  template->channel = dup_words (record, FIELD (CHANNEL));
  template->kind = dup_words (record, FIELD (KIND));
  template->step = dup_words (record, FIELD (STEP));
  template->relation = dup_words (record, FIELD (RELATION));
  template->angle = palier_record_dup (record, FIELD (ANGLE));
  template->agency_types = palier_record_dup_lines (record, FIELD (AGENCY_TYPES));
  template->specializations = palier_record_dup_lines (record, FIELD (SPECIALIZATIONS));
  template->maturities = palier_record_dup_lines (record, FIELD (DIGITAL_MATURITY));
  template->team_sizes = palier_record_dup_lines (record, FIELD (TEAM_SIZE));
  template->subjects = palier_record_dup_lines (record, FIELD (SUBJECTS));
  template->body = dup_words (record, FIELD (BODY));
  palier_template_read_variables (template, palier_record_get (record, FIELD (VARIABLES)));
  template->created_ms = palier_record_get_integer (record, FIELD (CREATED_AT), 0);
  template->updated_ms = palier_record_get_integer (record, FIELD (UPDATED_AT), 0);
  return template;
}

static DexFuture *
list_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  GPtrArray *templates =
      palier_record_edit_list (database, PALIER_KIND_TEMPLATE, SQL_LIST, from_record,
                               (GDestroyNotify) palier_template_free, error);

  return templates != NULL ? palier_future_take_ptr_array (templates) : NULL;
}

static DexFuture *
put_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (PalierRecord) record = to_record (arguments->boxed, database->mark);

  return palier_record_edit_put (database, record, error);
}

static DexFuture *
remove_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  return palier_record_edit_remove (database, PALIER_KIND_TEMPLATE, &arguments->id, error);
}

/* Resolves to a GPtrArray of PalierTemplate, by name. */
DexFuture *
palier_template_store_list (PalierWorkspace *workspace)
{
  return palier_workspace_read (workspace, list_job, palier_arguments_new ());
}

/**
 * palier_template_store_put:
 * @template: of an id of its own; its values are valid for their fields
 *
 * Returns: (transfer full): resolves to the PalierChangeset ("edit") by which a change is undone,
 * to %NULL for a new one or where nothing differs; rejects with PALIER_STORAGE_ERROR NOT_FOUND for
 * one that was removed
 */
DexFuture *
palier_template_store_put (PalierWorkspace *workspace, PalierTemplate *template)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->boxed = palier_template_ref (template);
  arguments->boxed_free = (GDestroyNotify) palier_template_free;
  return palier_workspace_write (workspace, put_job, arguments);
}

/* Resolves to the PalierChangeset ("delete") by which it is undone; rejects with
 * PALIER_STORAGE_ERROR NOT_FOUND. */
DexFuture *
palier_template_store_remove (PalierWorkspace *workspace, const PalierId *id)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->id = *id;
  return palier_workspace_write (workspace, remove_job, arguments);
}
