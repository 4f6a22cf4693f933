/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-draft-context.h"
#include "palier-message.h"

G_BEGIN_DECLS

#define PALIER_DRAFTING_ERROR (palier_drafting_error_quark ())
GQuark palier_drafting_error_quark (void);

typedef enum
{
  /* A template that cannot be read. The message is "line N: " and what stands there. */
  PALIER_DRAFTING_ERROR_TEMPLATE, /* a mark */
  PALIER_DRAFTING_ERROR_ENCODING, /* not UTF-8 */
  PALIER_DRAFTING_ERROR_TOO_LONG,
  PALIER_DRAFTING_ERROR_HEADER,  /* a line that is not known, or takes no such value */
  PALIER_DRAFTING_ERROR_SUBJECT, /* one too many, or none where the channel has one */
  PALIER_DRAFTING_ERROR_NO_BODY,
  PALIER_DRAFTING_ERROR_SEVERAL, /* more than one template in a file */

  PALIER_DRAFTING_ERROR_NO_TEMPLATE, /* none fits this prospect */
  PALIER_DRAFTING_ERROR_ANSWER,      /* a model wrote what it was not asked for */
} PalierDraftingError;

guint palier_drafting_error_line (const GError *error, const char **detail);

/* The built-in writer: offline, at once, and the same text for the same prospect each time. Never
 * changed once made: any thread may use it. */
typedef struct _PalierComposer PalierComposer;
typedef struct _PalierDraftTemplate PalierDraftTemplate;

PalierComposer *palier_composer_new (GError **error);
void palier_composer_free (PalierComposer *self);
const GPtrArray *palier_composer_get_templates (const PalierComposer *self);

void palier_composer_rank (GPtrArray *own);
GPtrArray *palier_composer_variants (PalierComposer *self, const GPtrArray *own,
                                     const PalierDraftContext *context, guint most, GError **error);
PalierMessage *palier_composer_compose (PalierComposer *self, const PalierDraftContext *context,
                                        const char *angle, GError **error);
PalierMessage *
palier_composer_write (const PalierDraftTemplate *template, const PalierDraftContext *context);
const char *palier_composer_footer (const PalierDraftContext *context);
char *palier_composer_close (const PalierDraftContext *context, const char *text);
void palier_composer_review (const PalierDraftContext *context, PalierMessage *message);

const char *const *palier_composer_angles (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierComposer, palier_composer_free)

G_END_DECLS
