/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "palier-id.h"

G_BEGIN_DECLS

/* A file that was imported: what was asked for it, and what came of it. It stays when the import is
 * undone, which its changeset says. */
typedef struct
{
  PalierId id;
  PalierId changeset;
  char *file_name;
  char *file_hash; /* (nullable): SHA-256, hexadecimal */
  char *format;    /* (nullable): csv, xlsx, … */
  gint64 at_ms;
  guint64 rows;
  guint64 created;
  guint64 updated;
  guint64 unchanged;
  guint64 skipped;
  guint64 suppressed;
  char *legal_basis; /* (nullable) */
  char *source;      /* (nullable): in the user's words */
  char *source_date; /* (nullable): YYYY-MM-DD */
  char *mapping;     /* (nullable): JSON, which column was which */
} PalierImportFile;

#define PALIER_TYPE_IMPORT_FILE (palier_import_file_get_type ())
GType palier_import_file_get_type (void);
PalierImportFile *palier_import_file_new (void);
PalierImportFile *palier_import_file_ref (PalierImportFile *self);
void palier_import_file_free (PalierImportFile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierImportFile, palier_import_file_free)

/* A row of a file, and the prospect that it became or went into. */
typedef struct
{
  gint64 n;
  guint64 line; /* of the file, from 1, the header included */
  guint file;   /* index into PalierOrigins.files */
} PalierOrigin;

typedef struct
{
  GArray *rows;     /* (element-type PalierOrigin): by n, then in the order of the imports */
  GPtrArray *files; /* (element-type PalierImportFile) */
} PalierOrigins;

#define PALIER_TYPE_ORIGINS (palier_origins_get_type ())
GType palier_origins_get_type (void);
PalierOrigins *palier_origins_new (void);
PalierOrigins *palier_origins_ref (PalierOrigins *self);
void palier_origins_free (PalierOrigins *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierOrigins, palier_origins_free)

G_END_DECLS
