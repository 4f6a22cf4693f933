/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-authority.h"
#include "palier-notice.h"

G_BEGIN_DECLS

gboolean palier_password_prove (PalierStore *store, const PalierCaller *caller,
                                const char *password, GError **error);
gboolean palier_password_change (PalierStore *store, const PalierCaller *caller,
                                 const char *current, const char *wanted, GError **error);
gboolean
palier_password_set (PalierStore *store, const char *email, const char *wanted, GError **error);

char *palier_password_reset_begin (PalierStore *store, const char *email, PalierLanguage language,
                                   PalierNotice *notice, GError **error);
gboolean palier_password_reset_finish (PalierStore *store, const char *handle, const char *code,
                                       const char *wanted, PalierNotice *notice, GError **error);

G_END_DECLS
