/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-authority.h"
#include "palier-erasure-store.h"

G_BEGIN_DECLS

gboolean palier_tenant_find (PalierStore *store, const char *name, gint64 *out, GError **error);
gboolean
palier_tenant_count (PalierStore *store, gint64 tenant, PalierErasure *out, GError **error);
gboolean palier_tenant_erase (PalierStore *store, const char *directory, gint64 tenant,
                              PalierErasure *out, GError **error);
gboolean palier_tenant_erase_own (PalierStore *store, const char *directory,
                                  const PalierCaller *caller, const char *password, GError **error);
gboolean palier_tenant_list_copy (const char *from, const char *to, GError **error);
gboolean palier_tenant_erase_again (PalierStore *store, const char *directory, GError **error);

G_END_DECLS
