/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "palier-id.h"

G_BEGIN_DECLS

/* One statement of consent or its withdrawal; append-only. */
typedef struct
{
  PalierId id;
  PalierId subject; /* the prospect */
  char *purpose;    /* prospecting, open, click, enrichment, profiling, ai */
  char *channel;    /* (nullable): email, sms, call, letter, linkedin; NULL for all */
  gboolean given;
  gint64 at_ms;
  gint64 expires_ms; /* 0: not limited */
  char *origin;      /* person, user, import: who says so (palier_consent_origin_name) */
  char *proof;       /* how and where it was given */
} PalierConsent;

#define PALIER_TYPE_CONSENT (palier_consent_get_type ())
GType palier_consent_get_type (void);

PalierConsent *palier_consent_new (void);
PalierConsent *palier_consent_ref (PalierConsent *self);
void palier_consent_free (PalierConsent *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierConsent, palier_consent_free)

G_END_DECLS
