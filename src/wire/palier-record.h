/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-kind.h"
#include "palier-mark.h"

G_BEGIN_DECLS

#define PALIER_WIRE_ERROR (palier_wire_error_quark ())

typedef enum
{
  PALIER_WIRE_ERROR_SYNTAX,  /* no JSON, or not of this shape */
  PALIER_WIRE_ERROR_KIND,    /* an unknown kind or field: written by a newer version */
  PALIER_WIRE_ERROR_VALUE,   /* a value that its field does not take */
  PALIER_WIRE_ERROR_LIMIT,   /* above one of the bounds below */
  PALIER_WIRE_ERROR_VERSION, /* another wire version */
} PalierWireError;

GQuark palier_wire_error_quark (void);

#define PALIER_RECORD_MAX_BYTES (1024 * 1024)
#define PALIER_RECORD_MAX_TEXT (16 * 1024)       /* of a short text */
#define PALIER_RECORD_MAX_LONG_TEXT (256 * 1024) /* of LONG_TEXT and JSON */
#define PALIER_RECORD_MAX_ELEMENTS 256           /* of a set, those removed too */
#define PALIER_RECORD_MAX_ELEMENT 256            /* bytes of one */
#define PALIER_RECORD_MAX_DOTS 64                /* devices that wrote one element */

/* What one device did to one element of a set. The element is in the set while a device has
 * `added` above `removed`: a remove counts only for the adds that the remover had seen. */
typedef struct
{
  guint64 device;
  PalierStamp added;   /* its latest add; never 0 */
  PalierStamp removed; /* the latest of its adds that was removed by anyone; 0: none */
} PalierDot;

typedef struct
{
  char *text;
  GArray *dots; /* (element-type PalierDot): sorted by device */
} PalierElement;

typedef struct
{
  PalierMark mark;     /* of a value; unused for a set */
  char *text;          /* (nullable): canonical (PalierFieldType); NULL: empty, or a set */
  GPtrArray *elements; /* (nullable) (element-type PalierElement): of a set, sorted by text */
} PalierRecordField;

/* One synced record: a map of fields, each of which merges by itself. A field that was never
 * written has no mark. */
typedef struct
{
  PalierKind kind;
  PalierId id;
  PalierRecordField *fields; /* (array): one for each row of the kind's table */

  /* Two registers beside the fields. deleted_ms hides the record whatever happens to its fields;
   * merged_into (or nil) says which record took its place. */
  PalierMark deleted_mark;
  gint64 deleted_ms;
  PalierMark merged_mark;
  PalierId merged_into;

  /* A privacy erasure: no content, for ever, whatever else is merged into it. */
  gboolean erased;
} PalierRecord;

PalierRecord *palier_record_new (PalierKind kind, const PalierId *id);
void palier_record_free (PalierRecord *self);

const char *palier_record_get (const PalierRecord *self, guint field);
char *palier_record_dup (const PalierRecord *self, guint field);
gint64 palier_record_get_integer (const PalierRecord *self, guint field, gint64 unknown);
gboolean palier_record_get_id (const PalierRecord *self, guint field, PalierId *out);
PalierMark palier_record_get_mark (const PalierRecord *self, guint field);

gboolean palier_record_set (PalierRecord *self, guint field, const char *text, PalierMark mark);
void palier_record_load_value (PalierRecord *self, guint field, const char *text);
void palier_record_set_integer (PalierRecord *self, guint field, gint64 value, PalierMark mark);
void palier_record_delete (PalierRecord *self, gint64 at_ms, PalierMark mark);
void palier_record_undelete (PalierRecord *self, PalierMark mark);
void palier_record_set_merged_into (PalierRecord *self, const PalierId *into, PalierMark mark);
void palier_record_erase (PalierRecord *self);

PalierMark palier_record_row_mark (const PalierRecord *self);
PalierMark palier_record_latest_mark (const PalierRecord *self);

/* Returns: the time that a mark is to have. */
typedef PalierStamp (*PalierMarkFunc) (PalierMark mark, gpointer data);
gboolean palier_record_restamp (PalierRecord *self, PalierMarkFunc func, gpointer data);

gboolean palier_record_merge (PalierRecord *self, const PalierRecord *other);

gboolean palier_value_is_valid (const PalierKindField *field, const char *text);

/* JSON, and the pieces that a store keeps beside its columns. */
char *palier_record_to_json (const PalierRecord *self, gsize *length);
PalierRecord *palier_record_from_json (const char *json, gsize length, GError **error);
char *palier_record_dup_marks (const PalierRecord *self);
gboolean
palier_record_load_marks (PalierRecord *self, PalierMark row, const char *marks, GError **error);

PalierId palier_setting_id (const char *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierRecord, palier_record_free)

G_END_DECLS
