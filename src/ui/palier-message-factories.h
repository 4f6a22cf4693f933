/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How the list of messages draws its rows and headers. */
GtkListItemFactory *palier_message_row_factory_new (void);
GtkListItemFactory *palier_message_header_factory_new (void);

G_END_DECLS
