/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-message.h"

G_DEFINE_BOXED_TYPE (PalierMessage, palier_message, palier_message_ref, palier_message_free)
G_DEFINE_BOXED_TYPE (PalierMessageCounts, palier_message_counts, palier_message_counts_copy, g_free)

PalierMessageWriter *
palier_message_writer_new (void)
{
  return g_new0 (PalierMessageWriter, 1);
}

void
palier_message_writer_free (PalierMessageWriter *self)
{
  g_free (self->provider);
  g_free (self->model);
  g_free (self->prompt_version);
  g_free (self->fallback);
  g_free (self);
}

PalierMessage *
palier_message_new (void)
{
  return g_atomic_rc_box_new0 (PalierMessage);
}

static void
message_clear (gpointer data)
{
  PalierMessage *self = data;

  g_free (self->channel);
  g_free (self->template_key);
  g_free (self->angle);
  g_free (self->subject);
  g_free (self->body);
  g_clear_pointer (&self->facts, g_ptr_array_unref);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  g_free (self->delivery);
  g_free (self->delivery_reason);
  g_free (self->delivery_data);
  g_free (self->to);
  g_free (self->to_name);
  g_clear_pointer (&self->writer, palier_message_writer_free);
  g_free (self->prospect_name);
}

PalierMessage *
palier_message_ref (PalierMessage *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
palier_message_free (PalierMessage *self)
{
  g_atomic_rc_box_release_full (self, message_clear);
}

PalierMessageCounts *
palier_message_counts_copy (const PalierMessageCounts *self)
{
  return g_memdup2 (self, sizeof *self);
}

static const char *const state_names[] = { "draft", "approved", "withdrawn" };

const char *
palier_message_state_name (PalierMessageState state)
{
  return state_names[state];
}

gboolean
palier_message_state_from_name (const char *name, PalierMessageState *out)
{
  for (guint i = 0; i < G_N_ELEMENTS (state_names); i++)
    if (g_strcmp0 (name, state_names[i]) == 0)
    {
      *out = (PalierMessageState) i;
      return TRUE;
    }
  return FALSE;
}
