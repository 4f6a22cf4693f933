/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-template-store.h"

#include "palier-record-store.h"
#include "palier-template-json.h"

#define SQL_LIST "WHERE deleted_ms IS NULL AND erased IS NULL ORDER BY palier_fold (name), n"

#define FIELD(name) PALIER_TEMPLATE_FIELD_##name

static PalierRecord *
to_record (gconstpointer value, PalierMark mark)
{
  const PalierTemplate *template = value;
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

static const PalierRecordStore store = {
  .kind = PALIER_KIND_TEMPLATE,
  .list = SQL_LIST,
  .from_record = from_record,
  .to_record = to_record,
  .ref = (GBoxedCopyFunc) palier_template_ref,
  .unref = (GDestroyNotify) palier_template_free,
};

/* Resolves to a GPtrArray of PalierTemplate, by name. */
DexFuture *
palier_template_store_list (PalierWorkspace *workspace)
{
  return palier_record_store_list (workspace, &store);
}

/* As palier_record_store_put(). */
DexFuture *
palier_template_store_put (PalierWorkspace *workspace, PalierTemplate *template)
{
  return palier_record_store_put (workspace, &store, template);
}

/* As palier_record_store_remove(). */
DexFuture *
palier_template_store_remove (PalierWorkspace *workspace, const PalierId *id)
{
  return palier_record_store_remove (workspace, &store, id);
}
