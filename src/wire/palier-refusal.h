/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a relay answers when it does not do what was asked: a problem document (RFC 9457) with a
 * stable code. Programs go by the code; its title is for whoever reads the answer by himself. */
#define PALIER_REFUSAL_MEDIA "application/problem+json"

const char *palier_refusal_title (const char *code, gboolean french);
char *palier_refusal_to_json (guint status, const char *code, gboolean french, const char *trace,
                              const char *member, const char *detail);
char *palier_refusal_dup_code (const char *json, gsize length);

G_END_DECLS
