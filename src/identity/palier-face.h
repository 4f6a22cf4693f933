/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-identity.h"

G_BEGIN_DECLS

/* What a prospect is compared by, in 36 bytes: hashes of folded texts, 0 for unknown. */
typedef struct
{
  guint32 first;
  guint32 last;
  guint32 company;
  guint32 place; /* street, postal code and town together */
  guint32 email;
  guint32 phone;
  guint32 mobile;
  guint32 siret;
  guint32 linkedin : 29;
  guint32 is_person : 1;
  guint32 is_generic : 1; /* the e-mail is contact@ or the like */
} PalierFace;

PalierFace palier_face_of (const PalierProspect *prospect);
PalierIdentity palier_face_compare (const PalierFace *a, const PalierFace *b, const char **reason);
guint32 palier_face_name_key (const PalierFace *self);

G_END_DECLS
