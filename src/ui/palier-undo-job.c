/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-undo-job.h"

#include "palier-shell.h"

typedef struct
{
  GtkWidget *widget;
  PalierSession *session;
  PalierId changeset; /* nil: the last one */
} Undo;

static void
undo_free (gpointer data)
{
  Undo *self = data;
  g_object_unref (self->widget);
  g_object_unref (self->session);
  g_free (self);
}

/* Returns: whether there is something to undo; then @changeset names it */
static gboolean
await_last (PalierSession *session, PalierId *changeset, GError **error)
{
  PalierUndoService *undos = palier_session_get_undo (session);
  g_autoptr (PalierChangeset) last = NULL;

  if (!palier_id_is_nil (changeset))
    return TRUE;
  last = dex_await_boxed (palier_undo_service_last (undos), error);
  if (last)
    *changeset = last->id;
  return last != NULL;
}

static const char *
words_of (const PalierUndo *undo)
{
  gboolean whole = undo->conflicts == NULL || undo->conflicts->len == 0;

  if (whole)
    return _ ("Undone");
  return undo->n_records == 0 ? _ ("Nothing was undone: it was changed or sent since")
                              : _ ("Undone, except what was changed since");
}

static DexFuture *
undo_fiber (gpointer data)
{
  Undo *job = data;
  g_autoptr (PalierUndo) undo = NULL;
  g_autoptr (GError) error = NULL;

  if (await_last (job->session, &job->changeset, &error))
    undo = dex_await_boxed (
        palier_undo_service_undo (palier_session_get_undo (job->session), &job->changeset), &error);
  if (undo)
    palier_shell_toast (job->widget, words_of (undo));
  else if (error == NULL
           || g_error_matches (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_NOT_FOUND))
    palier_shell_toast (job->widget, _ ("Nothing to undo"));
  else
    palier_shell_report (job->widget, error);
  return NULL;
}

/**
 * palier_undo_job_start:
 * @widget: told, in its window, what came of it
 * @changeset: nil: the last one
 */
void
palier_undo_job_start (GtkWidget *widget, PalierSession *session, const PalierId *changeset)
{
  Undo *job = g_new (Undo, 1);

  *job = (Undo) { g_object_ref (widget), g_object_ref (session), *changeset };
  dex_future_disown (dex_scheduler_spawn (NULL, 0, undo_fiber, job, undo_free));
}
