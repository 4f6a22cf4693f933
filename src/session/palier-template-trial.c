/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-template-trial.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-draft-channel.h"
#include "palier-drafter.h"
#include "palier-prospect-store.h"
#include "palier-template-try.h"

G_DEFINE_BOXED_TYPE (PalierTemplateTrial, palier_template_trial, palier_template_trial_ref,
                     palier_template_trial_free)

PalierTemplateTrial *
palier_template_trial_ref (PalierTemplateTrial *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
trial_clear (gpointer data)
{
  PalierTemplateTrial *self = data;

  palier_message_free (self->message);
}

void
palier_template_trial_free (PalierTemplateTrial *self)
{
  g_atomic_rc_box_release_full (self, trial_clear);
}

/* @message: (transfer full) */
static PalierTemplateTrial *
trial_new (PalierMessage *message)
{
  PalierTemplateTrial *self = g_atomic_rc_box_new0 (PalierTemplateTrial);
  PalierDraftParts parts;

  self->message = message;
  if (strcmp (message->channel, "sms") != 0)
    return self;
  palier_draft_sms_parts (message->body, &parts);
  self->sms_parts = parts.parts;
  self->sms_units = parts.units;
  self->sms_wide = parts.wide;
  return self;
}

DexFuture *
palier_template_try (PalierCore *core, PalierSettingsService *settings, PalierTemplate *template,
                     const PalierId *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierDraftPlan) plan = palier_draft_plan_new_of (core, template, &error);
  g_autoptr (PalierProspect) prospect =
      plan != NULL ? dex_await_boxed (palier_prospect_store_get (core->workspace, id), &error)
                   : NULL;
  g_autoptr (GPtrArray) messages =
      prospect != NULL ? palier_drafter_compose (core, settings, prospect, plan, &error) : NULL;

  return messages != NULL
             ? dex_future_new_take_boxed (PALIER_TYPE_TEMPLATE_TRIAL,
                                          trial_new (palier_message_ref (messages->pdata[0])))
             : palier_reject (&error);
}

/* The check of a letter says so of its lines. */
static gboolean
exceeds_page (const PalierMessage *message)
{
  for (guint i = 0; i < message->checks->len; i++)
  {
    const PalierCheck *check = message->checks->pdata[i];
    if (strcmp (check->code, "length") == 0 && g_str_has_prefix (check->detail, "lines "))
      return TRUE;
  }
  return FALSE;
}

/* Returns: (transfer full): how long it is, as its channel counts */
char *
palier_template_trial_dup_measure (const PalierTemplateTrial *self)
{
  const PalierMessage *message = self->message;
  guint minutes = (guint) (message->reading_s + 59) / 60;

  if (self->sms_parts > 0)
    return g_strdup_printf (
        ngettext ("%u part, %u characters (%s)", "%u parts, %u characters (%s)", self->sms_parts),
        self->sms_parts, self->sms_units, self->sms_wide ? "UCS-2" : "GSM-7");
  if (strcmp (message->channel, "linkedin") == 0)
    return g_strdup_printf (_ ("%ld characters"), g_utf8_strlen (message->body, -1));
  if (strcmp (message->channel, "letter") == 0)
    return g_strdup (exceeds_page (message) ? _ ("Longer than a page") : _ ("Fits on one page"));
  return g_strdup_printf (ngettext ("Read in %u minute, personalisation %d %%",
                                    "Read in %u minutes, personalisation %d %%", minutes),
                          minutes, message->personalization);
}
