/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-prospect.h"

G_BEGIN_DECLS

/* A value by which a prospect may be found again, exactly as it is stored. */
typedef struct
{
  PalierField field; /* EMAIL, PHONE, MOBILE, SIRET, LINKEDIN, or FULL_NAME */
  const char *value; /* of the prospect */
  gboolean of_firm;  /* colleagues may share it: contact@, a switchboard, a SIRET */
} PalierIdentityKey;

#define PALIER_IDENTITY_KEYS 6

guint
palier_identity_keys (const PalierProspect *prospect, PalierIdentityKey out[PALIER_IDENTITY_KEYS]);

/* So many of a prospect's further addresses, and of its numbers, are keys too. */
#define PALIER_IDENTITY_OTHERS 8

char **palier_identity_dup_others (const PalierProspect *prospect, PalierField field);

typedef enum
{
  PALIER_IDENTITY_NEW,
  PALIER_IDENTITY_UNSURE, /* something is shared, but it may be two: both are kept */
  PALIER_IDENTITY_SAME,
} PalierIdentity;

PalierIdentity
palier_identity_compare (const PalierProspect *a, const PalierProspect *b, const char **reason);
PalierIdentity palier_identity_choose (const PalierProspect *draft, GPtrArray *candidates,
                                       guint *index, const char **reason);
PalierProspect *palier_identity_fill (const PalierProspect *kept, const PalierProspect *draft);

/* The rows of one file, as far as they were seen, in bounded memory. */
typedef struct _PalierMatcher PalierMatcher;

typedef struct
{
  PalierIdentity identity;
  guint32 row;        /* which earlier row, from 0; meaningless for NEW */
  const char *reason; /* code: email, phone, siret, linkedin, name; NULL for NEW */
} PalierMatch;

PalierMatcher *palier_matcher_new (void);
void palier_matcher_free (PalierMatcher *self);
PalierMatch palier_matcher_add (PalierMatcher *self, const PalierProspect *prospect);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierMatcher, palier_matcher_free)

G_END_DECLS
