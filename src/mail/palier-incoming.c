/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-incoming.h"

#include <string.h>

#include "palier-fold.h"
#include "palier-incoming-private.h"

static const char *const kind_names[] = { "reply",      "unsubscribe", "out_of_office",
                                          "auto_reply", "bounce",      "delayed",
                                          "delivered",  "complaint",   "read_receipt" };
static const char *const bounce_names[] = { "hard", "soft", "blocked" };
static const char *const reply_names[] = { "unclear", "interested", "later", "not_interested",
                                           "wrong_person" };
G_STATIC_ASSERT (G_N_ELEMENTS (kind_names) == PALIER_N_INCOMING_KINDS);
G_STATIC_ASSERT (G_N_ELEMENTS (bounce_names) == PALIER_N_BOUNCES);
G_STATIC_ASSERT (G_N_ELEMENTS (reply_names) == PALIER_N_REPLIES);

const char *
palier_incoming_kind_name (PalierIncomingKind kind)
{
  return kind_names[kind];
}

const char *
palier_bounce_name (PalierBounce bounce)
{
  return bounce_names[bounce];
}

const char *
palier_reply_class_name (PalierReplyClass reply)
{
  return reply_names[reply];
}

/* ---- Whose the mail is */

static gboolean
is_robot (const PalierIncomingParts *parts)
{
  static const char *const locals[] = { "mailer-daemon",     "maildaemon",    "mail-daemon",
                                        "mailerdaemon",      "mdaemon",       "postmaster",
                                        "microsoftexchange", "mailer_daemon", "mail-deliver",
                                        "mailsystem",        "bounce",        "mail.daemon" };
  g_autofree char *address = palier_fold (parts->from != NULL ? parts->from : "");

  for (gsize i = 0; i < G_N_ELEMENTS (locals); i++)
    if (g_str_has_prefix (address, locals[i]))
      return TRUE;
  g_autoptr (PalierWords) name =
      palier_words_new (parts->from_name != NULL ? parts->from_name : "");
  return palier_words_have (name, PALIER_WORDS_ROBOT_NAME);
}

static gboolean
is_nobody (const char *head)
{
  static const char *const names[] = { "Return-Path", "X-Envelope-From", "Envelope-From",
                                       "X-Original-Return-Path" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
  {
    g_autofree char *value = palier_incoming_field (head, names[i]);
    if (value != NULL
        && (strcmp (value, "<>") == 0 || g_ascii_strcasecmp (value, "<MAILER-DAEMON>") == 0))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_answer (const char *subject)
{
  static const char *const prefixes[] = { "re",  "re ", "tr", "tr ", "fw",  "fwd",
                                          "rep", "aw",  "rv", "ref", "fwd " };
  g_autofree char *folded = palier_fold (subject);
  const char *colon = strchr (folded, ':');

  if (colon == NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (strncmp (folded, prefixes[i], strlen (prefixes[i])) == 0
        && (gsize) (colon - folded) == strlen (prefixes[i]))
      return TRUE;
  return FALSE;
}

/* ---- What it answers */

static void
add_ids (GPtrArray *ids, const char *text)
{
  for (const char *p = text;
       p != NULL && (p = strchr (p, '<')) != NULL && ids->len < PALIER_INCOMING_MAX_IDS; p++)
  {
    gsize length = strcspn (p + 1, "<> \t\r\n");
    if (p[1 + length] != '>' || length == 0 || length > 250 || memchr (p + 1, '@', length) == NULL)
      continue;
    g_autofree char *id = g_strndup (p + 1, length);
    if (!g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL))
      g_ptr_array_add (ids, g_steal_pointer (&id));
  }
}

static void
add_field (GPtrArray *ids, const char *block, const char *name)
{
  g_autofree char *value = block != NULL ? palier_incoming_field (block, name) : NULL;
  add_ids (ids, value);
}

static char **
read_ids (const PalierIncomingParts *parts)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  const char *reports[] = { parts->report, parts->receipt, parts->feedback };

  for (gsize i = 0; i < G_N_ELEMENTS (reports); i++)
  {
    add_field (ids, reports[i], "Original-Message-ID");
    add_field (ids, reports[i], "X-Original-Message-ID");
  }
  add_field (ids, parts->returned, "Message-ID");
  add_field (ids, parts->head, "X-Original-Message-ID");
  add_field (ids, parts->head, "In-Reply-To");
  add_field (ids, parts->head, "References");
  add_field (ids, parts->text, "Message-ID");
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_steal (ids, NULL);
}

/* ---- Judging */

/* A mail system may say in the form of a receipt that it has thrown a mail away (RFC 5429 § 2.1).
 */
static gboolean
may_be_bounce (const PalierIncomingCase *self)
{
  return self->parts->receipt == NULL || self->robot;
}

static void
judge (const PalierIncomingCase *self, PalierIncoming *out)
{
  if (self->parts->feedback != NULL)
    out->kind = PALIER_INCOMING_COMPLAINT;
  else if (may_be_bounce (self) && palier_incoming_judge_bounce (self, out))
    return;
  else if (!palier_incoming_judge_auto (self, out))
    palier_incoming_judge_reply (self, out);
}

static gboolean
is_spam_report (const PalierIncomingParts *parts)
{
  g_autofree char *type =
      parts->feedback != NULL ? palier_incoming_field (parts->feedback, "Feedback-Type") : NULL;
  return type == NULL || g_ascii_strcasecmp (type, "not-spam") != 0;
}

static char **
no_words (void)
{
  return g_new0 (char *, 1);
}

/**
 * palier_incoming_read:
 * @bytes: a mail, from anyone; it may be cut off
 *
 * Says what a mail is. Nothing but the mail is asked, so that the same bytes are always the same.
 *
 * Returns: (transfer full) (nullable): on error PALIER_MAIL_ERROR_SYNTAX
 */
PalierIncoming *
palier_incoming_read (GBytes *bytes, GError **error)
{
  g_autoptr (PalierIncomingParts) parts = palier_incoming_parts_new (bytes, error);
  if (parts == NULL)
    return NULL;
  PalierIncoming *out = g_new0 (PalierIncoming, 1);
  g_autofree char *own = palier_incoming_own_text (parts->text);
  g_autoptr (PalierWords) subject = palier_words_new (parts->subject);
  g_autoptr (PalierWords) words = palier_words_new (own);
  PalierIncomingCase self = { parts,
                              subject,
                              words,
                              own,
                              is_answer (parts->subject),
                              is_robot (parts),
                              is_nobody (parts->head) };

  out->date_ms = parts->date_ms;
  judge (&self, out);
  if (out->kind == PALIER_INCOMING_COMPLAINT && !is_spam_report (parts))
    out->kind = PALIER_INCOMING_AUTO_REPLY;
  out->ids = read_ids (parts);
  out->from = g_strdup (parts->from);
  out->subject = g_strdup (parts->subject);
  out->text = g_strdup (own);
  out->recipients = out->recipients != NULL ? out->recipients : no_words ();
  out->decided = out->decided != NULL ? out->decided : no_words ();
  return out;
}

void
palier_incoming_free (PalierIncoming *self)
{
  g_strfreev (self->ids);
  g_free (self->from);
  g_free (self->subject);
  g_free (self->text);
  g_strfreev (self->recipients);
  g_free (self->status);
  g_free (self->diagnostic);
  g_free (self->back_on);
  g_strfreev (self->decided);
  g_free (self);
}
