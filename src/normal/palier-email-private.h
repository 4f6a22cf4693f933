/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean palier_email_is_webmail_domain (const char *domain);
const char *palier_email_meant_domain (const char *domain);
char *palier_email_guess (const char *text, gboolean is_valid);

G_END_DECLS
