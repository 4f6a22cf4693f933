/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "palier-session.h"

G_BEGIN_DECLS

char *palier_bulk_offer_await (GtkWidget *parent, PalierSession *session, GArray *numbers,
                               GError **error);

G_END_DECLS
