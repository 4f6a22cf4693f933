/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-import-file.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

/* Files that were imported, and which of their rows became which prospect. */

#define PALIER_ORIGIN_RANGE_MAX 4096

/* Rows of a file, one a line, and the prospects that they became, side by side. */
typedef struct
{
  gint64 first_n;
  guint64 first_line;
  guint count; /* 1 to PALIER_ORIGIN_RANGE_MAX */
} PalierOriginRange;

DexFuture *palier_import_store_add (PalierWorkspace *workspace, PalierImportFile *file);
DexFuture *palier_import_store_list (PalierWorkspace *workspace, guint limit);
DexFuture *palier_import_store_find (PalierWorkspace *workspace, const char *file_hash);

DexFuture *palier_import_store_add_origins (PalierWorkspace *workspace, const PalierId *changeset,
                                            GArray *ranges);
DexFuture *palier_import_store_origins (PalierWorkspace *workspace, GArray *ns);

G_END_DECLS
