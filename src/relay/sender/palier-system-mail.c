/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No mail holds a link: a code is typed where it was asked for. Of what a request names nothing
 * gets into a mail; who invites stands there by the address of his account. What cannot be handed
 * over is tried three times; then its owner asks for another. Codes are never logged. */
#include "palier-system-mail.h"

#include <string.h>

#include "palier-id.h"
#include "palier-mail.h"
#include "palier-smtp.h"

#define WAITING_MAX 1000
#define TRIES 3
#define PAUSE_US (20 * G_USEC_PER_SEC)

typedef struct
{
  const char *subject;
  const char *text; /* {code} and {from}: the notice's, where they stand */
} Letter;

static const Letter letters[PALIER_N_NOTICES] = {
  [PALIER_NOTICE_VERIFY] = { "Palier : confirmez votre adresse",
                             "Bonjour,\n\nVoici le code qui confirme votre adresse :\n\n**{code}**\n\n"
                             "Saisissez-le dans Palier, là où vous avez créé votre compte. Il est "
                             "valable une demi-heure.\n\nSi vous n’avez rien demandé, ne faites "
                             "rien : aucun compte ne sera créé." },
  [PALIER_NOTICE_KNOWN] = { "Palier : vous avez déjà un compte",
                            "Bonjour,\n\nQuelqu’un, sans doute vous, a voulu créer un compte avec "
                            "cette adresse. Elle en a déjà un : connectez-vous, ou demandez un "
                            "nouveau mot de passe dans Palier.\n\nSi ce n’est pas vous, ne faites "
                            "rien : votre compte n’a pas changé." },
  [PALIER_NOTICE_RESET] = { "Palier : votre nouveau mot de passe",
                            "Bonjour,\n\nVoici le code qui permet de choisir un nouveau mot de "
                            "passe :\n\n**{code}**\n\nSaisissez-le dans Palier, là où vous l’avez "
                            "demandé. Il est valable une demi-heure et ne sert qu’une fois.\n\nSi "
                            "vous n’avez rien demandé, ne faites rien : votre mot de passe reste "
                            "le même." },
  [PALIER_NOTICE_CHANGED] = { "Palier : votre mot de passe a changé",
                              "Bonjour,\n\nLe mot de passe de votre compte vient de changer, et "
                              "tous vos appareils ont été déconnectés.\n\nSi ce n’est pas vous, "
                              "demandez tout de suite un nouveau mot de passe dans Palier." },
  [PALIER_NOTICE_ADDRESS] = { "Palier : confirmez votre nouvelle adresse",
                              "Bonjour,\n\nVoici le code qui confirme cette adresse comme celle de "
                              "votre compte :\n\n**{code}**\n\nSaisissez-le dans Palier, avec "
                              "celui que reçoit votre adresse actuelle. Il est valable une "
                              "demi-heure.\n\nSi vous n’avez rien demandé, ne faites rien." },
  [PALIER_NOTICE_ADDRESS_ASKED] = { "Palier : vous changez d’adresse",
                                    "Bonjour,\n\nUne autre adresse est demandée pour votre compte. "
                                    "Voici le code qui le permet :\n\n**{code}**\n\nSaisissez-le "
                                    "dans Palier, avec celui que reçoit la nouvelle adresse. Il est "
                                    "valable une demi-heure.\n\nSi ce n’est pas vous, quelqu’un "
                                    "connaît votre mot de passe : changez-le tout de suite, ce code "
                                    "ne vaudra plus rien." },
  [PALIER_NOTICE_ADDRESS_CHANGED] = { "Palier : votre adresse a changé",
                                      "Bonjour,\n\nVotre compte a une autre adresse : celle-ci n’y "
                                      "donne plus accès, et vos autres appareils ont été "
                                      "déconnectés.\n\nSi ce n’est pas vous, adressez-vous tout de "
                                      "suite à un responsable de votre agence, ou à l’exploitant du "
                                      "relais." },
  [PALIER_NOTICE_INVITED] = { "Palier : une agence vous invite",
                              "Bonjour,\n\n{from} vous invite à rejoindre son agence dans Palier. "
                              "Voici le code qui vous y fait entrer :\n\n**{code}**\n\nDans Palier, "
                              "rejoignez l’agence avec cette adresse et ce code, et choisissez un mot "
                              "de passe. Le code est valable sept jours.\n\nUne adresse appartient à "
                              "une seule agence : si la vôtre a déjà un compte ailleurs, quittez "
                              "d’abord cette agence, ou demandez à être invité avec une autre "
                              "adresse.\n\nSi vous ne connaissez pas cette personne, ne faites rien : "
                              "aucun compte ne sera créé." },
  [PALIER_NOTICE_WEBHOOK] = { "Palier : un webhook a été désactivé",
                              "Bonjour,\n\nDepuis une journée, rien n’arrive plus au webhook de "
                              "votre agence chez :\n\n**{code}**\n\nIl est désactivé. Ce qui s’est "
                              "passé depuis est gardé trente jours : réparez cette adresse, puis "
                              "réactivez le webhook pour tout recevoir." },
};

typedef struct
{
  const Letter *letter;
  PalierNotice notice;
} Task;

static Task stop_task;

struct _PalierSystemMail
{
  const PalierRelayConfig *config;
  PalierRandom *random;
  GAsyncQueue *queue; /* of Task */
  GThread *thread;    /* (nullable): none without a mail server */
  GCancellable *cancellable;
  GMutex lock;
  GCond end;
  gboolean stopping;
};

static void
task_free (Task *task)
{
  if (task->notice.code != NULL)
    explicit_bzero (task->notice.code, strlen (task->notice.code));
  palier_notice_clear (&task->notice);
  g_free (task);
}

static GString *
fill_in (const Task *task)
{
  const PalierNotice *notice = &task->notice;
  GString *text = g_string_new (task->letter->text);

  if (notice->from != NULL)
    g_string_replace (text, "{from}", notice->from, 1);
  if (notice->code != NULL)
    g_string_replace (text, "{code}", notice->code, 1);
  return text;
}

static GBytes *
compose (PalierSystemMail *self, const Task *task, GError **error)
{
  const char *from = self->config->mail_from;
  PalierId id;
  char boundary[PALIER_ID_TEXT_SIZE];

  palier_random_bytes (self->random, id.bytes, sizeof id.bytes);
  palier_id_format (&id, boundary);
  g_autoptr (GString) text = fill_in (task);
  g_autofree char *message_id = g_strconcat (boundary, strchr (from, '@'), NULL);
  PalierMailDraft draft = { .from_name = "Palier",
                            .from_email = from,
                            .to_email = task->notice.email,
                            .subject = task->letter->subject,
                            .text = text->str,
                            .message_id = message_id,
                            .date_ms = g_get_real_time () / 1000,
                            .boundary = boundary };
  return palier_mail_compose (&draft, error);
}

static PalierSmtpSecurity
get_security (const char *name)
{
  if (g_strcmp0 (name, "none") == 0)
    return PALIER_SMTP_PLAIN;
  return g_strcmp0 (name, "tls") == 0 ? PALIER_SMTP_TLS : PALIER_SMTP_STARTTLS;
}

static PalierSmtpOutcome
hand_over (PalierSystemMail *self, const Task *task, GBytes *mail)
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
  PalierSmtpMessage message = { config->mail_from, task->notice.email, mail };
  g_auto (PalierSmtpResult) result = { 0 };

  palier_smtp_session_send (session, &message, 1, self->cancellable, &result);
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

static void
run_task (PalierSystemMail *self, const Task *task)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) mail = compose (self, task, &error);

  if (mail == NULL)
    g_warning ("a mail of the relay's own could not be written: %s", error->message);
  for (guint i = 0; mail != NULL && i < TRIES; i++)
    if (hand_over (self, task, mail) != PALIER_SMTP_DEFERRED || !pause_a_while (self))
      return;
}

static gpointer
mail_main (gpointer data)
{
  PalierSystemMail *self = data;

  for (Task *task; (task = g_async_queue_pop (self->queue)) != &stop_task; task_free (task))
    run_task (self, task);
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
  self->queue = g_async_queue_new_full ((GDestroyNotify) task_free);
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
  const Letter *letter = &letters[notice->kind];

  if (self->thread == NULL || letter->text == NULL)
    return;
  if (g_async_queue_length (self->queue) >= WAITING_MAX)
  {
    g_warning ("too many mails of the relay's own wait: one was dropped");
    return;
  }
  Task *task = g_new0 (Task, 1);
  task->letter = letter;
  task->notice.email = g_strdup (notice->email);
  task->notice.from = g_strdup (notice->from);
  /* Where the words have no place for a code there is none to give away. */
  task->notice.code = strstr (letter->text, "{code}") != NULL ? g_strdup (notice->code) : NULL;
  g_async_queue_push (self->queue, task);
}
