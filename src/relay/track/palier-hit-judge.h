/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-hit-network.h"
#include "palier-reader-store.h"

G_BEGIN_DECLS

/* Who seems to have asked, the surer of a machine the greater. */
typedef enum
{
  PALIER_HIT_HUMAN,
  PALIER_HIT_UNSURE, /* it may count as an open or a click, but nothing may hang on it */
  PALIER_HIT_MACHINE,
} PalierHitBy;

typedef enum
{
  PALIER_HIT_READER,        /* a browser or a mail program, at a time at which people read */
  PALIER_HIT_HEAD,          /* only the head was asked for */
  PALIER_HIT_PREFETCH,      /* says itself that it fetches ahead */
  PALIER_HIT_NO_AGENT,      /* says nothing of itself */
  PALIER_HIT_APPLE_PRIVACY, /* Apple's Mail Privacy Protection: whatever the reader does */
  PALIER_HIT_IMAGE_PROXY,   /* a mailbox that fetches images for its reader: from no known place */
  PALIER_HIT_SCANNER,       /* looks for viruses and fraud */
  PALIER_HIT_SCANNER_NETWORK,
  PALIER_HIT_CRAWLER,
  PALIER_HIT_TOOL,        /* a library or a command */
  PALIER_HIT_PREVIEW,     /* shows a link before anybody follows it */
  PALIER_HIT_NO_ENGINE,   /* a browser's name, with nothing in it that browses */
  PALIER_HIT_NOT_BROWSER, /* a program of which nothing is known */
  PALIER_HIT_OUTDATED,    /* a browser that people left years ago */
  PALIER_HIT_ALL_LINKS,   /* several links of a message at once */
  PALIER_HIT_TOO_FAST,    /* before anybody could have read it */
  PALIER_N_HIT_REASONS
} PalierHitReason;

/* What the guess goes by. */
typedef struct
{
  PalierLinkKind kind;
  const char *user_agent; /* (nullable): hostile text */
  gboolean by_head;
  gboolean prefetch; /* see palier_hit_is_prefetch() */
  PalierNetworkClass network;
  gint64 since_sent_ms; /* since the mail server took the message */
  guint other_clicks;   /* other links of the message that were followed within two seconds */
} PalierHitEvidence;

typedef struct
{
  PalierHitBy by;
  PalierHitReason reason;
} PalierHitGuess;

PalierHitGuess palier_hit_judge (const PalierHitEvidence *evidence);
gboolean palier_hit_is_prefetch (const char *purpose);
const char *palier_hit_by_name (PalierHitBy by);
const char *palier_hit_reason_name (PalierHitReason reason);

G_END_DECLS
