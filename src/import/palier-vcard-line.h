/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-text.h"

G_BEGIN_DECLS

/* What a property's parameters say of it. */
typedef enum
{
  PALIER_VCARD_PREF = 1 << 0,
  PALIER_VCARD_WORK = 1 << 1,
  PALIER_VCARD_HOME = 1 << 2,
  PALIER_VCARD_CELL = 1 << 3,
  PALIER_VCARD_FAX = 1 << 4,
  PALIER_VCARD_PAGER = 1 << 5,
  PALIER_VCARD_BINARY = 1 << 6, /* base64: no text */
} PalierVcardTypes;

/* The lines of a vCard file as properties, unfolded and decoded (RFC 6350 § 3, vCard 2.1). */
typedef struct _PalierVcardLines PalierVcardLines;

typedef struct
{
  guint64 line;      /* of the file, from 1 */
  const char *name;  /* in capitals, without its group */
  const char *value; /* escapes still in it */
  PalierVcardTypes types;
  gboolean cut; /* the value was longer than PALIER_CELL_MAX */
} PalierVcardProperty;

PalierVcardLines *palier_vcard_lines_new (PalierText *text);
void palier_vcard_lines_free (PalierVcardLines *self);
void palier_vcard_lines_rewind (PalierVcardLines *self);
const PalierVcardProperty *palier_vcard_lines_next (PalierVcardLines *self, GError **error);

char **palier_vcard_split (const char *value, char separator);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierVcardLines, palier_vcard_lines_free)

G_END_DECLS
