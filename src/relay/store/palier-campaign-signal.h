/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-store.h"

G_BEGIN_DECLS

/* Something that happened to a message or a prospect, whoever noticed it. */
typedef struct
{
  const char *name;
  gint64 at_ms;
  const PalierId *prospect; /* (nullable) */
  const PalierId *message;  /* (nullable) */
  const char *data;         /* (nullable): a JSON object */
} PalierHappening;

void palier_campaign_hear (PalierTx *tx, const PalierTenant *tenant, const PalierHappening *what);
void palier_campaign_touch (PalierTx *tx, const PalierTenant *tenant);

G_END_DECLS
