/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-import-near.h"
#include "palier-import-target.h"

G_BEGIN_DECLS

/* One batch of a target at work. */
typedef struct
{
  PalierImportTarget *target;
  PalierImportBatch *batch;
  gint64 now_ms;
  GArray *owners;         /* (element-type guint): the draft that each key is of */
  GArray *keys;           /* (element-type PalierProspectKey) */
  GPtrArray *others;      /* (element-type GStrv): of which some keys are */
  GHashTable *candidates; /* draft index → GArray of gint64 */
  GHashTable *known;      /* gint64 n → PalierProspect, as the base has it and then as filled */
  GHashTable *filled;     /* set of n */
  PalierNear *near;       /* of each draft */
  gboolean *suppressed;
  gint32 *places;        /* the draft of the batch that each became a part of; -1: none */
  GPtrArray *inserts;    /* (element-type PalierProspect) */
  GArray *insert_drafts; /* (element-type guint) */
} PalierImportWork;

void palier_import_work_init (PalierImportWork *self, PalierImportTarget *target,
                              PalierImportBatch *batch, gint64 now_ms);
void palier_import_work_clear (PalierImportWork *self);

static inline PalierDraft *
palier_import_work_draft (PalierImportWork *self, guint index)
{
  return g_ptr_array_index (self->batch->drafts, index);
}

static inline PalierProspect *
palier_import_work_prospect (PalierImportWork *self, guint index)
{
  return palier_import_work_draft (self, index)->prospect;
}

static inline const PalierMatch *
palier_import_work_match (PalierImportWork *self, guint index)
{
  return &g_array_index (self->batch->matches, PalierMatch, index);
}

static inline gint64
palier_import_work_get_n (PalierImportWork *self, guint32 row_of_file)
{
  return g_array_index (self->target->rows_of_file, guint32, row_of_file);
}

/* Of a base with more rows than that, the rows of one file would not be found again by it; all else
 * holds. */
static inline void
palier_import_work_set_n (PalierImportWork *self, guint32 row_of_file, gint64 n)
{
  g_array_index (self->target->rows_of_file, guint32, row_of_file) =
      n <= G_MAXUINT32 ? (guint32) n : 0;
}

static inline PalierJudgement *
palier_import_work_judgement (PalierImportWork *self, guint index)
{
  return &g_array_index (self->target->judgements, PalierJudgement, index);
}

/* Reads the rows @ns that are not known yet. */
gboolean palier_import_work_learn (PalierImportWork *self, GArray *ns, GError **error);
PalierIdentity
palier_import_work_find_other (PalierImportWork *self, guint index, gint64 *n, const char **reason);
gboolean palier_import_work_is_same (PalierImportWork *self, guint index);
gboolean palier_import_work_look_near (PalierImportWork *self, GError **error);

/* Who is in the base; then what each draft becomes; then writing that. */
gboolean palier_import_work_look (PalierImportWork *self, GError **error);
void palier_import_work_place (PalierImportWork *self);
gboolean palier_import_work_write (PalierImportWork *self, GHashTable *before, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PalierImportWork, palier_import_work_clear)

G_END_DECLS
