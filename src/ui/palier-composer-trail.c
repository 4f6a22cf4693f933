/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-composer-trail.h"

#include <glib/gi18n.h>

#include "palier-format.h"

struct _PalierComposerTrail
{
  GArray *stops; /* (element-type PalierComposerStop) */
  guint at;
};

static void
clear_stop (gpointer data)
{
  PalierComposerStop *self = data;

  g_clear_pointer (&self->message, palier_message_free);
}

PalierComposerTrail *
palier_composer_trail_new (void)
{
  PalierComposerTrail *self = g_new0 (PalierComposerTrail, 1);

  self->stops = g_array_new (FALSE, FALSE, sizeof (PalierComposerStop));
  g_array_set_clear_func (self->stops, clear_stop);
  return self;
}

void
palier_composer_trail_free (PalierComposerTrail *self)
{
  g_array_unref (self->stops);
  g_free (self);
}

/* @number: row number of a prospect, whose drafts are meant */
void
palier_composer_trail_add_prospect (PalierComposerTrail *self, gint64 number)
{
  PalierComposerStop stop = { .number = number };

  g_array_append_val (self->stops, stop);
}

void
palier_composer_trail_add_message (PalierComposerTrail *self, PalierMessage *message)
{
  PalierComposerStop stop = { .message = palier_message_ref (message) };

  g_array_append_val (self->stops, stop);
}

/* @at: which of them is shown first */
void
palier_composer_trail_begin (PalierComposerTrail *self, guint at)
{
  self->at = at;
}

/* @step: 1: on, -1: back */
gboolean
palier_composer_trail_leads (const PalierComposerTrail *self, int step)
{
  gint64 next = (gint64) self->at + step;

  return next >= 0 && next < (gint64) self->stops->len;
}

/* Returns: (transfer none): the next one; it must lead there */
const PalierComposerStop *
palier_composer_trail_go (PalierComposerTrail *self, int step)
{
  g_assert (palier_composer_trail_leads (self, step));
  self->at = (guint) ((gint64) self->at + step);
  return &g_array_index (self->stops, PalierComposerStop, self->at);
}

/* (transfer full): which one is shown, of how many */
char *
palier_composer_trail_dup_place (const PalierComposerTrail *self)
{
  g_autofree char *at = palier_format_count (self->at + 1);
  g_autofree char *all = palier_format_count (self->stops->len);

  /* Translators: which draft, of how many */
  return g_strdup_printf (_ ("%s of %s"), at, all);
}
