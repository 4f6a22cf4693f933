/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "palier-changeset.h"
#include "palier-reference.h"

G_BEGIN_DECLS

/* What the user may tell of his customers. Drafts use those that he has permission for. */
#define PALIER_TYPE_REFERENCE_SERVICE (palier_reference_service_get_type ())
G_DECLARE_FINAL_TYPE (PalierReferenceService, palier_reference_service, PALIER, REFERENCE_SERVICE,
                      GObject)

/* → G_TYPE_PTR_ARRAY of PalierReference, by the customer's name */
DexFuture *palier_reference_service_list (PalierReferenceService *self);
/* → PALIER_TYPE_REFERENCE */
DexFuture *palier_reference_service_get (PalierReferenceService *self, const PalierId *id);
/* → PALIER_TYPE_CHANGESET by which a change is undone */
DexFuture *palier_reference_service_save (PalierReferenceService *self, PalierReference *reference);
/* → PALIER_TYPE_CHANGESET */
DexFuture *palier_reference_service_remove (PalierReferenceService *self, const PalierId *id);

/* How a draft would tell of it: (transfer full) (nullable): NULL without permission */
char *palier_reference_service_dup_told (const PalierReference *reference);

G_END_DECLS
