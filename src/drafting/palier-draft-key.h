/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *palier_draft_key_resolve (const char *key);

G_END_DECLS
