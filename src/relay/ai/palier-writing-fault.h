/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-ai.h"

G_BEGIN_DECLS

/* What an error of the service that writes means here. */
typedef enum
{
  PALIER_WRITING_DECLINED, /* an answer all the same, and paid for: refused, cut, kept back, empty
                            */
  PALIER_WRITING_LEFT,     /* who asked is gone */
  PALIER_WRITING_FAILED,   /* now, and perhaps not later */
  PALIER_WRITING_BROKEN,   /* until the operator mends it */
} PalierWritingKind;

typedef struct
{
  PalierWritingKind kind;
  const char *finish; /* (nullable): of an answer: why it ended */
} PalierWritingFault;

PalierWritingFault palier_writing_fault_of (const GError *error);

/* Of a problem document; both are answered with 503. */
const char *palier_writing_fault_code (const PalierWritingFault *self);
guint palier_writing_fault_retry_after_s (const PalierWritingFault *self);

G_END_DECLS
