/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-seal.h"

G_BEGIN_DECLS

gboolean palier_sealed_file_write (const char *plain, const char *sealed, const PalierSealKey *key,
                                   PalierRandom *random, GError **error);
gboolean palier_sealed_file_read (const char *sealed, const char *plain, const PalierSealKey *key,
                                  GError **error);

G_END_DECLS
