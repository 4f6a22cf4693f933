/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-http-hosts.h"

#include <string.h>

#include "palier-host-name.h"

#define KNOWN_US (10 * G_USEC_PER_SEC)
#define KNOWN_MAX 4096

typedef struct
{
  gint64 agency;
  char *name; /* (nullable) */
  gint64 until_us;
} Known;

struct _PalierHosts
{
  const char *const *own;
  PalierHostsLookUp look_up; /* (nullable): there are none but its own */
  gpointer data;
  GMutex lock;
  GHashTable *known; /* host → Known: those that are served, so that strangers fill nothing */
};

static void
known_free (gpointer data)
{
  Known *self = data;

  g_free (self->name);
  g_free (self);
}

/**
 * palier_hosts_new:
 * @own: (array zero-terminated=1): in lower case, without a port; kept by the caller
 * @look_up: (nullable): of any thread
 */
PalierHosts *
palier_hosts_new (const char *const *own, PalierHostsLookUp look_up, gpointer data)
{
  PalierHosts *self = g_new0 (PalierHosts, 1);

  self->own = own;
  self->look_up = look_up;
  self->data = data;
  g_mutex_init (&self->lock);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, known_free);
  return self;
}

void
palier_hosts_free (PalierHosts *self)
{
  g_hash_table_unref (self->known);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * palier_hosts_read:
 * @header: (nullable): what a Host header says; hostile text
 * @host: (out): in lower case, without its port; an IPv6 address keeps its brackets; "" where it is
 *   none
 */
void
palier_hosts_read (const char *header, char host[PALIER_HOST_SIZE])
{
  const char *bracket = header != NULL && *header == '[' ? strchr (header, ']') : NULL;

  *host = '\0';
  if (header == NULL || (*header == '[' && bracket == NULL))
    return;
  gsize length = bracket != NULL ? (gsize) (bracket - header) + 1 : strcspn (header, ":");
  const char *port = header + length;
  gboolean good =
      *port == '\0' || (*port == ':' && strspn (port + 1, "0123456789") == strlen (port + 1));
  if (!good || length >= PALIER_HOST_SIZE)
    return;
  for (gsize i = 0; i < length; i++)
    host[i] = g_ascii_tolower (header[i]);
  host[length] = '\0';
}

/* With the lock. */
static const Known *
find_known (PalierHosts *self, const char *host)
{
  const Known *known = g_hash_table_lookup (self->known, host);

  return known != NULL && known->until_us > g_get_monotonic_time () ? known : NULL;
}

/**
 * palier_hosts_find:
 * @host: as palier_hosts_read() gives it
 * @agency, @name: (out): of PALIER_HOSTS_AGENCY alone; @name (nullable) (transfer full)
 *
 * Waits for nothing.
 */
PalierHostsVerdict
palier_hosts_find (PalierHosts *self, const char *host, gint64 *agency, char **name)
{
  PalierHostsVerdict verdict = PALIER_HOSTS_UNKNOWN;

  if (g_strv_contains (self->own, host))
    return PALIER_HOSTS_OWN;
  g_autofree char *domain = self->look_up != NULL ? palier_domain_normalize (host) : NULL;
  if (g_strcmp0 (domain, host) != 0 || domain == NULL)
    return PALIER_HOSTS_NOT_SERVED;
  g_mutex_lock (&self->lock);
  const Known *known = find_known (self, host);
  if (known != NULL)
  {
    *agency = known->agency;
    *name = g_strdup (known->name);
    verdict = PALIER_HOSTS_AGENCY;
  }
  g_mutex_unlock (&self->lock);
  return verdict;
}

/* As PalierHostsLookUp. */
gint64
palier_hosts_look_up (PalierHosts *self, const char *host, char **name)
{
  gint64 agency = self->look_up (host, name, self->data);

  if (agency == 0 || agency == PALIER_HOSTS_UNAVAILABLE)
    return agency;
  Known *known = g_new (Known, 1);
  *known = (Known) { agency, g_strdup (*name), g_get_monotonic_time () + KNOWN_US };
  g_mutex_lock (&self->lock);
  if (g_hash_table_size (self->known) >= KNOWN_MAX)
    g_hash_table_remove_all (self->known);
  g_hash_table_replace (self->known, g_strdup (host), known);
  g_mutex_unlock (&self->lock);
  return agency;
}
