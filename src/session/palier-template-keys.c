/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The facts that a template may ask for, as those who show templates see them. */
#include <string.h>

#include "palier-draft-key.h"
#include "palier-template-service.h"
#include "palier-words.h"

static gpointer
load (gpointer unused)
{
  const GPtrArray *keys = palier_draft_keys ();
  g_autoptr (PalierTemplate) holder = palier_template_new ();

  for (guint i = 0; i < keys->len; i++)
  {
    const PalierDraftVariable *key = keys->pdata[i];
    palier_template_add_variable (holder, key->key, palier_words_fact (key->key), key->example);
  }
  return g_ptr_array_ref (holder->variables);
}

const GPtrArray *
palier_template_keys (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load, NULL);
}

/* @key: as a text names it, or by its common name; Returns: (nullable) (transfer none) */
const PalierTemplateVariable *
palier_template_find_key (const char *key)
{
  const GPtrArray *keys = palier_template_keys ();
  const char *resolved = palier_draft_key_resolve (key);

  for (guint i = 0; resolved != NULL && i < keys->len; i++)
    if (strcmp (((const PalierTemplateVariable *) keys->pdata[i])->key, resolved) == 0)
      return keys->pdata[i];
  return NULL;
}
