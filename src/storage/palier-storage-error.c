/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-storage-error.h"

G_DEFINE_QUARK (palier - storage - error - quark, palier_storage_error)
