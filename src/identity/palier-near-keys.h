/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-prospect.h"

G_BEGIN_DECLS

/* Numbers that prospects share who may be one although no address or number is the same: of names
 * as they sound, with the firm or the place; of initials, with the birth date or a half of the
 * number of telephone, since a slip of the pen leaves the other half. A base keeps them, so that
 * the few who are worth comparing with a new contact are found at once. A change of what they are
 * made of needs a migration that empties `near_key`. */
#define PALIER_NEAR_KEYS 7

guint palier_near_keys (const PalierProspect *prospect, gint64 out[PALIER_NEAR_KEYS]);

G_END_DECLS
