/* SPDX-License-Identifier: GPL-3.0-or-later */
/* write-marks BASE KEY-FILE PROSPECT [cancel|COUNT]: has drafts written COUNT times in one session
 * by the service that is preferred, and prints of each a line of JSON: when it began, when the
 * first words were shown and when it was done (microseconds of the monotonic clock), how often
 * words were shown, how many texts, and why the composer wrote or what it ended with. "cancel": the
 * user goes away at the first words. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "palier-session.h"

typedef struct
{
  char **arguments;
  GMainLoop *loop;
  GCancellable *cancellable; /* (nullable) */
  gint64 first_us;
  guint shown, texts;
} Marks;

static void
on_grown_cb (guint index, const char *subject, const char *body, gpointer data)
{
  Marks *self = data;

  if (self->shown++ == 0)
    self->first_us = g_get_monotonic_time ();
  self->texts = MAX (self->texts, index + 1);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

static void
write_once (Marks *self, PalierMessageService *service, const PalierId *prospect)
{
  PalierWriteOrder order = { .grown = on_grown_cb, .data = self, .cancellable = self->cancellable };
  g_autoptr (GError) error = NULL;
  gint64 start_us = g_get_monotonic_time ();

  self->first_us = 0;
  self->shown = self->texts = 0;
  g_autoptr (PalierWritten) written =
      dex_await_boxed (palier_message_service_write (service, prospect, &order), &error);
  printf ("{\"start_us\":%" G_GINT64_FORMAT ",\"first_us\":%" G_GINT64_FORMAT
          ",\"done_us\":%" G_GINT64_FORMAT ",\"shown\":%u,\"texts\":%u,\"fallback\":\"%s\","
          "\"ended\":\"%s\"}\n",
          start_us, self->first_us, g_get_monotonic_time (), self->shown, self->texts,
          written != NULL && written->fallback != NULL ? written->fallback : "",
          error != NULL ? error->message : "");
}

static DexFuture *
marks_fiber (gpointer data)
{
  Marks *self = data;
  const char *how = self->arguments[4] != NULL ? self->arguments[4] : "1";
  g_autoptr (PalierSession) session = palier_session_new (
      &(PalierSessionOptions) { .directory = self->arguments[1], .key_file = self->arguments[2] });
  g_autoptr (GError) error = NULL;
  PalierId prospect;

  if (!palier_id_parse (self->arguments[3], &prospect)
      || !dex_await (palier_session_open (session), &error))
    g_error ("%s", error != NULL ? error->message : self->arguments[3]);
  if (strcmp (how, "cancel") == 0)
    self->cancellable = g_cancellable_new ();
  for (int i = 0; i < MAX (atoi (how), 1); i++)
    write_once (self, palier_session_get_messages (session), &prospect);
  dex_await (palier_session_close (session), NULL);
  g_clear_object (&self->cancellable);
  g_main_loop_quit (self->loop);
  return dex_future_new_true ();
}

int
main (int argc, char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Marks marks = { .arguments = argv, .loop = loop };

  g_return_val_if_fail (argc >= 4, 2);
  dex_init ();
  dex_future_disown (dex_scheduler_spawn (NULL, 0, marks_fiber, &marks, NULL));
  g_main_loop_run (loop);
  palier_session_wait_all_gone ();
  return 0;
}
