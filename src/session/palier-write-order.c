/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-write-order.h"

#include "palier-ai.h"
#include "palier-session-error.h"

#define VARIANTS_MAX 3

/* @out: palier_write_order_clear() when it is done with */
void
palier_write_order_copy (const PalierWriteOrder *order, PalierWriteOrder *out)
{
  *out = *order;
  out->template = g_strdup (order->template);
  out->channel = g_strdup (order->channel);
  out->tone = g_strdup (order->tone);
  out->length = g_strdup (order->length);
  out->writer = g_strdup (order->writer);
  out->n_variants = order->n_variants > 0 ? MIN (order->n_variants, VARIANTS_MAX) : VARIANTS_MAX;
  out->replaces = order->replaces != NULL ? g_array_ref (order->replaces) : NULL;
  if (order->cancellable != NULL)
    g_object_ref (order->cancellable);
}

void
palier_write_order_clear (PalierWriteOrder *self)
{
  g_free ((char *) self->template);
  g_free ((char *) self->channel);
  g_free ((char *) self->tone);
  g_free ((char *) self->length);
  g_free ((char *) self->writer);
  g_clear_pointer (&self->replaces, g_array_unref);
  g_clear_object (&self->cancellable);
  if (self->destroy != NULL)
    self->destroy (self->data);
}

static gboolean
is_channel (const char *name)
{
  static const char *const channels[] = { "email", "sms", "linkedin", "letter", NULL };

  return g_strv_contains (channels, name);
}

/* What its texts mean. Errors: PALIER_SESSION_ERROR_OPTIONS */
gboolean
palier_write_order_read (const PalierWriteOrder *self, PalierDraftTone *tone,
                         PalierDraftLength *length, GError **error)
{
  const char *wrong = NULL;

  *tone = PALIER_DRAFT_TONE_SOBER;
  *length = PALIER_DRAFT_LENGTH_NORMAL;
  if (self->tone != NULL && !palier_draft_tone_from_name (self->tone, tone))
    wrong = self->tone;
  if (self->length != NULL && !palier_draft_length_from_name (self->length, length))
    wrong = self->length;
  if (self->channel != NULL && !is_channel (self->channel))
    wrong = self->channel;
  if (wrong == NULL)
    return TRUE;
  g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_OPTIONS, wrong);
  return FALSE;
}

/* Whether nothing is to be written in a service's place: the user is gone, or meant nothing. */
gboolean
palier_write_order_is_ended (const GError *error)
{
  return g_error_matches (error, PALIER_AI_ERROR, PALIER_AI_ERROR_CANCELLED)
         || g_error_matches (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_OPTIONS);
}
