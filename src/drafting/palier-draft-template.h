/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-composer.h"
#include "palier-draft-source.h"

G_BEGIN_DECLS

/* A text with places for facts:
 *
 *   {{key}}                     the display of a fact; {{^key}} with a large first letter
 *   {{?a&!b}} … {{:}} … {{/}}   the first where fact a is known and b is not, else the second; the
 *                               words short, long, warm and direct are true of a text that is
 *                               wanted so
 *   {{#}} … {{|}} … {{/}}       one of these, always the same one for the same prospect
 *
 * There are no loops and no effects. What a fact displays is never read as a template. A key that
 * is not known is printed as it stands, so that the check finds it.
 *
 * How a file of it is written stands in palier-draft-source.h; which facts there can be, in
 * resources/drafting/keys.txt. A template is never changed once its maker has given it away. */
PalierDraftTemplate *palier_draft_template_parse (const char *text, gssize length, GError **error);
PalierDraftTemplate *palier_draft_template_new (PalierDraftSource *source, GError **error);
void palier_draft_template_free (PalierDraftTemplate *self);

const PalierDraftSource *palier_draft_template_get_source (const PalierDraftTemplate *self);
gboolean palier_draft_template_fits (const PalierDraftTemplate *self,
                                     const PalierDraftContext *context, const char *angle);
guint palier_draft_template_specificity (const PalierDraftTemplate *self);
char *
palier_draft_template_subject (const PalierDraftTemplate *self, const PalierDraftContext *context);
char *
palier_draft_template_body (const PalierDraftTemplate *self, const PalierDraftContext *context);
GPtrArray *palier_draft_template_dup_needed (const PalierDraftTemplate *self,
                                             const PalierDraftContext *context);
void palier_draft_template_explain (PalierDraftTemplate *self, const PalierDraftVariable *variable);
GStrv palier_draft_template_dup_keys (const PalierDraftTemplate *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierDraftTemplate, palier_draft_template_free)

G_END_DECLS
