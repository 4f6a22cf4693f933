/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-authority.h"
#include "palier-notice.h"

G_BEGIN_DECLS

/* What is told when another address is asked for. */
typedef struct
{
  PalierNotice wanted;  /* to the new one */
  PalierNotice present; /* to the one there is */
} PalierAddressNotices;

void palier_address_notices_clear (PalierAddressNotices *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PalierAddressNotices, palier_address_notices_clear)

char *
palier_address_change_begin (PalierStore *store, const PalierCaller *caller, const char *password,
                             const char *email, PalierAddressNotices *notices, GError **error);
gboolean
palier_address_change_finish (PalierStore *store, const PalierCaller *caller, const char *handle,
                              const char *code, const char *present_code, PalierNotice *notice,
                              GError **error);
gboolean
palier_address_set (PalierStore *store, const char *email, const char *wanted, GError **error);

G_END_DECLS
