/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* What may be told of one customer. */
#define PALIER_TYPE_REFERENCE_DIALOG (palier_reference_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PalierReferenceDialog, palier_reference_dialog, PALIER, REFERENCE_DIALOG,
                      AdwDialog)

AdwDialog *palier_reference_dialog_new (PalierSession *session, PalierReference *reference);

G_END_DECLS
