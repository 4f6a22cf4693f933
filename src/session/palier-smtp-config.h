/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-profile.h"
#include "palier-smtp.h"

G_BEGIN_DECLS

/* How to reach @sender's server; borrows its texts and @password. Anything but a known word is
 * taken as the safest. */
static inline PalierSmtpConfig
palier_smtp_config_of (const PalierSender *sender, const char *password)
{
  PalierSmtpSecurity security = PALIER_SMTP_TLS;

  if (g_strcmp0 (sender->security, "starttls") == 0)
    security = PALIER_SMTP_STARTTLS;
  else if (g_strcmp0 (sender->security, "none") == 0)
    security = PALIER_SMTP_PLAIN;
  return (PalierSmtpConfig) { .host = sender->host,
                              .port = (guint16) sender->port,
                              .security = security,
                              .user = sender->user,
                              .password = password,
                              .allow_plain_loopback = sender->allow_plain_loopback,
                              .connect_ms = 15000,
                              .reply_ms = 30000 };
}

G_END_DECLS
