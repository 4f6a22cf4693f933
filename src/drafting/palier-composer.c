/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-composer.h"

#include <gio/gio.h>
#include <string.h>

#include "palier-draft-check.h"
#include "palier-draft-template.h"
#include "palier-drafting-resources.h"

#define FOLDER "/fr/immo_ai/Palier/drafting/templates/"

struct _PalierComposer
{
  GPtrArray *templates; /* (element-type PalierDraftTemplate) */
};

static PalierDraftTemplate *
load (const char *name, GError **error)
{
  g_autofree char *path = g_strconcat (FOLDER, name, NULL);
  g_autoptr (GBytes) bytes =
      g_resource_lookup_data (palier_drafting_get_resource (), path, 0, error);
  PalierDraftTemplate *template;
  gsize size;

  if (bytes == NULL)
    return NULL;
  const char *text = g_bytes_get_data (bytes, &size);
  template = palier_draft_template_parse (text, (gssize) size, error);
  if (template == NULL)
    g_prefix_error (error, "%s: ", name);
  return template;
}

/**
 * palier_composer_new:
 *
 * Returns: (transfer full): a composer with the templates that ship; %NULL with
 *   PALIER_DRAFTING_ERROR_TEMPLATE, which names the file
 */
PalierComposer *
palier_composer_new (GError **error)
{
  g_autoptr (PalierComposer) self = g_new0 (PalierComposer, 1);
  g_auto (GStrv) names =
      g_resource_enumerate_children (palier_drafting_get_resource (), FOLDER, 0, error);

  self->templates = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_draft_template_free);
  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
  {
    PalierDraftTemplate *template = load (names[i], error);
    if (template == NULL)
      return NULL;
    g_ptr_array_add (self->templates, template);
  }
  return names != NULL ? g_steal_pointer (&self) : NULL;
}

void
palier_composer_free (PalierComposer *self)
{
  g_ptr_array_unref (self->templates);
  g_free (self);
}

static const PalierDraftTemplate *
choose (const PalierComposer *self, const PalierDraftContext *context, const char *angle)
{
  for (guint i = 0; i < self->templates->len; i++)
    if (palier_draft_template_fits (self->templates->pdata[i], context, angle))
      return self->templates->pdata[i];
  return NULL;
}

/**
 * palier_composer_review:
 * @message: its subject and body, whoever wrote them
 *
 * Fills what follows from the text: the facts used, the findings of the checks, personalisation and
 * reading time.
 */
void
palier_composer_review (const PalierDraftContext *context, PalierMessage *message)
{
  const char *subject = message->subject != NULL ? message->subject : "";
  const char *body = message->body != NULL ? message->body : "";
  g_autofree char *all = g_strconcat (subject, "\n", body, NULL);

  g_clear_pointer (&message->facts, g_ptr_array_unref);
  g_clear_pointer (&message->checks, g_ptr_array_unref);
  message->facts = palier_draft_context_dup_used (context, all);
  message->checks = palier_draft_check (context, subject, body);
  message->personalization = palier_draft_context_personalization (context, all);
  message->reading_s = palier_draft_reading_s (context, body);
}

/**
 * palier_composer_compose:
 * @angle: one of palier_composer_angles()
 *
 * Returns: (transfer full): an e-mail without id, prospect and times; %NULL with
 *   PALIER_DRAFTING_ERROR_NO_TEMPLATE
 */
PalierMessage *
palier_composer_compose (PalierComposer *self, const PalierDraftContext *context, const char *angle,
                         GError **error)
{
  const PalierDraftTemplate *template = choose (self, context, angle);
  PalierMessage *message;

  if (template == NULL)
  {
    g_set_error (error, PALIER_DRAFTING_ERROR, PALIER_DRAFTING_ERROR_NO_TEMPLATE, "%s", angle);
    return NULL;
  }
  g_autofree char *text = palier_draft_template_body (template, context);
  g_autofree char *footer = palier_composer_footer (context);
  message = palier_message_new ();
  message->channel = g_strdup (palier_draft_context_get_channel (context));
  message->template_key = g_strdup (palier_draft_template_get_source (template)->key);
  message->angle = g_strdup (angle);
  message->subject = palier_draft_template_subject (template, context);
  message->body = g_strconcat (text, "\n\n", footer, NULL);
  palier_composer_review (context, message);
  return message;
}

/**
 * palier_composer_variants:
 *
 * Returns: (transfer full) (element-type PalierMessage): one of each angle, in the order of
 *   palier_composer_angles(); %NULL with PALIER_DRAFTING_ERROR_NO_TEMPLATE
 */
GPtrArray *
palier_composer_variants (PalierComposer *self, const PalierDraftContext *context, GError **error)
{
  const char *const *angles = palier_composer_angles ();
  g_autoptr (GPtrArray) variants =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_message_free);

  for (gsize i = 0; angles[i] != NULL; i++)
  {
    PalierMessage *message = palier_composer_compose (self, context, angles[i], error);
    if (message == NULL)
      return NULL;
    g_ptr_array_add (variants, message);
  }
  return g_steal_pointer (&variants);
}
