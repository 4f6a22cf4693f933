/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-draft-convert.h"

#include <string.h>

#include "palier-fold.h"

#define KEY_MAX 60 /* bytes */

/* "À l’étude : 1ᵉʳ contact" → "a-l-etude-1-contact": a key that a file can have. */
static char *
dup_key (const char *name)
{
  g_autofree char *folded = palier_fold (name);
  GString *key = g_string_new (NULL);

  for (const char *p = folded; *p != '\0' && key->len < KEY_MAX; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (key, *p);
    else if (key->len > 0 && key->str[key->len - 1] != '-')
      g_string_append_c (key, '-');
  if (key->len > 0 && key->str[key->len - 1] == '-')
    g_string_truncate (key, key->len - 1);
  return key->len > 0 ? g_string_free_and_steal (key)
                      : (g_string_free (key, TRUE), g_strdup ("template"));
}

/* Returns: (transfer full): as it would be read from a file; its key is made of its name where it
 * has none */
PalierDraftSource *
palier_draft_source_from_template (const PalierTemplate *template)
{
  PalierDraftSource *source = palier_draft_source_new ();

  source->key = template->key != NULL ? g_strdup (template->key) : dup_key (template->name);
  source->name = g_strdup (template->name);
  g_set_str (&source->category, template->category);
  g_set_str (&source->channel, template->channel);
  source->person = strcmp (template->kind, "person") == 0;
  source->follow_up = strcmp (template->step, "follow_up") == 0;
  source->supplier = strcmp (template->relation, "supplier") == 0;
  source->angle = g_strdup (template->angle);
  source->agency_types = g_strdupv (template->agency_types);
  source->specializations = g_strdupv (template->specializations);
  source->digital_maturity = g_strdupv (template->maturities);
  source->team_size = g_strdupv (template->team_sizes);
  source->body = g_strdup (template->body);
  for (guint i = 0; i < template->variables->len; i++)
  {
    const PalierTemplateVariable *variable = template->variables->pdata[i];
    palier_draft_source_add_variable (source, variable->key, variable->description,
                                      variable->example != NULL ? variable->example : "");
  }
  for (guint i = 0; template->subjects != NULL && template->subjects[i] != NULL; i++)
    g_ptr_array_add (source->subjects, g_strdup (template->subjects[i]));
  return source;
}

static char **
dup_subjects (const GPtrArray *subjects)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < subjects->len; i++)
    g_strv_builder_add (builder, subjects->pdata[i]);
  return subjects->len > 0 ? g_strv_builder_end (builder) : NULL;
}

/* Returns: (transfer full): without an id and times */
PalierTemplate *
palier_draft_source_to_template (const PalierDraftSource *source)
{
  PalierTemplate *template = palier_template_new ();

  template->key = g_strdup (source->key);
  template->name = g_strdup (source->name);
  template->category = g_strdup (source->category);
  template->channel = g_strdup (source->channel);
  template->kind = g_strdup (source->person ? "person" : "agency");
  template->step = g_strdup (source->follow_up ? "follow_up" : "first");
  template->relation = g_strdup (source->supplier ? "supplier" : "colleague");
  template->angle = g_strdup (source->angle);
  template->agency_types = g_strdupv (source->agency_types);
  template->specializations = g_strdupv (source->specializations);
  template->maturities = g_strdupv (source->digital_maturity);
  template->team_sizes = g_strdupv (source->team_size);
  template->subjects = dup_subjects (source->subjects);
  template->body = g_strdup (source->body);
  for (guint i = 0; i < source->variables->len; i++)
  {
    const PalierDraftVariable *variable = source->variables->pdata[i];
    palier_template_add_variable (template, variable->key, variable->description,
                                  variable->example);
  }
  return template;
}
