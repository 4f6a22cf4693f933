/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* The account that this computer is signed in to, and the ways to guard, share and leave it. */
#define PALIER_TYPE_ACCOUNT_HOME (palier_account_home_get_type ())
G_DECLARE_FINAL_TYPE (PalierAccountHome, palier_account_home, PALIER, ACCOUNT_HOME,
                      AdwNavigationPage)

AdwNavigationPage *palier_account_home_new (PalierSession *session);

G_END_DECLS
