/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "palier-event.h"
#include "palier-export-format.h"
#include "palier-prospect-list.h"
#include "palier-replaced.h"

G_BEGIN_DECLS

/* Why a prospect has its score. */
typedef struct
{
  PalierScore *score;
  GPtrArray *reasons; /* (element-type PalierReason): every criterion, in the order of the parts */
  GPtrArray *sentences; /* (element-type utf8): one a reason, in the user's language */
  char *action;         /* the next best action, in words */
} PalierExplanation;

#define PALIER_TYPE_EXPLANATION (palier_explanation_get_type ())
GType palier_explanation_get_type (void);
PalierExplanation *palier_explanation_ref (PalierExplanation *self);
void palier_explanation_free (PalierExplanation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierExplanation, palier_explanation_free)

/* What is typed into one field: it is cleaned as an import would. */
typedef struct
{
  PalierField field;
  char *text; /* empty: unknown */
} PalierFieldText;

PalierFieldText *palier_field_text_new (PalierField field, const char *text);
void palier_field_text_free (PalierFieldText *self);

/* What came of adding a prospect by hand. */
typedef struct
{
  PalierProspect *prospect; /* the new one, or the one that is there already */
  gboolean added;
  PalierId changeset; /* by which it is undone; nil where nothing was added */
} PalierAddition;

#define PALIER_TYPE_ADDITION (palier_addition_get_type ())
GType palier_addition_get_type (void);
PalierAddition *palier_addition_ref (PalierAddition *self);
void palier_addition_free (PalierAddition *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierAddition, palier_addition_free)

/* What is done to many prospects at once, as one changeset. */
typedef enum
{
  PALIER_BULK_ADD_TAG,
  PALIER_BULK_REMOVE_TAG,
  PALIER_BULK_STAGE,
  PALIER_BULK_DELETE,
} PalierBulk;

/* What is written to a file, and how. */
typedef struct
{
  PalierQuery *query; /* (nullable): everyone */
  GArray *numbers;    /* (nullable) (element-type gint64): these rows in this order instead */
  GArray *fields;     /* (nullable) (element-type PalierField): columns; NULL: all */
  PalierExportFormat format; /* whatever the name of the file */
  const char *path;
} PalierExportOrder;

/* How many prospects were read for a file, of how many. */
typedef void (*PalierExportProgress) (guint64 rows, guint64 of, gpointer data);

/* The prospects of the base. */
#define PALIER_TYPE_PROSPECT_SERVICE (palier_prospect_service_get_type ())
G_DECLARE_FINAL_TYPE (PalierProspectService, palier_prospect_service, PALIER, PROSPECT_SERVICE,
                      GObject)

PalierProspectList *palier_prospect_service_list (PalierProspectService *self, PalierQuery *query);
/* → int64 */
DexFuture *palier_prospect_service_count (PalierProspectService *self, PalierQuery *query);
/* → G_TYPE_ARRAY of gint64 */
DexFuture *
palier_prospect_service_numbers (PalierProspectService *self, PalierQuery *query, guint limit);
/* → G_TYPE_PTR_ARRAY of PalierProspectItem, filled */
DexFuture *
palier_prospect_service_page (PalierProspectService *self, GArray *numbers, guint first, guint n);
/* → PALIER_TYPE_PROSPECT */
DexFuture *palier_prospect_service_get (PalierProspectService *self, const PalierId *id);
/* → PALIER_TYPE_PROSPECT */
DexFuture *palier_prospect_service_update (PalierProspectService *self, const PalierId *id,
                                           PalierField field, const char *text);
/* → PALIER_TYPE_PROSPECT */
DexFuture *
palier_prospect_service_edit (PalierProspectService *self, const PalierId *id, GPtrArray *texts);
gboolean palier_prospect_service_check (PalierField field, const char *text, GError **error);
/* → TRUE */
DexFuture *palier_prospect_service_note (PalierProspectService *self, const PalierId *id,
                                         const char *type, const char *text);
/* → PALIER_TYPE_CHANGESET */
DexFuture *palier_prospect_service_edit_note (PalierProspectService *self, const PalierId *id,
                                              const char *text);
/* → PALIER_TYPE_CHANGESET */
DexFuture *palier_prospect_service_delete_note (PalierProspectService *self, const PalierId *id);
/* → PALIER_TYPE_PROSPECT (nullable) */
DexFuture *palier_prospect_service_find_same (PalierProspectService *self, GPtrArray *texts);
/* → PALIER_TYPE_ADDITION */
DexFuture *
palier_prospect_service_add (PalierProspectService *self, GPtrArray *texts, gboolean anyway);
/* → PALIER_TYPE_CHANGESET */
DexFuture *
palier_prospect_service_remove (PalierProspectService *self, const PalierId *ids, gsize n_ids);
/* → guint: records */
DexFuture *palier_prospect_service_erase (PalierProspectService *self, const PalierId *id);
/* → PALIER_TYPE_SCORE */
DexFuture *palier_prospect_service_score (PalierProspectService *self, const PalierId *id);
/* → int64: how many */
DexFuture *palier_prospect_service_score_all (PalierProspectService *self, PalierQuery *query);
/* → PALIER_TYPE_EXPLANATION */
DexFuture *palier_prospect_service_explain (PalierProspectService *self, const PalierId *id);
/* → G_TYPE_PTR_ARRAY of PalierEvent, newest first */
DexFuture *palier_prospect_service_timeline (PalierProspectService *self, const PalierId *id);
/* → G_TYPE_PTR_ARRAY of PalierReplaced */
DexFuture *palier_prospect_service_replaced (PalierProspectService *self, const PalierId *id);
/* → PALIER_TYPE_CHANGESET */
DexFuture *palier_prospect_service_take_back (PalierProspectService *self, const PalierId *id,
                                              PalierField field);
/* → boolean */
DexFuture *palier_prospect_service_keep_theirs (PalierProspectService *self, const PalierId *id,
                                                PalierField field);
/* → int64: rows written */
DexFuture *
palier_prospect_service_export (PalierProspectService *self, const PalierExportOrder *order,
                                PalierExportProgress progress, gpointer data,
                                GCancellable *cancellable);
/* → PALIER_TYPE_CHANGESET (nullable) */
DexFuture *palier_prospect_service_change_many (PalierProspectService *self, PalierBulk bulk,
                                                GArray *numbers, const char *value);

G_END_DECLS
