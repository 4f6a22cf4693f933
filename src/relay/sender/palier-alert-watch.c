/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-alert-watch.h"

#include "palier-limit-alert.h"

#define TICK_US (5 * G_USEC_PER_SEC)

struct _PalierAlertWatch
{
  PalierStore *store;
  PalierSystemMail *mail;
  GThread *thread;
  GCancellable *cancellable;
  GMutex lock;
  GCond end;
  gboolean stopping;
};

/* Where it may have left it counts as told: nobody is told twice. */
static const PalierAlertState states[] = {
  [PALIER_SMTP_ACCEPTED] = PALIER_ALERT_TOLD,
  [PALIER_SMTP_DEFERRED] = PALIER_ALERT_WAITING,
  [PALIER_SMTP_REFUSED] = PALIER_ALERT_REFUSED,
  [PALIER_SMTP_UNCERTAIN] = PALIER_ALERT_HANDING_OVER,
};

static void
tell (PalierAlertWatch *self, const PalierLimitTask *task)
{
  g_autoptr (GError) error = NULL;
  PalierSmtpOutcome outcome =
      palier_system_mail_hand_over (self->mail, &task->notice, self->cancellable);

  if (!palier_limit_alert_settle (self->store, task, states[outcome], &error))
    g_warning ("what became of a mail about a limit is not written: %s", error->message);
}

/* Returns: whether there may be more */
static gboolean
tell_due (PalierAlertWatch *self)
{
  g_autoptr (GPtrArray) tasks =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_limit_task_free);
  g_autoptr (GError) error = NULL;

  if (!palier_limit_alert_take (self->store, tasks, &error))
    g_warning ("owners are not told of limits now: %s", error->message);
  for (guint i = 0; i < tasks->len; i++)
    tell (self, g_ptr_array_index (tasks, i));
  return error == NULL && tasks->len > 0;
}

static gpointer
watch_main (gpointer data)
{
  PalierAlertWatch *self = data;

  g_mutex_lock (&self->lock);
  while (!self->stopping)
  {
    g_mutex_unlock (&self->lock);
    gboolean more = tell_due (self);
    gint64 until_us = g_get_monotonic_time () + TICK_US;
    g_mutex_lock (&self->lock);
    while (!more && !self->stopping && g_cond_wait_until (&self->end, &self->lock, until_us))
      ;
  }
  g_mutex_unlock (&self->lock);
  return NULL;
}

/* @mail: set up; kept by the caller, as @store is */
PalierAlertWatch *
palier_alert_watch_new (PalierStore *store, PalierSystemMail *mail)
{
  PalierAlertWatch *self = g_new0 (PalierAlertWatch, 1);

  self->store = store;
  self->mail = mail;
  self->cancellable = g_cancellable_new ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->end);
  self->thread = g_thread_new ("alerts", watch_main, self);
  return self;
}

/* What was not told yet waits on. */
void
palier_alert_watch_free (PalierAlertWatch *self)
{
  g_cancellable_cancel (self->cancellable);
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_signal (&self->end);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->end);
  g_free (self);
}
