/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-draft-template.h"

#include <string.h>

#include "palier-draft-text.h"

#define SUBJECT_MAX 60 /* characters */

struct _PalierDraftTemplate
{
  PalierDraftSource *source;
  GPtrArray *subjects; /* (element-type PalierDraftText): the first that is short enough counts */
  PalierDraftText *body;
};

static gboolean
read_subjects (PalierDraftTemplate *self, GError **error)
{
  for (guint i = 0; i < self->source->subjects->len; i++)
  {
    guint line = self->source->subject_line > 0 ? self->source->subject_line + i : 1;
    PalierDraftText *text = palier_draft_text_parse (self->source->subjects->pdata[i], line, error);
    if (text == NULL)
      return FALSE;
    g_ptr_array_add (self->subjects, text);
  }
  return TRUE;
}

/**
 * palier_draft_template_new:
 * @source: (transfer full)
 *
 * Returns: (transfer full): the template; %NULL with PALIER_DRAFTING_ERROR_TEMPLATE, which says the
 *   line: of the file where the source comes from one, else of the body or subject
 */
PalierDraftTemplate *
palier_draft_template_new (PalierDraftSource *source, GError **error)
{
  g_autoptr (PalierDraftTemplate) self = g_new0 (PalierDraftTemplate, 1);

  self->source = source;
  self->subjects = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_draft_text_free);
  if (!read_subjects (self, error))
    return NULL;
  self->body = palier_draft_text_parse (source->body, MAX (source->body_line, 1), error);
  return self->body != NULL ? g_steal_pointer (&self) : NULL;
}

/* The same from a file. */
PalierDraftTemplate *
palier_draft_template_parse (const char *text, gssize length, GError **error)
{
  PalierDraftSource *source = palier_draft_source_read (text, length, error);

  return source != NULL ? palier_draft_template_new (source, error) : NULL;
}

void
palier_draft_template_free (PalierDraftTemplate *self)
{
  palier_draft_source_free (self->source);
  g_ptr_array_unref (self->subjects);
  g_clear_pointer (&self->body, palier_draft_text_free);
  g_free (self);
}

const PalierDraftSource *
palier_draft_template_get_source (const PalierDraftTemplate *self)
{
  return self->source;
}

static void
add_keys (const PalierDraftTemplate *self, const PalierDraftContext *context, GHashTable *keys)
{
  for (guint i = 0; i < self->subjects->len; i++)
    palier_draft_text_add_keys (self->subjects->pdata[i], context, keys);
  palier_draft_text_add_keys (self->body, context, keys);
}

/* Whether one of the fact's lines is in the list; what is not known is in none. */
static gboolean
is_in_segment (const GStrv list, const PalierDraftContext *context, const char *key)
{
  const PalierFact *fact = list != NULL ? palier_draft_context_find (context, key) : NULL;
  g_auto (GStrv) values = fact != NULL ? g_strsplit (fact->value, "\n", -1) : NULL;

  if (list == NULL)
    return TRUE;
  for (gsize i = 0; values != NULL && values[i] != NULL; i++)
    if (g_strv_contains ((const char *const *) list, values[i]))
      return TRUE;
  return FALSE;
}

/* Invitations and news are written when there is something to tell. */
static gboolean
is_taken_by_hand (const PalierDraftSource *source)
{
  return strcmp (source->category, "event") == 0 || strcmp (source->category, "information") == 0;
}

static gboolean
is_follow_up (const PalierDraftSource *source)
{
  return source->follow_up || strcmp (source->category, "follow_up") == 0;
}

/* Whether the composer may take it by itself. @angle: (nullable): any */
gboolean
palier_draft_template_fits (const PalierDraftTemplate *self, const PalierDraftContext *context,
                            const char *angle)
{
  const PalierDraftSource *source = self->source;

  return source->person == palier_draft_context_is_person (context)
         && is_follow_up (source) == palier_draft_context_is_follow_up (context)
         && strcmp (source->channel, palier_draft_context_get_channel (context)) == 0
         && (angle == NULL || source->angle == NULL || strcmp (source->angle, angle) == 0)
         && !is_taken_by_hand (source)
         && is_in_segment (source->agency_types, context, "agency_type")
         && is_in_segment (source->specializations, context, "specializations")
         && is_in_segment (source->digital_maturity, context, "digital_maturity")
         && is_in_segment (source->team_size, context, "team_size");
}

/* How closely it says for whom it is: each segment that it names counts, then its angle. */
guint
palier_draft_template_specificity (const PalierDraftTemplate *self)
{
  const PalierDraftSource *source = self->source;
  guint segments = (source->agency_types != NULL) + (source->specializations != NULL)
                   + (source->digital_maturity != NULL) + (source->team_size != NULL);

  return 2 * segments + (source->angle != NULL);
}

/* The first subject of at most 60 characters without a hole in it, else the last; "" where the
 * channel has none. (transfer full) */
char *
palier_draft_template_subject (const PalierDraftTemplate *self, const PalierDraftContext *context)
{
  for (guint i = 0; i < self->subjects->len; i++)
  {
    g_autofree char *subject = palier_draft_text_render (self->subjects->pdata[i], context);
    if ((g_utf8_strlen (subject, -1) <= SUBJECT_MAX && strstr (subject, "{{") == NULL)
        || i + 1 == self->subjects->len)
      return g_steal_pointer (&subject);
  }
  return g_strdup ("");
}

/**
 * palier_draft_template_dup_needed:
 *
 * Returns: (transfer full) (element-type PalierFact): the facts of the context that the text shows,
 *   and no others, as its conditions are for this prospect; whichever of its synonyms is chosen
 */
GPtrArray *
palier_draft_template_dup_needed (const PalierDraftTemplate *self,
                                  const PalierDraftContext *context)
{
  const GPtrArray *facts = palier_draft_context_get_facts (context);
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *needed = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_fact_free);

  add_keys (self, context, keys);
  for (guint i = 0; i < facts->len; i++)
    if (g_hash_table_contains (keys, ((const PalierFact *) facts->pdata[i])->key))
      g_ptr_array_add (needed, palier_fact_copy (facts->pdata[i]));
  return needed;
}

/* Adds to the variables of its source. */
void
palier_draft_template_explain (PalierDraftTemplate *self, const PalierDraftVariable *variable)
{
  palier_draft_source_add_variable (self->source, variable->key, variable->description,
                                    variable->example);
}

/* All keys that the text names, in conditions too: (transfer full), as from
 * palier_draft_key_resolve(). */
GStrv
palier_draft_template_dup_keys (const PalierDraftTemplate *self)
{
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer key;

  add_keys (self, NULL, keys);
  for (g_hash_table_iter_init (&iter, keys); g_hash_table_iter_next (&iter, &key, NULL);)
    g_strv_builder_add (builder, key);
  return g_strv_builder_end (builder);
}

/* (transfer full) */
char *
palier_draft_template_body (const PalierDraftTemplate *self, const PalierDraftContext *context)
{
  return palier_draft_text_render (self->body, context);
}
