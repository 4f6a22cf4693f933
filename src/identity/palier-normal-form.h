/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The form in which a value is compared: folded, without what only dresses it. Each writes to @out,
 * which it empties first. */
void palier_form_words (const char *text, GString *out);
void palier_form_name (const char *text, GString *out);
void palier_form_company (const char *text, GString *out);
void palier_form_street (const char *text, GString *out, GString *house);
void palier_form_city (const char *text, GString *out);
void palier_form_digits (const char *text, GString *out);
void palier_form_host (const char *text, GString *out);

G_END_DECLS
