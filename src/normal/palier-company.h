/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *palier_company_split (const char *text, const char **form);
const char *palier_company_form (const char *text);
char *palier_company_case (const char *text);
char *palier_company_key (const char *text);

G_END_DECLS
