/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  PALIER_SMTP_TLS,      /* from the first byte (port 465) */
  PALIER_SMTP_STARTTLS, /* asked for, and refused where it is missing (port 587) */
  PALIER_SMTP_PLAIN,    /* to this machine only, and only when allowed */
} PalierSmtpSecurity;

typedef struct
{
  const char *host;
  guint16 port;
  PalierSmtpSecurity security;
  const char *user;     /* (nullable) */
  const char *password; /* (nullable) */
  const char *helo;     /* (nullable): "[127.0.0.1]" when not given, as mail programs do */
  const char *ca_file;  /* (nullable): trusted instead of the system's */
  gboolean allow_plain_loopback;
  guint connect_ms; /* 0: 15 s */
  guint reply_ms;   /* 0: 5 min (RFC 5321 § 4.5.3.2) */
} PalierSmtpConfig;

/* How far a hand-over came. Up to BODY the message has certainly not been given over; from FINAL on
 * the server has seen its end. */
typedef enum
{
  PALIER_SMTP_STAGE_RESOLVE,
  PALIER_SMTP_STAGE_CONNECT,
  PALIER_SMTP_STAGE_TLS,
  PALIER_SMTP_STAGE_GREETING,
  PALIER_SMTP_STAGE_EHLO,
  PALIER_SMTP_STAGE_STARTTLS,
  PALIER_SMTP_STAGE_AUTH,
  PALIER_SMTP_STAGE_MAIL,
  PALIER_SMTP_STAGE_RCPT,
  PALIER_SMTP_STAGE_DATA,
  PALIER_SMTP_STAGE_BODY,
  PALIER_SMTP_STAGE_FINAL,
  PALIER_N_SMTP_STAGES
} PalierSmtpStage;

typedef enum
{
  PALIER_SMTP_ACCEPTED,
  PALIER_SMTP_DEFERRED,  /* certainly not taken; may be tried again */
  PALIER_SMTP_REFUSED,   /* certainly not taken, for good */
  PALIER_SMTP_UNCERTAIN, /* the end was sent, and no answer came */
} PalierSmtpOutcome;

/* What went wrong, so that it can be said how to mend it. */
typedef enum
{
  PALIER_SMTP_OK,
  PALIER_SMTP_NO_HOST,
  PALIER_SMTP_CONNECT_REFUSED,
  PALIER_SMTP_UNREACHABLE,
  PALIER_SMTP_TIMED_OUT,
  PALIER_SMTP_TLS_NAME, /* the certificate is another host's */
  PALIER_SMTP_TLS_EXPIRED,
  PALIER_SMTP_TLS_SELF_SIGNED,
  PALIER_SMTP_TLS_UNTRUSTED,
  PALIER_SMTP_TLS_FAILED, /* no TLS spoken there: often the wrong port */
  PALIER_SMTP_NO_STARTTLS,
  PALIER_SMTP_PLAIN_FORBIDDEN,
  PALIER_SMTP_NOT_SMTP,
  PALIER_SMTP_GREETING_REFUSED, /* the server takes no mail from us at all */
  PALIER_SMTP_NO_AUTH,          /* a login was given, and the server offers none */
  PALIER_SMTP_AUTH_REFUSED,
  PALIER_SMTP_SENDER_REFUSED,
  PALIER_SMTP_RECIPIENT_REFUSED,
  PALIER_SMTP_MESSAGE_REFUSED,
  PALIER_SMTP_LINE_DROPPED,
  PALIER_SMTP_CANCELLED,
  PALIER_N_SMTP_FAULTS
} PalierSmtpFault;

typedef struct
{
  PalierSmtpOutcome outcome;
  PalierSmtpStage stage;
  PalierSmtpFault fault;
  gboolean session_failed; /* the fault is the server's or the login's: no message would pass */
  int code;                /* of the server's last reply; 0: none */
  char status[12];         /* enhanced status (RFC 3463), "5.1.1"; empty: none */
  char *text;              /* (nullable): the reply, or the library's words; hostile, UTF-8 */
} PalierSmtpResult;

void palier_smtp_result_clear (PalierSmtpResult *self);
const char *palier_smtp_stage_name (PalierSmtpStage stage);
const char *palier_smtp_fault_name (PalierSmtpFault fault);

/* One line to one server, kept from message to message. It belongs to one thread at a time; its
 * calls block. */
typedef struct _PalierSmtpSession PalierSmtpSession;

/* One message for one recipient; the addresses without brackets. */
typedef struct
{
  const char *from;
  const char *to;
  GBytes *mail; /* lines ended by CRLF, at least one header */
} PalierSmtpMessage;

PalierSmtpSession *palier_smtp_session_new (const PalierSmtpConfig *config);
void palier_smtp_session_free (PalierSmtpSession *self);
guint
palier_smtp_session_send (PalierSmtpSession *self, const PalierSmtpMessage *messages,
                          guint n_messages, GCancellable *cancellable, PalierSmtpResult *results);

gboolean palier_smtp_diagnose (const PalierSmtpConfig *config, const char *from, const char *to,
                               GCancellable *cancellable, PalierSmtpResult *result);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PalierSmtpResult, palier_smtp_result_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierSmtpSession, palier_smtp_session_free)

G_END_DECLS
