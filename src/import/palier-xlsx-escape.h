/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gsize palier_xlsx_unescape (char *text, gsize length);

G_END_DECLS
