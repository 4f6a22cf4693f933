/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-workspace.h"

G_BEGIN_DECLS

/* Where a message stands, and by what it is known whether it was written since. */
typedef struct
{
  gint64 n;
  guint64 version;      /* another one after each change */
  guint64 name_version; /* of its prospect, where that was asked for */
} PalierMessageRow;

/* The newest messages, and those whose delivery something was told of since. */
typedef struct
{
  GArray *rows;    /* (element-type PalierMessageRow): the newest first */
  GArray *stirred; /* (element-type gint64): row numbers */
  gint64 told;     /* by how far that was told */
} PalierMessageRows;

#define PALIER_TYPE_MESSAGE_ROWS (palier_message_rows_get_type ())
GType palier_message_rows_get_type (void);
PalierMessageRows *palier_message_rows_ref (PalierMessageRows *self);
void palier_message_rows_free (PalierMessageRows *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierMessageRows, palier_message_rows_free)

/* → PALIER_TYPE_MESSAGE_ROWS */
DexFuture *
palier_message_rows_list (PalierWorkspace *workspace, guint limit, gint64 told, gboolean names);
/* → G_TYPE_PTR_ARRAY of PalierMessage */
DexFuture *palier_message_rows_load (PalierWorkspace *workspace, GArray *ns);

G_END_DECLS
