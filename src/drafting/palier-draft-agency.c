/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What type an agency is of, by its name: networks show theirs. */
#include "palier-draft-agency.h"

#include <gio/gio.h>
#include <string.h>

#include "palier-drafting-resources.h"
#include "palier-fold.h"

static const char *const types[] = { "independent", "network", NULL };

/* (array zero-terminated=1): what a template's agency_types may name */
const char *const *
palier_draft_agency_types (void)
{
  return types;
}

/* The lines of resources/drafting/networks.txt: folded words, each with blanks around it. */
static gpointer
load (gpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resource_lookup_data (
      palier_drafting_get_resource (), "/fr/immo_ai/Palier/drafting/networks.txt", 0, &error);

  g_assert_no_error (error);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  char **names = g_strsplit (g_strchomp (text), "\n", -1);
  for (gsize i = 0; names[i] != NULL; i++)
  {
    g_autofree char *name = names[i];
    names[i] = g_strconcat (" ", name, " ", NULL);
  }
  return names;
}

/**
 * palier_draft_agency_type:
 * @company: an agency's name
 *
 * Returns: (transfer none): "network" where the name holds that of a network or group of agencies
 *   in France, "independent" where it holds none
 */
const char *
palier_draft_agency_type (const char *company)
{
  static GOnce once = G_ONCE_INIT;
  char *const *names = g_once (&once, load, NULL);
  g_autofree char *folded = palier_fold_words (company);
  g_autofree char *words = g_strconcat (" ", folded, " ", NULL);

  for (gsize i = 0; names[i] != NULL; i++)
    if (strstr (words, names[i]) != NULL)
      return types[1];
  return types[0];
}
