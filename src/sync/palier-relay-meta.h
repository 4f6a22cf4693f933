/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-account.h"
#include "palier-sync.h"

G_BEGIN_DECLS

/* What a relay says of itself before anything is asked of it. */
typedef struct
{
  char *version;
  guint64 wire_least; /* versions of the wire that it speaks */
  guint64 wire_most;
  char *least;       /* the oldest program that it serves, … */
  char *recommended; /* … and the one that it would rather see */
  gboolean accounts; /* it has some: it is none of one computer */
  gboolean registration;
  char *agency;    /* (nullable): whose host this is */
  char **features; /* (array zero-terminated=1): what not every relay has */
  PalierSyncLimits limits;
} PalierRelayMeta;

#define PALIER_TYPE_RELAY_META (palier_relay_meta_get_type ())
GType palier_relay_meta_get_type (void);
PalierRelayMeta *palier_relay_meta_ref (PalierRelayMeta *self);
void palier_relay_meta_unref (PalierRelayMeta *self);

typedef enum
{
  PALIER_META_FITS,
  PALIER_META_ADVISED,    /* it fits, and a newer program is recommended */
  PALIER_META_OLD_RELAY,  /* the relay must be updated */
  PALIER_META_OLD_CLIENT, /* this program must be updated */
} PalierMetaVerdict;

PalierRelayMeta *palier_relay_meta_parse (GBytes *answer);
PalierMetaVerdict
palier_relay_meta_judge (const PalierRelayMeta *self, guint64 wire, const char *version);

DexFuture *palier_relay_meta_ask (PalierHttp *http, const char *url);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierRelayMeta, palier_relay_meta_unref)

G_END_DECLS
