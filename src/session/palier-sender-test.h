/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "palier-message.h"
#include "palier-profile.h"
#include "palier-settings-service.h"

G_BEGIN_DECLS

DexFuture *palier_sender_test_run (PalierSender *sender, const char *password);
char *palier_sender_fault_words (const char *fault);

G_END_DECLS
