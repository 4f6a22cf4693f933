/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-date-parts.h"
#include "palier-date.h"
#include "palier-mapping.h"
#include "palier-reading.h"

G_BEGIN_DECLS

/* What the mapper's files share. */

#define PALIER_MAPPER_TEXT_MAX 500    /* bytes of a short text */
#define PALIER_MAPPER_NOTES_MAX 20000 /* of a long one */

/* One column that is imported. */
typedef struct
{
  guint index;
  PalierField field; /* NONE where it is kept as a custom text or a note */
  PalierColumnUse use;
  PalierSplit split;
  char *header;
  char *name;       /* of a custom text or a note */
  char *joint;      /* (nullable) */
  GHashTable *keys; /* (nullable): folded text → key, or NULL for what is not taken */
  PalierDateOrder order;
  PalierDatePart part; /* of a date that stands in three columns */
  PalierNumberStyle numbers;
} PalierMapperSlot;

struct _PalierMapper
{
  GPtrArray *slots;                     /* (element-type PalierMapperSlot) */
  GPtrArray *of_field[PALIER_N_FIELDS]; /* (nullable) (element-type PalierMapperSlot): borrowed */
  GPtrArray *kept; /* (element-type PalierMapperSlot): borrowed: custom texts and notes */
  gint64 now_ms;
  int year;
};

/* One row at work. */
typedef struct
{
  const PalierMapper *mapper;
  const PalierRow *row;
  const PalierMapperSlot *slot; /* whose cell is read; of several that are joined the first */
  PalierProspect *prospect;
  GPtrArray *problems;             /* (nullable) */
  const PalierMapperSlot *planned; /* (nullable): has a date that is yet to come: for the notes */
} PalierMapperWork;

void palier_mapper_add_problem (PalierMapperWork *work, int column, const char *code,
                                const char *value, const char *proposal);
void palier_mapper_tell (PalierMapperWork *work, PalierField field, PalierReading verdict,
                         const char *value, const char *proposal);
const char *palier_mapper_cell (PalierMapperWork *work, const PalierMapperSlot *slot);
gboolean palier_mapper_has_column (const PalierMapperWork *work, PalierField field);
void palier_mapper_put (PalierMapperWork *work, PalierField field, char *value, const char *cell);
void palier_mapper_put_beside (PalierMapperWork *work, PalierField field, const char *value);
char *palier_mapper_bound (PalierMapperWork *work, char *text, gsize max);

void palier_mapper_read (PalierMapperWork *work, PalierField field, const char *cell);
void palier_mapper_read_split (PalierMapperWork *work, PalierField field, const char *cell);

/* The row as a whole. */
void palier_mapper_tell_flags (PalierMapperWork *work);
void palier_mapper_keep_others (PalierMapperWork *work);
void palier_mapper_check_town (PalierMapperWork *work);
void palier_mapper_decide_kind (PalierMapperWork *work);
gboolean palier_mapper_has_contact (const PalierProspect *prospect);
PalierConsent *palier_mapper_read_consent (PalierMapperWork *work);

/* Dates in three columns. */
void palier_mapper_set_parts (GPtrArray *slots, GPtrArray *sample);
void palier_mapper_read_parts (PalierMapperWork *work, PalierField field, GPtrArray *slots);

/* Addresses and numbers. */
void palier_mapper_read_emails (PalierMapperWork *work, PalierField field, const char *cell);
void palier_mapper_read_phones (PalierMapperWork *work, PalierField field, const char *cell);
void palier_mapper_read_contact (PalierMapperWork *work, const char *cell);
void palier_mapper_move_up (PalierMapperWork *work);

/* What all the values of a column say together. */
PalierDateOrder palier_mapper_date_order (const PalierColumn *column, GPtrArray *sample);
PalierNumberStyle palier_mapper_number_style (const PalierColumn *column, GPtrArray *sample);
char *palier_mapper_plain_number (PalierNumberStyle style, const char *cell);

G_END_DECLS
