/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "palier-field.h"
#include "palier-id.h"
#include "palier-suppression.h"
#include "palier-sync.h"

G_BEGIN_DECLS

/* One agency or one person. A value: whoever holds the only reference may write, others copy first
 * (palier_prospect_copy). Every field is canonical text (see PalierFieldType) or NULL for unknown.
 */
typedef struct _PalierProspect PalierProspect;

#define PALIER_TYPE_PROSPECT (palier_prospect_get_type ())
GType palier_prospect_get_type (void);

PalierProspect *palier_prospect_new (void);
PalierProspect *palier_prospect_copy (const PalierProspect *self);
PalierProspect *palier_prospect_ref (PalierProspect *self);
void palier_prospect_unref (PalierProspect *self);

const char *palier_prospect_get (const PalierProspect *self, PalierField field);
void palier_prospect_set (PalierProspect *self, PalierField field, const char *value);
void palier_prospect_take (PalierProspect *self, PalierField field, char *value);
gint64 palier_prospect_get_integer (const PalierProspect *self, PalierField field, gint64 unknown);
gboolean palier_prospect_in_set (const PalierProspect *self, PalierField field, const char *key);
char **palier_prospect_dup_set (const PalierProspect *self, PalierField field);
GArray *palier_prospect_dup_addresses (const PalierProspect *self);
gboolean palier_prospect_is_person (const PalierProspect *self);
char *palier_prospect_dup_full_name (const PalierProspect *self);
char *palier_prospect_dup_display_name (const PalierProspect *self);

/* What was typed or imported, where cleaning changed it. */
const char *palier_prospect_get_original (const PalierProspect *self, PalierField field);
void palier_prospect_set_original (PalierProspect *self, PalierField field, const char *text);

/* The record's identity: nil and 0 until it is stored. */
const PalierId *palier_prospect_get_id (const PalierProspect *self);
void palier_prospect_set_id (PalierProspect *self, const PalierId *id);
gint64 palier_prospect_get_n (const PalierProspect *self);
void palier_prospect_set_n (PalierProspect *self, gint64 n);
PalierHold palier_prospect_get_hold (const PalierProspect *self);
void palier_prospect_set_hold (PalierProspect *self, PalierHold hold);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierProspect, palier_prospect_unref)

G_END_DECLS
