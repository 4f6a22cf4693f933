/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <curl/curl.h>

#include "palier-smtp-trace.h"

G_BEGIN_DECLS

/* Of this folder alone: one easy handle and what is followed through it. */
typedef struct
{
  CURL *easy;
  PalierSmtpTrace trace;
  char *host;
  char *url;
  gboolean forbidden; /* plain, and not to this machine */
  gboolean implicit_tls;
  gboolean wants_auth;
  guint reply_ms;
  GString *pending;          /* came, and is no whole line yet or answers a later command */
  GCancellable *cancellable; /* (nullable): of the call that runs */
} PalierSmtpLine;

void palier_smtp_line_init (PalierSmtpLine *self, const PalierSmtpConfig *config);
void palier_smtp_line_clear (PalierSmtpLine *self);
CURLcode palier_smtp_line_open (PalierSmtpLine *self);
void palier_smtp_line_abandon (PalierSmtpLine *self);
void palier_smtp_line_judge (PalierSmtpLine *self, CURLcode code, PalierSmtpResult *result);

/* The dialogue on a line that stands. */
gboolean palier_smtp_talk_is_quiet (PalierSmtpLine *line);
CURLcode palier_smtp_talk_write (PalierSmtpLine *line, const char *data, gsize length, gsize body);
CURLcode palier_smtp_talk_hear (PalierSmtpLine *line, const char *verb);
CURLcode palier_smtp_talk_end (PalierSmtpLine *line);
CURLcode palier_smtp_talk_ask (PalierSmtpLine *line, const char *command);
void palier_smtp_talk_leave (PalierSmtpLine *line);

G_END_DECLS
