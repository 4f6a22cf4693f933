/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "palier-changeset.h"
#include "palier-template-trial.h"
#include "palier-template.h"

G_BEGIN_DECLS

/* Templates of messages: those that ship, which never change, and the user's own. */
#define PALIER_TYPE_TEMPLATE_SERVICE (palier_template_service_get_type ())
G_DECLARE_FINAL_TYPE (PalierTemplateService, palier_template_service, PALIER, TEMPLATE_SERVICE,
                      GObject)

/* → G_TYPE_PTR_ARRAY of PalierTemplate: the user's own by name, then those that ship */
DexFuture *palier_template_service_list (PalierTemplateService *self);
/* → PALIER_TYPE_TEMPLATE */
DexFuture *palier_template_service_find (PalierTemplateService *self, const char *which);
/* → PALIER_TYPE_CHANGESET (nullable): by which a change is undone; NULL for a new one or where
 * nothing differs */
DexFuture *palier_template_service_save (PalierTemplateService *self, PalierTemplate *template);
/* → PALIER_TYPE_TEMPLATE */
DexFuture *palier_template_service_duplicate (PalierTemplateService *self, const char *which,
                                              const char *name);
/* → PALIER_TYPE_CHANGESET */
DexFuture *palier_template_service_remove (PalierTemplateService *self, const char *which);
/* → PALIER_TYPE_TEMPLATE */
DexFuture *
palier_template_service_import (PalierTemplateService *self, const char *path, gboolean replace);
/* → TRUE */
DexFuture *
palier_template_service_export (PalierTemplateService *self, const char *which, const char *path);

/* Of a template, or of a file's content. (transfer full) (element-type PalierTemplateFinding) */
GPtrArray *palier_template_service_lint (const PalierTemplate *template);
guint palier_template_service_body_line (const PalierTemplate *template);
GPtrArray *palier_template_service_lint_file (const char *path, GError **error);

/* What @template, kept or not, would write to a prospect; nothing is stored.
 * → PALIER_TYPE_TEMPLATE_TRIAL */
DexFuture *palier_template_service_try (PalierTemplateService *self, PalierTemplate *template,
                                        const PalierId *prospect);

/* What a text may ask for, described in the user's language. (transfer none) (element-type
 * PalierTemplateVariable): the example of what only steers conditions is empty */
const GPtrArray *palier_template_keys (void);
const PalierTemplateVariable *palier_template_find_key (const char *key);

char *palier_template_dup_id (const PalierTemplate *template);

G_END_DECLS
