/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The roles of an agency's members as rows show them. */
const char *palier_account_role_words (const char *role);
GtkWidget *palier_account_role_row_new (void);
const char *palier_account_role_row_get (GtkWidget *row);
void palier_account_role_row_set (GtkWidget *row, const char *role);

G_END_DECLS
