/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "palier-id.h"

G_BEGIN_DECLS

/* One action of the user that can be undone as a whole. */
typedef struct
{
  PalierId id;
  gint64 n;
  char *action; /* import, edit, delete, approve, merge */
  char *label;  /* (nullable): a file name, a prospect */
  gint64 at_ms;
  guint n_records; /* records it touched */
  gboolean undone;
} PalierChangeset;

#define PALIER_TYPE_CHANGESET (palier_changeset_get_type ())
GType palier_changeset_get_type (void);

PalierChangeset *palier_changeset_new (void);
PalierChangeset *palier_changeset_ref (PalierChangeset *self);
void palier_changeset_free (PalierChangeset *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierChangeset, palier_changeset_free)

G_END_DECLS
