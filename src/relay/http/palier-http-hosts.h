/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which hosts are served: the relay's own, and those of agencies, which are looked up and known for
 * a moment. */
typedef struct _PalierHosts PalierHosts;

#define PALIER_HOSTS_UNAVAILABLE (-1)

/* Waits for the store. @name: (out) (nullable) (transfer full): the agency's. Returns: whose host
 * it is; 0: nobody's; or PALIER_HOSTS_UNAVAILABLE */
typedef gint64 (*PalierHostsLookUp) (const char *host, char **name, gpointer data);

typedef enum
{
  PALIER_HOSTS_NOT_SERVED,
  PALIER_HOSTS_OWN,
  PALIER_HOSTS_AGENCY,  /* known */
  PALIER_HOSTS_UNKNOWN, /* palier_hosts_look_up() says, which waits */
} PalierHostsVerdict;

PalierHosts *palier_hosts_new (const char *const *own, PalierHostsLookUp look_up, gpointer data);
void palier_hosts_free (PalierHosts *self);
PalierHostsVerdict
palier_hosts_find (PalierHosts *self, const char *host, gint64 *agency, char **name);
gint64 palier_hosts_look_up (PalierHosts *self, const char *host, char **name);

#define PALIER_HOST_SIZE 256

void palier_hosts_read (const char *header, char host[PALIER_HOST_SIZE]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierHosts, palier_hosts_free)

G_END_DECLS
