/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "palier-field.h"
#include "palier-id.h"

G_BEGIN_DECLS

/* What becomes of a column. */
typedef enum
{
  PALIER_COLUMN_FIELD,  /* onto its field; not imported where that is PALIER_FIELD_NONE */
  PALIER_COLUMN_CUSTOM, /* a custom text by its name, beside our fields */
  PALIER_COLUMN_NOTE,   /* a line "name: text" of the notes */
} PalierColumnUse;

/* How the text of one cell goes onto several fields. The column's field is the first of them. */
typedef enum
{
  PALIER_SPLIT_NONE,
  PALIER_SPLIT_NAME,    /* "Mme Jeanne LE GOFF" → title, first_name, last_name */
  PALIER_SPLIT_TOWN,    /* "75001 Paris" → postal_code, city */
  PALIER_SPLIT_ADDRESS, /* "3 rue X, 75001 Paris" → street, postal_code, city, country */
  PALIER_SPLIT_PHONES,  /* "01… / 06…" → phone, mobile, other_phones */
  PALIER_SPLIT_EMAILS,  /* several → email, other_emails */
  PALIER_SPLIT_CONTACT, /* addresses and numbers in one cell */
  PALIER_N_SPLITS
} PalierSplit;

/* What a column may do to a record that is in the base already. */
typedef enum
{
  PALIER_POLICY_FILL,      /* what is unknown, and more elements of a set */
  PALIER_POLICY_OVERWRITE, /* the file is right */
  PALIER_POLICY_NEVER,     /* only new records take it */
  PALIER_N_POLICIES
} PalierColumnPolicy;

/* How a column's dates and numbers are written; decided by all of its values unless the user says
 * otherwise. */
typedef enum
{
  PALIER_DATES_BY_COLUMN,
  PALIER_DATES_DAY_FIRST,
  PALIER_DATES_MONTH_FIRST,
  PALIER_N_DATE_STYLES
} PalierDateStyle;

typedef enum
{
  PALIER_NUMBERS_BY_COLUMN,
  PALIER_NUMBERS_COMMA, /* 1 234,56 and 1.234,56 */
  PALIER_NUMBERS_POINT, /* 1,234.56 */
  PALIER_N_NUMBER_STYLES
} PalierNumberStyle;

/* A value of a column that goes onto a closed list, and the key it stands for. */
typedef struct
{
  char *text; /* as in the file, folded values alike */
  char *key;  /* (nullable): of the field's list; NULL: not taken, and told where no key is known */
  guint n;    /* how often it was seen */
} PalierColumnValue;

PalierColumnValue *palier_column_value_new (const char *text, const char *key, guint n);
void palier_column_value_free (PalierColumnValue *self);

/* One column of a file and what it is taken for. Several columns may be on one field: then their
 * texts are joined in the order of the columns, numbers and addresses fill the further slots
 * (phone, mobile, other_phones; email, other_emails), three columns on one date may be its day,
 * month and year, and of what has one value the first known counts. */
typedef struct
{
  guint index;       /* from 0 */
  char *header;      /* as in the file; empty where there is none */
  PalierField field; /* PALIER_FIELD_NONE: not imported, unless `use` says otherwise */
  PalierField guess; /* what it was taken for; NONE: nothing */
  double confidence; /* of the guess, 0 to 1; under 0.6 it is proposed, not placed */
  /* code: header, content, both, beside, sensitive, memory, user, format */
  char *reason;
  char **samples; /* (array zero-terminated=1): up to 5 different values */

  PalierColumnUse use;
  char *name;        /* (nullable): of a custom text or in a note; NULL: the header */
  PalierSplit split; /* only where `use` is a field */
  char *joint;       /* (nullable): between this text and that of the column before it on the same
                        field; NULL: as the field has it */
  GPtrArray *values; /* (nullable) (element-type PalierColumnValue): the different values of a
                        column of few; with keys where the field has a closed list */
  PalierDateStyle dates;
  PalierNumberStyle numbers;
  PalierColumnPolicy policy;
} PalierColumn;

/* Their codes in JSON; NULL for one that is none. */
const char *palier_split_name (PalierSplit split);
const char *palier_policy_name (PalierColumnPolicy policy);
const char *palier_date_style_name (PalierDateStyle style);
const char *palier_number_style_name (PalierNumberStyle style);
gboolean palier_split_from_name (const char *name, PalierSplit *out);
gboolean palier_policy_from_name (const char *name, PalierColumnPolicy *out);
gboolean palier_date_style_from_name (const char *name, PalierDateStyle *out);
gboolean palier_number_style_from_name (const char *name, PalierNumberStyle *out);

/* The fields that a split fills, the column's own first. */
const PalierField *palier_split_fields (PalierSplit split, guint *n);

PalierColumn *palier_column_new (void);
const char *palier_column_get_name (const PalierColumn *self);
gboolean palier_column_is_used (const PalierColumn *self);
void palier_column_place (PalierColumn *self, const PalierColumn *as);
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
gboolean palier_problem_code_wants_mending (const char *code);
gboolean palier_problems_want_mending (GPtrArray *problems);
void palier_problem_free (PalierProblem *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierProblem, palier_problem_free)

/* A file at one moment; all 0: not there. */
typedef struct
{
  guint64 size;
  gint64 changed_ns; /* when its content changed, since 1970 */
  guint64 inode;
} PalierFileMark;

/* A row whose contact is, or may be, in the base or in an earlier row. */
typedef struct
{
  guint64 row;        /* line of the file, from 1 */
  PalierId other;     /* whom the base has; nil: none */
  guint64 other_row;  /* the earlier row; 0: none */
  gboolean sure;      /* an address or number says so, or all that is known together */
  double score;       /* the probability that both are one, where it was weighed; else 0 */
  const char *reason; /* static: code of what they share */
} PalierKnownRow;

/* Two rows of the base that share something, and may be two people: both were kept. */
typedef struct
{
  gint64 n;
  gint64 other;
} PalierUnsurePair;

/* What an import did. */
typedef struct
{
  PalierId changeset;
  guint64 rows;
  guint64 created;
  guint64 updated;     /* duplicates that brought something new */
  guint64 unchanged;   /* duplicates that brought nothing new, or were left out */
  guint64 merged;      /* duplicates that went into the other one, of both kinds */
  guint64 skipped;     /* rows with nothing to store */
  guint64 suppressed;  /* people who asked not to be written to */
  guint64 n_to_mend;   /* rows that hold what could not be taken as it stands */
  guint64 n_problems;  /* cells, also those that were put right */
  GPtrArray *problems; /* (element-type PalierProblem): the first 1,000 */
  guint64 n_unsure;
  GArray *unsure;       /* (element-type PalierUnsurePair): the first 1,000 */
  gint64 earlier_at_ms; /* when a file of the same bytes was imported; 0: never */
} PalierImportSummary;

#define PALIER_TYPE_IMPORT_SUMMARY (palier_import_summary_get_type ())
GType palier_import_summary_get_type (void);

PalierImportSummary *palier_import_summary_new (void);
PalierImportSummary *palier_import_summary_ref (PalierImportSummary *self);
void palier_import_summary_free (PalierImportSummary *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierImportSummary, palier_import_summary_free)

/* What a file is taken for, before anything is written. */
typedef struct
{
  char *path;
  PalierFileMark mark;  /* when it was looked at */
  char *format;         /* csv, xlsx, xls, ods, vcard, html, poliris, zip */
  char *encoding;       /* (nullable): of a text file */
  char *delimiter;      /* (nullable) */
  char *sheet;          /* (nullable) */
  char **sheets;        /* (nullable) (array zero-terminated=1) */
  char **hidden_sheets; /* (nullable) (array zero-terminated=1): can be read by name all the same */
  int header_row;       /* from 0; -1: none */
  guint64 rows;         /* data rows seen so far */
  gboolean complete;    /* the whole file was read */
  GPtrArray *columns;   /* (element-type PalierColumn) */
  GPtrArray *problems;  /* (element-type PalierProblem): the first 1,000 */
  GPtrArray
      *prospects; /* (element-type PalierProspect): the first 200 rows as they would be stored */
  guint64 n_problems; /* all of them */
  guint64 n_in_file;  /* rows that repeat an earlier row of the file */
  guint64 n_in_base;  /* rows that are in the base already */
  GArray *known; /* (nullable) (element-type PalierKnownRow): the first 1,000 of those that are,
                    or may be, in the base */
  PalierImportSummary *counts; /* (nullable): of an import of it, which was not made */
} PalierPreview;

#define PALIER_TYPE_PREVIEW (palier_preview_get_type ())
GType palier_preview_get_type (void);

PalierPreview *palier_preview_new (void);
PalierPreview *palier_preview_ref (PalierPreview *self);
void palier_preview_free (PalierPreview *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierPreview, palier_preview_free)

G_END_DECLS
