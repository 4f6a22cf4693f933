/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-consent.h"
#include "palier-import.h"
#include "palier-prospect.h"
#include "palier-reader.h"

G_BEGIN_DECLS

#define PALIER_MAPPING_PLACED 0.6 /* a guess from here on is placed, below only proposed */

GPtrArray *palier_mapping_guess (char **headers, GPtrArray *rows);

/* One row as it would be stored. */
typedef struct
{
  guint64 line;
  PalierProspect *prospect; /* id nil */
  PalierConsent *consent;   /* (nullable): what the row says about e-mail; ids nil */
} PalierDraft;

void palier_draft_free (PalierDraft *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierDraft, palier_draft_free)

/* Rows to drafts, by columns that are placed. */
typedef struct _PalierMapper PalierMapper;

PalierMapper *palier_mapper_new (GPtrArray *columns, GPtrArray *sample, gint64 now_ms);
void palier_mapper_free (PalierMapper *self);
PalierDraft *palier_mapper_apply (PalierMapper *self, const PalierRow *row, GPtrArray *problems);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierMapper, palier_mapper_free)

G_END_DECLS
