/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-reading.h"

G_BEGIN_DECLS

char *palier_email_normalize (const char *text, char **proposal, PalierReading *verdict);
char *palier_email_key (const char *address);
gboolean palier_email_is_generic (const char *address);
gboolean palier_email_is_webmail (const char *address);

G_END_DECLS
