/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-composer.h"

#include <gio/gio.h>
#include <string.h>

#include "palier-draft-check.h"
#include "palier-draft-key.h"
#include "palier-draft-template.h"
#include "palier-drafting-resources.h"

#define FOLDER "/fr/immo_ai/Palier/drafting/templates/"

struct _PalierComposer
{
  GPtrArray *templates; /* (element-type PalierDraftTemplate) */
};

/* What ships explains all that it shows, as a user's own would. */
static void
explain_keys (PalierDraftTemplate *template)
{
  const GPtrArray *keys = palier_draft_keys ();
  g_auto (GStrv) used = palier_draft_template_dup_keys (template);

  for (guint i = 0; i < keys->len; i++)
  {
    const PalierDraftVariable *key = keys->pdata[i];
    if (*key->example != '\0' && g_strv_contains ((const char *const *) used, key->key))
      palier_draft_template_explain (template, key);
  }
}

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
    return g_prefix_error (error, "%s: ", name), NULL;
  explain_keys (template);
  return template;
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  return strcmp (palier_draft_template_get_source (a)->key,
                 palier_draft_template_get_source (b)->key);
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
  g_ptr_array_sort_values (self->templates, compare_keys);
  return names != NULL ? g_steal_pointer (&self) : NULL;
}

void
palier_composer_free (PalierComposer *self)
{
  g_ptr_array_unref (self->templates);
  g_free (self);
}

/* Of those that ship the one that is made most for this prospect; the first by key among equals.
 * Who writes to agencies is their colleague if he does not say otherwise, not their @supplier. */
static const PalierDraftTemplate *
choose (const PalierComposer *self, const PalierDraftContext *context, const char *angle,
        gboolean supplier)
{
  const PalierDraftTemplate *best = NULL;

  for (guint i = 0; i < self->templates->len; i++)
  {
    const PalierDraftTemplate *template = self->templates->pdata[i];
    if (palier_draft_template_get_source (template)->supplier == supplier
        && palier_draft_template_fits (template, context, angle)
        && (best == NULL
            || palier_draft_template_specificity (template)
                   > palier_draft_template_specificity (best)))
      best = template;
  }
  return best;
}

/* (element-type PalierDraftTemplate) (transfer none): those that ship, by key */
const GPtrArray *
palier_composer_get_templates (const PalierComposer *self)
{
  return self->templates;
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

/* (transfer full): @text with what stands under it */
char *
palier_composer_close (const PalierDraftContext *context, const char *text)
{
  const char *footer = palier_composer_footer (context);
  gboolean sms = strcmp (palier_draft_context_get_channel (context), "sms") == 0;

  return g_strconcat (text, *footer == '\0' ? "" : sms ? "\n" : "\n\n", footer, NULL);
}

/**
 * palier_composer_write:
 * @template: of the channel of @context
 *
 * Returns: (transfer full): a message without id, prospect and times, reviewed
 */
PalierMessage *
palier_composer_write (const PalierDraftTemplate *template, const PalierDraftContext *context)
{
  const PalierDraftSource *source = palier_draft_template_get_source (template);
  const char *channel = palier_draft_context_get_channel (context);
  g_autofree char *text = palier_draft_template_body (template, context);
  PalierMessage *message = palier_message_new ();

  message->channel = g_strdup (channel);
  message->template_key = g_strdup (source->key);
  message->angle = g_strdup (source->angle);
  message->subject = palier_draft_template_subject (template, context);
  message->body = palier_composer_close (context, text);
  palier_composer_review (context, message);
  return message;
}

/**
 * palier_composer_compose:
 * @angle: one of palier_composer_angles()
 *
 * Returns: (transfer full): a message of the context's channel, as palier_composer_write() makes
 *   it; %NULL with PALIER_DRAFTING_ERROR_NO_TEMPLATE
 */
PalierMessage *
palier_composer_compose (PalierComposer *self, const PalierDraftContext *context, const char *angle,
                         GError **error)
{
  const PalierDraftTemplate *template = choose (self, context, angle, FALSE);
  PalierMessage *message;

  if (template == NULL)
  {
    g_set_error (error, PALIER_DRAFTING_ERROR, PALIER_DRAFTING_ERROR_NO_TEMPLATE, "%s", angle);
    return NULL;
  }
  message = palier_composer_write (template, context);
  g_set_str (&message->angle, angle);
  return message;
}

/* ---- several of them */

static int
compare_specificity (gconstpointer a, gconstpointer b)
{
  return (int) palier_draft_template_specificity (b) - (int) palier_draft_template_specificity (a);
}

/* @own: (element-type PalierDraftTemplate): the most specific come first, equals as they were */
void
palier_composer_rank (GPtrArray *own)
{
  g_ptr_array_sort_values (own, compare_specificity);
}

static gboolean
has_angle (const GPtrArray *variants, const char *angle)
{
  for (guint i = 0; angle != NULL && i < variants->len; i++)
    if (g_strcmp0 (((const PalierMessage *) variants->pdata[i])->angle, angle) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_written (const GPtrArray *variants, const PalierMessage *message)
{
  for (guint i = 0; i < variants->len; i++)
    if (strcmp (((const PalierMessage *) variants->pdata[i])->body, message->body) == 0)
      return TRUE;
  return FALSE;
}

/* What the writer's own profile lacks is missing from all that is written, whatever it is by. */
static gboolean
is_open_place (const PalierCheck *check)
{
  return strcmp (check->code, "placeholder") == 0 && !g_str_has_prefix (check->detail, "{{sender_")
         && !g_str_has_prefix (check->detail, "{{^sender_");
}

static gboolean
has_open_place (const PalierMessage *message)
{
  for (guint i = 0; i < message->checks->len; i++)
    if (is_open_place (message->checks->pdata[i]))
      return TRUE;
  return FALSE;
}

/* One that leaves a place open, for want of a fact of this prospect or because its writer fills it
 * in, is taken by hand alone. The first says what the writer is to an agency in all of them. */
static void
add_own (GPtrArray *variants, const PalierDraftTemplate *template,
         const PalierDraftContext *context, gboolean *supplier)
{
  const PalierDraftSource *source = palier_draft_template_get_source (template);
  gboolean sells = source->supplier && !source->person;

  if (!palier_draft_template_fits (template, context, NULL) || has_angle (variants, source->angle)
      || (variants->len > 0 && sells != *supplier))
    return;
  g_autoptr (PalierMessage) message = palier_composer_write (template, context);
  if (has_open_place (message) || is_written (variants, message))
    return;
  *supplier = sells;
  g_ptr_array_add (variants, g_steal_pointer (&message));
}

static void
add_shipped (const PalierComposer *self, GPtrArray *variants, const PalierDraftContext *context,
             const char *angle, gboolean supplier)
{
  const PalierDraftTemplate *template =
      has_angle (variants, angle) ? NULL : choose (self, context, angle, supplier);

  if (template == NULL)
    return;
  g_autoptr (PalierMessage) message = palier_composer_write (template, context);
  if (is_written (variants, message))
    return;
  g_set_str (&message->angle, angle);
  g_ptr_array_add (variants, g_steal_pointer (&message));
}

/**
 * palier_composer_variants:
 * @own: (nullable) (element-type PalierDraftTemplate): the user's own, from palier_composer_rank()
 * @most: how many at most
 *
 * Returns: (transfer full) (element-type PalierMessage): by those of @own that fit, the most
 *   specific first, then one by what ships for each angle that is left and the channel has a
 *   template for, in the order of palier_composer_angles(): three of an e-mail, fewer perhaps of
 *   other channels; %NULL with PALIER_DRAFTING_ERROR_NO_TEMPLATE where there is none
 */
GPtrArray *
palier_composer_variants (PalierComposer *self, const GPtrArray *own,
                          const PalierDraftContext *context, guint most, GError **error)
{
  const char *const *angles = palier_composer_angles ();
  gboolean supplier = FALSE;
  g_autoptr (GPtrArray) variants =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_message_free);

  for (guint i = 0; own != NULL && i < own->len && variants->len < most; i++)
    add_own (variants, own->pdata[i], context, &supplier);
  for (gsize i = 0; angles[i] != NULL && variants->len < most; i++)
    add_shipped (self, variants, context, angles[i], supplier);
  if (variants->len > 0)
    return g_steal_pointer (&variants);
  g_set_error (error, PALIER_DRAFTING_ERROR, PALIER_DRAFTING_ERROR_NO_TEMPLATE, "%s",
               palier_draft_context_get_channel (context));
  return NULL;
}
