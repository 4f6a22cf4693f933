/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "palier-field.h"
#include "palier-id.h"

G_BEGIN_DECLS

/* One column of a file and the field it is taken for. */
typedef struct
{
  guint index;       /* from 0 */
  char *header;      /* as in the file; empty where there is none */
  PalierField field; /* PALIER_FIELD_NONE: not imported */
  PalierField guess; /* what it was taken for; NONE: nothing */
  double confidence; /* of the guess, 0 to 1; under 0.6 it is proposed, not placed */
  char *reason;      /* code: header, content, both, memory, user */
  char **samples;    /* (array zero-terminated=1): up to 5 different values */
} PalierColumn;

PalierColumn *palier_column_new (void);
void palier_column_free (PalierColumn *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierColumn, palier_column_free)

/* A cell or a row that could not be taken as it stands; the row is never dropped silently. */
typedef struct
{
  guint64 row;    /* line of the file, from 1 */
  int column;     /* from 0; -1: the whole row */
  char *code;     /* for instance phone_destroyed, email_invalid, row_ragged */
  char *value;    /* (nullable): as in the file */
  char *proposal; /* (nullable): what it may have meant */
} PalierProblem;

PalierProblem *palier_problem_new (void);
void palier_problem_free (PalierProblem *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierProblem, palier_problem_free)

/* What a file is taken for, before anything is written. */
typedef struct
{
  char *path;
  char *format;        /* csv, xlsx */
  char *encoding;      /* (nullable): of a text file */
  char *delimiter;     /* (nullable) */
  char *sheet;         /* (nullable) */
  char **sheets;       /* (nullable) (array zero-terminated=1) */
  int header_row;      /* from 0; -1: none */
  guint64 rows;        /* data rows seen so far */
  gboolean complete;   /* the whole file was read */
  GPtrArray *columns;  /* (element-type PalierColumn) */
  GPtrArray *problems; /* (element-type PalierProblem): the first 1,000 */
  GPtrArray
      *prospects; /* (element-type PalierProspect): the first 200 rows as they would be stored */
  guint64 n_problems; /* all of them */
  guint64 n_new;
  guint64 n_in_file; /* rows that repeat an earlier row of the file */
  guint64 n_in_base; /* rows that are in the base already */
} PalierPreview;

#define PALIER_TYPE_PREVIEW (palier_preview_get_type ())
GType palier_preview_get_type (void);

PalierPreview *palier_preview_new (void);
PalierPreview *palier_preview_ref (PalierPreview *self);
void palier_preview_free (PalierPreview *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierPreview, palier_preview_free)

/* What an import did. */
typedef struct
{
  PalierId changeset;
  guint64 rows;
  guint64 created;
  guint64 updated;    /* duplicates whose empty fields were filled */
  guint64 unchanged;  /* duplicates that brought nothing new */
  guint64 skipped;    /* rows with nothing to store */
  guint64 suppressed; /* people who asked not to be written to */
  guint64 n_problems;
  GPtrArray *problems; /* (element-type PalierProblem): the first 1,000 */
} PalierImportSummary;

#define PALIER_TYPE_IMPORT_SUMMARY (palier_import_summary_get_type ())
GType palier_import_summary_get_type (void);

PalierImportSummary *palier_import_summary_new (void);
PalierImportSummary *palier_import_summary_ref (PalierImportSummary *self);
void palier_import_summary_free (PalierImportSummary *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierImportSummary, palier_import_summary_free)

G_END_DECLS
