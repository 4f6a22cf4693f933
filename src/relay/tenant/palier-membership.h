/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-account-service.h"
#include "palier-invitation-store.h"
#include "palier-notice.h"

G_BEGIN_DECLS

/* Who belongs to an agency, and as what. What an owner does is refused, with
 * PALIER_ACCOUNT_ERROR_ROLE, to who is none any more when it is written. */

GPtrArray *palier_membership_list (PalierStore *store, const PalierCaller *caller, GError **error);
gboolean palier_membership_set_role (PalierStore *store, const PalierCaller *caller,
                                     const PalierId *member, PalierRole role, GError **error);
gboolean palier_membership_hand_over (PalierStore *store, const PalierCaller *caller,
                                      const PalierId *member, GError **error);
gboolean palier_membership_remove (PalierStore *store, const PalierCaller *caller,
                                   const PalierId *member, GError **error);
gboolean palier_membership_leave (PalierStore *store, const PalierCaller *caller,
                                  const char *password, GError **error);

G_END_DECLS
