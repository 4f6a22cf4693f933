/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-identity.h"

G_BEGIN_DECLS

/* What a prospect is compared by, in 47 bytes: hashes of folded texts, 0 for unknown. What merges
 * by itself has 48 bits, so that among a million rows no two fall together by chance. */
typedef struct __attribute__ ((packed))
{
  guint64 email : 48;
  guint64 phone : 48;
  guint64 mobile : 48;
  guint64 siret : 48;
  guint64 linkedin : 48;
  guint32 first;
  guint32 last;
  guint32 company;
  guint32 place; /* street, postal code and town together */
  guint8 is_person : 1;
  guint8 is_generic : 1;  /* the e-mail is contact@ or the like */
  guint8 is_repeated : 1; /* for the matcher: the same as an earlier row */
} PalierFace;

PalierFace palier_face_of (const PalierProspect *prospect);
void palier_face_show (PalierFace *self, PalierField field, const char *value);
PalierIdentity palier_face_compare (const PalierFace *a, const PalierFace *b, const char **reason);
guint32 palier_face_name_key (const PalierFace *self);

G_END_DECLS
