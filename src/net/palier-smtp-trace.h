/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-smtp.h"

G_BEGIN_DECLS

#define PALIER_SMTP_MAX_REPLY 1024

/* Of this folder alone: follows a dialogue as it goes over the line and knows at every moment how
 * far it came. The end of a message counts as sent once its last bytes (CR LF . CR LF) were given
 * to the kernel or to TLS: before that the server cannot take it, after that it may have. */
typedef struct
{
  PalierSmtpStage stage;
  char tail[5];
  gboolean answered; /* a whole reply came since the last command, or since the end */
  gboolean garbage;  /* something came that is no reply */
  gboolean asked_auth;
  gboolean pipelining; /* the server takes several commands at once (RFC 2920) */
  gboolean size;       /* … and wants to know a message's size (RFC 1870) */
  int code;
  char status[12];
  GString *text;
} PalierSmtpTrace;

void palier_smtp_trace_init (PalierSmtpTrace *self);
void palier_smtp_trace_clear (PalierSmtpTrace *self);
void palier_smtp_trace_begin (PalierSmtpTrace *self);
void palier_smtp_trace_command (PalierSmtpTrace *self, const char *data, gsize length);
void palier_smtp_trace_body (PalierSmtpTrace *self, const char *data, gsize length);
void palier_smtp_trace_reply (PalierSmtpTrace *self, const char *line, gsize length);

G_END_DECLS
