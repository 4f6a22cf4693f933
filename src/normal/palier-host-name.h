/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PALIER_SLUG_LEAST 3
#define PALIER_SLUG_MOST 40

char *palier_slug_normalize (const char *text);
gboolean palier_slug_is_reserved (const char *slug);
char *palier_domain_normalize (const char *text);
gboolean palier_domain_is_special (const char *domain);
gboolean palier_domain_is_within (const char *domain, const char *zone);

G_END_DECLS
