/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an agency calls itself before its readers, and by which hosts it is reached: a label under
 * the relay's own domain, who comes first, and a domain of its own, once DNS says that it is the
 * agency's. A host that was given up stays the agency's for a while, so that what hangs on it in
 * messages that left goes on. A host says who is meant; it lets nobody in. */
#include "palier-agency.h"

#include <string.h>

#include "palier-account-private.h"
#include "palier-host-name.h"

#define NAME_MOST 80 /* letters */
#define RECORD_LABEL "_palier-relay."
#define RECORD_PREFIX "palier-agency="
#define DIGITS 32 /* of a proof */

static gboolean
refuse (GError **error, PalierAccountError code)
{
  return palier_account_refuse (error, code) != NULL;
}

/* ---- the name */

static gboolean
change_name (PalierTx *tx, const PalierTenant *tenant, const char *name, GError **error)
{
  g_autofree char *clean = palier_account_clean_name (name);

  if (strcmp (clean, name) != 0 || g_utf8_strlen (clean, -1) > NAME_MOST)
    return refuse (error, PALIER_ACCOUNT_ERROR_NAME);
  palier_agency_store_set_name (tx, tenant, clean);
  return TRUE;
}

/* ---- hosts */

/* Returns: (nullable) (transfer none): the host of that kind that is in use */
static PalierHost *
find_used (GPtrArray *hosts, PalierHostKind kind)
{
  for (guint i = 0; i < hosts->len; i++)
  {
    PalierHost *host = g_ptr_array_index (hosts, i);
    if (host->kind == kind && host->until_ms == 0)
      return host;
  }
  return NULL;
}

/* Returns: (nullable) (transfer none): the agency's own domain, proved or not */
PalierHost *
palier_agency_find_domain (GPtrArray *hosts)
{
  return find_used (hosts, PALIER_HOST_DOMAIN);
}

static PalierHost *
find_host (GPtrArray *hosts, const char *name)
{
  for (guint i = 0; i < hosts->len; i++)
  {
    PalierHost *host = g_ptr_array_index (hosts, i);
    if (strcmp (host->name, name) == 0)
      return host;
  }
  return NULL;
}

/* What leads to the agency stays its own for a while; a domain that was never proved leads nowhere.
 */
static void
give_up (PalierTx *tx, const PalierTenant *tenant, PalierHost *host)
{
  if (host->kind == PALIER_HOST_DOMAIN && host->proved_ms == 0)
  {
    palier_host_store_remove (tx, tenant, host);
    return;
  }
  host->until_ms = tx->now_ms + PALIER_HOST_GRACE_MS;
  palier_host_store_put (tx, tenant, host);
  palier_host_store_take (tx, tenant, host->digest, host->until_ms, 0);
}

/* Lets the agency use @name; one that it gave up is as it was. */
static void
use (PalierTx *tx, const PalierTenant *tenant, GPtrArray *hosts, PalierHostKind kind,
     const char *name)
{
  PalierHost *known = find_host (hosts, name);
  PalierHost host = { .kind = kind, .name = (char *) name, .since_ms = tx->now_ms };

  if (known != NULL)
    host = *known;
  else
    palier_host_digest (tx->store, name, host.digest);
  host.until_ms = 0;
  host.since_ms = tx->now_ms;
  palier_host_store_put (tx, tenant, &host);
  if (host.proved_ms != 0)
    palier_host_store_take (tx, tenant, host.digest, 0, tx->now_ms);
}

static gboolean
has_room (GPtrArray *hosts, PalierHostKind kind, const char *name, GError **error)
{
  guint count = 0;

  for (guint i = 0; i < hosts->len; i++)
    count += ((PalierHost *) hosts->pdata[i])->kind == kind;
  return count < PALIER_HOSTS_MAX || find_host (hosts, name) != NULL
         || refuse (error, PALIER_ACCOUNT_ERROR_HOST_CHANGED);
}

/* @text: not empty. Returns: (transfer full) (nullable): the whole host */
static char *
read_slug (const PalierSites *sites, const char *text, GError **error)
{
  g_autofree char *slug = palier_slug_normalize (text);

  if (sites->public_url == NULL || sites->base_domain == NULL)
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_NO_HOSTS);
  if (slug == NULL)
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_SLUG);
  g_autofree char *host = g_strconcat (slug, ".", sites->base_domain, NULL);
  if (palier_slug_is_reserved (slug) || g_strv_contains (sites->own_hosts, host))
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_SLUG_TAKEN);
  return g_steal_pointer (&host);
}

static gboolean
change_slug (PalierTx *tx, const PalierTenant *tenant, const PalierSites *sites, GPtrArray *hosts,
             const char *text, GError **error)
{
  PalierHost *before = find_used (hosts, PALIER_HOST_SLUG);
  g_autofree char *host = *text != '\0' ? read_slug (sites, text, error) : NULL;
  guint8 digest[PALIER_DIGEST_SIZE];

  if (*text != '\0' && (host == NULL || !has_room (hosts, PALIER_HOST_SLUG, host, error)))
    return FALSE;
  if (before != NULL && g_strcmp0 (before->name, host) == 0)
    return TRUE;
  if (host != NULL)
  {
    palier_host_digest (tx->store, host, digest);
    if (!palier_host_store_take (tx, tenant, digest, 0, 0))
      return palier_db_check (tx->db, error) && refuse (error, PALIER_ACCOUNT_ERROR_SLUG_TAKEN);
    use (tx, tenant, hosts, PALIER_HOST_SLUG, host);
  }
  if (before != NULL)
    give_up (tx, tenant, before);
  return TRUE;
}

/* Under the relay's own names nobody proves anything by DNS. */
static gboolean
is_own (const PalierSites *sites, const char *domain)
{
  for (guint i = 0; sites->own_hosts[i] != NULL; i++)
    if (palier_domain_is_within (domain, sites->own_hosts[i])
        && !(sites->plain_loopback && strcmp (sites->own_hosts[i], "localhost") == 0))
      return TRUE;
  return sites->base_domain != NULL && palier_domain_is_within (domain, sites->base_domain);
}

/* @text: not empty. Returns: (transfer full) (nullable) */
static char *
read_domain (PalierTx *tx, const PalierTenant *tenant, const PalierSites *sites, PalierMeter meter,
             const char *text, GError **error)
{
  g_autofree char *domain = palier_domain_normalize (text);
  PalierEntitlement entitlement;

  if (sites->public_url == NULL)
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_NO_HOSTS);
  palier_entitlement_load (tx, tenant, meter, &entitlement);
  if (!palier_entitlement_has (&entitlement, "own_domain"))
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_DOMAIN_PLAN);
  if (domain == NULL || is_own (sites, domain)
      || (palier_domain_is_special (domain)
          && !(sites->plain_loopback && palier_domain_is_within (domain, "localhost"))))
    return palier_account_refuse (error, PALIER_ACCOUNT_ERROR_DOMAIN);
  return g_steal_pointer (&domain);
}

static gboolean
change_domain (PalierTx *tx, const PalierTenant *tenant, const PalierSites *sites,
               PalierMeter meter, GPtrArray *hosts, const char *text, GError **error)
{
  PalierHost *before = palier_agency_find_domain (hosts);
  g_autofree char *domain =
      *text != '\0' ? read_domain (tx, tenant, sites, meter, text, error) : NULL;

  if (*text != '\0' && (domain == NULL || !has_room (hosts, PALIER_HOST_DOMAIN, domain, error)))
    return FALSE;
  if (before != NULL && g_strcmp0 (before->name, domain) == 0)
    return TRUE;
  if (domain != NULL)
    use (tx, tenant, hosts, PALIER_HOST_DOMAIN, domain);
  if (before != NULL)
    give_up (tx, tenant, before);
  return TRUE;
}

/**
 * palier_agency_change:
 *
 * Writes what @change says, all of it or nothing.
 *
 * Returns: FALSE with PALIER_ACCOUNT_ERROR_NAME, _SLUG, _SLUG_TAKEN, _HOST_CHANGED, _DOMAIN,
 *   _DOMAIN_PLAN, _NO_HOSTS, or an error of the store
 */
gboolean
palier_agency_change (PalierTx *tx, const PalierTenant *tenant, const PalierSites *sites,
                      PalierMeter meter, const PalierAgencyChange *change, GError **error)
{
  palier_host_store_forget_past (tx, tenant);
  g_autoptr (GPtrArray) hosts = palier_host_store_list (tx, tenant);

  return (change->name == NULL || change_name (tx, tenant, change->name, error))
         && (change->slug == NULL || change_slug (tx, tenant, sites, hosts, change->slug, error))
         && (change->domain == NULL
             || change_domain (tx, tenant, sites, meter, hosts, change->domain, error))
         && palier_db_check (tx->db, error);
}

/* ---- where readers are sent */

/* Returns: (transfer full): the relay's address at @host, without a slash at its end */
char *
palier_sites_dup_url (const PalierSites *self, const char *host)
{
  g_autoptr (GUri) uri = g_uri_parse (self->public_url, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GUri) other = g_uri_build (G_URI_FLAGS_NONE, g_uri_get_scheme (uri), NULL, host,
                                        g_uri_get_port (uri), g_uri_get_path (uri), NULL, NULL);

  return g_uri_to_string (other);
}

/**
 * palier_agency_dup_url:
 *
 * What the links in an agency's messages begin with: its own domain where that is proved, leads
 * here and the plan has it; else its slug; else the relay's own address.
 *
 * Returns: (transfer full) (nullable): without a slash at its end; NULL where readers do not reach
 *   the relay
 */
char *
palier_agency_dup_url (PalierTx *tx, const PalierTenant *tenant, const PalierSites *sites,
                       PalierMeter meter)
{
  g_autoptr (GPtrArray) hosts = palier_host_store_list (tx, tenant);
  const PalierHost *domain = palier_agency_find_domain (hosts);
  const PalierHost *slug = find_used (hosts, PALIER_HOST_SLUG);
  PalierEntitlement entitlement;

  if (sites->public_url == NULL || (domain == NULL && slug == NULL))
    return g_strdup (sites->public_url);
  palier_entitlement_load (tx, tenant, meter, &entitlement);
  if (domain != NULL && domain->proved_ms != 0 && domain->reached
      && palier_entitlement_has (&entitlement, "own_domain"))
    return palier_sites_dup_url (sites, domain->name);
  /* The operator may have another base domain by now. */
  if (slug != NULL && sites->base_domain != NULL
      && palier_domain_is_within (slug->name, sites->base_domain))
    return palier_sites_dup_url (sites, slug->name);
  return g_strdup (sites->public_url);
}

/* Returns: the tenant that is meant by @host, in lower case; 0: nobody */
gint64
palier_agency_find (PalierTx *tx, const char *host)
{
  guint8 digest[PALIER_DIGEST_SIZE];

  palier_host_digest (tx->store, host, digest);
  return palier_host_store_find (tx, digest);
}

/* ---- how a domain is proved */

static char *
dup_digits (const PalierSealKey *key, const char *label, const char *name)
{
  g_autofree char *text = g_strconcat (label, name, NULL);
  guint8 digest[PALIER_DIGEST_SIZE];
  GString *digits = g_string_new (NULL);

  palier_keyed_digest (key, text, strlen (text), digest);
  for (guint i = 0; i < DIGITS / 2; i++)
    g_string_append_printf (digits, "%02x", digest[i]);
  return g_string_free_and_steal (digits);
}

/* Returns: (transfer full): the name in DNS whose text says whose the domain is */
char *
palier_agency_dup_record_name (const PalierHost *domain)
{
  return g_strconcat (RECORD_LABEL, domain->name, NULL);
}

/* Returns: (transfer full): that text: nobody else's, and not to be guessed before it is written */
char *
palier_agency_dup_record (const PalierTenant *tenant, const PalierHost *domain)
{
  g_autofree char *digits = dup_digits (&tenant->key, "domain:", domain->name);

  return g_strconcat (RECORD_PREFIX, digits, NULL);
}

/* Returns: (transfer full): what this relay alone answers to who asks whether @host leads to it */
char *
palier_agency_dup_mark (PalierStore *store, const char *host)
{
  return dup_digits (palier_store_get_directory_key (store), "mark:", host);
}
