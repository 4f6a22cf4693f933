/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stream may be refused by a relay that says when it may be asked again (429, 503 with
 * Retry-After). Until then this listener is not over, so that no other one is opened, and then it
 * gives the word by itself: what was missed meanwhile is fetched at once. */
#include "palier-relay-listener.h"

#define PATIENCE_MS (60 * 60 * 1000) /* a relay that asks for more is asked again then */

/* What outlives the listener until the stream's last line has passed. */
typedef struct
{
  GFunc on_word;
  gpointer data;
  GDestroyNotify destroy;
  GCancellable *deaf; /* ends it */
  DexFuture *stream;
} Ear;

struct _PalierRelayListener
{
  GCancellable *deaf;
  DexFuture *listening; /* until the stream has ended, and the time has passed */
};

static void
ear_clear (gpointer data)
{
  Ear *ear = data;

  ear->destroy (ear->data);
  g_object_unref (ear->deaf);
  dex_clear (&ear->stream);
}

static void
ear_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, ear_clear);
}

static void
on_line_cb (const char *line, gpointer data)
{
  Ear *ear = data;

  if (g_str_has_prefix (line, "data:"))
    ear->on_word (ear->data, NULL);
}

static DexFuture *
listen_fiber (gpointer data)
{
  Ear *ear = data;
  g_autoptr (PalierHttpAnswer) answer = dex_await_boxed (g_steal_pointer (&ear->stream), NULL);
  gint64 asked_ms = answer != NULL ? MIN (answer->retry_after_ms, PATIENCE_MS) : 0;

  if (asked_ms > 0)
  {
    dex_await (dex_future_first (dex_timeout_new_msec ((int) asked_ms),
                                 dex_cancellable_new_from_cancellable (ear->deaf), NULL),
               NULL);
    if (!g_cancellable_is_cancelled (ear->deaf))
      ear->on_word (ear->data, NULL);
  }
  return dex_future_new_true ();
}

/**
 * palier_relay_listener_new:
 * @on_word: gets @data when there is something new, on the caller's main context
 */
PalierRelayListener *
palier_relay_listener_new (PalierAccount *account, GFunc on_word, gpointer data,
                           GDestroyNotify destroy)
{
  PalierRelayListener *self = g_new0 (PalierRelayListener, 1);
  Ear *ear = g_atomic_rc_box_new0 (Ear);

  self->deaf = g_cancellable_new ();
  *ear = (Ear) { on_word, data, destroy, g_object_ref (self->deaf), NULL };
  ear->stream = palier_account_listen (account, on_line_cb, g_atomic_rc_box_acquire (ear),
                                       ear_unref, self->deaf);
  self->listening = dex_scheduler_spawn (NULL, 0, listen_fiber, ear, ear_unref);
  return self;
}

/* Returns: whether the stream has ended and another one may be asked for */
gboolean
palier_relay_listener_is_over (PalierRelayListener *self)
{
  return !dex_future_is_pending (self->listening);
}

void
palier_relay_listener_free (PalierRelayListener *self)
{
  g_cancellable_cancel (self->deaf);
  g_object_unref (self->deaf);
  dex_clear (&self->listening);
  g_free (self);
}
