/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-composer.h"

G_BEGIN_DECLS

/* A text with places for facts:
 *
 *   {{key}}                     the display of a fact; {{^key}} with a large first letter
 *   {{?a&!b}} … {{:}} … {{/}}   the first where fact a is known and b is not, else the second
 *   {{#}} … {{|}} … {{/}}       one of these, always the same one for the same prospect
 *
 * There are no loops and no effects. What a fact displays is never read as a template.
 *
 * A file begins with lines `name: value` (key, kind, step, angle, one or more subject), then an
 * empty line, then the body. A key that is not known is printed as it stands, so that the check
 * finds it. */
typedef struct _PalierDraftTemplate PalierDraftTemplate;

PalierDraftTemplate *palier_draft_template_parse (const char *text, gssize length, GError **error);
void palier_draft_template_free (PalierDraftTemplate *self);

const char *palier_draft_template_get_key (const PalierDraftTemplate *self);
gboolean palier_draft_template_fits (const PalierDraftTemplate *self,
                                     const PalierDraftContext *context, const char *angle);
char *
palier_draft_template_subject (const PalierDraftTemplate *self, const PalierDraftContext *context);
char *
palier_draft_template_body (const PalierDraftTemplate *self, const PalierDraftContext *context);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierDraftTemplate, palier_draft_template_free)

G_END_DECLS
