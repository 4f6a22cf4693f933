/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-consent.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

/* Statements of consent: rows are added, never changed. */
DexFuture *palier_consent_store_append (PalierWorkspace *workspace, const PalierId *changeset,
                                        GPtrArray *consents);
DexFuture *palier_consent_store_of_subject (PalierWorkspace *workspace, const PalierId *subject);
DexFuture *palier_consent_store_of_rows (PalierWorkspace *workspace, GArray *ns);

G_END_DECLS
