/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-core.h"
#include "palier-message-service.h"

G_BEGIN_DECLS

GListModel *palier_message_list_new (PalierCore *core);

G_END_DECLS
