/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-store.h"

G_BEGIN_DECLS

/* A text that shows that an account was logged into from where it is kept. It opens nothing: its
 * holder's tries are counted apart from those of strangers. */
char *palier_known_device_new (PalierStore *store, const guint8 address[PALIER_DIGEST_SIZE]);
gboolean palier_known_device_check (PalierStore *store, const guint8 address[PALIER_DIGEST_SIZE],
                                    const char *text);

G_END_DECLS
