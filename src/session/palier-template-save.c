/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands before a template is kept: a name that nobody else has, values of the closed lists,
 * texts that can be read. */
#include "palier-template-save.h"

#include <string.h>

#include "palier-draft-convert.h"
#include "palier-draft-template.h"
#include "palier-fold.h"
#include "palier-session-error.h"
#include "palier-template-find.h"
#include "palier-template-store.h"

static gboolean
tidy_name (PalierTemplate *template, GError **error)
{
  g_autofree char *valid = g_utf8_make_valid (template->name != NULL ? template->name : "", -1);
  const char *tidy = g_strstrip (g_strdelimit (valid, "\n\r\t", ' '));

  g_set_str (&template->name, tidy);
  if (*tidy != '\0' && g_utf8_strlen (tidy, -1) <= PALIER_TEMPLATE_NAME_MAX)
    return TRUE;
  g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_TEMPLATE_NAME, tidy);
  return FALSE;
}

static gboolean
fits_field (guint field, const char *text)
{
  return text == NULL || *text == '\0'
         || palier_value_is_valid (palier_kind_field (PALIER_KIND_TEMPLATE, field), text);
}

static gboolean
fits_list (guint field, char *const *list)
{
  g_autofree char *text = list != NULL ? g_strjoinv ("\n", (char **) list) : NULL;

  return fits_field (field, text);
}

/* The closed lists, which a file of a newer version or another's hand may not keep to. */
static gboolean
check_values (const PalierTemplate *template, GError **error)
{
  const struct
  {
    guint field;
    gboolean fits;
  } checks[] = {
    { PALIER_TEMPLATE_FIELD_CATEGORY,
      fits_field (PALIER_TEMPLATE_FIELD_CATEGORY, template->category) },
    { PALIER_TEMPLATE_FIELD_CHANNEL,
      fits_field (PALIER_TEMPLATE_FIELD_CHANNEL, template->channel) },
    { PALIER_TEMPLATE_FIELD_ANGLE, fits_field (PALIER_TEMPLATE_FIELD_ANGLE, template->angle) },
    { PALIER_TEMPLATE_FIELD_AGENCY_TYPES,
      fits_list (PALIER_TEMPLATE_FIELD_AGENCY_TYPES, template->agency_types) },
    { PALIER_TEMPLATE_FIELD_SPECIALIZATIONS,
      fits_list (PALIER_TEMPLATE_FIELD_SPECIALIZATIONS, template->specializations) },
    { PALIER_TEMPLATE_FIELD_DIGITAL_MATURITY,
      fits_list (PALIER_TEMPLATE_FIELD_DIGITAL_MATURITY, template->maturities) },
    { PALIER_TEMPLATE_FIELD_TEAM_SIZE,
      fits_list (PALIER_TEMPLATE_FIELD_TEAM_SIZE, template->team_sizes) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    if (!checks[i].fits)
    {
      g_set_error (error, PALIER_DRAFTING_ERROR, PALIER_DRAFTING_ERROR_HEADER, "line 1: %s",
                   palier_kind_field (PALIER_KIND_TEMPLATE, checks[i].field)->name);
      return FALSE;
    }
  return TRUE;
}

/* Two of one name could not be told apart where one is asked for. */
static gboolean
check_alone (PalierCore *core, const PalierTemplate *template, GError **error)
{
  g_autoptr (GPtrArray) all = palier_template_list_all (core, error);
  g_autofree char *wanted = palier_fold (template->name);

  for (guint i = 0; all != NULL && i < all->len; i++)
  {
    const PalierTemplate *other = all->pdata[i];
    g_autofree char *folded = palier_fold (other->name);
    if (strcmp (folded, wanted) == 0
        && (palier_id_is_nil (&template->id) || !palier_id_equal (&other->id, &template->id)))
    {
      g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_TEMPLATE_TWICE,
                           template->name);
      return FALSE;
    }
  }
  return all != NULL;
}

/* Whether its texts can be read, as they would be in its file. */
static gboolean
check_text (const PalierTemplate *template, GError **error)
{
  g_autoptr (PalierDraftSource) source = palier_draft_source_from_template (template);
  g_autofree char *file = palier_draft_source_print (source);
  g_autoptr (PalierDraftTemplate) read = palier_draft_template_parse (file, -1, error);

  return read != NULL;
}

/**
 * palier_template_save:
 * @template: changed: gets an id where it has none, its name tidied
 *
 * Makes or changes one of the user's own. In a fiber.
 *
 * Returns: (transfer full): resolves to the PalierChangeset by which a change is undone, to %NULL
 *   for a new one or where nothing differs; rejects with PALIER_SESSION_ERROR_TEMPLATE_NAME,
 *   _TEMPLATE_TWICE, or one of PALIER_DRAFTING_ERROR that says a line
 */
DexFuture *
palier_template_save (PalierCore *core, PalierTemplate *template)
{
  g_autoptr (GError) error = NULL;
  gint64 now_ms = palier_core_now_ms (core);
  gboolean is_new = palier_id_is_nil (&template->id);

  if (!tidy_name (template, &error) || !check_values (template, &error)
      || !check_text (template, &error) || !check_alone (core, template, &error))
    return palier_reject (&error);
  g_clear_pointer (&template->key, g_free);
  if (is_new)
    template->id = palier_workspace_new_id (core->workspace);
  if (is_new)
    template->created_ms = now_ms;
  template->updated_ms = now_ms;
  return palier_template_store_put (core->workspace, template);
}
