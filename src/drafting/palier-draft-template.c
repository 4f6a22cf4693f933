/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-draft-template.h"

#include <string.h>

#include "palier-draft-text.h"

#define SUBJECT_MAX 60 /* characters */

struct _PalierDraftTemplate
{
  char *key;
  gboolean person;
  gboolean follow_up;
  char *angle;
  GPtrArray *subjects; /* (element-type PalierDraftText): the first that is short enough counts */
  PalierDraftText *body;
};

static gboolean
take_choice (const char *value, const char *no, const char *yes, gboolean *out)
{
  *out = strcmp (value, yes) == 0;
  return *out || strcmp (value, no) == 0;
}

static gboolean
take_subject (PalierDraftTemplate *self, const char *value, GError **error)
{
  PalierDraftText *text = palier_draft_text_parse (value, error);

  if (text != NULL)
    g_ptr_array_add (self->subjects, text);
  return text != NULL;
}

static gboolean
take_header (PalierDraftTemplate *self, const char *name, const char *value, GError **error)
{
  gboolean known = TRUE;

  if (strcmp (name, "subject") == 0)
    return take_subject (self, value, error);
  if (strcmp (name, "key") == 0)
    g_set_str (&self->key, value);
  else if (strcmp (name, "kind") == 0)
    known = take_choice (value, "agency", "person", &self->person);
  else if (strcmp (name, "step") == 0)
    known = take_choice (value, "first", "follow_up", &self->follow_up);
  else if (strcmp (name, "angle") == 0)
  {
    g_set_str (&self->angle, value);
    known = g_strv_contains (palier_composer_angles (), value);
  }
  else
    known = FALSE;
  if (!known)
    g_set_error (error, PALIER_DRAFTING_ERROR, PALIER_DRAFTING_ERROR_TEMPLATE, "%s: %s", name,
                 value);
  return known;
}

static gboolean
take_headers (PalierDraftTemplate *self, const char *head, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (head, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
  {
    char *colon = strstr (lines[i], ": ");
    if (colon == NULL)
    {
      g_set_error (error, PALIER_DRAFTING_ERROR, PALIER_DRAFTING_ERROR_TEMPLATE,
                   "line %" G_GSIZE_FORMAT ": no name: value", i + 1);
      return FALSE;
    }
    *colon = '\0';
    if (!take_header (self, lines[i], colon + 2, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_whole (const PalierDraftTemplate *self, GError **error)
{
  if (self->key != NULL && self->angle != NULL && self->subjects->len > 0)
    return TRUE;
  g_set_error (error, PALIER_DRAFTING_ERROR, PALIER_DRAFTING_ERROR_TEMPLATE,
               "key, angle or subject is missing");
  return FALSE;
}

/**
 * palier_draft_template_parse:
 *
 * Returns: (transfer full): the template; %NULL with PALIER_DRAFTING_ERROR_TEMPLATE
 */
PalierDraftTemplate *
palier_draft_template_parse (const char *text, gssize length, GError **error)
{
  g_autofree char *copy = length < 0 ? g_strdup (text) : g_strndup (text, (gsize) length);
  char *gap = strstr (copy, "\n\n");
  g_autoptr (PalierDraftTemplate) self = g_new0 (PalierDraftTemplate, 1);

  self->subjects = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_draft_text_free);
  if (gap == NULL || !g_utf8_validate (copy, -1, NULL))
  {
    g_set_error (error, PALIER_DRAFTING_ERROR, PALIER_DRAFTING_ERROR_TEMPLATE, "no body");
    return NULL;
  }
  *gap = '\0';
  if (!take_headers (self, copy, error) || !is_whole (self, error))
    return NULL;
  self->body = palier_draft_text_parse (gap + 2, error);
  return self->body != NULL ? g_steal_pointer (&self) : NULL;
}

void
palier_draft_template_free (PalierDraftTemplate *self)
{
  g_free (self->key);
  g_free (self->angle);
  g_clear_pointer (&self->subjects, g_ptr_array_unref);
  g_clear_pointer (&self->body, palier_draft_text_free);
  g_free (self);
}

const char *
palier_draft_template_get_key (const PalierDraftTemplate *self)
{
  return self->key;
}

gboolean
palier_draft_template_fits (const PalierDraftTemplate *self, const PalierDraftContext *context,
                            const char *angle)
{
  return self->person == palier_draft_context_is_person (context)
         && self->follow_up == palier_draft_context_is_follow_up (context)
         && strcmp (self->angle, angle) == 0;
}

/* The first subject of at most 60 characters without a hole in it, else the last. (transfer full)
 */
char *
palier_draft_template_subject (const PalierDraftTemplate *self, const PalierDraftContext *context)
{
  for (guint i = 0;; i++)
  {
    g_autofree char *subject = palier_draft_text_render (self->subjects->pdata[i], context);
    if ((g_utf8_strlen (subject, -1) <= SUBJECT_MAX && strstr (subject, "{{") == NULL)
        || i + 1 == self->subjects->len)
      return g_steal_pointer (&subject);
  }
}

/* (transfer full) */
char *
palier_draft_template_body (const PalierDraftTemplate *self, const PalierDraftContext *context)
{
  return palier_draft_text_render (self->body, context);
}
