/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of what a service answers, nothing is passed on or logged but its kind: its words may hold the
 * question, or tell of the operator's account. */
#include "palier-writing-fault.h"

#define FAILED_S 10
#define BROKEN_S 300

static const PalierWritingFault faults[] = {
  [PALIER_AI_ERROR_CANCELLED] = { PALIER_WRITING_LEFT, NULL },
  [PALIER_AI_ERROR_SETTINGS] = { PALIER_WRITING_BROKEN, NULL },
  [PALIER_AI_ERROR_LOCAL_ONLY] = { PALIER_WRITING_BROKEN, NULL },
  [PALIER_AI_ERROR_UNREACHABLE] = { PALIER_WRITING_FAILED, NULL },
  [PALIER_AI_ERROR_TLS] = { PALIER_WRITING_BROKEN, NULL },
  [PALIER_AI_ERROR_TIMED_OUT] = { PALIER_WRITING_FAILED, NULL },
  [PALIER_AI_ERROR_BROKEN_OFF] = { PALIER_WRITING_FAILED, NULL },
  [PALIER_AI_ERROR_NO_SERVICE] = { PALIER_WRITING_BROKEN, NULL },
  [PALIER_AI_ERROR_KEY] = { PALIER_WRITING_BROKEN, NULL },
  [PALIER_AI_ERROR_FORBIDDEN] = { PALIER_WRITING_BROKEN, NULL },
  [PALIER_AI_ERROR_CREDIT] = { PALIER_WRITING_BROKEN, NULL },
  [PALIER_AI_ERROR_MODEL] = { PALIER_WRITING_BROKEN, NULL },
  [PALIER_AI_ERROR_REQUEST] = { PALIER_WRITING_BROKEN, NULL },
  [PALIER_AI_ERROR_RATE] = { PALIER_WRITING_FAILED, NULL },
  [PALIER_AI_ERROR_SERVER] = { PALIER_WRITING_FAILED, NULL },
  [PALIER_AI_ERROR_RESTING] = { PALIER_WRITING_FAILED, NULL },
  [PALIER_AI_ERROR_TOO_LARGE] = { PALIER_WRITING_FAILED, NULL },
  [PALIER_AI_ERROR_MALFORMED] = { PALIER_WRITING_BROKEN, NULL },
  [PALIER_AI_ERROR_REFUSED] = { PALIER_WRITING_DECLINED, "stop" },
  [PALIER_AI_ERROR_FILTERED] = { PALIER_WRITING_DECLINED, "content_filter" },
  [PALIER_AI_ERROR_CUT] = { PALIER_WRITING_DECLINED, "length" },
  [PALIER_AI_ERROR_EMPTY] = { PALIER_WRITING_DECLINED, "stop" },
  [PALIER_AI_ERROR_STRUCTURE] = { PALIER_WRITING_FAILED, NULL },
};

/* @error: PALIER_AI_ERROR */
PalierWritingFault
palier_writing_fault_of (const GError *error)
{
  g_assert (error->domain == PALIER_AI_ERROR);
  return faults[error->code];
}

const char *
palier_writing_fault_code (const PalierWritingFault *self)
{
  return self->kind == PALIER_WRITING_BROKEN ? "writer_broken" : "writer_unavailable";
}

guint
palier_writing_fault_retry_after_s (const PalierWritingFault *self)
{
  return self->kind == PALIER_WRITING_BROKEN ? BROKEN_S : FAILED_S;
}
