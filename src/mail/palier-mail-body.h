/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-mail.h"

G_BEGIN_DECLS

/* Of this folder alone: the two forms of a body, and what must come before GMime. */
void palier_mail_init (void);
char *palier_mail_body_text (const char *markdown, GHashTable *links);
char *palier_mail_body_html (const char *markdown, GHashTable *links);
GPtrArray *palier_mail_body_links (const char *markdown);

G_END_DECLS
