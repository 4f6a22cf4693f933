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
  GCancellable *cancellable; /* (nullable): of the call that runs */
} PalierSmtpLine;

void palier_smtp_line_init (PalierSmtpLine *self, const PalierSmtpConfig *config);
void palier_smtp_line_clear (PalierSmtpLine *self);
void palier_smtp_line_judge (PalierSmtpLine *self, CURLcode code, PalierSmtpResult *result);

G_END_DECLS
