/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reports of what was not delivered: RFC 3464, and what mail systems write that do not keep it. A
 * person who tells of such a report, quotes or forwards it, is not taken for one. */
#include <string.h>

#include "palier-fold.h"
#include "palier-incoming-private.h"

#define DIAGNOSTIC_MAX 300

/* ---- RFC 3464 */

typedef struct
{
  GPtrArray *failed;
  GPtrArray *delayed;
  GString *said; /* diagnostics of those */
  char *status;
  guint n_failed; /* whether they have an address or not */
  guint n_delayed;
  gboolean delivered;
} Report;

static char *
dup_recipient (const char *block)
{
  static const char *const names[] = { "Original-Recipient", "Final-Recipient" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
  {
    g_autofree char *value = palier_incoming_field (block, names[i]);
    const char *address = value != NULL ? strchr (value, ';') : NULL;
    address = address != NULL ? address + 1 : value;
    g_auto (GStrv) found = palier_incoming_addresses (address != NULL ? address : "", NULL);
    if (found[0] != NULL)
      return g_strdup (found[0]);
  }
  return NULL;
}

static void
add_once (GPtrArray *list, char *address)
{
  if (address == NULL || g_ptr_array_find_with_equal_func (list, address, g_str_equal, NULL))
    g_free (address);
  else
    g_ptr_array_add (list, address);
}

static gboolean
is_action (const char *action, char class, const char *name, char other)
{
  return action != NULL ? g_ascii_strncasecmp (action, name, strlen (name)) == 0 : class == other;
}

static void
read_recipient (Report *self, const char *block)
{
  g_autofree char *action = palier_incoming_field (block, "Action");
  g_autofree char *field = palier_incoming_field (block, "Status");
  g_autofree char *status = field != NULL ? palier_incoming_status (field) : NULL;
  g_autofree char *said = palier_incoming_field (block, "Diagnostic-Code");
  char class = status != NULL ? status[0] : '\0';

  if (action == NULL && status == NULL)
    return;
  gboolean failed =
      is_action (action, class, "fail", '5') || is_action (action, class, "error", '5');
  gboolean delayed = !failed && is_action (action, class, "delay", '4');
  self->delivered |= !failed && !delayed;
  if (!failed && !delayed)
    return;
  self->n_failed += failed;
  self->n_delayed += delayed;
  add_once (failed ? self->failed : self->delayed, dup_recipient (block));
  if (said != NULL)
    g_string_append_printf (self->said, "%s\n", said);
  /* A status that says nothing gives way to the server's own. */
  g_autofree char *own = said != NULL ? palier_incoming_status (said) : NULL;
  if (self->status == NULL)
    self->status = g_strdup (
        status == NULL || (g_str_has_suffix (status, ".0.0") && own != NULL) ? own : status);
}

static void
read_report (Report *self, const char *text)
{
  g_autofree char *plain = g_strdup (text);
  char *from = plain, *to = plain;

  for (; *from != '\0'; from++)
    if (*from != '\r')
      *to++ = *from;
  *to = '\0';
  g_auto (GStrv) blocks = g_strsplit (plain, "\n\n", 100);
  for (char **block = blocks; *block != NULL; block++)
    read_recipient (self, *block + strspn (*block, "\n"));
}

static char **
steal_list (GPtrArray *list)
{
  g_ptr_array_add (list, NULL);
  return (char **) g_ptr_array_steal (list, NULL);
}

static char *
shorten (const char *text)
{
  g_autofree char *line = g_strdup (text);
  g_strdelimit (line, "\r\n\t", ' ');
  g_autofree char *valid =
      g_utf8_make_valid (g_strstrip (line), (gssize) MIN (strlen (line), DIAGNOSTIC_MAX));
  return valid[0] != '\0' ? g_steal_pointer (&valid) : NULL;
}

static void
report_clear (Report *self)
{
  g_ptr_array_unref (self->failed);
  g_ptr_array_unref (self->delayed);
  g_string_free (self->said, TRUE);
  g_free (self->status);
}

static void
tell_report (Report *report, const PalierIncomingCase *self, PalierIncoming *out)
{
  gboolean delayed = out->kind == PALIER_INCOMING_DELAYED;
  const char *said = report->said->len > 0 ? report->said->str : self->parts->text;

  out->bounce = palier_incoming_bounce_of (report->status, said);
  out->diagnostic = shorten (report->said->str);
  out->status = g_steal_pointer (&report->status);
  out->recipients = steal_list (delayed ? report->delayed : report->failed);
}

static gboolean
judge_report (const PalierIncomingCase *self, PalierIncoming *out)
{
  Report report = { g_ptr_array_new_with_free_func (g_free),
                    g_ptr_array_new_with_free_func (g_free),
                    g_string_new (NULL),
                    NULL,
                    0,
                    0,
                    FALSE };

  read_report (&report, self->parts->report);
  gboolean failed = report.n_failed > 0;
  gboolean known = failed || report.n_delayed > 0 || report.delivered;
  if (known)
  {
    out->kind = failed                 ? PALIER_INCOMING_BOUNCE
                : report.n_delayed > 0 ? PALIER_INCOMING_DELAYED
                                       : PALIER_INCOMING_DELIVERED;
    tell_report (&report, self, out);
  }
  report_clear (&report);
  return known;
}

/* ---- What keeps no rule */

/* Lines after which the mail is quoted that came back. */
static const char *const originals[] = {
  "below this line is a copy",
  "this is a copy of",
  "original message follows",
  "original message headers",
  "the header of the original",
  "unsent message",
  "message follows",
  "copie du message",
  "message d'origine",
  "message original",
  "en-tetes du message",
  "en-tetes de message",
  "le message initial",
  "returned message",
  "original message",
  "returned mail",
  "text of message",
  "contenu du message",
  "headers follow",
  "a copy of the original",
  "start of your message",
  "ci-dessous une copie",
  "copie de votre message",
};

static gboolean
is_original (const char *line)
{
  g_autofree char *folded = palier_fold (line);
  const char *words = folded + strspn (folded, "-_=*|> ");
  gboolean marked =
      words > folded || strchr (folded, ':') != NULL || strstr (folded, "---") != NULL;

  if (g_str_has_prefix (folded, "return-path:") || g_str_has_prefix (folded, "received: "))
    return TRUE;
  for (gsize i = 0; marked && i < G_N_ELEMENTS (originals); i++)
    if (strstr (words, originals[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* Returns: (transfer full): the report's own lines, @rest those of the mail that came back */
static char *
split_original (const char *text, const char **rest)
{
  const char *line = text;

  *rest = "";
  while (*line != '\0')
  {
    const char *end = strchr (line, '\n');
    gsize size = end != NULL ? (gsize) (end - line + 1) : strlen (line);
    g_autofree char *one = g_strndup (line, MIN (size, 300));
    if (is_original (one) && line > text)
    {
      *rest = line + size;
      break;
    }
    line += size;
  }
  return g_strndup (text, (gsize) (line - text));
}

static char **
dup_recipients (const PalierIncomingCase *self, const char *report)
{
  g_autofree char *named = palier_incoming_field (self->parts->head, "X-Failed-Recipients");
  g_autofree char *to = palier_incoming_field (self->parts->head, "To");
  g_auto (GStrv) own = palier_incoming_addresses (to != NULL ? to : "", NULL);
  g_autoptr (GPtrArray) others = g_ptr_array_new ();

  if (named != NULL)
    return palier_incoming_addresses (named, NULL);
  if (self->parts->from != NULL)
    g_ptr_array_add (others, self->parts->from);
  for (char **one = own; *one != NULL; one++)
    g_ptr_array_add (others, *one);
  g_ptr_array_add (others, NULL);
  char **found = palier_incoming_addresses (report, (const char *const *) others->pdata);
  if (found[0] != NULL)
    return found;
  g_strfreev (found);
  return palier_incoming_addresses (self->parts->subject, (const char *const *) others->pdata);
}

static char *
dup_diagnostic (const char *report)
{
  g_auto (GStrv) lines = g_strsplit (report, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
  {
    g_autofree char *status = palier_incoming_status (*line);
    if (status != NULL)
      return shorten (*line);
  }
  return NULL;
}

/* Whether this much evidence makes a report: a mail system that says so anywhere, a program that
 * says so in so many words, anybody who says nothing else. */
static gboolean
tells (const PalierIncomingCase *self, PalierWordsSection section, const PalierWords *body,
       gboolean returned)
{
  gboolean headed = !self->answers
                    && (palier_words_have (self->subject, PALIER_WORDS_BOUNCE_SUBJECT)
                        || palier_words_have (self->subject, PALIER_WORDS_BOUNCE));
  gboolean told = palier_words_have (body, section);

  if (self->robot)
    return told || (section == PALIER_WORDS_BOUNCE && (headed || returned))
           || (section == PALIER_WORDS_DELAYED && palier_words_have (self->subject, section));
  if (self->nobody)
    return told && (headed || returned);
  /* A person greets, or writes beneath somebody else's subject. */
  gboolean civil = palier_words_have (body, PALIER_WORDS_COURTESY);
  g_autofree char *answered = palier_incoming_field (self->parts->head, "In-Reply-To");
  if (civil || answered != NULL)
    return FALSE;
  return told
         && (headed
             || (palier_words_begin (body, section, 3) && strchr (self->parts->text, '@') != NULL));
}

static gboolean
is_auto_subject (const PalierIncomingCase *self)
{
  return palier_words_have (self->subject, PALIER_WORDS_AUTO_SUBJECT);
}

static gboolean
judge_text (const PalierIncomingCase *self, PalierIncoming *out)
{
  const char *rest;
  g_autofree char *report = split_original (self->parts->text, &rest);
  g_autoptr (PalierWords) body = palier_words_new (report);
  g_autofree char *named = palier_incoming_field (self->parts->head, "X-Failed-Recipients");
  gboolean returned = self->parts->returned != NULL || *rest != '\0';
  gboolean delayed = tells (self, PALIER_WORDS_DELAYED, body, returned);
  gboolean bounced = named != NULL || tells (self, PALIER_WORDS_BOUNCE, body, returned);

  if ((!bounced && !delayed) || (named == NULL && !self->robot && is_auto_subject (self)))
    return FALSE;
  out->kind = delayed ? PALIER_INCOMING_DELAYED : PALIER_INCOMING_BOUNCE;
  out->status = palier_incoming_status (report);
  out->diagnostic = dup_diagnostic (report);
  out->recipients = dup_recipients (self, report);
  g_autofree char *said = g_strconcat (self->parts->subject, "\n", report, NULL);
  out->bounce = palier_incoming_bounce_of (out->status, said);
  if (self->parts->returned == NULL && *rest != '\0')
    self->parts->returned = g_strdup (rest);
  return TRUE;
}

/* Returns: whether the mail is a report of a mail system, and then fills in @out */
gboolean
palier_incoming_judge_bounce (const PalierIncomingCase *self, PalierIncoming *out)
{
  /* Somebody may pass a report on. */
  gboolean passed_on = self->parts->forwarded_report && !self->robot && !self->nobody;

  if (self->parts->report != NULL && !passed_on && judge_report (self, out))
    return TRUE;
  return judge_text (self, out);
}
