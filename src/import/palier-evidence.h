/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-content.h"
#include "palier-header.h"

G_BEGIN_DECLS

/* What is known of one column before any is placed. */
typedef struct
{
  PalierHeaderMatch header;
  PalierContentCounts content;
  gboolean blank_header;
  gboolean empty;          /* no value, while other columns have some */
  PalierField said_before; /* the one that a column before this one is called as well, or none */
} PalierEvidence;

/* What other columns say of this one. */
typedef struct
{
  gboolean first_names; /* there is a column of first names */
  gboolean names;       /* there is a column that is surely of names, in whatever form */
  gboolean companies;   /* there is a column that is surely of firms */
  gboolean towns;       /* there is a column of postal codes and one of towns */
  gboolean registered;  /* there is what a register of firms says: SIRET, NAF */
  gboolean billed;      /* there is what a bill has: quantities, tax */
} PalierSurroundings;

double
palier_evidence_odds (const PalierEvidence *self, PalierField field, PalierSurroundings around);
double palier_evidence_said (const PalierEvidence *self, PalierField field);
double palier_evidence_seen (const PalierEvidence *self, PalierField field);
double palier_evidence_support (const PalierEvidence *self, PalierField field);
double palier_evidence_share (const PalierEvidence *self, PalierContent content);
gboolean palier_evidence_is_sensitive (const PalierEvidence *self);
const char *palier_evidence_reason (const PalierEvidence *self, PalierField field);

G_END_DECLS
