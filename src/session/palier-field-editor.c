/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a user types into a field → what changes of the record. */
#include "palier-field-editor.h"

#include <string.h>

#include "palier-field-read.h"
#include "palier-name.h"
#include "palier-prospect-service.h"
#include "palier-prospect-store.h"
#include "palier-session-error.h"

static void
add_edit (GPtrArray *edits, const PalierProspect *prospect, PalierField field, const char *value,
          const char *typed)
{
  const char *original = g_strcmp0 (value, typed) != 0 && value != NULL ? typed : NULL;
  g_ptr_array_add (
      edits, palier_prospect_edit_new (palier_prospect_get_id (prospect), field, value, original));
}

/* A whole name is stored in its parts. */
static void
add_name_edits (GPtrArray *edits, const PalierProspect *prospect, const char *text)
{
  g_auto (PalierNameParts) parts = { 0 };

  palier_name_split (text, &parts);
  if (parts.title != NULL)
    add_edit (edits, prospect, PALIER_FIELD_TITLE, parts.title, parts.title);
  add_edit (edits, prospect, PALIER_FIELD_FIRST_NAME, parts.first_name, parts.first_name);
  add_edit (edits, prospect, PALIER_FIELD_LAST_NAME, parts.last_name, parts.last_name);
}

/* The SIREN is the SIRET's first nine digits: they never differ. */
static void
add_siren_edit (GPtrArray *edits, const PalierProspect *prospect, const char *siret)
{
  g_autofree char *siren = g_strndup (siret, 9);
  add_edit (edits, prospect, PALIER_FIELD_SIREN, siren, siren);
}

/**
 * palier_field_editor_edits:
 *
 * Returns: (transfer full) (element-type PalierProspectEdit): what one change of @field means.
 *   Errors: PALIER_SESSION_ERROR_VALUE
 */
GPtrArray *
palier_field_editor_edits (const PalierProspect *prospect, PalierField field, const char *text,
                           GError **error)
{
  g_autoptr (GPtrArray) edits =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_edit_free);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *value = NULL;

  if (field == PALIER_FIELD_FULL_NAME)
  {
    add_name_edits (edits, prospect, text);
    return g_steal_pointer (&edits);
  }
  if (!palier_field_read (field, text, palier_prospect_get (prospect, PALIER_FIELD_COUNTRY),
                          g_date_time_get_year (now), &value))
  {
    g_set_error (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_VALUE, "%s_invalid",
                 palier_field_name (field));
    return NULL;
  }
  add_edit (edits, prospect, field, value, text);
  if (field == PALIER_FIELD_SIRET && value != NULL)
    add_siren_edit (edits, prospect, value);
  return g_steal_pointer (&edits);
}

/**
 * palier_field_editor_edit_all:
 * @texts: (element-type PalierFieldText)
 *
 * Returns: (transfer full) (element-type PalierProspectEdit): what all changes together mean.
 *   Errors: PALIER_SESSION_ERROR_VALUE
 */
GPtrArray *
palier_field_editor_edit_all (const PalierProspect *prospect, GPtrArray *texts, GError **error)
{
  g_autoptr (GPtrArray) all =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_edit_free);

  for (guint i = 0; i < texts->len; i++)
  {
    const PalierFieldText *text = g_ptr_array_index (texts, i);
    GPtrArray *edits = palier_field_editor_edits (prospect, text->field, text->text, error);
    if (edits == NULL)
      return NULL;
    g_ptr_array_extend_and_steal (all, edits);
  }
  return g_steal_pointer (&all);
}
