/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-core.h"
#include "palier-template.h"

G_BEGIN_DECLS

/* By which templates drafts are written. Never changed once made: any thread may write by it. */
typedef struct _PalierDraftPlan PalierDraftPlan;

PalierDraftPlan *
palier_draft_plan_new (PalierCore *core, const char *which, guint n_variants, GError **error);
PalierDraftPlan *
palier_draft_plan_new_of (PalierCore *core, PalierTemplate *template, GError **error);
void palier_draft_plan_free (PalierDraftPlan *self);

const char *palier_draft_plan_get_channel (const PalierDraftPlan *self);
const PalierDraftTemplate *palier_draft_plan_get_template (const PalierDraftPlan *self);
char *palier_draft_plan_dup_template_key (const PalierDraftPlan *self);
GPtrArray *palier_draft_plan_write (const PalierDraftPlan *self, const PalierDraftContext *context,
                                    GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierDraftPlan, palier_draft_plan_free)

G_END_DECLS
