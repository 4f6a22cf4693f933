/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-random.h"

G_BEGIN_DECLS

#define PALIER_PASSWORD_MIN 8
#define PALIER_PASSWORD_MAX 1024 /* bytes */

gboolean palier_password_is_acceptable (const char *password);
char *palier_password_hash (const char *password, PalierRandom *random);
gboolean palier_password_verify (const char *password, const char *phc);

G_END_DECLS
