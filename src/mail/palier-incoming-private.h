/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-incoming-parts.h"
#include "palier-incoming-words.h"
#include "palier-incoming.h"

G_BEGIN_DECLS

/* A mail while it is judged. */
typedef struct
{
  PalierIncomingParts *parts;
  PalierWords *subject;
  PalierWords *words; /* of what its writer wrote himself */
  char *own;
  gboolean answers; /* its subject begins with "Re:", "TR :" … */
  gboolean robot;   /* its sender's address or name is a mail system's */
  gboolean nobody;  /* its return path is empty */
} PalierIncomingCase;

gboolean palier_incoming_judge_bounce (const PalierIncomingCase *self, PalierIncoming *out);
gboolean palier_incoming_judge_auto (const PalierIncomingCase *self, PalierIncoming *out);
void palier_incoming_judge_reply (const PalierIncomingCase *self, PalierIncoming *out);

char *palier_incoming_back_on (const char *text, gint64 date_ms);
char *palier_incoming_status (const char *text);
PalierBounce palier_incoming_bounce_of (const char *status, const char *words);
char **palier_incoming_addresses (const char *text, const char *const *others);

G_END_DECLS
