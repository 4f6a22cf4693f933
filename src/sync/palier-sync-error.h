/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PALIER_SYNC_ERROR (palier_sync_error_quark ())
GQuark palier_sync_error_quark (void);

/* Whatever the code: what waits to be sent still waits, and is tried again. */
typedef enum
{
  PALIER_SYNC_ERROR_NO_PROGRAM, /* the relay's program is not beside this one */
  PALIER_SYNC_ERROR_START,      /* the local relay ended before it was ready, or was too slow */
  PALIER_SYNC_ERROR_LOCKED,     /* another process holds the local relay and does not answer */
  PALIER_SYNC_ERROR_LOGIN,      /* the relay does not know these credentials (any more) */
  PALIER_SYNC_ERROR_NONSENSE,   /* the answer is none of the protocol's */
  PALIER_SYNC_ERROR_REFUSED,    /* 4xx: this program asks for what the relay does not give */
  PALIER_SYNC_ERROR_RELAY,      /* 5xx: the relay itself is in trouble */
  PALIER_SYNC_ERROR_OLD_RELAY,  /* it speaks no version of the wire that this program does */
  PALIER_SYNC_ERROR_OLD_CLIENT, /* it serves newer programs than this one */
} PalierSyncError;

G_END_DECLS
