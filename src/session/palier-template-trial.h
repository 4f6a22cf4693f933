/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "palier-message.h"
#include "palier-template.h"

G_BEGIN_DECLS

/* What a template writes to one prospect. */
typedef struct
{
  PalierMessage *message; /* not stored; reviewed */
  guint sms_parts;        /* of a text message: how many are paid; 0: of another channel */
  guint sms_units;        /* septets, or UTF-16 units where @sms_wide */
  gboolean sms_wide;      /* UCS-2: a letter is in none of the tables of GSM 7 bit */
} PalierTemplateTrial;

#define PALIER_TYPE_TEMPLATE_TRIAL (palier_template_trial_get_type ())
GType palier_template_trial_get_type (void);
PalierTemplateTrial *palier_template_trial_ref (PalierTemplateTrial *self);
void palier_template_trial_free (PalierTemplateTrial *self);

char *palier_template_trial_dup_measure (const PalierTemplateTrial *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierTemplateTrial, palier_template_trial_free)

G_END_DECLS
