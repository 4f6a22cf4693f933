/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-session.h"

G_BEGIN_DECLS

char *palier_sample_dup_directory (void);
DexFuture *palier_sample_fill (PalierSession *session);

G_END_DECLS
