/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-account-list.h"

G_BEGIN_DECLS

const PalierAccountListing *palier_account_listing_find (const char *name);

G_END_DECLS
