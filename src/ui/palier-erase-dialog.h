/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

void palier_erase_dialog_present (GtkWidget *parent, PalierSession *session, const PalierId *id,
                                  const char *name);

G_END_DECLS
