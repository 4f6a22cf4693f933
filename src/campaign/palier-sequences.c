/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-sequences.h"

#include <gio/gio.h>
#include <string.h>

#include "palier-sequence-json.h"

GResource *palier_campaign_get_resource (void);

#define FOLDER "/fr/immo_ai/Palier/campaign/"
#define SUFFIX ".json"

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* Returns: (transfer full) (array zero-terminated=1): keys, sorted */
char **
palier_sequences_list (void)
{
  g_auto (GStrv) names =
      g_resource_enumerate_children (palier_campaign_get_resource (), FOLDER, 0, NULL);
  GPtrArray *keys = g_ptr_array_new ();

  for (char **name = names; name != NULL && *name != NULL; name++)
    if (g_str_has_suffix (*name, SUFFIX))
      g_ptr_array_add (keys, g_strndup (*name, strlen (*name) - strlen (SUFFIX)));
  g_ptr_array_sort (keys, compare_keys);
  g_ptr_array_add (keys, NULL);
  return (char **) g_ptr_array_free (keys, FALSE);
}

/* Returns: (transfer full) (nullable): NULL for a key that is none */
PalierSequence *
palier_sequences_get (const char *key)
{
  g_autofree char *path = g_strconcat (FOLDER, key, SUFFIX, NULL);
  g_autoptr (GBytes) json = g_resource_lookup_data (palier_campaign_get_resource (), path, 0, NULL);
  g_autoptr (GError) error = NULL;
  gsize length;

  if (json == NULL)
    return NULL;
  const char *text = g_bytes_get_data (json, &length);
  PalierSequence *sequence = palier_sequence_from_json (text, length, &error);
  if (sequence == NULL)
    g_error ("%s: %s", key, error->message);
  return sequence;
}
