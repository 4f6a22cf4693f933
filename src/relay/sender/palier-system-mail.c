/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What cannot be handed over is tried three times; then its owner asks for another. Codes are never
 * logged. */
#include "palier-system-mail.h"

#include <string.h>

#include "palier-system-letter.h"

#define WAITING_MAX 1000
#define TRIES 3
#define PAUSE_US (20 * G_USEC_PER_SEC)

static PalierNotice stop_task;

struct _PalierSystemMail
{
  const PalierRelayConfig *config;
  PalierRandom *random;
  GAsyncQueue *queue; /* of PalierNotice */
  GThread *thread;    /* (nullable): none without a mail server */
  GCancellable *cancellable;
  GMutex lock;
  GCond end;
  gboolean stopping;
};

static void
notice_free (PalierNotice *notice)
{
  if (notice->code != NULL)
    explicit_bzero (notice->code, strlen (notice->code));
  palier_notice_clear (notice);
  g_free (notice);
}

static PalierSmtpSecurity
get_security (const char *name)
{
  if (g_strcmp0 (name, "none") == 0)
    return PALIER_SMTP_PLAIN;
  return g_strcmp0 (name, "tls") == 0 ? PALIER_SMTP_TLS : PALIER_SMTP_STARTTLS;
}

static PalierSmtpOutcome
hand_over (PalierSystemMail *self, const PalierNotice *notice, GBytes *mail,
           GCancellable *cancellable)
{
  const PalierRelayConfig *config = self->config;
  PalierSmtpConfig smtp = { .host = config->mail_host,
                            .port = (guint16) config->mail_port,
                            .security = get_security (config->mail_security),
                            .user = config->mail_user,
                            .password = config->mail_password,
                            .allow_plain_loopback = config->allow_plain_loopback,
                            .reply_ms = (guint) config->smtp_timeout_s * 1000 };
  g_autoptr (PalierSmtpSession) session = palier_smtp_session_new (&smtp);
  PalierSmtpMessage message = { config->mail_from, notice->email, mail };
  g_auto (PalierSmtpResult) result = { 0 };

  palier_smtp_session_send (session, &message, 1, cancellable, &result);
  if (result.outcome != PALIER_SMTP_ACCEPTED)
    g_warning ("a mail of the relay's own was not taken: %s, %d",
               palier_smtp_fault_name (result.fault), result.code);
  return result.outcome;
}

/* Returns: whether the time passed and the end has not come */
static gboolean
pause_a_while (PalierSystemMail *self)
{
  gint64 until_us = g_get_monotonic_time () + PAUSE_US;

  g_mutex_lock (&self->lock);
  while (!self->stopping && g_cond_wait_until (&self->end, &self->lock, until_us))
    ;
  gboolean go_on = !self->stopping;
  g_mutex_unlock (&self->lock);
  return go_on;
}

/* Returns: (transfer full) (nullable) */
static GBytes *
compose (PalierSystemMail *self, const PalierNotice *notice)
{
  g_autoptr (GError) error = NULL;
  GBytes *mail =
      palier_system_letter_compose (notice, self->config->mail_from, self->random, &error);

  if (mail == NULL)
    g_warning ("a mail of the relay's own could not be written: %s", error->message);
  return mail;
}

static void
run_task (PalierSystemMail *self, const PalierNotice *notice)
{
  g_autoptr (GBytes) mail = compose (self, notice);

  for (guint i = 0; mail != NULL && i < TRIES; i++)
    if (hand_over (self, notice, mail, self->cancellable) != PALIER_SMTP_DEFERRED
        || !pause_a_while (self))
      return;
}

static gpointer
mail_main (gpointer data)
{
  PalierSystemMail *self = data;

  for (PalierNotice *notice; (notice = g_async_queue_pop (self->queue)) != &stop_task;
       notice_free (notice))
    run_task (self, notice);
  return NULL;
}

/**
 * palier_system_mail_new:
 * @config: kept by the caller
 *
 * Without a mail server in @config it sends nothing; the operator then confirms accounts.
 */
PalierSystemMail *
palier_system_mail_new (const PalierRelayConfig *config, PalierRandom *random)
{
  PalierSystemMail *self = g_new0 (PalierSystemMail, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->end);
  self->config = config;
  self->random = palier_random_ref (random);
  self->queue = g_async_queue_new_full ((GDestroyNotify) notice_free);
  self->cancellable = g_cancellable_new ();
  if (config->mail_host != NULL && config->mail_from != NULL)
    self->thread = g_thread_new ("mail", mail_main, self);
  return self;
}

/* What waits is given up: whoever waits for a code asks for another. */
void
palier_system_mail_free (PalierSystemMail *self)
{
  if (self->thread != NULL)
  {
    g_cancellable_cancel (self->cancellable);
    g_mutex_lock (&self->lock);
    self->stopping = TRUE;
    g_cond_signal (&self->end);
    g_mutex_unlock (&self->lock);
    g_async_queue_push_front (self->queue, &stop_task);
    g_thread_join (self->thread);
  }
  g_async_queue_unref (self->queue);
  g_clear_object (&self->cancellable);
  palier_random_unref (self->random);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->end);
  g_free (self);
}

gboolean
palier_system_mail_is_set_up (PalierSystemMail *self)
{
  return self->thread != NULL;
}

/* Returns at once, whatever becomes of it. */
void
palier_system_mail_send (PalierSystemMail *self, const PalierNotice *notice)
{
  if (self->thread == NULL || notice->kind == PALIER_NOTICE_NONE)
    return;
  if (g_async_queue_length (self->queue) >= WAITING_MAX)
  {
    g_warning ("too many mails of the relay's own wait: one was dropped");
    return;
  }
  PalierNotice *copy = g_new0 (PalierNotice, 1);
  *copy = *notice;
  copy->email = g_strdup (notice->email);
  copy->from = g_strdup (notice->from);
  copy->agency = g_strdup (notice->agency);
  /* Where the words have no place for a code there is none to give away. */
  copy->code = palier_system_letter_has_code (notice->kind) ? g_strdup (notice->code) : NULL;
  g_async_queue_push (self->queue, copy);
}

/* Hands it over once, by the caller's thread. Returns: what became of it */
PalierSmtpOutcome
palier_system_mail_hand_over (PalierSystemMail *self, const PalierNotice *notice,
                              GCancellable *cancellable)
{
  g_autoptr (GBytes) mail = compose (self, notice);

  return mail != NULL ? hand_over (self, notice, mail, cancellable) : PALIER_SMTP_REFUSED;
}
