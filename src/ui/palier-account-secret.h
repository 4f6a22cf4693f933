/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *palier_account_secret_new (const char *secret, const char *address);

G_END_DECLS
