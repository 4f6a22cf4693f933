/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-import-error.h"

G_DEFINE_QUARK (palier - import - error - quark, palier_import_error)
