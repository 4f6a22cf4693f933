/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-changeset-store.h"
#include "palier-prospect.h"
#include "palier-query.h"
#include "palier-score-store.h"

G_BEGIN_DECLS

/* Agencies and persons. Arrays handed over are kept by reference until the future settles and must
 * not change meanwhile; ids and edits are copied. */

/* One new value of one field. */
typedef struct
{
  PalierId id;
  PalierField field;
  char *value;    /* (nullable): canonical; NULL or empty: unknown from now on */
  char *original; /* (nullable): as typed, where that differs */
} PalierProspectEdit;

PalierProspectEdit *palier_prospect_edit_new (const PalierId *id, PalierField field,
                                              const char *value, const char *original);
void palier_prospect_edit_free (PalierProspectEdit *self);

/* An exact key to look up: an e-mail or a number (wherever a row has it), a SIRET; or, for rows
 * that have none of these, the name: the last one, else the firm's, else the first one. */
typedef struct
{
  PalierField field; /* EMAIL, PHONE, MOBILE, SIRET or FULL_NAME */
  const char *value;
} PalierProspectKey;

/* A row that has it. One key may have several rows, and none. */
typedef struct
{
  guint key; /* index into the keys */
  gint64 n;
} PalierProspectMatch;

DexFuture *palier_prospect_store_insert (PalierWorkspace *workspace, const PalierId *changeset,
                                         GPtrArray *prospects, GArray *scores);
DexFuture *palier_prospect_store_update (PalierWorkspace *workspace, const PalierId *changeset,
                                         GPtrArray *edits);
DexFuture *
palier_prospect_store_delete (PalierWorkspace *workspace, const PalierId *ids, gsize n_ids);

DexFuture *palier_prospect_store_get (PalierWorkspace *workspace, const PalierId *id);
DexFuture *palier_prospect_store_find (PalierWorkspace *workspace, const PalierProspectKey *keys,
                                       gsize n_keys);

/* One that becomes part of another, which stays. */
typedef struct
{
  PalierId other;
  PalierId kept;
} PalierProspectMerge;

/* Two that are not the same, says the user. */
typedef struct
{
  PalierId a, b;
} PalierApart;

DexFuture *palier_prospect_store_scan (PalierWorkspace *workspace, gint64 after, guint limit);
DexFuture *palier_prospect_store_merge (PalierWorkspace *workspace, const char *label,
                                        GArray *merges, GPtrArray *edits);
DexFuture *
palier_prospect_store_stage_merges (PalierWorkspace *workspace, const PalierId *changeset,
                                    GArray *merges, GPtrArray *edits);
DexFuture *
palier_prospect_store_keep_apart (PalierWorkspace *workspace, const PalierId *a, const PalierId *b);
DexFuture *palier_prospect_store_apart (PalierWorkspace *workspace);

/* A list: how many, which rows in which order, what a row holds. */
DexFuture *palier_prospect_store_count (PalierWorkspace *workspace, PalierQuery *query);
DexFuture *palier_prospect_store_ids (PalierWorkspace *workspace, PalierQuery *query, guint limit);
DexFuture *palier_prospect_store_rows (PalierWorkspace *workspace, GArray *ns);
DexFuture *
palier_prospect_store_rows_in (PalierWorkspace *workspace, const PalierId *changeset, GArray *ns);
DexFuture *palier_prospect_store_custom_names (PalierWorkspace *workspace, guint limit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierProspectEdit, palier_prospect_edit_free)

G_END_DECLS
