/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Templates that ship and the user's own, as one list. */
#include "palier-template-find.h"

#include <string.h>

#include "palier-draft-convert.h"
#include "palier-draft-template.h"
#include "palier-fold.h"
#include "palier-session-error.h"
#include "palier-template-store.h"

/* Returns: (transfer full) (element-type PalierTemplate): the user's own by name, then those that
 * ship */
GPtrArray *
palier_template_list_all (PalierCore *core, GError **error)
{
  PalierComposer *composer = palier_core_get_composer (core, error);
  GPtrArray *all = composer != NULL
                       ? dex_await_boxed (palier_template_store_list (core->workspace), error)
                       : NULL;
  const GPtrArray *shipped = composer != NULL ? palier_composer_get_templates (composer) : NULL;

  for (guint i = 0; all != NULL && i < shipped->len; i++)
    g_ptr_array_add (all, palier_draft_source_to_template (
                              palier_draft_template_get_source (shipped->pdata[i])));
  return all;
}

static gboolean
is_meant (const PalierTemplate *template, const PalierId *id, const char *which, const char *folded)
{
  g_autofree char *name = palier_fold (template->name);

  return (id != NULL && palier_id_equal (&template->id, id))
         || g_strcmp0 (template->key, which) == 0 || strcmp (name, folded) == 0;
}

/* Returns: (transfer full): NULL with PALIER_SESSION_ERROR_NO_TEMPLATE, or of the storage */
PalierTemplate *
palier_template_find (PalierCore *core, const char *which, GError **error)
{
  PalierId id;
  gboolean has_id = palier_id_parse (which, &id);
  g_autofree char *folded = palier_fold (which);
  g_autoptr (GPtrArray) all = palier_template_list_all (core, error);

  for (guint i = 0; all != NULL && i < all->len; i++)
    if (is_meant (all->pdata[i], has_id ? &id : NULL, which, folded))
      return palier_template_ref (all->pdata[i]);
  if (all != NULL)
    g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_NO_TEMPLATE, which);
  return NULL;
}
