/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-import-options.h"

#include "palier-import-policy.h"
#include "palier-import-service.h"

static const PalierImportOptions defaults = { .duplicates = PALIER_DUPLICATES_MERGE };

/**
 * palier_import_options_stamp:
 * @options: (nullable)
 *
 * Returns: texts are owned by the caller, who hands them to palier_import_source_new()
 */
PalierImportStamp
palier_import_options_stamp (const PalierImportOptions *options, const PalierPreview *preview,
                             gint64 now_ms)
{
  g_autofree char *name = g_filename_display_basename (preview->path);

  if (options == NULL)
    options = &defaults;
  return (PalierImportStamp) {
    .legal_basis = g_strdup (options->legal_basis),
    .source = g_strdup (options->source != NULL ? options->source : name),
    .source_date = g_strdup (options->source_date),
    .proof = options->source != NULL ? g_strdup_printf ("%s (%s)", options->source, name)
                                     : g_strdup (name),
    .now_ms = now_ms,
  };
}

/**
 * palier_import_options_will:
 * @options: (nullable)
 *
 * Returns: its edits are borrowed from @options
 */
PalierImportWill
palier_import_options_will (const PalierImportOptions *options, const PalierPreview *preview)
{
  if (options == NULL)
    options = &defaults;
  PalierImportWill will = { .duplicates = options->duplicates, .edits = options->edits };
  palier_import_policies (preview->columns, will.policies);
  return will;
}

/* @options: (nullable) */
PalierImportOptions
palier_import_options_copy (const PalierImportOptions *options)
{
  if (options == NULL)
    options = &defaults;
  return (PalierImportOptions) { g_strdup (options->legal_basis), g_strdup (options->source),
                                 g_strdup (options->source_date), options->duplicates,
                                 palier_import_edits_copy (options->edits) };
}

/* Of a copy only. */
void
palier_import_options_clear (PalierImportOptions *options)
{
  g_free ((char *) options->legal_basis);
  g_free ((char *) options->source);
  g_free ((char *) options->source_date);
  g_clear_pointer (&options->edits, palier_import_edits_unref);
  *options = defaults;
}
