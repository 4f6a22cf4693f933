/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-core.h"
#include "palier-message.h"
#include "palier-profile.h"

G_BEGIN_DECLS

DexFuture *palier_self_test_send (PalierCore *core, PalierSender *sender, const char *password,
                                  PalierMessage *message);

G_END_DECLS
