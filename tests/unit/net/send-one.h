/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-smtp.h"

/* Hands one message over. */
static inline void
send_one (PalierSmtpSession *session, const char *from, const char *to, GBytes *mail,
          GCancellable *cancellable, PalierSmtpResult *result)
{
  PalierSmtpMessage message = { from, to, mail };
  g_assert_cmpuint (palier_smtp_session_send (session, &message, 1, cancellable, result), ==, 1);
}
