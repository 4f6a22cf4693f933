/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-smtp-trace.h"

#include <string.h>

void
palier_smtp_trace_init (PalierSmtpTrace *self)
{
  memset (self, 0, sizeof *self);
  self->text = g_string_new (NULL);
}

void
palier_smtp_trace_clear (PalierSmtpTrace *self)
{
  g_string_free (self->text, TRUE);
}

static void
forget_reply (PalierSmtpTrace *self)
{
  self->answered = FALSE;
  self->code = 0;
  self->status[0] = '\0';
  g_string_truncate (self->text, 0);
}

/* A new message: on a line that stands, or on a new one. */
void
palier_smtp_trace_begin (PalierSmtpTrace *self)
{
  forget_reply (self);
  memset (self->tail, 0, sizeof self->tail);
  self->stage = PALIER_SMTP_STAGE_RESOLVE;
  self->garbage = FALSE;
}

/* A command was sent. What follows AUTH (its secrets) is no command and is not looked at. */
void
palier_smtp_trace_command (PalierSmtpTrace *self, const char *data, gsize length)
{
  static const struct
  {
    const char *verb;
    PalierSmtpStage stage;
  } verbs[] = {
    { "EHLO", PALIER_SMTP_STAGE_EHLO },         { "HELO", PALIER_SMTP_STAGE_EHLO },
    { "STARTTLS", PALIER_SMTP_STAGE_STARTTLS }, { "AUTH", PALIER_SMTP_STAGE_AUTH },
    { "MAIL", PALIER_SMTP_STAGE_MAIL },         { "RCPT", PALIER_SMTP_STAGE_RCPT },
    { "DATA", PALIER_SMTP_STAGE_DATA },
  };

  forget_reply (self);
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
  {
    gsize size = strlen (verbs[i].verb);
    if (length >= size && g_ascii_strncasecmp (data, verbs[i].verb, size) == 0)
      self->stage = verbs[i].stage;
  }
  self->asked_auth |= self->stage == PALIER_SMTP_STAGE_AUTH;
  /* What was offered in the clear does not hold behind STARTTLS. */
  if (self->stage == PALIER_SMTP_STAGE_EHLO)
    self->pipelining = self->size = FALSE;
}

/* Bytes of the message were sent. */
void
palier_smtp_trace_body (PalierSmtpTrace *self, const char *data, gsize length)
{
  gsize take = MIN (length, sizeof self->tail);

  memmove (self->tail, self->tail + take, sizeof self->tail - take);
  memcpy (self->tail + sizeof self->tail - take, data + length - take, take);
  if (memcmp (self->tail, "\r\n.\r\n", sizeof self->tail) == 0)
  {
    forget_reply (self);
    self->stage = PALIER_SMTP_STAGE_FINAL;
  }
}

/* "5.1.1 No such user" → "5.1.1" */
static void
read_status (PalierSmtpTrace *self, const char *text, gsize length)
{
  gsize size = 0;
  int dots = 0;

  while (size < length && (g_ascii_isdigit (text[size]) || text[size] == '.'))
    dots += text[size++] == '.';
  if (dots == 2 && size >= 5 && size < sizeof self->status && strchr ("245", text[0]) != NULL
      && text[size - 1] != '.')
  {
    memcpy (self->status, text, size);
    self->status[size] = '\0';
  }
}

static gboolean
has_word (const char *text, gsize length, const char *word)
{
  gsize size = strlen (word);
  return length >= size && g_ascii_strncasecmp (text, word, size) == 0
         && (length == size || text[size] == ' ');
}

static void
read_offer (PalierSmtpTrace *self, const char *text, gsize length)
{
  self->pipelining |= has_word (text, length, "PIPELINING");
  self->size |= has_word (text, length, "SIZE");
}

static void
append_text (PalierSmtpTrace *self, const char *text, gsize length)
{
  if (self->text->len > 0 && self->text->len < PALIER_SMTP_MAX_REPLY)
    g_string_append_c (self->text, '\n');
  gsize room = PALIER_SMTP_MAX_REPLY - MIN (self->text->len, PALIER_SMTP_MAX_REPLY);
  g_string_append_len (self->text, text, (gssize) MIN (length, room));
}

/* What a reply says beyond its own command. */
static void
advance (PalierSmtpTrace *self)
{
  if (self->stage == PALIER_SMTP_STAGE_STARTTLS && self->code == 220)
    self->stage = PALIER_SMTP_STAGE_TLS;
  else if (self->stage == PALIER_SMTP_STAGE_DATA && self->code == 354)
    self->stage = PALIER_SMTP_STAGE_BODY;
}

/* A line came. */
void
palier_smtp_trace_reply (PalierSmtpTrace *self, const char *line, gsize length)
{
  while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
    length--;
  if (self->stage < PALIER_SMTP_STAGE_GREETING)
    self->stage = PALIER_SMTP_STAGE_GREETING;
  if (length < 3 || !g_ascii_isdigit (line[0]) || !g_ascii_isdigit (line[1])
      || !g_ascii_isdigit (line[2]) || (length > 3 && line[3] != ' ' && line[3] != '-'))
  {
    self->garbage = TRUE;
    return;
  }
  if (self->answered)
    forget_reply (self);
  self->code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0';
  if (length > 4)
  {
    read_status (self, line + 4, length - 4);
    append_text (self, line + 4, length - 4);
    if (self->stage == PALIER_SMTP_STAGE_EHLO)
      read_offer (self, line + 4, length - 4);
  }
  if (length > 3 && line[3] == '-')
    return;
  self->answered = TRUE;
  advance (self);
}
