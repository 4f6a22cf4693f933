/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-import.h"

G_BEGIN_DECLS

/* What is set for one column beside its place: how it is split or joined, how its dates and numbers
 * are read, what its values stand for, what it may do to known contacts.
 *
 * Signals: "changed" (): once, when it is closed and something was set otherwise. */
#define PALIER_TYPE_COLUMN_DIALOG (palier_column_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PalierColumnDialog, palier_column_dialog, PALIER, COLUMN_DIALOG, AdwDialog)

PalierColumnDialog *palier_column_dialog_new (GPtrArray *columns, guint index);
guint palier_column_dialog_get_index (PalierColumnDialog *self);
const PalierColumn *palier_column_dialog_get_column (PalierColumnDialog *self);

G_END_DECLS
