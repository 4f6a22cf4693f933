/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The recovery codes, shown this once. */
#define PALIER_TYPE_ACCOUNT_CODES (palier_account_codes_get_type ())
G_DECLARE_FINAL_TYPE (PalierAccountCodes, palier_account_codes, PALIER, ACCOUNT_CODES,
                      AdwNavigationPage)

AdwNavigationPage *palier_account_codes_new (const char *const *codes);

G_END_DECLS
